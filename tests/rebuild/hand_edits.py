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


def number_cells(table: Stretch) -> Iterator[FileCell]:
    """The cells of a table that hold amounts."""
    for row in rows_of(table.element):
        for cell in row.cells:
            if re.fullmatch(r"\d+\.\d\d", cell.text):
                yield cell


def type_into(cell: FileCell, text: str) -> None:
    """Types over a cell."""
    change_text(cell.paragraphs[:1], [Edit(0, len(cell.text), text)])
