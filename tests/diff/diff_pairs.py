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
from figures.columns import Type
from figures.records import KIND_BY_NAME
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


EDITED = (
    *("expenditure", "projects", "targets", "indicators", "reasons", "texts", "glossary", "procurement", "assets", "units"),
    *("income", "three_public", "operating", "last_year_totals", "last_year"),
)
"""What may be edited: every kind of record that a document shows, and last year's budget."""


def _edited(draw: st.DrawFn, new: Budget, old: Budget) -> Budget:
    name = draw(st.sampled_from(EDITED))
    if name == "last_year":
        last = draw(st.sampled_from(("edit", "drop"))) if new.last_year is not None else "drop"
        kept = None if last == "drop" or new.last_year is None else _edited(draw, new.last_year, new.last_year)
        return replace(new, last_year=kept)
    records = list(new.records(name))
    if not records:
        return replace(new, basics=replace(new.basics, department=draw(st.sampled_from(("甲局", "乙局", new.basics.department)))))
    at = draw(st.integers(0, len(records) - 1))
    what = draw(st.sampled_from(("drop", "double", "swap", "change", "change")))
    if what == "drop" and name != "units":
        del records[at]
    elif what == "double":
        records.insert(draw(st.integers(0, len(records))), records[at])
    elif what == "swap":
        records.insert(0, records.pop(at))
    else:
        records[at] = _changed(draw, name, records[at])
    changed: dict[str, Any] = {name: tuple(records)}
    return replace(new, **changed)


def _changed(draw: st.DrawFn, name: str, record: Any) -> Any:
    """The record with another amount, count or text in one of its fields; its choices, codes and dates stay."""
    kind = KIND_BY_NAME[name]
    fields = [
        c for c in kind.columns if c.type in (Type.AMOUNT, Type.COUNT, Type.LONG_TEXT) or c.name in ("value", "third", "leader")
    ]
    if not fields:
        return record
    column = draw(st.sampled_from(fields))
    before = getattr(record, column.name)
    if column.type in (Type.AMOUNT, Type.COUNT):
        return replace(record, **{column.name: before + STEP * draw(st.integers(1, 99999))})
    lines = "甲\n乙" if column.type is Type.LONG_TEXT else "甲 乙"  # others are read as one line
    return replace(record, **{column.name: draw(st.sampled_from(("改过的文字", before + "又一句。", "≥95%", lines)))})
