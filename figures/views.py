"""The language of table views: what a template declares of a table, as plain values.

A view is one or more stacks side by side; a stack has columns and blocks of rows. A cell is the sum of those records of the column's
source that fulfil the conditions of view, stack, row and column; or it is computed from other cells of its row. Titles and heads may
hold wording ({{ 年度 }}); it is rendered later. `figures.view_reading` reads views from a template's declarations.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Literal

from figures.amounts import AmountFormat
from figures.datasets import Condition
from figures.findings import Place
from figures.lean import frozen

LAST_YEAR_BUDGET, LAST_YEAR_EXECUTION = "上年预算", "上年执行数"
SERIES = (LAST_YEAR_BUDGET, LAST_YEAR_EXECUTION)
"""The series that a column of last year may show: last year's workbook, or totals by name (上年总数)."""

ROW_TEXTS = ("行名", "序号", "备注", "空")
"""What a text column may show of any row."""

CLASSIFICATION_TEXTS = (
    "功能科目编码",
    "功能科目名称",
    "功能类编码",
    "功能款编码",
    "功能项编码",
    "部门经济科目编码",
    "部门经济科目名称",
    "部门经济类编码",
    "部门经济款编码",
    "政府经济科目编码",
    "政府经济科目名称",
    "政府经济类编码",
    "政府经济款编码",
)
"""What a text column may show of a row that stands for a subject of a classification."""


@frozen(slots=True)
class TextColumn:
    """A column of text: `show` is one of the texts above, or a column of the records by its heading.

    `style` is the style of its cells, `indent` whether rows of deeper levels are indented.
    """

    name: str
    width: float
    show: str
    style: str
    indent: bool = False


@frozen(slots=True)
class AmountColumn:
    """A column of sums of `field` over the records of `source` (a kind's name) that fulfil `condition`.

    `format` None is the view's format. `series` "" is this year. `total_name` says under which name the totals of last year (上年总数)
    hold a row's figure where last year's records are not known; {行} in it stands for the row's name.
    """

    name: str
    width: float
    source: str
    condition: Condition
    style: str
    field: str = "amount"
    format: AmountFormat | None = None
    series: str = ""
    total_name: str = ""


Rule = Literal["差", "率", "比"]


@frozen(slots=True)
class ComputedColumn:
    """A column computed from two others of its row: `first` − `second` (差, 元), that in percent of `second` (率), or `first` in
    percent of `second` (比).

    Percents are half up to `places`; over a base of zero stands `without_base`. Where one of the two is unknown the cell stays empty.
    """

    name: str
    width: float
    rule: Rule
    first: str
    second: str
    style: str
    format: AmountFormat | None = None
    places: int = 2
    sign: bool = True
    without_base: str = ""


Column = TextColumn | AmountColumn | ComputedColumn

NUMBERINGS = ("一、", "（一）", "1、", "1.")
"""How rows may be numbered in their names."""


@frozen(slots=True)
class SingleRow:
    """One row with a name of its own.

    `empty` rows never show amounts (a heading among rows); `occurring` ones stand there only with money; `counted` ones have a 序号.
    """

    key: str
    name: str
    condition: Condition = ()
    style: str = ""
    level: int = 0
    empty: bool = False
    occurring: bool = False
    counted: bool = False


@frozen(slots=True)
class ListedRows:
    """A row for each item of a fixed list, with money or (unless `occurring`) without; `numbering` is one of NUMBERINGS or "".

    An item is (value of the attribute, name shown). Records whose value is in no item are reported, not dropped in silence.
    """

    attribute: str
    items: tuple[tuple[str, str], ...]
    condition: Condition = ()
    numbering: str = ""
    prefix: str = ""
    level: int = 0
    occurring: bool = False


@frozen(slots=True)
class GroupedRows:
    """A row for each value that occurs, nested by level: subtotals at each level of `levels` that is shown.

    A level is one or more attributes that together make the key. Only rows with money appear. `uncoded` names the row of records
    without any code; `numbering` (one of NUMBERINGS or "") numbers the rows of the first level.
    """

    levels: tuple[tuple[str, ...], ...]
    condition: Condition = ()
    uncoded: str = "未列科目"
    numbering: str = ""


@frozen(slots=True)
class RecordRows:
    """A row for each record of `source`, in the order of the workbook; `named` is the attribute that is the row's name."""

    source: str
    named: str
    condition: Condition = ()
    level: int = 0


@frozen(slots=True)
class Filler:
    """Empty rows that push the rows below to the foot of the table, where stacks side by side are of unequal length."""


RowBlock = SingleRow | ListedRows | GroupedRows | RecordRows | Filler


@frozen(slots=True)
class Stack:
    """Columns and rows of one of the tables standing side by side in a view."""

    columns: tuple[Column, ...]
    rows: tuple[RowBlock, ...]


@frozen(slots=True)
class Note:
    """A line below the table; `when` says whether it stands below an empty table, one with money, or any.

    A note whose wording comes out empty is not printed: further conditions are said in the wording.
    """

    text: str
    when: str
    place: Place


@frozen(slots=True)
class EmptyTable:
    """What a table without a single amount prints: its rows or none; before them `text` in a row of its own, and `blank` rows."""

    rows: bool = True
    text: str = ""
    blank: int = 0


@frozen
class View:
    """A table as declared. `head` is the header grid: "<" continues the cell to the left, "^" the one above. Heights are points.

    `contents` is its line in the contents (wording), "" for label and title, None for no line.
    """

    name: str
    label: str
    number: str
    title: str
    contents: str | None
    left: str
    right: str
    head: tuple[tuple[str, ...], ...]
    stacks: tuple[Stack, ...]
    format: AmountFormat
    notes: tuple[Note, ...]
    printed: bool
    new_page: bool
    row_height: float
    head_height: float
    page: str
    empty: EmptyTable
    place: Place

    def columns(self) -> Iterator[Column]:
        """The columns of all stacks in order."""
        for stack in self.stacks:
            yield from stack.columns

    @cached_property
    def quantum(self) -> Decimal:
        """What its records are rounded to, in 元: the smallest step that it prints."""
        own = [
            c.format.quantum
            for c in self.columns()
            if isinstance(c, AmountColumn) and c.format is not None and c.field == "amount"
        ]
        return min([self.format.quantum, *own])
