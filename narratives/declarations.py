"""What a template declares of its speech: measures and families over tables, formats of figures, wordings of changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from figures.amounts import AmountFormat
from figures.datasets import Condition
from figures.declared import Entries, Node
from figures.findings import Place
from figures.views import FORMAT_KEYS, View, read_condition, read_field, read_format, read_source
from narratives.changes import Case, Form, Pattern
from narratives.measures import MONEY
from narratives.numbers import PercentFormat


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class AmountStyle:
    """How a filter shows an amount: its format, and whether the unit is written behind it."""

    format: AmountFormat
    with_unit: bool = True


@dataclass(frozen=True, slots=True)
class Speech:
    """Formats and wordings. `amounts` and `forms` by the name of the filter; `base` is what last year is called."""

    amounts: Mapping[str, AmountStyle]
    percent: PercentFormat
    base: str
    forms: Mapping[str, Form]
    opener: str
    missing: str
    place: Place


@dataclass(frozen=True, slots=True)
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
    """金额, 百分比, 比较, 措辞 and 原因 of a template."""
    entries = Entries(node, ("金额", "百分比", "比较", "措辞", "原因"))
    percent = Entries(entries.need("百分比"), ("位数", "零", "分组"))
    reasons = Entries(entries.need("原因"), ("引语", "占位"))
    zero = percent.get("零")
    return Speech(
        {name: _amount_style(n) for name, n in entries.need("金额").mapping().items()},
        PercentFormat(int(percent.number("位数", 2)), None if zero is None else zero.text(), percent.flag("分组")),
        entries.text("比较", "上年"),
        {name: _form(name, n) for name, n in entries.need("措辞").mapping().items()},
        reasons.text("引语", "主要原因是"),
        reasons.text("占位", "【请填写变动原因】"),
        entries.need("原因").place,
    )


def _amount_style(node: Node) -> AmountStyle:
    entries = Entries(node, (*FORMAT_KEYS, "写单位"))
    own = Node({key: n for key, n in entries if key != "写单位"}, node.place)
    return AmountStyle(read_format(own, AmountFormat()), entries.flag("写单位", True))


def _form(name: str, node: Node) -> Form:
    cases = [c.value for c in Case]
    wordings = {Case(case): Pattern(n.text(), n.place.file, n.place.line) for case, n in node.mapping(cases).items()}
    return Form(name, wordings)
