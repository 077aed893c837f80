"""Pairs of budgets that differ in a known way, for the tests of this folder."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

import yugong
from assembler.template import Template, load_template
from figures.budget import Budget
from tests.strategies import budgets

EXAMPLES = Path(__file__).parents[2] / "examples"
TEMPLATE: Template = load_template("shanxi/department-budget")
STEP = Decimal(100)
"""0.01万元, the unit that is printed."""


def example(name: str = "zonggai-xuanchuan-2024.xlsx") -> Budget:
    return yugong.read(EXAMPLES / name)


def with_amount(budget: Budget, line: int, more: Decimal = STEP) -> Budget:
    lines = list(budget.expenditure)
    lines[line] = replace(lines[line], amount=lines[line].amount + more)
    return replace(budget, expenditure=tuple(lines))


@st.composite
def edited_pairs(draw: st.DrawFn) -> tuple[Budget, Budget]:
    """A budget and the same one after some edits: amounts, lines, texts, projects; or another one altogether."""
    old = draw(budgets(max_lines=5))
    if draw(st.integers(0, 9)) == 0:
        return old, draw(budgets(max_lines=5))
    new = old
    for _ in range(draw(st.integers(1, 4))):
        new = _edited(draw, new, old)
    return old, new


def _edited(draw: st.DrawFn, new: Budget, old: Budget) -> Budget:
    names = ("expenditure", "projects", "targets", "indicators", "reasons", "texts", "glossary", "procurement", "assets", "units")
    name = draw(st.sampled_from(names))
    records = list(new.records(name))
    if not records:
        return replace(new, basics=replace(new.basics, department=draw(st.sampled_from(("甲局", "乙局", new.basics.department)))))
    at = draw(st.integers(0, len(records) - 1))
    what = draw(st.sampled_from(("drop", "double", "swap", "change")))
    if what == "drop" and name != "units":
        del records[at]
    elif what == "double":
        records.insert(draw(st.integers(0, len(records))), records[at])
    elif what == "swap":
        records.insert(0, records.pop(at))
    elif name == "expenditure":
        records[at] = replace(records[at], amount=records[at].amount + STEP * draw(st.integers(1, 99999)))
    elif name == "texts":
        records[at] = replace(records[at], text=draw(st.sampled_from(("改过的文字", records[at].text + "又一句。"))))
    changed: dict[str, Any] = {name: tuple(records)}
    return replace(new, **changed)
