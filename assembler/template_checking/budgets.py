"""Made-up budgets that a template is tried with: nothing, one fund, everything, and the ways of knowing last year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from figures.budget import Budget
from figures.records import (
    Asset,
    Basics,
    Category,
    ExpenditureLine,
    FreeText,
    Fund,
    IncomeItem,
    IncomeKind,
    Indicator,
    LastYearTotal,
    OperatingItem,
    PerformanceTarget,
    ProcurementItem,
    Project,
    Reason,
    ThreePublic,
    ThreePublicItem,
    Timing,
    Unit,
)

_BASICS = Basics(
    department="示例局",
    code="101",
    short_name="示例局",
    year=2025,
    document_date=date(2025, 2, 1),
    assets_date=date(2024, 12, 31),
)
_UNIT = Unit(name="示例局本级", code="101001", kind="行政")
_PROJECTS = ("示例项目甲", "示例项目乙")
_FUNCTION: Mapping[str, str] = {
    Fund.GOVERNMENT_FUND.value: "2120803",
    Fund.STATE_CAPITAL.value: "2239901",
}


def trial_budgets(measures: Mapping[str, str], texts: tuple[str, ...]) -> Mapping[str, Budget]:
    """The budgets by what is peculiar to their figures.

    `measures` are the names of a template's measures by their keys, for totals of last year; `texts` the headings under which it
    looks for the officer's paragraphs.
    """
    whole = _whole(texts)
    before = replace(_scaled(whole, Decimal("0.8")), name="上年数据")
    same = replace(whole, last_year=replace(_scaled(whole, Decimal(1)), name="上年数据"))
    totals = tuple(
        LastYearTotal(item=key, amount=Decimal(70_000 + 1_000 * n), series=series)
        for n, key in enumerate(measures)
        for series in ("上年预算", "上年执行数")
    )
    reasons = tuple(Reason(item=name, text="示例原因") for name in dict.fromkeys([*measures, *measures.values()]))
    return {
        "没有任何数据": Budget(_BASICS),
        "只有一般公共预算的基本支出": Budget(_BASICS, (_UNIT,), _general(), assets=whole.assets[:1]),
        "各种资金、各类支出都有，没有上年数": whole,
        "各种资金都有，比上年增加": replace(whole, last_year=before, reasons=reasons),
        "各种资金都有，比上年减少": replace(_scaled(whole, Decimal("0.5"), _BASICS), last_year=before),
        "各种资金都有，与上年持平": same,
        "上年没有数，今年新增": replace(whole, last_year=Budget(_of_last_year(), name="上年数据")),
        "上年有数，今年归零": Budget(_BASICS, (_UNIT,), last_year=before),
        "两年都没有数": Budget(_BASICS, last_year=Budget(_of_last_year(), name="上年数据")),
        "上年只有总数": replace(whole, last_year_totals=totals),
    }


def _of_last_year() -> Basics:
    return replace(_BASICS, year=_BASICS.year - 1)


def _general() -> tuple[ExpenditureLine, ...]:
    lines = (
        ("2010301", "30101", "50101", 800_000),
        ("2080505", "30108", "50102", 120_000),
        ("2010301", "30201", "50201", 90_000),
    )
    return tuple(
        ExpenditureLine(
            unit=_UNIT.name,
            function=function,
            category=Category.BASIC,
            economic=economic,
            government_economic=government,
            fund=Fund.GENERAL,
            amount=Decimal(amount),
        )
        for function, economic, government, amount in lines
    )


def _project_lines() -> tuple[ExpenditureLine, ...]:
    made = []
    for number, fund in enumerate(Fund):
        for timing in Timing if fund is not Fund.OWN else (Timing.CURRENT,):
            project = _PROJECTS[number % 2]
            made.append(
                ExpenditureLine(
                    unit=_UNIT.name,
                    function=_FUNCTION.get(fund.value, "2010302"),
                    category=Category.PROJECT,
                    economic="30201",
                    government_economic="50201",
                    project=project,
                    project_kind="特定目标类" if number % 2 else "其他运转类",
                    fund=fund,
                    timing=timing,
                    amount=Decimal(100_000 + 10_000 * number),
                )
            )
    return tuple(made)


def _whole(texts: tuple[str, ...]) -> Budget:
    unit = _UNIT.name
    institution = Unit(name="示例中心", code="101002", kind="事业")
    paid = tuple(
        IncomeItem(unit=unit, fund=Fund.OWN, kind=kind, amount=Decimal(15_000))
        for kind in (IncomeKind.BUSINESS, IncomeKind.OTHER)
    )
    three = tuple(
        ThreePublicItem(unit, item, amount=Decimal(8_000), batches=Decimal(2), people=Decimal(9), vehicles=Decimal(3))
        for item in ThreePublic
    )
    procurement = tuple(
        ProcurementItem(
            unit,
            f"示例{kind}",
            kind,
            "集中采购",
            amount=Decimal(30_000),
            small_enterprises=Decimal(20_000),
            micro_enterprises=Decimal(9_000),
        )
        for kind in ("货物", "工程", "服务")
    )
    assets = tuple(
        Asset(unit, kind, use, Decimal(4), Decimal(1))
        for kind, use in (("车辆", "机要通信用车"), ("办公用房", ""), ("通用设备", "50万元以上"))
    )
    return Budget(
        _BASICS,
        (_UNIT, institution),
        (*_general(), *_project_lines()),
        paid,
        three,
        (OperatingItem(unit, amount=Decimal(90_000)),),
        procurement,
        assets,
        tuple(
            Project(name, f"P{n}", unit, kind)
            for n, (name, kind) in enumerate(zip(_PROJECTS, ("其他运转类", "特定目标类"), strict=True))
        ),
        tuple(_target(name) for name in _PROJECTS),
        tuple(Indicator(name, first="产出指标", second="数量指标", third="示例指标", value="≥1") for name in _PROJECTS),
        texts=tuple(FreeText(item, f"示例{item}。") for item in texts),
    )


def _target(name: str) -> PerformanceTarget:
    return PerformanceTarget(
        project=name,
        nature="一次性项目（1年结束）",
        period="1年",
        total_provincial=Decimal(100_000),
        annual_provincial=Decimal(100_000),
        overview="示例概况",
        basis="示例依据",
        total_goal="示例目标",
    )


def _scaled(budget: Budget, factor: Decimal, basics: Basics | None = None) -> Budget:
    """The budget with every amount scaled, of the year before unless `basics` say otherwise."""
    return replace(
        budget,
        basics=basics or _of_last_year(),
        expenditure=tuple(replace(r, amount=r.amount * factor) for r in budget.expenditure),
        income=tuple(replace(r, amount=r.amount * factor) for r in budget.income),
        three_public=tuple(replace(r, amount=r.amount * factor) for r in budget.three_public),
        operating=tuple(replace(r, amount=r.amount * factor) for r in budget.operating),
        procurement=tuple(replace(r, amount=r.amount * factor) for r in budget.procurement),
    )
