"""Which projects of a budget are projects of another one under a new name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from figures.budget import Budget
from figures.records import ExpenditureLine

_MUCH_ALIKE = 0.6
_MOST_COMPARED = 2_500


def renamed_projects(old: Budget, new: Budget) -> Mapping[str, str]:
    """The old name by the new one, for names that stand in one budget only: told by the former name that is filled in, by the code,
    by lines that are the same but for the project, or by names that are much alike; in this order, each name once."""
    gone, come = _names(old), _names(new)
    kept = gone.keys() & come.keys()
    was = [name for name in gone if name not in kept]
    now = [name for name in come if name not in kept]
    if not was or not now:
        return {}
    found: dict[str, str] = {}
    codes = {p.code: p.name for p in old.projects if p.code}
    for project in new.projects:
        _take(found, was, now, [(project.name, project.former_name), (project.name, codes.get(project.code, ""))])
    before, after = _lines(old), _lines(new)
    same = {lines: name for name in was if (lines := before.get(name))}
    _take(found, was, now, [(name, same.get(after.get(name, ()), "")) for name in now])
    if len(was) * len(now) <= _MOST_COMPARED:
        alike = sorted(((SequenceMatcher(None, a, b).ratio(), a, b) for a in was for b in now), reverse=True)
        _take(found, was, now, [(b, a) for ratio, a, b in alike if ratio >= _MUCH_ALIKE])
    return found


def _names(budget: Budget) -> dict[str, None]:
    return dict.fromkeys(n for n in (*(p.name for p in budget.projects), *(line.project for line in budget.expenditure)) if n)


def _take(found: dict[str, str], was: Iterable[str], now: Iterable[str], pairs: Iterable[tuple[str, str]]) -> None:
    """Takes the pairs (new name, old name) of which neither is taken."""
    used = set(found.values())
    for name, former in pairs:
        if name in now and former in was and name not in found and former not in used:
            found[name] = former
            used.add(former)


def _lines(budget: Budget) -> dict[str, tuple[tuple[object, ...], ...]]:
    """The lines of each project but for its name, in an order of their own."""
    lines: dict[str, list[tuple[object, ...]]] = {}
    for line in budget.expenditure:
        if line.project:
            lines.setdefault(line.project, []).append(_but_for_project(line))
    return {name: tuple(sorted(some, key=repr)) for name, some in lines.items()}


def _but_for_project(line: ExpenditureLine) -> tuple[object, ...]:
    return (line.unit, line.function, line.category, line.economic, line.government_economic, line.fund, line.timing, line.amount)
