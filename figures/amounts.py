"""Amounts of money: Decimal, exact, in 元; and how they are rounded and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import ROUND_HALF_UP, Context, Decimal

from figures.lean import frozen

ZERO = Decimal(0)
CENT = Decimal("0.01")

# Wide enough for any sum of amounts below 10**20 元 with two places; the default context's 28 digits would round silently.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)

UNITS: Mapping[str, Decimal] = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def half_up(value: Decimal, quantum: Decimal) -> Decimal:
    """`value` rounded to a multiple of `quantum`, halves away from zero (四舍五入); the sign of a zero is dropped."""
    steps = EXACT.divide(value, quantum).to_integral_value(ROUND_HALF_UP)
    return EXACT.multiply(steps, quantum) + ZERO


@frozen(slots=True)
class AmountFormat:
    """How amounts are shown: unit, decimal places, digit grouping, and what stands for zero.

    `zero` None shows a zero like any amount (0.00); "" leaves the place empty; any other text stands as it is ("0").
    `trailing` False drops trailing zeros of the fraction (686 for 686.00). `small` is the finer format of sentences for what would print
    as zero though it is not (0.30万元 beside 17,192万元); tables have none.
    """

    unit: str = "万元"
    places: int = 2
    grouping: bool = False
    zero: str | None = None
    trailing: bool = True
    small: AmountFormat | None = None
    quantum: Decimal = field(init=False, repr=False, compare=False)
    """The smallest step shown, in 元 (万元 with two places: 100)."""
    exponent: int = field(init=False, repr=False, compare=False)
    """The power of ten by which an amount in 元 becomes one in the unit."""
    last: Decimal = field(init=False, repr=False, compare=False)
    """The last place that is written, in the unit."""
    digits: str = field(init=False, repr=False, compare=False)
    """How Python's `format` is told to write the digits."""

    def __post_init__(self) -> None:
        unit = UNITS[self.unit]
        object.__setattr__(self, "quantum", unit.scaleb(-self.places))
        object.__setattr__(self, "exponent", -unit.adjusted())
        object.__setattr__(self, "last", Decimal(1).scaleb(-self.places))
        object.__setattr__(self, "digits", f",.{self.places}f" if self.grouping else f".{self.places}f")

    def fitting(self, amount: Decimal) -> AmountFormat:
        """This format, or the first of the finer ones in which `amount` (元), not zero, does not print as zero."""
        if self.small is None or not amount or half_up(amount, self.quantum):
            return self
        return self.small.fitting(amount)

    def show(self, amount: Decimal) -> str:
        """`amount` (元) in this format, rounded half up; never a negative zero.

        >>> AmountFormat().show(Decimal("8929600"))
        '892.96'
        >>> AmountFormat(unit="元", places=0, grouping=True, zero="").show(Decimal("171915169"))
        '171,915,169'
        """
        return self.written(amount.scaleb(self.exponent, EXACT).quantize(self.last, ROUND_HALF_UP, EXACT))

    def value(self, amount: Decimal) -> Decimal:
        """`amount` (元) in the unit, rounded half up to the places shown; the sign of a zero is dropped."""
        steps = EXACT.divide(amount, self.quantum).to_integral_value(ROUND_HALF_UP)
        return steps.scaleb(-self.places, EXACT) + ZERO

    def written(self, value: Decimal) -> str:
        """A `value`, in the unit and no finer than the places shown, as `show` writes it."""
        if not value:
            if self.zero is not None:
                return self.zero
            value = abs(value)
        text = value.__format__(self.digits)
        if not self.trailing and "." in text:
            text = text.rstrip("0").rstrip(".")
        return text


class Shown(dict[Decimal, str]):
    """The texts of amounts (元) in one format, each made when first asked for: the same amounts stand in many tables."""

    def __init__(self, format: AmountFormat) -> None:
        super().__init__()
        self.format = format

    def __missing__(self, amount: Decimal) -> str:
        text = self[amount] = self.format.show(amount)
        return text
