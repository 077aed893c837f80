"""Which rows of a table stay on the page of the next one, so that no page begins or ends in the middle of what is read together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from figures.lean import frozen

FIRST_ROWS, LAST_ROWS = 3, 2
"""The least rows of a table without header rows (a form) that stand on the page where it begins, and on the one where it ends."""

GROUP = 120.0
"""A merged cell whose rows are no higher than this together stands on one page, points: about a sixth of the page."""

LONGEST = 300.0
"""The highest chain of rows that stay together, points: any page has room for it and for the lines above the table."""


@frozen(slots=True)
class MergedCell:
    """A cell merged over the rows from `first` up to `stop`, whose text needs `need` points."""

    first: int
    stop: int
    need: float


def kept_rows(heights: Sequence[float], wanted: Iterable[int], merged: Iterable[MergedCell], is_form: bool) -> frozenset[int]:
    """The numbers of the rows that stay with the row after them, by the rows' heights in points.

    They are those of `wanted`; the rows of each merged cell, or where these are high the first of them, as many as its text needs; and in
    a form the first and the last rows. No chain of them is higher than `LONGEST`: it ends before the row that would make it so.
    """
    kept = set(wanted)
    for cell in merged:
        kept.update(range(cell.first, _together(heights, cell) - 1))
    if is_form:
        kept.update(range(FIRST_ROWS - 1), range(max(len(heights) - LAST_ROWS, 0), len(heights)))
    return _without_long_chains(heights, kept) if kept else frozenset()


def _together(heights: Sequence[float], cell: MergedCell) -> int:
    """The row behind those of a merged cell that stand on one page."""
    if sum(heights[cell.first : cell.stop]) <= GROUP:
        return cell.stop
    stop, room = cell.first, 0.0
    while stop < cell.stop and room < cell.need:
        room += heights[stop]
        stop += 1
    return stop


def _without_long_chains(heights: Sequence[float], kept: set[int]) -> frozenset[int]:
    found, chain = set[int](), 0.0
    for number, (height, following) in enumerate(pairwise(heights)):
        chain = chain if number - 1 in found else height
        if number in kept and chain + following <= LONGEST:
            found.add(number)
            chain += following
    return frozenset(found)
