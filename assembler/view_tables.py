"""Official tables as they are printed: views filled from figures, laid out on a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import takewhile
from typing import Any

from assembler.cells import Cell, CellLayout, Cells, RowLayout, row_layout
from assembler.description import Row, Table
from assembler.grids import grid_widths, head_rows
from assembler.look import Page
from figures.lean import lean
from figures.row_texts import text_of
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


def _body(filled: FilledTable, say: Say) -> Iterator[Row]:
    stacks = filled.stacks
    top, bottom = max(len(s.top) for s in stacks), max(len(s.bottom) for s in stacks)
    printed = [_PrintedStack(filled, stack, say) for stack in stacks]
    layouts: dict[tuple[_Kind, ...], RowLayout] = {}
    used: dict[str, int] = {}
    height = filled.view.row_height
    for rows in zip(*[_placed(stack, top, bottom) for stack in stacks], strict=True):
        kinds: tuple[_Kind, ...] = ()
        texts: list[str] = []
        for stack, row in zip(printed, rows, strict=True):
            kinds += (stack.tell(row, texts),)
        layout = layouts.get(kinds)
        if layout is None:
            parts = [stack.layout(kind) for stack, kind in zip(printed, kinds, strict=True)]
            layout = layouts[kinds] = row_layout(tuple([cell for part in parts for cell in part]))
        key = "|".join(["" if row is None else row.key for row in rows])
        used[key] = used.get(key, 0) + 1
        again = used[key] > 1 or not key.strip("|")
        yield Row(f"{key}#{used[key]}" if again else key, Cells(layout, texts, CellOrigins(filled, rows)), height)


def _placed(stack: StackTable, top: int, bottom: int) -> list[TableRow | None]:
    """The rows of a stack with the gap that brings its last rows to the foot of the table."""
    gap: list[TableRow | None] = [None] * (top + bottom - len(stack.top) - len(stack.bottom))
    return [*stack.top, *gap, *stack.bottom]


_Kind = tuple[int, str, int]
"""How a row of a stack is laid out: how many columns its name stands across (-1 for a blank row), its style, its level."""

_BLANK: _Kind = (-1, "", 0)


class _PrintedStack:
    """One of the tables side by side, row by row."""

    def __init__(self, filled: FilledTable, stack: StackTable, say: Say) -> None:
        self._filled, self._stack, self._say = filled, stack.stack, say
        self._columns = stack.stack.columns
        self._across = name_columns(self._columns)
        self._tellers = [self._teller(column) for column in self._columns]
        self._counted = 0

    def tell(self, row: TableRow | None, texts: list[str]) -> _Kind:
        """Adds the texts of a row's cells, and says how they lie."""
        if row is None:
            texts += [""] * len(self._columns)
            return _BLANK
        self._counted += row.counted
        if row.keys or not self._across:
            texts += [tell(row) for tell in self._tellers]
            return 0, row.style, row.level
        texts.append(self._say(row.name))
        texts += [tell(row) for tell in self._tellers[self._across :]]
        return self._across, row.style, row.level

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

    def _teller(self, column: Column) -> Callable[[TableRow], str]:
        """What says the text of a column's cell in a row."""
        if isinstance(column, TextColumn):
            return partial(self._text, column)
        if isinstance(column, ComputedColumn) and column.rule != "差":
            return lambda row: _percent(self._filled, row, column)
        name, shown = column.name, self._filled.figures.shown(column.format or self._filled.view.format)
        return lambda row: shown[row.amounts[name]] if name in row.amounts else ""

    def _text(self, column: TextColumn, row: TableRow) -> str:
        number = self._counted if row.counted else 0
        text = text_of(row, column, self._stack, self._filled.view, self._filled.figures, number)
        return text if row.keys else self._say(text)


class CellOrigins(Sequence[CellOrigin | None]):
    """The origins of the cells of a printed row, made when asked for: explanations and findings ask for few."""

    __slots__ = ("_filled", "_rows")

    def __init__(self, filled: FilledTable, rows: tuple[TableRow | None, ...]) -> None:
        self._filled, self._rows = filled, rows

    def __len__(self) -> int:
        return len(self._all())

    def __getitem__(self, index: Any) -> Any:
        return self._all()[index]

    def __bool__(self) -> bool:
        return True

    def _all(self) -> list[CellOrigin | None]:
        found: list[CellOrigin | None] = []
        for stack, row in zip(self._filled.stacks, self._rows, strict=True):
            columns = stack.stack.columns
            named = 0 if row is None or row.keys else name_columns(columns)
            found += [None] * (named > 0)
            for column in columns[named:]:
                found.append(
                    CellOrigin(self._filled, row, column.name) if row is not None and not isinstance(column, TextColumn) else None
                )
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
