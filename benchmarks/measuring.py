"""Measuring in rounds: every contestant once a round, so that a busy moment of the machine hits all alike."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Contestant(Generic[T]):
    """One way to do the work: `prepare` makes the input of a round (not measured), `work` is measured."""

    name: str
    prepare: Callable[[int], T]
    work: Callable[[T], object]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Work that another process did and measured itself: milliseconds, and what it made."""

    spent: float
    made: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of processor time over all rounds: all work is done in memory by one thread, and other programs disturb this the least."""

    median: float
    least: float


def rounds(contestants: list[Contestant[Any]], number: int, warm: int = 3) -> Mapping[str, Times]:
    """The times of each contestant over `number` rounds after `warm` that do not count.

    Input is different in every round and for every contestant, so that none finds kept what another has just made.
    """
    taken: dict[str, list[float]] = {c.name: [] for c in contestants}
    for n in range(warm + number):
        for place, contestant in enumerate(contestants, 1):
            given = contestant.prepare(n * len(contestants) + place)
            gc.collect()
            start = process_time()
            made = contestant.work(given)
            spent = made.spent if isinstance(made, Elsewhere) else (process_time() - start) * 1000
            if n >= warm:
                taken[contestant.name].append(spent)
    return {name: Times(median(spent), min(spent)) for name, spent in taken.items()}


def table(first: str, times: Mapping[str, Times], peer: str, place: int = 1) -> Iterator[str]:
    """Times as a table in Markdown, in milliseconds with `place` decimals; the last column says how often each fits into the time of `peer`."""
    yield f"| {first} | 中位数（毫秒） | 最小（毫秒） | {peer} 的几分之一 |"
    yield "|---|---:|---:|---:|"
    for name, spent in times.items():
        part = times[peer].median / spent.median
        yield f"| {name} | {spent.median:,.{place}f} | {spent.least:,.{place}f} | {part:.1f} |"
