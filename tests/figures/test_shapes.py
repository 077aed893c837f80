"""Tables filled by the outline of another budget's are the tables filled anew: also where amounts decide which records count."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import yugong
from assembler.template import load_template
from figures.budget import Budget
from figures.datasets import Figures, Term
from figures.drawing import SHAPING, unchanged
from figures.records import Fund, IncomeItem, IncomeKind
from figures.tableset import TableSet
from figures.views import AmountColumn, Column, GroupedRows, ListedRows, RecordRows, RowBlock, SingleRow, Stack, TextColumn, View

AMOUNT = "金额（元）"
HUNDRED = Term(AMOUNT, frozenset({"100"}))
NAME = TextColumn("名称", 1, "行名", "表文")
SUM = AmountColumn("金额", 1, "expenditure", (), "表数")
TOTAL = SingleRow("合计", "合计")

STACKS: dict[str, tuple[tuple[Column, ...], tuple[RowBlock, ...]]] = {
    "all": ((NAME, SUM), (TOTAL, GroupedRows((("功能类",), ("功能款",)), uncoded="未列"))),
    "projects": ((NAME, SUM), (GroupedRows((("项目名称",),)),)),
    "records": ((NAME, SUM), (RecordRows("expenditure", "项目名称"),)),
    "column by amount": ((NAME, replace(SUM, condition=(HUNDRED,))), (TOTAL,)),
    "row by amount": ((NAME, SUM), (SingleRow("百", "百", (HUNDRED,)),)),
    "listed by amount": ((NAME, SUM), (ListedRows(AMOUNT, (("100", "百"), ("200", "二百"))),)),
    "grouped by amount": ((NAME, SUM), (GroupedRows(((AMOUNT,),)),)),
    "named by amount": ((NAME, SUM), (RecordRows("expenditure", AMOUNT),)),
    "income derived": ((NAME, replace(SUM, source="income")), (TOTAL, GroupedRows((("收入类别",),)))),
    "income that pays": ((NAME, replace(SUM, source="funded")), (TOTAL, GroupedRows((("收入归类",),)))),
}


def views() -> dict[str, View]:
    """A view for each of the stacks."""
    view = load_template("shanxi/department-budget").views["支出总表"]
    return {name: replace(view, name=name, stacks=(Stack(*stack),)) for name, stack in STACKS.items()}


def budgets() -> list[Budget]:
    """One after the other with other amounts: those that the views ask for, none, and what two classes of income pay for."""
    sample = yugong.read(Path(__file__).parents[2] / "examples" / "zonggai-xuanchuan-2024.xlsx")
    own = IncomeItem(fund=str(Fund.OWN), kind=str(IncomeKind.OPERATIONS), amount=Decimal(500))
    lines = (replace(sample.expenditure[0], fund=str(Fund.OWN)), *sample.expenditure[1:])
    first = replace(sample, expenditure=lines, income=(own, replace(own, kind=str(IncomeKind.OTHER), amount=Decimal(700))))
    amounts = ((100, 200, 300), (200, 100, 100), (0, 0, 100), (700, 0, 0))
    return [with_amounts(first, some) for some in amounts] + [with_amounts(sample, some) for some in amounts]


def with_amounts(budget: Budget, amounts: tuple[int, ...]) -> Budget:
    """The budget with these amounts (元) in its first lines."""
    changed = [replace(line, amount=Decimal(a)) for line, a in zip(budget.expenditure, amounts, strict=False)]
    return replace(budget, expenditure=(*changed, *budget.expenditure[len(changed) :]))


@pytest.mark.parametrize("name", STACKS)
def test_tables_of_one_shape_are_filled_as_if_alone(name: str) -> None:
    first, *others = budgets()
    tables = TableSet(views(), Figures(first))
    shared = 0
    for budget in (first, *others):
        same = unchanged(tables.figures.budget, budget)
        shared += same >= SHAPING
        tables = TableSet.following(tables, budget, same)
        assert tables[name].stacks == TableSet(views(), Figures(budget))[name].stacks
    assert shared == len(others)  # all but where the income of the first four is gone


def test_last_year_is_filled_once() -> None:
    first = replace(budgets()[-1], last_year=budgets()[-2])
    other = with_amounts(first, (5,))
    tables = TableSet(views(), Figures(first))
    following = TableSet.following(tables, other, unchanged(first, other))
    assert tables.last_year is not None
    assert following.last_year is tables.last_year
    assert following.figures.last_year is tables.figures.last_year
    again = replace(other, last_year=with_amounts(budgets()[-2], (7,)))
    assert TableSet.following(tables, again, unchanged(first, again)).last_year is not tables.last_year


def test_a_table_stands_only_where_all_that_it_prints_does() -> None:
    """A text column may print an amount that no column adds up."""
    first, *_, last = budgets()[4:]
    shown = replace(NAME, name="本行", show=AMOUNT)
    elsewhere = replace(SUM, condition=(Term("资金来源", frozenset({"没有"})),))
    view = views()["records"]
    told = {
        "sums": replace(view, stacks=(Stack((NAME, elsewhere), view.stacks[0].rows),)),
        "texts": replace(view, stacks=(Stack((shown, elsewhere), view.stacks[0].rows),)),
        "all": views()["all"],
    }
    tables = TableSet(told, Figures(first))
    following = TableSet.following(tables, last, unchanged(first, last))
    assert [name for name in told if following[name].stands(tables[name])] == ["sums"]
