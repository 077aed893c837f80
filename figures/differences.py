"""Which records changed between two budgets: added, removed, moved, and the fields in which one became another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from figures.budget import Budget
from figures.columns import Column, Kind, Type, unread
from figures.findings import Place
from figures.lean import frozen
from figures.records import KIND_BY_NAME, KINDS
from figures.renamed_projects import renamed_projects

NATURAL_KEYS: Mapping[str, tuple[str, ...]] = {
    "units": ("name",),
    "expenditure": ("unit", "function", "category", "economic", "government_economic", "project", "fund", "timing"),
    "income": ("unit", "fund", "kind", "subject"),
    "three_public": ("unit", "item", "fund"),
    "operating": ("unit", "fund"),
    "procurement": ("unit", "name", "category", "organisation", "fund"),
    "assets": ("unit", "kind", "use"),
    "projects": ("name",),
    "targets": ("owner", "project"),
    "indicators": ("owner", "project", "period", "first", "second", "third"),
    "reasons": ("item",),
    "last_year_totals": ("item", "series"),
    "control_figures": ("item",),
    "texts": ("item",),
    "glossary": ("term",),
    "acknowledgements": ("code", "place"),
}
"""The fields by which records of a kind are told apart; several records with one key are paired in order."""

_PROJECT: Mapping[str, str] = {"projects": "name", "expenditure": "project", "targets": "project", "indicators": "project"}
"""The field that names the project of a record."""

_MOST_COMPARED = 40_000

Renamed = Mapping[str, str]
"""Old names of projects by new ones."""


@frozen(slots=True)
class FieldChange:
    """A field that has another value now; `unread_before` and `unread_now` are what stands in a cell that could not be read, else ""."""

    column: Column
    before: Any
    now: Any
    unread_before: str = ""
    unread_now: str = ""


@frozen(slots=True)
class RecordChange:
    """A record that was removed (`now` None), added (`before` None), changed, or moved among the others as it is.

    `was_at` and `is_at` are its positions among the records of its kind in the old and the new budget, -1 for none.
    """

    kind: Kind
    before: Any
    now: Any
    was_at: int
    is_at: int

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """The fields with another value; none of a record that was added, removed or moved."""
        if self.before is None or self.now is None:
            return ()
        pairs = ((c, getattr(self.before, c.name), getattr(self.now, c.name)) for c in self.kind.columns)
        return tuple(
            FieldChange(c, old, new, unread(self.before, c.name), unread(self.now, c.name)) for c, old, new in pairs if old != new
        )

    @property
    def label(self) -> str:
        """What the record is called: the values of its natural key."""
        record = self.before if self.now is None else self.now
        names = [str(getattr(record, name)) for name in NATURAL_KEYS.get(self.kind.name, ())]
        return " ".join(dict.fromkeys(n for n in names if n))

    def place(self, field: str = "") -> Place:
        """The cell of a field in the new workbook, in the old one for a removed record; the sheet where no cell is known."""
        record = self.before if self.now is None else self.now
        return Place(sheet=self.kind.sheet) if record.source is None else record.source.place(field)


@frozen(slots=True)
class Differences:
    """The changed records of this year and of last year; `had_last` and `has_last` say which budget knows last year's records."""

    this_year: tuple[RecordChange, ...]
    last_year: tuple[RecordChange, ...] = ()
    had_last: bool = False
    has_last: bool = False

    def __bool__(self) -> bool:
        return bool(self.this_year or self.last_year or self.had_last != self.has_last)


def differences(old: Budget, new: Budget) -> Differences:
    """Everything in which the facts of `new` are others than those of `old`; sources, findings and names of files are no facts."""
    before, now = old.last_year, new.last_year
    last = () if before is None and now is None else _of_year(before or Budget(), now or Budget())
    return Differences(_of_year(old, new), last, before is not None, now is not None)


def applied(old: Budget, changes: Differences) -> Budget:
    """The budget that `changes` make of `old`: `applied(a, differences(a, b)) == b`. Years before last year are those of `old`."""
    this_year = _apply(old, changes.this_year)
    last = _apply(old.last_year or Budget(), changes.last_year) if changes.has_last else None
    return replace(this_year, last_year=last)


def _of_year(old: Budget, new: Budget) -> tuple[RecordChange, ...]:
    renamed = renamed_projects(old, new)
    return tuple(c for kind in KINDS for c in _of_kind(kind, old.records(kind.name), new.records(kind.name), renamed))


def _of_kind(kind: Kind, old: Sequence[Any], new: Sequence[Any], renamed: Renamed) -> Iterator[RecordChange]:
    if old == new:
        return
    if kind.single:
        yield RecordChange(kind, old[0], new[0], 0, 0)
        return
    pairs = _paired(kind, old, _under_old_names(kind, new, renamed))
    steady = _steady(pairs)
    for is_at, record in enumerate(new):
        was_at = pairs.get(is_at)
        if was_at is None:
            yield RecordChange(kind, None, record, -1, is_at)
        elif old[was_at] != record or is_at not in steady:
            yield RecordChange(kind, old[was_at], record, was_at, is_at)
    kept = set(pairs.values())
    for was_at, record in enumerate(old):
        if was_at not in kept:
            yield RecordChange(kind, record, None, was_at, -1)


def _under_old_names(kind: Kind, new: Sequence[Any], renamed: Renamed) -> Sequence[Any]:
    """The records with the names that their projects had, so that they find those they were."""
    field = _PROJECT.get(kind.name, "")
    if not field or not renamed:
        return new
    return [replace(r, **{field: renamed[getattr(r, field)]}) if getattr(r, field) in renamed else r for r in new]


def _paired(kind: Kind, old: Sequence[Any], new: Sequence[Any]) -> dict[int, int]:
    """The old position for each new one: equal records first, then those of one key in order, then the most alike."""
    pairs: dict[int, int] = {}
    for low, start, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        pairs.update((start + n, low + n) for n in range(size))
    names = NATURAL_KEYS[kind.name]
    for keys in (tuple(c.name for c in kind.columns), names):
        _pair_by_key(pairs, old, new, keys)
    _pair_alike(pairs, kind, old, new)
    return pairs


def _pair_by_key(pairs: dict[int, int], old: Sequence[Any], new: Sequence[Any], names: Sequence[str]) -> None:
    waiting: dict[tuple[Any, ...], list[int]] = {}
    for was_at in reversed(_left(len(old), pairs.values())):
        waiting.setdefault(_key(old[was_at], names), []).append(was_at)
    for is_at in _left(len(new), pairs):
        candidates = waiting.get(_key(new[is_at], names))
        if candidates:
            pairs[is_at] = candidates.pop()


def _pair_alike(pairs: dict[int, int], kind: Kind, old: Sequence[Any], new: Sequence[Any]) -> None:
    """Pairs records that differ in part of their key only: an indicator reworded, a line moved to another subject."""
    was = [(i, old[i]) for i in _left(len(old), pairs.values())]
    now = [(j, new[j]) for j in _left(len(new), pairs)]
    if len(was) * len(now) > _MOST_COMPARED:
        return
    single = len(was) == len(now) == 1
    pairs_of = ((i, a, j, b) for i, a in was for j, b in now if single or _may_be_one(kind, a, b))
    scored = sorted(((_likeness(kind, a, b), -i, -j) for i, a, j, b in pairs_of), reverse=True)
    used: set[int] = set()
    for score, i, j in scored:
        if score > 0.5 and -j not in pairs and -i not in used:
            pairs[-j] = -i
            used.add(-i)


def _may_be_one(kind: Kind, old: Any, new: Any) -> bool:
    """Whether two records of other keys can be one that was changed: it kept its amount, or all but one field of its key; without
    its amount it kept its project."""
    names = NATURAL_KEYS[kind.name]
    amount = next((c.name for c in kind.columns if c.type is Type.AMOUNT and c.required), "")
    if amount and getattr(old, amount) == getattr(new, amount) != 0:
        return True
    project = _PROJECT.get(kind.name, "")
    if project and getattr(old, project) != getattr(new, project):
        return False
    return len(names) == 1 or sum(getattr(old, name) != getattr(new, name) for name in names) == 1


def _likeness(kind: Kind, old: Any, new: Any) -> float:
    """The share of what is filled in either record that is the same in both; a required amount counts twice."""
    filled = same = 0.0
    for column in kind.columns:
        a, b = getattr(old, column.name), getattr(new, column.name)
        if a != column.default or b != column.default:
            weight = 2.0 if column.type is Type.AMOUNT and column.required else 1.0
            filled += weight
            same += weight * (a == b)
    return same / filled if filled else 0.0


def _key(record: Any, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(record, name) for name in names)


def _left(count: int, taken: Iterable[int]) -> list[int]:
    known = set(taken)
    return [i for i in range(count) if i not in known]


def _steady(pairs: Mapping[int, int]) -> set[int]:
    """The new positions of the most records that stand in the same order as before."""
    order = sorted(pairs)
    positions = [pairs[is_at] for is_at in order]
    blocks = SequenceMatcher(None, sorted(positions), positions, autojunk=False).get_matching_blocks()
    return {order[b.b + n] for b in blocks for n in range(b.size)}


def _apply(old: Budget, changes: Iterable[RecordChange]) -> Budget:
    by_kind: dict[str, list[RecordChange]] = {}
    for change in changes:
        by_kind.setdefault(change.kind.name, []).append(change)
    values: dict[str, Any] = {}
    for name, some in by_kind.items():
        records = _applied_records(old.records(name), some)
        values[name] = records[0] if KIND_BY_NAME[name].single else tuple(records)
    return replace(old, **values)


def _applied_records(old: Sequence[Any], changes: Sequence[RecordChange]) -> list[Any]:
    placed = {c.is_at: c.now for c in changes if c.is_at >= 0}
    touched = {c.was_at for c in changes if c.was_at >= 0}
    kept = iter([record for i, record in enumerate(old) if i not in touched])
    count = len(old) - len(touched) + len(placed)
    return [placed[i] if i in placed else next(kept) for i in range(count)]
