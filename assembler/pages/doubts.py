"""What in a document lies outside the rules by which its pages can be known, each told by name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from assembler.cells import laid_out
from assembler.description import Chart, Contents, Document, Entry, Paragraph, Section, Table
from assembler.look import Look, Page, Style
from assembler.pages.lines import count_lines, text_width
from assembler.pages.plan import contents_style, header_rows, page_of, paragraph_lines, style_of
from assembler.pages.profiles import BORDER, FRAME_SHARE, PROFILES, TOLERANCE, WORD
from assembler.pages.widths import KNOWN_LATIN, unknown_characters

_SHOWN = 14
_WIDEST_NUMBER = "0000"
_TWIPS = 20


def doubts_of(document: Document, look: Look) -> tuple[str, ...]:
    """Chinese sentences, one for each construct that the calculator cannot answer for, with its place; none twice."""
    found: dict[str, None] = {}
    entries = tuple(entry for _, entry in document.entries())
    for section in document.sections:
        page = page_of(section, look)
        found.update(dict.fromkeys(_section_doubts(section, page, look, entries)))
    return tuple(found)


def _section_doubts(section: Section, page: Page, look: Look, entries: tuple[Entry, ...]) -> Iterator[str]:
    for before, block in pairwise(section.blocks):
        if isinstance(block, Table) and not (isinstance(before, Paragraph) and style_of(look.styles, before.style).keep_next):
            yield f"{_name_of(block)}前没有与它同页的题目行，落在页尾时各软件分页可能不同"
    for block in section.blocks:
        if isinstance(block, Paragraph):
            yield from _text_doubts(block, page, style_of(look.styles, block.style))
        elif isinstance(block, Table):
            yield from _table_doubts(block, page, look)
        elif isinstance(block, Chart):
            yield from _chart_doubts(block, page, style_of(look.styles, block.style))
        else:
            yield from _contents_doubts(block, page, look, entries)


def _text_doubts(paragraph: Paragraph, page: Page, style: Style) -> Iterator[str]:
    text = paragraph.text
    if not text:
        return
    yield from _font_doubts(text, style)
    unknown = unknown_characters(text.replace("\t", "").replace("\u3000", ""))
    if unknown:
        yield f"“{_shown(text)}”一段有不知宽度的字符：{unknown}"
    lines = max(paragraph_lines(text, page.text_width, style, p) for p in PROFILES.values())
    if "\t" in text and lines > text.count("\n") + 1:
        yield f"“{_shown(text)}”一行左右两部分放不下，请缩短文字"
    if lines > 1 and (" " in text.strip() or "\u3000" in text):
        yield f"“{_shown(text)}”一段中有空格，各软件在空格处换行可能不同，请删去空格"
    if lines > 3 and style.keep_next:
        yield f"“{_shown(text)}”超过三行又与下段同页，各软件分页可能不同，请缩短文字"
    if style.pitch > page.text_height:
        yield f"样式“{style.name}”的行距比一页还高"


def _font_doubts(text: str, style: Style) -> Iterator[str]:
    has_latin = any("!" <= c <= "~" for c in text)
    if has_latin and style.latin != KNOWN_LATIN:
        yield f"样式“{style.name}”的西文字体“{style.latin}”不知字宽，请改用 {KNOWN_LATIN}"
    if has_latin and style.italic:
        yield f"样式“{style.name}”用斜体，斜体西文的字宽不知，请改为正体"


def _table_doubts(table: Table, page: Page, look: Look) -> Iterator[str]:
    name = _name_of(table)
    headers = header_rows(table)
    repeated = sum(row.height for row in table.rows[:headers])
    if sum(table.widths) / _TWIPS > page.text_width + 1:
        yield f"{name}比版心宽"
    if any(row.header for row in table.rows[headers:]):
        yield f"{name}的表头行不在表格开头，不会在各页重复"
    if any(repeated + row.height + BORDER > page.text_height + TOLERANCE for row in table.rows[headers:]):
        yield f"{name}有的行连同表头比一页还高，放不下的文字会被截去，请把该行的文字分成几行"
    layouts = [laid_out(row.cells).layout for row in table.rows]
    head, body = dict.fromkeys(layouts[:headers]), dict.fromkeys(layouts[headers:])  # many rows share one
    if any(sum(cell.span for cell in layout.cells) != len(table.widths) for layout in (*head, *body)):
        yield f"{name}有的行与列数不合"
    head_styles = {cell.style for layout in head for cell in layout.cells}
    body_styles = {cell.style for layout in body for cell in layout.cells}
    if head_styles and not any(style_of(look.styles, style).keep_next for style in head_styles):
        yield f"{name}的表头样式“{'、'.join(sorted(head_styles))}”没有设“与下段同页”，表头可能单独留在页尾"
    for style in sorted(body_styles):
        if style_of(look.styles, style).keep_next:
            yield f"{name}正文行的样式“{style}”设了“与下段同页”，各软件分页可能不同，请去掉这一设置"


def _name_of(table: Table) -> str:
    return f"表格“{table.description or table.id}”"


def _chart_doubts(chart: Chart, page: Page, style: Style) -> Iterator[str]:
    name = f"图表“{chart.title or chart.id}”"
    least = chart.height * FRAME_SHARE
    if least > style.pitch + TOLERANCE:
        yield f"{name}的上部会被截去：图高 {chart.height:g} 磅，样式“{style.name}”的行距应不小于 {least:g} 磅"
    if chart.width > page.text_width + TOLERANCE:
        yield f"{name}比版心宽"
    if style.pitch > page.text_height:
        yield f"样式“{style.name}”的行距比一页还高"


def _contents_doubts(contents: Contents, page: Page, look: Look, entries: tuple[Entry, ...]) -> Iterator[str]:
    for entry in entries:
        style = contents_style(contents, entry, look)
        room = page.text_width - style.left - style.right - style.first_line
        width = max(text_width(entry.text, style, p) for p in PROFILES.values()) + text_width(_WIDEST_NUMBER, style, WORD)
        if width > room or any(count_lines(entry.text, page.text_width, style, p) > 1 for p in PROFILES.values()):
            yield f"目录中“{_shown(entry.text)}”一条一行放不下，请缩短标题或改小目录的字号"
        yield from _font_doubts(entry.text, style)


def _shown(text: str) -> str:
    """The beginning of a text, for naming it; quotation marks inside are single ones."""
    plain = text.replace("\t", " ").replace("\n", " ").replace("“", "‘").replace("”", "’")
    return plain if len(plain) <= _SHOWN else plain[:_SHOWN] + "…"
