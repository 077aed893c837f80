"""A document explained: its paragraphs by section, every number with its name, formula and cells, as data and as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from assembler.description import Document, Paragraph
from figures.findings import Place
from figures.lean import frozen
from narratives.explanation import Explained, Sentence, explain, joined, sentences
from narratives.reasons.reasoning import Reasoned, Reasons
from narratives.reasons.showing import as_data as attribution_data
from narratives.reasons.showing import table
from narratives.text import Operand, Text, Words

WHOLE_SHEET = "A:XFD"
"""The range of a sheet without records."""


@frozen(slots=True)
class ExplainedParagraph:
    """A paragraph as the document prints it, its numbers, and the reasons for changes that it gives."""

    id: str
    words: Text
    reasons: tuple[Reasoned, ...] = ()

    @property
    def text(self) -> str:
        """The paragraph as printed."""
        return self.words.plain

    @property
    def numbers(self) -> tuple[Explained, ...]:
        """Every number in it."""
        return explain(self.words)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, each with its numbers."""
        return tuple(sentences(self.words))


@frozen(slots=True)
class ExplainedSection:
    """The paragraphs of wording under one heading."""

    id: str
    heading: str
    paragraphs: tuple[ExplainedParagraph, ...]
    within: str = ""
    """The heading in the contents that it stands under, where it has none there itself."""


def explained_sections(document: Document, section: str = "", reasons: Reasons | None = None) -> tuple[ExplainedSection, ...]:
    """The sections that have wording, or those whose heading or identity has `section` in it, or stand under such a heading."""
    found: list[tuple[Paragraph | None, str, list[ExplainedParagraph]]] = [(None, "", [])]
    within = ""
    for block in document.blocks():
        if not isinstance(block, Paragraph):
            continue
        if block.entry is not None:
            within = _heading(block)
            found.append((block, "", []))
        elif block.id.startswith("文字/"):
            words = _words(block)
            here = () if reasons is None else reasons.within(words.pieces)
            found[-1][2].append(ExplainedParagraph(block.id, words, here))
        elif block.id and block.style.startswith("heading"):
            found.append((block, within, []))
    sections = (
        ExplainedSection("" if heading is None else heading.id, _heading(heading), tuple(paragraphs), above)
        for heading, above, paragraphs in found
        if paragraphs
    )
    return tuple(s for s in sections if section in s.heading or section in s.id or section in s.within or _named(s, section))


def _heading(heading: Paragraph | None) -> str:
    """What a heading prints, or where it stands in the contents only, what it says there."""
    return "" if heading is None else heading.text or (heading.entry.text if heading.entry is not None else "")


def _named(section: ExplainedSection, name: str) -> bool:
    return any(name == p.id.split("/")[1] for p in section.paragraphs)


def _words(paragraph: Paragraph) -> Text:
    return Text(tuple(Words(run.text, "", 0) if run.origin is None else run.origin for run in paragraph.runs))


def as_data(sections: Iterable[ExplainedSection]) -> list[dict[str, Any]]:
    """The sections as JSON has them."""
    return [
        {
            "section": section.heading,
            "id": section.id,
            "paragraphs": [_paragraph(p) for p in section.paragraphs],
        }
        for section in sections
    ]


def _paragraph(paragraph: ExplainedParagraph) -> dict[str, Any]:
    """A paragraph; found reasons with their attributions, where it has any."""
    data = {"id": paragraph.id, "text": paragraph.text, "numbers": [_number(n) for n in paragraph.numbers]}
    found = [attribution_data(r.attribution) for r in paragraph.reasons if r.found and r.attribution is not None]
    return data | ({"reasons": found} if found else {})


def _number(number: Explained) -> dict[str, Any]:
    data: dict[str, Any] = {
        "shown": number.shown,
        "value": format(number.value, "f"),
        "name": number.name,
        "formula": number.formula,
        "cells": _cells(number.places, is_zero=not number.value),
    }
    if number.operands:
        data["operands"] = [_operand(o) for o in number.operands]
    return data


def _operand(operand: Operand) -> dict[str, Any]:
    cells = _cells(operand.places(), is_zero=not operand.value)
    return {"name": operand.name, "value": format(operand.value, "f"), "shown": operand.shown, "cells": cells}


def _cells(places: Sequence[Place], is_zero: bool) -> list[dict[str, Any]]:
    return [_cell(place, is_zero) for place in places]


def _cell(place: Place, is_zero: bool) -> dict[str, Any]:
    """Sheet and cell, or sheet and range where a zero was searched for; `file` names last year's workbook, or with `line` the wording."""
    if not place.sheet:
        return {"file": place.file, "line": place.line}
    is_range = is_zero or ":" in place.cell or not place.cell
    workbook = {"file": place.file} if place.file else {}
    return {"sheet": place.sheet, "range" if is_range else "cell": place.cell or WHOLE_SHEET, **workbook}


def as_lines(sections: Iterable[ExplainedSection]) -> Iterator[str]:
    """The sections as an officer reads them: each sentence, under it its numbers."""
    for section in sections:
        yield f"【{section.heading}】"
        for paragraph in section.paragraphs:
            for sentence in paragraph.sentences:
                yield sentence.text
                for number in sentence.numbers:
                    yield from _number_lines(number)
            for reasoned in paragraph.reasons:
                yield from _reason_lines(reasoned)
        yield ""


def _reason_lines(reasoned: Reasoned) -> Iterator[str]:
    """The attribution behind a reason, also behind a given one."""
    if reasoned.attribution is not None:
        whose = "由两年数据得出" if reasoned.found else "由填报单位提供，以下为两年数据"
        yield f"    “{reasoned.measure.name}”的变动原因{whose}（万元）"
        yield from (f"        {line}" for line in table(reasoned.attribution))


def _number_lines(number: Explained) -> Iterator[str]:
    formula = f" ＝ {number.formula}" if number.formula else ""
    yield f"    {number.shown}  {number.name}{formula}"
    if not number.operands:
        yield f"        {_where(number.places)}"
    for operand in number.operands:
        yield f"        {operand.name} {operand.shown}  {_where(operand.places())}"


def _where(places: Sequence[Place]) -> str:
    return "、".join(_spot(place) for place in joined(dict.fromkeys(places))) or "（没有来源单元格）"


def _spot(place: Place) -> str:
    if place.sheet and not place.cell:
        return f"{place}（全表没有数据）"
    return f"{place}（{place.file}）" if place.sheet and place.file else str(place)
