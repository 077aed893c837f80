"""Whether all ways made the same document: the same lines of text in order, and the same grid of every table."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn

from assembler.word.writing import END_STYLE

_P, _R, _ROW, _CELL, _TABLE, _LINK = (qn(f"w:{tag}") for tag in ("p", "r", "tr", "tc", "tbl", "hyperlink"))
_VAL, _SPAN, _MERGE = qn("w:val"), f"{qn('w:tcPr')}/{qn('w:gridSpan')}", f"{qn('w:tcPr')}/{qn('w:vMerge')}"
_SHOWN = {qn("w:t"): None, qn("w:tab"): "\t", qn("w:br"): "\n"}

Grid = list[list[tuple[int, bool]]]
"""Of a table: of each cell of each row how many columns it spans, and whether it goes on with the one above."""


class DisagreementError(Exception):
    """Two ways made different documents; says where."""


def agree(name: str, wanted: bytes, made: bytes) -> None:
    """DisagreementError where a document is another than the wanted one."""
    ours, theirs = docx.Document(BytesIO(wanted)), docx.Document(BytesIO(made))
    _same(name, _texts(ours), _texts(theirs))
    _same(name, _grids(ours), _grids(theirs))


def _same(name: str, wanted: list[Any], found: list[Any]) -> None:
    if found != wanted:
        where = next((i for i, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), min(len(wanted), len(found)))
        raise DisagreementError(f"{name}: {wanted[where : where + 3]} != {found[where : where + 3]}")


def printed_texts(made: bytes) -> list[str]:
    """The lines of text of a document in order, apart from those of its contents."""
    return _texts(docx.Document(BytesIO(made)))


def rows_of(made: bytes) -> int:
    """The rows of all tables of a document."""
    return sum(map(len, _grids(docx.Document(BytesIO(made)))))


def _texts(opened: Any) -> list[str]:
    return [line for text in _paragraphs(opened) for line in text.split("\n") if line]


def _paragraphs(opened: Any) -> Iterator[str]:
    ends = {style.style_id for style in opened.styles if style.name == END_STYLE}
    for paragraph in opened.element.body.iter(_P):
        if next(paragraph.iter(_LINK), None) is None and paragraph.style not in ends:
            runs = (e for run in paragraph.iter(_R) for e in run)
            yield "".join(e.text or "" if _SHOWN[e.tag] is None else str(_SHOWN[e.tag]) for e in runs if e.tag in _SHOWN)


def _grids(opened: Any) -> list[Grid]:
    return [[_row(row) for row in table.iter(_ROW)] for table in opened.element.body.iter(_TABLE)]


def _row(row: Any) -> list[tuple[int, bool]]:
    cells = []
    for cell in row.findall(_CELL):
        span, merge = cell.find(_SPAN), cell.find(_MERGE)
        goes_on = merge is not None and merge.get(_VAL, "continue") == "continue"
        cells.append((1 if span is None else int(span.get(_VAL)), goes_on))
    return cells
