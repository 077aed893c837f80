"""Budgets that are unusual but right: their documents keep every block apart and every part said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import yugong
from assembler.description import Paragraph
from figures.budget import Budget
from figures.records import Asset, Basics, ExpenditureLine, PerformanceTarget, Project, Unit
from yugong.api import BuiltDocument

TEMPLATE = "shanxi/department-budget"
WAN = Decimal(10_000)


def line(amount: int, **facts: str) -> ExpenditureLine:
    defaults = {"function": "2013302", "category": "项目支出", "fund": "一般公共预算", "unit": "甲局", "project": "信息化"}
    return ExpenditureLine(amount=amount * WAN, **{**defaults, **facts})  # type: ignore[arg-type]


TWO_UNITS = Budget(
    basics=Basics(department="甲局", code="1", year=2024, assets_date=date(2024, 1, 1)),
    units=(Unit("甲局", kind="行政"), Unit("乙中心", kind="事业")),
    expenditure=(line(20), line(30, unit="乙中心")),
    projects=(Project("信息化", unit="甲局", kind="特定目标类"), Project("信息化", unit="乙中心", kind="其他运转类")),
    targets=(
        PerformanceTarget("信息化", unit="甲局", annual_local=20 * WAN),
        PerformanceTarget("信息化", unit="乙中心", annual_local=30 * WAN),
    ),
)


def said(document: BuiltDocument) -> str:
    return "\n".join(b.text for b in document.description.document.blocks() if isinstance(b, Paragraph))


def test_projects_of_one_name_in_two_units_are_blocks_of_their_own() -> None:
    ids = [b.id for b in yugong.build(TWO_UNITS, TEMPLATE).description.document.blocks() if getattr(b, "id", "")]
    assert len(ids) == len(set(ids))


def test_projects_of_one_name_in_two_units_keep_the_kind_of_their_unit() -> None:
    text = said(yugong.build(TWO_UNITS, TEMPLATE))
    assert "其他运转类项目1个，涉及金额30.00万元；特定目标类项目1个，涉及金额20.00万元" in text


def test_a_list_of_one_does_not_end_in_and_others() -> None:
    text = said(yugong.build(TWO_UNITS, TEMPLATE))
    assert "一般公共服务支出50.00万元，占100.00%。" in text
    assert "支出包括：一般公共服务支出50.00万元。" in text


def test_expenditure_of_further_kinds_is_a_part_too() -> None:
    budget = replace(TWO_UNITS, expenditure=(*TWO_UNITS.expenditure, line(50, category="上缴上级支出", project="")))
    text = said(yugong.build(budget, TEMPLATE))
    assert "基本支出0万元，占0%；项目支出50.00万元，占50.00%；上缴上级支出50.00万元，占50.00%。" in text
    assert "其中基本支出0万元，项目支出50.00万元，其他支出50.00万元。" in text
    assert "共50.00万元" in text


def test_vehicles_of_a_use_that_the_sentence_does_not_name_are_told() -> None:
    assets = (Asset(kind="车辆", use="领导用车", count=Decimal(3)), Asset(kind="车辆", use="洒水车", count=Decimal(6)))
    found = [f for f in yugong.build(replace(TWO_UNITS, assets=assets), TEMPLATE).findings if f.code == "表列未设"]
    assert [f.found for f in found] == ["洒水车"]
