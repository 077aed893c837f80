"""Which records figures are drawn from, and whether they still are what they were: what tells that a figure cannot have changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from figures.attributes import FUNDED
from figures.budget import Budget
from figures.columns import Type
from figures.records import KINDS, ExpenditureLine
from figures.views import AmountColumn, RecordRows, View

Drawn = frozenset[str]
"""What is drawn from: names of kinds of records, and those below."""

LINES, CELLS, LAST_YEAR = "lines", "cells", "last_year"
"""The expenditure lines apart from their amounts; the cells that they were read from; the whole budget of last year."""

_CONTEXT = frozenset({"basics", "units", "projects", "targets", "indicators", "last_year_totals", LINES, LAST_YEAR})
"""What any figure may depend on: the attributes of records follow from it (`attributes.Context`), and it holds what they are compared with."""

SHAPING: Drawn = frozenset({kind.name for kind in KINDS} | {LINES, LAST_YEAR}) - {
    *("expenditure", "reasons", "control_figures", "texts", "glossary", "acknowledgements")
}
"""What makes the shape of a budget's tables (`shapes.Shape`): all that they are made of but for the amounts of the expenditure lines."""

_TOGETHER: Mapping[str, Drawn] = {
    "income": frozenset({"income", "expenditure"}),
    "expenditure": frozenset({"income", "expenditure"}),
    FUNDED: frozenset({"income", "expenditure"}),
    "operating": frozenset({"operating", "income", "expenditure"}),
}
"""Sources whose records are rounded together, or derived from one another."""


def drawn_by_source(source: str) -> Drawn:
    """What the figures of a source (a name of `datasets.SOURCES`) are drawn from."""
    return _CONTEXT | _TOGETHER.get(source, {source})


def drawn_by_view(view: View) -> Drawn:
    """What the rows and cells of a table are drawn from."""
    drawn = _CONTEXT
    for stack in view.stacks:
        for column in stack.columns:
            if isinstance(column, AmountColumn):
                drawn |= drawn_by_source(column.source)
        for block in stack.rows:
            if isinstance(block, RecordRows):
                drawn |= drawn_by_source(block.source)
    return drawn


def unchanged(one: Budget, other: Budget) -> Drawn:
    """What is the same in two budgets, to the cell and the last digit: printed from the one or the other it looks alike, and cites alike."""
    found = {kind.name for kind in KINDS if _same(getattr(one, kind.name), getattr(other, kind.name))}
    found |= {LINES, CELLS} if "expenditure" in found else _same_lines(one.expenditure, other.expenditure)
    last, other_last = one.last_year, other.last_year
    if last is other_last or (last is not None and other_last is not None and _same_budget(last, other_last)):
        found.add(LAST_YEAR)
    return frozenset(found)


def _same_budget(one: Budget, other: Budget) -> bool:
    return one.name == other.name and {kind.name for kind in KINDS} | {LAST_YEAR} <= unchanged(one, other)


def _same(one: Any, other: Any) -> bool:
    """Whether the records of a kind are the same, or the only one is."""
    if one is other:
        return True
    if not isinstance(one, tuple):
        return _alike(one, other)
    return len(one) == len(other) and all(a is b or _alike(a, b) for a, b in zip(one, other, strict=True))


def _alike(one: Any, other: Any) -> bool:
    """Whether two records are equal, written alike (1.0 is no 1.00) and read from the same cells."""
    if one != other or one.source != other.source:
        return False
    return all(number(one).as_tuple() == number(other).as_tuple() for number in _NUMBERS[type(one)])


_NUMBERS: Mapping[type[Any], tuple[Callable[[Any], Any], ...]] = {
    kind.record: tuple(attrgetter(c.name) for c in kind.columns if c.type in (Type.AMOUNT, Type.COUNT)) for kind in KINDS
}
_but_amount = attrgetter(
    *(c.name for kind in KINDS if kind.record is ExpenditureLine for c in kind.columns if c.name != "amount")
)


def _same_lines(one: tuple[ExpenditureLine, ...], other: tuple[ExpenditureLine, ...]) -> set[str]:
    if len(one) != len(other):
        return set()
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a is not b]
    found = {LINES} if all(_but_amount(a) == _but_amount(b) for a, b in pairs) else set()
    return found | {CELLS} if all(a.source == b.source for a, b in pairs) else found
