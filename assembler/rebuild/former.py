"""Which of two payloads a document with revisions goes by: that of the new text, or that of the old one once revisions were rejected."""

from __future__ import annotations

from collections import Counter

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


def is_between(parts: Parts, current: Payload, former: Payload) -> bool:
    """Whether a document lacks texts of its own of both payloads."""
    shown, mine, theirs = shown_in(parts), texts_of_payload(current), texts_of_payload(former)
    return min(((mine - theirs) - shown).total(), ((theirs - mine) - shown).total()) > 0


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
