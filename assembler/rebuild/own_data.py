"""An edited document held against the data that it carries: whether they are its own, and which of its figures differ from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assembler.description import Document, Paragraph, Section
from assembler.rebuild.comments import Comments, open_comments
from assembler.rebuild.former import shown_in, texts_of_payload
from assembler.rebuild.making import Making
from assembler.rebuild.merging import Known, merge_body
from assembler.rebuild.outcome import Outcome
from assembler.rebuild.payload import Payload, budget_of
from assembler.rebuild.tables import Tools
from assembler.rebuild.telling import Typed
from assembler.rebuild.whose import Whose, whose_in
from assembler.word.markup import printable
from assembler.word.reading.body import stretches_of
from assembler.word.reading.describing import read_description
from assembler.word.reading.parts import Parts, open_parts
from figures.acknowledging import accepts, parted
from figures.findings import Finding, Severity
from figures.lean import frozen
from figures.records import Acknowledgement

_SWAPPED = "文档自带的数据不是这份文档的数据："
_LEAST_AGREEING = 0.5
_HEADING = 40
_NO_DAY = date(2000, 1, 1)


@frozen
class Differing:
    """What in a document differs from its own data and is not accepted, and the numbers of the comments of ours that say so already."""

    findings: tuple[Finding, ...]
    comments: frozenset[str]


NOTHING = Differing((), frozenset())


def not_its_own(parts: Parts, payload: Payload) -> str:
    """Why the data that a document carries cannot be its own, a Chinese sentence with both values; "" where they can.

    They are not when it names another department or year throughout, or shows less than half of the texts that they gave.
    """
    shown, texts = shown_in(parts), texts_of_payload(payload)
    whose = whose_in(payload.figures)
    theirs = {text[0] for text in shown if len(text) == 1}
    for name in _names(whose):
        named = [text for text in _short_texts(payload) if name in text]
        if named and sum(text in theirs for text in named) < _LEAST_AGREEING * len(named) and not _names_it(name, named, theirs):
            first = next(text for text in named if text not in theirs)
            return f"{_SWAPPED}自带的是{whose}的数据，但文档中没有由它生成的“{first[:_HEADING]}”等文字"
    wanted = texts.total()
    if wanted and (texts & shown).total() < _LEAST_AGREEING * wanted:
        return f"{_SWAPPED}由自带的数据（{whose}）生成的 {wanted} 处文字和表格的行，文档中只有 {(texts & shown).total()} 处"
    return ""


def _names(whose: Whose) -> Iterator[str]:
    if whose.department:
        yield printable(whose.department)
    yield f"{whose.year}年"


def _short_texts(payload: Payload) -> list[str]:
    """Headings, captions and the like, which hold no figures but name department and year."""
    return [b.text for b in payload.blocks.values() if isinstance(b, Paragraph) and len(b.text) <= _HEADING]


def _names_it(name: str, named: list[str], theirs: set[str]) -> bool:
    """Whether a document says a name as often as its own data do, be it in other words."""
    return sum(name in text for text in theirs if len(text) <= 2 * _HEADING) >= _LEAST_AGREEING * len(set(named))


def differing_in(data: bytes, payload: Payload) -> Differing:
    """Brings a copy of the document up to date with its own data, as any edited document is, and sees what it tells.

    What its own 核对说明 accept is left out. PayloadError where its figures cannot be read, PackageError where it lacks what no document
    lacks.
    """
    parts = open_parts(data)
    body = parts.body()
    stretches = stretches_of(body)
    look = read_description(parts, body, stretches, {}, in_full=False).look
    document = Document("", "", "", _NO_DAY, (Section(next(iter(look.pages)), tuple(payload.blocks.values())),))
    accepted = _acknowledgements(payload)
    outcome = Outcome(accepted)
    comments = open_comments(parts, body)
    tools = Tools(Making(parts, body, look, ""), comments, outcome, Typed.TELL)
    known = Known(payload.blocks, payload.settled, {}, frozenset(payload.deleted))
    merge_body(tools, stretches, known, document, payload.blocks, look)
    open_ones = (f for f in outcome.findings if f.severity is not Severity.NOTE and not accepts(accepted, f))
    return Differing(tuple(open_ones), _told_by(comments))


def _told_by(comments: Comments) -> frozenset[str]:
    return frozenset(comments.kept & comments.standing.keys())


def _acknowledgements(payload: Payload) -> list[Acknowledgement]:
    """What the officer accepts of what is found in bringing the document up to date."""
    return parted(budget_of(payload).acknowledgements)[1]
