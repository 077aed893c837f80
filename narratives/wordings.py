"""The wordings of a change: patterns with slots, one for each case, checked when they are read.

| slot | stands for | not in wordings for |
|---|---|---|
| {额} | the change without its sign, with unit | 无上年 |
| {率} | the change in percent of last year, without its sign | 新增, 新增冲减 (no base), 持平, 此增彼减, 均为零, 无上年 |
| {本年}, {名称} | this year's amount; what the measure is called | |
| {上年} | last year's amount | 无上年 |
| {基} | what last year is called (上年, 上年预算数) | |
| {年度}, {上年度} | the years | |

A word that stands right before {额} or {率} (or 不足, 到{本年} or a percent) and says which way the figure moved must fit its case.
{占比}, the share of a part, belongs to the items of a list (`narratives.listing`), never to a change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from figures.declared import DeclarationError, nearest
from figures.findings import Place
from figures.lean import frozen
from narratives.text import Words


class WordingError(DeclarationError):
    """Wording of a change that cannot be used: a Chinese sentence with file and line, and what to do."""


class Case(StrEnum):
    """What can happen to a figure between two years; the values are the names that templates use."""

    UP = "增加"
    DOWN = "减少"
    SLIGHTLY_UP = "微增"
    SLIGHTLY_DOWN = "微减"
    FLAT = "持平"
    OFFSET = "此增彼减"
    NEW = "新增"
    NEW_DEDUCTION = "新增冲减"
    GONE = "归零"
    NONE = "均为零"
    UNKNOWN = "无上年"


RISING = frozenset({Case.UP, Case.SLIGHTLY_UP, Case.NEW})
FALLING = frozenset({Case.DOWN, Case.SLIGHTLY_DOWN, Case.GONE, Case.NEW_DEDUCTION})
STANDING = frozenset({Case.FLAT, Case.OFFSET, Case.NONE})
WITHOUT_BASE = frozenset({Case.NEW, Case.NEW_DEDUCTION})

FALLBACKS: Mapping[Case, Case] = {
    Case.SLIGHTLY_UP: Case.UP,
    Case.SLIGHTLY_DOWN: Case.DOWN,
    Case.NEW: Case.UP,
    Case.NEW_DEDUCTION: Case.DOWN,
    Case.GONE: Case.DOWN,
    Case.NONE: Case.FLAT,
    Case.OFFSET: Case.FLAT,
}

TURNED = {"增加": "减少", "增长": "下降", "上升": "下降", "提高": "降低", "增多": "减少", "新增": "冲减", "调增": "调减"}
"""What a word that rises becomes where 新增冲减 borrows the wording of 新增."""

CHANGE, RATE, NOW, BEFORE, NAME, BASE, SHARE = "额", "率", "本年", "上年", "名称", "基", "占比"
YEARS = ("年度", "上年度")
SLOTS = (CHANGE, RATE, NOW, BEFORE, NAME, BASE, SHARE, *YEARS)
ITEM_SLOTS = (NAME, NOW, SHARE)
"""What the wording of an item of a list may have."""

_RISE = "增加|增长|上升|提高|增多|新增|调增"
_FALL = "减少|下降|降低|调减"
_STAND = "持平|相同|相等|一致|不变|无增减变化|没有变化|无变化"
# A direction is a word that stands right before what moved; elsewhere (“因人员减少”) the same word says nothing of this figure.
_TOKEN = re.compile(rf"\{{([^{{}}]*)\}}|((?:{_RISE}|{_FALL})(?=了?(?:\{{(?:额|率)\}}|[到至为]\{{本年\}}|不足|[\d.]+%))|{_STAND})")


@frozen(slots=True)
class Slot:
    """A place in a pattern where a figure goes."""

    name: str


@frozen(slots=True)
class Direction:
    """A word of a pattern that says which way a figure moved."""

    words: Words
    cases: frozenset[Case]


@frozen(slots=True)
class Pattern:
    """Wording with slots in braces, and where it stands. WordingError where a slot is unknown or a brace stands alone."""

    text: str
    file: str = ""
    line: int = 0
    segments: tuple[Words | Slot | Direction, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "segments", tuple(self._segments()))

    def _segments(self) -> list[Words | Slot | Direction]:
        found: list[Words | Slot | Direction] = []
        end = 0
        for match in _TOKEN.finditer(self.text):
            found += self._literal(end, match.start())
            end = match.end()
            slot, direction = match.groups()
            if slot is None:
                cases = RISING if re.fullmatch(_RISE, direction) else FALLING if re.fullmatch(_FALL, direction) else STANDING
                found.append(Direction(Words(direction, self.file, self._line_at(match.start())), cases))
            elif slot in SLOTS:
                found.append(Slot(slot))
            else:
                raise self.error(f"不认识的“{{{slot}}}”{nearest(slot, SLOTS)}可用的有：{_braced(SLOTS)}", match.start())
        return found + self._literal(end, len(self.text))

    def _literal(self, start: int, end: int) -> list[Words | Slot | Direction]:
        text = self.text[start:end]
        if stray := re.search(r"[{}]", text):
            raise self.error(f"多余的“{stray.group()}”：花括号要成对，里面写名称，例如 {{额}}", start + stray.start())
        return [Words(text, self.file, self._line_at(start))] if text else []

    def _line_at(self, position: int) -> int:
        return self.line + self.text.count("\n", 0, position)

    def error(self, message: str, position: int = 0) -> WordingError:
        """The error that says `message` at a position of this pattern."""
        line = self.text.count("\n", 0, position)
        return WordingError(f"表述“{self.text.splitlines()[line]}”：{message}", Place(file=self.file, line=self.line + line))

    def has(self, slot: str) -> bool:
        """Whether the pattern has this slot."""
        return Slot(slot) in self.segments


def _braced(names: Sequence[str]) -> str:
    return "、".join(f"{{{name}}}" for name in names)


@frozen(slots=True)
class Form:
    """A template's wordings of a change by case, under one name; `base` is what they call last year.

    WordingError where a wording says what its case cannot have: a percent without a base, the wrong direction, last year unknown.
    """

    name: str
    wordings: Mapping[Case, Pattern]
    base: str = "上年"

    def __post_init__(self) -> None:
        for case, pattern in self.wordings.items():
            _check_slots(case, pattern)
            _check_directions(case, pattern)

    def wording(self, case: Case) -> Pattern | None:
        """The wording for `case`, its own or the one fallen back on; None where last year is unknown and nothing is said of that.

        WordingError where the template has none that fits.
        """
        if pattern := self.wordings.get(case):
            return pattern
        if case == Case.UNKNOWN:
            return None
        pattern = self.wordings.get(FALLBACKS.get(case, case))
        if pattern is None:
            place = next((Place(file=p.file, line=p.line) for p in self.wordings.values()), Place())
            raise WordingError(f"“{self.name}”没有“{case}”的表述，请补写", place)
        if case == Case.NEW_DEDUCTION and pattern.has(RATE):
            return self.wording(Case.NEW)
        if case == Case.NEW and pattern.has(RATE):
            raise pattern.error(f"上年为零时没有百分比，不能用含{{率}}的表述；请在“{self.name}”中补写“{case}”的表述")
        return pattern

    @property
    def gaps(self) -> tuple[Case, ...]:
        """The cases for which `wording` raises: what a template still has to say."""
        return tuple(case for case in Case if self._lacks(case))

    def _lacks(self, case: Case) -> bool:
        try:
            self.wording(case)
        except WordingError:
            return True
        return False


def check_item(pattern: Pattern) -> Pattern:
    """The wording of an item of a list; WordingError where it has a slot of a change."""
    for segment in pattern.segments:
        if isinstance(segment, Slot) and segment.name not in ITEM_SLOTS:
            raise pattern.error(f"列举的每一项不能有{{{segment.name}}}，可用的有：{_braced(ITEM_SLOTS)}")
    return pattern


def _check_slots(case: Case, pattern: Pattern) -> None:
    if pattern.has(SHARE):
        raise pattern.error("变动的表述不能有{占比}；占比请在“列举”中使用")
    if pattern.has(RATE) and case not in (RISING | FALLING) - WITHOUT_BASE:
        none = "上年为零，没有百分比" if case in WITHOUT_BASE else "没有增减，不写百分比"
        why = "没有上年数" if case == Case.UNKNOWN else none
        raise pattern.error(f"“{case}”的表述不能有{{率}}：{why}")
    if case == Case.UNKNOWN and (pattern.has(CHANGE) or pattern.has(BEFORE)):
        raise pattern.error(f"“{case}”的表述不能有{{额}}、{{上年}}：没有上年数")


def _check_directions(case: Case, pattern: Pattern) -> None:
    for segment in pattern.segments:
        if isinstance(segment, Direction) and case not in segment.cases and segment.cases != STANDING:
            raise pattern.error(f"“{segment.words.text}”与情形“{case}”不符")
