"""The same document by plain python-docx, cell by cell, with texts that are ready."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
from docx.shared import Pt

from assembler.cells import Cell
from assembler.description import Document, Paragraph, Table
from assembler.word.style_names import filed_name
from benchmarks.by_strings import BODY


def base_of(written: bytes) -> bytes:
    """Our document without its body: the styles, headers and footers to write with."""
    out = BytesIO()
    with ZipFile(BytesIO(written)) as opened, ZipFile(out, "w") as base:
        for name in opened.namelist():
            data = opened.read(name)
            if name == BODY:
                start, end = data.index(b"<w:body>"), data.rindex(b"<w:sectPr")
                data = data[:start] + b"<w:body>" + data[end:]
            base.writestr(name, data)
    return out.getvalue()


def write(base: bytes, document: Document) -> bytes:
    """Paragraphs and tables with their styles and merges (no contents, charts and sections of their own)."""
    opened = docx.Document(BytesIO(base))
    styles = _Styles(opened.styles)
    for block in document.blocks():
        if isinstance(block, Paragraph):
            paragraph = opened.add_paragraph(block.text, styles[block.style])
            paragraph.paragraph_format.page_break_before = True if block.new_page else None
        elif isinstance(block, Table):
            _table(opened, block, styles)
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


class _Styles(dict[str, Any]):
    """Styles by name, each looked up once: python-docx searches all of them every time."""

    def __init__(self, styles: Any) -> None:
        super().__init__()
        self._styles = styles

    def __missing__(self, name: str) -> Any:
        self[name] = self._styles[filed_name(name)]
        return self[name]


def _table(opened: Any, table: Table, styles: Mapping[str, Any]) -> None:
    """`table.cell()` would be quadratic: the cells are taken once, filled, and merged in the end."""
    made = opened.add_table(len(table.rows), len(table.widths))
    cells = made._cells
    spans: list[list[int]] = []
    begun: dict[int, int] = {}
    for r, row in enumerate(table.rows):
        made.rows[r].height = Pt(row.height)
        column = 0
        for cell in row.cells:
            first = r * len(table.widths) + column
            if cell.merge == "continue":
                spans[begun[column]][1] = first + cell.span - 1
            else:
                begun[column] = len(spans)
                spans.append([first, first + cell.span - 1])
                _fill(cells[first], cell, styles)
            column += cell.span
    for first, last in spans:
        if first != last:
            cells[first].merge(cells[last])


def _fill(made: Any, cell: Cell, styles: Mapping[str, Any]) -> None:
    paragraph = made.paragraphs[0]
    paragraph.style = styles[cell.style]
    if cell.text:
        paragraph.add_run(cell.text)
