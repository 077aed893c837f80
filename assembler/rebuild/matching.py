"""Which paragraphs and tables of an edited document are which generated blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from assembler.description import Chart, Paragraph, Table
from assembler.rebuild.generated import Generated
from assembler.rebuild.rows import texts_of
from assembler.word.identity import FORMER, bookmark_name
from assembler.word.reading.body import Stretch
from figures.lean import frozen

_ALIKE = 0.5
_MOST_COMPARED = 40_000


@frozen
class Group:
    """Generated blocks and the paragraphs they stand in: one of each unless a person split or joined paragraphs."""

    blocks: tuple[Generated, ...]
    stretches: tuple[Stretch, ...]


@frozen
class Matched:
    """Groups in the order of the document; the blocks that stand nowhere; how many blocks were found by their bookmark."""

    groups: tuple[Group, ...]
    missing: tuple[Generated, ...]
    by_name: int


def match(blocks: Mapping[str, Generated], stretches: Sequence[Stretch]) -> Matched:
    """Finds blocks by their bookmarks, and those that lost theirs by their text."""
    free = [s for s in stretches if not s.in_contents]
    named = _by_name(blocks, free)
    found = len({block for pairs in named.values() for block in pairs})
    for block, place in list(_by_text(blocks, free, named)):
        named[place] = [block.id]
    groups = tuple(_groups(blocks, free, named))
    present = {b.id for g in groups for b in g.blocks}
    return Matched(groups, tuple(b for b in blocks.values() if b.id not in present), found)


def _by_name(blocks: Mapping[str, Generated], free: Sequence[Stretch]) -> dict[int, list[str]]:
    """The blocks that stand in each stretch. Of a bookmark that is there twice, the stretch most like what was generated has it; one
    that was moved, and moved back by rejecting that, still has the name of a former block."""
    ids = {bookmark_name(identity) + end: identity for identity in blocks for end in ("", FORMER)}
    places: dict[str, list[int]] = {}
    for i, stretch in enumerate(free):
        for name in dict.fromkeys(stretch.names):
            identity = ids.get(name)
            if identity and _same_kind(blocks[identity], stretch):
                places.setdefault(identity, []).append(i)
    named: dict[int, list[str]] = {}
    for identity, where in places.items():
        best = where[0] if len(where) == 1 else max(where, key=lambda i: (_likeness(blocks[identity], free[i]), -i))
        split = _side_by_side(where, best) if isinstance(blocks[identity], Paragraph) else [best]
        if getattr(blocks[identity], "text", None) == free[best].text:
            split = [best]
        for i in (*split, *_reached(bookmark_name(identity), split[-1], free)):
            named.setdefault(i, []).append(identity)
    return named


def _side_by_side(places: Sequence[int], best: int) -> list[int]:
    """The places next to each other around one of them: LibreOffice gives both halves of a split paragraph the bookmark."""
    low = high = best
    while low - 1 in places:
        low -= 1
    while high + 1 in places:
        high += 1
    return list(range(low, high + 1))


def _reached(name: str, start: int, free: Sequence[Stretch]) -> Iterable[int]:
    """The paragraphs after the first one over which a bookmark reaches."""
    for i in range(start + 1, len(free)):
        if free[i].is_table or name not in free[i].reaches:
            return
        yield i


def _same_kind(block: Generated, stretch: Stretch) -> bool:
    if isinstance(block, Table):
        return stretch.is_table
    if isinstance(block, Chart):
        return stretch.chart is not None
    return not stretch.is_table


def _likeness(block: Generated, stretch: Stretch) -> float:
    if isinstance(block, Paragraph):
        return SequenceMatcher(None, block.text, stretch.text, autojunk=False).ratio() + (block.text == stretch.text)
    if isinstance(block, Table):
        mine = [texts_of(row) for row in block.rows]
        theirs = [row.texts for row in stretch.rows]
        return SequenceMatcher(None, mine, theirs, autojunk=False).ratio()
    return 1.0


def _by_text(
    blocks: Mapping[str, Generated], free: Sequence[Stretch], named: Mapping[int, list[str]]
) -> Iterable[tuple[Generated, int]]:
    """Pairs of blocks without a bookmark and stretches without a block: between the neighbours that have theirs, those of the same
    text first, then those that are alike, in order; and last, wherever it stands, what is the same and there once only."""
    places = {identity: place for place, names in named.items() for identity in names}
    left = [i for i in range(len(free)) if not named.get(i) and _has_content(free[i])]
    rest: list[Generated] = []
    for gap, low, high in _gaps(list(blocks.values()), places, len(free)):
        between = [i for i in left if low < i < high]
        pairs = dict(_in_order(gap, between, free))
        for block in gap:
            if block.id in pairs:
                left.remove(pairs[block.id])
                yield block, pairs[block.id]
            else:
                rest.append(block)
    for block in rest:
        same = [i for i in left if _same_kind(block, free[i]) and _is_exact(block, free[i])]
        if len(same) == 1:
            left.remove(same[0])
            yield block, same[0]


def _gaps(blocks: Sequence[Generated], places: Mapping[str, int], end: int) -> Iterable[tuple[list[Generated], int, int]]:
    """Blocks without a place that follow each other, and the places of their neighbours."""
    gap: list[Generated] = []
    low = -1
    for block in blocks:
        place = places.get(block.id)
        if place is None:
            gap.append(block)
            continue
        if gap:
            yield gap, low, place if place > low else end
        gap, low = [], place
    if gap:
        yield gap, low, end


def _in_order(gap: Sequence[Generated], between: Sequence[int], free: Sequence[Stretch]) -> Iterable[tuple[str, int]]:
    """The most alike pairs that keep the order."""
    if len(gap) * len(between) > _MOST_COMPARED:
        return
    alike = [[_likeness(b, free[i]) if _same_kind(b, free[i]) else 0.0 for i in between] for b in gap]
    best = [[0.0] * (len(between) + 1) for _ in range(len(gap) + 1)]
    for i in reversed(range(len(gap))):
        for j in reversed(range(len(between))):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    i = j = 0
    while i < len(gap) and j < len(between):
        if alike[i][j] >= _ALIKE and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield gap[i].id, between[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _has_content(stretch: Stretch) -> bool:
    return stretch.is_table or bool(stretch.text) or stretch.chart is not None


def _is_exact(block: Generated, stretch: Stretch) -> bool:
    return not isinstance(block, Chart) and _likeness(block, stretch) >= (1.0 if isinstance(block, Table) else 2.0)


def _groups(blocks: Mapping[str, Generated], free: Sequence[Stretch], named: Mapping[int, list[str]]) -> Iterable[Group]:
    """Stretches that share a block, and blocks that share a stretch, are one group."""
    order = {identity: i for i, identity in enumerate(blocks)}
    joined: list[tuple[list[int], list[str]]] = []
    home: dict[str, int] = {}
    for place in sorted(i for i, names in named.items() if names):
        homes = sorted({home[name] for name in named[place] if name in home}) or [len(joined)]
        if homes[0] == len(joined):
            joined.append(([], []))
        places, names = joined[homes[0]]
        places.append(place)
        names += [name for name in named[place] if name not in names]
        for other in homes[1:]:
            places += joined[other][0]
            names += joined[other][1]
            joined[other] = ([], [])
        home.update(dict.fromkeys(names, homes[0]))
    for places, names in joined:
        if places:
            ordered = sorted(names, key=order.__getitem__)
            yield Group(tuple(blocks[name] for name in ordered), tuple(free[j] for j in sorted(places)))
