"""What the rows of a stack are before any amount is known: their names and conditions, and which records each cell is the sum of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from figures.amounts import ZERO
from figures.attributes import FUNDED, Context
from figures.datasets import Condition, Dataset, Path, term
from figures.lean import lean
from figures.records import Category
from figures.shapes import follows_from_amounts
from figures.views import AmountColumn, GroupedRows, ListedRows, RecordRows, RowBlock, SingleRow, Stack

Data = Sequence[tuple[AmountColumn, Dataset]]
"""The columns of a stack whose records are known, each with those records."""


@lean
class RowOutline:
    """A row: `rest` are the fields of its TableRow behind the amounts, `zeros` its amounts as long as no record counts.

    `cells` are those that have records: the column's name, its number among the data, and the positions of the records.
    """

    key: str
    name: str
    rest: tuple[Any, ...]
    zeros: Mapping[str, Decimal]
    cells: tuple[tuple[str, int, Sequence[int]], ...]

    def amounts(self, columns: Sequence[Sequence[Decimal]]) -> dict[str, Decimal]:
        """The amounts of the row by column; `columns` are those of all records, for each column of the data."""
        found = dict(self.zeros)
        for name, number, positions in self.cells:
            column = columns[number]
            found[name] = ZERO + column[positions[0]] if len(positions) == 1 else sum([column[i] for i in positions], ZERO)
        return found


def outlined(block: RowBlock, data: Data, records: Dataset | None, context: Context) -> tuple[RowOutline, ...]:
    """The rows that a block may have; `records` are those that rows stand for one by one, `context` names and orders values."""
    if isinstance(block, SingleRow):
        return (_single(block, data),)
    if isinstance(block, ListedRows):
        return tuple(_listed(block, data))
    if isinstance(block, GroupedRows):
        return tuple(_grouped(block, data, context))
    return tuple(_recorded(block, data, records)) if isinstance(block, RecordRows) and records is not None else ()


def keeps(stack: Stack, data: Data) -> bool:
    """Whether the outline holds for all budgets of one shape: not where amounts decide which records count, or where they count."""
    for column, dataset in data:
        if dataset.name == FUNDED or follows_from_amounts(dataset.name, [t.attribute for t in column.condition]):
            return False
    names = {dataset.name for _, dataset in data} | {block.source for block in stack.rows if isinstance(block, RecordRows)}
    return not any(follows_from_amounts(name, _attributes(block)) for block in stack.rows for name in names)


def _attributes(block: RowBlock) -> Iterator[str]:
    """What the rows of a block are told by."""
    if isinstance(block, (SingleRow, ListedRows, GroupedRows, RecordRows)):
        yield from (term.attribute for term in block.condition)
    if isinstance(block, ListedRows):
        yield block.attribute
    elif isinstance(block, GroupedRows):
        yield from chain.from_iterable(block.levels)
    elif isinstance(block, RecordRows):
        yield block.named


def _zeros(data: Data) -> Mapping[str, Decimal]:
    return dict.fromkeys([column.name for column, _ in data], ZERO)


def _rest(
    keys: Mapping[str, str],
    condition: Condition,
    level: int,
    depth: int = -1,
    style: str = "",
    empty: bool = False,
    record: int | None = None,
    counted: bool = False,
    leaf: bool = False,
) -> tuple[Any, ...]:
    return keys, condition, level, depth, style, empty, record, counted, leaf


def _single(block: SingleRow, data: Data) -> RowOutline:
    rest = _rest({}, block.condition, block.level, style=block.style, empty=block.empty, counted=block.counted)
    if block.empty:
        return RowOutline(block.key, block.name, rest, {}, ())
    found = [(c.name, number, d.matching(c.condition + block.condition)) for number, (c, d) in enumerate(data)]
    return RowOutline(block.key, block.name, rest, _zeros(data), tuple([cell for cell in found if cell[2]]))


def carried_forward(dataset: Dataset, position: int) -> bool:
    """Money carried into next year stands in a row of its own at the foot, not under a functional subject."""
    return dataset.name in ("expenditure", FUNDED) and dataset.records[position].category == Category.CARRY_FORWARD


def _listed(block: ListedRows, data: Data) -> Iterator[RowOutline]:
    positions: dict[str, dict[int, list[int]]] = {value: {} for value, _ in block.items}
    for number, (column, dataset) in enumerate(data):
        values = dataset.values(block.attribute)
        for i in dataset.matching(column.condition + block.condition):
            if values[i] in positions and not carried_forward(dataset, i):
                positions[values[i]].setdefault(number, []).append(i)
    zeros = _zeros(data)
    for value, name in block.items:
        condition = (*block.condition, term(block.attribute, value))
        rest = _rest({block.attribute: value}, condition, block.level, counted=True, leaf=True)
        yield RowOutline(f"{block.prefix}{value}", name, rest, zeros, _cells(data, positions[value]))


def _cells(data: Data, positions: Mapping[int, Sequence[int]]) -> tuple[tuple[str, int, Sequence[int]], ...]:
    return tuple([(data[number][0].name, number, found) for number, found in positions.items()])


def _recorded(block: RecordRows, data: Data, records: Dataset) -> Iterator[RowOutline]:
    names = records.values(block.named)
    columns = [(n, c, frozenset(d.matching(c.condition))) for n, (c, d) in enumerate(data) if d is records]
    zeros = dict.fromkeys([c.name for _, c, _ in columns], ZERO)
    used: dict[str, int] = {}
    for i in records.matching(block.condition):
        name = names[i]
        used[name] = used.get(name, 0) + 1
        key = name if used[name] == 1 else f"{name}#{used[name]}"
        rest = _rest({block.named: name}, block.condition, block.level, record=i, counted=True, leaf=True)
        yield RowOutline(key, name, rest, zeros, tuple([(c.name, n, (i,)) for n, c, matching in columns if i in matching]))


def _grouped(block: GroupedRows, data: Data, context: Context) -> Iterator[RowOutline]:
    positions: dict[Path, dict[int, list[int]]] = {}
    for number, (column, dataset) in enumerate(data):
        leaves, leaf_of = dataset.leaves(block.levels)
        of_leaf: dict[int, list[int]] = {}
        for i in dataset.matching(column.condition + block.condition):
            of_leaf.setdefault(leaf_of[i], []).append(i)
        for leaf, found in of_leaf.items():
            path = leaves[leaf]
            for depth in range(1, len(path) + 1):
                positions.setdefault(path[:depth], {}).setdefault(number, []).extend(found)
    zeros = _zeros(data)
    for path in _in_order(positions, block, context):
        if not _repeats_uncoded(path):
            yield _group(block, path, zeros, _cells(data, positions[path]), context)


def _in_order(paths: Iterable[Path], block: GroupedRows, context: Context) -> list[Path]:
    """Paths as tables show them: values in the order that they have, else that of their first record or of their codes; none last."""
    seen = {path: number for number, path in enumerate(paths)}
    order = context.order

    def position(path: Path) -> tuple[object, ...]:
        keys: list[object] = []
        for depth, values in enumerate(path):
            for attribute, value in zip(block.levels[depth], values, strict=True):
                ranks = order.get(attribute)
                rank = len(ranks) + seen[path[: depth + 1]] if ranks is not None else 0
                keys.append((value == "", ranks.get(value, rank) if ranks is not None else 0, value))
        return tuple(keys)

    return sorted(seen, key=position)


def _repeats_uncoded(path: Path) -> bool:
    """Records without any code get one row at their first level, not one at each."""
    return len(path) > 1 and not any(path[-1]) and not any(path[-2])


def _group(
    block: GroupedRows,
    path: Path,
    zeros: Mapping[str, Decimal],
    cells: tuple[tuple[str, int, Sequence[int]], ...],
    context: Context,
) -> RowOutline:
    keys: dict[str, str] = {}
    for level, values in zip(block.levels, path, strict=False):
        keys.update(zip(level, values, strict=True))
    condition = block.condition + tuple([term(a, v) for a, v in keys.items()])
    attribute, value = block.levels[len(path) - 1][0], path[-1][0]
    name = context.name_of(attribute, value) if any(path[-1]) else block.uncoded
    depth = len(path) - 1
    rest = _rest(keys, condition, depth, depth, counted=True, leaf=len(path) == len(block.levels))
    return RowOutline("/".join(["+".join(values) for values in path]), name, rest, zeros, cells)
