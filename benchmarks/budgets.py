"""Budgets to measure with: the sample with other figures each time, and budgets of many lines."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import yugong
from figures.budget import Budget
from figures.codes import edition
from figures.records import Category, ExpenditureLine, Fund, Project, Timing

SAMPLE = Path(__file__).parents[1] / "examples" / "zonggai-xuanchuan-2024.xlsx"


def sample() -> Budget:
    """The budget of the sample document."""
    return yugong.read(SAMPLE)


def varied(budget: Budget, number: int) -> Budget:
    """The same budget with other amounts for each `number` (steps of 0.01万元, so that every printed figure may differ)."""
    lines = budget.expenditure
    return replace(budget, expenditure=tuple(replace(x, amount=x.amount + 100 * number * i) for i, x in enumerate(lines, 1)))


def with_one_changed(budget: Budget, number: int) -> Budget:
    """The same budget with one amount other than before, one that changes for each `number`: lines take turns."""
    lines = list(budget.expenditure)
    place = number % len(lines)
    lines[place] = replace(lines[place], amount=lines[place].amount + 100 * number)
    return replace(budget, expenditure=tuple(lines))


def large(budget: Budget, lines: int) -> Budget:
    """A budget of `lines` lines over all functional subjects of its year: half of them projects, ten lines to a project."""
    random = Random(lines)
    known = edition(budget.basics.year)
    functions = sorted(code for code in known.functional if len(code) == 7)
    economics = sorted(code for code in known.department_economic if len(code) == 5)
    projects = tuple(Project(name=f"项目{n}", kind="特定目标类") for n in range(1, lines // 20 + 1))
    made = []
    for n in range(lines):
        project = projects[n // 2 % len(projects)].name if n % 2 else ""
        made.append(
            ExpenditureLine(
                function=random.choice(functions),
                category=str(Category.PROJECT if project else Category.BASIC),
                economic="" if project else random.choice(economics),
                project=project,
                fund=str(Fund.GENERAL),
                timing=str(random.choice(list(Timing))),
                amount=Decimal(random.randrange(1, 10**9)) / 100,
            )
        )
    return replace(budget, expenditure=tuple(made), projects=projects, targets=(), indicators=())
