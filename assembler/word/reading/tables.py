"""Tables of a finished document: their rows and cells as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from assembler.cells import Merge
from assembler.word.reading.inline import SINGLES, text_of
from assembler.word.values import W, is_on, value
from figures.lean import frozen

_CONTAINERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"})
_ROW, _CELL, _PARAGRAPH, _TEXT, _TAB = f"{W}tr", f"{W}tc", f"{W}p", f"{W}t", f"{W}tab"
_SPAN, _MERGE, _STYLE, _INDENT = f"{W}gridSpan", f"{W}vMerge", f"{W}pStyle", f"{W}ind"
_HEIGHT, _HEADER, _KEEP = f"{W}trHeight", f"{W}tblHeader", f"{W}keepNext"
_KNOWN = (_ROW, _CELL, _PARAGRAPH, _TEXT, _SPAN, _MERGE, _STYLE, _INDENT, _HEIGHT, _HEADER, _KEEP, *SINGLES)
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
    """A cell as it was when it was read: its element, the grid columns it covers, how it is merged with its neighbours above and below,
    its text (paragraphs parted by line feeds), and what its first paragraph names: the style, the left indent (twips), and whether it
    stays with the next."""

    element: etree._Element
    span: int = 1
    merge: Merge = ""
    text: str = ""
    style: str = ""
    left: str = ""
    keep_next: bool = False

    @property
    def paragraphs(self) -> list[etree._Element]:
        """Its own paragraphs, not those of a table in it."""
        return self.element.findall(_PARAGRAPH)


@frozen
class FileRow:
    """A row: its element, its cells, the element that sets its height, and whether it is repeated on each page."""

    element: etree._Element
    cells: tuple[FileCell, ...]
    height: etree._Element | None = None
    header: bool = False

    @property
    def keep_next(self) -> bool:
        """Whether it stands on the page of the row after it: as its first paragraph says."""
        return bool(self.cells) and self.cells[0].keep_next

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The texts of its cells."""
        return tuple([cell.text for cell in self.cells])

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """What its cells span."""
        return tuple([cell.span for cell in self.cells])


def rows_of(table: etree._Element) -> list[FileRow]:
    """The rows of a table."""
    if next(_below(table, *_INTRICATE), None) is None:
        return _plain_rows(table)
    return [_row(row) for row in _inner(table, _ROW)]


def _row(row: etree._Element) -> FileRow:
    header = row.find(f"{W}trPr/{_HEADER}")
    is_header = header is not None and is_on(value(header))
    return FileRow(row, tuple(_cell(c) for c in _inner(row, _CELL)), row.find(f"{W}trPr/{_HEIGHT}"), is_header)


def _below(table: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The elements of these tags in a table, the table itself left out."""
    found = table.iter(*tags)
    return (element for element in found if element is not table)


def _plain_rows(table: etree._Element) -> list[FileRow]:
    """The rows of a table without anything intricate, in one pass: a document has thousands of cells."""
    rows: list[_Row] = []
    cell = FileCell(table)
    paragraphs = 0
    texts: list[str] = []
    for node in table.iter(*_KNOWN):
        tag = node.tag
        if tag == _TEXT:
            texts.append(node.text or "")
        elif tag == _CELL:
            cell.text, texts, paragraphs = "".join(texts), [], 0
            cell = FileCell(node)
            rows[-1].cells.append(cell)
        elif tag == _PARAGRAPH:
            if paragraphs:
                texts.append("\n")
            paragraphs += 1
        elif tag == _ROW:
            rows.append(_Row(node))
        elif tag == _HEIGHT:
            rows[-1].height = node
        elif tag == _HEADER:
            rows[-1].header = is_on(value(node))
        elif paragraphs <= 1 or tag in SINGLES:
            _note(cell, node, tag, texts)
    cell.text = "".join(texts)
    return [FileRow(row.element, tuple(row.cells), row.height, row.header) for row in rows]


@dataclass(slots=True)
class _Row:
    """A row while it is read."""

    element: etree._Element
    cells: list[FileCell] = field(default_factory=list)
    height: etree._Element | None = None
    header: bool = False


def _note(cell: FileCell, node: etree._Element, tag: str, texts: list[str]) -> None:
    """What an element that is neither row, cell, paragraph nor text says of a cell."""
    if tag == _STYLE:
        cell.style = value(node)
    elif tag == _INDENT:
        cell.left = value(node, "left")
    elif tag == _KEEP:
        cell.keep_next = is_on(value(node))
    elif tag == _SPAN:
        cell.span = _span(value(node))
    elif tag == _MERGE:
        cell.merge = "start" if value(node) == "restart" else "continue"
    elif tag in SINGLES and not value(node, "type") and not (tag == _TAB and node.get(f"{W}pos")):
        texts.append(SINGLES[tag])


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
    paragraphs = element.findall(_PARAGRAPH)
    cell = FileCell(element, text="\n".join(text_of(p) for p in paragraphs))
    if paragraphs:
        cell.style = value(paragraphs[0].find(f"{W}pPr/{_STYLE}"))
        cell.left = value(paragraphs[0].find(f"{W}pPr/{_INDENT}"), "left")
        keep = paragraphs[0].find(f"{W}pPr/{_KEEP}")
        cell.keep_next = keep is not None and is_on(value(keep))
    properties = element.find(f"{W}tcPr")
    if properties is not None:
        cell.span = _span(value(properties.find(_SPAN)))
        merge = properties.find(_MERGE)
        cell.merge = "" if merge is None else "start" if value(merge) == "restart" else "continue"
    return cell


def grid_texts(table: etree._Element) -> list[tuple[str, ...]]:
    """The texts of the cells, row by row."""
    return [row.texts for row in rows_of(table)]
