"""Largest remainder, and sums that run two ways."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.apportionment import apportion, largest_remainder, mend, round_steps, round_two_ways, spread, totals

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


names = st.sampled_from("abcd")
paths = st.tuples(st.sampled_from("xyz"), st.sampled_from("pq"), names, names)
cells = st.dictionaries(paths, amounts, min_size=1, max_size=40)


def within_one_step(exact, steps):
    depth = len(next(iter(exact)))
    for level in range(depth + 1):
        given_sums, found = totals(exact, level), totals(steps, level)
        assert all(abs(found[path] * UNIT - given_sums[path]) < UNIT for path in given_sums)


def along(exact, steps, across):
    """The cells summed up by where `across` puts them: distinct cells may share a path."""
    exact_sums, step_sums = {}, {}
    for path in exact:
        exact_sums[across(path)] = exact_sums.get(across(path), 0) + exact[path]
        step_sums[across(path)] = step_sums.get(across(path), 0) + steps[path]
    return exact_sums, step_sums


@given(cells)
def test_every_sum_of_both_trees_is_within_one_step(exact):
    def across(path):
        return (path[2], path[2] + path[3])

    steps = round_two_ways(exact, UNIT, across)
    assert sum(steps.values()) == round_steps(sum(exact.values()), UNIT)
    within_one_step(exact, steps)
    within_one_step(*along(exact, steps, across))


@given(cells)
def test_order_of_the_cells_changes_nothing(exact):
    turned = dict(reversed(exact.items()))
    assert round_two_ways(exact, UNIT, lambda path: path[2:]) == round_two_ways(turned, UNIT, lambda path: path[2:])


@given(cells)
def test_fixed_levels_do_not_move(exact):
    steps = spread(exact, UNIT, {(): round_steps(sum(exact.values()), UNIT)})
    mended = mend(exact, steps, UNIT, lambda path: path[2:], fixed=2)
    assert totals(mended, 2) == totals(steps, 2)
    within_one_step(exact, mended)


@given(cells)
def test_whole_steps_are_not_touched(exact):
    whole = {path: amount * UNIT for path, amount in exact.items()}
    assert round_two_ways(whole, UNIT, lambda path: path[2:]) == exact


def test_largest_remainder_stands_where_no_sum_across_is_off():
    exact = {("x", "a"): 160, ("x", "b"): 140, ("y", "a"): 30, ("y", "b"): 70}
    assert round_two_ways(exact, UNIT, lambda path: path[1:]) == {("x", "a"): 2, ("x", "b"): 1, ("y", "a"): 0, ("y", "b"): 1}


def test_a_sum_across_that_is_a_step_off_is_mended():
    exact = {(fund, part): 51 if part == "a" else 49 for fund in "xyz" for part in "ab"}
    by_funds = spread(exact, UNIT, {(): 3})
    assert sum(by_funds[fund, "a"] for fund in "xyz") == 3, "every fund rounds its own a up"
    mended = round_two_ways(exact, UNIT, lambda path: path[1:])
    assert sum(mended[fund, "a"] for fund in "xyz") == 2
    within_one_step(exact, mended)


@settings(max_examples=20)
@given(cells, st.integers(2, 50))
def test_scaling_unit_and_amounts_changes_nothing(exact, factor):
    scaled = {path: amount * factor for path, amount in exact.items()}
    assert round_two_ways(scaled, UNIT * factor, lambda path: path[2:]) == round_two_ways(exact, UNIT, lambda path: path[2:])


def test_nothing_to_round():
    assert round_two_ways({}, UNIT, lambda path: path) == {}
