"""Heights of table rows, exact and computed here, so that no text is cut off in Word or in LibreOffice."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from assembler.description import Cell, Row, Table
from assembler.look import Look, Style
from assembler.pages.lines import count_lines
from assembler.pages.plan import style_of
from assembler.pages.profiles import PROFILES

AIR = 3.0
"""Least free height of a row beside its lines, points: an exact row holds its border too, and letters shall not touch it."""

ROUNDING = 0.25
"""What a cell may come out narrower than its grid columns say, points: LibreOffice rounds the edges of columns one by one."""

TWIPS = 20
"""Twips in a point."""


def row_height(cells: Sequence[Cell], widths: Sequence[int], styles: Mapping[str, Style], minimum: float, margin: float) -> float:
    """The exact height of a row, points, whole twips: enough for its fullest cell in both profiles, at least `minimum`.

    `widths` are the grid columns in twips, `margin` the space left and right of a cell's text in points. Cells merged over rows are
    left out: they are the table's affair (`settle_rows`).
    """
    need, column = minimum, 0
    for cell in cells:
        if not cell.merge and cell.text:
            need = max(need, text_height(cell, _cell_width(cell, widths, column, margin), style_of(styles, cell.style)) + AIR)
        column += cell.span
    return _whole_twips(need)


def settle_rows(table: Table, look: Look) -> Table:
    """The table with heights that hold all text: rows raised above the given (least) height where needed.

    Where a cell merged over rows needs more than they give, the last of them is raised. LookError for a style the look lacks.
    """
    heights = [row_height(r.cells, table.widths, look.styles, r.height, table.margin) for r in table.rows]
    _raise_for_merged(heights, table, look.styles)
    rows = tuple(r if r.height == h else Row(r.key, r.cells, h, r.header) for r, h in zip(table.rows, heights, strict=True))
    return replace(table, rows=rows)


def text_height(cell: Cell, width: float, style: Style) -> float:
    """Height of a cell's text, points: the most lines that a profile makes of it at the style's pitch.

    `width` is what the cell gives to text, points; the cell's indent is taken from it.
    """
    room = width - cell.indent * style.size
    if "\n" not in cell.text:
        return _most_lines(cell.text, room, style) * style.pitch
    return sum(_most_lines(paragraph, room, style) for paragraph in cell.text.split("\n")) * style.pitch


def _most_lines(text: str, width: float, style: Style) -> int:
    if len(text) * style.size * 1.2 <= width - style.first_line - style.left - style.right:
        return 1
    return _most_lines_counted(text, width, style)


@lru_cache(maxsize=1 << 14)
def _most_lines_counted(text: str, width: float, style: Style) -> int:
    return max(count_lines(text, width, style, profile) for profile in PROFILES.values())


def _cell_width(cell: Cell, widths: Sequence[int], column: int, margin: float) -> float:
    grid = widths[column] if cell.span == 1 else sum(widths[column : column + cell.span])
    return grid / TWIPS - 2 * margin - ROUNDING


def _raise_for_merged(heights: list[float], table: Table, styles: Mapping[str, Style]) -> None:
    """Raise the last of the rows that a merged cell spans, where its text needs more than they give."""
    open_cells: dict[int, tuple[int, float]] = {}  # grid column: row where the cell begins, height that its text needs
    for number, row in enumerate((*table.rows, _NO_ROW)):
        if not open_cells and not any(cell.merge for cell in row.cells):
            continue
        columns = [0, *accumulate(cell.span for cell in row.cells)]
        continued = {c for c, cell in zip(columns, row.cells, strict=False) if cell.merge == "continue"}
        for column in [c for c in open_cells if c not in continued]:
            first, need = open_cells.pop(column)
            lacking = need - sum(heights[first:number])
            if lacking > 0:
                heights[number - 1] = _whole_twips(heights[number - 1] + lacking)
        for column, cell in zip(columns, row.cells, strict=False):
            if cell.merge == "start":
                width = _cell_width(cell, table.widths, column, table.margin)
                open_cells[column] = number, text_height(cell, width, style_of(styles, cell.style)) + AIR


_NO_ROW = Row("", (), 0.0)


def _whole_twips(height: float) -> float:
    """Rounded up to a whole twip, points."""
    return math.ceil(height * TWIPS - 1e-6) / TWIPS
