"""What changed in a document, as data: by section, its paragraphs, tables and charts."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from assembler.diff.words import Stretch
from figures.lean import frozen


@frozen(slots=True)
class ParagraphChange:
    """A paragraph with other words; `before` or `now` None where it stands in one document only. `sentences` are those that changed."""

    id: str
    before: str | None
    now: str | None
    sentences: tuple[tuple[Stretch, ...], ...]


@frozen(slots=True)
class CellChange:
    """A cell with another text: what its row and its column are called, and both texts."""

    row: str
    column: str
    before: str
    now: str


@frozen(slots=True)
class RowChange:
    """A row that stands in one of the tables only: the texts of its cells."""

    kind: str
    texts: tuple[str, ...]


@frozen(slots=True)
class TableChange:
    """A table with other cells or rows; `kind` "changed", "added" or "removed" (then all its rows are)."""

    id: str
    title: str
    kind: str
    cells: tuple[CellChange, ...] = ()
    rows: tuple[RowChange, ...] = ()


@frozen(slots=True)
class SliceChange:
    """A part of a chart with another amount or label; None and "" where it stands in one chart only."""

    name: str
    before: Decimal | None
    now: Decimal | None
    label_before: str = ""
    label_now: str = ""


@frozen(slots=True)
class ChartChange:
    """A chart with other parts; `kind` "changed", "added" or "removed"."""

    id: str
    title: str
    kind: str
    slices: tuple[SliceChange, ...]


@frozen(slots=True)
class Moved:
    """A block that stands at another place among those that are in both documents."""

    id: str
    title: str


BlockChange = ParagraphChange | TableChange | ChartChange | Moved


@dataclass(slots=True)
class SectionChange:
    """The changes under one heading."""

    id: str
    heading: str
    blocks: list[BlockChange] = field(default_factory=list)
