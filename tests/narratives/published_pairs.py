"""Published budgets of two consecutive years: 支出预算总表 and the economic items of 基本支出, as read from the tables."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

from figures.budget import Budget
from figures.records import Basics, ExpenditureLine, Unit
from tests.narratives.reason_cases import yuan

_FILE = Path(__file__).with_name("published_reasons.csv")

PAIRS = (
    ("江苏省高级人民法院", 2018),
    ("江苏省高级人民法院", 2019),
    ("江苏省人民检察院", 2019),
    ("江苏省人大常委会办公厅", 2019),
    ("中共江苏省委办公厅", 2019),
    ("江苏省政协办公厅", 2019),
)


def published(body: str, year: int) -> Budget:
    """The budget of a body and year; project expenditure is one project, for the documents list none."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["部门"] == body and int(r["年度"]) == year]
    lines = tuple(
        ExpenditureLine(
            unit=body,
            function="2040501",
            category=row["支出类别"],
            economic=row["部门经济科目编码"],
            project="项目经费" if row["支出类别"] == "项目支出" else "",
            fund="一般公共预算",
            amount=yuan(row["万元"]),
        )
        for row in rows
    )
    return Budget(basics=Basics(department=body, year=year), units=(Unit(body, "1", "行政"),), expenditure=lines)


def total(budget: Budget) -> Decimal:
    """All expenditure, in 元."""
    return sum((line.amount for line in budget.expenditure), Decimal(0))
