"""The sections of two documents side by side: which are the same, and the shape that a section's pages had before."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from assembler.diff.words import opcodes
from assembler.revisions.marks import Marks
from assembler.revisions.settling import SHAPE_CHANGE, SHARED
from assembler.revisions.sides import Key, Side, ends_section
from assembler.word.values import W


def paired(old: Side, new: Side) -> list[tuple[int, int]]:
    """Which section of `old` is which of `new`, by the blocks that stand in them; the last ones always are the same."""
    common = old.names() & new.names()
    before, now = _keys(old, common), _keys(new, common)
    if not before or not now:
        return []
    pairs: list[tuple[int, int]] = []
    for _, low, high, start, stop in opcodes(before[:-1], now[:-1]):
        if high - low == stop - start:
            pairs += zip(range(low, high), range(start, stop), strict=True)
    return [*pairs, (len(before) - 1, len(now) - 1)]


def _keys(side: Side, common: set[str]) -> list[Key]:
    """What each section is known by: whether it holds contents, and its first block that both documents have, else its shape."""
    keys: list[Key] = []
    has_contents, first = False, ""
    shapes = side.sections()
    for stretch in side.stretches:
        has_contents = has_contents or stretch.in_contents
        first = first or next((n for n in stretch.names if n in common), "")
        if ends_section(stretch.element):
            keys.append((has_contents, first or shapes[len(keys)]))
            has_contents, first = False, ""
    return [*keys, (has_contents, first)][: len(shapes)]


def note_shape(marks: Marks, old: etree._Element, new: etree._Element) -> None:
    """Notes in a w:sectPr what the section was like before. Which headers and footers it has is no part of such a note."""
    change = marks.element("sectPrChange")
    before = etree.SubElement(change, f"{W}sectPr")
    before.extend(deepcopy(e) for e in old if e.tag not in (*SHARED, SHAPE_CHANGE))
    new.append(change)
