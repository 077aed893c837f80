"""What the rows of a stack are before any amount is known: their names and conditions, and how their amounts are added up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from figures.amounts import ZERO
from figures.attributes import FUNDED, Context
from figures.datasets import Condition, Dataset, Gathering, Levels, Path, Sums, Term, term
from figures.groups import Groups, groups_of
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


def _grouped(block: GroupedRows, data: Data, context: Context) -> BlockOutline:
    gathered = [dataset.gathering(block.levels, column.condition + block.condition) for column, dataset in data]
    met: dict[Dataset, dict[int, None]] = {}
    order: list[tuple[Dataset, int]] = []
    for (_, dataset), gathering in zip(data, gathered, strict=True):
        known = met.setdefault(dataset, {})
        if len(known) < gathering.count:
            new = [leaf for leaf in gathering.found() if leaf not in known]
            known.update(dict.fromkeys(new))
            order += [(dataset, leaf) for leaf in new]
    groups, met_in = _groups(block.levels, order, context)
    rows, above, row_of = _group_rows(block, groups, groups.with_above([group for _, _, group in met_in]), context)
    places = {dataset: [-1] * len(rows) for dataset in met}
    for dataset, leaf, group in met_in:
        places[dataset][row_of[group]] = leaf
    columns = [ColumnOutline(c.name, n, g, places[d]) for n, ((c, d), g) in enumerate(zip(data, gathered, strict=True))]
    return _outline(rows, columns, above, block.numbering)


def _groups(
    levels: Levels, met: Sequence[tuple[Dataset, int]], context: Context
) -> tuple[Groups, list[tuple[Dataset, int, int]]]:
    """The groups of leaves of records in the order they were met in, and each leaf with its group.

    They are those of all records, which other tables share, where these come from one source and are in order whichever is met first.
    """
    if len({dataset for dataset, _ in met}) == 1 and (dataset := met[0][0]).context is context:
        shared = dataset.groups(levels)
        if shared is not None:
            return shared, [(dataset, leaf, shared.of_leaf[leaf]) for dataset, leaf in met]
    numbers: dict[Path, int] = {}
    leaf_of = [numbers.setdefault(dataset.leaves(levels)[0][leaf], len(numbers)) for dataset, leaf in met]
    own = groups_of(levels, list(numbers), context.order)
    return own, [(dataset, leaf, own.of_leaf[number]) for (dataset, leaf), number in zip(met, leaf_of, strict=True)]


def _group_rows(
    block: GroupedRows, groups: Groups, wanted: Sequence[int], context: Context
) -> tuple[list[RowOutline], list[tuple[int, int]], Mapping[int, int]]:
    """The rows of the wanted groups, which of them count in which (the last first), and for each group the row that shows it."""
    made = groups.rows.setdefault(block.condition, {})
    rows: list[RowOutline] = []
    above: list[tuple[int, int]] = []
    row_of: dict[int, int] = {}
    for group in wanted:
        upper, shown = groups.upper[group], groups.shown[group]
        row = made.get(group)
        if row is None:
            row = made[group] = _group_row(block, groups, group, made.get(upper), context)
        elif not groups.coded[group] and row.name != block.uncoded:
            row = RowOutline(row.key, block.uncoded, row.rest)
        if shown != group:
            row_of[group] = row_of[shown]
        else:
            row_of[group] = len(rows)
            if upper >= 0:
                above.append((len(rows), row_of[upper]))
            rows.append(row)
    above.reverse()
    return rows, above, row_of


def _group_row(block: GroupedRows, groups: Groups, group: int, upper: RowOutline | None, context: Context) -> RowOutline:
    """The row of a group; `upper` is that of the group above it."""
    depth, values = groups.depths[group], groups.values[group]
    level, own = block.levels[depth], "+".join(values)
    key, keys, condition = ("", {}, block.condition) if upper is None else (upper.key, upper.rest[0], upper.rest[1])
    key = own if upper is None else f"{key}/{own}"
    name = context.name_of(level[0], values[0]) if groups.coded[group] else block.uncoded
    keys, condition = {**keys, **dict(zip(level, values, strict=True))}, (*condition, *map(term, level, values))
    return RowOutline(key, name, _rest(keys, condition, depth, depth, counted=True, leaf=depth + 1 == len(block.levels)))
