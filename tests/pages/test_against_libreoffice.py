"""Pages of written documents in LibreOffice's PDF against the calculator's LibreOffice profile: every heading, every page."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping

import pytest
from page_samples import LOOK, Author, has_office
from pypdf import PdfReader

from assembler import office
from assembler.description import Document, Paragraph, Table
from assembler.pages.flow import Pages, lay_out
from assembler.pages.profiles import LIBREOFFICE
from assembler.pages.survey import page_numbers, survey
from assembler.word.package import write_document

pytestmark = pytest.mark.office
DOCUMENTS = 24
AMOUNT = re.compile(r"[\d.,]{8,}")


@pytest.fixture(scope="module")
def documents() -> Mapping[str, Document]:
    return {str(seed): Author(seed).document() for seed in range(DOCUMENTS)}


@pytest.fixture(scope="module")
def pdfs(documents: Mapping[str, Document]) -> Mapping[str, bytes]:
    if not has_office():
        pytest.skip("LibreOffice is not installed")
    lacking = [told for told in office.missing_fonts({s.east_asia for s in LOOK.styles.values()}) if "没有可以代替" in told]
    assert not lacking, "run .ci/fonts first"
    return office.to_pdfs({name: write_document(d, LOOK, page_numbers(d, LOOK)) for name, d in documents.items()}, limit=600)


@pytest.fixture(scope="module")
def laid(documents: Mapping[str, Document]) -> Mapping[str, Pages]:
    return {name: lay_out(d, LOOK, LIBREOFFICE) for name, d in documents.items()}


@pytest.fixture(scope="module")
def shown(pdfs: Mapping[str, bytes]) -> Mapping[str, list[str]]:
    """The plain text of each page of each PDF."""
    return {name: [plain(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages] for name, pdf in pdfs.items()}


def headings(document: Document) -> list[Paragraph]:
    return [b for b in document.blocks() if isinstance(b, Paragraph) and b.style.startswith("heading")]


def outline_pages(pdf: bytes) -> dict[str, int]:
    return {title: page for _, title, page in office.pdf_outline(pdf)}


def test_every_heading_is_on_its_page(
    documents: Mapping[str, Document], pdfs: Mapping[str, bytes], laid: Mapping[str, Pages]
) -> None:
    compared = 0
    for name, document in documents.items():
        found = outline_pages(pdfs[name])
        expected = {p.text: laid[name].page(p.id) for p in headings(document)}
        assert found == expected, f"document {name}"
        assert len(PdfReader(io.BytesIO(pdfs[name])).pages) == len(laid[name].sheets)
        compared += len(expected)
    assert compared > 30 * DOCUMENTS


def test_every_row_is_on_its_page(
    documents: Mapping[str, Document], shown: Mapping[str, list[str]], laid: Mapping[str, Pages]
) -> None:
    for name, document in documents.items():
        blocks = list(document.blocks())
        for sheet in laid[name].sheets:
            for part in sheet.parts:
                table = blocks[part.block] if part.block >= 0 else None
                if isinstance(table, Table):
                    texts = [cell.text for row in table.rows[part.start : part.stop] for cell in row.cells]
                    missing = [t for t in texts if AMOUNT.fullmatch(t) and t not in shown[name][sheet.number - 1]]
                    assert not missing, (name, table.id, sheet.number)


def test_every_sure_number_is_right(
    documents: Mapping[str, Document], pdfs: Mapping[str, bytes], laid: Mapping[str, Pages]
) -> None:
    sure = 0
    for name, document in documents.items():
        found = outline_pages(pdfs[name])
        printed = {sheet.number: sheet.printed for sheet in laid[name].sheets}
        for entry in survey(document, LOOK).entries:
            if entry.sure:
                assert printed[found[entry.text]] == entry.number, (name, entry.text)
                sure += 1
    assert sure > 20 * DOCUMENTS


def test_nothing_is_cut_off(documents: Mapping[str, Document], shown: Mapping[str, list[str]]) -> None:
    for name, document in documents.items():
        written: Counter[str] = Counter()
        for block in document.blocks():
            if isinstance(block, Paragraph):
                written.update(plain(block.text))
            elif isinstance(block, Table):
                written.update(plain("".join(cell.text for row in block.rows for cell in row.cells)))
        assert not written - Counter("".join(shown[name])), name


def plain(text: str) -> str:
    """Han, letters and digits alone: what every reader of PDF files gives back."""
    return "".join(c for c in text if c.isalnum() or c in ".,")
