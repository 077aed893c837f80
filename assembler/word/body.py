"""The body of a document: the blocks of its sections, one after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from assembler.description import Block, Chart, Document, Paragraph, Table
from assembler.look import Look
from assembler.word.contents import Entries, contents_xml
from assembler.word.fixed import Fixed
from assembler.word.markup import DECLARATION, NAMESPACES
from assembler.word.paragraphs import chart_paragraph, end_paragraph, paragraph_xml
from assembler.word.sections import Kind, bands, page_of, section_xml
from assembler.word.tables import table_xml
from assembler.word.writing import Writing


def document_xml(writing: Writing, document: Document, look: Look, fixed: Fixed) -> tuple[list[str], set[tuple[Kind, str]]]:
    """The part word/document.xml in pieces, and the headers and footers (kind, relation) that its sections refer to.

    The w:sectPr of a section stands in its last block when that is a paragraph, a chart or the contents (whose last paragraph
    is 1 pt high); after a table, and in a section without blocks, in a paragraph of 1 pt of its own. The last section's stands
    at the end of the body, as Word wants it; a table there is followed by such a paragraph all the same.
    """
    entries = tuple(document.entries())
    out = [f"{DECLARATION}<w:document {NAMESPACES}><w:body>"]
    used: set[tuple[Kind, str]] = set()
    for i, section in enumerate(document.sections):
        page = page_of(look, section)
        references = tuple((key[0], fixed.bands[key].relation) for key in bands(page, section.numbered))
        used.update(references)
        end = section_xml(page, references, section.restart)
        last = i == len(document.sections) - 1
        write = partial(_block, writing, entries, page.text_width)
        out += _blocks(writing, section.blocks, write, "" if last else end)
        if last:
            out.append(end)
    out.append("</w:body></w:document>")
    return out, used


def _block(writing: Writing, entries: Entries, text_width: float, block: Block, end: str) -> str:
    """A block; `end` is the w:sectPr that it carries ("" for none, always for a table)."""
    if isinstance(block, Paragraph):
        return paragraph_xml(writing, block, text_width, end)
    if isinstance(block, Table):
        return table_xml(writing, block)
    if isinstance(block, Chart):
        return chart_paragraph(writing, block, end)
    return contents_xml(writing, block, entries, text_width, end)


def _blocks(writing: Writing, blocks: Sequence[Block], write: Callable[[Block, str], str], end: str) -> list[str]:
    """The blocks of a section, `end` in the last one that can carry it."""
    out: list[str] = []
    for i, block in enumerate(blocks):
        if i and isinstance(block, Table) and isinstance(blocks[i - 1], Table):
            out.append(end_paragraph(writing))  # Word would make one table of two that touch
        carries = i == len(blocks) - 1 and not isinstance(block, Table)
        out.append(write(block, end if carries else ""))
    if not blocks or isinstance(blocks[-1], Table):
        out.append(end_paragraph(writing, end))
    return out
