"""Figures given by name are held against those of the template, and names that mean nothing are told with the nearest that does."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import yugong
from figures.budget import Budget
from figures.checks.named_figures import check_control_figures, check_item_names, check_last_year_totals
from figures.findings import Finding, Severity
from figures.reading import read_figures
from figures.records import Acknowledgement, ControlFigure, LastYearTotal, Reason

EXAMPLES = Path(__file__).parents[2] / "examples"
OURS = {"收入总计": Decimal("8929612.34"), "“三公”经费": Decimal(2700)}


def approved(item: str, amount: str) -> Budget:
    return Budget(control_figures=(ControlFigure(item, Decimal(amount)),))


@pytest.mark.parametrize("amount", ["8929612.34", "8929600"])
def test_ours_in_yuan_or_as_printed_is_what_was_approved(amount: str) -> None:
    assert list(check_control_figures(approved("收入总计", amount), OURS)) == []


def test_another_amount_is_an_error_with_both() -> None:
    (finding,) = check_control_figures(approved("收入总计", "8929600.01"), OURS)
    assert finding.severity is Severity.ERROR
    assert (finding.found, finding.expected) == ("8,929,612.34元", "批复数8,929,600.01元")


def test_last_years_totals_are_held_against_last_years_lines_where_those_are_known() -> None:
    totals = (LastYearTotal("收入总计", Decimal(1)), LastYearTotal("收入总计", Decimal(1), "上年执行数"))
    assert list(check_last_year_totals(Budget(last_year_totals=totals), OURS)) == []
    (finding,) = check_last_year_totals(Budget(last_year_totals=totals, last_year=Budget()), OURS)
    assert finding.code == "上年总数不符"


def test_a_misspelt_name_is_told_with_the_nearest() -> None:
    budget = Budget(
        control_figures=(ControlFigure("收入合计", Decimal(1)),),
        last_year_totals=(LastYearTotal("三公经费", Decimal(1)),),
        reasons=(Reason("收入总计", "一"), Reason("收入总计", "二"), Reason("无关", "三")),
    )
    found = list(check_item_names(budget, OURS, OURS))
    assert [(f.code, f.found) for f in found] == [
        ("事项不认识", "收入合计"),
        ("事项不认识", "三公经费"),
        ("事项重复", "收入总计"),
        ("事项不认识", "无关"),
    ]
    assert "收入总计" in found[0].expected
    assert "“三公”经费" in found[1].expected


@pytest.fixture(scope="module")
def example() -> Budget:
    return read_figures(EXAMPLES / "quwenlvju-2025.xlsx", EXAMPLES / "quwenlvju-2024.xlsx")


def findings_of(budget: Budget, **changes: Any) -> list[Finding]:
    return list(yugong.build(replace(budget, **changes), pages=False).findings)


def test_a_built_document_is_held_against_what_was_approved(example: Budget) -> None:
    wrong = (*example.control_figures[:-1], replace(example.control_figures[-1], amount=Decimal(588_901)))
    (finding,) = [f for f in findings_of(example, control_figures=wrong) if f.severity is Severity.ERROR]
    assert (finding.code, str(finding.place)) == ("批复数不符", "批复数!B8")
    known = (Acknowledgement("批复数不符", "批复数!B8", "批复文件有误，已请财政局更正"),)
    listed = findings_of(example, control_figures=wrong, acknowledgements=known)
    assert not [f for f in listed if f.severity is Severity.ERROR]
    assert [f.message.endswith("已请财政局更正）") for f in listed if f.code == "批复数不符"] == [True]


def test_names_of_the_templates_figures_are_known_and_others_not(example: Budget) -> None:
    totals = tuple(LastYearTotal(item, Decimal(1)) for item in ("收入总计", "一般公共预算按类.教育支出", "收入总汁"))
    found = findings_of(example, last_year_totals=totals)
    assert [f.found for f in found if f.code == "事项不认识"] == ["收入总汁"]
    assert [f.code for f in found if f.code == "上年总数不符"] == ["上年总数不符"] * 2


def test_a_reason_that_no_sentence_says_is_noted(example: Budget) -> None:
    reason = replace(example.reasons[0], item="基本支出", source=replace(example.reasons[0].source, row=99))  # type: ignore[type-var]
    unused = [str(f.place) for f in findings_of(example, reasons=(*example.reasons, reason)) if f.code == "文字未用到"]
    assert "变动原因!B99" in unused
