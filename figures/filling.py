"""Views filled from the records: rows of sums, of last year's figures beside them, and of what is computed from both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from decimal import Decimal

from figures.amounts import EXACT, ZERO, half_up
from figures.attributes import FUNDED
from figures.datasets import Condition, Dataset, Figures, Path, term
from figures.lean import frozen, lean
from figures.records import Category, LastYearTotal
from figures.views import (
    LAST_YEAR_BUDGET,
    AmountColumn,
    Column,
    ComputedColumn,
    Filler,
    GroupedRows,
    ListedRows,
    RecordRows,
    RowBlock,
    SingleRow,
    Stack,
    View,
)

CHINESE_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, 30 → 三十 (to 99)."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else CHINESE_DIGITS[tens] + "十")
    return head + (CHINESE_DIGITS[ones] if ones or not tens else "")


def numbered(numbering: str, number: int, name: str) -> str:
    """A row's name with its number in front, in one of the ways of `views.NUMBERINGS` ("" for none).

    >>> numbered("（一）", 2, "教育支出"), numbered("1.", 3, "医疗卫生")
    ('（二）教育支出', '3.医疗卫生')
    """
    return f"{numbering.replace('一', chinese_number(number)).replace('1', str(number))}{name}"


@lean
class TableRow:
    """A row of one stack. `amounts` by column name, in 元 (a column that is not there is unknown or stays empty).

    `key` is its identity within the stack, `keys` the values of the attributes it stands for, `level` the depth it is indented by,
    `depth` that of its group (-1 for other rows), `condition` what its records fulfil; `record` is the position of its only record
    where it stands for one. `counted` rows have a running number; `leaf` rows have no rows below them that they are the sum of.
    """

    key: str
    name: str
    amounts: Mapping[str, Decimal]
    keys: Mapping[str, str] = field(default_factory=dict)
    condition: Condition = ()
    level: int = 0
    depth: int = -1
    style: str = ""
    empty: bool = False
    record: int | None = None
    counted: bool = False
    leaf: bool = False

    def changed(self, name: str, amounts: Mapping[str, Decimal]) -> TableRow:
        """The same row with another name or other amounts."""
        rest = (self.keys, self.condition, self.level, self.depth, self.style, self.empty, self.record, self.counted, self.leaf)
        return TableRow(self.key, name, amounts, *rest)


@frozen(slots=True)
class StackTable:
    """A stack filled: rows from the top, and rows that stand at the foot."""

    stack: Stack
    top: tuple[TableRow, ...]
    bottom: tuple[TableRow, ...]

    def rows(self) -> Iterator[TableRow]:
        """All rows in order."""
        yield from self.top
        yield from self.bottom


def fill(stack: Stack, view: View, figures: Figures) -> StackTable:
    """The rows of a stack, amounts rounded to the view's quantum."""
    data = [(c, d) for c in stack.columns if isinstance(c, AmountColumn) and (d := dataset_of(c, view, figures)) is not None]
    beside = [c for c in stack.columns if isinstance(c, ComputedColumn) or (isinstance(c, AmountColumn) and c.series)]
    top: list[TableRow] = []
    bottom: list[TableRow] = []
    into = top
    for block in stack.rows:
        if isinstance(block, Filler):
            into = bottom
            continue
        rows = list(_rows(block, data, figures, view))
        if beside:
            rows = [_completed(row, beside, view, figures) for row in rows]
        if not isinstance(block, GroupedRows) and getattr(block, "occurring", False):
            rows = [row for row in rows if any(row.amounts.values())]
        into.extend(_with_numbers(rows, block))
    return StackTable(stack, tuple(top), tuple(bottom))


def dataset_of(column: AmountColumn, view: View, figures: Figures) -> Dataset | None:
    """The records that a column sums, None where it shows a series of which no records are known."""
    if not column.series:
        return figures.dataset(column.source, view.quantum)
    if column.series == LAST_YEAR_BUDGET and figures.last_year is not None:
        return figures.last_year.dataset(column.source, view.quantum)
    return None


def known_total(column: AmountColumn, row: TableRow, figures: Figures) -> LastYearTotal | None:
    """Last year's total that stands in a cell of a column without records of its own."""
    if not column.series or not column.total_name:
        return None
    wanted = column.total_name.replace("{行}", row.name)
    totals = figures.budget.last_year_totals
    return next((t for t in totals if t.item == wanted and t.series == column.series), None)


Data = Sequence[tuple[AmountColumn, Dataset]]


def _rows(block: RowBlock, data: Data, figures: Figures, view: View) -> Iterable[TableRow]:
    if isinstance(block, SingleRow):
        return [_single(block, data)]
    if isinstance(block, ListedRows):
        return _listed(block, data)
    if isinstance(block, RecordRows):
        return _recorded(block, data, figures.dataset(block.source, view.quantum))
    return _grouped(block, data, figures) if isinstance(block, GroupedRows) else ()


def _completed(row: TableRow, columns: Iterable[Column], view: View, figures: Figures) -> TableRow:
    """The row with the totals of last year that are known by name, and with differences."""
    if row.empty:
        return row
    amounts = dict(row.amounts)
    for column in columns:
        if isinstance(column, AmountColumn) and column.name not in amounts:
            total = known_total(column, row, figures)
            if total is not None:
                amounts[column.name] = half_up(total.amount, view.quantum)
        elif isinstance(column, ComputedColumn) and column.rule == "差" and {column.first, column.second} <= set(amounts):
            amounts[column.name] = EXACT.subtract(amounts[column.first], amounts[column.second])
    return row if amounts == row.amounts else row.changed(row.name, amounts)


def _with_numbers(rows: Sequence[TableRow], block: RowBlock) -> Iterator[TableRow]:
    if not isinstance(block, (GroupedRows, ListedRows)) or not block.numbering:
        yield from rows
        return
    number = 0
    for row in rows:
        if row.depth > 0:
            yield row
        else:
            number += 1
            yield row.changed(numbered(block.numbering, number, row.name), row.amounts)


def _single(block: SingleRow, data: Data) -> TableRow:
    amounts = {} if block.empty else {c.name: d.total(c.condition + block.condition, c.field) for c, d in data}
    return TableRow(
        block.key,
        block.name,
        amounts,
        {},
        block.condition,
        block.level,
        style=block.style,
        empty=block.empty,
        counted=block.counted,
    )


def carried_forward(dataset: Dataset, position: int) -> bool:
    """Money carried into next year stands in a row of its own at the foot, not under a functional subject."""
    return dataset.name in ("expenditure", FUNDED) and dataset.records[position].category == Category.CARRY_FORWARD


def _listed(block: ListedRows, data: Data) -> Iterator[TableRow]:
    sums: dict[str, dict[str, Decimal]] = {value: dict.fromkeys((c.name for c, _ in data), ZERO) for value, _ in block.items}
    for column, dataset in data:
        values, amounts = dataset.values(block.attribute), dataset.amounts(column.field)
        for i in dataset.matching(column.condition + block.condition):
            if values[i] in sums and not carried_forward(dataset, i):
                sums[values[i]][column.name] += amounts[i]
    for value, name in block.items:
        condition = (*block.condition, term(block.attribute, value))
        key = f"{block.prefix}{value}"
        yield TableRow(key, name, sums[value], {block.attribute: value}, condition, block.level, counted=True, leaf=True)


def _recorded(block: RecordRows, data: Data, dataset: Dataset) -> Iterator[TableRow]:
    names = dataset.values(block.named)
    columns = [(c, set(d.matching(c.condition)), d.amounts(c.field)) for c, d in data if d is dataset]
    used: dict[str, int] = {}
    for i in dataset.matching(block.condition):
        used[names[i]] = used.get(names[i], 0) + 1
        key = names[i] if used[names[i]] == 1 else f"{names[i]}#{used[names[i]]}"
        amounts = {c.name: values[i] if i in matching else ZERO for c, matching, values in columns}
        yield TableRow(
            key, names[i], amounts, {block.named: names[i]}, block.condition, block.level, record=i, counted=True, leaf=True
        )


def _grouped(block: GroupedRows, data: Data, figures: Figures) -> Iterator[TableRow]:
    sums: dict[Path, dict[str, Decimal]] = {}
    seen: dict[Path, int] = {}
    for column, dataset in data:
        leaves, leaf_of = dataset.leaves(block.levels)
        amounts = dataset.amounts(column.field)
        totals: dict[int, Decimal] = {}
        for i in dataset.matching(column.condition + block.condition):
            totals[leaf_of[i]] = totals.get(leaf_of[i], ZERO) + amounts[i]
        for leaf, total in totals.items():
            for depth in range(1, len(block.levels) + 1):
                path = leaves[leaf][:depth]
                row = sums.get(path)
                if row is None:
                    row = sums[path] = dict.fromkeys([c.name for c, _ in data], ZERO)
                    seen[path] = len(seen)
                row[column.name] += total
    order = figures.context.order

    def position(path: Path) -> tuple[object, ...]:
        keys: list[object] = []
        for depth, values in enumerate(path):
            for attribute, value in zip(block.levels[depth], values, strict=True):
                ranks = order.get(attribute)
                rank = len(ranks) + seen[path[: depth + 1]] if ranks is not None else 0
                keys.append((value == "", ranks.get(value, rank) if ranks is not None else 0, value))
        return tuple(keys)

    for path in sorted(sums, key=position):
        amounts_of_row = sums[path]
        if any(amounts_of_row.values()) and not _repeats_uncoded(path):
            yield _group_row(block, path, amounts_of_row, figures)


def _repeats_uncoded(path: Path) -> bool:
    """Records without any code get one row at their first level, not one at each."""
    return len(path) > 1 and not any(path[-1]) and not any(path[-2])


def _group_row(block: GroupedRows, path: Path, amounts: Mapping[str, Decimal], figures: Figures) -> TableRow:
    keys: dict[str, str] = {}
    for level, values in zip(block.levels, path, strict=False):
        keys.update(zip(level, values, strict=True))
    condition = block.condition + tuple([term(a, v) for a, v in keys.items()])
    attribute, value = block.levels[len(path) - 1][0], path[-1][0]
    name = figures.context.name_of(attribute, value) if any(path[-1]) else block.uncoded
    key = "/".join("+".join(values) for values in path)
    depth = len(path) - 1
    return TableRow(key, name, amounts, keys, condition, depth, depth, counted=True, leaf=len(path) == len(block.levels))
