"""What documents with revisions are held against."""

from __future__ import annotations

from typing import Any

from assembler.rebuild.comparing import Normal, normal_form
from assembler.word.reading.body import stretches_of
from assembler.word.reading.describing import read_description
from assembler.word.reading.parts import open_parts
from assembler.word.values import W

AUTHOR, DATE = "预公", "2024-03-19"


def read_normal(data: bytes) -> Normal:
    """The normal form of a file, with the names of its bookmarks as identities."""
    parts = open_parts(data)
    body = parts.tree(parts.main).find(f"{W}body")
    assert body is not None
    stretches = stretches_of(body)
    reading = read_description(parts, body, stretches, {n: n for s in stretches for n in s.names})
    return normal_form(reading.document, reading.look)


def without_what_libreoffice_keeps(normal: Normal) -> list[Any]:
    """The blocks but for what LibreOffice 7.4 gets wrong: the data of charts (it takes no revisions on them), the empty line where
    a deleted paragraph stood directly before a deleted table, and the page break of a paragraph before which one went."""
    kept: list[Any] = []
    for shape_and_blocks in normal:
        kept.append(shape_and_blocks[:2])
        blocks = shape_and_blocks[2]
        shown = [b for b in blocks if b[0] != "paragraph" or b[3]]
        kept += [b[:4] if b[0] == "chart" else (*b[:4], *b[5:]) if b[0] == "paragraph" else b for b in shown]
    return kept
