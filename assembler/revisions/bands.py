"""The headers and footers of two documents as one: what their texts differ in is marked in the parts of the new one."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from assembler.revisions.copying import Copying
from assembler.revisions.marks import Marks
from assembler.revisions.settling import SHARED
from assembler.revisions.sides import Side
from assembler.revisions.texts import revised, shown
from assembler.word.values import R, W, value

Kind = tuple[str, str]
"""A header or footer, and on which pages: the tag and type of its reference."""

_INTRICATE = tuple(f"{W}{tag}" for tag in ("sdt", "fldSimple", "tbl", "drawing", "pict", "object", "sectPr"))


def revise_bands(marks: Marks, copying: Copying, sides: tuple[Side, Side], pairs: Sequence[tuple[int, int]]) -> None:
    """Marks in the headers and footers of the new document what differs from those of the old one, section by section.

    Only text in paragraphs is marked. A header or footer that only one of a pair of sections has, one with tables, pictures or controls,
    and one that stands for several which differed are left as they are in the new document.
    """
    before, now = (_bands(side) for side in sides)
    former: dict[str, list[str]] = {}
    for one, other in pairs:
        for kind, part in now[other].items():
            former.setdefault(part, []).append(before[one].get(kind, ""))
    for part, olds in former.items():
        new = _paragraphs(sides[1], part)
        found = [_paragraphs(sides[0], old) for old in olds]
        if not new or not all(found):
            continue
        texts = [shown(sides[0], paragraphs) for paragraphs in found]
        if texts[0] == shown(sides[1], new) or any(other != texts[0] for other in texts):
            continue
        root = sides[1].parts.tree(part)
        root[:] = revised(marks, copying, sides, found[0], new, is_apart=True)
        sides[1].parts.change(part)


def _bands(side: Side) -> list[dict[Kind, str]]:
    """For each section the parts of its headers and footers; one that it does not name is that of the section before."""
    relations = side.parts.relations(side.parts.main)
    found: list[dict[Kind, str]] = []
    for section in side.body.iter(f"{W}sectPr"):
        own = dict(found[-1]) if found else {}
        for reference in section.iterchildren(*SHARED):
            relation = relations.get(reference.get(f"{R}id", ""))
            if relation is not None:
                own[(str(reference.tag), value(reference, "type"))] = relation.target
        found.append(own)
    return found


def _paragraphs(side: Side, part: str) -> list[etree._Element]:
    """The paragraphs of a header or footer; none where it holds anything but text and fields."""
    if part not in side.parts.data:
        return []
    root = side.parts.tree(part)
    has_more = next(root.iter(*_INTRICATE), None) is not None or any(e.tag != f"{W}p" for e in root)
    has_relations = any(str(name).startswith(R) for e in root.iter() for name in e.attrib)
    return [] if has_more or has_relations else list(root)
