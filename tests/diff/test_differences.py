"""Which records changed: nothing between equals, and what is told makes the new budget of the old one."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import edited_pairs, example, with_amount

from figures.budget import Budget
from figures.differences import applied, differences
from tests.strategies import budgets


@settings(max_examples=40, deadline=None)
@given(budgets())
def test_equal_budgets_have_no_differences(budget: Budget) -> None:
    assert not differences(budget, replace(budget, name="另一个文件"))


@settings(max_examples=80, deadline=None)
@given(edited_pairs())
def test_the_differences_applied_give_the_new_budget(pair: tuple[Budget, Budget]) -> None:
    old, new = pair
    found = differences(old, new)
    assert applied(old, found) == new
    assert bool(found) == (old != new)


def test_one_amount_is_one_field_of_one_record() -> None:
    old = example()
    (change,) = differences(old, with_amount(old, 2, Decimal(100_000))).this_year
    (field,) = change.fields
    assert (field.column.label, field.now - field.before, str(change.place("amount"))) == ("金额（元）", 100_000, "支出明细!K6")


def test_a_renamed_project_is_a_changed_record_and_a_swapped_one_moved() -> None:
    old = example()
    projects = list(old.projects)
    renamed = replace(old, projects=(replace(projects[0], name="新名称"), *projects[1:]))
    (change,) = differences(old, renamed).this_year
    assert [f.column.label for f in change.fields] == ["项目名称"]
    swapped = replace(old, projects=(projects[1], projects[0], *projects[2:]))
    (moved,) = differences(old, swapped).this_year
    assert moved.before == moved.now
    assert moved.was_at != moved.is_at
