"""Finding sheets, headings and labels by what they are called, wherever they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from figures.amounts import UNITS
from figures.columns import Column, Kind, Type
from figures.lean import frozen
from figures.patterns import late
from figures.records import KINDS
from figures.workbook.form import GUIDE
from figures.workbook.numbers import ONE

HELPERS = frozenset({GUIDE, "说明", "使用说明", "目录"})
"""Sheets that officers keep beside the facts; nobody need be told that they are not read."""

# Headings stand near the top; data further down must not be searched for them.
SEARCHED_ROWS = 60
# Columns of officers' own that say nothing.
_EMPTY_TALK = frozenset({"序号", "编号", "行号", "no", "no."})

_UNITS = ("亿元", "万元", "千元", "元")
_UNIT_LINE = late(r"(?:.*[^\w])?(?:金额)?单位:(?:人民币)?(亿元|万元|千元|元)\)?")
_NUMBERS = frozenset("表附一二三四五六七八九十")
_NUMBERED = late(r"(?:表?\d+|附?表[一二三四五六七八九十]+|[一二三四五六七八九十]+(?=[、.]))[、.\-_:]*")


@frozen(slots=True)
class Found:
    """A column found in a sheet: its declaration, its position from 0, its unit in 元, and the heading as it stands there."""

    column: Column
    index: int
    scale: Decimal
    heading: str


@frozen(slots=True)
class Header:
    """The row of headings (from 0) and what was found there; `unknown` and `repeated` are headings with their positions."""

    row: int
    found: tuple[Found, ...]
    unknown: tuple[tuple[int, str], ...]
    repeated: tuple[tuple[int, str], ...]


def plain(text: str) -> str:
    """A name without blanks, line breaks, marks of obligation and closing colon, in half-width signs and small letters."""
    joined = "".join(unicodedata.normalize("NFKC", text[:200]).split())
    return joined.strip("*").rstrip(":").lower()


def split_unit(name: str) -> tuple[str, str]:
    """A plain heading and the unit of money that it ends with, if it does.

    >>> split_unit("金额(万元)"), split_unit("备注")
    (('金额', '万元'), ('备注', ''))
    """
    base = name[:-1] if name.endswith((")", "]", "】")) else name
    unit = next((unit for unit in _UNITS if base.endswith(unit)), "")
    if not unit:
        return name, ""
    base = base.removesuffix(unit)
    base = base.removesuffix("单位:") if base.endswith(":") else base.removesuffix("单位")
    base = base[:-1] if base.endswith(("(", "[", "【", ",")) else base
    return (base, unit) if base else (name, "")


@cache
def _names(kind: Kind) -> Mapping[str, Column]:
    """The columns of `kind` by every plain name that they have; amounts without their unit."""
    named = [(c.label, c) for c in kind.columns] + [(alias, c) for c in kind.columns for alias in c.aliases]
    names: dict[str, Column] = {}
    for name, column in named:
        key = plain(name)
        names.setdefault(split_unit(key)[0] if column.type is Type.AMOUNT else key, column)
    return names


def column_called(kind: Kind, heading: str, scale: Decimal = ONE) -> tuple[Column, Decimal] | None:
    """The column of `kind` that `heading` means, and its unit: the heading's own or else `scale`; None if there is none."""
    names, key = _names(kind), plain(heading)
    column = names.get(key)
    if column is not None:
        return column, scale
    base, unit = split_unit(key)
    column = names.get(base) if unit else None
    return (column, UNITS[unit]) if column is not None and column.type is Type.AMOUNT else None


def find_header(kind: Kind, rows: Sequence[Sequence[Any]]) -> Header | None:
    """The row that has most of `kind`'s headings, the first of equals; None if no row has one that is required."""
    best: list[tuple[int, str]] = []
    best_row, best_score = -1, 0
    for number, row in enumerate(rows[:SEARCHED_ROWS]):
        cells = [(i, cell) for i, cell in enumerate(row) if isinstance(cell, str) and cell.strip()]
        known = [found[0] for _, cell in cells if (found := column_called(kind, cell))]
        score = len({column.name for column in known})
        if score > best_score and any(column.required for column in known):
            best, best_row, best_score = cells, number, score
        if best_score == len(kind.columns):
            break
    if best_row < 0:
        return None
    return _header(kind, best_row, best, unit_above(rows[:best_row]))


def _header(kind: Kind, row: int, cells: Sequence[tuple[int, str]], scale: Decimal) -> Header:
    found: dict[str, Found] = {}
    unknown, repeated = [], []
    for index, heading in cells:
        match = column_called(kind, heading, scale)
        if match is None:
            if plain(heading) not in _EMPTY_TALK:
                unknown.append((index, heading))
        elif match[0].name in found:
            repeated.append((index, heading))
        else:
            found[match[0].name] = Found(match[0], index, match[1], heading)
    return Header(row, tuple(found.values()), tuple(unknown), tuple(repeated))


def unit_above(rows: Sequence[Sequence[Any]]) -> Decimal:
    """The unit that a line above the headings names (单位：万元), in 元; 元 where none does."""
    for row in rows:
        for cell in row:
            if isinstance(cell, str) and "单位" in cell:
                match = _UNIT_LINE.fullmatch(plain(cell))
                if match:
                    return UNITS[match.group(1)]
    return ONE


def match_sheets(names: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Which sheet holds which kind (by the kind's name), and the names of the sheets that hold none.

    A sheet called exactly as the kind wins over one called by an alias or with a number before or 表 behind.
    """
    matched: dict[str, str] = {}
    for tidy in (str, _plain_sheet):
        for kind in KINDS:
            called = {tidy(name) for name in (kind.sheet, *kind.aliases)}
            for name in names:
                if kind.name not in matched and name not in matched.values() and tidy(name) in called:
                    matched[kind.name] = name
    taken = {*matched.values()}
    return matched, [name for name in names if name not in taken and _plain_sheet(name) not in HELPERS]


def _plain_sheet(name: str) -> str:
    """A sheet's plain name without number, quotation marks, unit and 表."""
    text = split_unit(plain(name))[0].translate({ord(sign): None for sign in "“”\"'《》"})
    numbered = _NUMBERED.match(text) if text[:1].isdecimal() or text[:1] in _NUMBERS else None
    if numbered and numbered.end() < len(text):
        text = text[numbered.end() :]
    return text.removesuffix("表")
