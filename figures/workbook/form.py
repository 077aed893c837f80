"""The plan of the workbook: which sheets, headings, explanations and formats it has, derived from the kinds of records."""

from __future__ import annotations

from functools import cache

from figures.columns import Column, Kind, Type
from figures.lean import frozen
from figures.records import KINDS

GUIDE = "填写说明"
"""The first sheet: how to fill in the others. It holds no facts."""

# Rows of a sheet, counted from 0: what the sheet is for; an explanation of each column; the headings; the facts.
TITLE_ROW, HELP_ROW, HEADING_ROW, FIRST_ROW = 0, 1, 2, 3
# Rows of the sheet with single facts: no explanations above, they stand beside each fact.
SINGLE_HEADING_ROW, SINGLE_FIRST_ROW = 1, 2
SINGLE_HEADINGS = (*Kind.SINGLE_HEAD, "说明")

NUMBER_FORMATS: dict[Type, str] = {
    Type.TEXT: "@",
    Type.LONG_TEXT: "General",  # spreadsheets show ##### for long texts in cells of format @
    Type.CODE: "@",
    Type.AMOUNT: "#,##0.00",
    Type.COUNT: "#,##0.##",
    Type.YEAR: "0",
    Type.DATE: "yyyy-mm-dd",
    Type.YES_NO: "General",
}
YES_NO = ("是", "否")

_WIDE = frozenset({Type.LONG_TEXT})
_HINTS: dict[Type, str] = {
    Type.AMOUNT: "以元为单位，最多两位小数",
    Type.CODE: "按文本填写",
    Type.YEAR: "四位数年份",
    Type.DATE: "日期，例如 2024-01-31",
    Type.YES_NO: "是或否",
}


@frozen(slots=True)
class ColumnPlan:
    """A column of a sheet: its place, explanation, number format, width and the values offered for it."""

    column: Column
    index: int
    help: str
    number_format: str
    width: int
    wrapped: bool
    choices: tuple[str, ...]
    strict: bool

    @property
    def letters(self) -> str:
        """The column's letters in a spreadsheet."""
        return letters(self.index)


@frozen(slots=True)
class SheetPlan:
    """A sheet: its kind of record and its columns; in a sheet of single facts the columns stand one below the other."""

    kind: Kind
    columns: tuple[ColumnPlan, ...]

    @property
    def title(self) -> str:
        """The line at the top of the sheet."""
        return f"{self.kind.sheet}：{self.kind.help}"

    @property
    def frozen_columns(self) -> int:
        """How many columns stay in view: the first one where a sheet is too wide for a screen."""
        return 1 if len(self.columns) > 8 else 0


def letters(index: int) -> str:
    """The letters of the column at `index` (from 0).

    >>> letters(0), letters(25), letters(26), letters(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


@cache
def plan() -> tuple[SheetPlan, ...]:
    """The sheets of the workbook after the guide, in order."""
    return tuple(SheetPlan(kind, tuple(_column_plan(c, i) for i, c in enumerate(kind.columns))) for kind in KINDS)


def _column_plan(column: Column, index: int) -> ColumnPlan:
    choices = YES_NO if column.type is Type.YES_NO else column.choices
    return ColumnPlan(
        column,
        index,
        _help(column),
        NUMBER_FORMATS[column.type],
        column.width,
        column.type in _WIDE,
        choices,
        strict=bool(choices) and not column.open_choices,
    )


def _help(column: Column) -> str:
    """Whether the column is required, what it holds, and its help text, as one line."""
    parts = ["必填" if column.required else "选填", (column.help or _hint(column)).removeprefix("可不填：")]
    return "；".join(part for part in parts if part)


def _hint(column: Column) -> str:
    if column.choices:
        return "从下拉列表中选择" + ("或自行填写" if column.open_choices else "")
    return _HINTS.get(column.type, "")
