"""A record moved by one unit of print changes exactly the numbers that depend on it: all of them are told, and nothing else is."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import STEP, TEMPLATE, example
from shown_numbers import Shown, assert_figures_follow, shown_numbers, told, with_sources

from assembler.describing import describe
from assembler.diff.changes import BlockChange, ParagraphChange
from assembler.diff.comparing import compare
from figures.budget import Budget
from figures.columns import Type
from figures.findings import Place
from figures.records import KINDS
from tests.strategies import budgets

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@st.composite
def moved_records(draw: st.DrawFn, old: Budget) -> tuple[Budget, Place]:
    """The budget with one amount of one record, be it of last year, moved by a unit of print (or many), and the cell of that amount."""
    if old.last_year is not None and _amounts(old.last_year) and draw(st.integers(0, 2)) == 0:
        last, cell = draw(moved_records(old.last_year))
        return replace(old, last_year=last), cell
    name, at, field = draw(st.sampled_from(_amounts(old)))
    records = list(old.records(name))
    before = getattr(records[at], field)
    step = STEP * draw(st.sampled_from((1, 1, -1, 100, 123_456)))
    now = before + step if before + step >= 0 else before + STEP
    records[at] = replace(records[at], **{field: now})
    changed: dict[str, Any] = {name: tuple(records)}
    return replace(old, **changed), records[at].source.place(field)


def _amounts(budget: Budget) -> list[tuple[str, int, str]]:
    """Where a budget has amounts: kind of record, which one, which field."""
    return [
        (kind.name, at, column.name)
        for kind in KINDS
        if not kind.single
        for at in range(len(budget.records(kind.name)))
        for column in kind.columns
        if column.type is Type.AMOUNT
    ]


def check(old: Budget, new: Budget, cell: Place) -> None:
    before, now = (describe(TEMPLATE, budget).document for budget in (old, new))
    was, are = ({n.key: n for n in shown_numbers(document)} for document in (before, now))
    bearing = {n.unit for numbers in (was, are) for n in numbers.values() if cell in n.places}
    bearing_blocks = {n.block for numbers in (was, are) for n in numbers.values() if n.unit in bearing}
    for key in was.keys() | are.keys():
        _check_number(was.get(key), are.get(key), cell, bearing)
    changes = [change for section in compare(before, now) for change in section.blocks]
    assert_figures_follow(before, now, changes)
    for change in changes:
        assert not any(told(change)) or change.id in bearing_blocks or _came_or_went(change), change


def _came_or_went(change: BlockChange) -> bool:
    """Whether a whole block comes or goes: with wording that bears a figure of its own, such as the year."""
    return isinstance(change, ParagraphChange) and (change.before is None or change.now is None)


def _check_number(a: Shown | None, b: Shown | None, cell: Place, bearing: set[str]) -> None:
    if a is None or b is None:
        one = a or b
        assert one is not None
        assert one.unit in bearing, one
    elif a.text != b.text:
        assert cell in a.places | b.places, (a, b)
    elif a.plain and a.text:
        assert cell not in a.places & b.places, (a, b)


@pytest.mark.parametrize("name", ["zonggai-xuanchuan-2024.xlsx", "quwenlvju-2024.xlsx"])
@settings(max_examples=8, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_in_the_samples(name: str, data: st.DataObject) -> None:
    old = example(name)
    check(old, *data.draw(moved_records(old)))


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(st.data())
def test_in_generated_budgets(data: st.DataObject) -> None:
    old = with_sources(data.draw(budgets(min_lines=1, max_lines=5)))
    check(old, *data.draw(moved_records(old)))
