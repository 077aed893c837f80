"""What text columns show of a table's rows: names, running numbers, codes, remarks, and columns of the records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache

from figures.amounts import AmountFormat
from figures.attributes import kind_of
from figures.columns import Type
from figures.datasets import Dataset, Figures
from figures.filling import TableRow, dataset_of
from figures.views import CLASSIFICATION_TEXTS, AmountColumn, RecordRows, Stack, TextColumn, View

_PARTS: Mapping[str, tuple[str, int, int]] = {
    "功能类编码": ("功能类", 0, 3),
    "功能款编码": ("功能款", 3, 5),
    "功能项编码": ("功能项", 5, 7),
    "部门经济类编码": ("部门经济类", 0, 3),
    "部门经济款编码": ("部门经济款", 3, 5),
    "政府经济类编码": ("政府经济类", 0, 3),
    "政府经济款编码": ("政府经济款", 3, 5),
}
_LOWEST: Mapping[str, str] = {"功能": "功能项", "部门经济": "部门经济款", "政府经济": "政府经济款"}
"""The level of each classification that records name."""

_COUNTS = AmountFormat(unit="元", trailing=False)


Teller = Callable[[TableRow, int], str]
"""What says the text of a cell: of a row, and its running number (0 for a row that has none)."""


def text_teller(column: TextColumn, stack: Stack, view: View, figures: Figures) -> Teller:
    """What says what a text column shows of the rows of a stack."""
    show = column.show
    simple = _SIMPLE.get(show)
    if simple is not None:
        return simple
    values = _Values(stack, view, figures, show)
    if show == "备注":
        return lambda row, _: "；".join(values.of(row)) if row.leaf else ""
    if show in _PARTS:
        return _part_teller(show, stack, view, figures)
    if show in CLASSIFICATION_TEXTS:
        return _subject_teller(show, stack, view, figures)
    of_records = any(isinstance(block, RecordRows) and block.named == show for block in stack.rows)

    def tell(row: TableRow, _: int) -> str:
        if show in row.keys:
            return row.keys[show] or (row.name if show.endswith("名称") and _is_uncoded(row) else "")
        if row.record is not None:
            return values.at(row.record)
        return row.name if not row.keys and (show.endswith("名称") or of_records) else ""

    return tell


_SIMPLE: Mapping[str, Teller] = {
    "行名": lambda row, _: row.name,
    "序号": lambda _, number: str(number) if number else "",
    "空": lambda _row, _number: "",
}


class _Values:
    """The values of an attribute among the records of a stack: those of the first of its columns whose records have it."""

    def __init__(self, stack: Stack, view: View, figures: Figures, attribute: str) -> None:
        self._stack, self._view, self._figures, self._attribute = stack, view, figures, attribute

    def of(self, row: TableRow) -> Sequence[str]:
        """The different values behind a row, in the order of the workbook."""
        if row.record is not None:
            return [text] if (text := self.at(row.record)) else []
        if self._dataset is None:
            return ()
        return [*dict.fromkeys(text for i in self._dataset.matching(row.condition) if (text := self._texts[i]))]

    def at(self, record: int) -> str:
        """The value of the record at a position, "" where no records have the attribute."""
        return self._texts[record] if self._dataset is not None else ""

    @cached_property
    def _dataset(self) -> Dataset | None:
        for column in self._stack.columns:
            if isinstance(column, AmountColumn) and not column.series:
                dataset = dataset_of(column, self._view, self._figures)
                if dataset is not None and _has(dataset, self._attribute):
                    return dataset
        return None

    @cached_property
    def _texts(self) -> Sequence[str]:
        dataset = self._dataset
        if dataset is None:
            return ()
        column = kind_of(dataset.name).by_label.get(self._attribute)
        if column is not None and column.type is Type.COUNT:
            return [_COUNTS.show(getattr(record, column.name)) for record in dataset.records]
        return dataset.values(self._attribute)


def _has(dataset: Dataset, attribute: str) -> bool:
    try:
        dataset.values(attribute)
    except KeyError:
        return False
    return True


def _part_teller(show: str, stack: Stack, view: View, figures: Figures) -> Teller:
    """Part of a code: of the row's own, or of that of the only record that the row stands for."""
    attribute, start, end = _PARTS[show]
    own = _Values(stack, view, figures, attribute)

    def tell(row: TableRow, _: int) -> str:
        if not row.keys:
            return ""
        code = row.keys.get(attribute, "")
        if not code and row.record is not None:
            code = own.at(row.record)
        return code[start:end]

    return tell


def _subject_teller(show: str, stack: Stack, view: View, figures: Figures) -> Teller:
    """The code or the name of the subject of a classification that a row, or its only record, stands for."""
    dimension, named = show[:-4], show[-2:] == "名称"
    lowest, name_of = _LOWEST[dimension], figures.context.name_of
    own = _Values(stack, view, figures, lowest)

    def tell(row: TableRow, _: int) -> str:
        keys = row.keys
        if not keys:
            return row.name if named else ""
        deepest = _deepest(tuple(keys), dimension)
        value = keys[deepest] if deepest else "" if row.record is None else own.at(row.record)
        if not named:
            return value
        if not value:
            return row.name if deepest and _is_uncoded(row) else ""
        return name_of(deepest or lowest, value)

    return tell


@lru_cache(maxsize=1024)
def _deepest(attributes: tuple[str, ...], dimension: str) -> str:
    """The last of the attributes that is a level of a classification, "" where none is."""
    return next((a for a in reversed(attributes) if a.startswith(dimension)), "")


def _is_uncoded(row: TableRow) -> bool:
    """Whether a row stands for records without any code at its own level: then its name says so (未列科目)."""
    return not row.key.rpartition("/")[2].strip("+")
