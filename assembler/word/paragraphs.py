"""Paragraphs of the description as WordprocessingML."""

from __future__ import annotations

import re
from itertools import groupby

from assembler.description import Chart, Entry, Paragraph
from assembler.word.charts import drawing_xml
from assembler.word.identity import bookmark_name, contents_name
from assembler.word.markup import bookmark, field_code, field_mark, run, twips
from assembler.word.writing import END_STYLE, Writing

_QUOTES = re.compile(r'[\\"“”„]')
_HIDDEN = "<w:vanish/>"


def paragraph_xml(writing: Writing, paragraph: Paragraph, text_width: float, section: str = "") -> str:
    """A paragraph; a tab takes what follows to the right edge, at `text_width` points. `section` is the w:sectPr it carries."""
    text = paragraph.text
    inner = _runs_xml(paragraph, text)
    if paragraph.id and (inner or paragraph.entry is not None):
        inner = _marked(writing, paragraph, inner)
    breaks = "<w:pageBreakBefore/>" if paragraph.new_page else ""
    tabs = right_tab(text_width) if "\t" in text else ""
    return f"{writing.opening(paragraph.style).start}{breaks}{tabs}{section}</w:pPr>{inner}</w:p>"


def _runs_xml(paragraph: Paragraph, text: str) -> str:
    """The paragraph's `text`: what has one look is one run."""
    if not any(r.mark for r in paragraph.runs):
        return run(text)
    grouped = groupby(paragraph.runs, lambda r: r.mark)
    return "".join([run("".join([r.text for r in runs]), mark == "missing") for mark, runs in grouped])


def chart_paragraph(writing: Writing, chart: Chart, section: str = "") -> str:
    """The paragraph of a chart, which is noted for the package: its relation is rIdChart1, rIdChart2, … in order."""
    writing.charts.append(chart)
    number = len(writing.charts)
    inner = f"<w:r>{drawing_xml(chart, f'rIdChart{number}', number)}</w:r>"
    if writing.identities and chart.id:
        inner = bookmark(next(writing.ids), bookmark_name(chart.id), inner)
    return f"{writing.opening(chart.style).start}{section}</w:pPr>{inner}</w:p>"


def end_paragraph(writing: Writing, section: str = "", inner: str = "") -> str:
    """A paragraph of 1 pt that carries only the end of a section (`section`) or of a field (`inner`), or parts two tables."""
    return f"{writing.opening(END_STYLE).start}{section}</w:pPr>{inner}</w:p>"


def right_tab(position: float, leader: str = "") -> str:
    """A right tab stop (points from the left edge of the text)."""
    dots = f' w:leader="{leader}"' if leader else ""
    return f'<w:tabs><w:tab w:val="right"{dots} w:pos="{twips(position)}"/></w:tabs>'


def _marked(writing: Writing, paragraph: Paragraph, inner: str) -> str:
    if paragraph.entry is not None:
        field = contents_field(paragraph.entry, writing.identifier) if paragraph.entry.by_field else ""
        inner = bookmark(next(writing.ids), contents_name(paragraph.id), field + inner)
    if writing.identities:
        inner = bookmark(next(writing.ids), bookmark_name(paragraph.id), inner)
    return inner


def contents_field(entry: Entry, identifier: str) -> str:
    """A hidden TC field: the entry's own text and level."""
    collected = f" \\f {identifier}" if identifier else ""
    return field_code(f'TC "{quoted(entry.text)}"{collected} \\l {entry.level}', _HIDDEN) + field_mark("end", _HIDDEN)


def quoted(text: str) -> str:
    """Text for the inside of a field code's quotation marks. Curly ones are escaped too: Word takes them for the end as well."""
    return _QUOTES.sub(r"\\\g<0>", text.replace("\r", "").replace("\n", " ").replace("\t", " "))
