"""Subjects that got another code in a later edition: one subject under two numbers.

The rows of `figures/data/renumbered.csv` say from which edition on the new code holds, and where that is written; a subject whose
name alone changed keeps its code, and needs no row.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path


@lru_cache
def _rows() -> tuple[tuple[int, str, str], ...]:
    text = Path(__file__).with_name("data").joinpath("renumbered.csv").read_text(encoding="utf-8")
    return tuple((int(row["edition"]), row["old"], row["new"]) for row in csv.DictReader(text.splitlines()))


@lru_cache
def renumbered(before: int, now: int) -> Mapping[str, str]:
    """The functional codes of year `before` that are another one in year `now` (later), old to new; of a chain, the last one."""
    codes: dict[str, str] = {}
    for edition, old, new in sorted(_rows()):
        if before < edition <= now:
            codes = {first: new if last == old else last for first, last in codes.items()} | {old: new}
    return codes
