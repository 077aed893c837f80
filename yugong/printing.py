"""The document through LibreOffice: as PDF with that program's page numbers, and its pages held against ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assembler.look import Look
from assembler.office import missing_fonts, pdf_places, to_pdf
from assembler.pages.profiles import LIBREOFFICE
from assembler.pages.survey import survey
from assembler.word.identity import contents_name
from figures.findings import Finding, Place, Severity
from yugong.api import BuiltDocument


def for_libreoffice(document: BuiltDocument) -> BuiltDocument:
    """The same document with the page numbers that LibreOffice's rules give."""
    return replace(document, pages=survey(document.description.document, document.look, LIBREOFFICE), program="libreoffice")


def printed(document: BuiltDocument) -> bytes:
    """The document as PDF with bookmarks; OfficeError says in Chinese what LibreOffice could not do."""
    return to_pdf(for_libreoffice(document).to_bytes())


def font_findings(look: Look) -> Iterator[Finding]:
    """A warning for each font of the look that this machine lacks: the PDF shows another in its place."""
    names = {name for style in look.styles.values() for name in (style.east_asia, style.latin)}
    for told in missing_fonts(sorted(names)):
        yield Finding("缺少字体", Severity.WARNING, told, remedy="安装该字体后再转成 PDF；Word 文档本身不受影响")


def page_findings(document: BuiltDocument) -> Iterator[Finding]:
    """Each entry of the contents that LibreOffice puts on another page than our calculator does; a note where there is none.

    Page numbers are counted from the first entry. OfficeError says what LibreOffice could not do.
    """
    calculated = for_libreoffice(document)
    numbers = calculated.pages.numbers if calculated.pages else {}
    pages = pdf_places(to_pdf(calculated.to_bytes(), places=True))
    entries = [(p.id, e.text, pages.get(contents_name(p.id))) for p, e in document.description.document.entries()]
    first = next(((block, page) for block, _, page in entries if page), None)
    offset = first[1] - numbers[first[0]] if first else 0
    wrong = 0
    for block, text, page in entries:
        if page is None or numbers[block] != page - offset:
            wrong += 1
            shown = "PDF 中找不到" if page is None else f"PDF 中在第{page - offset}页"
            message = f"“{text}”的页码与 LibreOffice 排版不同"
            yield Finding("页码核对", Severity.ERROR, message, Place(block=block), f"算得第{numbers[block]}页", shown)
    if not wrong:
        yield Finding("页码核对", Severity.NOTE, f"目录{len(entries)}条的页码与 LibreOffice 排版全部一致")
