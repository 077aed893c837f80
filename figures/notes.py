"""Notes on rounding: every printed figure that is not the half-up value of the exact records behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from figures.amounts import ZERO, AmountFormat, half_up
from figures.checks.rule import Rule
from figures.datasets import Figures
from figures.findings import Finding, Place, Severity
from figures.lean import frozen
from figures.records import KINDS
from figures.tables import Table, TableRow
from figures.tableset import TableSet
from figures.views import AmountColumn

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


@frozen(slots=True)
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


def adjusted_cells(printed: Table, exact: Table) -> Iterator[AdjustedCell]:
    """The cells of a table that are neither what the exact table has (counts) nor its half-up values; rows that round to nothing have zeros."""
    quantum = printed.view.quantum
    near = quantum / 2
    for filled in exact.stacks:
        columns = [c for c in filled.stack.columns if isinstance(c, AmountColumn)]
        for row in filled.rows():
            amounts = row.amounts
            for column in columns:
                own, shown = amounts.get(column.name, ZERO), printed.amount(row.key, column.name)
                if -near < own - shown < near:
                    continue  # the nearest multiple, or (a count) the very value: seen without dividing
                rounded = half_up(own, quantum)
                if rounded != shown:
                    format = column.format or printed.view.format
                    yield AdjustedCell(printed.view.name, _row_name(row), column.name, shown, rounded, format)


def _row_name(row: TableRow) -> str:
    """The row's name; its key where the name is wording that is rendered later."""
    return row.key if "{" in row.name else row.name


def rounding_notes(tables: TableSet) -> Iterator[Finding]:
    """A note for each adjusted cell of the printed tables; where they are many, one for each table. Costs nothing where nothing was rounded."""
    exact = exact_tables(tables)
    if exact is tables:
        return
    found = {name: list(adjusted_cells(tables[name], exact[name])) for name, view in tables.views.items() if view.printed}
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
