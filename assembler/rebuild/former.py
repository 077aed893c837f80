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
    lacks_current, lacks_former, has_current, has_former = (c.total() for c in _compared(parts, current, former))
    return former if lacks_former + has_current < lacks_current + has_former else current


def is_between(parts: Parts, current: Payload, former: Payload) -> bool:
    """Whether a document lacks texts of its own of both payloads."""
    missing = _compared(parts, current, former)[:2]
    return min(m.total() for m in missing) > 0


def _compared(parts: Parts, current: Payload, former: Payload) -> tuple[Counter[Text], ...]:
    """Of the texts that one payload has and the other has not: those missing in the document (of `current`, of `former`), and those
    that are there."""
    body = parts.tree(parts.main).find(f"{W}body")
    shown = Counter[Text]() if body is None else _shown(body)
    mine, theirs = _texts(current), _texts(former)
    only_mine, only_theirs = mine - theirs, theirs - mine
    return only_mine - shown, only_theirs - shown, only_mine & shown, only_theirs & shown


def _shown(body: etree._Element) -> Counter[Text]:
    found: Counter[Text] = Counter()
    for stretch in stretches_of(body):
        if not stretch.in_contents:
            found.update(map(tuple, grid_texts(stretch.element)) if stretch.is_table else [(stretch.text,)])
    return found


def _texts(payload: Payload) -> Counter[Text]:
    """The paragraphs and the rows of tables that were generated."""
    found: Counter[Text] = Counter()
    for block in payload.blocks.values():
        found.update(_of_block(block))
    return found


def _of_block(block: Generated) -> list[Text]:
    if isinstance(block, Paragraph):
        return [(block.text,)]
    return [] if isinstance(block, Chart) else [tuple(c.text for c in row.cells) for row in block.rows]
