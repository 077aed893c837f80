"""A sentence in tokens: figures with their units, words of change, single characters; and what a figure amounts to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from figures.lean import frozen

UNITS = "个百分点|百分点|亿元|万元|千元|元|%|％|平方米|个|人次|人|辆|台|套|批次|批|项|年|月|日|倍|户|所|名"
_NUMERAL = r"\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS = "减少|增加|下降|增长|降低|上升|持平|相同"
_FIGURE = re.compile(rf"(?:{_NUMERAL})(?:{UNITS})?")
_TOKEN = re.compile(rf"(?P<number>{_NUMERAL})(?P<unit>{UNITS})?|{_WORDS}|[A-Za-z]+|.", re.DOTALL)
_UNIT_AFTER_BLANKS = re.compile(rf"[ \u3000\xa0]+({UNITS})")
_ABOUT = re.compile(r"(?:约|近|超|超过|逾|大约|约为|接近|不足|不到)[ \u3000\xa0]*$")
_SCALES = {"元": 0, "千元": 3, "万元": 4, "亿元": 8}
_PERCENTS = frozenset({"%", "％"})
_POINTS = frozenset({"个百分点", "百分点"})


@frozen(slots=True)
class Token:
    """A figure with its unit, a word of change or of letters, or a single character; `key` is what it is compared by."""

    start: int
    stop: int
    key: str
    number: str = ""


@frozen(slots=True)
class Quantity:
    """What a figure amounts to: its kind (元 for all money, % for percents, else its unit), its value, and the value of one in the last
    of its digits that is not a zero."""

    kind: str
    value: Decimal
    step: Decimal

    def allows(self, exact: Quantity) -> bool:
        """Whether this figure, said to be approximate, may stand for an exact one."""
        return self.kind == exact.kind and abs(self.value - exact.value) < self.step

    def equals(self, other: Quantity) -> bool:
        """Whether both are the same."""
        return self.kind == other.kind and self.value == other.value


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text; together they are the text."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        number = match["number"] or ""
        if number:
            plain = number.replace(",", "").replace("，", "")
            found.append(Token(match.start(), match.end(), f"{plain}\x00{match['unit'] or ''}", match[0]))
        else:
            found.append(Token(match.start(), match.end(), match[0]))
    return found


def figures_of(text: str) -> list[tuple[int, int]]:
    """Where the figures of a text stand, with their units."""
    return [match.span() for match in _FIGURE.finditer(text)]


def span_of(tokens: Sequence[Token], start: int, stop: int, length: int) -> tuple[int, int]:
    """Where the tokens from `start` up to `stop` stand in their text, which is `length` long."""
    begin = tokens[start].start if start < len(tokens) else length
    return begin, (tokens[stop - 1].stop if stop > start else begin)


def quantity(token: Token, text: str) -> Quantity:
    """What a figure of a text amounts to; its unit may stand behind a blank."""
    digits, _, unit = token.key.partition("\x00")
    if not unit and (behind := _UNIT_AFTER_BLANKS.match(text, token.stop)):
        unit = behind[1]
    kind = "元" if unit in _SCALES else "%" if unit in _PERCENTS else "百分点" if unit in _POINTS else unit
    scale = _SCALES.get(unit, 0)
    value = Decimal(digits)
    last = value.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(last + scale) if isinstance(last, int) else Decimal(0)
    return Quantity(kind, value.scaleb(scale), step)


def is_approximate(token: Token, text: str) -> bool:
    """Whether the words before a figure say that it is approximate (约, 近, 超过 …)."""
    return _ABOUT.search(text, 0, token.start) is not None
