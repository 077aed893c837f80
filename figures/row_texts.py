"""What text columns show of a table's rows: names, running numbers, codes, remarks, and columns of the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

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


def text_of(row: TableRow, column: TextColumn, stack: Stack, view: View, figures: Figures, number: int) -> str:
    """What a text column shows for a row; `number` is the row's running number (0 for a row that has none)."""
    show = column.show
    if show == "行名":
        return row.name
    if show == "序号":
        return str(number) if number else ""
    if show == "空":
        return ""
    if show == "备注":
        return "；".join(_values(row, stack, view, figures, "备注")) if row.leaf else ""
    if show in CLASSIFICATION_TEXTS:
        if not row.keys:
            return row.name if show.endswith("名称") else ""
        return _classification_text(row, show, stack, view, figures)
    if show in row.keys:
        return row.keys[show] or (row.name if show.endswith("名称") and _is_uncoded(row) else "")
    if row.record is not None:
        return "、".join(_values(row, stack, view, figures, show))
    return row.name if not row.keys and (show.endswith("名称") or show in _names_of_records(stack)) else ""


def _names_of_records(stack: Stack) -> tuple[str, ...]:
    return tuple(block.named for block in stack.rows if isinstance(block, RecordRows))


def _values(row: TableRow, stack: Stack, view: View, figures: Figures, attribute: str) -> Sequence[str]:
    """The different values of an attribute among the records behind a row, in the order of the workbook."""
    for column in stack.columns:
        if isinstance(column, AmountColumn) and not column.series:
            dataset = dataset_of(column, view, figures)
            if dataset is not None and _has(dataset, attribute):
                rows = (row.record,) if row.record is not None else dataset.matching(row.condition)
                return [*dict.fromkeys(text for i in rows if (text := _text(dataset, attribute, i)))]
    return ()


def _has(dataset: Dataset, attribute: str) -> bool:
    try:
        dataset.values(attribute)
    except KeyError:
        return False
    return True


def _text(dataset: Dataset, attribute: str, position: int) -> str:
    column = kind_of(dataset.name).by_label.get(attribute)
    if column is not None and column.type is Type.COUNT:
        return _COUNTS.show(getattr(dataset.records[position], column.name))
    return dataset.values(attribute)[position]


def _classification_text(row: TableRow, show: str, stack: Stack, view: View, figures: Figures) -> str:
    part = _PARTS.get(show)
    if part is not None:
        attribute, start, end = part
        return (row.keys.get(attribute, "") or _own_code(row, attribute, stack, view, figures))[start:end]
    dimension, what = show[:-4], show[-2:]
    deepest = _deepest(tuple(row.keys), dimension)
    value = row.keys[deepest] if deepest else _own_code(row, _LOWEST[dimension], stack, view, figures)
    if what == "编码":
        return value
    if not value:
        return row.name if deepest and _is_uncoded(row) else ""
    return figures.context.name_of(deepest or _LOWEST[dimension], value)


def _own_code(row: TableRow, attribute: str, stack: Stack, view: View, figures: Figures) -> str:
    """The code of the only record that a row stands for; "" for other rows."""
    return "" if row.record is None else "、".join(_values(row, stack, view, figures, attribute))


@lru_cache(maxsize=1024)
def _deepest(attributes: tuple[str, ...], dimension: str) -> str:
    """The last of the attributes that is a level of a classification, "" where none is."""
    return next((a for a in reversed(attributes) if a.startswith(dimension)), "")


def _is_uncoded(row: TableRow) -> bool:
    """Whether a row stands for records without any code at its own level: then its name says so (未列科目)."""
    return not row.key.rpartition("/")[2].strip("+")
