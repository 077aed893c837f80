"""Official tables as they are printed: views filled from figures, laid out on a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, takewhile

from assembler.cells import Cell, CellLayout, Cells, RowLayout, row_layout
from assembler.description import LateRows, Row, Table
from assembler.grids import grid_widths, head_rows
from assembler.look import Page
from figures.lean import lean
from figures.row_texts import text_teller
from figures.tables import StackTable, TableRow
from figures.tables import Table as FilledTable
from figures.views import Column, ComputedColumn, TextColumn

Say = Callable[[str], str]


@lean
class CellOrigin:
    """What a cell of an official table was made from: the table, and its row and column there."""

    table: FilledTable
    row: TableRow
    column: str


def view_table(filled: FilledTable, id: str, page: Page, say: Say) -> Table:
    """An official table as it is printed; `say` renders wording in heads and row names, all of it at once.

    The rows are made when they are looked at; their heights are the least (see pages.rows).
    """
    view = filled.view
    head = tuple([tuple([say(text) for text in row]) for row in view.head])
    widths = grid_widths(tuple([c.width for s in view.stacks for c in s.columns]), page)
    printed = _PrintedRows(filled, say) if view.empty.rows or not filled.empty else None

    def rows() -> Iterator[Row]:
        yield from head_rows(head, view.head_height)
        if filled.empty:
            yield from _empty_rows(filled)
        if printed is not None:
            yield from printed.rows()

    return Table(id, widths, LateRows(lambda: tuple(rows())), description=say(view.title))


def _empty_rows(filled: FilledTable) -> Iterator[Row]:
    """What stands in a table without a single amount before its rows: a text in the first cell, and blank rows."""
    view = filled.view
    texts = [*([view.empty.text] if view.empty.text else []), *[""] * view.empty.blank]
    for number, text in enumerate(texts, 1):
        cells = [Cell("", column.style) for column in view.columns()]
        cells[0] = Cell(text, cells[0].style)
        yield Row(f"空表{number}", tuple(cells), view.row_height)


class _PrintedRows:
    """The rows of a table below its head; their wording is said when this is made."""

    def __init__(self, filled: FilledTable, say: Say) -> None:
        top, bottom = max(len(s.top) for s in filled.stacks), max(len(s.bottom) for s in filled.stacks)
        self._filled = filled
        self._stacks = [_PrintedStack(filled, stack, say, _placed(stack, top, bottom)) for stack in filled.stacks]

    def rows(self) -> Iterator[Row]:
        """The rows, from the top of the table to its foot."""
        filled, stacks = self._filled, self._stacks
        placed = tuple([stack.rows for stack in stacks])
        texts, *beside = [stack.texts() for stack in stacks]
        for more in beside:
            texts = [a + b for a, b in zip(texts, more, strict=True)]
        layouts: dict[tuple[_Kind, ...], RowLayout] = {}
        height = filled.view.row_height
        kinds_of = zip(*[stack.kinds() for stack in stacks], strict=True)
        for number, (key, kinds, of) in enumerate(zip(_keys(placed), kinds_of, texts, strict=True)):
            layout = layouts.get(kinds)
            if layout is None:
                parts = [stack.layout(kind) for stack, kind in zip(stacks, kinds, strict=True)]
                layout = layouts[kinds] = row_layout(tuple([cell for part in parts for cell in part]))
            yield Row(key, FigureCells(layout, of, filled, placed, number), height)


def _placed(stack: StackTable, top: int, bottom: int) -> list[TableRow | None]:
    """The rows of a stack with the gap that brings its last rows to the foot of the table."""
    gap: list[TableRow | None] = [None] * (top + bottom - len(stack.top) - len(stack.bottom))
    return [*stack.top, *gap, *stack.bottom]


Placed = Sequence[Sequence[TableRow | None]]
"""The rows of the tables side by side, from the top of the table to its foot, None where one has none."""


def _keys(placed: Placed) -> Iterator[str]:
    """The keys of rows side by side, told apart by a number where they are the same or blank."""
    used: dict[str, int] = {}
    keys = [["" if row is None else row.key for row in rows] for rows in placed]
    for key in keys[0] if len(keys) == 1 else map("|".join, zip(*keys, strict=True)):
        number = used[key] = used.get(key, 0) + 1
        yield f"{key}#{number}" if number > 1 or not key.strip("|") else key


_Kind = tuple[int, str, int]
"""How a row of a stack is laid out: how many columns its name stands across (-1 for a blank row), its style, its level."""

_BLANK: _Kind = (-1, "", 0)


class _PrintedStack:
    """One of the tables side by side; `rows` are its rows from the top of the table to its foot, None where it has none."""

    def __init__(self, filled: FilledTable, stack: StackTable, say: Say, rows: Sequence[TableRow | None]) -> None:
        self.rows = rows
        self._filled = filled
        self._columns = stack.stack.columns
        self._across = name_columns(self._columns)
        self._tellers = {
            position: text_teller(column, stack.stack, filled.view, filled.figures)
            for position, column in enumerate(self._columns)
            if isinstance(column, TextColumn)
        }
        there = [row for row in rows if row is not None]
        counted = accumulate([int(row.counted) for row in there])
        self._numbered = [(row, number if row.counted else 0) for row, number in zip(there, counted, strict=True)]
        """The rows with their running numbers, 0 for rows that have none."""
        self._said = self._say(say)

    def _say(self, say: Say) -> Mapping[str, str]:
        """What is said of rows without a key of their own, by its wording."""
        rows = [(row, number) for row, number in self._numbered if not row.keys]
        told = [tell(row, n) for at, tell in self._tellers.items() if at >= self._across for row, n in rows]
        told += [row.name for row, _ in rows] if self._across else []
        return {text: say(text) for text in told}

    def kinds(self) -> list[_Kind]:
        """How each row lies."""
        across, known = self._across, {_BLANK: _BLANK}
        kinds = [_BLANK if row is None else (0 if row.keys else across, row.style, row.level) for row in self.rows]
        return [known.setdefault(kind, kind) for kind in kinds]

    def texts(self) -> list[tuple[str, ...]]:
        """The texts of each row's cells, worked out column by column."""
        blank = ("",) * len(self._columns)
        rows = self._numbered
        found = list(zip(*self._text_columns(rows), strict=True)) or [blank] * len(rows)
        if self._across:
            for i, (row, _) in enumerate(rows):
                if not row.keys:
                    found[i] = (self._said[row.name], *found[i][self._across :])
        following = iter(found)
        return found if len(rows) == len(self.rows) else [blank if row is None else next(following) for row in self.rows]

    def layout(self, kind: _Kind) -> Iterator[CellLayout]:
        """The cells of a row of this kind."""
        named, style, level = kind
        if named > 0:
            yield CellLayout(style or self._columns[0].style, named, indent=level)
        for column in self._columns[max(named, 0) :]:
            if isinstance(column, TextColumn):
                yield CellLayout(style or column.style, indent=level if column.indent else 0)
            else:
                yield CellLayout(column.style)

    def _text_columns(self, rows: Sequence[tuple[TableRow, int]]) -> Iterator[list[str]]:
        """The texts of the rows in each column; those that the name of a row stands across are left out of it."""
        filled, said = self._filled, self._said
        cells = [row.amounts for row, _ in rows]
        for position, column in enumerate(self._columns):
            if isinstance(column, TextColumn):
                tell, covered = self._tellers[position], position < self._across
                yield [tell(row, n) if row.keys else "" if covered else said[tell(row, n)] for row, n in rows]
            elif isinstance(column, ComputedColumn) and column.rule != "差":
                yield [_percent(filled, row, column) for row, _ in rows]
            else:
                name, shown = column.name, filled.figures.shown(column.format or filled.view.format)
                yield [shown[amounts[name]] if name in amounts else "" for amounts in cells]


class FigureCells(Cells):
    """The cells of a printed row of figures, whose origins are made when asked for: explanations and findings ask for few."""

    __slots__ = ("_filled", "_number", "_placed")

    def __init__(self, layout: RowLayout, texts: tuple[str, ...], filled: FilledTable, placed: Placed, number: int) -> None:
        self.layout, self.texts = layout, texts
        self._filled, self._placed, self._number = filled, placed, number

    @property
    def origins(self) -> Sequence[CellOrigin | None]:
        """The table, row and column of each figure."""
        found: list[CellOrigin | None] = []
        for stack, rows in zip(self._filled.stacks, self._placed, strict=True):
            columns, row = stack.stack.columns, rows[self._number]
            named = 0 if row is None or row.keys else name_columns(columns)
            found += [None] * (named > 0)
            for column in columns[named:]:
                known = row is not None and not isinstance(column, TextColumn)
                found.append(CellOrigin(self._filled, row, column.name) if row is not None and known else None)
        return found


def _percent(filled: FilledTable, row: TableRow, column: ComputedColumn) -> str:
    percent = filled.percent(row, column)
    if percent is None:
        known = column.first in row.amounts and column.second in row.amounts
        return column.without_base if known and row.amounts[column.first] else ""
    return f"{percent:.{column.places}f}" + ("%" if column.sign else "")


@lru_cache(maxsize=256)
def name_columns(columns: tuple[Column, ...]) -> int:
    """How many columns the name of a row without a key of its own (合计) stands across: those for codes and names at the left."""
    texts = tuple(takewhile(lambda c: isinstance(c, TextColumn) and c.show.endswith(("编码", "名称")), columns))
    return len(texts) if len(texts) > 1 else 0
