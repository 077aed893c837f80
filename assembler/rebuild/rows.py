"""Which rows of an edited table are which generated rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from assembler.cells import Cell, RowLayout, laid_out
from assembler.description import Row
from assembler.word.reading.tables import FileCell, FileRow

_NUMBER = re.compile(r"[-+－]?\d[\d,，]*(?:\.\d+)?[%％]?")
_MOST_COMPARED = 250_000


def is_number(text: str) -> bool:
    """Whether a cell holds a number and nothing else."""
    return _NUMBER.fullmatch(text.strip()) is not None


def is_same_number(text: str, other: str) -> bool:
    """Whether two cells hold the same number, written otherwise."""
    return is_number(text) and is_number(other) and _plain(text) == _plain(other)


def _plain(text: str) -> tuple[Decimal, bool]:
    digits = text.strip().replace(",", "").replace("，", "").replace("－", "-")
    return Decimal(digits.rstrip("%％")), digits[-1:] in "%％"


def holds_number(text: str, number: str) -> bool:
    """Whether a cell holds a number with words of a person beside it, and no other number."""
    figures = [match[0] for match in _NUMBER.finditer(text)]
    return is_number(number) and not is_number(text) and figures == [number.strip()]


def texts_of(row: Row) -> tuple[str, ...]:
    """The texts of a generated row."""
    return laid_out(row.cells).texts


@lru_cache(maxsize=1 << 10)
def spans(layout: RowLayout) -> tuple[int, ...]:
    """What the cells of a generated row span."""
    return tuple([cell.span for cell in layout.cells])


def align(rows: Sequence[FileRow], base: Sequence[Row]) -> dict[int, int]:
    """The position of the edited row for each generated one that is still there; rows keep their order."""
    theirs, ours = [row.texts for row in rows], [texts_of(row) for row in base]
    if theirs == ours:
        return {i: i for i in range(len(ours))}
    found: dict[int, int] = {}
    for kind, low, high, start, stop in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            found.update(zip(range(low, high), range(start, stop), strict=True))
        elif kind == "replace":
            found.update(_gap(rows, base, range(low, high), range(start, stop)))
    return {**found, **_elsewhere(rows, base, found)}


def cells_by_text(before: Row, now: Row, edited: FileRow) -> list[tuple[FileCell, Cell]] | None:
    """Which cells of a row whose cells a person added, deleted or merged take which new ones; None where that cannot be told.

    A cell is known by its text, where the row has that text as often as before. One whose text is nowhere was deleted with its column,
    unless the row has texts of its own that may stand for it.
    """
    olds, news, theirs = texts_of(before), texts_of(now), edited.texts
    if len(olds) != len(news) or not theirs:
        return None
    own = any(text and text not in olds and text not in news for text in theirs)
    found: list[tuple[FileCell, Cell]] = []
    for i, (old, new) in enumerate(zip(olds, news, strict=True)):
        places = [j for j, text in enumerate(theirs) if text == old]
        if old == new or theirs.count(new) == news.count(new):
            continue
        if len(places) == olds.count(old):
            found.append((edited.cells[places[olds[:i].count(old)]], now.cells[i]))
        elif places or own:
            return None
    return found


def _elsewhere(rows: Sequence[FileRow], base: Sequence[Row], found: Mapping[int, int]) -> dict[int, int]:
    """Pairs of rows that a person put elsewhere: of the same words, which no other row is left with."""
    taken = set(found.values())
    ours: dict[tuple[str, ...], list[int]] = {}
    theirs: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(base)):
        if i not in found:
            ours.setdefault(_words(texts_of(base[i])), []).append(i)
    for j in range(len(rows)):
        if j not in taken:
            theirs.setdefault(_words(rows[j].texts), []).append(j)
    return {i[0]: theirs[w][0] for w, i in ours.items() if any(w) and len(i) == 1 and len(theirs.get(w, ())) == 1}


def _words(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple("" if is_number(text) else text for text in texts)


def _gap(rows: Sequence[FileRow], base: Sequence[Row], ours: range, theirs: range) -> Iterator[tuple[int, int]]:
    """Pairs between rows that are not equal: the most alike, in order."""
    if len(ours) * len(theirs) > _MOST_COMPARED:
        return
    alike = [[_likeness(base[i], rows[j]) for j in theirs] for i in ours]
    if len(ours) == len(theirs):
        for n in range(len(ours)):
            same_shape = rows[theirs[n]].shape == spans(laid_out(base[ours[n]].cells).layout)
            alike[n][n] = max(alike[n][n], 0.4 if same_shape else 0.0)
    best = [[0.0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i in reversed(range(len(ours))):
        for j in reversed(range(len(theirs))):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], paired)
    i = j = 0
    while i < len(ours) and j < len(theirs):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield ours[i], theirs[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1


def _likeness(row: Row, edited: FileRow) -> float:
    """How surely an edited row is a generated one; 0 for surely not."""
    ours, theirs = texts_of(row), edited.texts
    label = next((t for t in ours if t and not is_number(t)), "")
    score = 2.0 if label and label in theirs else 0.0
    filled = [t for t in ours if t]
    if len(ours) == len(theirs):
        same = sum(a == b for a, b in zip(ours, theirs, strict=True) if a)
    else:
        same = sum(t in theirs for t in filled)
    share = same / len(filled) if filled else 0.0
    return score + share if score or share >= 0.5 else 0.0
