"""Figures as sentences show them: amounts with their unit, counts, percents, years and dates.

| what | shown | rule |
|---|---|---|
| amount | 892.96万元 | half up to the places of its format; `zero` of the format stands for what prints as zero (0万元) |
| amount that is not zero but would print so | 0.30万元、30元 | in the finer format (`small`) of its format, if that has one |
| negative amount | -5.00万元 | a minus sign; never a negative zero |
| count | 3辆、1234.5平方米、2台（套） | integers without fraction, others without trailing zeros |
| percent | 14.58%、1,055.40% | half up |
| percent without trailing zeros (`trailing` False) | 11%、4.7% | only the zeros of the fraction are dropped |
| percent of exactly zero | 0% | the format's `zero` |
| percent that only rounds to zero | 0.00% | it is not nothing |
| operand of a percent | 1,045.43 | exact, with more places than the sentence where the table has more, always grouped |
| year, date | 2024年、2023年12月31日 | no grouping, no leading zeros |
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from figures.amounts import EXACT, UNITS, ZERO, AmountFormat
from figures.lean import frozen
from narratives.measures import MONEY, Measure, Places, no_places
from narratives.text import Number, Operand, plainly

HUNDRED = Decimal(100)


@frozen(slots=True)
class PercentFormat:
    """How percents are shown: decimal places, what stands for an exact zero (None: 0.00), digit grouping, trailing zeros kept or not."""

    places: int = 2
    zero: str | None = "0"
    grouping: bool = True
    trailing: bool = True

    @property
    def quantum(self) -> Decimal:
        """The smallest step shown, in percent."""
        return Decimal(1).scaleb(-self.places)

    def percent(self, part: Decimal, whole: Decimal) -> Decimal:
        """`part` in percent of `whole` (not zero), half up to the places shown."""
        ratio = EXACT.divide(part.scaleb(2 + self.places, EXACT), whole)
        return ratio.to_integral_value(ROUND_HALF_UP).scaleb(-self.places, EXACT) + ZERO

    def digits(self, percent: Decimal) -> str:
        """`percent` (not finer than the places shown) with its sign; what only rounds to zero keeps its places: it is not nothing."""
        text = format(percent, f",.{self.places}f" if self.grouping else f".{self.places}f")
        if not self.trailing and percent and "." in text:
            text = text.rstrip("0").rstrip(".")
        return text + "%"

    def show(self, percent: Decimal) -> str:
        """`percent` with its sign; an exact zero as the format says.

        >>> PercentFormat().show(Decimal("1055.4")), PercentFormat().show(Decimal(0))
        ('1,055.40%', '0%')
        """
        return f"{self.zero}%" if not percent and self.zero is not None else self.digits(percent)


def number(measure: Measure, amounts: AmountFormat, *, with_unit: bool = True) -> Number:
    """The measure's figure of this year as a number of a sentence; counts follow only the grouping of `amounts`."""
    text, value = shown(measure.amount, measure.unit, amounts, with_unit=with_unit)
    return Number(text, value, measure.name, measure.working, measure.places)


def figure(amount: Decimal, unit: str, amounts: AmountFormat, name: str, places: Places) -> Number:
    """An amount (元 where `unit` is MONEY) or a count as a number of a sentence, computed from nothing."""
    text, value = shown(amount, unit, amounts)
    return Number(text, value, name, plainly(""), places)


def shown(amount: Decimal, unit: str, amounts: AmountFormat, *, with_unit: bool = True) -> tuple[str, Decimal]:
    """The text of an amount (元 where `unit` is MONEY) or a count, and its value in the unit shown."""
    if unit != MONEY:
        text, value = count_text(amount, amounts.grouping), amount
    else:
        if amounts.small is not None:
            amounts = amounts.fitting(amount)
        value = amounts.value(amount)
        text, unit = amounts.written(value), amounts.unit
    return (text + unit if with_unit and text else text), value


def count_text(count: Decimal, grouping: bool = False) -> str:
    """A count without trailing zeros, never a negative zero.

    >>> count_text(Decimal("3.00")), count_text(Decimal("1234.50"), grouping=True)
    ('3', '1,234.5')
    """
    text = format(count + ZERO, ",f" if grouping else "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def operand(name: str, amount: Decimal, unit: str, amounts: AmountFormat, places: Places) -> Operand:
    """A figure that another one is computed from, exact: shown with as many places as it takes, at least those of the format."""
    if unit != MONEY:
        return Operand(name, amount, count_text(amount, grouping=True) + unit, places)
    value = EXACT.divide(amount, UNITS[amounts.unit])
    return Operand(name, value, exact_text(amount, unit, amounts) + amounts.unit, places)


def exact_text(amount: Decimal, unit: str, amounts: AmountFormat) -> str:
    """The digits of an operand, without unit."""
    if unit != MONEY:
        return count_text(amount, grouping=True)
    value = EXACT.divide(amount, UNITS[amounts.unit])
    exponent = value.as_tuple().exponent
    return format(value + ZERO, f",.{max(amounts.places, -int(exponent))}f")


def year(value: int, name: str = "预算年度", places: Places = no_places, unit: str = "年", formula: str = "") -> Number:
    """A year: 2024年; with `unit` "" where the wording goes on with 年 itself."""
    return Number(f"{value}{unit}", Decimal(value), name, plainly(formula), places)


def date_pattern() -> str:
    """How Chinese writes a date in full, as Babel has it from the Unicode locale data: %(y)s年%(M)s月%(d)s日.

    It is asked for when a template is prepared, and kept with it: Babel takes longer to load than a document to make.
    """
    from babel.dates import get_date_format

    return str(get_date_format("long", locale="zh_CN").format)


def date_text(day: date, pattern: str) -> str:
    """A date as documents write it, by the pattern of `date_pattern`.

    >>> date_text(date(2023, 12, 31), "%(y)s年%(M)s月%(d)s日")
    '2023年12月31日'
    """
    return pattern % {"y": day.year, "M": day.month, "d": day.day}
