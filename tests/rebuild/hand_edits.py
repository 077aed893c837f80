"""What a person does to a document, done to its XML: rewording, adding, deleting, typing into tables, formatting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

from lxml import etree

from assembler.word.identity import PREFIX
from assembler.word.reading.body import Stretch, stretches_of
from assembler.word.reading.inline import Edit, change_text
from assembler.word.reading.parts import Parts, open_parts
from assembler.word.reading.tables import FileCell, rows_of
from assembler.word.values import W, value

EXAMPLE = Path(__file__).parents[2] / "examples" / "zonggai-xuanchuan-2024.xlsx"
"""The workbook of the sample."""


class Edited:
    """A document open for hand edits."""

    def __init__(self, data: bytes) -> None:
        self.parts: Parts = open_parts(data)
        body = self.parts.tree(self.parts.main).find(f"{W}body")
        assert body is not None
        self.body = body

    def to_bytes(self) -> bytes:
        """The document as edited; as an office program does, it is written anew."""
        self.parts.change(self.parts.main)
        return self.parts.to_bytes()

    @property
    def stretches(self) -> list[Stretch]:
        """Its paragraphs and tables."""
        return stretches_of(self.body)

    def paragraphs(self) -> list[Stretch]:
        """The generated paragraphs of running text."""
        return [s for s in self.stretches if s.names and not s.is_table and len(s.text) > 12 and s.chart is None]

    def tables(self) -> list[Stretch]:
        """The tables."""
        return [s for s in self.stretches if s.is_table]

    def text(self) -> str:
        """All text, paragraph by paragraph, cells too."""
        return "\n".join(p_text(p) for p in self.body.iter(f"{W}p"))

    def by_name(self) -> dict[str, Stretch]:
        """The stretches by their first identity."""
        return {s.names[0]: s for s in self.stretches if s.names}


def all_text(element: etree._Element) -> str:
    """All text in a paragraph or table."""
    return "\n".join(p_text(p) for p in element.iter(f"{W}p"))


def p_text(paragraph: etree._Element) -> str:
    """The text of a paragraph."""
    return "".join(t.text or "" for t in paragraph.iter(f"{W}t"))


def reword(stretch: Stretch, words: str, position: int) -> None:
    """Types words into a paragraph, at a place that is not inside a number."""
    text = stretch.text
    places = [m.end() for m in re.finditer(r"[\u4e00-\u9fff，。；]", text)]
    at = places[position % len(places)]
    change_text([stretch.element], [Edit(at, at, words)])


def replace_words(stretch: Stretch, old: str, new: str) -> None:
    """Replaces words in a paragraph."""
    start = stretch.text.index(old)
    change_text([stretch.element], [Edit(start, start + len(old), new)])


def add_paragraph(stretch: Stretch, words: str) -> None:
    """Adds a paragraph after another, in its style."""
    new = etree.Element(f"{W}p")
    properties = stretch.element.find(f"{W}pPr")
    if properties is not None and stretch.element.find(f"{W}pPr/{W}sectPr") is None:
        new.append(deepcopy(properties))
    etree.SubElement(etree.SubElement(new, f"{W}r"), f"{W}t").text = words
    stretch.element.addnext(new)


def delete(stretch: Stretch) -> None:
    """Deletes a paragraph with its bookmarks."""
    parent = stretch.element.getparent()
    assert parent is not None
    parent.remove(stretch.element)


def drop_bookmarks(body: etree._Element, every: int) -> None:
    """Loses every n-th identity, as office programs do."""
    marks = [m for m in body.iter(f"{W}bookmarkStart") if value(m, "name").startswith(PREFIX)]
    for mark in marks[::every]:
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)


def make_bold(stretch: Stretch) -> None:
    """Sets all runs of a paragraph bold."""
    for run in stretch.element.iter(f"{W}r"):
        look = run.find(f"{W}rPr")
        if look is None:
            look = etree.Element(f"{W}rPr")
            run.insert(0, look)
        if look.find(f"{W}b") is None:
            look.append(etree.Element(f"{W}b"))


def is_bold(stretch: Stretch) -> bool:
    """Whether all text of a paragraph is bold."""
    runs = [r for r in stretch.element.iter(f"{W}r") if r.find(f"{W}t") is not None]
    return all(r.find(f"{W}rPr/{W}b") is not None for r in runs)


def insert_row(table: Stretch, position: int, words: str) -> bool:
    """Inserts a row below one of a table, as an office program does: the look of that row, words in its first cell."""
    rows = [row for row in rows_of(table.element) if not row.header and all(c.merge == "" for c in row.cells)]
    if not rows:
        return False
    row = rows[position % len(rows)].element
    new = deepcopy(row)
    for mark in list(new.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)
    for number, cell in enumerate(new.iter(f"{W}tc")):
        for paragraph in cell.iter(f"{W}p"):
            change_text([paragraph], [Edit(0, len(p_text(paragraph)), words if number == 0 else "")])
    row.addnext(new)
    return True


def add_table(stretch: Stretch, words: str) -> None:
    """Adds a table of one cell after a paragraph, with the paragraph that an office program puts behind it."""
    table = etree.fromstring(
        f'<w:tbl xmlns:w="{W[1:-1]}"><w:tblPr><w:tblW w:w="5000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid>'
        f"<w:tr><w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    stretch.element.addnext(table)
    table.addnext(etree.Element(f"{W}p"))


PICTURE = "人加的图"


def add_picture(edited: Edited, stretch: Stretch) -> None:
    """Adds a picture at the end of a paragraph."""
    name = edited.parts.free_name("word/media/hand{}.png")
    edited.parts.put(name, b"\x89PNG\r\n\x1a\n" + name.encode())
    edited.parts.declare_extension("png", "image/png")
    relation = edited.parts.relate(edited.parts.main, "image", name)
    drawing = etree.fromstring(
        f'<w:r xmlns:w="{W[1:-1]}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
        ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:drawing><wp:inline>'
        f'<wp:extent cx="127000" cy="127000"/><wp:docPr id="9" name="{PICTURE}"/><a:graphic><a:graphicData'
        ' uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:blipFill>'
        f'<a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    stretch.element.append(drawing)


def pictures(edited: Edited) -> int:
    """How many pictures added by hand there are whose file is there too."""
    relations = edited.parts.relations(edited.parts.main)
    found = 0
    for drawing in edited.body.iter(f"{W}drawing"):
        if any(p.get("name") == PICTURE for p in drawing.iter("{*}docPr")):
            (blip,) = drawing.iter("{*}blip")
            target = relations[next(iter(blip.attrib.values()))].target
            found += edited.parts.data[target].endswith(target.encode())
    return found


def edit_header(edited: Edited, words: str) -> bool:
    """Types words into the first header or footer that has text."""
    for relation in edited.parts.relations(edited.parts.main).values():
        if relation.kind in ("header", "footer"):
            paragraph = next(edited.parts.tree(relation.target).iter(f"{W}p"))
            etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = words
            edited.parts.change(relation.target)
            return True
    return False


def header_text(edited: Edited) -> str:
    """All text of headers and footers."""
    relations = edited.parts.relations(edited.parts.main).values()
    return "\n".join(all_text(edited.parts.tree(r.target)) for r in relations if r.kind in ("header", "footer"))


def number_cells(table: Stretch) -> Iterator[FileCell]:
    """The cells of a table that hold amounts."""
    for row in rows_of(table.element):
        for cell in row.cells:
            if re.fullmatch(r"\d+\.\d\d", cell.text):
                yield cell


def type_into(cell: FileCell, text: str) -> None:
    """Types over a cell."""
    change_text(cell.paragraphs[:1], [Edit(0, len(cell.text), text)])
