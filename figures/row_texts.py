"""What text columns show of a table's rows: names, running numbers, codes, remarks, and columns of the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from figures.amounts import AmountFormat
from figures.columns import Type
from figures.datasets import Dataset, Figures, kind_of
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
        return _classification_text(row, show, figures)
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


def _classification_text(row: TableRow, show: str, figures: Figures) -> str:
    if show in _PARTS:
        attribute, start, end = _PARTS[show]
        return row.keys.get(attribute, "")[start:end]
    dimension, what = show[:-4], show[-2:]
    deepest = [a for a in row.keys if a.startswith(dimension)]
    if not deepest:
        return ""
    value = row.keys[deepest[-1]]
    if what == "编码":
        return value
    if not value:
        return row.name if _is_uncoded(row) else ""
    return figures.context.name_of(deepest[-1], value)


def _is_uncoded(row: TableRow) -> bool:
    """Whether a row stands for records without any code at its own level: then its name says so (未列科目)."""
    return not row.key.rpartition("/")[2].strip("+")
