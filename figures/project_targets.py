"""Which performance target and which indicators a project has: by its unit and name, by the name alone where no unit is given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from figures.budget import Budget
from figures.records import Indicator, PerformanceTarget

Key = tuple[str, str]
"""Unit and name of a project; the unit is "" for what holds for the project in every unit that has no target of its own."""


class ProjectTargets:
    """The performance targets of a budget by project. `only_unit` is the unit of lines that name none."""

    def __init__(self, budget: Budget, only_unit: str) -> None:
        self._only_unit = only_unit
        self._units = {unit.name for unit in budget.units}
        self._units_of: dict[str, dict[str, None]] = {}
        for line in budget.expenditure:
            if line.project:
                self._units_of.setdefault(line.project, {})[line.unit or only_unit] = None
        self._targets = {self.key(target): target for target in budget.targets}
        self._owners: dict[str, set[str]] = {}
        for owner, name in self._targets:
            self._owners.setdefault(name, set()).add(owner)
        self._indicators: dict[Key, list[Indicator]] = {}
        for indicator in budget.indicators:
            key = self.key_of_indicator(indicator)
            if key is not None:
                self._indicators.setdefault(key, []).append(indicator)

    def units_of(self, project: str) -> tuple[str, ...]:
        """The units that spend on a project of this name, in the order of the lines."""
        return tuple(self._units_of.get(project, ()))

    def key(self, target: PerformanceTarget) -> Key:
        """The project of a target. Without 单位名称 the 实施单位 tells units apart that have projects of one name, if it is one of them."""
        spending = self._units_of.get(target.project, {})
        owner = target.owner
        if not owner and len(spending) > 1 and target.unit in spending and target.unit in self._units:
            owner = target.unit
        return owner, target.project

    def key_of_line(self, unit: str, project: str) -> Key | None:
        """The project, as its target calls it, of a line of `unit` ("": the only one); None where the project has no target."""
        for key in ((unit or self._only_unit, project), ("", project)):
            if key in self._targets:
                return key
        return None

    def key_of_indicator(self, indicator: Indicator) -> Key | None:
        """The project, as its target calls it, of an indicator; None where it has no target, or several and the indicator names no unit."""
        owners = self._owners.get(indicator.project, set())
        for owner in (indicator.owner, ""):
            if owner in owners:
                return owner, indicator.project
        if not indicator.owner and len(owners) == 1:
            return next(iter(owners)), indicator.project
        return None

    def of_lines(self, lines: Iterable[Any]) -> list[PerformanceTarget | None]:
        """The target of each line's project."""
        projects = [(line.unit, line.project) for line in lines]
        keys = {project: self.key_of_line(*project) for project in dict.fromkeys(projects)}
        targets = {project: None if key is None else self._targets[key] for project, key in keys.items()}
        return [targets[project] for project in projects]

    def indicators(self, target: PerformanceTarget) -> tuple[Indicator, ...]:
        """The indicators of a target, in their order."""
        return tuple(self._indicators.get(self.key(target), ()))
