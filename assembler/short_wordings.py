"""The short pieces of wording in a template's declarations, apart from its wording files."""

from __future__ import annotations

from collections.abc import Iterator

from assembler.blocks import ChartBlock, Line
from assembler.template import Template
from figures.findings import Place


def short_wordings(template: Template) -> Iterator[tuple[str, Place]]:
    """The wording in declarations that may speak of figures, with its place."""
    yield template.title, template.title_place
    for view in template.views.values():
        heads = (text for row in view.head for text in row)
        for text in (view.number, view.title, view.contents or "", view.left, view.right, *heads):
            yield text, view.place
        yield from ((note.text, note.place) for note in view.notes)
    for section in template.sections:
        for block in section.blocks:
            if isinstance(block, Line):
                yield block.text, block.place
                yield block.entry, block.place
            elif isinstance(block, ChartBlock):
                yield block.title, block.place


def form_wordings(template: Template) -> Iterator[tuple[str, Place]]:
    """The wording of forms, which speaks of 项目 as well."""
    for form in template.forms.values():
        yield from ((line.text, line.place) for line in form.titles)
        for row in form.rows:
            if isinstance(row, tuple):
                yield from ((cell.text, cell.place) for cell in row)
