"""Where measures come from: cells of tables, sums over records, totals of last year; all found when asked."""

from __future__ import annotations

from dataclasses import replace

from figures.attributes import kind_of
from figures.datasets import Condition, Dataset
from figures.findings import Place
from figures.lean import lean
from figures.records import LastYearTotal
from figures.tables import Table, TableRow
from narratives.measures import Measure


@lean
class CellOrigin:
    """A cell: that in `column` of `row`, or of no row where the figures have none called `key`.

    The figure of last year stands in the same cell of the table `last`, or is the total `last`.
    """

    table: Table
    row: TableRow | None
    key: str
    column: str
    last: Table | LastYearTotal | None

    @property
    def formula(self) -> str:
        """The cell by the names of table, row and column."""
        view, row = self.table.view, self.row
        return f"{view.label or view.name}“{row.name if row else self.key}”行“{self.column}”列"

    def places(self) -> tuple[Place, ...]:
        """The cells of the workbook that this year's cell is the sum of."""
        return self.table.places(self.row, self.column)

    def before_places(self) -> tuple[Place, ...]:
        """The same of last year's."""
        last = self.last
        if isinstance(last, Table):
            return _in(last.figures.budget.name, last.places(last.row(self.key, self.column), self.column))
        return place_of_total(last)


@lean
class RecordsOrigin:
    """The sum of `field` over records of this year; the figure of last year is the same sum over `last`, or the total `last`."""

    data: Dataset
    condition: Condition
    field: str
    last: Dataset | LastYearTotal | None

    @property
    def formula(self) -> str:
        """The sheet that the records stand in."""
        return f"“{kind_of(self.data.name).sheet}”中的合计"

    def places(self) -> tuple[Place, ...]:
        """The cells that are added up."""
        return self.data.places(self.condition, self.field)

    def before_places(self) -> tuple[Place, ...]:
        """The same of last year's."""
        last = self.last
        if isinstance(last, Dataset):
            return _in(last.context.budget.name, last.places(self.condition, self.field))
        return place_of_total(last)


@lean
class ComparedOrigin:
    """That of a measure which is compared with a total of last year instead of what it was."""

    measure: Measure
    total: LastYearTotal | None

    @property
    def formula(self) -> str:
        """How the measure itself came about."""
        return self.measure.formula

    def places(self) -> tuple[Place, ...]:
        """The cells behind the measure itself."""
        return self.measure.places()

    def before_places(self) -> tuple[Place, ...]:
        """The cell of the total."""
        return place_of_total(self.total)


def place_of_total(total: LastYearTotal | None) -> tuple[Place, ...]:
    """Where a total of last year stands."""
    return () if total is None or total.source is None else (total.source.place("amount"),)


def _in(workbook: str, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places with the name of last year's workbook, whose sheets are called as this year's are."""
    return tuple(replace(place, file=workbook) for place in places)
