"""Forms filled for one record each: cells of wording, and rows of indicators by level."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from assembler.blocks import FormCell, FormSpec, IndicatorCell, IndicatorRows
from assembler.cells import CellLayout, Cells, Merge, RowLayout, row_layout
from assembler.description import Row, Table
from assembler.grids import ABOVE, grid_widths
from assembler.look import Page
from figures.findings import Place
from figures.lean import frozen
from figures.records import Indicator
from narratives.text import Text, Words

MARGIN = 3.0
"""Space left and right of the text in a form's cells, points."""

Names = Mapping[str, Any]
Say = Callable[[FormCell, Names], Text]


@frozen(slots=True)
class _PreparedRow:
    """A row of wording: as it stands in the form of every record, and the cells whose wording is said for each."""

    row: Row
    said: tuple[tuple[int, FormCell], ...]


class FormTables:
    """The tables of one form on a page. What is the same for all records is made once."""

    def __init__(self, form: FormSpec, page: Page) -> None:
        self._form = form
        self._widths = grid_widths(form.widths, page)
        below = [*(_continued(row) for row in form.rows[1:]), frozenset[int]()]
        self._rows = [
            row if isinstance(row, IndicatorRows) else _prepared(row, under, number, form.row_height)
            for number, (row, under) in enumerate(zip(form.rows, below, strict=True), 1)
        ]

    def table(self, id: str, indicators: Sequence[Indicator], names: Names, say: Say) -> Table:
        """The form filled for one record: `say` renders the wording of a cell, which may use `names`; `indicators` are the record's."""
        rows: list[Row] = []
        for prepared in self._rows:
            if isinstance(prepared, IndicatorRows):
                rows.extend(_indicator_rows(prepared, indicators, self._form.row_height))
            else:
                rows.append(_said(prepared, names, say) if prepared.said else prepared.row)
        return Table(id, self._widths, tuple(rows), description=self._form.name, margin=MARGIN)


@lru_cache(maxsize=64)
def form_tables(form: FormSpec, page: Page) -> FormTables:
    """The tables of a form, prepared once for all documents of its template."""
    return FormTables(form, page)


def _prepared(row: tuple[FormCell, ...], below: frozenset[int], number: int, height: float) -> _PreparedRow:
    """A row made ready; `below` are the grid columns in which the next row continues it."""
    lies, texts, origins = [], [], []
    said = []
    for i, (column, cell) in enumerate(_placed_cells(row)):
        continues = cell.text == ABOVE
        merge: Merge = "continue" if continues else "start" if column in below else ""
        lies.append(CellLayout(cell.style, cell.span, merge, 0 if continues else cell.indent))
        plain = "" if continues or "{" in cell.text else cell.text
        texts.append(plain)
        origins.append(Text((Words(plain, cell.place.file, cell.place.line),)) if plain else None)
        if "{" in cell.text:
            said.append((i, cell))
    cells = Cells(row_layout(tuple(lies)), tuple(texts), tuple(origins))
    heads = not said  # words that are the same in every form head what stands below them
    return _PreparedRow(Row(f"行{number}", cells, height, keep_next=heads), tuple(said))


def _said(prepared: _PreparedRow, names: Names, say: Say) -> Row:
    row = prepared.row
    cells = row.cells
    assert isinstance(cells, Cells)
    texts, origins = list(cells.texts), list(cells.origins)
    for i, cell in prepared.said:
        text = say(cell, names)
        texts[i], origins[i] = text.plain, text
    return Row(row.key, Cells(cells.layout, tuple(texts), origins), row.height, keep_next=row.keep_next)


def _continued(row: tuple[FormCell, ...] | IndicatorRows) -> frozenset[int]:
    """The grid columns in which a row continues the cell above."""
    if isinstance(row, IndicatorRows):
        return frozenset(column for column, cell in enumerate(row.cells) if cell.field == ABOVE)
    return frozenset(column for column, cell in _placed_cells(row) if cell.text == ABOVE)


def _placed_cells(row: Sequence[FormCell]) -> Iterator[tuple[int, FormCell]]:
    column = 0
    for cell in row:
        yield column, cell
        column += cell.span


def _indicator_rows(spec: IndicatorRows, indicators: Sequence[Indicator], height: float) -> Iterator[Row]:
    grouped: dict[tuple[str, str], list[Indicator]] = {}
    for indicator in indicators:
        grouped.setdefault((indicator.first, _bare(indicator.second)), []).append(indicator)
    for first, seconds in _levels(spec, indicators):
        paired = [(second, _paired(grouped.get((first, _bare(second)), ()))) for second in seconds]
        count, done = sum([len(pairs) for _, pairs in paired]), 0
        for second, pairs in paired:
            for number, pair in enumerate(pairs):
                layout = _indicator_layout(spec, _merge(done, count), _merge(number, len(pairs)))
                names = {"一级指标": "" if done else first, "二级指标": "" if number else second, ABOVE: ""}
                texts = [names[c.field] if c.field in names else _indicator_text(c, pair) for c in spec.cells]
                yield Row(
                    f"指标/{first}/{second}/{number + 1}", Cells(layout, tuple(texts), IndicatorOrigins(spec, pair)), height
                )
                done += 1


def _merge(number: int, count: int) -> Merge:
    """How the cell in row `number` (from 0) of `count` rows merged into one is marked."""
    return "continue" if number else "start" if count > 1 else ""


@lru_cache(maxsize=512)
def _indicator_layout(spec: IndicatorRows, first: Merge, second: Merge) -> RowLayout:
    """The cells of a row of indicators, whose two levels are merged over rows in these ways."""
    merges: dict[str, Merge] = {ABOVE: "continue", "一级指标": first, "二级指标": second}
    return row_layout(tuple([CellLayout(c.style, merge=merges.get(c.field, "")) for c in spec.cells]))


def _bare(second: str) -> str:
    """服务对象满意度 and 服务对象满意度指标 are one."""
    return second.removesuffix("指标")


def _levels(spec: IndicatorRows, indicators: Sequence[Indicator]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The levels of the form, and after them those that only the record has."""
    seconds = {first: {_bare(second): second for second in known} for first, known in spec.levels}
    for i in indicators:
        seconds.setdefault(i.first, {}).setdefault(_bare(i.second), i.second)
    return ((first, tuple(known.values())) for first, known in seconds.items())


Pair = tuple[Indicator | None, Indicator | None]


def _paired(indicators: Sequence[Indicator]) -> list[Pair]:
    """The indicators of one second level side by side: (for the whole term, for the year); one row even where there are none."""
    term = [i for i in indicators if i.period != "年度"]
    year = [i for i in indicators if i.period != "实施期"]
    count = max(len(term), len(year), 1)
    return [(term[n] if n < len(term) else None, year[n] if n < len(year) else None) for n in range(count)]


def _indicator_text(cell: IndicatorCell, pair: Pair) -> str:
    indicator = pair[cell.period == "年度"]
    if indicator is None:
        return ""
    return indicator.third if cell.field == "三级指标" else indicator.value


class IndicatorOrigins(Sequence[Place | None]):
    """The workbook cells behind a row of indicators, found when asked for."""

    __slots__ = ("_pair", "_spec")

    def __init__(self, spec: IndicatorRows, pair: Pair) -> None:
        self._spec, self._pair = spec, pair

    def __len__(self) -> int:
        return len(self._spec.cells)

    def __getitem__(self, index: Any) -> Any:
        cell = self._spec.cells[index]
        indicator = self._pair[cell.period == "年度"]
        if cell.field not in _FIELDS or indicator is None or indicator.source is None:
            return None
        return indicator.source.place(_FIELDS[cell.field])


_FIELDS = {"三级指标": "third", "指标值": "value"}
