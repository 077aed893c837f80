"""Every printed figure that is not its own half-up value is noted, no other is, and none is off by more than the bound stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assembler.template import Template, load_template
from figures.amounts import AmountFormat, half_up
from figures.budget import Budget
from figures.datasets import Figures, Term
from figures.notes import LISTED, AdjustedCell, AdjustedCells, exact_tables, rounding_notes
from figures.records import Basics, ExpenditureLine, Fund, IncomeItem, LastYearTotal
from figures.tables import Table
from figures.tableset import TableSet
from figures.views import (
    LAST_YEAR_BUDGET,
    AmountColumn,
    ComputedColumn,
    Filler,
    GroupedRows,
    ListedRows,
    RecordRows,
    RowBlock,
    SingleRow,
    Stack,
    TextColumn,
    View,
)
from tests.strategies import budgets, many_lines

STEP = AmountFormat().quantum


@cache
def template() -> Template:
    return load_template("shanxi/department-budget")


def tables_of(budget: Budget) -> TableSet:
    return TableSet(template().views, Figures(budget))


def big(seed: int) -> Budget:
    """5,000 lines in fractions of 元, with income that equals them by fund."""
    lines = many_lines(Random(seed), 5000, fractions=True)
    income = [
        IncomeItem(fund=fund.value, kind="财政拨款收入", amount=sum((x.amount for x in lines if x.fund == fund), Decimal(0)))
        for fund in Fund
    ]
    return Budget(basics=Basics("甲局", year=2024), expenditure=lines, income=tuple(income))


def cells(table: Table) -> dict[tuple[str, str], Decimal]:
    return {
        (row.key, column.name): row.amounts[column.name]
        for filled in table.stacks
        for column in filled.stack.columns
        if isinstance(column, AmountColumn)
        for row in filled.rows()
        if column.name in row.amounts
    }


@pytest.fixture(scope="module", params=[1, 2])
def tables(request: pytest.FixtureRequest) -> TableSet:
    return tables_of(big(request.param))


@pytest.fixture(scope="module")
def exact(tables: TableSet) -> TableSet:
    return exact_tables(tables)


class TestFiveThousandLinesInFractionsOfAYuan:
    def test_every_printed_amount_is_a_multiple_of_the_last_place(self, tables: TableSet) -> None:
        for name in tables.views:
            assert all(amount % STEP == 0 for amount in cells(tables[name]).values()), name

    def test_every_table_foots(self, tables: TableSet) -> None:
        for name in tables.views:
            for filled in tables[name].stacks:
                columns = [c.name for c in filled.stack.columns if isinstance(c, AmountColumn)]
                grouped = [row for row in filled.rows() if row.depth >= 0]
                for parent in grouped:
                    below = [r for r in grouped if r.depth == parent.depth + 1 and r.key.startswith(parent.key + "/")]
                    for column in columns if below else ():
                        assert sum(r.amounts[column] for r in below) == parent.amounts[column], (name, parent.key, column)
                total = next((row for row in filled.rows() if row.key == "合计"), None)
                top = [row for row in grouped if row.depth == 0]
                for column in columns if total is not None and top else ():
                    assert total is not None
                    assert sum(r.amounts[column] for r in top) == total.amounts[column], (name, column)

    def test_tables_agree(self, tables: TableSet) -> None:
        spent = tables["支出总表"].amount("合计", "合计")
        assert tables["收支总表"].amount("收入总计", "收入") == tables["收支总表"].amount("支出总计", "支出合计") == spent
        both = tables["支出总表"].amount("合计", "基本支出") + tables["支出总表"].amount("合计", "项目支出")
        assert both == spent

    def test_no_fund_class_or_section_is_off_by_more_than_the_last_place(self, tables: TableSet, exact: TableSet) -> None:
        for name, columns in (("支出总表", ("合计",)), ("收支总表", ("收入", "支出合计"))):
            own = cells(exact[name])
            for (key, column), amount in cells(tables[name]).items():
                if column in columns:
                    assert abs(amount - own[key, column]) < STEP, (name, key, column)
        total = tables["支出总表"].amount("合计", "合计")
        assert total == half_up(exact["支出总表"].amount("合计", "合计"), STEP)

    def test_many_adjusted_cells_are_told_by_table(self, tables: TableSet) -> None:
        notes = list(rounding_notes(tables))
        assert {f.code for f in notes} == {"末位调整"}
        assert len(notes) <= sum(view.printed for view in template().views.values())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(budgets(fractions=True, max_lines=8))
def test_noted_are_all_cells_that_differ_and_no_others(budget: Budget) -> None:
    tables = tables_of(budget)
    exact = exact_tables(tables)
    finder = AdjustedCells(tables, exact)
    adjusted = 0
    for name, view in tables.views.items():
        own, printed = cells(exact[name]), cells(tables[name])
        differing = {
            key for key in own if printed.get(key, Decimal(0)) not in (own[key], half_up(own[key], STEP))
        }  # counts are exact
        found = list(finder.of(name))
        assert len(found) == len(differing)
        assert all(cell.printed != cell.half_up for cell in found)
        adjusted += len(found) if view.printed else 0
    notes = list(rounding_notes(tables))
    assert len(notes) == adjusted if adjusted <= LISTED else 0 < len(notes) <= len(tables.views)


NAME = TextColumn("名称", 1, "行名", "表文")
SUM = AmountColumn("金额", 1, "expenditure", (), "表数")
LAST = replace(SUM, name="上年", series=LAST_YEAR_BUDGET, total_name="{行}")
CHANGE = ComputedColumn("增减", 1, "差", "金额", "上年", "表数")
FUNDS = tuple((fund.value, fund.value) for fund in Fund)
BLOCKS: tuple[RowBlock, ...] = (
    SingleRow("合计", "合计"),
    SingleRow("{{ 单位 }}", "其中：{{ 单位 }}", (Term("资金时间", frozenset({"本年"})),), occurring=True),
    ListedRows("资金来源", FUNDS, numbering="一、", occurring=True),
    Filler(),
    ListedRows("支出类别", (("项目支出", "项目"), ("基本支出", "基本")), numbering="一、", prefix="类/"),
    GroupedRows((("单位名称",), ("项目名称",), ("功能项", "功能类")), numbering="（一）"),
)
STACKS = {
    "本年": Stack((NAME, SUM), BLOCKS),
    "两年": Stack((NAME, SUM, LAST, CHANGE), BLOCKS),
    "明细": Stack((NAME, SUM), (RecordRows("expenditure", "项目名称"),)),
    "收入": Stack(
        (NAME, replace(SUM, source="income")), (SingleRow("合计", "合计"), GroupedRows((("收入类别",),), numbering="1."))
    ),
    "归类": Stack((NAME, replace(SUM, source="funded")), (SingleRow("合计", "合计"), GroupedRows((("收入归类",), ("功能款",))))),
}


@cache
def views() -> Mapping[str, View]:
    """Tables with rows of all kinds, numbered and left out."""
    view = template().views["支出总表"]
    return {name: replace(view, name=name, stacks=(stack,)) for name, stack in STACKS.items()}


def adjusted_in(printed: Table, exact: Table) -> list[AdjustedCell]:
    """The adjusted cells as plainly as they can be found: cell by cell, in two tables."""
    found = []
    for filled in exact.stacks:
        columns = [column for column in filled.stack.columns if isinstance(column, AmountColumn)]
        for row, column in product(filled.rows(), columns):
            own, shown = row.amounts.get(column.name, Decimal(0)), printed.amount(row.key, column.name)
            if shown not in (own, half_up(own, STEP)):
                name = row.key if "{" in row.name else row.name
                found.append(AdjustedCell(printed.view.name, name, column.name, shown, half_up(own, STEP), printed.view.format))
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(budgets(fractions=True, max_lines=12), st.booleans(), st.booleans())
def test_cells_are_found_as_if_all_were_looked_at(budget: Budget, last_year_by_name: bool, small: bool) -> None:
    if small:  # many rows that round to nothing
        lines = tuple(replace(line, amount=line.amount % 70 - 30) for line in budget.expenditure)
        budget = replace(budget, expenditure=lines, income=())
    totals = (LastYearTotal(item="合计", amount=Decimal(5050)), LastYearTotal(item="基本", amount=Decimal(40)))
    budget = replace(budget, last_year=None, last_year_totals=totals) if last_year_by_name else budget
    for known in (template().views, views()):
        tables = TableSet(known, Figures(budget))
        exact = exact_tables(tables)
        finder = AdjustedCells(tables, exact)
        for name, view in known.items():
            if view.quantum == STEP:
                assert list(finder.of(name)) == adjusted_in(tables[name], exact[name])


def test_nothing_is_done_where_all_amounts_are_whole_already() -> None:
    lines = tuple(
        ExpenditureLine(function="2070101", category="基本支出", economic="30201", fund="一般公共预算", amount=Decimal(n * 100))
        for n in range(9)
    )
    tables = tables_of(Budget(basics=Basics("甲局", year=2024), expenditure=lines))
    assert exact_tables(tables) is tables
    assert list(rounding_notes(tables)) == []


def test_a_note_names_table_row_column_and_both_values() -> None:
    line = ExpenditureLine(function="2070101", category="基本支出", economic="30201", fund="一般公共预算", amount=Decimal(140))
    lines = (line, replace(line, function="2080101"), replace(line, function="2100101"))
    notes = list(rounding_notes(tables_of(Budget(basics=Basics("甲局", year=2024), expenditure=lines))))
    assert notes
    told = next(f.message for f in notes if f.message.startswith("支出总表"))
    assert "“文化旅游体育与传媒支出”行“合计”列为0.02（四舍五入为0.01）" in told
