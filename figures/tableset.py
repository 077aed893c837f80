"""All tables of a template over one budget, filled when first asked for; last year's beside them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from figures.budget import Budget
from figures.datasets import Figures
from figures.drawing import LAST_YEAR, SHAPING, Drawn
from figures.tables import Table
from figures.views import View


class TableSet:
    """Tables by name. Records are rounded to what the finest table prints; coarser tables are apportioned from those."""

    def __init__(self, views: Mapping[str, View], figures: Figures) -> None:
        self.views = views
        self.figures = figures.settled(min((v.quantum for v in views.values()), default=figures.finest))
        self._tables: dict[str, Table] = {}

    @classmethod
    def following(cls, former: TableSet, budget: Budget, unchanged: Drawn) -> TableSet:
        """The tables of `budget`; what is `unchanged` since a `former` one decides what they share with its tables."""
        shape = former.figures.shape if unchanged >= SHAPING else None
        tables = cls(former.views, Figures(budget, former.figures.finest, shape))
        if LAST_YEAR in unchanged:
            tables.figures.last_year, tables.last_year = former.figures.last_year, former.last_year
        return tables

    def __getitem__(self, name: str) -> Table:
        table = self._tables.get(name)
        if table is None:
            table = self._tables[name] = Table(self.views[name], self.figures)
        return table

    @cached_property
    def last_year(self) -> TableSet | None:
        """The same tables of last year's records, None where those are not known."""
        return None if self.figures.last_year is None else TableSet(self.views, self.figures.last_year)
