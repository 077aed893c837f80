"""The body of a finished document as a list of its paragraphs and tables, with the identities that they carry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from assembler.word.identity import PREFIX
from assembler.word.reading.inline import text_of
from assembler.word.reading.tables import FileRow, rows_of
from assembler.word.values import W, value

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_MARK = f"{W}bookmarkStart"
_CONTAINERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"})
_MOST_JOINED = 12


@dataclass(slots=True)
class Stretch:
    """A paragraph or table of the body. `in_contents` says whether it belongs to the contents' field.

    `names` are the identity bookmarks that begin in it; `reaches` those that began before it and end after text of it.
    """

    element: etree._Element
    in_contents: bool = False
    names: list[str] = field(default_factory=list)
    reaches: list[str] = field(default_factory=list)
    _rows: list[FileRow] | None = None

    @property
    def is_table(self) -> bool:
        """Whether it is a table."""
        return bool(self.element.tag == f"{W}tbl")

    @property
    def rows(self) -> list[FileRow]:
        """The rows of a table as they are when first asked for."""
        if self._rows is None:
            self._rows = rows_of(self.element)
        return self._rows

    def forget_rows(self) -> None:
        """To be called when the table was changed."""
        self._rows = None

    @property
    def chart(self) -> etree._Element | None:
        """The reference to the chart of a paragraph, None for another paragraph or a table."""
        return None if self.is_table else next(self.element.iter(CHART), None)

    @property
    def text(self) -> str:
        """The text of a paragraph, "" for a table."""
        return "" if self.is_table else text_of(self.element)


def stretches_of(body: etree._Element) -> list[Stretch]:
    """The paragraphs and tables of a body in order; those inside content controls too."""
    found: list[Stretch] = []
    tracker = _Tracker(found)
    for element in _elements(body):
        tracker.take(element)
    return found


def stretches_after(body: etree._Element, before: Sequence[Stretch]) -> list[Stretch]:
    """The same for a body in which paragraphs and tables were put, moved and taken out since `before`, and none of them in its contents:
    those that were there are the same."""
    known = {stretch.element: stretch for stretch in before}
    found: list[Stretch] = []
    for element in _elements(body):
        if element.tag in (f"{W}p", f"{W}tbl"):
            names = [] if element in known else [value(m, "name") for m in element.iter(_MARK) if _is_identity(m)]
            found.append(known.get(element) or Stretch(element, names=names))
    return found


def _elements(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs, tables, and bookmarks that stand between them."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl", f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            yield child
        elif child.tag in _CONTAINERS:
            yield from _elements(child)


class _Tracker:
    """Follows bookmarks and the contents' field from one paragraph to the next."""

    def __init__(self, found: list[Stretch]) -> None:
        self.found = found
        self._open: dict[str, tuple[str, int]] = {}
        self._loose: list[tuple[str, str]] = []
        self._depth = 0
        self._contents_depth = 0

    def take(self, element: etree._Element) -> None:
        if element.tag == f"{W}bookmarkStart":
            if _is_identity(element):
                self._loose.append((value(element, "id"), value(element, "name")))
        elif element.tag == f"{W}bookmarkEnd":
            self._open.pop(value(element, "id"), None)
        else:
            self._stretch(element)

    def _stretch(self, element: etree._Element) -> None:
        stretch = Stretch(element, self._contents_depth > 0)
        self.found.append(stretch)
        for number, name in self._loose:
            self._begin(stretch, number, name)
        self._loose = []
        if stretch.is_table:
            stretch.names += [value(m, "name") for m in element.iter(f"{W}bookmarkStart") if _is_identity(m)]
        else:
            self._paragraph(stretch)
        if stretch.in_contents:
            stretch.names = []

    def _begin(self, stretch: Stretch, number: str, name: str) -> None:
        """A bookmark begins; one of the same name that never ended has ended here (LibreOffice leaves such)."""
        stretch.names.append(name)
        self._open = {n: begun for n, begun in self._open.items() if begun[0] != name}
        self._open[number] = (name, len(self.found))

    def _paragraph(self, stretch: Stretch) -> None:
        """Goes through a paragraph: a bookmark from before reaches it once it has text before that bookmark's end."""
        position, reached = len(self.found), False
        for node in stretch.element.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t", f"{W}fldChar", f"{W}instrText"):
            if node.tag == f"{W}t" and node.text and not reached:
                reached = True
                stretch.reaches = [n for n, at in self._open.values() if at < position <= at + _MOST_JOINED]
            elif node.tag == f"{W}bookmarkStart" and _is_identity(node):
                self._begin(stretch, value(node, "id"), value(node, "name"))
            elif node.tag == f"{W}bookmarkEnd":
                self._open.pop(value(node, "id"), None)
            elif node.tag in (f"{W}fldChar", f"{W}instrText"):
                self._field(stretch, node)

    def _field(self, stretch: Stretch, node: etree._Element) -> None:
        if node.tag == f"{W}instrText":
            if self._depth and not self._contents_depth and (node.text or "").split()[:1] == ["TOC"]:
                self._contents_depth = self._depth
                stretch.in_contents = True
            return
        kind = value(node, "fldCharType")
        if kind == "begin":
            self._depth += 1
        elif kind == "end":
            if self._depth == self._contents_depth:
                self._contents_depth = 0
            self._depth = max(self._depth - 1, 0)


def _is_identity(mark: etree._Element) -> bool:
    return value(mark, "name").startswith(PREFIX)
