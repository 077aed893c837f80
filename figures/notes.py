"""Notes on rounding: every printed figure that is not the half-up value of the exact records behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from figures.amounts import ZERO, AmountFormat, half_up
from figures.checks.rule import Rule
from figures.datasets import Dataset, Figures, Sums
from figures.filling import StackTable, columns_known, fill, row_names
from figures.findings import Finding, Place, Severity
from figures.lean import lean
from figures.outlines import BlockOutline
from figures.records import KINDS
from figures.tables import Table
from figures.tableset import TableSet
from figures.views import AmountColumn, Stack, View

CELL = Rule(
    "末位调整",
    Severity.NOTE,
    "表中的数等于其明细之和四舍五入；为使各表合计相符而调整末位的，逐一列出",
    "不必处理：各表加总相符、互相一致",
)
SHARE = Rule(
    "占比末位调整",
    Severity.NOTE,
    "占比等于四舍五入的数；为使各项之和为100%而调整末位的，逐一列出",
    "不必处理",
)
RULES = (CELL, SHARE)

EXACT = AmountFormat(unit="元", places=9)
"""Finer than any amount: nothing is rounded to it."""
LISTED = 20
"""How many cells are named one by one; of more, each table tells how many and the first few."""
EXAMPLES = 3


@lean
class AdjustedCell:
    """A printed cell that is not its own half-up value; amounts in 元, multiples of what the table prints."""

    table: str
    row: str
    column: str
    printed: Decimal
    half_up: Decimal
    format: AmountFormat

    @property
    def text(self) -> str:
        """The cell and its two values, as the table writes them."""
        shown, own = self.format.show(self.printed), self.format.show(self.half_up)
        return f"“{self.row}”行“{self.column}”列为{shown}（四舍五入为{own}）"


def is_rounded(figures: Figures, quantum: Decimal) -> bool:
    """Whether rounding to `quantum` (元) changed any amount of the budget or of last year's."""
    printed, exact = figures.rounded(quantum), figures.budget
    if any(getattr(printed, kind.name) is not getattr(exact, kind.name) for kind in KINDS):
        return True
    return figures.last_year is not None and is_rounded(figures.last_year, quantum)


def exact_tables(tables: TableSet) -> TableSet:
    """The same tables with exact amounts; the very tables where nothing had to be rounded."""
    if not any(is_rounded(tables.figures, view.quantum) for view in tables.views.values()):
        return tables
    exact = Figures(tables.figures.budget, shape=tables.figures.shape)  # the same records, in the same rows
    return TableSet({name: replace(view, format=EXACT) for name, view in tables.views.items()}, exact)


class _Remainders(Sums):
    """What rounding took from the records of a dataset: exact amounts less printed ones."""

    def __init__(self, printed: Dataset, exact: Dataset) -> None:
        super().__init__()
        self._printed, self._exact = printed, exact

    def _made(self, field: str) -> list[Decimal]:
        return [own - shown for own, shown in zip(self._exact.amounts(field), self._printed.amounts(field), strict=True)]


class AdjustedCells:
    """Finds the cells of tables that are neither what the exact records add up to (counts) nor its half-up values.

    Rows that round to nothing have zeros. What rounding took from records is added up along the outlines of the printed tables: only where
    that is half a step or more is a cell looked at. Tables whose rows follow from amounts are filled again with exact ones.
    """

    def __init__(self, tables: TableSet, exact: TableSet) -> None:
        self._tables, self._exact = tables, exact
        self._remainders: dict[Dataset, _Remainders] = {}

    def of(self, name: str) -> Iterator[AdjustedCell]:
        """The cells of one table, row by row."""
        table = self._tables[name]
        for filled in table.stacks:
            outlines = None if self._has_totals(filled.stack) else table.figures.shape.outline(filled.stack)
            if outlines is None:
                yield from _between(table, fill(filled.stack, self._exact.views[name], self._exact.figures))
            else:
                yield from self._of_stack(filled.stack, table.view, outlines)

    def _has_totals(self, stack: Stack) -> bool:
        """Whether totals of last year may stand in a stack: they are not made of records."""
        if not self._tables.figures.budget.last_year_totals:
            return False
        return any(isinstance(column, AmountColumn) and column.total_name for column in stack.columns)

    def _of_stack(self, stack: Stack, view: View, outlines: Sequence[BlockOutline]) -> Iterator[AdjustedCell]:
        printed = columns_known(stack, view, self._tables.figures)
        exact = columns_known(stack, self._exact.views[view.name], self._exact.figures)
        rests = [(column, self._remainder(shown, own)) for (column, shown), (_, own) in zip(printed, exact, strict=True)]
        near = view.quantum / 2
        under = -near
        for block, outline in zip(stack.rows, outlines, strict=True):
            remainders = outline.amounts(rests)
            rows = sorted({i for column in remainders for i, rest in enumerate(column) if not under < rest < near})
            if rows:
                shown = outline.amounts(printed)
                wanted = range(len(outline.rows)) if outline.numbering else rows
                own = {i: [a[i] + b[i] for a, b in zip(shown, remainders, strict=True)] for i in wanted}
                names = row_names(block, outline, own)
                columns = [printed[column.number][0] for column in outline.columns]
                for i in rows:
                    if i in names:
                        cells = zip(columns, [column[i] for column in shown], own[i], strict=True)
                        yield from _adjusted(view, outline.rows[i].key, names[i], cells)

    def _remainder(self, printed: Dataset, exact: Dataset) -> _Remainders:
        found = self._remainders.get(printed)
        if found is None:
            found = self._remainders[printed] = _Remainders(printed, exact)
        return found


def _between(printed: Table, exact: StackTable) -> Iterator[AdjustedCell]:
    """The adjusted cells of a stack that is filled with exact amounts, too."""
    columns = [column for column in exact.stack.columns if isinstance(column, AmountColumn)]
    for row in exact.rows():
        shown = [printed.amount(row.key, column.name) for column in columns]
        own = [row.amounts.get(column.name, ZERO) for column in columns]
        yield from _adjusted(printed.view, row.key, row.name, zip(columns, shown, own, strict=True))


def _adjusted(view: View, key: str, name: str, cells: Iterable[tuple[AmountColumn, Decimal, Decimal]]) -> Iterator[AdjustedCell]:
    """The adjusted cells among those of a row: each a column, the printed amount and the exact one."""
    quantum = view.quantum
    near = quantum / 2
    under = -near
    for column, shown, own in cells:
        if under < own - shown < near:
            continue  # the nearest multiple, or (a count) the very value: seen without dividing
        rounded = half_up(own, quantum)
        if rounded != shown:
            row = key if "{" in name else name  # a name that is wording is rendered later
            yield AdjustedCell(view.name, row, column.name, shown, rounded, column.format or view.format)


def rounding_notes(tables: TableSet) -> Iterator[Finding]:
    """A note for each adjusted cell of the printed tables; where they are many, one for each table. Costs nothing where nothing was rounded."""
    exact = exact_tables(tables)
    if exact is tables:
        return
    finder = AdjustedCells(tables, exact)
    found = {name: list(finder.of(name)) for name, view in tables.views.items() if view.printed}
    if sum(map(len, found.values())) <= LISTED:
        for name, cells in found.items():
            for cell in cells:
                yield _note(name, f"{name}{cell.text}，为使合计相符调整末位", cell)
        return
    for name, cells in found.items():
        if cells:
            shown = "；".join(cell.text for cell in cells[:EXAMPLES])
            more = f"：{shown}" if len(cells) <= EXAMPLES else f"，例如{shown}"
            yield _note(name, f"{name}有{len(cells)}个数为使合计相符调整末位{more}")


def _note(table: str, message: str, cell: AdjustedCell | None = None) -> Finding:
    place = Place(block=f"表/{table}")
    if cell is None:
        return CELL.finding(message, place)
    return CELL.finding(message, place, cell.format.show(cell.printed), cell.format.show(cell.half_up))
