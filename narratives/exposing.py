"""What wording reaches figures and records by: measures with their names, parts of families, the columns of a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache, lru_cache, partial
from typing import Any

from figures.amounts import ZERO
from figures.columns import Column, Kind, Type
from figures.datasets import Figures
from figures.findings import NOWHERE, Place
from figures.records import KIND_BY_NAME, PerformanceTarget
from narratives.exposed import Exposed, Phrase
from narratives.measures import MONEY, Known, Measure
from narratives.shares import FamilyShares, Share


class Named(Exposed):
    """A measure under its key in templates; `called` is what its total of last year may be called."""

    __slots__ = ("_place", "key", "measure")

    def __init__(self, key: str, measure: Measure, place: Place = NOWHERE) -> None:
        self.what = measure.name
        self.key = key
        self.measure = measure
        self._place = place

    @property
    def names(self) -> Mapping[str, Any]:
        """Only what it is called."""
        return {"名称": Phrase(self.what, self._place)}

    @property
    def called(self) -> tuple[str, ...]:
        """Its key and its name."""
        return self.key, self.what

    def __bool__(self) -> bool:
        return bool(self.measure.amount)


class Part(Named):
    """A part of a family: a measure with its name and share."""

    __slots__ = ("_number", "_shares")

    def __init__(self, key: str, shares: FamilyShares, number: int, place: Place) -> None:
        self.measure = shares.family.parts[number]
        self.what = self.measure.name
        self.key = key
        self._place = place
        self._shares = shares
        self._number = number

    @property
    def called(self) -> tuple[str, ...]:
        """Its key, its name, and its name within the family."""
        return self.key, self.what, f"{self._shares.family.name}.{self.what}"

    @property
    def share(self) -> Share:
        """Its share of the whole."""
        return self._shares.of_parts[self._number]

    @property
    def whole(self) -> Measure:
        """What it is a part of."""
        return self._shares.family.whole


class ExposedFamily(Exposed):
    """A family of measures: its parts by name, those that are said in order in a loop; `all_parts` are those of the family, one each.

    `keys` are what templates call the parts and where their names come from; with `skip_zero` those that are zero are not said.
    """

    __slots__ = ("_by_name", "_keys", "_parts", "_said", "_skip_zero", "family", "shares", "whole_key")

    def __init__(self, shares: FamilyShares, whole_key: str, keys: Sequence[tuple[str, Place]], skip_zero: bool) -> None:
        self.what = shares.family.name
        self.family = shares.family
        self.shares = shares
        self.whole_key = whole_key
        self._keys = keys
        self._parts: tuple[Part, ...] | None = None
        self._said: tuple[Part, ...] | None = None
        self._by_name: Mapping[str, Part] | None = None
        self._skip_zero = skip_zero

    @property
    def all_parts(self) -> tuple[Part, ...]:
        """The parts, made when first asked for: a family may be there for its changes or its names only."""
        if self._parts is None:
            self._parts = tuple([Part(key, self.shares, number, place) for number, (key, place) in enumerate(self._keys)])
        return self._parts

    @property
    def parts(self) -> tuple[Part, ...]:
        """Those that are said: of the rows of a table most may be zero."""
        if not self._skip_zero:
            return self.all_parts
        if self._said is None:
            numbered = [
                (number, key, place) for number, (key, place) in enumerate(self._keys) if self.family.parts[number].amount
            ]
            self._said = tuple([Part(key, self.shares, number, place) for number, key, place in numbered])
        return self._said

    @property
    def names(self) -> Mapping[str, Part]:
        """The parts by name and by key."""
        if self._by_name is None:
            self._by_name = {p.what: p for p in self.all_parts} | {p.key: p for p in self.all_parts}
        return self._by_name

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)

    def __bool__(self) -> bool:
        return any(part.amount for part in self.family.parts) if self._skip_zero else bool(self.family.parts)


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
        return Named(name, Measure(name, value, unit, origin=lambda: Known(places=lambda: (place,))))
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
        names.set(label, Named(label, Measure(label, total, MONEY, origin=partial(Known, "各项资金之和", places))))
    return Exposed("绩效目标", names)


def _amounts_named(prefix: str) -> tuple[str, ...]:
    """The fields of a target that are amounts of money whose names begin so."""
    return tuple(f.name for f in fields(PerformanceTarget) if f.name.startswith(prefix) and not f.name.endswith("goal"))


_TOTALS = {"实施期资金总额": _amounts_named("total_"), "年度资金总额": _amounts_named("annual_")}


def _places(record: Any, names: Iterable[str]) -> tuple[Place, ...]:
    return tuple(record.source.place(name) for name in names) if record.source else ()
