"""Codes and names of 政府收支分类科目, by edition: functional and economic classification."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from figures.lean import frozen

FUNCTION_LEVELS = (3, 5, 7)
"""Digits of 类, 款 and 项 in a functional code."""

ECONOMIC_LEVELS = (3, 5)
"""Digits of 类 and 款 in an economic code (department and government side alike)."""

PERSONNEL_CLASSES = frozenset({"301", "303"})
"""Economic classes that are 人员经费 (工资福利支出, 对个人和家庭的补助); basic expenditure in any other class is 公用经费.

Rule of the published tables (一般公共预算基本支出表): 财政部《部门预算支出经济分类科目》.
"""

_DATA = Path(__file__).with_name("data")


@frozen(slots=True)
class Edition:
    """One edition of the classification: names by code; `mapping` has the government-side codes allowed for a department-side code
    and group of units ("行政" for administrative and quasi-civil-service units, "事业" for other institutions)."""

    year: int
    functional: Mapping[str, str]
    department_economic: Mapping[str, str]
    government_economic: Mapping[str, str]
    mapping: Mapping[tuple[str, str], frozenset[str]]


def _columns(year: int, name: str, *wanted: str) -> list[tuple[str, ...]]:
    """The columns called `wanted` of a file of an edition, each from its first row to its last."""
    text = (_DATA / str(year) / name).read_text(encoding="utf-8")
    head, *rows = csv.reader(text.splitlines())
    columns = dict(zip(head, zip(*rows, strict=True), strict=True))
    return [columns[column] for column in wanted]


def _names(year: int, name: str) -> dict[str, str]:
    return dict(zip(*_columns(year, name, "code", "name"), strict=True))


@lru_cache
def _load(year: int) -> Edition:
    mapping: dict[tuple[str, str], set[str]] = {}
    columns = _columns(year, "economic_mapping.csv", "department_code", "applies_to", "government_code")
    for department, applies_to, government in zip(*columns, strict=True):
        mapping.setdefault((department, applies_to), set()).add(government)
    return Edition(
        year,
        _names(year, "functional.csv"),
        _names(year, "economic_department.csv"),
        _names(year, "economic_government.csv"),
        {key: frozenset(codes) for key, codes in mapping.items()},
    )


@lru_cache
def editions() -> tuple[int, ...]:
    """The years of which an edition is at hand, in order."""
    return tuple(sorted(int(f.name) for f in _DATA.iterdir() if f.name.isdigit()))


def edition(year: int) -> Edition:
    """The edition that holds for `year`: the newest one not after it, else the oldest at hand."""
    known = editions()
    return _load(max((y for y in known if y <= year), default=known[0]))
