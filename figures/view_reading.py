"""Table views read from a template's declarations; what is wrong is an error with file and line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from figures.amounts import UNITS, AmountFormat
from figures.attributes import attribute_names, kind_of
from figures.columns import Type
from figures.datasets import COUNT, SOURCES, Condition, Term
from figures.declared import Entries, Node, nearest
from figures.views import (
    CLASSIFICATION_TEXTS,
    NUMBERINGS,
    ROW_TEXTS,
    SERIES,
    AmountColumn,
    Column,
    ComputedColumn,
    EmptyTable,
    Filler,
    GroupedRows,
    ListedRows,
    Note,
    RecordRows,
    RowBlock,
    Rule,
    SingleRow,
    Stack,
    TextColumn,
    View,
)

FORMAT_KEYS = ("单位", "位数", "分组", "零", "尾零")
_TEXT_KEYS = ("名", "宽", "文字", "样式", "缩进")
_AMOUNT_KEYS = ("名", "宽", "来源", "筛选", "字段", "样式", "格式", "系列", "上年总数")
_COMPUTED_KEYS = ("名", "宽", "计算", "样式", "格式", "位数", "百分号", "零基")
_COLUMN_KEYS = tuple(dict.fromkeys((*_TEXT_KEYS, *_AMOUNT_KEYS, *_COMPUTED_KEYS)))
_ROW_KINDS = ("填充", "分组", "清单", "逐条")
_SINGLE_KEYS = ("名", "键", "筛选", "样式", "级", "空行", "仅有数", "序号")
_LISTED_KEYS = ("清单", "筛选", "编号", "前缀", "级", "仅有数")
_GROUPED_KEYS = ("分组", "筛选", "未列", "编号")
_RECORD_KEYS = ("逐条", "筛选", "级")
_ROW_KEYS = tuple(dict.fromkeys((*_ROW_KINDS, *_SINGLE_KEYS, *_LISTED_KEYS, *_GROUPED_KEYS, *_RECORD_KEYS)))
_STACK_KEYS = ("来源", "筛选", "列", "行")
LAYOUT_KEYS = ("表头", "栏", *_STACK_KEYS)
"""What makes a table's grid: a template that extends another takes all of it or none."""
VIEW_KEYS = (
    *("名称", "标签", "表号", "标题", "目录", "表首"),
    *LAYOUT_KEYS,
    *("格式", "注", "印", "另起页", "行高", "表头行高", "页面", "空表"),
)

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
        entries.count("位数", default.places, 6),
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


def read_field(node: Node | None, source: str) -> str:
    """字段: the column of numbers that is added up, by its heading in the workbook; 金额 where nothing is said."""
    numeric = {c.label: c.name for c in kind_of(source).columns if c.type in (Type.AMOUNT, Type.COUNT)}
    numeric[COUNT] = COUNT
    short = {label.removesuffix("（元）"): name for label, name in numeric.items()}
    return "amount" if node is None else (numeric | short)[node.choice(tuple(short))]


def read_lists(node: Node) -> dict[str, tuple[tuple[str, str], ...]]:
    """The named lists of a template."""
    return {name: tuple(_item(n) for n in items.list()) for name, items in node.mapping().items()}


def _item(node: Node) -> tuple[str, str]:
    """An item of a list: a value that is its own name, or {值: …, 名: …}."""
    if not node.is_mapping:
        return node.text(), node.text()
    entries = Entries(node, ("值", "名"))
    return entries.need("值").text(), entries.text("名", entries.need("值").text())


def read_view(node: Node, lists: Lists, default_format: AmountFormat) -> View:
    """The view declared in `node`; DeclarationError names file and line."""
    entries = Entries(node, VIEW_KEYS)
    shown = read_format(entries.get("格式"), default_format)
    heading = Entries(entries.need("表首"), ("左", "右")) if "表首" in entries else None
    contents = entries.text("目录")
    view = View(
        name=entries.need("名称").text(),
        label=entries.text("标签"),
        number=entries.text("表号"),
        title=entries.text("标题"),
        contents=None if contents == "否" else contents,
        left=heading.text("左") if heading else "",
        right=heading.text("右") if heading else "",
        head=tuple(tuple(c.text() for c in row.list()) for row in entries.list("表头")),
        stacks=_read_stacks(entries, lists, shown),
        format=shown,
        notes=tuple(_read_note(n) for n in entries.list("注")),
        printed=entries.flag("印", True),
        new_page=entries.flag("另起页", True),
        row_height=entries.number("行高", 18),
        head_height=entries.number("表头行高", 18),
        page=entries.text("页面"),
        empty=_read_empty(entries.get("空表")),
        place=node.place,
    )
    _check(view, node)
    return view


def _check(view: View, node: Node) -> None:
    width = sum(len(s.columns) for s in view.stacks)
    for number, row in enumerate(view.head, 1):
        if len(row) != width:
            raise node.fail(f"表头第{number}行有{len(row)}格，而表有{width}列（合并的格用“<”和“^”占位）")
    seen: set[str] = set()
    for column in view.columns():
        if column.name in seen and not isinstance(column, TextColumn):
            raise node.fail(f"有两列都名为“{column.name}”，同一张表中金额列的名称须不同")
        seen.add(column.name)


def _read_empty(node: Node | None) -> EmptyTable:
    if node is None:
        return EmptyTable()
    if not node.is_mapping:
        return EmptyTable(rows=node.choice(("合计", "无")) == "合计")
    entries = Entries(node, ("文字", "空行", "合计"))
    return EmptyTable(entries.flag("合计", True), entries.text("文字"), entries.count("空行", 0, 50))


def _read_note(node: Node) -> Note:
    if not node.is_mapping:
        return Note(node.text(), "总是", node.place)
    entries = Entries(node, ("文字", "条件"))
    when = entries.get("条件")
    return Note(entries.need("文字").text(), when.choice(("空表", "有数", "总是")) if when else "总是", node.place)


def _read_stacks(view: Entries, lists: Lists, shown: AmountFormat) -> tuple[Stack, ...]:
    """The stacks of a view; one that has no 栏 is its own only stack."""
    source = read_source(view.get("来源"), "expenditure")
    shared = read_condition(view.get("筛选"), source)
    if "栏" not in view:
        return (_read_stack(view, source, shared, lists, shown),)
    if both := [key for key in ("列", "行") if key in view]:
        raise view.need(both[0]).fail(f"“{both[0]}”应写在“栏”的每一栏里")
    stacks = []
    for node in view.list("栏"):
        entries = Entries(node, _STACK_KEYS)
        own = read_source(entries.get("来源"), source)
        condition = (shared if own == source else ()) + read_condition(entries.get("筛选"), own)
        stacks.append(_read_stack(entries, own, condition, lists, shown))
    return tuple(stacks)


def _read_stack(entries: Entries, source: str, condition: Condition, lists: Lists, shown: AmountFormat) -> Stack:
    nodes = entries.need("列").list()
    columns = tuple(_read_column(c, source, condition, shown) for c in nodes)
    _check_computed(columns, nodes)
    sources = {c.source for c in columns if isinstance(c, AmountColumn)} or {source}
    return Stack(columns, tuple(_read_rows(r, source, sources, condition, lists) for r in entries.need("行").list()))


def _check_computed(columns: tuple[Column, ...], nodes: list[Node]) -> None:
    """A column is computed from columns of amounts, or from differences that stand to its left."""
    known = [c.name for c in columns if isinstance(c, AmountColumn)]
    for column, node in zip(columns, nodes, strict=True):
        if isinstance(column, ComputedColumn):
            for name in (column.first, column.second):
                if name not in known:
                    raise node.fail(f"没有名为“{name}”的金额列{nearest(name, known)}")
            if column.rule == "差":
                known.append(column.name)


def _read_column(node: Node, source: str, shared: Condition, shown: AmountFormat) -> Column:
    entries = Entries(node, _COLUMN_KEYS)
    name, width = entries.need("名").text(), entries.number("宽", 2.0)
    if (show := entries.get("文字")) is not None:
        node.mapping(_TEXT_KEYS)
        known = (*ROW_TEXTS, *CLASSIFICATION_TEXTS, *attribute_names(source))
        return TextColumn(
            name, width, show.choice(tuple(dict.fromkeys(known))), entries.text("样式", "表文"), entries.flag("缩进")
        )
    if "计算" in entries:
        node.mapping(_COMPUTED_KEYS)
        return _read_computed(entries, name, width, shown)
    node.mapping(_AMOUNT_KEYS)
    own = read_source(entries.get("来源"), source)
    condition = (shared if own == source else ()) + read_condition(entries.get("筛选"), own)
    field = read_field(entries.get("字段"), own)
    default = shown if _is_money(own, field) else _count_format(shown)
    own_format = read_format(entries.get("格式"), default)
    series = entries.get("系列")
    return AmountColumn(
        name,
        width,
        own,
        condition,
        entries.text("样式", "表数"),
        field,
        None if own_format == shown else own_format,
        "" if series is None else series.choice(SERIES),
        entries.text("上年总数"),
    )


def _is_money(source: str, field: str) -> bool:
    return any(c.name == field and c.type is Type.AMOUNT for c in kind_of(source).columns)


def _count_format(shown: AmountFormat) -> AmountFormat:
    """A count is shown as it is, with as many places as it has."""
    return replace(shown, unit="元", places=2, trailing=False)


def _read_computed(entries: Entries, name: str, width: float, shown: AmountFormat) -> ComputedColumn:
    rules: tuple[Rule, ...] = ("差", "率", "比")
    node = entries.need("计算")
    written = node.mapping(rules)
    if len(written) != 1:
        raise node.fail("“计算”应恰好写明一种：差、率或比")
    rule = next(r for r in rules if r in written)
    operands = [n.text() for n in written[rule].list()]
    if len(operands) != 2:
        raise written[rule].fail(f"“{rule}”应写明两列，例如 {rule}: [本年预算数, 上年预算数]")
    own_format = entries.get("格式")
    return ComputedColumn(
        name,
        width,
        rule,
        operands[0],
        operands[1],
        entries.text("样式", "表数"),
        None if own_format is None else read_format(own_format, shown),
        entries.count("位数", 2, 6),
        entries.flag("百分号", True),
        entries.text("零基"),
    )


def _row_condition(node: Node | None, sources: Iterable[str]) -> Condition:
    """A row's condition; it must make sense for every source of its stack's columns."""
    if node is None:
        return ()
    conditions = [read_condition(node, source) for source in sorted(sources)]
    return conditions[0]


def _attribute(node: Node, sources: Iterable[str]) -> str:
    name = node.text()
    for source in sources:
        known = attribute_names(source)
        if name not in known:
            raise node.fail(f"没有“{name}”这一项{nearest(name, known)}")
    return name


def _read_rows(node: Node, source: str, sources: set[str], condition: Condition, lists: Lists) -> RowBlock:
    entries = Entries(node, _ROW_KEYS)
    kinds = [key for key in _ROW_KINDS if key in entries]
    if len(kinds) > 1:
        raise node.fail(f"“{kinds[0]}”和“{kinds[1]}”不能写在同一行里")
    if not kinds:
        return _read_single(node, _row_condition(entries.get("筛选"), sources))
    if kinds[0] == "填充":
        node.mapping(("填充",))
        return Filler()
    if kinds[0] == "逐条":
        return _read_records(node, source, condition)
    own = _row_condition(entries.get("筛选"), sources)
    return _read_grouped(node, sources, own) if kinds[0] == "分组" else _read_listed(node, sources, own, lists)


def _read_single(node: Node, condition: Condition) -> SingleRow:
    entries = Entries(node, _SINGLE_KEYS)
    name = entries.need("名").text()
    return SingleRow(
        entries.text("键", name),
        name,
        condition,
        entries.text("样式"),
        entries.count("级", 0, 9),
        entries.flag("空行"),
        entries.flag("仅有数"),
        entries.flag("序号"),
    )


def _read_grouped(node: Node, sources: set[str], condition: Condition) -> GroupedRows:
    entries = Entries(node, _GROUPED_KEYS)
    levels = tuple(tuple(_attribute(a, sources) for a in level.list()) for level in entries.need("分组").list())
    return GroupedRows(levels, condition, entries.text("未列", "未列科目"), _numbering(entries))


def _read_listed(node: Node, sources: set[str], condition: Condition, lists: Lists) -> ListedRows:
    entries = Entries(node, _LISTED_KEYS)
    parts = Entries(entries.need("清单"), ("按", "用", "项"))
    attribute = _attribute(parts.need("按"), sources)
    items = tuple(_item(n) for n in parts.list("项")) if "项" in parts else lists[parts.need("用").choice(tuple(lists))]
    level = entries.count("级", 0, 9)
    return ListedRows(attribute, items, condition, _numbering(entries), entries.text("前缀"), level, entries.flag("仅有数"))


def _read_records(node: Node, source: str, condition: Condition) -> RecordRows:
    """逐条: the attribute that is a row's name; the condition of view and stack holds for the rows too."""
    entries = Entries(node, _RECORD_KEYS)
    named = _attribute(entries.need("逐条"), (source,))
    own = condition + read_condition(entries.get("筛选"), source)
    return RecordRows(source, named, own, entries.count("级", 0, 9))


def _numbering(entries: Entries) -> str:
    """编号: 是 (一、), 否, or one of the ways of numbering."""
    node = entries.get("编号")
    if node is None or node.text() == "否":
        return ""
    return NUMBERINGS[0] if node.text() == "是" else node.choice((*NUMBERINGS, "是", "否"))
