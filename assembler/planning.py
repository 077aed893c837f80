"""The parts of a template's documents, in order: each is made, or stays as it was, by itself."""

from __future__ import annotations

from collections.abc import Iterator

from assembler.blocks import (
    Blank,
    Block,
    ChartBlock,
    ContentsBlock,
    FormBlock,
    FormSpec,
    Line,
    SectionSpec,
    TableBlock,
    Wording,
)
from assembler.needed_styles import check_look
from assembler.template import Template
from figures.drawing import Drawn, drawn_by_source
from figures.lean import lean
from figures.views import View


@lean
class AboveTable:
    """What stands above a table: its number, its title, its unit."""

    view: View


@lean
class PrintedTable:
    """A table and its notes, on a page of a kind."""

    view: View
    page: str


@lean
class FilledForms:
    """A form, filled once for each record, on a page of a kind."""

    form: FormSpec
    page: str


What = Blank | Line | Wording | ChartBlock | ContentsBlock | AboveTable | PrintedTable | FilledForms


@lean
class Unit:
    """A part; `drawn` is what it is drawn from apart from the names that it asks for, `table` the table that it prints ("" for none)."""

    what: What
    drawn: Drawn = frozenset()
    table: str = ""


@lean
class PlannedPages:
    """Parts that follow one another on pages of one kind."""

    page: str
    units: tuple[Unit, ...]


@lean
class PlannedSection:
    """A section as the template declares it: a table on a page of its own kind will stand in a section of its own."""

    restart: int | None
    numbered: bool
    pages: tuple[PlannedPages, ...]


def planned(template: Template) -> tuple[PlannedSection, ...]:
    """The sections of the template's documents."""
    return tuple(PlannedSection(spec.restart, spec.numbered, tuple(_pages(template, spec))) for spec in template.sections)


def _pages(template: Template, spec: SectionSpec) -> Iterator[PlannedPages]:
    page = spec.page
    units: list[Unit] = []
    for block in spec.blocks:
        wanted = page_of(template, block) or spec.page
        if wanted != page:
            if units:
                yield PlannedPages(page, tuple(units))
            page, units = wanted, []
        units += units_of(template, block, page)
    yield PlannedPages(page, tuple(units))


def page_of(template: Template, block: Block) -> str:
    """The kind of page that a block wants, "" where any will do."""
    return template.views[block.view].page if isinstance(block, TableBlock) else ""


def units_of(template: Template, block: Block, page: str) -> tuple[Unit, ...]:
    """What a block makes on a page of a kind, in parts; DeclarationError where the look lacks what it needs."""
    check_look(template, block)
    if isinstance(block, TableBlock):
        view = template.views[block.view]
        return Unit(AboveTable(view)), Unit(PrintedTable(view, page), template.keeper.names.of_view(view.name), view.name)
    if isinstance(block, FormBlock):
        form = template.forms[block.form]
        return (Unit(FilledForms(form, page), drawn_by_source(form.source)),)
    return (Unit(block),)
