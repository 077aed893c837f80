"""The normal form of a description: what must be equal for two documents to be the same.

Of each block its identity (as the name of its bookmark), style, text, grid and chart data; sections by the shape of their pages. Not in
it: page numbers, comments, formatting by hand, and the paragraphs that only the file format needs.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from assembler.cells import laid_out
from assembler.description import Block, Chart, Document, Paragraph, Table
from assembler.look import Look
from assembler.word.identity import PREFIX, bookmark_name
from assembler.word.markup import printable
from assembler.word.reading.formatting import style_name
from assembler.word.writing import END_STYLE

Normal = tuple[tuple[Any, ...], ...]


def normal_form(document: Document, look: Look) -> Normal:
    """The normal form of a description, made by us or read from a file."""
    sections = []
    for section in document.sections:
        page = look.pages[section.page]
        shape = tuple(round(v) for v in (page.width, page.height, page.top, page.bottom, page.left, page.right))
        sections.append((shape, section.restart, tuple(_block(b) for b in section.blocks if not _is_closing(b))))
    return tuple(sections)


def _is_closing(block: Block) -> bool:
    return isinstance(block, Paragraph) and style_name(block.style) == END_STYLE and not printable(block.text)


def _block(block: Block) -> tuple[Any, ...]:
    if isinstance(block, Paragraph):
        text = printable(block.text)
        entry = None if block.entry is None else (_on_one_line(block.entry.text), block.entry.level, block.entry.by_field)
        return ("paragraph", _identity(block.id) if text else "", style_name(block.style), text, block.new_page, entry)
    if isinstance(block, Table):
        cells = [laid_out(r.cells) for r in block.rows]
        texts = [tuple([printable(text) for text in c.texts]) for c in cells]
        layouts = [tuple([(c.style, c.span, c.merge, c.indent) for c in row.layout.cells]) for row in cells]
        rows = tuple((t, c, round(r.height * 20), r.header) for t, c, r in zip(texts, layouts, block.rows, strict=True))
        named = any(map(any, texts))
        return ("table", _identity(block.id) if named else "", block.widths, rows)
    if isinstance(block, Chart):
        values = tuple(Decimal(s.value) for s in block.slices)
        return ("chart", _identity(block.id), style_name(block.style), _on_one_line(block.description), values)
    return ("contents",)


def _on_one_line(text: str) -> str:
    return printable(text).replace("\n", " ").replace("\t", " ")


def _identity(identity: str) -> str:
    if not identity or identity.startswith((PREFIX, "#")):
        return "" if identity.startswith("#") else identity
    return bookmark_name(identity)
