"""Largest remainder."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.apportionment import apportion, largest_remainder, round_steps

UNIT = 100
amounts = st.integers(-2000, 2000)


def test_largest_remainder_goes_up_first_and_ties_go_to_the_smaller_key():
    assert largest_remainder(3, [150, 90, 60], UNIT, "abc") == [1, 1, 1]
    assert largest_remainder(3, [150, 150], UNIT, ["b", "a"]) == [1, 2]


def test_a_negative_amount_has_its_remainder_from_its_floor():
    assert largest_remainder(-2, [-230, 30], UNIT, "ab") == [-2, 0]
    assert largest_remainder(-3, [-230, 30], UNIT, "ab") == [-3, 0]


def test_a_total_out_of_reach_is_an_error():
    with pytest.raises(ValueError, match="cannot apportion 5"):
        largest_remainder(5, [150, 150], UNIT, "ab")
    with pytest.raises(ValueError, match="cannot apportion 1"):
        largest_remainder(1, [100, 100], UNIT, "ab")


def test_round_steps_is_half_up_away_from_zero():
    assert [round_steps(a, UNIT) for a in (49, 50, 149, 150, -49, -50, -150, 0)] == [0, 1, 1, 2, 0, -1, -2, 0]


def test_apportion_takes_decimals_and_fractions():
    assert apportion(10, [Decimal("3.3"), Decimal("3.3"), Decimal("3.4")], [0, 1, 2]) == [3, 3, 4]
    assert apportion(1, [Fraction(1, 3)] * 3, [2, 1, 0]) == [0, 0, 1]
    assert apportion(0, [], []) == []


@given(st.lists(amounts, min_size=1, max_size=12), st.booleans())
def test_parts_add_up_and_each_is_floor_or_ceiling(parts, ceiling):
    total = -(-sum(parts) // UNIT) if ceiling else sum(parts) // UNIT
    steps = largest_remainder(total, parts, UNIT, range(len(parts)))
    assert sum(steps) == total
    assert all(abs(step * UNIT - part) < UNIT for step, part in zip(steps, parts, strict=True))
