"""What has to move when the order of generated things changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def moved(before: Sequence[str], now: Sequence[str]) -> set[str]:
    """The fewest members of both sequences that have to move to come from the order of `before` to that of `now`."""
    position = {name: i for i, name in enumerate(before)}
    common = [name for name in now if name in position]
    tails: list[int] = []
    last: list[int] = []
    back: list[int] = []
    for i, name in enumerate(common):
        place = bisect_left(tails, position[name])
        tails[place : place + 1] = [position[name]]
        last[place : place + 1] = [i]
        back.append(last[place - 1] if place else -1)
    staying: set[str] = set()
    at = last[-1] if last else -1
    while at >= 0:
        staying.add(common[at])
        at = back[at]
    return set(common) - staying
