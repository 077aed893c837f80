"""Who is who in two years: renamed projects and units, renumbered subjects; last year's values as this year calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from figures.budget import Budget
from figures.codes import FUNCTION_LEVELS
from figures.datasets import Dataset
from figures.lean import frozen
from figures.renumbering import renumbered

FUNCTION_DIGITS = {f"功能{level}": digits for level, digits in zip("类款项", FUNCTION_LEVELS, strict=True)}


@frozen
class Identity:
    """Last year's names of projects and units, and its functional codes, to this year's; what is not in them kept its own."""

    projects: Mapping[str, str]
    units: Mapping[str, str]
    functions: Mapping[str, str]

    def values(self, dataset: Dataset, attribute: str) -> list[str]:
        """The attribute's values for each record of last year, as this year calls them."""
        if attribute in FUNCTION_DIGITS and self.functions:
            digits = FUNCTION_DIGITS[attribute]
            return [self.functions.get(code, code)[:digits] for code in dataset.values("功能项")]
        values = dataset.values(attribute)
        names = self.projects if attribute == "项目名称" and dataset.name == "expenditure" else {}
        if attribute == "单位名称":
            names = self.units
        return [names.get(value, value) for value in values] if names else values


def identity(last: Budget, now: Budget) -> Identity:
    """How last year's names became this year's.

    A project is the same under another name where the officer says so (上年名称), or where both years' lists give it one code and its
    old name is not in use any more. A unit is the same where its code is, or where each year has only one.
    """
    return Identity(_projects(last, now), _units(last, now), renumbered(last.basics.year, now.basics.year))


def _projects(last: Budget, now: Budget) -> Mapping[str, str]:
    in_use = {p.name for p in now.projects} | {line.project for line in now.expenditure}
    names = _by_code((p.name, p.code) for p in now.projects)
    renamed = {old: names[code] for code, old in _by_code((p.name, p.code) for p in last.projects).items() if code in names}
    renamed = {old: new for old, new in renamed.items() if old != new and old not in in_use}
    return renamed | {p.former_name: p.name for p in now.projects if p.former_name and p.former_name not in in_use}


def _by_code(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The only name of each code."""
    found: dict[str, set[str]] = {}
    for name, code in named:
        if code:
            found.setdefault(code, set()).add(name)
    return {code: next(iter(names)) for code, names in found.items() if len(names) == 1}


def _units(last: Budget, now: Budget) -> Mapping[str, str]:
    if len(last.units) <= 1 and len(now.units) <= 1:
        new = now.units[0].name if now.units else now.basics.department
        old = {last.basics.department, *(u.name for u in last.units)}
        return dict.fromkeys(old | {now.basics.department}, new)
    names = _by_code((u.name, u.code) for u in now.units)
    kept = {u.name for u in now.units}
    return {u.name: names[u.code] for u in last.units if u.code in names and u.name not in kept}
