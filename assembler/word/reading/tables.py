"""Tables of a finished document: their rows and cells as they stand."""

from __future__ import annotations

from lxml import etree

from assembler.cells import Merge
from assembler.word.reading.inline import text_of
from assembler.word.values import W, value
from figures.lean import frozen

_CONTAINERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"})


@frozen(slots=True)
class FileCell:
    """A cell: its element, the grid columns it covers, and how it is merged with its neighbours above and below."""

    element: etree._Element
    span: int
    merge: Merge

    @property
    def text(self) -> str:
        """Its text, paragraphs parted by line feeds."""
        return "\n".join(text_of(p) for p in self.paragraphs)

    @property
    def paragraphs(self) -> list[etree._Element]:
        """Its own paragraphs, not those of a table in it."""
        return self.element.findall(f"{W}p")


@frozen(slots=True)
class FileRow:
    """A row: its element and its cells."""

    element: etree._Element
    cells: tuple[FileCell, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of its cells."""
        return tuple(cell.text for cell in self.cells)

    @property
    def shape(self) -> tuple[int, ...]:
        """What its cells span."""
        return tuple(cell.span for cell in self.cells)


def rows_of(table: etree._Element) -> list[FileRow]:
    """The rows of a table."""
    return [FileRow(row, tuple(_cell(c) for c in _inner(row, f"{W}tc"))) for row in _inner(table, f"{W}tr")]


def _inner(parent: etree._Element, tag: str) -> list[etree._Element]:
    found: list[etree._Element] = []
    for child in parent:
        if child.tag == tag:
            found.append(child)
        elif child.tag in _CONTAINERS:
            found += _inner(child, tag)
    return found


def _cell(element: etree._Element) -> FileCell:
    properties = element.find(f"{W}tcPr")
    if properties is None:
        return FileCell(element, 1, "")
    span = value(properties.find(f"{W}gridSpan"))
    merge = properties.find(f"{W}vMerge")
    merged: Merge = "" if merge is None else "start" if value(merge) == "restart" else "continue"
    return FileCell(element, int(span) if span.isdecimal() and 0 < int(span) < 1000 else 1, merged)


def grid_texts(table: etree._Element) -> list[tuple[str, ...]]:
    """The texts of the cells, row by row."""
    return [row.texts for row in rows_of(table)]
