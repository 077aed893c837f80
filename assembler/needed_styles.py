"""What the parts of a template's documents need of its look: found before anything is made, so that every command tells of it alike."""

from __future__ import annotations

from collections.abc import Iterator

from assembler.blocks import Block, ChartBlock, ContentsBlock, FormBlock, FormSpec, IndicatorRows, TableBlock
from assembler.grids import HEAD_STYLE
from assembler.template import Template
from figures.declared import DeclarationError, nearest
from figures.findings import Place
from figures.views import View

NUMBER, TITLE, UNIT, NOTE = "表号", "表题", "表单位", "表注"
"""The styles of what stands above and below a table."""


def check_look(template: Template, block: Block) -> None:
    """DeclarationError where `block` needs a style or a page that look.docx has not."""
    look = template.look
    page, place = "", getattr(block, "place", Place(file="document.yaml"))
    if isinstance(block, TableBlock):
        view = template.views[block.view]
        page, place = view.page, view.place
    if page and page not in look.pages:
        raise DeclarationError(f"look.docx 里没有名为“{page}”的页面，现有：{'、'.join(look.pages)}", place)
    for style in _styles(template, block):
        if style not in look.styles:
            raise DeclarationError(f"look.docx 里没有样式“{style}”{nearest(style, look.styles)}", place)


def _styles(template: Template, block: Block) -> Iterator[str]:
    if isinstance(block, TableBlock):
        yield from _of_view(template.views[block.view])
    elif isinstance(block, FormBlock):
        yield from _of_form(template.forms[block.form])
    elif isinstance(block, ContentsBlock):
        yield from block.styles
    else:
        yield block.style
        if isinstance(block, ChartBlock) and block.title:
            yield block.title_style


def _of_view(view: View) -> Iterator[str]:
    yield TITLE
    if view.head:
        yield HEAD_STYLE
    if view.number:
        yield NUMBER
    if view.left or view.right:
        yield UNIT
    if view.notes:
        yield NOTE
    for stack in view.stacks:
        yield from (column.style for column in stack.columns)
        yield from (style for row in stack.rows if (style := getattr(row, "style", "")))


def _of_form(form: FormSpec) -> Iterator[str]:
    yield from (line.style for line in form.titles)
    for row in form.rows:
        yield from (cell.style for cell in (row.cells if isinstance(row, IndicatorRows) else row))
