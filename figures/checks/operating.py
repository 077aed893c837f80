"""Checks of 机关运行经费 given by the officer against units and lines."""

from __future__ import annotations

from collections.abc import Iterator

from figures.amounts import ZERO
from figures.checks.rule import Rule, place_of, yuan
from figures.datasets import Figures, derived_operating
from figures.findings import Finding, Place, Severity
from figures.records import UnitKind

UNIT = Rule("机关运行经费单位不符", Severity.WARNING, "机关运行经费只列行政、参公单位", "请删去该行，或核对“单位”表中的单位性质")
LINES = Rule(
    "机关运行经费与明细不符",
    Severity.NOTE,
    "填写的机关运行经费等于行政、参公单位当年财政拨款安排的公用经费",
    "请核对；口径不同时不必处理，清空“机关运行经费”表则由明细得出",
)
RULES = (UNIT, LINES)


def check_operating(figures: Figures) -> Iterator[Finding]:
    """Operating costs given are of administrative and quasi-civil-service units and as much as follows from the lines."""
    items = figures.budget.operating
    kinds, only = figures.context.unit_kinds, figures.context.only_unit
    for item in items:
        if kinds.get(item.unit or only) == UnitKind.PUBLIC_INSTITUTION:
            yield UNIT.finding(f"“{item.unit or only}”是事业单位，列了机关运行经费", place_of(item, "unit"), "事业", "行政、参公")
    given = sum((i.amount for i in items), ZERO)
    derived = sum((i.amount for i in derived_operating(figures.budget, figures.context)), ZERO) if items else ZERO
    if items and given != derived:
        message = f"填写的机关运行经费与支出明细得出的不同，相差{yuan(abs(given - derived))}"
        yield LINES.finding(message, Place("机关运行经费"), yuan(given), yuan(derived))
