"""The official tables: views filled from the records, every cell a sum of printed amounts that can name its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from figures.amounts import EXACT, ZERO, half_up
from figures.attributes import FUNDED
from figures.datasets import Dataset, Figures
from figures.filling import StackTable, TableRow, chinese_number, dataset_of, fill, known_total
from figures.findings import Finding, Place, Severity
from figures.outlines import carried_forward
from figures.shapes import follows_from_amounts
from figures.views import AmountColumn, ComputedColumn, ListedRows, Stack, TextColumn, View

__all__ = ["StackTable", "Table", "TableRow", "chinese_number"]


class Table:
    """A view filled from figures. Cells are found by row key and column name (column names are unique in a view)."""

    def __init__(self, view: View, figures: Figures) -> None:
        self.view = view
        self.figures = figures
        self.stacks = tuple(fill(stack, view, figures) for stack in view.stacks)

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[str, TableRow]]:
        """The rows of each column's stack by key."""
        found: dict[str, Mapping[str, TableRow]] = {}
        for stack in self.stacks:
            rows = {row.key: row for row in stack.rows()}
            found |= {column.name: rows for column in stack.stack.columns}
        return found

    @cached_property
    def columns(self) -> Mapping[str, AmountColumn | ComputedColumn]:
        """The columns of figures by name."""
        return {c.name: c for c in self.view.columns() if isinstance(c, (AmountColumn, ComputedColumn))}

    @cached_property
    def empty(self) -> bool:
        """Whether there is not a single amount in the table."""
        return not any(any(row.amounts.values()) for s in self.stacks for row in s.rows())

    def row(self, key: str, column: str) -> TableRow | None:
        """The row with `key` in the stack that has `column`, None where the figures have no such row."""
        return self._rows[column].get(key) if column in self._rows else None

    def amount(self, key: str, column: str) -> Decimal:
        """The amount in a cell, in 元; zero where the figures have no such row."""
        row = self.row(key, column)
        return ZERO if row is None else row.amounts.get(column, ZERO)

    def places(self, row: TableRow | None, column: str) -> tuple[Place, ...]:
        """The workbook cells behind a cell; the range searched where no record stands behind it."""
        spec = self.columns[column]
        if isinstance(spec, ComputedColumn):
            return tuple(dict.fromkeys((*self.places(row, spec.first), *self.places(row, spec.second))))
        dataset = dataset_of(spec, self.view, self.figures)
        if dataset is None:
            total = known_total(spec, row, self.figures) if row is not None else None
            return (total.source.place("amount"),) if total is not None and total.source is not None else (Place("上年总数"),)
        if row is None:
            return dataset.searched(spec.field)
        if row.record is not None and not spec.series:
            source = dataset.records[row.record].source
            return (source.place(spec.field),) if source is not None else dataset.searched(spec.field)
        return dataset.places(spec.condition + row.condition, spec.field)

    def percent(self, row: TableRow, column: ComputedColumn) -> Decimal | None:
        """What a column of percents (率, 比) shows in a row, half up to its places; None over a base of zero or of nothing known."""
        first, second = row.amounts.get(column.first), row.amounts.get(column.second)
        if first is None or not second:
            return None
        part = EXACT.subtract(first, second) if column.rule == "率" else first
        ratio = EXACT.multiply(EXACT.divide(part, abs(second)), Decimal(100))
        return half_up(ratio, Decimal(1).scaleb(-column.places))

    def grouped(self, attribute: str, column: str) -> tuple[TableRow, ...]:
        """The rows of the stack with `column` that stand for one value of `attribute` (its own level only)."""
        for filled in self.stacks:
            if any(c.name == column for c in filled.stack.columns):
                return tuple(r for r in filled.rows() if r.keys and [*r.keys][-1] == attribute)
        return ()

    def stands(self, former: Table) -> bool:
        """Whether it prints what a `former` one of the same shape printed: the same rows, and no texts that follow from amounts."""
        sources = {c.source for c in self.columns.values() if isinstance(c, AmountColumn)}
        texts = [c.show for c in self.view.columns() if isinstance(c, TextColumn)]
        if any(follows_from_amounts(source, texts) for source in sources) or FUNDED in sources:
            return False
        return all(a.top == b.top and a.bottom == b.bottom for a, b in zip(self.stacks, former.stacks, strict=True))

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
            if not isinstance(column, AmountColumn) or column.series:
                continue
            dataset = self._dataset(column)
            values, amounts = dataset.values(block.attribute), dataset.amounts(column.field)
            for i in dataset.matching(column.condition + block.condition):
                value = values[i]
                if value in known or value in seen or not amounts[i] or carried_forward(dataset, i):
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
        return self.figures.dataset(column.source, self.view.quantum)
