"""What a template declares of the document itself: the order of its blocks, and forms filled for one record each."""

from __future__ import annotations

from collections.abc import Mapping

from figures.datasets import SOURCES, Condition
from figures.declared import Entries, Node
from figures.findings import Place
from figures.lean import frozen
from figures.views import View
from narratives.declarations import Measures


@frozen(slots=True)
class Blank:
    """Empty lines of air."""

    count: int
    style: str


@frozen(slots=True)
class Line:
    """A paragraph of short wording. `level` puts it into the contents; `by_field` by a TC field, else by its heading style.

    `entry` is its wording in the contents where that differs; a line without text stands for a part that only the contents name.
    """

    id: str
    text: str
    style: str
    place: Place
    new_page: bool = False
    level: int | None = None
    by_field: bool = False
    entry: str = ""


@frozen(slots=True)
class Wording:
    """The paragraphs of a wording file."""

    file: str
    style: str
    place: Place


@frozen(slots=True)
class TableBlock:
    """A printed table, with the lines above and below it."""

    view: str
    place: Place


@frozen(slots=True)
class ChartBlock:
    """A pie of a family's shares, with its caption; lengths are points."""

    id: str
    family: str
    style: str
    title: str
    title_style: str
    width: float
    height: float
    place: Place


@frozen(slots=True)
class FormBlock:
    """A form, once for each of its records."""

    form: str
    place: Place


@frozen(slots=True)
class ContentsBlock:
    """The contents: styles by level, the levels of headings that it collects ("" for none), and the mark of TC fields."""

    styles: tuple[str, ...]
    levels: str
    mark: str


Block = Blank | Line | Wording | TableBlock | ChartBlock | FormBlock | ContentsBlock


@frozen(slots=True)
class SectionSpec:
    """A section: the page of the look it uses, whether page numbers are shown and from which number they start."""

    name: str
    page: str
    numbered: bool
    restart: int | None
    blocks: tuple[Block, ...]


_HEADING_STYLES = {1: "heading 1", 2: "heading 2", 3: "heading 3"}
_CHART_KEYS = ("标识", "构成", "样式", "题", "题样式", "宽", "高")
_KINDS = ("空行", "段", "标题", "文字", "表", "图", "表单", "目录")
_LINE_KEYS = (*_KINDS, "样式", "标识", "另起页", "级", "目录级", "目录文字")


def read_document(
    node: Node, views: Mapping[str, View], measures: Measures, forms: Mapping[str, FormSpec], wordings: frozenset[str]
) -> tuple[SectionSpec, ...]:
    """The sections of a document; everything that they name must exist in the template."""
    known = _Known(views, measures, forms, wordings)
    sections = []
    for item in node.list():
        entries = Entries(item, ("节", "页面", "编页码", "起始页码", "内容"))
        restart = entries.get("起始页码")
        blocks = tuple(_block(n, known) for n in entries.list("内容"))
        number = None if restart is None else restart.count(9999)
        sections.append(
            SectionSpec(entries.text("节"), entries.need("页面").text(), entries.flag("编页码", True), number, blocks)
        )
    _check_ids(node, sections)
    return tuple(sections)


@frozen(slots=True)
class _Known:
    views: Mapping[str, View]
    measures: Measures
    forms: Mapping[str, FormSpec]
    wordings: frozenset[str]


def _check_ids(node: Node, sections: list[SectionSpec]) -> None:
    seen: set[str] = set()
    for section in sections:
        for block in section.blocks:
            key = (
                block.id if isinstance(block, (Line, ChartBlock)) else f"文字/{block.file}" if isinstance(block, Wording) else ""
            )
            if key and key in seen:
                raise Node("", getattr(block, "place", node.place)).fail(f"“{key}”用了两次，每一块的标识须不同")
            seen.add(key)


def _block(node: Node, known: _Known) -> Block:
    entries = Entries(node, _LINE_KEYS)
    kinds = [key for key in _KINDS if key in entries]
    if len(kinds) != 1:
        raise node.fail(f"每一块应恰好写明一种：{'、'.join(_KINDS)}")
    return _READERS[kinds[0]](entries.need(kinds[0]), entries, known)


def _blank(value: Node, entries: Entries, _: _Known) -> Block:
    return Blank(value.count(50), entries.text("样式", "空行"))


def _line(value: Node, entries: Entries, _: _Known) -> Block:
    level, entry = entries.get("目录级"), entries.text("目录文字")
    number = level.count(9) if level is not None else 1 if entry else None
    return Line(
        entries.need("标识").text(),
        value.text(),
        entries.text("样式", "正文"),
        value.place,
        entries.flag("另起页"),
        number,
        by_field=number is not None,
        entry=entry,
    )


def _heading(value: Node, entries: Entries, _: _Known) -> Block:
    level = entries.count("级", 2, 9)
    style = entries.text("样式", _HEADING_STYLES.get(level, "heading 3"))
    entry = entries.text("目录文字")
    return Line(entries.need("标识").text(), value.text(), style, value.place, entries.flag("另起页"), level, bool(entry), entry)


def _wording(value: Node, entries: Entries, known: _Known) -> Block:
    return Wording(value.choice(sorted(known.wordings)), entries.text("样式", "正文"), value.place)


def _table(value: Node, _: Entries, known: _Known) -> Block:
    return TableBlock(value.choice([name for name, view in known.views.items() if view.printed]), value.place)


def _chart(value: Node, _: Entries, known: _Known) -> Block:
    chart = Entries(value, _CHART_KEYS)
    return ChartBlock(
        chart.need("标识").text(),
        chart.need("构成").choice(known.measures.families),
        chart.text("样式", "图"),
        chart.text("题"),
        chart.text("题样式", "图题"),
        chart.number("宽", 400),
        chart.number("高", 120),
        value.place,
    )


def _form(value: Node, _: Entries, known: _Known) -> Block:
    return FormBlock(value.choice(known.forms), value.place)


def _contents(value: Node, _: Entries, __: _Known) -> Block:
    entries = Entries(value, ("样式", "级", "标记"))
    levels = entries.text("级", "1-2")
    styles = tuple(n.text() for n in entries.list("样式"))
    return ContentsBlock(styles, "" if levels == "无" else levels, entries.text("标记", "t"))


_READERS = {
    "空行": _blank,
    "段": _line,
    "标题": _heading,
    "文字": _wording,
    "表": _table,
    "图": _chart,
    "表单": _form,
    "目录": _contents,
}


@frozen(slots=True)
class FormCell:
    """A cell of a form: short wording; "^" continues the cell above."""

    text: str
    span: int
    style: str
    indent: int
    place: Place


@frozen(slots=True)
class IndicatorCell:
    """A cell of a row of indicators: which field of the indicator, and of which period ("" for what both share)."""

    field: str
    period: str
    style: str


@frozen(slots=True, eq=False)
class IndicatorRows:
    """The rows of a form that stand for indicators; second-level names stand there even without an indicator.

    Equal to itself only, as a form is: what is prepared for it is found quickly.
    """

    levels: tuple[tuple[str, tuple[str, ...]], ...]
    cells: tuple[IndicatorCell, ...]


@frozen(slots=True, eq=False)
class FormSpec:
    """A form: titles above it, a grid (widths in cm), rows of cells and of indicators; one form for each record of `source`."""

    name: str
    source: str
    condition: Condition
    titles: tuple[Line, ...]
    widths: tuple[float, ...]
    row_height: float
    rows: tuple[tuple[FormCell, ...] | IndicatorRows, ...]


_FORM_KEYS = ("名称", "各", "筛选", "题", "列宽", "行高", "行")


def read_form(node: Node) -> FormSpec:
    """A form; each of its rows must fill the grid."""
    from figures.view_reading import read_condition

    entries = Entries(node, _FORM_KEYS)
    source = SOURCES[entries.need("各").choice(("绩效目标",))]
    widths = tuple(float(n.number()) for n in entries.list("列宽"))
    return FormSpec(
        entries.need("名称").text(),
        source,
        read_condition(entries.get("筛选"), source),
        tuple(_form_title(n) for n in entries.list("题")),
        widths,
        entries.number("行高", 20),
        tuple(_form_row(n, len(widths)) for n in entries.list("行")),
    )


def _form_title(node: Node) -> Line:
    entries = Entries(node, ("文字", "样式", "标识"))
    return Line(entries.need("标识").text(), entries.need("文字").text(), entries.text("样式", "绩效标题"), node.place)


def _form_row(node: Node, columns: int) -> tuple[FormCell, ...] | IndicatorRows:
    row: tuple[FormCell, ...] | IndicatorRows
    if node.is_mapping:
        row = _indicator_rows(Entries(node, ("指标",)).need("指标"))
        width = len(row.cells)
    else:
        row = tuple(_form_cell(n) for n in node.list())
        width = sum(c.span for c in row)
    if width != columns:
        raise node.fail(f"这一行占{width}列，而表单有{columns}列")
    return row


def _form_cell(node: Node) -> FormCell:
    if not node.is_mapping:
        return FormCell(node.text(), 1, "绩效文", 0, node.place)
    entries = Entries(node, ("文", "跨", "样式", "缩进"))
    return FormCell(
        entries.need("文").text(),
        entries.count("跨", 1, 63),
        entries.text("样式", "绩效文"),
        entries.count("缩进", 0, 20),
        node.place,
    )


def _indicator_rows(node: Node) -> IndicatorRows:
    entries = Entries(node, ("一级", "格"))
    levels = tuple((first, tuple(n.text() for n in second.list())) for first, second in entries.need("一级").mapping().items())
    return IndicatorRows(levels, tuple(_indicator_cell(n) for n in entries.list("格")))


def _indicator_cell(node: Node) -> IndicatorCell:
    entries = Entries(node, ("取", "期", "样式", "文"))
    if "文" in entries:
        return IndicatorCell(entries.need("文").choice(("^",)), "", entries.text("样式", "绩效文"))
    chosen = entries.need("取").choice(("一级指标", "二级指标", "三级指标", "指标值"))
    period = entries.get("期")
    return IndicatorCell(chosen, period.choice(("实施期", "年度")) if period else "", entries.text("样式", "绩效文"))
