"""The same document by lxml, element by element, with texts that are ready; the other parts of the file are deflated beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import docx
from docx.oxml.ns import nsmap, qn
from lxml import etree

from assembler.cells import Cell
from assembler.description import Document, Paragraph, Row, Table
from assembler.word.archive import archive, deflated
from assembler.word.style_names import filed_name
from benchmarks.by_strings import BODY, Cut, cut

_named = cache(qn)
_MERGES = {"start": "restart", "continue": "continue"}


@dataclass(frozen=True, slots=True)
class Base:
    """What is there before the first document: the ids of styles by name, the parts that are always the same, the last section's end."""

    styles: Mapping[str, str]
    parts: Cut
    end: str


def base_of(written: bytes) -> Base:
    """Our document without its body."""
    opened = docx.Document(BytesIO(written))
    end = etree.tostring(opened.element.body.find(qn("w:sectPr")), encoding="unicode")
    return Base({s.element.name_val: s.style_id for s in opened.styles}, cut(written), end)


def write(base: Base, document: Document) -> bytes:
    """Paragraphs and tables with their styles and merges (no contents, charts and sections of their own)."""
    root = etree.Element(qn("w:document"), nsmap={"w": nsmap["w"]})
    body = etree.SubElement(root, qn("w:body"))
    for block in document.blocks():
        if isinstance(block, Paragraph):
            _paragraph(body, base, block.style, block.text, block.new_page)
        elif isinstance(block, Table):
            _table(body, base, block)
    body.append(etree.fromstring(base.end))
    xml = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return archive([*base.parts.parts, deflated(BODY, xml)])


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    added = etree.SubElement(parent, _named(tag))
    for name, value in attributes.items():
        added.set(_named(f"w:{name}"), value)
    return added


def _paragraph(parent: etree._Element, base: Base, style: str, text: str, new_page: bool = False, indent: int = 0) -> None:
    paragraph = _add(parent, "w:p")
    properties = _add(paragraph, "w:pPr")
    _add(properties, "w:pStyle", val=base.styles[filed_name(style)])
    if new_page:
        _add(properties, "w:pageBreakBefore")
    if indent:
        _add(properties, "w:ind", left=str(indent * 200))
    if text:
        run = _add(paragraph, "w:r")
        for number, piece in enumerate(text.split("\t")):
            if number:
                _add(run, "w:tab")
            _add(run, "w:t").text = piece


def _table(body: etree._Element, base: Base, table: Table) -> None:
    made = _add(body, "w:tbl")
    properties = _add(made, "w:tblPr")
    _add(properties, "w:tblW", w=str(sum(table.widths)), type="dxa")
    _add(properties, "w:tblLayout", type="fixed")
    grid = _add(made, "w:tblGrid")
    for width in table.widths:
        _add(grid, "w:gridCol", w=str(width))
    for row in table.rows:
        _row(made, base, table, row)


def _row(made: etree._Element, base: Base, table: Table, row: Row) -> None:
    added = _add(made, "w:tr")
    properties = _add(added, "w:trPr")
    _add(properties, "w:trHeight", val=str(round(row.height * 20)), hRule="exact")
    if row.header:
        _add(properties, "w:tblHeader")
    column = 0
    for cell in row.cells:
        _cell(added, base, cell, sum(table.widths[column : column + cell.span]))
        column += cell.span


def _cell(added: etree._Element, base: Base, cell: Cell, width: int) -> None:
    of = _add(added, "w:tc")
    properties = _add(of, "w:tcPr")
    _add(properties, "w:tcW", w=str(width), type="dxa")
    if cell.span > 1:
        _add(properties, "w:gridSpan", val=str(cell.span))
    if cell.merge:
        _add(properties, "w:vMerge", val=_MERGES[cell.merge])
    for line in cell.text.split("\n"):
        _paragraph(of, base, cell.style, line, indent=cell.indent)
