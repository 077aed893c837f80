"""Forms in LibreOffice's PDF: every row on the page where our calculator puts it, and none lost."""

from __future__ import annotations

import io
import re

import pytest
from page_samples import LOOK, document, has_office, merged_form, text
from pypdf import PdfReader

from assembler import office
from assembler.description import Block, Document, Section, Table
from assembler.pages.flow import lay_out
from assembler.pages.profiles import LIBREOFFICE
from assembler.pages.rows import settle_rows
from assembler.pages.survey import page_numbers, survey, with_page_breaks
from assembler.word.package import write_document

pytestmark = pytest.mark.office
MARK = re.compile(r"\d\dx\d\d")


def forms_on_pages() -> Document:
    """Forms below so much text that they break at many places; below the third row of the last two is room, but for no closing line."""
    blocks: list[Block] = []
    cases = [(6 + i % 27, i % 4, 17.0 + i % 3) for i in range(58)]
    cases += [(29, 1, 17.35), (25, 6, 17.35)]
    for number, (lines, more, height) in enumerate(cases):
        blocks.append(text(f"题{number}", "heading 1", f"第{number}份", level=1, new_page=True))
        blocks += [text(f"文{number}/{i}", "正文", "财") for i in range(lines)]
        blocks += [text(f"注{number}/{i}", "图题", "财") for i in range(more)]
        blocks.append(text(f"名{number}", "表单位", "绩效目标表"))
        blocks.append(settle_rows(merged_form(f"表{number}", [3, 1, 6, 2, 9, 4], height, f"{number:02d}x"), LOOK))
    return document(Section("竖", tuple(blocks)))


def test_forms_break_where_we_say_and_no_row_is_lost() -> None:
    if not has_office():
        pytest.skip("LibreOffice is not installed")
    described = forms_on_pages()
    edges = survey(described, LOOK).edges
    assert len(edges) == 2
    described = with_page_breaks(described, edges)
    pages, blocks = lay_out(described, LOOK, LIBREOFFICE), list(described.blocks())
    pdf = PdfReader(io.BytesIO(office.to_pdf(write_document(described, LOOK, page_numbers(described, LOOK)))))
    assert len(pdf.pages) == len(pages.sheets)
    broken = 0
    for sheet, page in zip(pages.sheets, pdf.pages, strict=True):
        parts = [(p, blocks[p.block]) for p in sheet.parts if p.block >= 0]
        expected = [row.cells[1].text for p, b in parts if isinstance(b, Table) for row in b.rows[p.start : p.stop]]
        assert sorted(MARK.findall(page.extract_text())) == expected, sheet.number
        broken += any(p.start for p, _ in parts)
    assert broken > 30
