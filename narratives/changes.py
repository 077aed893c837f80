"""A change from last year to this, said in the template's words, which differ by case; its numbers know where they come from.

Amounts are as the tables print them, so that the change is what a reader computes from the tables. It is decided on the change as
the sentence shows it (`quantum`; where it would show as zero beside an amount said in a finer format, in that format), for which the
first row that holds counts:

| case | holds where | {额} | {率} | without wording of its own |
|---|---|---|---|---|
| 无上年 | last year is not known | – | – | nothing is said |
| 均为零 | both years are zero | 0 | – | 持平 |
| 此增彼减 | the change prints as zero, but parts of it moved | 0 | – | 持平 |
| 持平 | the change prints as zero (0.00) | 0 | – | an error |
| 新增 | last year is zero, this year above it: no percent exists | yes | – | 增加, if that has no {率}; else an error |
| 新增冲减 | last year is zero, this year below it | yes | – | 减少, if that has no {率}; else 新增, 减少 for 增加 in it |
| 归零 | this year is zero, last year above it | yes | 100% | 减少 |
| 微增, 微减 | the percent rounds to zero, the change does not | yes | 不足0.01% | 增加, 减少 |
| 增加, 减少 | all others, by the sign of the change | yes | yes | an error |

{额} is the change without its sign, with unit. {率} is the change ÷ last year's amount in percent, both without sign (a negative
base, 冲减, counts by its size), half up; it is never written over a zero base, and never as 0.00% or 0%. The words 增加, 下降,
持平 and the like carry the change as their figure. `narratives.wordings` has the slots and what a template may write in which case.

Parts of a change are said one by one, those left out that did not move. Where the sentence shows fewer places than the tables,
the parts' changes are apportioned by largest remainder, so that they add up to the change said of the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from figures.amounts import EXACT, AmountFormat, half_up
from figures.apportionment import apportion
from figures.findings import Place
from figures.lean import lean
from narratives.listing import ListStyle, say_list
from narratives.measures import MONEY, Family, Measure
from narratives.numbers import PercentFormat, exact_text, figure, number, operand, shown
from narratives.text import Number, Operand, Piece, Text, Words
from narratives.wordings import (
    BEFORE,
    CHANGE,
    NAME,
    NOW,
    RATE,
    RISING,
    TURNED,
    YEARS,
    Case,
    Direction,
    Form,
    Pattern,
    WordingError,
)

__all__ = [
    "Case",
    "Form",
    "Pattern",
    "WordingError",
    "case_of",
    "fitting_change",
    "has_moved",
    "part_changes",
    "say_change",
    "say_parts",
]


def case_of(measure: Measure, quantum: Decimal, percents: PercentFormat | None = None, parts: Sequence[Measure] = ()) -> Case:
    """What happened to the measure, its change rounded half up to `quantum` (元; a count is never rounded).

    微增 and 微减 are told apart only where `percents` says how a percent would be shown, 此增彼减 only with `parts`.
    """
    return _case(measure, _change(measure, quantum), quantum, percents, parts)


def _change(measure: Measure, quantum: Decimal) -> Decimal:
    if measure.before is None:
        return Decimal(0)
    change = EXACT.subtract(measure.amount, measure.before)
    return half_up(change, quantum) if measure.unit == MONEY else change


def fitting_change(measure: Measure, amounts: AmountFormat) -> AmountFormat:
    """The format in which the change is said: `amounts`, unless the change prints as zero in it though not in the finer format of either
    year's amount (from nothing to 0.30万元 is no 持平)."""
    if amounts.small is None or measure.unit != MONEY or measure.before is None or _change(measure, amounts.quantum):
        return amounts
    finest = min((amounts.fitting(a) for a in (measure.amount, measure.before)), key=lambda f: f.quantum)
    return finest if _change(measure, finest.quantum) else amounts


def has_moved(measure: Measure, amounts: AmountFormat) -> bool:
    """Whether the measure changed as a sentence in `amounts` says it; not where last year is unknown."""
    return bool(_change(measure, fitting_change(measure, amounts).quantum))


def _case(
    measure: Measure, change: Decimal, quantum: Decimal, percents: PercentFormat | None, parts: Sequence[Measure] = ()
) -> Case:
    """The case of a measure whose change is shown as `change`."""
    before = measure.before
    if before is None:
        return Case.UNKNOWN
    if not change:
        if any(_change(part, quantum) for part in parts):
            return Case.OFFSET
        return Case.FLAT if measure.amount or before else Case.NONE
    if not before:
        return Case.NEW if change > 0 else Case.NEW_DEDUCTION
    if not measure.amount and before > 0:
        return Case.GONE
    if percents is not None and not percents.percent(EXACT.subtract(measure.amount, before), abs(before)):
        return Case.SLIGHTLY_UP if change > 0 else Case.SLIGHTLY_DOWN
    return Case.UP if change > 0 else Case.DOWN


def say_change(
    measure: Measure,
    form: Form,
    amounts: AmountFormat,
    percents: PercentFormat,
    *,
    base: str = "",
    parts: Sequence[Measure] = (),
    years: Mapping[str, Piece] | None = None,
) -> Text:
    """The change of a measure in the words of `form`; nothing where last year is unknown and the form has no wording for that.

    `base` calls last year otherwise than the form does; `parts` are what 此增彼减 is told by; `years` fills {年度} and {上年度}.
    WordingError where the form has no fitting wording.
    """
    manner = _Manner(fitting_change(measure, amounts), percents, base or form.base, years or {})
    return _said(measure, _change(measure, manner.amounts.quantum), form, manner, parts)


def say_parts(
    family: Family,
    form: Form,
    amounts: AmountFormat,
    percents: PercentFormat,
    style: ListStyle,
    *,
    base: str = "",
    years: Mapping[str, Piece] | None = None,
) -> Text:
    """The changes of those parts that moved, joined in `style`; they add up to the change of the whole as `say_change` says it.

    Nothing (the style's wording for an empty list) where no part moved, or where last year of a part is not known: then what is
    known would not add up.
    """
    manner = _Manner(amounts, percents, base or form.base, years or {})
    changes = part_changes(family, amounts.quantum)
    items = [_said(part, change, form, manner, ()) for part, change in zip(family.parts, changes, strict=True) if change]
    return say_list(items, style)


def part_changes(family: Family, quantum: Decimal) -> tuple[Decimal, ...]:
    """The parts' changes in multiples of `quantum` (counts: exact) that add up to that of the whole, if they do so exactly.

    All zero where last year of any part is unknown.
    """
    if any(part.before is None for part in family.parts):
        return (Decimal(0),) * len(family.parts)
    exact = [EXACT.subtract(part.amount, part.before or Decimal(0)) for part in family.parts]
    shown = [_change(part, quantum) for part in family.parts]
    whole = family.whole
    if shown == exact or whole.unit != MONEY or whole.before is None or sum(exact) != EXACT.subtract(whole.amount, whole.before):
        return tuple(shown)
    steps = int(EXACT.divide(_change(whole, quantum), quantum))
    parts = [EXACT.divide(change, quantum) for change in exact]
    return tuple(EXACT.multiply(Decimal(step), quantum) for step in apportion(steps, parts, range(len(parts))))


@lean
class _Manner:
    """How a change is said apart from its wording: formats, what last year is called, and the years by the name of their slot."""

    amounts: AmountFormat
    percents: PercentFormat
    base: str
    years: Mapping[str, Piece]


def _said(measure: Measure, change: Decimal, form: Form, manner: _Manner, parts: Sequence[Measure]) -> Text:
    case = _case(measure, change, manner.amounts.quantum, manner.percents, parts)
    pattern = form.wording(case)
    if pattern is None:
        return Text()
    told = _Told(measure, change, manner, pattern)
    pieces: list[Piece] = []
    for segment in pattern.segments:
        if isinstance(segment, Words):
            pieces.append(segment)
        elif isinstance(segment, Direction):
            pieces.append(told.direction(segment, case))
        else:
            pieces.append(told.slot(segment.name))
    return Text(tuple(pieces))


class _Told:
    """A change about to be said: what the slots of a pattern stand for."""

    __slots__ = ("before", "change", "manner", "measure", "pattern")

    def __init__(self, measure: Measure, change: Decimal, manner: _Manner, pattern: Pattern) -> None:
        self.measure = measure
        self.change = change
        self.manner = manner
        self.pattern = pattern
        self.before = measure.before or Decimal(0)

    def operands(self) -> tuple[Operand, ...]:
        """The two figures that the change is the difference of."""
        measure, amounts = self.measure, self.manner.amounts
        return (
            operand(measure.name, measure.amount, measure.unit, amounts, measure.places),
            operand(self.before_name, self.before, measure.unit, amounts, measure.before_places),
        )

    def slot(self, name: str) -> Piece:
        """The piece that stands in the slot `name`."""
        measure, manner = self.measure, self.manner
        if name == CHANGE:
            return self._amount(abs(self.change))
        if name == RATE:
            return self._rate()
        if name == NOW:
            return number(measure, manner.amounts)
        if name == BEFORE:
            return figure(self.before, measure.unit, manner.amounts, self.before_name, measure.before_places)
        if name in YEARS:
            if name not in manner.years:
                raise self.pattern.error(f"这里不能用{{{name}}}：没有给出年度")
            return manner.years[name]
        return Words(measure.name if name == NAME else manner.base, self.pattern.file, self.pattern.line)

    def direction(self, said: Direction, case: Case) -> Piece:
        """A word of the change, which carries the change with its sign; one that rises is turned where 新增冲减 borrows from 新增."""
        word = said.words.text
        if case not in said.cases:
            if said.cases != RISING or case != Case.NEW_DEDUCTION:
                return said.words
            word = TURNED[word]
        _, value = shown(self.change, self.measure.unit, self.manner.amounts)
        return Number(word, value, self._change_name, self._difference, self._places, word=True)

    @property
    def before_name(self) -> str:
        """What the measure of last year is called."""
        base = self.manner.base
        return f"上年{self.measure.name}" if base == "上年" else f"{self.measure.name}（{base}）"

    def _amount(self, change: Decimal) -> Number:
        text, value = shown(change, self.measure.unit, self.manner.amounts)
        return Number(text, value, self._change_name, self._difference, self._places)

    @property
    def _change_name(self) -> str:
        return f"{self.measure.name}比{self.manner.base}增减额"

    def _difference(self) -> tuple[str, tuple[Operand, ...]]:
        return f"{self.measure.name} − {self.before_name}", self.operands()

    def _rate(self) -> Number:
        measure, before, percents = self.measure, self.before, self.manner.percents
        percent = percents.percent(abs(EXACT.subtract(measure.amount, before)), abs(before))
        text = percents.digits(percent)
        if not percent:
            percent = percents.quantum
            text = f"不足{percents.digits(percent)}"
        return Number(text, percent, f"{measure.name}比{self.manner.base}增减率", self._ratio, self._places)

    def _ratio(self) -> tuple[str, tuple[Operand, ...]]:
        measure, before = self.measure, self.before
        now, last = (exact_text(amount, measure.unit, self.manner.amounts) for amount in (measure.amount, before))
        return f"（{now} − {last}）÷ {f'|{last}|' if before < 0 else last}", self.operands()

    def _places(self) -> tuple[Place, ...]:
        return (*self.measure.places(), *self.measure.before_places())
