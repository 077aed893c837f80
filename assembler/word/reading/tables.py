"""Tables of a finished document: their rows and cells as they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lxml import etree

from assembler.cells import Merge
from assembler.word.reading.inline import SINGLES, text_of
from assembler.word.values import W, is_on, value

_CONTAINERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"})
_ROW, _CELL, _PARAGRAPH, _TEXT, _TAB = f"{W}tr", f"{W}tc", f"{W}p", f"{W}t", f"{W}tab"
_SPAN, _MERGE, _STYLE, _INDENT = f"{W}gridSpan", f"{W}vMerge", f"{W}pStyle", f"{W}ind"
_HEIGHT, _HEADER = f"{W}trHeight", f"{W}tblHeader"
_TEXTS = (_ROW, _CELL, _PARAGRAPH, _TEXT, _SPAN, *SINGLES)
_LOOKS = (_CELL, _PARAGRAPH, _STYLE, _INDENT, _MERGE)
_INTRICATE = (
    *_CONTAINERS,
    *(
        f"{W}{t}"
        for t in (
            "tbl",
            "del",
            "moveFrom",
            "txbxContent",
            "ruby",
            "pPrChange",
            "tcPrChange",
            "trPrChange",
            "smartTag",
            "fldSimple",
        )
    ),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
)
"""What may stand in a table beside plain rows, cells and runs; then its elements are gone through one by one."""


@dataclass(slots=True)
class FileCell:
    """A cell as it was when it was read: its element, the grid columns it covers, and its text (paragraphs parted by line feeds)."""

    element: etree._Element
    span: int = 1
    text: str = ""
    _look: CellLook | None = field(default=None, compare=False)

    @property
    def look(self) -> CellLook:
        """How it is merged and set, as it is when first asked for."""
        if self._look is None:
            self._look = _look(self.element)
        return self._look

    @property
    def merge(self) -> Merge:
        """How it is merged with its neighbours above and below."""
        return self.look.merge

    @property
    def paragraphs(self) -> list[etree._Element]:
        """Its own paragraphs, not those of a table in it."""
        return self.element.findall(_PARAGRAPH)


class CellLook(NamedTuple):
    """How a cell is merged with its neighbours above and below, and the style and left indent (twips) that its first paragraph names."""

    merge: Merge = ""
    style: str = ""
    left: str = ""


class FileRow(NamedTuple):
    """A row: its element, its cells and their texts."""

    element: etree._Element
    cells: tuple[FileCell, ...]
    texts: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """What its cells span."""
        return tuple([cell.span for cell in self.cells])

    @property
    def height(self) -> etree._Element | None:
        """The element that sets its height."""
        return self.element.find(f"{W}trPr/{_HEIGHT}")

    @property
    def keep_next(self) -> bool:
        """Whether it stands on the page of the row after it, as its first paragraph says."""
        first = self.cells[0].element.find(_PARAGRAPH) if self.cells else None
        found = None if first is None else first.find(f"{W}pPr/{W}keepNext")
        return found is not None and is_on(value(found))

    @property
    def header(self) -> bool:
        """Whether it is repeated on each page."""
        found = self.element.find(f"{W}trPr/{_HEADER}")
        return found is not None and is_on(value(found))


def rows_of(table: etree._Element) -> list[FileRow]:
    """The rows of a table."""
    if next(_below(table, *_INTRICATE), None) is None:
        return _plain_rows(table)
    return [_row(row, [_cell(c) for c in _inner(row, _CELL)]) for row in _inner(table, _ROW)]


def _row(element: etree._Element, cells: Sequence[FileCell]) -> FileRow:
    return FileRow(element, tuple(cells), tuple([cell.text for cell in cells]))


def note_looks(rows: Sequence[FileRow]) -> None:
    """Reads the looks of all cells of a table in one pass, where it is a plain one: one by one they take much longer."""
    for row in rows:
        if next(row.element.iter(*_INTRICATE), None) is None:
            for cell, look in zip(row.cells, _looks(row.element), strict=True):
                cell._look = look


def _below(table: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The elements of these tags in a table, the table itself left out."""
    found = table.iter(*tags)
    return (element for element in found if element is not table)


def _plain_rows(table: etree._Element) -> list[FileRow]:
    """The rows of a table without anything intricate, in one pass: a document has thousands of cells."""
    rows: list[tuple[etree._Element, list[FileCell]]] = []
    cell = FileCell(table)
    paragraphs = 0
    texts: list[str] = []
    for node in table.iter(*_TEXTS):
        tag = node.tag
        if tag == _TEXT:
            texts.append(node.text or "")
        elif tag == _CELL:
            cell.text = "".join(texts)
            texts, paragraphs = [], 0
            cell = FileCell(node)
            rows[-1][1].append(cell)
        elif tag == _PARAGRAPH:
            if paragraphs:
                texts.append("\n")
            paragraphs += 1
        elif tag == _ROW:
            rows.append((node, []))
        elif tag == _SPAN:
            cell.span = _span(value(node))
        elif not value(node, "type") and not (tag == _TAB and node.get(f"{W}pos")):
            texts.append(SINGLES[tag])
    cell.text = "".join(texts)
    return [_row(element, cells) for element, cells in rows]


def _looks(row: etree._Element) -> list[CellLook]:
    """The looks of the cells of a row without anything intricate, in one pass."""
    found: list[list[Any]] = []
    paragraphs = 0
    for node in row.iter(*_LOOKS):
        tag = node.tag
        if tag == _CELL:
            found.append(["", "", ""])
            paragraphs = 0
        elif tag == _PARAGRAPH:
            paragraphs += 1
        elif tag == _MERGE:
            found[-1][0] = _merge(node)
        elif paragraphs == 1:
            found[-1][1 if tag == _STYLE else 2] = value(node) if tag == _STYLE else value(node, "left")
    return [CellLook(*look) for look in found]


def _look(cell: etree._Element) -> CellLook:
    merge, paragraph = cell.find(f"{W}tcPr/{_MERGE}"), cell.find(_PARAGRAPH)
    if paragraph is None:
        return CellLook(_merge(merge))
    style, indent = paragraph.find(f"{W}pPr/{_STYLE}"), paragraph.find(f"{W}pPr/{_INDENT}")
    return CellLook(_merge(merge), value(style), value(indent, "left"))


def _merge(mark: etree._Element | None) -> Merge:
    if mark is None:
        return ""
    return "start" if value(mark) == "restart" else "continue"


def _span(text: str) -> int:
    return int(text) if text.isdecimal() and 0 < int(text) < 1000 else 1


def _inner(parent: etree._Element, tag: str) -> list[etree._Element]:
    found: list[etree._Element] = []
    for child in parent:
        if child.tag == tag:
            found.append(child)
        elif child.tag in _CONTAINERS:
            found += _inner(child, tag)
    return found


def _cell(element: etree._Element) -> FileCell:
    text = "\n".join([text_of(p) for p in element.findall(_PARAGRAPH)])
    return FileCell(element, _span(value(element.find(f"{W}tcPr/{_SPAN}"))), text)


def grid_texts(table: etree._Element) -> list[tuple[str, ...]]:
    """The texts of the cells, row by row."""
    return [row.texts for row in rows_of(table)]
