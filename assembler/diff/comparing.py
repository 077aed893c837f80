"""Two descriptions of documents held against each other, block by block."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from assembler.description import Block, Chart, Document, Paragraph, Table
from assembler.diff.changes import BlockChange, ChartChange, Moved, ParagraphChange, SectionChange, SliceChange
from assembler.diff.naming import TableNames
from assembler.diff.placing import Known, Placed, placed_alike, shown_text
from assembler.diff.tables import table_change
from assembler.diff.words import changed_sentences, opcodes

NOT_RENAMED: Mapping[str, str] = MappingProxyType({})


def compare(old: Document, new: Document, renamed: Mapping[str, str] = NOT_RENAMED) -> tuple[SectionChange, ...]:
    """What reads differently in `new`, by section in its order; sections that only `old` has stand where they were.

    `renamed` are old names of projects by new ones: a form of either is the same form. Compared are texts, cells and the data of charts: not styles, heights, nor page numbers. Equal documents: an empty tuple.
    """
    before, now = placed_alike(old, new, renamed)
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


def _note(sections: dict[str, SectionChange], placed: Placed, change: BlockChange | None) -> None:
    if change is not None:
        sections.setdefault(placed.section, SectionChange(placed.section, placed.heading)).blocks.append(change)


def _shown(block: Block) -> str:
    if isinstance(block, Paragraph):
        return shown_text(block)
    if isinstance(block, Table):
        return TableNames(block).title
    return block.description or block.id if isinstance(block, Chart) else ""


def _change(old: Known | None, new: Known | None) -> BlockChange | None:
    one = new or old
    if isinstance(one, Paragraph):
        return _paragraph(old if isinstance(old, Paragraph) else None, new if isinstance(new, Paragraph) else None)
    if isinstance(one, Table):
        return table_change(old if isinstance(old, Table) else None, new if isinstance(new, Table) else None)
    return _chart(old if isinstance(old, Chart) else None, new if isinstance(new, Chart) else None)


def _paragraph(old: Paragraph | None, new: Paragraph | None) -> ParagraphChange | None:
    one = new or old
    before, now = (None if p is None else shown_text(p) for p in (old, new))
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
