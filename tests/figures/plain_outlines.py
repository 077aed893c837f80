"""Rows of a stack and their amounts as plainly as they can be said: every cell adds up its own records; what the quick way is held against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from figures.amounts import ZERO
from figures.attributes import Context
from figures.datasets import Condition, Dataset, Path, Term, term
from figures.outlines import Data, carried_forward
from figures.views import GroupedRows, ListedRows, RecordRows, RowBlock, SingleRow

Row = tuple[str, str, Condition, Mapping[str, Decimal]]
"""Key, name, condition, and the amounts by column."""


def rows(block: RowBlock, data: Data, records: Dataset | None, context: Context) -> Iterator[Row]:
    """The rows of a block, of groups those that have records."""
    if isinstance(block, SingleRow):
        yield block.key, block.name, block.condition, {} if block.empty else amounts(data, block.condition)
    elif isinstance(block, ListedRows):
        for value, name in block.items:
            condition = (*block.condition, term(block.attribute, value))
            yield f"{block.prefix}{value}", name, condition, amounts(data, condition, spent=True)
    elif isinstance(block, GroupedRows):
        yield from _groups(block, data, context)
    elif isinstance(block, RecordRows) and records is not None:
        keys: list[str] = []
        for i in records.matching(block.condition):
            name = records.values(block.named)[i]
            keys.append(name)
            again = f"#{keys.count(name)}" if keys.count(name) > 1 else ""
            own = [(c, d) for c, d in data if d is records]
            shown = {c.name: ZERO + d.amounts(c.field)[i] if i in d.matching(c.condition) else ZERO for c, d in own}
            yield name + again, name, block.condition, shown


def amounts(data: Data, condition: Condition, spent: bool = False) -> dict[str, Decimal]:
    """The sums of the records that fulfil a row's condition; of those `spent` the ones that are not carried into next year."""
    found = {}
    for column, dataset in data:
        positions = [i for i in _matching(dataset, column.condition + condition) if not (spent and carried_forward(dataset, i))]
        found[column.name] = sum([dataset.amounts(column.field)[i] for i in positions], ZERO)
    return found


def _matching(dataset: Dataset, condition: Condition) -> list[int]:
    return [i for i in range(len(dataset)) if all(_holds(t, dataset.values(t.attribute)[i]) for t in condition)]


def _holds(of: Term, value: str) -> bool:
    return (value in of.values) is not of.negated


def _groups(block: GroupedRows, data: Data, context: Context) -> Iterator[Row]:
    seen: dict[Path, int] = {}
    for column, dataset in data:
        for i in _matching(dataset, column.condition + block.condition):
            path = tuple([tuple([dataset.values(attribute)[i] for attribute in level]) for level in block.levels])
            for depth in range(1, len(path) + 1):
                seen.setdefault(path[:depth], len(seen))

    def position(path: Path) -> list[Any]:
        keys: list[Any] = []
        for depth, (level, values) in enumerate(zip(block.levels, path, strict=False), 1):
            for attribute, value in zip(level, values, strict=True):
                ranks = context.order.get(attribute)
                rank = 0 if ranks is None else ranks.get(value, len(ranks) + seen[path[:depth]])
                keys.append((value == "", rank, value))
        return keys

    for path in sorted(seen, key=position):
        if len(path) > 1 and not any(path[-1]) and not any(path[-2]):
            continue  # records without any code get one row at their first level
        level, values = block.levels[len(path) - 1], path[-1]
        name = context.name_of(level[0], values[0]) if any(values) else block.uncoded
        terms = [term(a, v) for of, some in zip(block.levels, path, strict=False) for a, v in zip(of, some, strict=True)]
        condition = (*block.condition, *terms)
        yield "/".join(["+".join(v) for v in path]), name, condition, amounts(data, condition)
