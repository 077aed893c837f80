"""The contents as a real field of Word whose result is already there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assembler.description import Contents, Document, Entry, Paragraph
from assembler.word.identity import contents_name
from assembler.word.markup import field_code, field_mark, run
from assembler.word.paragraphs import end_paragraph, right_tab
from assembler.word.writing import Writing

Entries = Sequence[tuple[Paragraph, Entry]]
"""The paragraphs that stand in the contents, in order."""

_IDENTIFIER = re.compile(r"\\f\s+\"?([A-Za-z])")
_ON_PAPER = "<w:webHidden/>"


def identifier(document: Document) -> str:
    """The letter of the TC fields that the document's contents collect ("" for none)."""
    for block in document.blocks():
        if isinstance(block, Contents) and (found := _IDENTIFIER.search(block.instruction)):
            return found[1]
    return ""


def contents_xml(writing: Writing, contents: Contents, entries: Entries, text_width: float, section: str = "") -> str:
    """The field: a paragraph an entry, then one of 1 pt with the field's end, which carries the w:sectPr `section`.

    Word itself leaves the field's end in a paragraph after the entries when it updates them, so that an update changes nothing.
    """
    opened = field_code(contents.instruction) + field_mark("separate")
    lines: list[str] = []
    for paragraph, entry in entries:
        style = contents.styles[min(entry.level, len(contents.styles)) - 1]
        tabs = right_tab(text_width, "dot")
        lines.append(f"{writing.opening(style).start}{tabs}</w:pPr>{opened}{_line(writing, paragraph.id, entry.text)}</w:p>")
        opened = ""
    return "".join(lines) + end_paragraph(writing, section, opened + field_mark("end"))


def _line(writing: Writing, block_id: str, text: str) -> str:
    target = contents_name(block_id)
    plain = text.replace("\t", " ").replace("\n", " ")
    page = None if writing.numbers is None else writing.numbers.get(block_id)
    number = "" if page is None else f"<w:r><w:rPr>{_ON_PAPER}</w:rPr><w:t>{page}</w:t></w:r>"
    reference = (
        field_code(f"PAGEREF {target} \\h", _ON_PAPER) + field_mark("separate", _ON_PAPER) + number + field_mark("end", _ON_PAPER)
    )
    return (
        f'<w:hyperlink w:anchor="{target}" w:history="1">{run(plain)}'
        f"<w:r><w:rPr>{_ON_PAPER}</w:rPr><w:tab/></w:r>{reference}</w:hyperlink>"
    )
