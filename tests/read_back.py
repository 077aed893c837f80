"""A finished document read back with python-docx: its paragraphs and tables in order, tables with what their cells span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


@dataclass(frozen=True)
class ReadParagraph:
    """A paragraph of the body with the name of its style."""

    style: str
    text: str


@dataclass(frozen=True)
class ReadCell:
    """A cell as it stands in its row: the grid columns it covers, and whether it goes on from the row above."""

    text: str
    span: int
    goes_on: bool


@dataclass(frozen=True)
class ReadTable:
    """A table of the body; `header` is the number of rows that repeat on each page."""

    rows: tuple[tuple[ReadCell, ...], ...]
    header: int

    @property
    def grid(self) -> list[list[str]]:
        """The text of each place of the grid: of a merged cell at its first place only."""
        return [[text for cell in row for text in (cell.text, *[""] * (cell.span - 1))] for row in self.rows]

    @property
    def filled(self) -> list[list[str]]:
        """The texts of each row's cells that are not empty."""
        return [[cell.text for cell in row if cell.text] for row in self.rows]


def read_body(data: bytes) -> list[ReadParagraph | ReadTable]:
    """The paragraphs and tables of the body, in order."""
    document = docx.Document(BytesIO(data))
    read: list[ReadParagraph | ReadTable] = []
    for element in document.element.body:
        if element.tag == qn("w:p"):
            paragraph = Paragraph(element, document)
            style = paragraph.style
            read.append(ReadParagraph(str(style.name) if style is not None else "", paragraph.text))
        elif element.tag == qn("w:tbl"):
            read.append(_table(element))
    return read


def texts(blocks: Sequence[ReadParagraph | ReadTable]) -> list[str]:
    """The texts of the paragraphs that have any."""
    return [b.text for b in blocks if isinstance(b, ReadParagraph) and b.text]


def between(blocks: Sequence[ReadParagraph | ReadTable], start: str, end: str = "") -> list[ReadParagraph | ReadTable]:
    """The blocks from the heading that begins with `start` to before the one that begins with `end` (or to the last)."""
    headings = [(i, b.text) for i, b in enumerate(blocks) if isinstance(b, ReadParagraph) and b.style.startswith("Heading")]
    first = next(i for i, text in headings if text.startswith(start))
    last = next((i for i, text in headings if end and i > first and text.startswith(end)), len(blocks))
    return list(blocks[first:last])


def tables(blocks: Sequence[ReadParagraph | ReadTable]) -> list[ReadTable]:
    """The tables among the blocks."""
    return [b for b in blocks if isinstance(b, ReadTable)]


def _table(element: Any) -> ReadTable:
    rows = tuple(tuple(_cells(row)) for row in element.tr_lst)
    return ReadTable(rows, len(element.xpath("./w:tr/w:trPr/w:tblHeader")))


def _cells(row: Any) -> Iterator[ReadCell]:
    for cell in row.tc_lst:
        lines = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in cell.p_lst]
        yield ReadCell("\n".join(lines), cell.grid_span, cell.vMerge == "continue")
