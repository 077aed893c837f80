"""What the rows of a stack are before any amount is known: their names and conditions, and how their amounts are added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from figures.amounts import ZERO
from figures.attributes import FUNDED, Context
from figures.datasets import Condition, Dataset, Gathering, Sums, Term, term
from figures.lean import lean
from figures.records import Category
from figures.shapes import follows_from_amounts
from figures.views import AmountColumn, GroupedRows, ListedRows, RecordRows, RowBlock, SingleRow, Stack

Data = Sequence[tuple[AmountColumn, Dataset]]
"""The columns of a stack whose records are known, each with those records."""

_NOT_CARRIED_FORWARD = Term("支出类别", frozenset((str(Category.CARRY_FORWARD),)), negated=True)
"""Money carried into next year stands in a row of its own at the foot, not under a functional subject."""


@lean
class RowOutline:
    """A row; `rest` are the fields of its TableRow behind the amounts."""

    key: str
    name: str
    rest: tuple[Any, ...]

    @property
    def depth(self) -> int:
        """The depth of its group, -1 for other rows."""
        depth: int = self.rest[3]
        return depth


@lean
class ColumnOutline:
    """How the records of a column, which has a `number` among the data, are gathered into sums, and which of them each row shows.

    Without a gathering the rows show records; the place -1 is that of rows that show none, or only what rows below them add up to.
    Without places the rows show all of them, in order.
    """

    name: str
    number: int
    gathering: Gathering | None
    places: Sequence[int] | None


@lean
class BlockOutline:
    """The rows of a block and the columns that have amounts in them.

    `zeros` are the amounts by column of a row that has none. `above` are the rows that count in others, the last first: each with the
    row above that it is part of. With a `numbering` rows are numbered as they turn out, for some may be left out.
    """

    rows: tuple[RowOutline, ...]
    columns: tuple[ColumnOutline, ...]
    zeros: Mapping[str, Decimal]
    above: Sequence[tuple[int, int]] = ()
    numbering: str = ""

    def amounts(self, data: Sequence[tuple[AmountColumn, Sums]]) -> list[Sequence[Decimal]]:
        """The amounts of all rows for each of the columns: exact sums of those of `data`, each record added once."""
        found: list[Sequence[Decimal]] = []
        for outline in self.columns:
            gathering, places = outline.gathering, outline.places
            if gathering is not None and not gathering.positions:
                found.append([ZERO] * len(self.rows))
                continue
            column, of = data[outline.number]
            sums = of.amounts(column.field) if gathering is None else of.sums(gathering, column.field)
            if places is not None:
                sums = [sums[place] if place >= 0 else ZERO for place in places]
                for row, above in self.above:
                    sums[above] += sums[row]
            found.append(sums)
        return found


def _outline(
    rows: Sequence[RowOutline], columns: Sequence[ColumnOutline] = (), above: Sequence[tuple[int, int]] = (), numbering: str = ""
) -> BlockOutline:
    return BlockOutline(tuple(rows), tuple(columns), dict.fromkeys([column.name for column in columns], ZERO), above, numbering)


def outlined(block: RowBlock, data: Data, records: Dataset | None, context: Context) -> BlockOutline:
    """The rows that a block may have; `records` are those that rows stand for one by one, `context` names and orders values."""
    if isinstance(block, SingleRow):
        return _single(block, data)
    if isinstance(block, ListedRows):
        return _listed(block, data)
    if isinstance(block, GroupedRows):
        return _grouped(block, data, context)
    return _recorded(block, data, records) if isinstance(block, RecordRows) and records is not None else _outline(())


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


def _single(block: SingleRow, data: Data) -> BlockOutline:
    rest = _rest({}, block.condition, block.level, style=block.style, empty=block.empty, counted=block.counted)
    rows = (RowOutline(block.key, block.name, rest),)
    if block.empty:
        return _outline(rows)
    gathered = [(c.name, number, d.gathering((), c.condition + block.condition)) for number, (c, d) in enumerate(data)]
    return _outline(rows, [ColumnOutline(*of, None) for of in gathered])


def carried_forward(dataset: Dataset, position: int) -> bool:
    """Whether a record is money carried into next year, which fixed lists leave out: it stands in a row of its own at the foot."""
    return _is_spent(dataset) and dataset.records[position].category == Category.CARRY_FORWARD


def _is_spent(dataset: Dataset) -> bool:
    return dataset.name in ("expenditure", FUNDED)


def _listed(block: ListedRows, data: Data) -> BlockOutline:
    levels = ((block.attribute,),)
    columns = []
    for number, (column, dataset) in enumerate(data):
        condition = column.condition + block.condition + ((_NOT_CARRIED_FORWARD,) if _is_spent(dataset) else ())
        known = {value: place for place, ((value,),) in enumerate(dataset.leaves(levels)[0])}
        places = [known.get(value, -1) for value, _ in block.items]
        columns.append(ColumnOutline(column.name, number, dataset.gathering(levels, condition), places))
    rows = []
    for value, name in block.items:
        condition = (*block.condition, term(block.attribute, value))
        rest = _rest({block.attribute: value}, condition, block.level, counted=True, leaf=True)
        rows.append(RowOutline(f"{block.prefix}{value}", name, rest))
    return _outline(rows, columns, numbering=block.numbering)


def _recorded(block: RecordRows, data: Data, records: Dataset) -> BlockOutline:
    names, shown = records.values(block.named), records.matching(block.condition)
    rows = []
    used: dict[str, int] = {}
    for i in shown:
        name = names[i]
        number = used[name] = used.get(name, 0) + 1
        rest = _rest({block.named: name}, block.condition, block.level, record=i, counted=True, leaf=True)
        rows.append(RowOutline(name if number == 1 else f"{name}#{number}", name, rest))
    columns = []
    for number, (column, dataset) in enumerate(data):
        if dataset is records:
            counting = frozenset(dataset.matching(column.condition))
            whole = len(shown) == len(counting) == len(records)
            columns.append(
                ColumnOutline(column.name, number, None, None if whole else [i if i in counting else -1 for i in shown])
            )
    return _outline(rows, columns)


_Node = tuple[int, tuple[str, ...]]
"""A group of records: the number of the one above it (-1 for none), and its own values."""


def _grouped(block: GroupedRows, data: Data, context: Context) -> BlockOutline:
    gathered = [dataset.gathering(block.levels, column.condition + block.condition) for column, dataset in data]
    numbers: dict[_Node, int] = {}
    node_of: dict[Dataset, dict[int, int]] = {}
    for (_, dataset), gathering in zip(data, gathered, strict=True):
        paths, _ = dataset.leaves(block.levels)
        known = node_of.setdefault(dataset, {})
        for leaf in gathering.found():
            if leaf not in known:
                node = -1
                for values in paths[leaf]:
                    node = numbers.setdefault((node, values), len(numbers))
                known[leaf] = node
    rows, above, row_of = _groups(block, list(numbers), context)
    places: dict[Dataset, list[int]] = {}
    for dataset, known in node_of.items():
        shown = places[dataset] = [-1] * len(rows)
        for leaf, node in known.items():
            shown[row_of[node]] = leaf
    columns = [ColumnOutline(c.name, n, g, places[d]) for n, ((c, d), g) in enumerate(zip(data, gathered, strict=True))]
    return _outline(rows, columns, above, block.numbering)


def _groups(
    block: GroupedRows, nodes: Sequence[_Node], context: Context
) -> tuple[list[RowOutline], list[tuple[int, int]], list[int]]:
    """The rows of groups in order, which of them count in which (the last first), and for each node the row that shows it.

    Records without any code get one row at their first level, not one at each: the nodes below it are shown by that row.
    """
    below = _below(block, nodes, context)
    rows: list[RowOutline] = []
    above: list[tuple[int, int]] = []
    row_of = [-1] * len(nodes)
    known: list[tuple[str, Mapping[str, str], Condition]] = [("", {}, block.condition)] * (len(nodes) + 1)
    waiting = [(node, 0) for node in reversed(below.get(-1, ()))]
    while waiting:
        node, depth = waiting.pop()
        upper, values = nodes[node]
        key, keys, condition = known[upper]
        level = block.levels[depth]
        own = "+".join(values)
        known[node] = key, keys, condition = (
            f"{key}/{own}" if depth else own,
            {**keys, **dict(zip(level, values, strict=True))},
            (*condition, *map(term, level, values)),
        )
        coded = any(values)
        if depth and not coded and not any(nodes[upper][1]):
            row_of[node] = row_of[upper]
        else:
            row_of[node] = len(rows)
            if depth:
                above.append((len(rows), row_of[upper]))
            name = context.name_of(level[0], values[0]) if coded else block.uncoded
            rest = _rest(keys, condition, depth, depth, counted=True, leaf=depth + 1 == len(block.levels))
            rows.append(RowOutline(key, name, rest))
        waiting += [(part, depth + 1) for part in reversed(below.get(node, ()))]
    above.reverse()
    return rows, above, row_of


def _below(block: GroupedRows, nodes: Sequence[_Node], context: Context) -> Mapping[int, list[int]]:
    """The nodes below each (-1: those of the first level) as tables show them: values in the order that they have, else that of their
    first record or of their codes; none last."""
    order = [[context.order.get(attribute) for attribute in level] for level in block.levels]
    below: dict[int, list[int]] = {}
    depths = [-1] * (len(nodes) + 1)
    for node, (upper, _) in enumerate(nodes):
        depths[node] = depths[upper] + 1
        below.setdefault(upper, []).append(node)

    def position(node: int) -> list[tuple[bool, int, str]]:
        values, ranked = nodes[node][1], order[depths[node]]
        return [
            (value == "", 0 if ranks is None else ranks.get(value, len(ranks) + node), value)
            for value, ranks in zip(values, ranked, strict=True)
        ]

    for parts in below.values():
        parts.sort(key=position)
    return below
