"""Tables and forms laid out on a grid: header grids with their merges, stacks side by side, rows of indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Any

from assembler.blocks import FormCell, FormSpec, IndicatorCell, IndicatorRows
from assembler.description import Cell, Merge, Row, Table
from assembler.look import Page
from figures.lean import lean
from figures.records import Indicator
from figures.row_texts import text_of
from figures.tables import StackTable, TableRow
from figures.tables import Table as FilledTable
from figures.views import Column, ComputedColumn, TextColumn
from narratives.text import Text

LEFT, ABOVE = "<", "^"
HEAD_STYLE = "表头"


@lean
class CellOrigin:
    """What a cell of an official table was made from: the table, and its row and column there."""

    table: FilledTable
    row: TableRow
    column: str


@lru_cache(maxsize=256)
def grid_widths(widths: tuple[float, ...], page: Page) -> tuple[int, ...]:
    """Widths in proportion, as twips that add up to the page's text width exactly."""
    total, room = sum(widths), round(page.text_width * 20)
    edges = [round(room * sum(widths[:i]) / total) for i in range(len(widths) + 1)]
    return tuple(b - a for a, b in pairwise(edges))


@lru_cache(maxsize=256)
def head_rows(grid: tuple[tuple[str, ...], ...], height: float, style: str = HEAD_STYLE) -> tuple[Row, ...]:
    """The rows of a header grid: "<" continues the cell to the left, "^" the one above."""
    owners: list[list[tuple[int, int]]] = []
    for r, texts in enumerate(grid):
        owners.append([])
        for c, text in enumerate(texts):
            left, above = text == LEFT and c > 0, text == ABOVE and r > 0
            owners[r].append(owners[r][c - 1] if left else owners[r - 1][c] if above else (r, c))
    return tuple(Row(f"表头{r + 1}", tuple(_head_cells(grid, owners, r, style)), height, header=True) for r in range(len(grid)))


def _head_cells(grid: Sequence[Sequence[str]], owners: list[list[tuple[int, int]]], r: int, style: str) -> Iterator[Cell]:
    c, row = 0, owners[r]
    while c < len(row):
        owner, start = row[c], c
        while c < len(row) and row[c] == owner:
            c += 1
        goes_on = r + 1 < len(owners) and owners[r + 1][start] == owner
        merge = "continue" if owner[0] < r else "start" if goes_on else ""
        text = "" if merge == "continue" else grid[owner[0]][owner[1]]
        yield Cell(text, style, c - start, "continue" if merge == "continue" else "start" if merge else "")


def view_table(filled: FilledTable, id: str, page: Page, say: Callable[[str], str]) -> Table:
    """An official table as it is printed; `say` renders wording in heads and row names. Heights are the least (see pages.rows)."""
    view = filled.view
    head = tuple([tuple([say(text) for text in row]) for row in view.head])
    widths = grid_widths(tuple([c.width for s in view.stacks for c in s.columns]), page)
    body = tuple(_body(filled, say)) if view.empty.rows or not filled.empty else ()
    before = tuple(_empty_rows(filled)) if filled.empty else ()
    rows = (*head_rows(head, view.head_height), *before, *body)
    return Table(id, widths, rows, description=say(view.title))


def _empty_rows(filled: FilledTable) -> Iterator[Row]:
    """What stands in a table without a single amount before its rows: a text in the first cell, and blank rows."""
    view = filled.view
    texts = [*([view.empty.text] if view.empty.text else []), *[""] * view.empty.blank]
    for number, text in enumerate(texts, 1):
        cells = [Cell("", column.style) for column in view.columns()]
        cells[0] = Cell(text, cells[0].style)
        yield Row(f"空表{number}", tuple(cells), view.row_height)


def _body(filled: FilledTable, say: Callable[[str], str]) -> Iterator[Row]:
    stacks = filled.stacks
    top, bottom = max(len(s.top) for s in stacks), max(len(s.bottom) for s in stacks)
    placed = [_placed(stack, top, bottom) for stack in stacks]
    used: dict[str, int] = {}
    counts = [0] * len(stacks)
    for number in range(top + bottom):
        rows = [column[number] for column in placed]
        cells: list[Cell] = []
        for place, (stack, row) in enumerate(zip(stacks, rows, strict=True)):
            counts[place] += row is not None and row.counted
            cells.extend(_blank_cells(stack) if row is None else _cells(filled, stack, row, counts[place], say))
        key = "|".join("" if row is None else row.key for row in rows)
        used[key] = used.get(key, 0) + 1
        yield Row(f"{key}#{used[key]}" if used[key] > 1 or not key.strip("|") else key, tuple(cells), filled.view.row_height)


def _placed(stack: StackTable, top: int, bottom: int) -> list[TableRow | None]:
    """The rows of a stack with the gap that brings its last rows to the foot of the table."""
    gap: list[TableRow | None] = [None] * (top + bottom - len(stack.top) - len(stack.bottom))
    return [*stack.top, *gap, *stack.bottom]


def _blank_cells(stack: StackTable) -> Iterator[Cell]:
    for column in stack.stack.columns:
        yield Cell("", column.style)


def _cells(filled: FilledTable, stack: StackTable, row: TableRow, number: int, say: Callable[[str], str]) -> Iterator[Cell]:
    default = filled.view.format
    columns = stack.stack.columns
    named = _named_across(row, columns)
    if named:
        yield Cell(say(row.name), row.style or columns[0].style, named, indent=row.level)
    for column in columns[named:]:
        if isinstance(column, ComputedColumn) and column.rule != "差":
            yield Cell(_percent(filled, row, column), column.style, origin=CellOrigin(filled, row, column.name))
        elif not isinstance(column, TextColumn):
            amount = row.amounts.get(column.name)
            shown = "" if amount is None else (column.format or default).show(amount)
            yield Cell(shown, column.style, origin=CellOrigin(filled, row, column.name))
        else:
            text = text_of(row, column, stack.stack, filled.view, filled.figures, number if row.counted else 0)
            style = row.style or column.style
            yield Cell(say(text) if not row.keys else text, style, indent=row.level if column.indent else 0)


def _percent(filled: FilledTable, row: TableRow, column: ComputedColumn) -> str:
    percent = filled.percent(row, column)
    if percent is None:
        known = column.first in row.amounts and column.second in row.amounts
        return column.without_base if known and row.amounts[column.first] else ""
    return f"{percent:.{column.places}f}" + ("%" if column.sign else "")


def _named_across(row: TableRow, columns: Sequence[Column]) -> int:
    """How many columns the name of a row without a key of its own (合计) stands across: those for codes and names at the left."""
    if row.keys:
        return 0
    texts = tuple(takewhile(lambda c: isinstance(c, TextColumn) and c.show.endswith(("编码", "名称")), columns))
    return len(texts) if len(texts) > 1 else 0


Names = Mapping[str, Any]
Say = Callable[[FormCell, Names], Text]
Prepared = Cell | tuple[FormCell, Merge]
"""A cell of a form: as it stands in the form of every record, or wording to be said for each and how the cell is merged."""


class FormTables:
    """The tables of one form; `say` renders the wording of a cell. What is the same for all records is made once."""

    def __init__(self, form: FormSpec, page: Page, say: Say) -> None:
        self._form, self._say = form, say
        self._widths = grid_widths(form.widths, page)
        below = [*(_continued(row) for row in form.rows[1:]), set[int]()]
        self._rows = [self._prepared(row, under) for row, under in zip(form.rows, below, strict=True)]

    def table(self, id: str, indicators: Sequence[Indicator], names: Names) -> Table:
        """The form filled for one record, whose wording may use `names`; `indicators` are those of the record."""
        rows: list[Row] = []
        height = self._form.row_height
        for number, row in enumerate(self._rows, 1):
            if isinstance(row, IndicatorRows):
                rows.extend(_indicator_rows(row, indicators, height))
            else:
                cells = tuple([c if isinstance(c, Cell) else self._said(*c, names) for c in row])
                rows.append(Row(f"行{number}", cells, height))
        return Table(id, self._widths, tuple(rows), description=self._form.name, margin=3.0)

    def _prepared(self, row: tuple[FormCell, ...] | IndicatorRows, below: set[int]) -> list[Prepared] | IndicatorRows:
        """A row made ready; `below` are the grid columns in which the next row continues it."""
        if isinstance(row, IndicatorRows):
            return row
        cells: list[Prepared] = []
        for column, cell in _placed_cells(row):
            merge: Merge = "start" if column in below else ""
            if cell.text == ABOVE:
                cells.append(Cell("", cell.style, cell.span, "continue"))
            else:
                cells.append((cell, merge) if "{" in cell.text else self._said(cell, merge, {}))
        return cells

    def _said(self, cell: FormCell, merge: Merge, names: Names) -> Cell:
        text = self._say(cell, names)
        return Cell(text.plain, cell.style, cell.span, merge, cell.indent, origin=text)


def _continued(row: tuple[FormCell, ...] | IndicatorRows) -> set[int]:
    """The grid columns in which a row continues the cell above."""
    if isinstance(row, IndicatorRows):
        return {column for column, cell in enumerate(row.cells) if cell.field == ABOVE}
    return {column for column, cell in _placed_cells(row) if cell.text == ABOVE}


def _placed_cells(row: Sequence[FormCell]) -> Iterator[tuple[int, FormCell]]:
    column = 0
    for cell in row:
        yield column, cell
        column += cell.span


def _indicator_rows(spec: IndicatorRows, indicators: Sequence[Indicator], height: float) -> Iterator[Row]:
    for first, seconds in _levels(spec, indicators):
        paired = [
            (second, _paired([i for i in indicators if i.first == first and _same_second(i.second, second)]))
            for second in seconds
        ]
        count, done = sum(len(pairs) for _, pairs in paired), 0
        for second, pairs in paired:
            for number, pair in enumerate(pairs):
                levels = {"一级指标": (first, _merge(done, count)), "二级指标": (second, _merge(number, len(pairs)))}
                cells = tuple([_indicator_cell(c, levels, pair) for c in spec.cells])
                yield Row(f"指标/{first}/{second}/{number + 1}", cells, height)
                done += 1


def _merge(number: int, count: int) -> Merge:
    """How the cell in row `number` (from 0) of `count` rows merged into one is marked."""
    return "continue" if number else "start" if count > 1 else ""


def _same_second(name: str, second: str) -> bool:
    """服务对象满意度 and 服务对象满意度指标 are one."""
    return name.removesuffix("指标") == second.removesuffix("指标")


def _levels(spec: IndicatorRows, indicators: Sequence[Indicator]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The levels of the form, and after them those that only the record has."""
    known = dict(spec.levels)
    extra: dict[str, list[str]] = {}
    for i in indicators:
        if not any(_same_second(i.second, s) for s in (*known.get(i.first, ()), *extra.get(i.first, ()))):
            extra.setdefault(i.first, []).append(i.second)
    for first in dict.fromkeys((*known, *(i.first for i in indicators))):
        yield first, (*known.get(first, ()), *extra.get(first, ()))


Pair = tuple[Indicator | None, Indicator | None]


def _paired(indicators: Sequence[Indicator]) -> list[Pair]:
    """The indicators of one second level side by side: (for the whole term, for the year); one row even where there are none."""
    term = [i for i in indicators if i.period != "年度"]
    year = [i for i in indicators if i.period != "实施期"]
    count = max(len(term), len(year), 1)
    return [(term[n] if n < len(term) else None, year[n] if n < len(year) else None) for n in range(count)]


def _indicator_cell(spec: IndicatorCell, levels: Mapping[str, tuple[str, Merge]], pair: Pair) -> Cell:
    """A cell of a row of indicators; `levels` are the names of its two levels, and how they are merged over rows."""
    if spec.field == ABOVE:
        return Cell("", spec.style, merge="continue")
    if spec.field in levels:
        name, merge = levels[spec.field]
        return Cell("" if merge == "continue" else name, spec.style, merge=merge)
    indicator = pair[1] if spec.period == "年度" else pair[0]
    if indicator is None:
        return Cell("", spec.style)
    text, field = (indicator.third, "third") if spec.field == "三级指标" else (indicator.value, "value")
    return Cell(text, spec.style, origin=indicator.source.place(field) if indicator.source else None)
