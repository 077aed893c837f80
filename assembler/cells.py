"""The cells of a table's row: how they lie is shared by many rows, what stands in them is each row's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Literal, NamedTuple, overload

from figures.lean import lean

Merge = Literal["", "start", "continue"]
Mark = Literal["", "missing"]


@lean
class Cell:
    """A cell of a table: text (lines parted by "\\n" are paragraphs), its style, how many grid columns it spans.

    Cells merged over rows stand in each row: the first with merge "start", those below with "continue" and no text.
    `indent` is in characters (levels of a classification). `origin` is what the text was made from.
    """

    text: str
    style: str
    span: int = 1
    merge: Merge = ""
    indent: int = 0
    mark: Mark = ""
    origin: object | None = None


class CellLayout(NamedTuple):
    """What a cell is apart from its text and origin."""

    style: str
    span: int = 1
    merge: Merge = ""
    indent: int = 0
    mark: Mark = ""


class RowLayout:
    """How the cells of a row lie. Equal layouts are one object (`row_layout`), so that what follows from one is worked out once."""

    __slots__ = ("cells", "columns", "marked", "merged", "starting")

    def __init__(self, cells: tuple[CellLayout, ...]) -> None:
        self.cells = cells
        self.columns: tuple[int, ...] = tuple(accumulate((c.span for c in cells[:-1]), initial=0)) if cells else ()
        """The grid column in which each cell begins."""
        self.marked = any(c.mark for c in cells)
        self.merged = frozenset(column for column, c in zip(self.columns, cells, strict=True) if c.merge == "continue")
        """The grid columns in which the row continues the one above."""
        self.starting = tuple(i for i, c in enumerate(cells) if c.merge == "start")


@lru_cache(maxsize=1 << 14)
def row_layout(cells: tuple[CellLayout, ...]) -> RowLayout:
    """The layout of a row with such cells."""
    return RowLayout(cells)


class Cells(Sequence[Cell]):
    """A row's cells as a layout, a text for each, and the origins of the texts (a sequence as long, or empty where there are none)."""

    __slots__ = ("_origins", "layout", "texts")

    def __init__(self, layout: RowLayout, texts: tuple[str, ...], origins: Sequence[object | None] = ()) -> None:
        self.layout = layout
        self.texts = texts
        self._origins = origins

    @property
    def origins(self) -> Sequence[object | None]:
        """What each text was made from; empty where nothing is known of that."""
        return self._origins

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, index: int) -> Cell: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Cell, ...]: ...
    def __getitem__(self, index: int | slice) -> Cell | tuple[Cell, ...]:
        if isinstance(index, slice):
            return tuple(self)[index]
        origins = self.origins
        origin = origins[index] if origins else None
        return Cell(self.texts[index], *self.layout.cells[index], origin)

    def __iter__(self) -> Iterator[Cell]:
        return (self[i] for i in range(len(self.texts)))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Cells):
            if self.texts != other.texts or self.layout.cells != other.layout.cells:
                return False
            if not self.origins and not other.origins:
                return True
        return tuple(self) == tuple(other) if isinstance(other, (Cells, tuple)) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


def laid_out(cells: Sequence[Cell]) -> Cells:
    """Cells with their layout and texts apart."""
    if isinstance(cells, Cells):
        return cells
    layout = row_layout(tuple([CellLayout(c.style, c.span, c.merge, c.indent, c.mark) for c in cells]))
    return Cells(layout, tuple([c.text for c in cells]), tuple([c.origin for c in cells]))
