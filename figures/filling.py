"""Views filled from the records: rows of sums, of last year's figures beside them, and of what is computed from both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from decimal import Decimal

from figures.amounts import EXACT, half_up
from figures.datasets import Condition, Dataset, Figures
from figures.lean import frozen, lean
from figures.outlines import BlockOutline, Data, RowOutline, keeps, outlined
from figures.records import LastYearTotal
from figures.views import (
    LAST_YEAR_BUDGET,
    AmountColumn,
    Column,
    ComputedColumn,
    Filler,
    GroupedRows,
    ListedRows,
    RecordRows,
    RowBlock,
    Stack,
    View,
)

CHINESE_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, 30 → 三十 (to 99)."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else CHINESE_DIGITS[tens] + "十")
    return head + (CHINESE_DIGITS[ones] if ones or not tens else "")


def numbered(numbering: str, number: int, name: str) -> str:
    """A row's name with its number in front, in one of the ways of `views.NUMBERINGS` ("" for none).

    >>> numbered("（一）", 2, "教育支出"), numbered("1.", 3, "医疗卫生")
    ('（二）教育支出', '3.医疗卫生')
    """
    return f"{numbering.replace('一', chinese_number(number)).replace('1', str(number))}{name}"


@lean
class TableRow:
    """A row of one stack. `amounts` by column name, in 元 (a column that is not there is unknown or stays empty).

    `key` is its identity within the stack, `keys` the values of the attributes it stands for, `level` the depth it is indented by,
    `depth` that of its group (-1 for other rows), `condition` what its records fulfil; `record` is the position of its only record
    where it stands for one. `counted` rows have a running number; `leaf` rows have no rows below them that they are the sum of.
    """

    key: str
    name: str
    amounts: Mapping[str, Decimal]
    keys: Mapping[str, str] = field(default_factory=dict)
    condition: Condition = ()
    level: int = 0
    depth: int = -1
    style: str = ""
    empty: bool = False
    record: int | None = None
    counted: bool = False
    leaf: bool = False

    def changed(self, name: str, amounts: Mapping[str, Decimal]) -> TableRow:
        """The same row with another name or other amounts."""
        rest = (self.keys, self.condition, self.level, self.depth, self.style, self.empty, self.record, self.counted, self.leaf)
        return TableRow(self.key, name, amounts, *rest)


@frozen(slots=True)
class StackTable:
    """A stack filled: rows from the top, and rows that stand at the foot."""

    stack: Stack
    top: tuple[TableRow, ...]
    bottom: tuple[TableRow, ...]

    def rows(self) -> Iterator[TableRow]:
        """All rows in order."""
        yield from self.top
        yield from self.bottom


def fill(stack: Stack, view: View, figures: Figures) -> StackTable:
    """The rows of a stack, amounts rounded to the view's quantum."""
    data = columns_known(stack, view, figures)
    beside = _beside(stack)
    top: list[TableRow] = []
    bottom: list[TableRow] = []
    into = top
    for block, outline in zip(stack.rows, _outlines(stack, data, view, figures, by_name=bool(beside)), strict=True):
        if isinstance(block, Filler):
            into = bottom
            continue
        rows = _rows(outline, data, blank=not isinstance(block, GroupedRows))
        if beside:
            rows = [_completed(row, beside, view, figures) for row in rows]
        if not isinstance(block, GroupedRows) and getattr(block, "occurring", False):
            rows = [row for row in rows if any(row.amounts.values())]
        into += _with_numbers(rows, outline.numbering) if outline.numbering else rows
    return StackTable(stack, tuple(top), tuple(bottom))


def columns_known(stack: Stack, view: View, figures: Figures) -> Data:
    """The columns of a stack whose records are known, with the records as the view rounds them."""
    data: list[tuple[AmountColumn, Dataset]] = []
    source = series = dataset = None
    for column in stack.columns:
        if isinstance(column, AmountColumn):
            if column.source != source or column.series != series:  # mostly they are those of the column before
                source, series, dataset = column.source, column.series, dataset_of(column, view, figures)
            if dataset is not None:
                data.append((column, dataset))
    return data


def _beside(stack: Stack) -> list[Column]:
    """The columns that stand beside this year's sums: last year's, and what is computed."""
    return [c for c in stack.columns if isinstance(c, ComputedColumn) or (isinstance(c, AmountColumn) and c.series)]


def row_names(block: RowBlock, outline: BlockOutline, amounts: Sequence[Sequence[Decimal]]) -> Mapping[int, str]:
    """The names that rows of a block, numbered as they turn out, have with these `amounts`, by place; rows that are left out have none.

    This holds for rows that are made of records: totals of last year, given by name, may keep a row that would be left out.
    """
    names = {i: outline.rows[i].name for i, cells in enumerate(amounts) if not leaves_out(block) or any(cells)}
    counted = [i for i in names if outline.rows[i].depth <= 0]
    return names | {i: numbered(outline.numbering, number, names[i]) for number, i in enumerate(counted, 1)}


def leaves_out(block: RowBlock) -> bool:
    """Whether rows without any amount are left out."""
    return isinstance(block, GroupedRows) or getattr(block, "occurring", False)


def _rows(outline: BlockOutline, data: Data, *, blank: bool) -> list[TableRow]:
    """The rows of a block with their amounts; `blank` ones, without any amount, are left out unless wanted."""
    zeros = outline.zeros
    if not outline.columns:
        return [TableRow(row.key, row.name, zeros, *row.rest) for row in outline.rows] if blank else []
    cells = zip(*outline.amounts(data), strict=True)
    return [
        TableRow(row.key, row.name, dict(zip(zeros, amounts, strict=True)) if there else zeros, *row.rest)
        for row, amounts in zip(outline.rows, cells, strict=True)
        if (there := any(amounts)) or blank
    ]


def _outlines(stack: Stack, data: Data, view: View, figures: Figures, *, by_name: bool) -> tuple[BlockOutline, ...]:
    """The outline of each block of rows, known from another budget of the same shape or made."""
    found = figures.shape.outline(stack)
    if found is None:
        of_records = [figures.dataset(b.source, view.quantum) if isinstance(b, RecordRows) else None for b in stack.rows]
        made = [outlined(b, data, d, figures.context) for b, d in zip(stack.rows, of_records, strict=True)]
        found = tuple([_counted(o, b) if _is_fixed(b, by_name=by_name) else o for o, b in zip(made, stack.rows, strict=True)])
        if keeps(stack, data):
            figures.shape.keep(stack, found)
    return found


def dataset_of(column: AmountColumn, view: View, figures: Figures) -> Dataset | None:
    """The records that a column sums, None where it shows a series of which no records are known."""
    if not column.series:
        return figures.dataset(column.source, view.quantum)
    if column.series == LAST_YEAR_BUDGET and figures.last_year is not None:
        return figures.last_year.dataset(column.source, view.quantum)
    return None


def known_total(column: AmountColumn, row: TableRow, figures: Figures) -> LastYearTotal | None:
    """Last year's total that stands in a cell of a column without records of its own."""
    if not column.series or not column.total_name:
        return None
    wanted = column.total_name.replace("{行}", row.name)
    totals = figures.budget.last_year_totals
    return next((t for t in totals if t.item == wanted and t.series == column.series), None)


def _completed(row: TableRow, columns: Iterable[Column], view: View, figures: Figures) -> TableRow:
    """The row with the totals of last year that are known by name, and with differences."""
    if row.empty:
        return row
    amounts = dict(row.amounts)
    for column in columns:
        if isinstance(column, AmountColumn) and column.name not in amounts:
            total = known_total(column, row, figures)
            if total is not None:
                amounts[column.name] = half_up(total.amount, view.quantum)
        elif isinstance(column, ComputedColumn) and column.rule == "差" and {column.first, column.second} <= set(amounts):
            amounts[column.name] = EXACT.subtract(amounts[column.first], amounts[column.second])
    return row if amounts == row.amounts else row.changed(row.name, amounts)


def _is_fixed(block: RowBlock, *, by_name: bool) -> bool:
    """Whether its rows are numbered once and for all: none of them is ever left out, and no total is looked up `by_name`."""
    return isinstance(block, ListedRows) and bool(block.numbering) and not block.occurring and not by_name


def _counted(outline: BlockOutline, block: RowBlock) -> BlockOutline:
    """A fixed list, whose rows are always the same, with their numbers."""
    assert isinstance(block, ListedRows)
    rows = [RowOutline(row.key, numbered(block.numbering, n, row.name), row.rest) for n, row in enumerate(outline.rows, 1)]
    return BlockOutline(tuple(rows), outline.columns, outline.zeros, outline.above)


def _with_numbers(rows: Sequence[TableRow], numbering: str) -> Iterator[TableRow]:
    number = 0
    for row in rows:
        if row.depth > 0:
            yield row
        else:
            number += 1
            yield row.changed(numbered(numbering, number, row.name), row.amounts)
