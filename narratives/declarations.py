"""What a template declares of its speech: measures and families over tables, formats of figures, wordings of changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from enum import StrEnum

from figures.amounts import AmountFormat
from figures.datasets import Condition
from figures.declared import Entries, Node
from figures.findings import Place
from figures.lean import frozen
from figures.views import View
from narratives.changes import Case, Form, Pattern
from narratives.listing import SEPARATORS, Closing, ItemStyle, ListStyle, Order
from narratives.measures import MONEY
from narratives.numbers import PercentFormat, date_pattern
from narratives.reasons.declared import KEYS as REASON_KEYS
from narratives.reasons.declared import ReasonStyle, read_reason_style
from narratives.wordings import check_item

LAST_YEAR_BUDGET = "上年预算"
SERIES = (LAST_YEAR_BUDGET, "上年执行数")
"""What this year may be compared with: the series of 上年总数. Last year's workbook is the first."""


class AtNoChange(StrEnum):
    """Whether a reason follows where nothing changed (与上年持平，主要原因是…)."""

    NEVER = "不写"
    GIVEN = "有则写"
    ALWAYS = "须写"


@frozen(slots=True)
class MeasureSpec:
    """A measure: a cell of a table (by row key and column), or the sum of a field over records that no table shows.

    `key` is its name in templates, `name` what it is called in texts.
    """

    key: str
    name: str
    unit: str
    place: Place
    table: str = ""
    row: str = ""
    column: str = ""
    source: str = ""
    condition: Condition = ()
    field: str = "amount"


@frozen(slots=True)
class FamilySpec:
    """A whole and its parts: measures by key, or the rows of a table that stand for one attribute."""

    key: str
    whole: str
    place: Place
    parts: tuple[str, ...] = ()
    table: str = ""
    attribute: str = ""
    column: str = ""
    unit: str = MONEY
    skip_zero: bool = False
    adjust: bool = True


@frozen(slots=True)
class Term:
    """An entry of the template's own glossary."""

    term: str
    text: str
    place: Place


@frozen(slots=True)
class AmountStyle:
    """How a filter shows an amount: its format, and whether the unit is written behind it."""

    format: AmountFormat
    with_unit: bool = True


@frozen(slots=True)
class ChangeStyle:
    """How a filter says a change: its wordings, the formats of its figures, and the series compared with."""

    form: Form
    amounts: AmountFormat
    percents: PercentFormat
    series: str = LAST_YEAR_BUDGET


@frozen(slots=True)
class PartsStyle:
    """How a filter says what the parts of a change are: the filter for each part, and how they are joined."""

    form: str
    style: ListStyle


@frozen(slots=True)
class Speech:
    """Formats and wordings; `amounts`, `forms`, `lists` and `parts` by the name of the filter.

    `openers` are the words before a reason where they differ by direction (增加, 减少, 持平), `opener` those for all others. `dates`
    is how dates are written (see `numbers.date_text`).
    """

    amounts: Mapping[str, AmountStyle]
    percent: PercentFormat
    forms: Mapping[str, ChangeStyle]
    lists: Mapping[str, ItemStyle]
    parts: Mapping[str, PartsStyle]
    opener: str
    openers: Mapping[str, str]
    missing: str
    at_no_change: AtNoChange
    place: Place
    reasons: ReasonStyle = field(default_factory=ReasonStyle)
    dates: str = field(default_factory=date_pattern)


@frozen(slots=True)
class Measures:
    """The measures and families of a template by key."""

    measures: Mapping[str, MeasureSpec] = field(default_factory=dict)
    families: Mapping[str, FamilySpec] = field(default_factory=dict)


_MEASURE_KEYS = ("表", "行", "列", "名", "单位", "来源", "筛选", "字段")
_FAMILY_KEYS = ("整体", "部分", "各行", "零", "凑整", "单位")


def read_measures(node: Node, views: Mapping[str, View]) -> Measures:
    """量 and 构成 of a template; every table, column and measure named must exist."""
    entries = Entries(node, ("量", "构成"))
    measures = {key: _measure(key, n, views) for key, n in entries.need("量").mapping().items()}
    families = entries.get("构成")
    specs = {} if families is None else {key: _family(key, n, measures, views) for key, n in families.mapping().items()}
    return Measures(measures, specs)


def _measure(key: str, node: Node, views: Mapping[str, View]) -> MeasureSpec:
    # Imported where declarations are read: those of a template in the cache are not.
    from figures.view_reading import read_condition, read_field, read_source

    entries = Entries(node, _MEASURE_KEYS)
    name, unit = entries.text("名", key), entries.text("单位", MONEY)
    if "表" in entries:
        table = entries.need("表").choice(views)
        column = entries.need("列").choice(column_names(views[table]))
        return MeasureSpec(key, name, unit, node.place, table=table, row=entries.need("行").text(), column=column)
    source = read_source(entries.need("来源"), "")
    condition = read_condition(entries.get("筛选"), source)
    return MeasureSpec(
        key, name, unit, node.place, source=source, condition=condition, field=read_field(entries.get("字段"), source)
    )


def column_names(view: View) -> tuple[str, ...]:
    """The names of a view's columns."""
    return tuple(c.name for s in view.stacks for c in s.columns)


def _family(key: str, node: Node, measures: Mapping[str, MeasureSpec], views: Mapping[str, View]) -> FamilySpec:
    entries = Entries(node, _FAMILY_KEYS)
    whole = entries.need("整体").choice(measures)
    zero = entries.get("零")
    skip = zero is not None and zero.choice(("略去", "列出")) == "略去"
    adjust, unit = entries.flag("凑整", True), entries.text("单位", MONEY)
    if "部分" in entries:
        parts = tuple(n.choice(measures) for n in entries.list("部分"))
        return FamilySpec(key, whole, node.place, parts, unit=unit, skip_zero=skip, adjust=adjust)
    rows = Entries(entries.need("各行"), ("表", "按", "列"))
    table = rows.need("表").choice(views)
    column = rows.need("列").choice(column_names(views[table]))
    attribute = rows.need("按").text()
    return FamilySpec(
        key, whole, node.place, table=table, attribute=attribute, column=column, unit=unit, skip_zero=skip, adjust=adjust
    )


def read_speech(node: Node) -> Speech:
    """金额, 百分比, 比较, 措辞, 列举, 各项 and 原因 of a template; the first of 金额 is the format of changes that name none."""
    entries = Entries(node, ("金额", "百分比", "比较", "措辞", "列举", "各项", "原因"))
    reasons = Entries(entries.need("原因"), ("引语", "占位", "持平", *REASON_KEYS))
    amounts = _amount_styles(entries.need("金额").mapping())
    if not amounts:
        raise entries.need("金额").fail("至少要有一种金额格式")
    grouping = next(iter(amounts.values())).format.grouping  # percents are grouped as amounts are, unless they say otherwise
    percent = _percent(entries.need("百分比"), PercentFormat(grouping=grouping))
    base = entries.text("比较", "上年")
    forms = {name: _change_style(name, n, amounts, percent, base) for name, n in entries.need("措辞").mapping().items()}
    opener, openers = _openers(reasons.get("引语"))
    at_no_change = reasons.get("持平")
    return Speech(
        amounts,
        percent,
        forms,
        {name: _item_style(n, amounts) for name, n in _optional(entries, "列举")},
        {name: _parts_style(n, forms) for name, n in _optional(entries, "各项")},
        opener,
        openers,
        reasons.text("占位", "【请填写变动原因】"),
        AtNoChange.NEVER if at_no_change is None else AtNoChange(at_no_change.choice([str(c) for c in AtNoChange])),
        entries.need("原因").place,
        read_reason_style(reasons),
    )


def _optional(entries: Entries, key: str) -> Iterable[tuple[str, Node]]:
    node = entries.get(key)
    return () if node is None else node.mapping().items()


def _percent(node: Node, default: PercentFormat) -> PercentFormat:
    entries = Entries(node, ("位数", "零", "分组", "尾零"))
    zero = entries.get("零")
    return PercentFormat(
        entries.count("位数", default.places, 6),
        default.zero if zero is None else zero.text(),
        entries.flag("分组", default.grouping),
        entries.flag("尾零", default.trailing),
    )


def _openers(node: Node | None) -> tuple[str, Mapping[str, str]]:
    """引语: one opener, or one for each direction."""
    if node is None or not node.is_mapping:
        return ("主要原因是" if node is None else node.text()), {}
    by_direction = {key: n.text() for key, n in node.mapping(("增加", "减少", "持平")).items()}
    return by_direction.get("增加", "主要原因是"), by_direction


def _amount_styles(nodes: Mapping[str, Node]) -> dict[str, AmountStyle]:
    """The formats, each with the finer one (小额) that it names for amounts which it would print as zero."""
    own = {name: _amount_style(node) for name, node in nodes.items()}
    styles: dict[str, AmountStyle] = {}
    for name in sorted(own, key=lambda name: own[name].format.quantum):  # the finer ones first
        finer = Entries(nodes[name], _amount_style_keys()).get("小额")
        style = own[name]
        if finer is not None:
            known = [other for other in own if own[other].format.quantum < style.format.quantum]
            if not known:
                raise finer.fail(f"“小额”应为比“{name}”更细的金额格式（单位更小或位数更多），这里没有")
            small = styles[finer.choice(known)].format
            if not style.with_unit and small.unit != style.format.unit:
                raise finer.fail(f"“{name}”不写单位，“小额”只能用同一单位（{style.format.unit}）的格式")
            style = replace(style, format=replace(style.format, small=small))
        styles[name] = style
    return {name: styles[name] for name in own}


def _amount_style_keys() -> tuple[str, ...]:
    from figures.view_reading import FORMAT_KEYS

    return (*FORMAT_KEYS, "写单位", "小额")


def _amount_style(node: Node) -> AmountStyle:
    from figures.view_reading import FORMAT_KEYS, read_format

    entries = Entries(node, _amount_style_keys())
    own = Node({key: n for key, n in entries if key in FORMAT_KEYS}, node.place)
    return AmountStyle(read_format(own, AmountFormat()), entries.flag("写单位", True))


def _change_style(name: str, node: Node, amounts: Mapping[str, AmountStyle], percents: PercentFormat, base: str) -> ChangeStyle:
    """A form: wordings by case; 基 (what last year is called), 口径 (the series), 金额 (a format by name) and 百分比 of its own."""
    cases = [c.value for c in Case]
    entries = Entries(node, (*cases, "基", "口径", "金额", "百分比"))
    wordings = {Case(case): Pattern(n.text(), n.place.file, n.place.line) for case, n in entries if case in cases}
    series = entries.get("口径")
    compared = LAST_YEAR_BUDGET if series is None else series.choice(SERIES)
    called = entries.text("基", base if series is None else compared)
    form = Form(name, wordings, called)
    own = entries.get("百分比")
    return ChangeStyle(form, _named_format(entries, amounts), percents if own is None else _percent(own, percents), compared)


def _named_format(entries: Entries, amounts: Mapping[str, AmountStyle]) -> AmountFormat:
    chosen = entries.get("金额")
    return (next(iter(amounts.values())) if chosen is None else amounts[chosen.choice(amounts)]).format


def _item_style(node: Node, amounts: Mapping[str, AmountStyle]) -> ItemStyle:
    """A list of items: 每项 (its wording), how it is joined, 顺序, 零 (listed or left out), 至多 (how many), 金额 (a format by name)."""
    entries = Entries(node, ("每项", "顺序", "零", "至多", "金额", *_JOINING))
    item, order, zero = entries.get("每项"), entries.get("顺序"), entries.get("零")
    most = entries.get("至多")
    if most is not None and (most.number() < 1 or most.number() % 1):
        raise most.fail(f"“至多”应为正整数，现为“{most.text()}”")
    return ItemStyle(
        _list_style(entries, Closing.LEFT_OUT),
        check_item(Pattern("{名称}") if item is None else Pattern(item.text(), item.place.file, item.place.line)),
        _named_format(entries, amounts),
        Order.TABLE if order is None else Order(order.choice([str(o) for o in Order])),
        zero is not None and zero.choice(("略去", "列出")) == "列出",
        None if most is None else int(most.number()),
    )


def _parts_style(node: Node, forms: Mapping[str, ChangeStyle]) -> PartsStyle:
    """The parts of a change: 措辞 names the filter for each part."""
    entries = Entries(node, ("措辞", *_JOINING))
    return PartsStyle(entries.need("措辞").choice(forms), _list_style(entries, Closing.NEVER))


_JOINING = ("分隔", "末项之前", "等", "无")


def _list_style(entries: Entries, closing: Closing) -> ListStyle:
    chosen = entries.get("等")
    place = entries.node.place
    return ListStyle(
        "、" if "分隔" not in entries else entries.need("分隔").choice(SEPARATORS),
        entries.text("末项之前"),
        closing if chosen is None else Closing(chosen.choice([str(c) for c in Closing])),
        entries.text("无"),
        place.file,
        place.line,
    )
