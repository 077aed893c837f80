"""Sections: page geometry, page numbering, headers and footers."""

from __future__ import annotations

from assembler.description import Section
from assembler.look import PAGE, Band, Look, LookError, Page
from assembler.word.markup import DECLARATION, NAMESPACES, field_code, field_mark, run, twips
from assembler.word.writing import END_STYLE, Writing

Kind = str
"""Of a band: "header" or "footer"."""

_HINT = '<w:rFonts w:hint="eastAsia"/>'


def page_of(look: Look, section: Section) -> Page:
    """The geometry of a section's pages; LookError when the look has none of that name."""
    try:
        return look.pages[section.page]
    except KeyError:
        known = "、".join(look.pages)
        problem = f"look.docx 中没有名为“{section.page}”的版面（已有：{known}），"
        raise LookError(f"{problem}请在该文件中增加一节，其第一段写“版面：{section.page}”。") from None


def bands(page: Page, numbered: bool) -> tuple[tuple[Kind, Band], ...]:
    """Header and footer of a section; without page numbers, the paragraphs that show them are left out."""
    found = (("header", page.header), ("footer", page.footer))
    return found if numbered else tuple((kind, _without_number(band)) for kind, band in found)


def section_xml(page: Page, references: tuple[tuple[Kind, str], ...], restart: int | None) -> str:
    """The w:sectPr of a section; `references` are the relations of its header and footer."""
    refers = "".join(f'<w:{kind}Reference w:type="default" r:id="{relation}"/>' for kind, relation in references)
    orient = ' w:orient="landscape"' if page.landscape else ""
    start = "" if restart is None else f'<w:pgNumType w:start="{restart}"/>'
    return (
        f'<w:sectPr>{refers}<w:type w:val="nextPage"/><w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{orient}/>'
        f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}" w:bottom="{twips(page.bottom)}"'
        f' w:left="{twips(page.left)}" w:header="{twips(page.header_distance)}" w:footer="{twips(page.footer_distance)}"'
        f' w:gutter="0"/>{start}<w:cols w:space="720"/></w:sectPr>'
    )


def band_xml(writing: Writing, kind: Kind, band: Band) -> str:
    """The part of a header or footer; one without paragraphs still has the one that Word asks for."""
    root = "w:hdr" if kind == "header" else "w:ftr"
    paragraphs = band.paragraphs or ((END_STYLE, ()),)
    inner = "".join(f"{writing.opening(style).start}</w:pPr>{''.join(map(_part, parts))}</w:p>" for style, parts in paragraphs)
    return f"{DECLARATION}<{root} {NAMESPACES}>{inner}</{root}>"


def _part(text: str) -> str:
    if text != PAGE:
        return run(text)
    # Word computes the number of a page field itself when it lays out the page; "1" is only what stands there before.
    return field_code("PAGE", _HINT) + field_mark("separate", _HINT) + run("1") + field_mark("end", _HINT)


def _without_number(band: Band) -> Band:
    return Band(tuple((style, parts) for style, parts in band.paragraphs if PAGE not in parts))
