"""Budgets that are unusual but right: their documents keep every block apart and every part said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import yugong
from assembler.description import Paragraph, Table
from figures.budget import Budget
from figures.columns import Source
from figures.records import Asset, Basics, ExpenditureLine, IncomeItem, Indicator, LastYearTotal, PerformanceTarget, Project, Unit
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


def row(sheet: str, number: int) -> Source:
    return Source(sheet, {"project": "A"}, number)


def indicators(*owners: str) -> tuple[Indicator, ...]:
    return tuple(
        Indicator("信息化", o, "", "产出指标", "数量指标", f"第{n}项", "1", source=row("绩效指标", 3 + n))
        for n, o in enumerate(owners, 1)
    )


def targets(*owners: str) -> tuple[PerformanceTarget, ...]:
    amounts = (20 * WAN, 30 * WAN)
    return tuple(
        PerformanceTarget("信息化", o, annual_local=a, total_local=a, source=row("绩效目标", 3 + n))
        for n, (o, a) in enumerate(zip(owners, amounts, strict=False), 1)
    )


def forms(budget: Budget) -> list[list[str]]:
    """The third-level indicators printed in each form."""
    blocks = yugong.build(budget, TEMPLATE, pages=False).description.document.blocks()
    tables = [b for b in blocks if isinstance(b, Table) and b.id.startswith("表单/")]
    return [list(dict.fromkeys(c.text for r in t.rows for c in r.cells if c.text.startswith("第"))) for t in tables]


def of_performance(budget: Budget) -> list[tuple[str, str]]:
    found = yugong.build(budget, TEMPLATE, pages=False).findings
    return [(f.code, f.message) for f in found if f.code.startswith("绩效")]


def test_projects_of_one_name_in_two_units_have_indicators_of_their_own() -> None:
    budget = replace(TWO_UNITS, targets=targets("甲局", "乙中心"), indicators=indicators("乙中心", "甲局", "乙中心"))
    assert forms(budget) == [["第2项"], ["第1项", "第3项"]]
    assert of_performance(budget) == []


def test_only_the_units_own_money_counts_for_its_target() -> None:
    budget = replace(TWO_UNITS, targets=targets("乙中心", "甲局"), indicators=indicators("乙中心", "甲局"))
    assert [code for code, _ in of_performance(budget)] == ["绩效金额不符"] * 2


def test_targets_of_one_name_without_unit_are_told_with_both_rows() -> None:
    budget = replace(TWO_UNITS, targets=targets("", ""), indicators=indicators(""))
    told = dict(of_performance(budget))
    assert "绩效目标!A4、绩效目标!A5" in told["绩效单位未写明"]
    assert "“甲局”、“乙中心”" in told["绩效单位未写明"]


def test_indicators_that_could_be_of_either_unit_are_told_and_not_printed() -> None:
    budget = replace(TWO_UNITS, targets=targets("甲局", "乙中心"), indicators=indicators("甲局", "", ""))
    assert forms(budget) == [["第1项"], []]
    (told,) = (message for code, message in of_performance(budget) if code == "绩效单位未写明")
    assert "2个绩效指标没有写明单位，没有印出：同名的绩效目标有2个（绩效目标!A4、绩效目标!A5）" in told


def test_one_target_without_unit_is_of_all_units_that_have_the_project() -> None:
    whole = PerformanceTarget("信息化", annual_local=50 * WAN, total_local=50 * WAN)
    budget = replace(TWO_UNITS, targets=(whole,), indicators=indicators(""))
    assert of_performance(budget) == []
    assert forms(budget) == [["第1项"]]


def test_a_project_without_target_is_named_with_its_unit_where_another_has_one() -> None:
    budget = replace(TWO_UNITS, targets=targets("甲局"), indicators=indicators("甲局"))
    (told,) = (f.message for f in yugong.build(budget, TEMPLATE, pages=False).findings if f.code == "项目无绩效目标")
    assert "“信息化（乙中心）”" in told


def own_income_only(amount: int = 10) -> Budget:
    """Income that is no appropriation beside expenditure out of them."""
    return replace(TWO_UNITS, income=(IncomeItem(fund="单位资金", kind="其他收入", amount=amount * WAN),))


def test_a_paragraph_over_unbalanced_figures_does_not_contradict_itself() -> None:
    built = yugong.build(own_income_only(), TEMPLATE, pages=False)
    assert "收支不等" in [f.code for f in built.findings]
    text = said(built)
    assert "财政拨款收支总预算" not in text
    assert "甲局财政拨款收入总计0万元，其中：当年拨款收入0万元，上年结转收入0万元。" in text
    assert "财政拨款支出总计50.00万元，其中：一般公共预算拨款50.00万元，" in text


def test_income_and_expenditure_are_said_to_change_together_only_where_they_are_equal() -> None:
    totals = tuple(LastYearTotal(item, 90 * WAN) for item in ("财政拨款收入", "财政拨款支出预算"))
    even = replace(TWO_UNITS, last_year_totals=totals)
    uneven = replace(even, income=(IncomeItem(fund="一般公共预算", kind="财政拨款收入", amount=60 * WAN),))
    for budget, opener in ((even, "财政拨款收入支出减少的主要原因是"), (uneven, "财政拨款收入减少的主要原因是")):
        assert opener in said(yugong.build(budget, "shanghai/unit-budget", pages=False))


@pytest.mark.parametrize("template", [TEMPLATE, "shanghai/unit-budget", "shanghai/district-department-budget"])
@pytest.mark.parametrize("units", [(), (Unit("甲局", kind=""), Unit("乙中心", kind="事业"))])
def test_running_costs_are_not_denied_where_the_kind_of_a_unit_is_unknown(template: str, units: tuple[Unit, ...]) -> None:
    basic = line(7, category="基本支出", project="", economic="30201")
    known = replace(TWO_UNITS, expenditure=(*TWO_UNITS.expenditure, basic))
    built = yugong.build(replace(known, units=units), template, pages=False)
    assert "无机关运行" not in said(built)
    assert "【请填写单位性质或机关运行经费】" in said(built)
    assert ("单位性质不明" if units else "单位未填") in [f.code for f in built.findings]
    assert "机关运行经费预算" in said(yugong.build(known, template, pages=False))


@pytest.mark.parametrize("template", [TEMPLATE, "shanghai/unit-budget"])
@pytest.mark.parametrize("field", ["fund", "category"])
def test_what_belongs_to_no_part_is_in_the_total_and_told_to_the_yuan(template: str, field: str) -> None:
    unknown = replace(line(9), **{field: ""})
    built = yugong.build(replace(TWO_UNITS, expenditure=(*TWO_UNITS.expenditure, unknown)), template, pages=False)
    (told,) = (f for f in built.findings if f.code == "分项缺额")
    assert "90,000.00元：计入合计，不计入按" in told.message
    name = "支出总表" if template == TEMPLATE else "支出预算总表"
    table = built.description.tables[name]
    parts = sum(table.amount("合计", column) for column in ("基本支出", "项目支出"))
    assert table.amount("合计", "合计") == 59 * WAN
    assert parts == (50 if field == "category" else 59) * WAN


@pytest.mark.parametrize("field", ["fund", "kind"])
def test_income_of_no_known_kind_is_no_other_income(field: str) -> None:
    given = IncomeItem(fund="一般公共预算", kind="财政拨款收入", amount=50 * WAN)
    unknown = replace(IncomeItem(fund="单位资金", kind="上年结转", amount=9 * WAN), **{field: ""})
    built = yugong.build(replace(TWO_UNITS, income=(given, unknown)), "shanghai/unit-budget", pages=False)
    assert "收入预算59万元，其中：财政拨款收入50万元；事业收入0万元；事业单位经营收入0万元；其他收入0万元。" in said(built)
    assert "分项缺额" in [f.code for f in built.findings]


def test_of_a_negative_whole_amounts_are_said_and_no_shares() -> None:
    lines = (line(20), line(-70, category="基本支出", project="", economic="30101"))
    text = said(yugong.build(replace(TWO_UNITS, expenditure=lines, projects=(), targets=()), TEMPLATE, pages=False))
    assert "支出预算-50.00万元，其中：基本支出-70.00万元；项目支出20.00万元。" in text
    assert "预算收入-50.00万元，主要包括一般公共预算拨款收入-50.00万元；" in text
    assert "占" not in "".join(line for line in text.splitlines() if "-50.00万元" in line)


def notes(budget: Budget, code: str, template: str = TEMPLATE) -> list[tuple[str, str]]:
    found = yugong.build(budget, template, pages=False).findings
    return [(f.message, str(f.place)) for f in found if f.code == code]


def test_assets_that_nothing_speaks_of_are_noted_with_their_cells() -> None:
    def asset(kind: str, use: str, number: int, count: int, planned: int = 0) -> Asset:
        cells = Source("国有资产", {"count": "D", "planned": "E"}, number)
        return Asset(kind=kind, use=use, count=Decimal(count), planned=Decimal(planned), source=cells)

    assets = (
        asset("通用设备", "50万元以上", 4, 3),
        asset("图书", "", 5, 900),
        asset("车辆", "领导用车", 6, 1, 2),
        asset("图书", "", 7, 0),
    )
    assert notes(replace(TWO_UNITS, assets=assets), "资产未说明") == [
        ("“图书”的数量900没有写在文档中", "国有资产!D5"),
        ("“车辆”（领导用车）的计划购置数量2没有写在文档中", "国有资产!E6"),
    ]


def test_totals_that_nothing_compares_with_are_noted_with_their_cells() -> None:
    totals = tuple(
        LastYearTotal(item, 10 * WAN, series, source=Source("上年总数", {"item": "A", "amount": "B"}, row))
        for row, (item, series) in enumerate(
            (("支出总计", "上年预算"), ("支出总计", "上年执行数"), ("车辆", "上年预算"), ("无此数", "上年预算")), 4
        )
    )
    assert notes(replace(TWO_UNITS, last_year_totals=totals), "上年总数未用到") == [
        ("上年总数“支出总计”（上年执行数）文档没有用到", "上年总数!A5"),
        ("上年总数“车辆”（上年预算）文档没有用到", "上年总数!A6"),
    ]
    checked = replace(
        TWO_UNITS, last_year_totals=totals, last_year=replace(TWO_UNITS, basics=replace(TWO_UNITS.basics, year=2023))
    )
    assert notes(checked, "上年总数未用到") == [("上年总数“支出总计”（上年执行数）文档没有用到", "上年总数!A5")]
