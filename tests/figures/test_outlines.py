"""Amounts added up along the outline of a stack are the sums of the records of each cell; rows stand in their order."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

import yugong
from figures.attributes import Context
from figures.budget import Budget
from figures.datasets import Condition, Dataset, Figures, Term
from figures.outlines import Data, outlined
from figures.records import Category, ExpenditureLine, Fund, Project, Timing, Unit
from figures.views import AmountColumn, Filler, GroupedRows, ListedRows, RecordRows, RowBlock, SingleRow
from tests.figures import plain_outlines as plain

SAMPLE = yugong.read(Path(__file__).parents[2] / "examples" / "zonggai-xuanchuan-2024.xlsx")
VALUES = {
    "功能类": ["", "201", "205", "999"],
    "功能项": ["", "2010101", "2050299"],
    "单位名称": ["甲单位", "乙单位", "丙单位"],
    "项目名称": ["", "项目一", "项目二", "项目三"],
    "资金来源": [str(Fund.GENERAL), str(Fund.OWN), ""],
    "支出类别": [str(c) for c in Category],
    "部门经济款": ["", "30101", "30299"],
}
attributes = st.sampled_from(list(VALUES))


@st.composite
def lines(draw: st.DrawFn) -> ExpenditureLine:
    """A line that may lack any code, of units and projects that may not be listed."""
    return ExpenditureLine(
        function=draw(st.sampled_from(["", "2010101", "2010102", "2010199", "2050299", "9990101"])),
        category=draw(st.sampled_from([str(c) for c in Category])),
        economic=draw(st.sampled_from(["", "30101", "30299"])),
        project=draw(st.sampled_from(VALUES["项目名称"])),
        fund=draw(st.sampled_from([str(Fund.GENERAL), str(Fund.OWN)])),
        timing=draw(st.sampled_from([str(t) for t in Timing])),
        unit=draw(st.sampled_from(["", *VALUES["单位名称"]])),
        amount=draw(st.decimals(-500, 500, places=2)),
    )


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    """Up to two terms."""
    values = st.sampled_from
    return tuple(
        Term(attribute, frozenset(draw(st.lists(values(VALUES[attribute]), max_size=2))), draw(st.booleans()))
        for attribute in draw(st.lists(attributes, max_size=2))
    )


@st.composite
def blocks(draw: st.DrawFn) -> RowBlock:
    """Rows of any kind."""
    condition, attribute = draw(conditions()), draw(attributes)
    levels = st.lists(attributes, min_size=1, max_size=3, unique=True)
    return draw(
        st.one_of(
            st.just(SingleRow("合计", "合计", condition)),
            st.just(ListedRows(attribute, tuple((v, f"名称{v}") for v in VALUES[attribute]), condition, prefix="列/")),
            levels.map(lambda names: GroupedRows(tuple((name,) for name in names), condition)),
            levels.map(lambda names: GroupedRows((*((name,) for name in names[1:]), (names[0], "资金时间")), condition)),
            st.just(RecordRows("expenditure", attribute, condition)),
        )
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(lines(), max_size=12), st.lists(conditions(), min_size=1, max_size=3), blocks(), conditions())
def test_amounts_of_rows_are_the_sums_of_their_records(
    of: list[ExpenditureLine], columns: list[Condition], block: RowBlock, further: Condition
) -> None:
    assert not isinstance(block, Filler)
    figures = Figures(budget_of(of))
    dataset, other = figures.dataset("expenditure", Decimal(1)), figures.dataset("funded", Decimal(1))
    data: Data = [
        (AmountColumn(f"列{n}", 1, "expenditure", condition, "表数"), other if n == 2 else dataset)
        for n, condition in enumerate(columns)
    ]
    others = [replace(block, uncoded="没有科目")] if isinstance(block, GroupedRows) else []
    for one in (
        block,
        replace(block, condition=further),
        *others,
    ):  # later ones find what those before have told of the same records
        assert_added_up(one, data, dataset, figures.context)


def assert_added_up(block: RowBlock, data: Data, dataset: Dataset, context: Context) -> None:
    """The rows and amounts of a block are those found in the plainest way."""
    outline = outlined(block, data, dataset, context)
    names = [column.name for column in outline.columns]
    cells = zip(*outline.amounts(data), strict=True) if names else [()] * len(outline.rows)
    found = [(r.key, r.name, r.rest[1], dict(zip(names, some, strict=True))) for r, some in zip(outline.rows, cells, strict=True)]
    assert found == list(plain.rows(block, data, dataset, context))
    assert [c.gathering is None for c in outline.columns] == [isinstance(block, RecordRows)] * len(outline.columns)


def test_groups_without_an_order_stand_as_their_first_records_in_the_table_do() -> None:
    of = [
        ExpenditureLine(function="2010101", category=str(category), project=project, fund=str(Fund.GENERAL), amount=Decimal(1))
        for category, project in [(Category.PROJECT, "乙"), (Category.SUBSIDY, "甲"), (Category.SUBSIDY, "乙")]
    ]
    figures = Figures(budget_of(of))
    data: Data = [(AmountColumn("列", 1, "expenditure", (), "表数"), figures.dataset("expenditure", Decimal(1)))]

    def names(condition: Condition) -> list[str]:
        block = GroupedRows((("项目名称",),), condition)
        return [row.name for row in outlined(block, data, None, figures.context).rows]

    assert names(()) == ["乙", "甲"]
    assert names((Term("支出类别", frozenset((str(Category.SUBSIDY),))),)) == ["甲", "乙"]


def budget_of(of: list[ExpenditureLine]) -> Budget:
    """A budget of these lines; one of their units and one of their projects is not listed."""
    units = tuple(Unit(name=name) for name in VALUES["单位名称"][:2])
    projects = tuple(Project(name=name) for name in VALUES["项目名称"][1:3])
    return replace(SAMPLE, expenditure=tuple(of), income=(), units=units, projects=projects, targets=(), indicators=())


def test_records_are_added_up_once_for_all_cells_that_gather_alike() -> None:
    figures = Figures(SAMPLE)
    one, other = (
        figures.dataset("expenditure", Decimal(1)),
        Figures(SAMPLE, shape=figures.shape).dataset("expenditure", Decimal(100)),
    )
    gathering = one.gathering((("功能类",),), ())
    assert gathering is other.gathering((("功能类",),), ())
    assert gathering is one.gathering((("功能类",),), (Term("支出类别", frozenset(("没有的",)), negated=True),))
    assert one.sums(gathering) is one.sums(gathering)
    assert one.sums(gathering) is not other.sums(gathering)
    assert sum(one.sums(gathering)) == one.total()
