"""The marks of Word revisions: inserted and deleted runs, paragraph marks and rows, changed properties of paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from assembler.word.values import W

WRAPPERS = frozenset(f"{W}{t}" for t in ("hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo", "fldSimple"))
"""Elements of a paragraph that hold runs."""

_DELETED = {f"{W}t": f"{W}delText", f"{W}instrText": f"{W}delInstrText"}
_AFTER_LOOK = (f"{W}sectPr", f"{W}pPrChange")
_NOT_COMPARED = (f"{W}rPr", *_AFTER_LOOK)


@dataclass
class Marks:
    """Makes the marks of one document: all have one author and time (ISO 8601), and a number of their own."""

    author: str
    time: str
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def element(self, kind: str) -> etree._Element:
        """An empty mark: kind "ins", "del" or "pPrChange"."""
        number = str(next(self.numbers))
        return etree.Element(f"{W}{kind}", {f"{W}id": number, f"{W}author": self.author, f"{W}date": self.time})

    def runs(self, kind: str, runs: list[etree._Element]) -> etree._Element:
        """Runs, inserted, deleted or ("both") inserted and deleted again; those of a deletion say so in their texts."""
        if kind == "both":
            inserted = self.element("ins")
            inserted.append(self.runs("del", runs))
            return inserted
        mark = self.element(kind)
        for run in runs:
            if kind == "del":
                as_deleted(run)
            mark.append(run)
        return mark

    def paragraph_end(self, properties: etree._Element, kind: str) -> None:
        """Marks the end of a paragraph, by its properties, as inserted or deleted."""
        look = properties.find(f"{W}rPr")
        if look is None:
            look = etree.Element(f"{W}rPr")
            place = next((i for i, e in enumerate(properties) if e.tag in _AFTER_LOOK), len(properties))
            properties.insert(place, look)
        look.insert(sum(1 for e in look if e.tag == f"{W}ins"), self.element(kind))

    def paragraph(self, paragraph: etree._Element, kind: str) -> None:
        """Marks a whole paragraph, its end included."""
        self.content(paragraph, kind)
        self.paragraph_end(properties_of(paragraph), kind)

    def row(self, row: etree._Element, kind: str) -> None:
        """Marks a row and all that its cells hold: LibreOffice takes a row for changed only with its content."""
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = etree.Element(f"{W}trPr")
            exceptions = row.find(f"{W}tblPrEx")
            row.insert(0 if exceptions is None else 1, properties)
        properties.append(self.element(kind))
        for paragraph in row.iter(f"{W}p"):
            self.paragraph(paragraph, kind)

    def table(self, table: etree._Element, kind: str) -> None:
        """Marks a whole table, row by row."""
        for row in table.iter(f"{W}tr"):
            self.row(row, kind)

    def changed_properties(self, properties: etree._Element, before: etree._Element) -> None:
        """Notes the properties that a paragraph had before."""
        change = self.element("pPrChange")
        old = etree.SubElement(change, f"{W}pPr")
        old.extend(deepcopy(e) for e in before if e.tag not in _NOT_COMPARED)
        properties.append(change)

    def content(self, parent: etree._Element, kind: str) -> None:
        """Marks all runs of a paragraph."""
        runs: list[etree._Element] = []
        for child in [*parent, None]:
            if child is not None and child.tag == f"{W}r":
                runs.append(child)
                continue
            if runs:
                place = parent.index(runs[0])
                parent.insert(place, self.runs(kind, runs))
                runs = []
            if child is not None and child.tag in WRAPPERS:
                self.content(child, kind)


def as_deleted(run: etree._Element) -> None:
    """Makes the texts of a run those of a deleted one."""
    for node in run.iter(*_DELETED):
        node.tag = _DELETED[str(node.tag)]


def properties_of(paragraph: etree._Element) -> etree._Element:
    """The properties of a paragraph, made where it has none."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    return properties
