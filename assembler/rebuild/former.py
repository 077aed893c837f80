"""Which of two payloads a document with revisions goes by: that of the new text, or that of the old one once revisions were rejected."""

from __future__ import annotations

from collections import Counter
from enum import Enum

from lxml import etree

from assembler.description import Chart, Paragraph
from assembler.rebuild.generated import Generated
from assembler.rebuild.payload import Payload
from assembler.word.reading.body import stretches_of
from assembler.word.reading.parts import Parts
from assembler.word.reading.tables import grid_texts
from assembler.word.values import W

Text = tuple[str, ...]


def agreeing(parts: Parts, current: Payload, former: Payload) -> Payload:
    """The payload whose texts the document shows; `current` where it shows both alike.

    Revisions that still stand count as accepted. Of a document that was partly accepted and partly rejected the greater part decides;
    what does not agree with it is taken for an edit.
    """
    shown = shown_in(parts)
    return former if _distance(texts_of_payload(former), shown) < _distance(texts_of_payload(current), shown) else current


def _distance(texts: Counter[Text], shown: Counter[Text]) -> int:
    """How far a document is from showing these texts and no others, but for what it shows beside any: texts that stand there twice count twice."""
    return texts.total() - 2 * (texts & shown).total()


class Settled(Enum):
    """What became of the revisions of a document: the texts are those of one payload throughout, or in part, or of both."""

    WHOLLY = "wholly"
    ACCEPTED = "accepted, and other texts beside"
    REJECTED = "rejected, and other texts beside"
    MIXED = "mixed"


def settled(parts: Parts, current: Payload, former: Payload) -> Settled:
    """What became of the revisions that led from the texts of `former` to those of `current`."""
    shown, mine, theirs = shown_in(parts), texts_of_payload(current), texts_of_payload(former)
    newer, older = mine - theirs, theirs - mine
    if not (newer - shown and older - shown):
        return Settled.WHOLLY
    has_newer, has_older = bool((shown - theirs) & newer), bool((shown - mine) & older)
    if has_newer == has_older:
        return Settled.MIXED
    return Settled.ACCEPTED if has_newer else Settled.REJECTED


def shown_in(parts: Parts) -> Counter[Text]:
    """The paragraphs and the rows of tables that a document shows, its contents left out."""
    body = parts.tree(parts.main).find(f"{W}body")
    return Counter[Text]() if body is None else _shown(body)


def _shown(body: etree._Element) -> Counter[Text]:
    found: Counter[Text] = Counter()
    for stretch in stretches_of(body):
        if not stretch.in_contents:
            found.update(map(tuple, grid_texts(stretch.element)) if stretch.is_table else [(stretch.text,)])
    return found


def texts_of_payload(payload: Payload) -> Counter[Text]:
    """The paragraphs and the rows of tables that were generated."""
    found: Counter[Text] = Counter()
    for block in payload.blocks.values():
        found.update(_of_block(block))
    return found


def _of_block(block: Generated) -> list[Text]:
    if isinstance(block, Paragraph):
        return [(block.text,)]
    return [] if isinstance(block, Chart) else [tuple(c.text for c in row.cells) for row in block.rows]
