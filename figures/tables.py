"""The official tables: views filled from the records, every cell a sum of printed amounts that can name its records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from figures.amounts import ZERO
from figures.datasets import Condition, Dataset, Figures, Term
from figures.findings import Finding, Place, Severity
from figures.records import Category
from figures.views import AmountColumn, Filler, GroupedRows, ListedRows, SingleRow, Stack, TextColumn, View

CHINESE_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, 30 → 三十 (to 99)."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else CHINESE_DIGITS[tens] + "十")
    return head + (CHINESE_DIGITS[ones] if ones or not tens else "")


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of one stack. `amounts` by column name, in 元; `keys` are the values of the attributes it is grouped by.

    `key` is its identity within the stack, `level` the depth of its group, `condition` what its records fulfil.
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


@dataclass(frozen=True, slots=True)
class StackTable:
    """A stack filled: rows from the top, and rows that stand at the foot."""

    stack: Stack
    top: tuple[TableRow, ...]
    bottom: tuple[TableRow, ...]

    def rows(self) -> Iterator[TableRow]:
        """All rows in order."""
        yield from self.top
        yield from self.bottom


class Table:
    """A view filled from figures. Cells are found by row key and column name (column names are unique in a view)."""

    def __init__(self, view: View, figures: Figures) -> None:
        self.view = view
        self.figures = figures
        self.stacks = tuple(_fill(stack, view, figures) for stack in view.stacks)

    @cached_property
    def _index(self) -> Mapping[tuple[str, str], TableRow]:
        return {(row.key, c.name): row for s in self.stacks for row in s.rows() for c in s.stack.columns}

    @cached_property
    def columns(self) -> Mapping[str, AmountColumn]:
        """The columns of amounts by name."""
        return {c.name: c for s in self.view.stacks for c in s.columns if isinstance(c, AmountColumn)}

    @cached_property
    def empty(self) -> bool:
        """Whether there is not a single amount in the table."""
        return not any(any(row.amounts.values()) for s in self.stacks for row in s.rows())

    def row(self, key: str, column: str) -> TableRow | None:
        """The row with `key` in the stack that has `column`, None where the figures have no such row."""
        return self._index.get((key, column))

    def amount(self, key: str, column: str) -> Decimal:
        """The amount in a cell, in 元; zero where the figures have no such row."""
        row = self.row(key, column)
        return ZERO if row is None else row.amounts.get(column, ZERO)

    def places(self, row: TableRow | None, column: str) -> tuple[Place, ...]:
        """The workbook cells behind a cell; the range searched where no record stands behind it."""
        spec = self.columns[column]
        dataset = self._dataset(spec)
        if row is None:
            return dataset.searched(spec.field)
        return dataset.places(spec.condition + row.condition, spec.field)

    def grouped(self, attribute: str, column: str) -> tuple[TableRow, ...]:
        """The rows of the stack with `column` that stand for one value of `attribute` (its own level only)."""
        for filled in self.stacks:
            if any(c.name == column for c in filled.stack.columns):
                return tuple(r for r in filled.rows() if r.keys and [*r.keys][-1] == attribute)
        return ()

    def findings(self) -> Iterable[Finding]:
        """Records that no row of a fixed list has room for: nothing is dropped in silence."""
        for stack in self.view.stacks:
            for block in stack.rows:
                if isinstance(block, ListedRows):
                    yield from self._unlisted(stack, block)

    def _unlisted(self, stack: Stack, block: ListedRows) -> Iterable[Finding]:
        known = {value for value, _ in block.items}
        seen: set[str] = set()
        for column in stack.columns:
            if not isinstance(column, AmountColumn):
                continue
            dataset = self._dataset(column)
            values, amounts = dataset.values(block.attribute), dataset.amounts(column.field)
            for i in dataset.matching(column.condition + block.condition):
                value = values[i]
                if value in known or value in seen or not amounts[i] or _carried_forward(dataset, i):
                    continue
                seen.add(value)
                source = dataset.records[i].source
                yield Finding(
                    "表列未设",
                    Severity.ERROR,
                    f"{self.view.name}没有“{block.attribute}”为“{value}”的行，这笔金额不会出现在该表中",
                    source.place() if source else Place(),
                    value or "（空）",
                    "、".join(sorted(known)[:8]),
                    "请核对编码；编码无误时，请在模板的清单中增加这一行",
                )

    def _dataset(self, column: AmountColumn) -> Dataset:
        return self.figures.dataset(column.source, self.view.format.quantum)


def _carried_forward(dataset: Dataset, position: int) -> bool:
    """Money carried into next year stands in a row of its own at the foot, not under a functional subject."""
    return dataset.name == "expenditure" and dataset.records[position].category == Category.CARRY_FORWARD


def _fill(stack: Stack, view: View, figures: Figures) -> StackTable:
    columns = [c for c in stack.columns if isinstance(c, AmountColumn)]
    data = [(c, figures.dataset(c.source, view.format.quantum)) for c in columns]
    top: list[TableRow] = []
    bottom: list[TableRow] = []
    into = top
    for block in stack.rows:
        if isinstance(block, Filler):
            into = bottom
        elif isinstance(block, SingleRow):
            into.append(_single(block, data))
        elif isinstance(block, ListedRows):
            into.extend(_listed(block, data))
        else:
            into.extend(_grouped(block, data, figures))
    return StackTable(stack, tuple(top), tuple(bottom))


Data = list[tuple[AmountColumn, Dataset]]


def _single(block: SingleRow, data: Data) -> TableRow:
    amounts = {} if block.empty else {c.name: d.total(c.condition + block.condition, c.field) for c, d in data}
    return TableRow(block.key, block.name, amounts, {}, block.condition, block.level, style=block.style, empty=block.empty)


def _listed(block: ListedRows, data: Data) -> Iterator[TableRow]:
    sums: dict[str, dict[str, Decimal]] = {value: dict.fromkeys((c.name for c, _ in data), ZERO) for value, _ in block.items}
    for column, dataset in data:
        values, amounts = dataset.values(block.attribute), dataset.amounts(column.field)
        for i in dataset.matching(column.condition + block.condition):
            if values[i] in sums and not _carried_forward(dataset, i):
                sums[values[i]][column.name] += amounts[i]
    for number, (value, name) in enumerate(block.items, 1):
        shown = f"{chinese_number(number)}、{name}" if block.numbered else name
        condition = (*block.condition, Term(block.attribute, frozenset({value})))
        key = f"{block.prefix}{value}"
        yield TableRow(key, shown, sums[value], {block.attribute: value}, condition, block.level)


Path = tuple[tuple[str, ...], ...]


def _grouped(block: GroupedRows, data: Data, figures: Figures) -> Iterator[TableRow]:
    sums: dict[Path, dict[str, Decimal]] = {}
    seen: dict[Path, int] = {}
    for column, dataset in data:
        levels = [[dataset.values(a) for a in level] for level in block.levels]
        amounts = dataset.amounts(column.field)
        for i in dataset.matching(column.condition + block.condition):
            path: Path = ()
            for level in levels:
                path = (*path, tuple([values[i] for values in level]))
                row = sums.get(path)
                if row is None:
                    row = sums[path] = dict.fromkeys((c.name for c, _ in data), ZERO)
                    seen[path] = len(seen)
                row[column.name] += amounts[i]
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
    condition = block.condition + tuple(Term(a, frozenset({v})) for a, v in keys.items())
    attribute, value = block.levels[len(path) - 1][0], path[-1][0]
    name = figures.context.name_of(attribute, value) if any(path[-1]) else block.uncoded
    key = "/".join("+".join(values) for values in path)
    depth = len(path) - 1
    return TableRow(key, name, amounts, keys, condition, depth, depth)


def text_of(row: TableRow, column: TextColumn, figures: Figures, number: int) -> str:
    """What a text column shows for a row; `number` is the row's running number."""
    if column.show == "行名":
        return row.name
    if column.show == "序号":
        return str(number)
    if column.show == "空":
        return ""
    if not row.keys:
        return row.name if column.show.endswith("名称") else ""
    return _classification_text(row, column.show, figures)


_PARTS: Mapping[str, tuple[str, int, int]] = {
    "功能类编码": ("功能类", 0, 3),
    "功能款编码": ("功能款", 3, 5),
    "功能项编码": ("功能项", 5, 7),
    "部门经济类编码": ("部门经济类", 0, 3),
    "部门经济款编码": ("部门经济款", 3, 5),
}


def _classification_text(row: TableRow, show: str, figures: Figures) -> str:
    if show in _PARTS:
        attribute, start, end = _PARTS[show]
        return row.keys.get(attribute, "")[start:end]
    if show in ("单位名称", "项目名称", "收入科目编码", "收入科目名称"):
        return row.keys.get(show, "")
    dimension, what = show[:-4] if show[:-4] != "功能" else "功能", show[-2:]
    deepest = [a for a in row.keys if a.startswith(dimension)]
    if not deepest:
        return ""
    value = row.keys[deepest[-1]]
    if what == "编码":
        return value
    if not value:
        return row.name if deepest[-1] == [*row.keys][-1] else ""
    return figures.context.name_of(deepest[-1], value)
