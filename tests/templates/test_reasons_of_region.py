"""Reasons of the municipal and the district form: found in both years' records, explained, accepted, and asked for only where words changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from built import described, said
from district_facts import FACTS

import yugong
from figures.budget import Budget
from figures.records import LastYearTotal, Reason
from figures.workbook.writing import write_workbook
from yugong.cli import main
from yugong.explaining import as_lines
from yugong.reasons import changes_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "shanghai-caizhengju-2025.xlsx"
UNIT, DISTRICT = "shanghai/unit-budget", "shanghai/district-department-budget"
EXAM = "注册会计师考试考务费"


def last_year_of(budget: Budget, more: dict[str, int], three_public: dict[str, int] | None = None) -> Budget:
    """The same budget a year earlier, some projects and parts of 三公经费 with more money."""
    lines = tuple(replace(x, amount=x.amount + more.get(x.project, 0)) for x in budget.expenditure)
    income = tuple(replace(x, amount=x.amount + sum(more.values())) for x in budget.income)
    items = tuple(replace(x, amount=x.amount + (three_public or {}).get(x.item, 0)) for x in budget.three_public)
    basics = replace(budget.basics, year=budget.basics.year - 1)
    return replace(budget, basics=basics, expenditure=lines, income=income, three_public=items, reasons=(), last_year_totals=())


def municipal() -> Budget:
    return replace(yugong.read(EXAMPLE), reasons=(), last_year_totals=())


def both(more: dict[str, int]) -> Budget:
    return replace(municipal(), last_year=last_year_of(municipal(), more))


def district(three_public: dict[str, int]) -> Budget:
    last = last_year_of(FACTS, {"人民调解": 1_000_000}, three_public)
    return replace(FACTS, last_year=last, reasons=(), last_year_totals=())


def test_the_reason_is_found_in_the_municipal_form() -> None:
    text = said(described(UNIT, both({EXAM: 9_000_000, "财政绩效评价": 900_000})))
    assert "比2024年预算减少990万元" in text
    assert f"财政拨款收入支出减少的主要原因是{EXAM}减少。" in text


def test_what_offsets_is_said_too() -> None:
    text = said(described(UNIT, both({EXAM: 9_000_000, "财政绩效评价": -1_600_000, "预算管理一体化改革": 2_500_000})))
    assert f"财政拨款收入支出减少的主要原因是{EXAM}减少，预算管理一体化改革减少。" in text


def test_the_reason_is_found_in_the_district_form() -> None:
    text = said(described(DISTRICT, district({"公务用车运行维护费": 20_000})))
    assert "财政拨款收入支出减少的主要原因是人民调解减少。" in text
    assert "（二）公务用车购置及运行费9.97万元，比2025年预算减少2.00万元，主要原因是公务用车运行维护费减少。" in text


def test_found_reasons_are_explained_and_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    budget = both({EXAM: 9_900_000})
    last, now, copy = tmp_path / "last.xlsx", tmp_path / "now.xlsx", tmp_path / "copy.xlsx"
    assert budget.last_year is not None
    last.write_bytes(write_workbook(budget.last_year))
    now.write_bytes(write_workbook(replace(budget, last_year=None)))
    explained = "\n".join(as_lines(yugong.build(yugong.read(now, last), pages=False).explain("编制说明")))
    assert "“财政拨款收入”的变动原因由两年数据得出" in explained
    assert main(["reasons", str(now), "--last-year", str(last), "--accept", "-o", str(copy)]) == 0
    again = yugong.read(copy, last)
    assert [(r.item, r.text) for r in again.reasons] == [("财政拨款收入", f"{EXAM}减少")]
    codes = [f.code for f in yugong.build(again, pages=False).findings]
    assert "缺变动原因" not in codes
    assert "原因与数据不符" not in codes
    assert "变动原因由数据得出" not in codes
    assert "文字未用到" not in codes
    capsys.readouterr()


@pytest.mark.parametrize("change", [1_000, 4_000, 4_999])
def test_a_change_below_what_is_printed_asks_for_no_reason(change: int) -> None:
    budget = both({EXAM: change})
    built = described(UNIT, budget)
    assert "财政拨款收入17,192万元，与2024年预算持平" in said(built)
    assert "主要原因" not in said(built)
    assert "缺变动原因" not in [f.code for f in built.findings]
    assert changes_of(budget, UNIT).reasons == {}


def test_a_section_with_more_places_asks_by_its_own_change() -> None:
    """0.10万元 is a change where two places are said, though none in a section of whole 万元."""
    vehicles = replace(FACTS.three_public[1], amount=Decimal(98_750))
    last = replace(last_year_of(FACTS, {}), three_public=(FACTS.three_public[0], vehicles))
    text = said(described(DISTRICT, replace(FACTS, last_year=last, reasons=(), last_year_totals=())))
    assert "公务用车购置及运行费9.97万元，比2025年预算增加0.10万元，主要原因是公务用车运行维护费增加。" in text
    assert "财政拨款收入支出" not in text


def test_a_total_that_differs_by_less_than_is_said_asks_for_no_reason() -> None:
    totals = (LastYearTotal("公务用车购置及运行费", Decimal(99_740)), LastYearTotal("公务接待费", Decimal(8_000)))
    built = described(DISTRICT, replace(FACTS, last_year_totals=totals, reasons=(Reason("公务用车费", "无变化"),)))
    assert "公务用车购置及运行费9.97万元，与2025年预算持平，主要原因是无变化" in said(built)
    assert "（三）公务接待费0.83万元，比2025年预算增加0.03万元，主要原因是【请填写变动原因】" in said(built)


@pytest.mark.parametrize(
    ("item", "amount", "text"),
    [
        ("事业收入", "3000", "事业收入0.30万元；"),
        ("事业收入", "4999", "事业收入0.50万元；"),
        ("事业收入", "5000", "事业收入1万元；"),
        ("事业收入", "30", "事业收入30元；"),
        ("事业收入", "0", "事业收入0万元；"),
        ("其他收入", "-3000", "其他收入-0.30万元。"),
    ],
)
def test_an_amount_is_never_called_nothing(item: str, amount: str, text: str) -> None:
    """What would print as 0万元 though it is not is said with more places, as published district budgets do (0.64万元)."""
    fund = "单位资金" if item == "其他收入" else "财政专户管理资金"
    budget = municipal()
    more = replace(budget.expenditure[0], fund=fund, amount=Decimal(amount))
    income = replace(budget.income[0], fund=fund, kind=item, amount=Decimal(amount))
    built = described(UNIT, replace(budget, expenditure=(*budget.expenditure, more), income=(*budget.income, income)))
    assert text in said(built)


def test_from_nothing_to_a_small_amount_is_a_change() -> None:
    budget = municipal()
    more = replace(budget.expenditure[0], fund="政府性基金预算", function="2082201", amount=Decimal(3_000))
    income = replace(budget.income[0], fund="政府性基金预算", amount=Decimal(3_000))
    now = replace(budget, expenditure=(*budget.expenditure, more), income=(*budget.income, income))
    text = said(described(UNIT, replace(now, last_year=last_year_of(budget, {}))))
    assert "政府性基金拨款支出预算0.30万元，比2024年预算增加0.30万元" in text
