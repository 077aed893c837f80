"""The plain description of a document: what is printed, independent of any file format.

Sections of blocks; each block has an identity that does not depend on its position, the name of a style, and content that still carries
its provenance. The page calculator, the writer, explain and diff all read it. Lengths are points unless a name says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import overload

from assembler.cells import Cell, Mark
from figures.lean import frozen, lean
from narratives.text import Piece


@lean
class Run:
    """A stretch of text with one look. `mark` "missing" is highlighted: something the officer still has to write."""

    text: str
    mark: Mark = ""
    origin: Piece | None = None


@frozen(slots=True)
class Entry:
    """A block's line in the contents.

    `by_field` entries stand there by a TC field with text of their own (the label 表一 stands in the contents only); others by the
    outline level of their paragraph's style, and then `text` is the paragraph's text.
    """

    text: str
    level: int
    by_field: bool = False


@lean
class Paragraph:
    """A paragraph; `id` is "" for one that carries nothing (an empty line of air)."""

    id: str
    style: str
    runs: tuple[Run, ...] = ()
    new_page: bool = False
    entry: Entry | None = None

    @property
    def text(self) -> str:
        """The text as printed."""
        return "".join([r.text for r in self.runs])


@lean
class Row:
    """A row of a table; its height is exact (see `pages.rows`) and `key` is its identity within the table.

    With `keep_next` it stands on the page of the row after it (see `pages.together`).
    `cells` is a tuple, or (where rows are made by the hundred) `Cells`, which stands for the same.
    """

    key: str
    cells: Sequence[Cell]
    height: float
    header: bool = False
    keep_next: bool = False


class LateRows(Sequence[Row]):
    """The rows of a table, made when they are first looked at: who only asks what is wrong with figures and wording does without them.

    All wording has been said before; `worded` are the rows that hold pieces of it, as they were before they were laid out.
    """

    __slots__ = ("_make", "_rows", "worded")

    def __init__(self, make: Callable[[], Sequence[Row]], worded: Sequence[Row] = ()) -> None:
        self.worded = worded
        self._make: Callable[[], Sequence[Row]] | None = make
        self._rows: tuple[Row, ...] = ()

    @property
    def made(self) -> tuple[Row, ...]:
        """The rows themselves."""
        make = self._make
        if make is not None:
            self._rows = tuple(make())
            self._make = None
        return self._rows

    def __len__(self) -> int:
        return len(self.made)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        return self.made[index]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.made)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, LateRows):
            return self.made == other.made
        return self.made == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.made)

    def __repr__(self) -> str:
        return repr(self.made)


@frozen(slots=True)
class Table:
    """A table on a fixed grid; `widths` are the grid columns in twips. `description` is its alternative text.

    `rows` is a tuple, or `LateRows`, which stands for the same.
    """

    id: str
    widths: tuple[int, ...]
    rows: Sequence[Row]
    description: str = ""
    margin: float = 4.0
    """Space left and right of a cell's text, points."""


@frozen(slots=True)
class Slice:
    """One part of a chart: its name, its amount (a plain decimal as printed in the table) and its label (a share, as in the sentences)."""

    name: str
    value: str
    label: str
    origin: object | None = None


@frozen(slots=True)
class Chart:
    """A pie of shares, alone in a paragraph of style `style`, whose exact pitch leaves room for it."""

    id: str
    style: str
    title: str
    unit: str
    slices: tuple[Slice, ...]
    width: float
    height: float
    description: str


@frozen(slots=True)
class Contents:
    """The contents field: one line an entry, in styles by level; page numbers come from the page calculator."""

    id: str
    styles: tuple[str, ...]
    instruction: str


Block = Paragraph | Table | Chart | Contents


@frozen(slots=True)
class Section:
    """Blocks on pages of one geometry (a key of Look.pages). `restart` is the number that its first page gets, None to go on."""

    page: str
    blocks: tuple[Block, ...]
    restart: int | None = None
    numbered: bool = True


@frozen(slots=True)
class Document:
    """The whole document, and the properties of its file."""

    title: str
    author: str
    subject: str
    created: date
    sections: tuple[Section, ...]

    def blocks(self) -> Iterator[Block]:
        """All blocks in order."""
        for section in self.sections:
            yield from section.blocks

    def entries(self) -> Iterator[tuple[Paragraph, Entry]]:
        """The paragraphs that stand in the contents, in order."""
        for block in self.blocks():
            if isinstance(block, Paragraph) and block.entry is not None:
                yield block, block.entry
