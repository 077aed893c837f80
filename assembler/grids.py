"""Grids that tables and forms lie on: widths of columns, and header grids with their merges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from assembler.cells import Cell, laid_out
from assembler.description import Row
from assembler.look import Page

LEFT, ABOVE = "<", "^"
HEAD_STYLE = "表头"


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
    cells = [laid_out(tuple(_head_cells(grid, owners, r, style))) for r in range(len(grid))]
    return tuple(Row(f"表头{r}", row, height, header=True) for r, row in enumerate(cells, 1))


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
