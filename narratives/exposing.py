"""What wording reaches figures and records by: measures with their names, parts of families, the columns of a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache, lru_cache, partial
from typing import Any

from figures.amounts import ZERO
from figures.columns import Column, Kind, Type
from figures.datasets import Figures
from figures.findings import NOWHERE, Place
from figures.records import KIND_BY_NAME, PerformanceTarget
from narratives.exposed import Exposed, Phrase
from narratives.measures import MONEY, Measure
from narratives.shares import Share


def _name_of(measure: Measure, place: Place) -> Mapping[str, Any]:
    return {"名称": Phrase(measure.name, place)}


class Part(Exposed):
    """A part of a family: a measure with its name and share; `called` is what its total of last year may be called."""

    __slots__ = ("called", "key", "measure", "share", "whole")

    def __init__(self, key: str, called: tuple[str, ...], measure: Measure, share: Share, whole: Measure, place: Place) -> None:
        self.what, self._names = measure.name, partial(_name_of, measure, place)
        self.called = called
        self.key = key
        self.measure = measure
        self.share = share
        self.whole = whole

    def __bool__(self) -> bool:
        return bool(self.measure.amount)


class Named(Exposed):
    """A measure under its key in templates; `called` is what its total of last year may be called."""

    __slots__ = ("called", "key", "measure")

    def __init__(self, key: str, measure: Measure, place: Place = NOWHERE) -> None:
        self.what, self._names = measure.name, partial(_name_of, measure, place)
        self.called = (key, measure.name)
        self.key = key
        self.measure = measure

    def __bool__(self) -> bool:
        return bool(self.measure.amount)


@lru_cache(maxsize=1024)
def identifier(label: str) -> str:
    """A column's name as templates write it: without brackets and other marks (实施期市县区财政资金).

    >>> identifier("保证项目实施的制度、措施")
    '保证项目实施的制度措施'
    """
    return re.sub(r"\W", "", label)


class _RecordNames(Mapping[str, Any]):
    """The columns of a record by their Chinese names, and names beside them; a value is made when it is first asked for."""

    def __init__(self, kind: Kind, record: Any) -> None:
        self._columns = _columns_by_name(kind)
        self._record = record
        self._made: dict[str, Any] = {}

    def set(self, name: str, value: Any) -> None:
        """A value of a name that is no column, or another value than the column's."""
        self._made[name] = value

    def __getitem__(self, name: str) -> Any:
        found = self._made.get(name)
        if found is None:
            found = self._made[name] = _column_value(name, self._columns[name], self._record)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._columns or name in self._made

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys((*self._columns, *self._made))

    def __len__(self) -> int:
        return len(dict.fromkeys((*self._columns, *self._made)))


@cache
def _columns_by_name(kind: Kind) -> Mapping[str, Column]:
    return {identifier(column.label.removesuffix("（元）")): column for column in kind.columns}


def _column_value(name: str, column: Column, record: Any) -> Any:
    value = getattr(record, column.name)
    place = record.source.place(column.name) if record.source else Place()
    if column.type in (Type.AMOUNT, Type.COUNT):
        unit = MONEY if column.type is Type.AMOUNT else ""
        return Named(name, Measure(name, value, unit, places=lambda: (place,)))
    return Phrase(str(value), place)


def exposed_record(kind: Kind, record: Any) -> Exposed:
    """A record whose columns templates may use by their Chinese names; amounts and counts are measures."""
    return Exposed(kind.sheet, _RecordNames(kind, record))


def exposed_target(target: PerformanceTarget, figures: Figures) -> Exposed:
    """A performance target with what may be left empty filled in: the authority, the unit, the goal of the year, the two totals."""
    basics = figures.budget.basics
    names = _RecordNames(KIND_BY_NAME["targets"], target)
    department = Phrase(basics.department, basics.source.place("department") if basics.source else Place())
    defaults = {
        "主管部门及代码": Phrase(f"{basics.code}-{basics.department}" if basics.code else basics.department, department.place),
        "实施单位": department,
        "年度总体目标": names["实施期总体目标"],
    }
    for label, value in defaults.items():
        if not names[label]:
            names.set(label, value)
    for label, parts in _TOTALS.items():
        places = partial(_places, target, parts)
        total = sum([getattr(target, p) for p in parts], ZERO)
        names.set(label, Named(label, Measure(label, total, MONEY, formula="各项资金之和", places=places)))
    return Exposed("绩效目标", names)


def _amounts_named(prefix: str) -> tuple[str, ...]:
    """The fields of a target that are amounts of money whose names begin so."""
    return tuple(f.name for f in fields(PerformanceTarget) if f.name.startswith(prefix) and not f.name.endswith("goal"))


_TOTALS = {"实施期资金总额": _amounts_named("total_"), "年度资金总额": _amounts_named("annual_")}


def _places(record: Any, names: Iterable[str]) -> tuple[Place, ...]:
    return tuple(record.source.place(name) for name in names) if record.source else ()
