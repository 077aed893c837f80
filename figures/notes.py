"""Notes on rounding: every printed figure that is not the half-up value of the exact records behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from itertools import chain, islice

from figures.amounts import ZERO, AmountFormat, half_up
from figures.checks.rule import Rule
from figures.datasets import Dataset, Figures, Sums
from figures.filling import StackTable, columns_known, fill, leaves_out, row_names
from figures.findings import Finding, Place, Severity
from figures.lean import lean
from figures.outlines import BlockOutline, Data
from figures.records import KINDS
from figures.tables import Table
from figures.tableset import TableSet
from figures.views import AmountColumn, RowBlock, Stack, View

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
        self._parts: dict[str, list[Sequence[AdjustedCell] | _OfBlock]] = {}

    def count(self, name: str) -> int:
        """How many cells there are in one table."""
        return sum(map(len, self._of(name)))

    def of(self, name: str) -> Iterator[AdjustedCell]:
        """The cells of one table, block by block and row by row, each made when it is asked for."""
        return chain.from_iterable(self._of(name))

    def _of(self, name: str) -> list[Sequence[AdjustedCell] | _OfBlock]:
        parts = self._parts.get(name)
        if parts is None:
            parts = self._parts[name] = []
            table = self._tables[name]
            for filled in table.stacks:
                outlines = None if self._has_totals(filled.stack) else table.figures.shape.outline(filled.stack)
                if outlines is None:
                    parts.append([*_between(table, fill(filled.stack, self._exact.views[name], self._exact.figures))])
                else:
                    parts += self._of_stack(filled.stack, table.view, outlines)
        return parts

    def _has_totals(self, stack: Stack) -> bool:
        """Whether totals of last year may stand in a stack: they are not made of records."""
        if not self._tables.figures.budget.last_year_totals:
            return False
        return any(isinstance(column, AmountColumn) and column.total_name for column in stack.columns)

    def _of_stack(self, stack: Stack, view: View, outlines: Sequence[BlockOutline]) -> Iterator[_OfBlock]:
        printed = columns_known(stack, view, self._tables.figures)
        exact = columns_known(stack, self._exact.views[view.name], self._exact.figures)
        rests = [(column, self._remainder(shown, own)) for (column, shown), (_, own) in zip(printed, exact, strict=True)]
        for block, outline in zip(stack.rows, outlines, strict=True):
            yield _OfBlock(view, block, outline, printed, outline.amounts(rests))

    def _remainder(self, printed: Dataset, exact: Dataset) -> _Remainders:
        found = self._remainders.get(printed)
        if found is None:
            found = self._remainders[printed] = _Remainders(printed, exact)
        return found


class _OfBlock:
    """The adjusted cells of a block of rows that are made of records; `rests` is by column what rounding took from each row.

    They are many, and few of them are told: they are counted by what was taken, and the printed amounts are only added up for the others.
    """

    def __init__(
        self, view: View, block: RowBlock, outline: BlockOutline, printed: Data, rests: Sequence[Sequence[Decimal]]
    ) -> None:
        self._view, self._block, self._outline, self._printed, self._rests = view, block, outline, printed, rests
        near = view.quantum / 2
        under = -near
        found = [(i, n, rest) for n, column in enumerate(rests) for i, rest in enumerate(column) if not under < rest < near]
        # Printed is a multiple of the step wherever anything was taken: where that was more than half a step, and no whole steps, another
        # multiple is nearer to the exact amount, which is not zero.
        self._cells = sorted(
            [(i, n) for i, n, rest in found if (rest % view.quantum and abs(rest) != near) or self._is_adjusted(i, n)]
        )

    def __len__(self) -> int:
        return len(self._cells)

    def __iter__(self) -> Iterator[AdjustedCell]:
        view = self._view
        for i, n in self._cells:
            row, column = self._outline.rows[i], self._printed[self._outline.columns[n].number][0]
            name = self._numbered[i] if self._outline.numbering else row.name
            shown, own = self._shown[n][i], self._own(i)[n]
            yield _cell(view, row.key, name, column, shown, half_up(own, view.quantum))

    def _is_adjusted(self, i: int, n: int) -> bool:
        own = self._own(i)
        return half_up(own[n], self._view.quantum) != self._shown[n][i] and (any(own) or not leaves_out(self._block))

    @cached_property
    def _shown(self) -> list[Sequence[Decimal]]:
        """The printed amounts of all rows by column."""
        return self._outline.amounts(self._printed)

    def _own(self, i: int) -> list[Decimal]:
        """The exact amounts of a row."""
        return [shown[i] + rests[i] for shown, rests in zip(self._shown, self._rests, strict=True)]

    @cached_property
    def _numbered(self) -> Mapping[int, str]:
        return row_names(self._block, self._outline, [self._own(i) for i in range(len(self._outline.rows))])


def _between(printed: Table, exact: StackTable) -> Iterator[AdjustedCell]:
    """The adjusted cells of a stack that is filled with exact amounts, too."""
    view = printed.view
    columns = [column for column in exact.stack.columns if isinstance(column, AmountColumn)]
    for row in exact.rows():
        for column in columns:
            shown, own = printed.amount(row.key, column.name), row.amounts.get(column.name, ZERO)
            if shown != own and (rounded := half_up(own, view.quantum)) != shown:  # counts are exact
                yield _cell(view, row.key, row.name, column, shown, rounded)


def _cell(view: View, key: str, name: str, column: AmountColumn, shown: Decimal, rounded: Decimal) -> AdjustedCell:
    row = key if "{" in name else name  # a name that is wording is rendered later
    return AdjustedCell(view.name, row, column.name, shown, rounded, column.format or view.format)


def rounding_notes(tables: TableSet) -> Iterator[Finding]:
    """A note for each adjusted cell of the printed tables; where they are many, one for each table. Costs nothing where nothing was rounded."""
    exact = exact_tables(tables)
    if exact is tables:
        return
    finder = AdjustedCells(tables, exact)
    counts = {name: finder.count(name) for name, view in tables.views.items() if view.printed}
    if sum(counts.values()) <= LISTED:
        for name in counts:
            for cell in finder.of(name):
                yield _note(name, f"{name}{cell.text}，为使合计相符调整末位", cell)
        return
    for name, count in counts.items():
        if count:
            shown = "；".join(cell.text for cell in islice(finder.of(name), EXAMPLES))
            more = f"：{shown}" if count <= EXAMPLES else f"，例如{shown}"
            yield _note(name, f"{name}有{count}个数为使合计相符调整末位{more}")


def _note(table: str, message: str, cell: AdjustedCell | None = None) -> Finding:
    place = Place(block=f"表/{table}")
    if cell is None:
        return CELL.finding(message, place)
    return CELL.finding(message, place, cell.format.show(cell.printed), cell.format.show(cell.half_up))
