"""The description of a document: made once from a template, its tables and its wording, over one budget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from assembler.blocks import Blank, ChartBlock, ContentsBlock, FormCell, FormSpec, Line, Wording
from assembler.description import Block as Described
from assembler.description import Chart, Contents, Document, Entry, LateRows, Paragraph, Row, Run, Section, Slice, Table
from assembler.form_tables import form_tables
from assembler.keeping import Keeping
from assembler.lacking import lacking_texts
from assembler.look import Look
from assembler.needed_styles import NOTE, NUMBER, TITLE, UNIT
from assembler.noting import further_findings
from assembler.pies import drawable, nonzero
from assembler.planning import AboveTable, FilledForms, PlannedSection, PrintedTable, What, page_of, units_of
from assembler.template import Template
from assembler.view_tables import view_table
from figures.amounts import AmountFormat
from figures.budget import Budget
from figures.collecting import uncollected
from figures.datasets import Figures
from figures.declared import DeclarationError
from figures.findings import Finding, Place, Severity
from figures.lean import frozen
from figures.records import PerformanceTarget
from figures.tableset import TableSet
from figures.views import View
from narratives.exposing import ExposedFamily, Part, exposed_target
from narratives.nested_names import NestedNames
from narratives.paragraphs import paragraphs
from narratives.rendering import render, render_string
from narratives.speaking import part_label
from narratives.text import Missing, Text
from narratives.vocabulary import Vocabulary

NO_DATE = date(2000, 1, 1)
"""The date of a document whose workbook names none: the same figures give the same bytes, so it is never today's."""

NO_LAST_YEAR = "缺上年数"
"""The code of what is an error in a document for publication, unless the officer says why there is no last year."""

CHART_FORMAT = AmountFormat(unit="万元", places=2)


@frozen
class Description:
    """A described document, and the tables and names it was made from."""

    document: Document
    tables: TableSet
    vocabulary: Vocabulary

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong or worth knowing, looked for when first asked for; DeclarationError as for `describe`."""
        return (
            *_findings(self.document, self.tables),
            *_lacking_last_year(self.vocabulary),
            *self.vocabulary.reasons.findings(),
            *further_findings(self.document, self.tables, self.vocabulary),
        )


def describe(template: Template, budget: Budget) -> Description:
    """The document that `template` makes of `budget`; DeclarationError names the place in the template that cannot be rendered."""
    with uncollected():
        return _described(template, budget)


def _described(template: Template, budget: Budget) -> Description:
    keeping = template.keeper.begin(budget)
    tables = keeping.tables
    vocabulary = Vocabulary(tables, template.measures, template.speech, template.glossary)
    describer = _Describer(template, tables, vocabulary)
    title = describer.say(template.title, template.title_place)
    sections = tuple([section for planned in template.plan for section in describer.section(planned, keeping)])
    keeping.end()
    basics = budget.basics
    subject = f"{basics.year}年部门预算公开"
    document = Document(title.plain, basics.department, subject, basics.document_date or NO_DATE, sections)
    return Description(document, tables, vocabulary)


def try_out(template: Template, budget: Budget) -> Iterator[tuple[Described, ...] | DeclarationError]:
    """What each block of the document makes of a budget, or the error that it ends in: for those who look for all errors."""
    tables = TableSet(template.views, Figures(budget))
    describer = _Describer(template, tables, Vocabulary(tables, template.measures, template.speech, template.glossary))
    for spec in template.sections:
        for block in spec.blocks:
            try:
                units = units_of(template, block, page_of(template, block) or spec.page)
                yield tuple([made for unit in units for made in describer.make(unit.what)])
            except DeclarationError as error:
                yield error


def _findings(document: Document, tables: TableSet) -> Iterator[Finding]:
    for name, view in tables.views.items():
        # A table that is only counted on in sentences is told of with less weight: no printed sum is wrong.
        found = tables[name].findings()
        yield from found if view.printed else (replace(f, severity=Severity.WARNING) for f in found)
    yield from lacking_texts(document)


def _lacking_last_year(vocabulary: Vocabulary) -> Iterator[Finding]:
    """One finding for all sentences that should compare with last year and cannot."""
    names = list(vocabulary.without_last_year)
    if names:
        yield Finding(
            NO_LAST_YEAR,
            Severity.WARNING,
            f"文字说明中有{len(names)}个数应与上年相比，但没有上年数，增减变动没有写出",
            Place("上年总数"),
            "、".join(names[:8]) + ("等" if len(names) > 8 else ""),
            "上年工作簿，或这些数的上年总数",
            "请用 --last-year 给出上年工作簿，或在工作表“上年总数”中填写",
        )


class _Describer:
    """Makes blocks; holds what all of them need."""

    def __init__(self, template: Template, tables: TableSet, vocabulary: Vocabulary) -> None:
        self.template = template
        self.tables = tables
        self.vocabulary = vocabulary
        self.known: Mapping[str, Any] = NestedNames(template.words, vocabulary) if template.words else vocabulary

    def say(self, text: str, place: Place, known: Mapping[str, Any] | None = None) -> Text:
        """Short wording rendered; `known` are the names that it may use, where they are others than the document's."""
        return render_string(self.template.wording, self.known if known is None else known, text, place)

    def section(self, section: PlannedSection, keeping: Keeping) -> Iterator[Section]:
        """The sections of the description that one of the template becomes: those that hold something, and the last."""
        restart, last = section.restart, section.pages[-1]
        for pages in section.pages:
            blocks: list[Described] = []
            for unit in pages.units:
                blocks += keeping.block(unit, self.make, self.vocabulary)
            if blocks or pages is last:
                yield Section(pages.page, tuple(blocks), restart, section.numbered)
                restart = None

    def make(self, what: What) -> Iterable[Described]:
        """The blocks that a part of the plan becomes."""
        if isinstance(what, AboveTable):
            return self._above_table(what.view)
        if isinstance(what, PrintedTable):
            return self._table(what.view, what.page)
        if isinstance(what, Wording):
            return self._wording(what)
        if isinstance(what, Line):
            return [self._line(what)]
        if isinstance(what, Blank):
            return [Paragraph("", what.style)] * what.count
        if isinstance(what, ChartBlock):
            return self._chart(what)
        if isinstance(what, FilledForms):
            return self._forms(what.form, what.page)
        return [_contents(what)]

    def _line(self, line: Line, prefix: str = "", known: Mapping[str, Any] | None = None) -> Paragraph:
        text = self.say(line.text, line.place, known)
        entered = self.say(line.entry, line.place, known) if line.entry else text
        entry = None if line.level is None else Entry(entered.plain, line.level, line.by_field)
        return Paragraph(prefix + line.id, line.style, runs_of(text), line.new_page, entry)

    def _wording(self, block: Wording) -> Iterator[Paragraph]:
        name = self.template.wording_files[block.file]
        text = render(self.template.wording, self.known, name)
        used: dict[str, int] = {}
        for label, paragraph in paragraphs(text):
            identity, _, style = label.partition("|")
            identity = identity.strip() or "段"
            used[identity] = used.get(identity, 0) + 1
            again = f"#{used[identity]}" if used[identity] > 1 else ""
            chosen = style.strip() or block.style
            if chosen not in self.template.look.styles:
                raise DeclarationError(f"look.docx 里没有样式“{chosen}”", Place(file=name))
            yield Paragraph(f"文字/{block.file}/{identity}{again}", chosen, runs_of(paragraph))

    def _above_table(self, view: View) -> Iterator[Described]:
        title = self.say(view.title, view.place)
        if view.number:
            yield Paragraph(f"表/{view.name}/表号", NUMBER, runs_of(self.say(view.number, view.place)), view.new_page)
        entry = self._table_entry(view, title)
        yield Paragraph(f"表/{view.name}/标题", TITLE, runs_of(title), view.new_page and not view.number, entry)
        if view.left or view.right:
            left, right = self.say(view.left, view.place), self.say(view.right, view.place)
            yield Paragraph(f"表/{view.name}/单位", UNIT, (*runs_of(left), Run("\t"), *runs_of(right)))

    def _table(self, view: View, page: str) -> Iterator[Described]:
        look, filled = self.template.look, self.tables[view.name]
        table = view_table(
            filled, f"表/{view.name}", look.pages[page], lambda t: self.say(t, view.place).plain if "{" in t else t
        )
        yield _settled_later(table, look)
        for number, note in enumerate(view.notes, 1):
            if note.when == "总是" or (note.when == "空表") == filled.empty:
                text = self.say(note.text, note.place)
                if text.plain.strip():
                    yield Paragraph(f"表/{view.name}/注{number}", NOTE, runs_of(text))

    def _table_entry(self, view: View, title: Text) -> Entry | None:
        if view.contents is None:
            return None
        entered = self.say(view.contents, view.place).plain if view.contents else view.label + title.plain
        return Entry(entered, 2, by_field=True)

    def _chart(self, block: ChartBlock) -> Iterator[Described]:
        family: ExposedFamily = self.vocabulary[block.family]
        slices = tuple([self._slice(part) for part in family])
        title = self.say(block.title, block.place)
        described = f"{title.plain}：" + "，".join(f"{s.name}{s.label}" for s in slices)
        chart = Chart(block.id, block.style, title.plain, "万元", slices, block.width, block.height, described)
        drawn = nonzero(chart)
        if not slices or not drawable(drawn):
            return
        yield drawn
        if block.title:
            yield Paragraph(f"{block.id}/题", block.title_style, runs_of(title))

    def _slice(self, part: Part) -> Slice:
        label = part_label(part, self.template.speech.percent)
        return Slice(part.measure.name, CHART_FORMAT.show(part.measure.amount), label.text, label)

    def _forms(self, form: FormSpec, page: str) -> Iterator[Described]:
        look, figures = self.template.look, self.tables.figures
        data = figures.dataset(form.source, min(v.format.quantum for v in self.tables.views.values()))
        tables = form_tables(form, look.pages[page])
        used: dict[str, int] = {}
        for position in data.matching(form.condition):
            target: PerformanceTarget = data.records[position]
            used[target.project] = used.get(target.project, 0) + 1
            again = f"#{used[target.project]}" if used[target.project] > 1 else ""
            prefix = f"表单/{form.name}/{target.project}{again}/"
            known = NestedNames({"项目": exposed_target(target, figures)}, self.known)
            for line in form.titles:
                yield self._line(line, prefix, known)
            table = tables.table(prefix + "表", figures.context.targets.indicators(target), known, self._say_cell)
            yield _settled_later(table, look)

    def _say_cell(self, cell: FormCell, known: Mapping[str, Any]) -> Text:
        return self.say(cell.text, cell.place, known)


def _settled_later(table: Table, look: Look) -> Table:
    """The table with the heights of its rows settled when they are first looked at: nothing that is found depends on heights."""
    worded = table.rows.worded if isinstance(table.rows, LateRows) else table.rows

    def settled() -> Sequence[Row]:
        from assembler.pages.rows import settle_rows

        with uncollected():
            return settle_rows(table, look).rows

    return Table(table.id, table.widths, LateRows(settled, worded), table.description, table.margin)


def _contents(block: ContentsBlock) -> Contents:
    collected = f'\\o "{block.levels}" ' if block.levels else ""
    return Contents("目录", block.styles, f"TOC {collected}\\h \\z \\f {block.mark}")


def runs_of(text: Text) -> tuple[Run, ...]:
    """The runs of a text: one for each piece, which stays its origin."""
    return tuple([Run(p.text, "missing" if isinstance(p, Missing) else "", p) for p in text.pieces if p.text])
