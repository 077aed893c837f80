"""Tables and forms laid out on a grid: header grids with their merges, stacks side by side, rows of indicators."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assembler.blocks import FormCell, FormSpec, IndicatorCell, IndicatorRows
from assembler.description import Cell, Row, Table
from assembler.look import Look, Page
from figures.records import Indicator
from figures.tables import StackTable, TableRow, text_of
from figures.tables import Table as FilledTable
from figures.views import AmountColumn, View
from narratives.text import Text

LEFT, ABOVE = "<", "^"
HEAD_STYLE = "表头"


@dataclass(frozen=True, slots=True)
class CellOrigin:
    """What a cell of an official table was made from: the table, and its row and column there."""

    table: FilledTable
    row: TableRow
    column: str


def grid_widths(widths: Sequence[float], page: Page) -> tuple[int, ...]:
    """Widths in proportion, as twips that add up to the page's text width exactly."""
    total, room = sum(widths), round(page.text_width * 20)
    edges = [round(room * sum(widths[:i]) / total) for i in range(len(widths) + 1)]
    return tuple(b - a for a, b in pairwise(edges))


def head_rows(grid: Sequence[Sequence[str]], height: float, style: str = HEAD_STYLE) -> Iterator[Row]:
    """The rows of a header grid: "<" continues the cell to the left, "^" the one above."""
    owners: list[list[tuple[int, int]]] = []
    for r, texts in enumerate(grid):
        owners.append([])
        for c, text in enumerate(texts):
            left, above = text == LEFT and c > 0, text == ABOVE and r > 0
            owners[r].append(owners[r][c - 1] if left else owners[r - 1][c] if above else (r, c))
    for r in range(len(grid)):
        yield Row(f"表头{r + 1}", tuple(_head_cells(grid, owners, r, style)), height, header=True)


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
    head = [[say(text) for text in row] for row in view.head]
    widths = grid_widths([c.width for s in view.stacks for c in s.columns], page)
    body = () if filled.empty and view.empty_rows == "无" else tuple(_body(filled, say))
    rows = (*head_rows(head, view.head_height), *body)
    return Table(id, widths, rows, description=say(view.title))


def _body(filled: FilledTable, say: Callable[[str], str]) -> Iterator[Row]:
    stacks = filled.stacks
    top, bottom = max(len(s.top) for s in stacks), max(len(s.bottom) for s in stacks)
    placed = [_placed(stack, top, bottom) for stack in stacks]
    used: dict[str, int] = {}
    for number in range(top + bottom):
        rows = [column[number] for column in placed]
        cells: list[Cell] = []
        for stack, row in zip(stacks, rows, strict=True):
            cells.extend(_blank_cells(stack) if row is None else _cells(filled, stack, row, number + 1, say))
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
    for column in stack.stack.columns:
        if isinstance(column, AmountColumn):
            amount = row.amounts.get(column.name)
            shown = "" if amount is None else (column.format or default).show(amount)
            yield Cell(shown, column.style, origin=CellOrigin(filled, row, column.name))
        else:
            text = text_of(row, column, filled.figures, number)
            style = row.style or column.style
            yield Cell(say(text) if not row.keys else text, style, indent=row.level if column.indent else 0)


def form_table(form: FormSpec, id: str, page: Page, indicators: Sequence[Indicator], say: Callable[[FormCell], Text]) -> Table:
    """A form filled for one record; `say` renders the wording of its cells, `indicators` are those of the record."""
    rows: list[Row] = []
    for spec in form.rows:
        if isinstance(spec, IndicatorRows):
            rows.extend(_indicator_rows(spec, indicators, form.row_height))
        else:
            rows.append(Row(f"行{len(rows) + 1}", tuple(_form_cell(c, say) for c in spec), form.row_height))
    return Table(id, grid_widths(form.widths, page), _with_merge_starts(rows), description=form.name, margin=3.0)


def _form_cell(cell: FormCell, say: Callable[[FormCell], Text]) -> Cell:
    if cell.text == ABOVE:
        return Cell("", cell.style, cell.span, "continue")
    text = say(cell)
    return Cell(text.plain, cell.style, cell.span, indent=cell.indent, origin=text)


def _with_merge_starts(rows: Sequence[Row]) -> tuple[Row, ...]:
    """A cell above one that continues is the start of the merge."""
    done: list[Row] = []
    for number, row in enumerate(rows):
        below = _continued(rows[number + 1]) if number + 1 < len(rows) else {}
        cells, column = [], 0
        for cell in row.cells:
            starts = below.get(column) and not cell.merge
            cells.append(Cell(cell.text, cell.style, cell.span, "start", cell.indent, cell.mark, cell.origin) if starts else cell)
            column += cell.span
        done.append(Row(row.key, tuple(cells), row.height, row.header))
    return tuple(done)


def _continued(row: Row) -> Mapping[int, bool]:
    found, column = {}, 0
    for cell in row.cells:
        found[column] = cell.merge == "continue"
        column += cell.span
    return found


def _indicator_rows(spec: IndicatorRows, indicators: Sequence[Indicator], height: float) -> Iterator[Row]:
    for first, seconds in _levels(spec, indicators):
        new_first = True
        for second in seconds:
            pairs = _paired([i for i in indicators if i.first == first and _same_second(i.second, second)])
            for number, pair in enumerate(pairs):
                cells = tuple(_indicator_cell(c, first, second, pair, new_first, number == 0) for c in spec.cells)
                yield Row(f"指标/{first}/{second}/{number + 1}", cells, height)
                new_first = False


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


def _indicator_cell(spec: IndicatorCell, first: str, second: str, pair: Pair, new_first: bool, new_second: bool) -> Cell:
    if spec.field == ABOVE:
        return Cell("", spec.style, merge="continue")
    if spec.field == "一级指标":
        return Cell(first if new_first else "", spec.style, merge="" if new_first else "continue")
    if spec.field == "二级指标":
        return Cell(second if new_second else "", spec.style, merge="" if new_second else "continue")
    indicator = pair[1] if spec.period == "年度" else pair[0]
    if indicator is None:
        return Cell("", spec.style)
    text, name = (indicator.third, "third") if spec.field == "三级指标" else (indicator.value, "value")
    return Cell(text, spec.style, origin=indicator.source.place(name) if indicator.source else None)


def missing_styles(view: View, look: Look) -> Iterator[str]:
    """The styles that a view names and the look does not have."""
    names = {c.style for s in view.stacks for c in s.columns} | {HEAD_STYLE}
    yield from sorted(names - set(look.styles))
