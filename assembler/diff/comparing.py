"""Two descriptions of documents held against each other, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from assembler.description import Block, Chart, Contents, Document, Paragraph, Table
from assembler.diff.changes import BlockChange, ChartChange, Moved, ParagraphChange, SectionChange, SliceChange
from assembler.diff.tables import table_change
from assembler.diff.words import changed_sentences, opcodes
from figures.lean import frozen

WORDING = "文字/"
"""What the identity of a paragraph of wording begins with."""

_Known = Paragraph | Table | Chart
_AGAIN = re.compile(r"#\d+$")


@frozen(slots=True)
class _Placed:
    """A block under the heading that it stands under; `key` is its identity in both documents."""

    key: str
    block: _Known
    section: str
    heading: str


def compare(old: Document, new: Document) -> tuple[SectionChange, ...]:
    """What reads differently in `new`, by section in its order; sections that only `old` has stand where they were.

    Compared are texts, cells and the data of charts: not styles, heights, nor page numbers. Equal documents: an empty tuple.
    """
    before, now = _numbered_alike(list(_placed(old)), list(_placed(new)))
    was = {p.key: p for p in before}
    known = {p.key for p in now}
    sections: dict[str, SectionChange] = {}
    for tag, low, high, start, stop in opcodes([p.key for p in before], [p.key for p in now]):
        for gone in before[low:high]:
            if gone.key not in known:
                _note(sections, gone, _change(gone.block, None))
        for placed in now[start:stop]:
            earlier = was.get(placed.key)
            _note(sections, placed, _change(None if earlier is None else earlier.block, placed.block))
            if earlier is not None and tag != "equal":
                _note(sections, placed, Moved(placed.block.id, _shown(placed.block)))
    return tuple(sections.values())


def _note(sections: dict[str, SectionChange], placed: _Placed, change: BlockChange | None) -> None:
    if change is not None:
        sections.setdefault(placed.section, SectionChange(placed.section, placed.heading)).blocks.append(change)


def _placed(document: Document) -> Iterator[_Placed]:
    """The blocks with something to read. One without an identity is known by its text; a second one of the same key is numbered."""
    section = heading = ""
    used: dict[str, int] = {}
    for block in document.blocks():
        if isinstance(block, Paragraph) and block.entry is not None:
            section, heading = block.id, block.text or block.entry.text
        if isinstance(block, Contents) or (isinstance(block, Paragraph) and not _text(block)):
            continue
        name = f"{type(block).__name__}/{_name(block)}"
        used[name] = used.get(name, 0) + 1
        yield _Placed(f"{name}\n{used[name]}" if used[name] > 1 else name, block, section, heading)


def _numbered_alike(old: list[_Placed], new: list[_Placed]) -> tuple[list[_Placed], list[_Placed]]:
    """The same blocks; where paragraphs that differ in the number of their identity only (职责, 职责#2) are more or fewer than
    before, those of the same text get the same key, so that one more among them is one more and no change of all that follow."""
    groups: list[dict[str, list[int]]] = [{}, {}]
    for group, side in zip(groups, (old, new), strict=True):
        for i, placed in enumerate(side):
            if isinstance(placed.block, Paragraph) and placed.block.id.startswith(WORDING):
                group.setdefault(_AGAIN.sub("", placed.key), []).append(i)
    before, now = list(old), list(new)
    for base in groups[0].keys() & groups[1].keys():
        was, are = groups[0][base], groups[1][base]
        if len(was) != len(are):
            texts = [old[i].block for i in was], [new[i].block for i in are]
            _rename(base, opcodes(*([b.text for b in t if isinstance(b, Paragraph)] for t in texts)), (before, was), (now, are))
    return before, now


_Side = tuple[list[_Placed], list[int]]


def _rename(base: str, found: list[tuple[str, int, int, int, int]], old: _Side, new: _Side) -> None:
    for number, (tag, low, high, start, stop) in enumerate(found):
        paired = tag == "equal" or high - low == stop - start
        for (side, places), first, last, name in ((old, low, high, "-"), (new, start, stop, "+")):
            for n in range(first, last):
                key = f"{base}\n{number}/{n - first}" + ("" if paired else name)
                side[places[n]] = replace(side[places[n]], key=key)


def _name(block: _Known) -> str:
    if block.id and not block.id.startswith("#"):
        return block.id
    return _text(block) if isinstance(block, Paragraph) else block.description


def _text(paragraph: Paragraph) -> str:
    return paragraph.text or (paragraph.entry.text if paragraph.entry else "")


def _shown(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _text(block)
    return block.description or block.id if isinstance(block, (Table, Chart)) else ""


def _change(old: _Known | None, new: _Known | None) -> BlockChange | None:
    one = new or old
    if isinstance(one, Paragraph):
        return _paragraph(old if isinstance(old, Paragraph) else None, new if isinstance(new, Paragraph) else None)
    if isinstance(one, Table):
        return table_change(old if isinstance(old, Table) else None, new if isinstance(new, Table) else None)
    return _chart(old if isinstance(old, Chart) else None, new if isinstance(new, Chart) else None)


def _paragraph(old: Paragraph | None, new: Paragraph | None) -> ParagraphChange | None:
    one = new or old
    before, now = (None if p is None else _text(p) for p in (old, new))
    if one is None or before == now:
        return None
    return ParagraphChange(one.id, before, now, changed_sentences(before or "", now or ""))


def _chart(old: Chart | None, new: Chart | None) -> ChartChange | None:
    one = new or old
    if one is None:
        return None
    named = all(s.name for c in (old, new) if c is not None for s in c.slices)
    before, now = _slices(old, named), _slices(new, named)
    parts = []
    for name in dict.fromkeys((*before, *now)):
        (a, label_a), (b, label_b) = before.get(name, (None, "")), now.get(name, (None, ""))
        if (a, label_a) != (b, label_b):
            parts.append(SliceChange(name, a, b, label_a, label_b))
    if not parts and (old is None) == (new is None):
        return None
    kind = "added" if old is None else "removed" if new is None else "changed"
    return ChartChange(one.id, one.title, kind, tuple(parts))


def _slices(chart: Chart | None, named: bool) -> dict[str, tuple[Decimal | None, str]]:
    """Amount and label of each part by its name; by its position where one of the charts was read from a file without names."""
    slices = () if chart is None else chart.slices
    return {s.name if named else f"第{n}部分": (Decimal(s.value), s.label) for n, s in enumerate(slices, 1)}
