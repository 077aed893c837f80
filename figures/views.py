"""The language of table views: what a template declares of a table, as plain values.

A view is one or more stacks side by side; a stack has columns and blocks of rows. A cell is the sum of those records of the column's
source that fulfil the conditions of view, stack, row and column. Titles and heads may hold wording ({{ 年度 }}); it is rendered later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from figures.amounts import UNITS, AmountFormat
from figures.datasets import COUNT, SOURCES, Condition, Term, attribute_names
from figures.declared import Entries, Node, nearest
from figures.findings import Place
from figures.records import KIND_BY_NAME, Type

TEXT_COLUMNS = (
    "行名",
    "序号",
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
    "收入科目编码",
    "收入科目名称",
    "单位名称",
    "项目名称",
    "空",
)
"""What a text column may show of a row."""


@dataclass(frozen=True, slots=True)
class TextColumn:
    """A column of text; `style` is the style of its cells, `indent` whether rows of deeper levels are indented."""

    name: str
    width: float
    show: str
    style: str
    indent: bool = False


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """A column of sums of `field` over the records of `source` (a kind's name) that fulfil `condition`.

    `format` None is the view's format. `rows` are the names of the row blocks that have an amount here; empty for all.
    """

    name: str
    width: float
    source: str
    condition: Condition
    style: str
    field: str = "amount"
    format: AmountFormat | None = None


Column = TextColumn | AmountColumn


@dataclass(frozen=True, slots=True)
class SingleRow:
    """One row with a name of its own; `empty` rows never show amounts (a heading among rows)."""

    key: str
    name: str
    condition: Condition = ()
    style: str = ""
    level: int = 0
    empty: bool = False


@dataclass(frozen=True, slots=True)
class ListedRows:
    """A row for each item of a fixed list, with money or without; `numbered` rows are 一、二、…

    An item is (value of the attribute, name shown). Records whose value is in no item are reported, not dropped in silence.
    """

    attribute: str
    items: tuple[tuple[str, str], ...]
    condition: Condition = ()
    numbered: bool = False
    prefix: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class GroupedRows:
    """A row for each value that occurs, nested by level: subtotals at each level of `levels` that is shown.

    A level is one or more attributes that together make the key. Only rows with money appear. `uncoded` names the row of records without any code.
    """

    levels: tuple[tuple[str, ...], ...]
    condition: Condition = ()
    uncoded: str = "未列科目"


@dataclass(frozen=True, slots=True)
class Filler:
    """Empty rows that push the rows below to the foot of the table, where stacks side by side are of unequal length."""


RowBlock = SingleRow | ListedRows | GroupedRows | Filler


@dataclass(frozen=True, slots=True)
class Stack:
    """Columns and rows of one of the tables standing side by side in a view."""

    columns: tuple[Column, ...]
    rows: tuple[RowBlock, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A line below the table; `when` says whether it stands below an empty table, one with money, or any."""

    text: str
    when: str
    place: Place


@dataclass(frozen=True, slots=True)
class View:
    """A table as declared. `head` is the header grid: "<" continues the cell to the left, "^" the one above. Heights are points."""

    name: str
    label: str
    number: str
    title: str
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
    empty_rows: str
    place: Place


FORMAT_KEYS = ("单位", "位数", "分组", "零", "尾零")
_COLUMN_KEYS = ("名", "宽", "文字", "来源", "筛选", "字段", "样式", "缩进", "格式")
_ROW_KEYS = ("名", "键", "筛选", "样式", "级", "空行", "清单", "分组", "编号", "前缀", "填充", "未列")
_STACK_KEYS = ("来源", "筛选", "列", "行")
_LAYOUT_KEYS = ("另起页", "行高", "表头行高", "页面", "空表")
_VIEW_KEYS = ("名称", "标签", "表号", "标题", "表首", "表头", "栏", *_STACK_KEYS, "格式", "注", "印", *_LAYOUT_KEYS)

Lists = Mapping[str, tuple[tuple[str, str], ...]]
"""Named lists of a template (清单): (value, name shown)."""


def read_format(node: Node | None, default: AmountFormat) -> AmountFormat:
    """An amount format: 单位, 位数, 分组 (digit grouping), 零 (what stands for zero), 尾零 (keep trailing zeros)."""
    if node is None:
        return default
    entries = Entries(node, FORMAT_KEYS)
    unit = entries.get("单位")
    zero = entries.get("零")
    return AmountFormat(
        unit.choice(UNITS) if unit else default.unit,
        int(entries.number("位数", default.places)),
        entries.flag("分组", default.grouping),
        default.zero if zero is None else zero.text(),
        entries.flag("尾零", default.trailing),
    )


def read_condition(node: Node | None, source: str) -> Condition:
    """筛选: attribute → value, list of values, or {非: …}; the attributes are those of `source`."""
    if node is None:
        return ()
    known = attribute_names(source)
    terms = []
    for attribute, wanted in node.mapping(known).items():
        negated = wanted.is_mapping
        values = wanted.mapping(("非",))["非"] if negated else wanted
        terms.append(Term(attribute, frozenset("" if v.text() in ("空", "~") else v.text() for v in values.list()), negated))
    return tuple(terms)


def read_source(node: Node | None, default: str) -> str:
    """来源: the kind of records, by its name in templates."""
    return default if node is None else SOURCES[node.choice(SOURCES)]


def read_view(node: Node, lists: Lists, default_format: AmountFormat) -> View:
    """The view declared in `node`; DeclarationError names file and line."""
    entries = Entries(node, _VIEW_KEYS)
    source = read_source(entries.get("来源"), "expenditure")
    shared = read_condition(entries.get("筛选"), source)
    number_format = read_format(entries.get("格式"), default_format)
    stacks = entries.list("栏") if "栏" in entries else [node]
    heading = Entries(entries.need("表首"), ("左", "右")) if "表首" in entries else None
    view = View(
        name=entries.need("名称").text(),
        label=entries.text("标签"),
        number=entries.text("表号"),
        title=entries.text("标题"),
        left=heading.text("左") if heading else "",
        right=heading.text("右") if heading else "",
        head=tuple(tuple(c.text() for c in row.list()) for row in entries.list("表头")),
        stacks=tuple(_read_stack(s, source, shared, lists, allowed=_VIEW_KEYS if s is node else _STACK_KEYS) for s in stacks),
        format=number_format,
        notes=tuple(_read_note(n) for n in entries.list("注")),
        printed=entries.flag("印", True),
        new_page=entries.flag("另起页", True),
        row_height=entries.number("行高", 18),
        head_height=entries.number("表头行高", 18),
        page=entries.text("页面"),
        empty_rows=entries.text("空表", "合计"),
        place=node.place,
    )
    _check_head(view, node)
    return view


def _check_head(view: View, node: Node) -> None:
    width = sum(len(s.columns) for s in view.stacks)
    for number, row in enumerate(view.head, 1):
        if len(row) != width:
            raise node.fail(f"表头第{number}行有{len(row)}格，而表有{width}列（合并的格用“<”和“^”占位）")


def _read_note(node: Node) -> Note:
    if not node.is_mapping:
        return Note(node.text(), "总是", node.place)
    entries = Entries(node, ("文字", "条件"))
    when = entries.get("条件")
    return Note(entries.need("文字").text(), when.choice(("空表", "有数", "总是")) if when else "总是", node.place)


def _read_stack(node: Node, source: str, shared: Condition, lists: Lists, allowed: tuple[str, ...]) -> Stack:
    entries = Entries(node, allowed)
    if allowed is _STACK_KEYS:
        own = read_source(entries.get("来源"), source)
        condition = (shared if own == source else ()) + read_condition(entries.get("筛选"), own)
    else:
        own, condition = source, shared
    columns = tuple(_read_column(c, own, condition) for c in entries.need("列").list())
    sources = {c.source for c in columns if isinstance(c, AmountColumn)} or {own}
    return Stack(columns, tuple(_read_rows(r, sources, lists) for r in entries.need("行").list()))


def _read_column(node: Node, source: str, shared: Condition) -> Column:
    entries = Entries(node, _COLUMN_KEYS)
    name, width = entries.need("名").text(), entries.number("宽", 2.0)
    show = entries.get("文字")
    if show is not None:
        return TextColumn(name, width, show.choice(TEXT_COLUMNS), entries.text("样式", "表文"), entries.flag("缩进"))
    own = read_source(entries.get("来源"), source)
    condition = (shared if own == source else ()) + read_condition(entries.get("筛选"), own)
    number_format = entries.get("格式")
    return AmountColumn(
        name,
        width,
        own,
        condition,
        entries.text("样式", "表数"),
        read_field(entries.get("字段"), own),
        read_format(number_format, AmountFormat(zero="")) if number_format else None,
    )


def read_field(node: Node | None, source: str) -> str:
    """字段: the column of numbers that is added up, by its heading in the workbook; 金额 where nothing is said."""
    numeric = {c.label: c.name for c in KIND_BY_NAME[source].columns if c.type in (Type.AMOUNT, Type.COUNT)}
    numeric[COUNT] = COUNT
    short = {label.removesuffix("（元）"): name for label, name in numeric.items()}
    return "amount" if node is None else (numeric | short)[node.choice(tuple(short))]


def _common_condition(node: Node | None, sources: set[str]) -> Condition:
    """A row's condition must make sense for every source of its stack's columns."""
    if node is None:
        return ()
    return next(read_condition(node, source) for source in sorted(sources))


def _attribute(node: Node, sources: set[str]) -> str:
    name = node.text()
    for source in sources:
        known = attribute_names(source)
        if name not in known:
            raise node.fail(f"没有“{name}”这一项{nearest(name, known)}")
    return name


def _read_rows(node: Node, sources: set[str], lists: Lists) -> RowBlock:
    entries = Entries(node, _ROW_KEYS)
    condition = _common_condition(entries.get("筛选"), sources)
    if "填充" in entries:
        return Filler()
    if (groups := entries.get("分组")) is not None:
        levels = tuple(tuple(_attribute(a, sources) for a in level.list()) for level in groups.list())
        return GroupedRows(levels, condition, entries.text("未列", "未列科目"))
    if (listed := entries.get("清单")) is not None:
        parts = Entries(listed, ("按", "用", "项"))
        attribute = _attribute(parts.need("按"), sources)
        items = tuple(_item(n) for n in parts.list("项")) if "项" in parts else lists[parts.need("用").choice(tuple(lists))]
        return ListedRows(attribute, items, condition, entries.flag("编号"), entries.text("前缀"), int(entries.number("级", 0)))
    name = entries.need("名").text()
    return SingleRow(
        entries.text("键", name), name, condition, entries.text("样式"), int(entries.number("级", 0)), entries.flag("空行")
    )


def _item(node: Node) -> tuple[str, str]:
    """An item of a list: a value that is its own name, or {值: …, 名: …}."""
    if not node.is_mapping:
        return node.text(), node.text()
    entries = Entries(node, ("值", "名"))
    return entries.need("值").text(), entries.text("名", entries.need("值").text())


def read_lists(node: Node) -> dict[str, tuple[tuple[str, str], ...]]:
    """The named lists of a template."""
    return {name: tuple(_item(n) for n in items.list()) for name, items in node.mapping().items()}
