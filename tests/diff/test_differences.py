"""Which records changed: nothing between equals, and what is told makes the new budget of the old one."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import edited_pairs, example, with_amount

from figures.budget import Budget
from figures.differences import applied, differences
from figures.renamed_projects import renamed_projects
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


def with_project(budget: Budget, old: str, new: str, factor: int = 1) -> Budget:
    """The budget with a project under another name everywhere, its amounts multiplied."""
    return replace(
        budget,
        projects=tuple(replace(p, name=new) if p.name == old else p for p in budget.projects),
        targets=tuple(replace(t, project=new) if t.project == old else t for t in budget.targets),
        indicators=tuple(replace(i, project=new) if i.project == old else i for i in budget.indicators),
        expenditure=tuple(
            replace(line, project=new, amount=line.amount * factor) if line.project == old else line
            for line in budget.expenditure
        ),
    )


@pytest.mark.parametrize(("name", "factor"), [("毫不相干的名称", 1), ("网络信息安全工作", 2)])
def test_a_project_renamed_everywhere_is_changed_records_only(name: str, factor: int) -> None:
    """Told by its lines, which stayed the same, or by its name, which stayed much the same."""
    old = example()
    changes = differences(old, with_project(old, "网络信息安全", name, factor)).this_year
    assert changes
    assert all(c.fields and {f.column.label for f in c.fields} <= {"项目名称", "金额（元）"} for c in changes)


def test_a_renamed_project_is_known_by_its_former_name_and_by_its_code() -> None:
    old = example()
    first = replace(old.projects[0], code="7")
    old = replace(old, projects=(first, *old.projects[1:]))
    new = with_project(old, first.name, "毫不相干的名称", 3)
    assert renamed_projects(old, new) == {"毫不相干的名称": first.name}
    plain = replace(new, projects=tuple(replace(p, code="") for p in new.projects))
    assert renamed_projects(old, plain) == {}
    told = replace(plain, projects=(replace(plain.projects[0], former_name=first.name), *plain.projects[1:]))
    assert renamed_projects(old, told) == {"毫不相干的名称": first.name}


def test_an_indicator_never_becomes_one_of_a_project_that_is_another() -> None:
    old, new = example("quwenlvju-2024.xlsx"), example("quwenlvju-2025.xlsx")
    renamed = renamed_projects(old, new)
    for change in differences(old, new).this_year:
        if change.kind.name == "indicators" and change.fields:
            assert renamed.get(change.now.project, change.now.project) == change.before.project
