"""A sentence in tokens: figures with their units, words of change, single characters; and what a figure amounts to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from assembler.rebuild.numerals import CHARACTERS, DIGITS, parsed
from figures.lean import frozen

UNITS = "个百分点|百分点|亿元|万元|千元|元|%|％|‰|平方米|个|人次|人|辆|台|套|批次|批|项|年|月|日|倍|户|所|名"
_NUMERAL = r"\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_WRITTEN = rf"[{CHARACTERS}]+(?:点[{DIGITS}]+)?"
_UNIT = rf"(?:(?P<more>[余多])(?=[万亿千]?元))?[ \u3000\xa0]*(?P<unit>{UNITS})"
_WORDS = "减少|增加|下降|增长|降低|上升|持平|相同"
_FIGURE = re.compile(rf"({_NUMERAL})(?:[ \u3000\xa0]*({UNITS}))?")
_TOKEN = re.compile(
    rf"(?P<number>{_NUMERAL})(?:{_UNIT})?|百分之(?P<percent>{_WRITTEN})"
    rf"|(?P<written>{_WRITTEN}){_UNIT.replace('more', 'more2').replace('unit', 'unit2')}|{_WORDS}|[A-Za-z]+|.",
    re.DOTALL,
)
_BLANKS = r"[ \u3000\xa0]*$"
_ABOUT = re.compile(rf"(?:约|约为|大约){_BLANKS}")
_BELOW = re.compile(rf"(?:近|接近|不足|不到){_BLANKS}")
_ABOVE = re.compile(rf"(?:超|超过|逾){_BLANKS}")
_MORE = "余"
# Units that say the same kind of thing: which kind, and what power of ten of its first unit.
_SCALED = {
    "元": ("元", 0),
    "千元": ("元", 3),
    "万元": ("元", 4),
    "亿元": ("元", 8),
    "%": ("%", 0),
    "％": ("%", 0),
    "‰": ("%", -1),
    "个百分点": ("百分点", 0),
    "百分点": ("百分点", 0),
}
# Words for counting that may stand for each other: 6个项目 is as much as 6项.
_COUNTERS = frozenset({"个", "项", "人", "名", "辆", "台", "套", "批", "批次", "户", "所"})


class Token(NamedTuple):
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

    def equals(self, other: Quantity) -> bool:
        """Whether both are the same."""
        return self.comparable(other) and self.value == other.value

    def comparable(self, other: Quantity) -> bool:
        """Whether both count the same kind of thing, in whatever words."""
        return self.kind == other.kind or (self.kind in _COUNTERS and other.kind in _COUNTERS)


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text; together they are the text. A figure in Chinese characters has the key of the same one in digits."""
    return [
        Token(match.start(), match.end(), match[0])
        if match.lastgroup is None
        else Token(match.start(), match.end(), *_key(match))
        for match in _TOKEN.finditer(text)
    ]


def _key(match: re.Match[str]) -> tuple[str, str]:
    """A token's key and, for a figure, its text."""
    if digits := match["number"]:
        plain = digits.replace(",", "").replace("，", "")
        return f"{plain}{_MORE if match['more'] else ''}\x00{match['unit'] or ''}", match[0]
    written = match["written"] or match["percent"]
    value = parsed(written) if written else None
    if value is None:
        return match[0], ""
    unit = "%" if match["percent"] else match["unit2"]
    return f"{value}{_MORE if match['more2'] else ''}\x00{unit}", match[0]


def figures_of(text: str) -> list[Token]:
    """The figures in digits of a text alone: found much sooner."""
    return [
        Token(match.start(), match.end(), f"{match[1].replace(',', '').replace('，', '')}\x00{match[2] or ''}", match[0])
        for match in _FIGURE.finditer(text)
    ]


def span_of(tokens: Sequence[Token], start: int, stop: int, length: int) -> tuple[int, int]:
    """Where the tokens from `start` up to `stop` stand in their text, which is `length` long."""
    begin = tokens[start].start if start < len(tokens) else length
    return begin, (tokens[stop - 1].stop if stop > start else begin)


def quantity(token: Token) -> Quantity:
    """What a figure amounts to."""
    digits, _, unit = token.key.partition("\x00")
    kind, scale = _SCALED.get(unit, (unit, 0))
    value = Decimal(digits.removesuffix(_MORE))
    last = value.normalize().as_tuple().exponent
    step = Decimal(1).scaleb(last + scale) if isinstance(last, int) else Decimal(0)
    return Quantity(kind, value.scaleb(scale), step)


def says(token: Token, text: str, exact: Quantity) -> bool:
    """Whether a figure of a text may stand for an exact one: the same; or said to be about it (约, rounded), a little less than it
    (超过, …余万元) or a little more (近, 不足)."""
    amount = quantity(token)
    if not amount.comparable(exact):
        return False
    over = exact.value - amount.value
    if f"{_MORE}\x00" in token.key or _ABOVE.search(text, 0, token.start):
        return 0 <= over < amount.step
    if _BELOW.search(text, 0, token.start):
        return 0 <= -over < amount.step
    return over == 0 or (_ABOUT.search(text, 0, token.start) is not None and 2 * abs(over) <= amount.step)
