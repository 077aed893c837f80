"""Each check finds what breaks its rule, and nothing in figures that hold together."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from figures.budget import Budget
from figures.checks import CHECKS, check_budget
from figures.checks.catalogue import SUBJECTS
from figures.datasets import Figures
from figures.findings import Finding, Severity
from figures.reading import read_figures
from figures.records import (
    Asset,
    Basics,
    ExpenditureLine,
    Fund,
    IncomeItem,
    Indicator,
    OperatingItem,
    PerformanceTarget,
    ProcurementItem,
    Project,
    ThreePublicItem,
    Unit,
)
from tests.strategies import budgets, loose_budgets, many_lines

EXAMPLES = Path(__file__).parents[2] / "examples"
HEAD, TEAM, HALL = "甲区文旅局（本级）", "甲区执法队", "甲区文化馆"
GENERAL, GOVERNMENT_FUND, OWN = Fund.GENERAL.value, Fund.GOVERNMENT_FUND.value, Fund.OWN.value
CARRIED_OVER = "上年结转"


def basic(unit: str, function: str, economic: str, government: str, amount: int, **more: Any) -> ExpenditureLine:
    fields = {"category": "基本支出", "fund": GENERAL, **more}
    return ExpenditureLine(
        unit=unit,
        function=function,
        economic=economic,
        government_economic=government,
        amount=Decimal(amount),
        **fields,
    )


def project(unit: str, function: str, name: str, amount: int, **more: Any) -> ExpenditureLine:
    fields = {"fund": GENERAL, **more}
    return ExpenditureLine(unit=unit, function=function, category="项目支出", project=name, amount=Decimal(amount), **fields)


def sound() -> Budget:
    """A budget of three units in which everything holds together."""
    return Budget(
        basics=Basics("甲区文旅局", "415", year=2025, template="某模板", document_date=date(2025, 2, 1)),
        units=(Unit(HEAD, "1", "行政"), Unit(TEAM, "2", "参公"), Unit(HALL, "3", "事业")),
        expenditure=(
            basic(HEAD, "2070101", "30101", "50101", 500_000),
            basic(HEAD, "2070101", "30217", "50206", 20_000),
            basic(TEAM, "2070112", "30201", "50201", 30_000),
            basic(HALL, "2070109", "30231", "50502", 40_000),
            project(HEAD, "2070199", "宣传", 100_000),
            project(HEAD, "2070904", "厕所", 60_000, fund=GOVERNMENT_FUND, timing=CARRIED_OVER),
            project(HALL, "2070109", "展览", 70_000, fund=OWN),
            ExpenditureLine(unit=HALL, category="结转下年", fund=OWN, amount=Decimal(5_000)),
        ),
        income=(
            IncomeItem(HEAD, GENERAL, "财政拨款收入", amount=Decimal(620_000)),
            IncomeItem(TEAM, GENERAL, "财政拨款收入", amount=Decimal(30_000)),
            IncomeItem(HALL, GENERAL, "财政拨款收入", amount=Decimal(40_000)),
            IncomeItem(HEAD, GOVERNMENT_FUND, "上年结转", amount=Decimal(60_000)),
            IncomeItem(HALL, OWN, "其他收入", amount=Decimal(75_000)),
        ),
        three_public=(
            ThreePublicItem(HEAD, "公务接待费", amount=Decimal(20_000), batches=Decimal(5), people=Decimal(40)),
            ThreePublicItem(HALL, "公务用车运行维护费", amount=Decimal(40_000), vehicles=Decimal(2)),
        ),
        operating=(OperatingItem(HEAD, amount=Decimal(20_000)), OperatingItem(TEAM, amount=Decimal(30_000))),
        procurement=(ProcurementItem(HEAD, "印刷", "服务", amount=Decimal(9_000), small_enterprises=Decimal(9_000)),),
        assets=(Asset(HALL, "车辆编制", "", Decimal(2)), Asset(HALL, "车辆", "其他用车", Decimal(2))),
        projects=(
            Project("宣传", "P1", HEAD, "其他运转类"),
            Project("厕所", "P2", HEAD, "特定目标类"),
            Project("展览", "P3", HALL, "特定目标类"),
        ),
        targets=(
            PerformanceTarget("宣传", total_local=Decimal(100_000), annual_local=Decimal(100_000)),
            PerformanceTarget("展览", total_own=Decimal(70_000), annual_own=Decimal(70_000)),
        ),
        indicators=(
            Indicator("宣传", first="产出指标", second="数量指标"),
            Indicator("展览", first="产出指标", second="数量指标"),
        ),
        last_year=Budget(
            basics=Basics("甲区文旅局", "415", year=2024), expenditure=(project(HEAD, "2070199", "旧宣传", 90_000),)
        ),
    )


def found(budget: Budget) -> list[Finding]:
    return list(check_budget(Figures(budget)))


def codes(budget: Budget) -> set[str]:
    return {finding.code for finding in found(budget)}


Change = Callable[[Budget], Budget]


def of(kind: str, position: int = 0, /, **changes: Any) -> Change:
    """The budget with one record of `kind` changed."""

    def change(budget: Budget) -> Budget:
        records = list(getattr(budget, kind))
        records[position] = replace(records[position], **changes)
        changed: dict[str, Any] = {kind: tuple(records)}
        return replace(budget, **changed)

    return change


def with_more(kind: str, *records: Any) -> Change:
    def change(budget: Budget) -> Budget:
        changed: dict[str, Any] = {kind: (*getattr(budget, kind), *records)}
        return replace(budget, **changed)

    return change


def with_basics(**changes: Any) -> Change:
    return lambda budget: replace(budget, basics=replace(budget.basics, **changes))


def without(kind: str) -> Change:
    nothing: dict[str, Any] = {kind: ()}
    return lambda budget: replace(budget, **nothing)


BROKEN: tuple[tuple[str, Change], ...] = (
    ("预算年度异常", with_basics(year=20255)),
    ("上年年度不符", with_basics(year=2027)),
    ("上年部门不同", with_basics(department="乙区文旅局")),
    ("模板未填", with_basics(template="")),
    ("编制日期未填", with_basics(document_date=None)),
    ("编制日期异常", with_basics(document_date=date(2015, 2, 1))),
    ("单位未填", without("units")),
    ("单位重复", with_more("units", Unit(HALL, "4", "事业"))),
    ("单位未列", of("expenditure", 3, unit="甲区文化管")),
    ("未写明单位", of("income", 1, unit="")),
    ("单位没有支出", with_more("units", Unit("甲区图书馆", "4", "事业"))),
    ("单位与部门名称不符", with_basics(department="丙局")),
    ("项目名称未填", of("expenditure", 4, project="")),
    ("基本支出有项目", of("expenditure", 0, project="宣传")),
    ("功能科目未填", of("expenditure", 0, function="")),
    ("结转下年有科目", of("expenditure", 7, function="2070109")),
    ("经济科目未填", of("expenditure", 0, economic="", government_economic="")),
    ("金额为零", of("expenditure", 0, amount=Decimal(0))),
    ("金额为负", of("procurement", 0, small_enterprises=Decimal(-1))),
    ("收入由支出得出", without("income")),
    ("收支不等", of("income", 0, amount=Decimal("620000.01"))),
    ("单位收支不等", of("income", 0, unit=HALL)),
    ("结转收支不等", of("expenditure", 5, timing="本年")),
    ("收入类别与资金不符", of("income", 4, kind="财政拨款收入")),
    ("科目编码不在目录", of("expenditure", 0, function="2079898")),
    ("科目编码不在目录", of("expenditure", 0, economic="30198")),
    ("科目名称不一致", of("expenditure", 0, function_name="行政运转")),
    ("科目级次不符", of("expenditure", 0, function="20701")),
    ("科目级次不符", of("expenditure", 0, economic="301")),
    ("资金与科目不符", of("expenditure", 4, function="2070904")),
    ("资金与科目不符", of("expenditure", 5, function="2070199")),
    ("资金与科目不符", of("expenditure", 4, function="2230105")),
    ("两套经济科目不对应", of("expenditure", 0, government_economic="50201")),
    ("经济科目与单位性质不符", of("expenditure", 3, economic="", government_economic="50201")),
    ("经济科目与支出类别不符", of("expenditure", 0, economic="30905", government_economic="50402")),
    ("单位性质不明", of("units", 0, kind="")),
    ("分项缺额", of("expenditure", 0, fund="")),
    ("三公经费重复", with_more("three_public", ThreePublicItem(HALL, "公务用车运行维护费"))),
    ("三公经费资金不符", of("three_public", 0, fund=OWN)),
    ("三公经费与明细不符", of("three_public", 0, amount=Decimal(19_000))),
    ("三公经费数量不符", of("three_public", 0, people=Decimal(0))),
    ("三公经费数量不符", of("three_public", 0, batches=Decimal("1.5"))),
    ("三公经费数量不符", of("three_public", 0, people=Decimal(4))),
    ("三公经费数量不符", with_more("three_public", ThreePublicItem(TEAM, "公务用车购置费", vehicles=Decimal(1)))),
    ("机关运行经费单位不符", of("operating", 0, unit=HALL)),
    ("机关运行经费与明细不符", of("operating", 0, amount=Decimal(1))),
    ("项目重复", with_more("projects", Project("展览", "P9", HALL))),
    ("项目重复", with_more("projects", Project("展览二", "P1", HALL))),
    ("项目未列", of("projects", 0, name="宣传经费")),
    ("项目没有支出", of("projects", 0, name="宣传经费")),
    ("项目类别未填", of("projects", 0, kind="")),
    ("项目类别不一致", of("expenditure", 4, project_kind="特定目标类")),
    ("上年名称查无", of("projects", 0, former_name="老宣传")),
    ("绩效金额不符", of("targets", 0, annual_local=Decimal("100000.01"), total_local=Decimal(200_000))),
    (
        "绩效目标重复",
        with_more("targets", PerformanceTarget("宣传", total_local=Decimal(100_000), annual_local=Decimal(100_000))),
    ),
    (
        "绩效单位未写明",
        lambda budget: replace(
            with_more("expenditure", project(TEAM, "2070199", "宣传", 10_000))(budget),
            targets=(*budget.targets, PerformanceTarget("宣传", total_local=Decimal(10_000), annual_local=Decimal(10_000))),
        ),
    ),
    ("绩效项目不存在", of("targets", 0, project="宣船")),
    ("绩效项目不存在", of("targets", 0, owner=HALL)),
    ("绩效项目不存在", with_more("indicators", Indicator("宣船", first="产出指标", second="数量指标"))),
    ("绩效指标无目标", with_more("indicators", Indicator("厕所", first="产出指标", second="数量指标"))),
    ("绩效目标无指标", without("indicators")),
    ("项目无绩效目标", of("expenditure", 5, timing="本年")),
    ("实施期少于年度", of("targets", 0, total_local=Decimal(1))),
    ("车辆超编", of("assets", 1, count=Decimal(3))),
    ("车辆数不一致", of("three_public", 1, vehicles=Decimal(3))),
    ("资产数量异常", of("assets", 1, count=Decimal("1.5"))),
    ("预留超过采购金额", of("procurement", 0, small_enterprises=Decimal(9_001))),
    ("小微超过中小预留", of("procurement", 0, micro_enterprises=Decimal(9_001))),
    ("采购超过支出", of("procurement", 0, fund=GOVERNMENT_FUND, amount=Decimal(60_001))),
)
BESIDE = {"读入工作簿", "批复数、上年总数、变动原因", "四舍五入", "生成文档", "改后重建（build --onto）", "核对说明"}
"""Subjects of the catalogue that are not among CHECKS."""


def test_sound_figures_have_no_finding() -> None:
    assert found(sound()) == []


@pytest.mark.parametrize(("code", "change"), BROKEN, ids=[f"{n}-{code}" for n, (code, _) in enumerate(BROKEN)])
def test_what_breaks_a_rule_is_found(code: str, change: Change) -> None:
    assert code in codes(change(sound()))


def test_every_rule_of_a_check_is_broken_by_a_case() -> None:
    rules = {rule.code for subject, rules in SUBJECTS if subject not in BESIDE for rule in rules}
    assert {code for code, _ in BROKEN} == rules


def test_every_check_says_its_rule_and_every_finding_what_to_do() -> None:
    assert all(check.__doc__ for check in CHECKS)
    severities = {rule.code: rule.severity for _, rules in SUBJECTS for rule in rules}
    for _, change in BROKEN:
        for finding in found(change(sound())):
            assert finding.severity is severities[finding.code]
            assert finding.message
            assert finding.remedy


@pytest.mark.parametrize(
    ("name", "last"), [("zonggai-xuanchuan-2024", ""), ("quwenlvju-2024", ""), ("quwenlvju-2025", "quwenlvju-2024")]
)
def test_the_examples_hold_together(name: str, last: str) -> None:
    budget = read_figures(EXAMPLES / f"{name}.xlsx", EXAMPLES / f"{last}.xlsx" if last else None)
    assert [f for f in found(budget) if f.severity is not Severity.NOTE] == []


def test_cells_are_named() -> None:
    budget = read_figures(EXAMPLES / "quwenlvju-2025.xlsx", None)
    broken = of("expenditure", 3, function="20701", function_name="")(budget)
    finding = next(f for f in found(broken) if f.code == "科目级次不符")
    assert str(finding.place) == "支出明细!B7"


@pytest.mark.parametrize(
    ("change", "remedy"),
    [
        ({"function": "20701"}, "下一级"),
        ({"function": "2070101行政运行"}, "只填编码"),
        ({"economic": "302 01"}, "只填编码"),
    ],
)
def test_a_code_with_more_than_digits_is_not_sent_to_the_next_level(change: dict[str, str], remedy: str) -> None:
    assert remedy in next(f for f in found(of("expenditure", 0, **change)(sound())) if f.code == "科目级次不符").remedy


def test_carried_over_money_in_three_public_may_be_counted_or_not() -> None:
    line = basic(HEAD, "2070101", "30217", "50206", 1_000, timing=CARRIED_OVER)
    budget = replace(sound(), income=(), expenditure=(*sound().expenditure, line))
    assert "三公经费与明细不符" not in codes(budget)
    assert "三公经费与明细不符" not in codes(of("three_public", 0, amount=Decimal(21_000))(budget))


def test_general_budget_subjects_with_fund_like_names_are_not_reported() -> None:
    for function in ("2050901", "2200601", "2080451", "2060203"):
        assert "资金与科目不符" not in codes(of("expenditure", 4, function=function)(sound()))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(loose_budgets(2))
def test_no_budget_is_too_odd_to_check(budget: Budget) -> None:
    for finding in found(budget):
        assert finding.code
        assert finding.message


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(budgets(fractions=True))
def test_checks_leave_figures_as_they_are_and_say_the_same_again(budget: Budget) -> None:
    assert found(budget) == found(budget)


def test_checking_ten_thousand_lines_takes_little_time() -> None:
    lines = many_lines(Random(1), 10_000)
    budget = replace(sound(), expenditure=lines)
    began = time.process_time()
    found(budget)
    assert time.process_time() - began < 1
