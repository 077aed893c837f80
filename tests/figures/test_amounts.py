"""Amounts as they are written."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from figures.amounts import UNITS, AmountFormat

amounts = st.decimals(-(10**41), 10**41, allow_nan=False, allow_infinity=False) | st.integers(-(10**7), 10**7).map(
    lambda cents: Decimal(cents).scaleb(-2)
)


def by_hand(amount: Decimal, unit: str, places: int, grouping: bool) -> str:
    """Half up, digit by digit."""
    exact = abs(Fraction(amount)) * 10**places / Fraction(UNITS[unit])
    steps = int(exact + Fraction(1, 2))
    whole, part = divmod(steps, 10**places)
    text = (f"{whole:,}" if grouping else str(whole)) + (f".{part:0{places}}" if places else "")
    return f"-{text}" if amount < 0 and steps else text


@given(amounts, st.sampled_from([*UNITS]), st.integers(0, 9), st.booleans())
def test_an_amount_is_written_half_up_in_its_unit(amount: Decimal, unit: str, places: int, grouping: bool) -> None:
    assert AmountFormat(unit, places, grouping).show(amount) == by_hand(amount, unit, places, grouping)


@given(amounts, st.sampled_from([*UNITS]), st.sampled_from(["", "0", None]))
def test_zero_is_what_prints_as_zero(amount: Decimal, unit: str, zero: str | None) -> None:
    shown = AmountFormat(unit, 2, zero=zero).show(amount)
    steps = (amount / UNITS[unit]).quantize(Decimal("0.01"), ROUND_HALF_UP) if abs(amount) < 10**12 else Decimal(1)
    assert (shown == ("0.00" if zero is None else zero)) == (not steps)
