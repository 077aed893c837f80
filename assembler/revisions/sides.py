"""One of two documents: its parts, its paragraphs and tables, and what of their settings must be equal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from assembler.revisions.settling import has_revisions, settle, settle_bands
from assembler.word.opening import PackageError
from assembler.word.reading.body import Stretch, stretches_of
from assembler.word.reading.parts import Parts, open_parts
from assembler.word.reading.tables import FileRow
from assembler.word.values import BadValueError, W, is_on, points, value

Key = tuple[object, ...]


@dataclass
class Side:
    """A document; revisions that still stood in it count as accepted. PackageError when it has no body."""

    parts: Parts
    root: etree._Element = field(init=False)
    body: etree._Element = field(init=False)

    def __post_init__(self) -> None:
        self.root = self.parts.tree(self.parts.main)
        body = self.root.find(f"{W}body")
        if body is None:
            raise PackageError("文件中没有正文；请用 Word 打开后另存。")
        self.body = body
        if has_revisions(body):
            settle(body, accept=True)
        settle_bands(self.parts, accept=True)

    @cached_property
    def stretches(self) -> list[Stretch]:
        """The paragraphs and tables of the body."""
        return stretches_of(self.body)

    def names(self) -> set[str]:
        """The names of all blocks that have one."""
        return {name for stretch in self.stretches for name in stretch.names}

    @cached_property
    def style_names(self) -> dict[str, str]:
        """The names of paragraph styles by id, in small letters; "" is the default."""
        part = self.parts.target("styles")
        names: dict[str, str] = {}
        for style in self.parts.tree(part).iterfind(f"{W}style") if part else ():
            if value(style, "type") == "paragraph":
                names[value(style, "styleId")] = value(style.find(f"{W}name")).lower()
                if is_on(value(style, "default") or "0"):
                    names[""] = names[value(style, "styleId")]
        return names

    def style(self, paragraph: etree._Element) -> str:
        """The name of a paragraph's style, in small letters."""
        identity = value(paragraph.find(f"{W}pPr/{W}pStyle"))
        return self.style_names.get(identity, self.style_names.get("", identity))

    def settings(self, paragraph: etree._Element) -> Key:
        """What of a paragraph's properties must be equal: style, a page break before it, its indent."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return (self.style(paragraph), False, 0)
        breaks = properties.find(f"{W}pageBreakBefore")
        is_break = breaks is not None and is_on(value(breaks))
        return (self.style(paragraph), is_break, length(value(properties.find(f"{W}ind"), "left")))

    def row_shape(self, row: FileRow) -> Key:
        """What of a row must be equal for its cells to be compared by text."""
        header = row.element.find(f"{W}trPr/{W}tblHeader")
        height = length(value(row.element.find(f"{W}trPr/{W}trHeight")))
        cells = tuple((c.span, c.merge, *map(self.settings, c.paragraphs[:1])) for c in row.cells)
        return (header is not None and is_on(value(header)), height, cells)

    def sections(self) -> list[Key]:
        """The shape of the pages of each section and the number from which it counts."""
        return [_section(end) for end in self.body.iter(f"{W}sectPr")]


def open_side(data: bytes) -> Side:
    """A document from its bytes."""
    return Side(open_parts(data))


def length(text: str) -> int:
    """A length in twips; 0 where there is none."""
    try:
        return round(points(text) * 20) if text else 0
    except BadValueError:
        return 0


def ends_section(element: etree._Element) -> bool:
    """Whether a paragraph carries the end of a section."""
    return element.find(f"{W}pPr/{W}sectPr") is not None


def grid(table: etree._Element) -> Sequence[int]:
    """The widths of a table's grid columns, in twips."""
    return [length(value(column, "w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]


def _section(end: etree._Element) -> Key:
    size, margins, start = (end.find(f"{W}{tag}") for tag in ("pgSz", "pgMar", "pgNumType"))
    sides = ("top", "bottom", "left", "right")
    return (
        *(length(value(size, side)) // 20 for side in ("w", "h")),
        *(length(value(margins, side)) // 20 for side in sides),
        value(start, "start"),
    )
