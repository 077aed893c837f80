"""The body of a document: the blocks of its sections, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from assembler.description import Block, Chart, Contents, Document, Paragraph, Table
from assembler.look import Look
from assembler.word.contents import Entries, contents_xml
from assembler.word.fixed import Fixed
from assembler.word.kept import Written
from assembler.word.long_tables import MANY, long_table
from assembler.word.markup import DECLARATION, NAMESPACES
from assembler.word.paragraphs import chart_paragraph, end_paragraph, paragraph_xml
from assembler.word.sections import Kind, bands, page_of, section_xml
from assembler.word.tables import table_xml
from assembler.word.writing import Writing
from figures.lean import frozen


@frozen(slots=True)
class Body:
    """The part word/document.xml as UTF-8, and the headers and footers (kind, relation) that it refers to."""

    xml: bytes
    used: frozenset[tuple[Kind, str]]


def document_xml(writing: Writing, document: Document, look: Look, fixed: Fixed) -> Body:
    """The body of a document.

    The w:sectPr of a section stands in its last block when that is a paragraph, a chart or the contents (whose last paragraph
    is 1 pt high); after a table, and in a section without blocks, in a paragraph of 1 pt of its own. The last section's stands
    at the end of the body, as Word wants it; a table there is followed by such a paragraph all the same.
    """
    entries = tuple(document.entries())
    out = [f"{DECLARATION}<w:document {NAMESPACES}><w:body>".encode()]
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
            out.append(end.encode())
    out.append(b"</w:body></w:document>")
    return Body(b"".join(out), frozenset(used))


def _block(writing: Writing, entries: Entries, text_width: float, block: Block, end: str) -> Iterable[bytes]:
    """A block; `end` is the w:sectPr that it carries ("" for none, always for a table)."""
    if isinstance(block, Chart):
        return [chart_paragraph(writing, block, end).encode()]
    if isinstance(block, Table) and len(block.rows) >= MANY:
        return long_table(writing, block)
    key = (id(block), end, writing.ids.following, text_width)
    written = writing.former.blocks.get(key)
    if isinstance(block, Contents):
        writing.kept.listed = entries, writing.numbers
        if writing.kept.listed != writing.former.listed:
            written = None
    if written is None:
        written = Written(block, _written(writing, entries, text_width, block, end), writing.ids.following)
    writing.ids.following = written.following
    writing.kept.keep(key, written)
    return [written.data]


def _written(writing: Writing, entries: Entries, text_width: float, block: Paragraph | Contents | Table, end: str) -> bytes:
    if isinstance(block, Contents):
        return contents_xml(writing, block, entries, text_width, end).encode()
    return table_xml(writing, block) if isinstance(block, Table) else paragraph_xml(writing, block, text_width, end).encode()


def _blocks(writing: Writing, blocks: Sequence[Block], write: Callable[[Block, str], Iterable[bytes]], end: str) -> list[bytes]:
    """The blocks of a section, `end` in the last one that can carry it."""
    out: list[bytes] = []
    for i, block in enumerate(blocks):
        if i and isinstance(block, Table) and isinstance(blocks[i - 1], Table):
            out.append(end_paragraph(writing).encode())  # Word would make one table of two that touch
        carries = i == len(blocks) - 1 and not isinstance(block, Table)
        out += write(block, end if carries else "")
    if not blocks or isinstance(blocks[-1], Table):
        out.append(end_paragraph(writing, end).encode())
    return out
