"""A finished document as a description: what the page calculator and comparisons read. What is not known is told by its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from lxml import etree

from assembler.cells import Cell
from assembler.description import Block, Chart, Contents, Document, Entry, Paragraph, Row, Run, Section, Slice, Table
from assembler.look import Band, Look, Page
from assembler.look_reading import read_page
from assembler.pages.lines import count_lines
from assembler.pages.profiles import WORD
from assembler.word.opening import PackageError
from assembler.word.reading.body import CHART, Stretch
from assembler.word.reading.formatting import Styles
from assembler.word.reading.inline import text_of
from assembler.word.reading.parts import Parts, parse_whole
from assembler.word.reading.tables import FileCell, note_looks
from assembler.word.style_reading import ReadStyles, read_styles
from assembler.word.values import BadValueError, R, W, is_on, points, value
from assembler.word.writing import END_STYLE
from figures.lean import frozen

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SECTION, _CODE = f"{W}pPr/{W}sectPr", f"{W}instrText"
_EMU = 12700
_SHOWN = 14
_NO_BANDS = {"header": Band(), "footer": Band()}
_ENTRY = re.compile(r'TC\s+"((?:\\.|[^"\\])*)"([^"]*)')
_LEVEL = re.compile(r"\\l\s+\"?(\d)")
_IDENTIFIER = re.compile(r"\\f\s+\"?([A-Za-z])")
_LEVELS = re.compile(r'\\o\s+"?(\d)-(\d)')


@frozen
class Reading:
    """A description with its look, what the page calculator does not know (Chinese sentences), and the elements of the blocks.

    Ids of blocks are those that `identities` gave to their bookmarks, "" where there is none; paragraphs that stand in the contents
    without one have an id of this reading.
    """

    document: Document
    look: Look
    doubts: tuple[str, ...]
    elements: Mapping[str, etree._Element]
    contents: Contents | None


@dataclass
class _Reader:
    parts: Parts
    styles: Styles
    identities: Mapping[str, str]
    instruction: str = ""
    levels: tuple[int, int] = (1, 2)
    doubts: dict[str, None] = field(default_factory=dict)
    elements: dict[str, etree._Element] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    contents: Contents | None = None
    breaks: bool = False
    cells: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)


def read_description(
    parts: Parts, body: etree._Element, stretches: Sequence[Stretch], identities: Mapping[str, str], in_full: bool = True
) -> Reading:
    """The description of a document; `identities` gives the ids of blocks by the names of their bookmarks.

    Without `in_full` only what stands in the contents is read, and of that no more than the contents need.
    PackageError when the document lacks what no document lacks.
    """
    styles_part = parts.target("styles")
    if not styles_part:
        raise PackageError("文件中没有样式部件；请用 Word 打开后另存。")
    try:
        changed = styles_part in parts.changed
        read = read_styles(parts.tree(styles_part), None, with_doubts=False) if changed else _read_styles(parts.data[styles_part])
        styles = Styles(read)
        reader = _Reader(parts, styles, identities)
        _read(reader, body, stretches, _block if in_full else _listed)
    except BadValueError as error:
        raise PackageError(f"文件中的{error}；请用 Word 打开后另存。") from None
    document = Document("", "", "", date(2000, 1, 1), tuple(reader.sections))
    look = Look(reader.pages, reader.styles.by_name)
    return Reading(document, look, tuple(reader.doubts), reader.elements, reader.contents)


@lru_cache(maxsize=4)
def _read_styles(part: bytes) -> ReadStyles:
    """The styles of a part, which stays the same while its document is brought up to date time and again."""
    return read_styles(parse_whole(part, "styles.xml"), None, with_doubts=False)


def _read(
    reader: _Reader,
    body: etree._Element,
    stretches: Sequence[Stretch],
    read: Callable[[_Reader, Sequence[Stretch], int], Block | None],
) -> None:
    region = [s for s in stretches if s.in_contents]
    if region:
        _contents(reader, region)
    for i, stretch in enumerate(stretches):
        if stretch.in_contents:
            if reader.contents is not None and not any(b is reader.contents for b in reader.blocks):
                reader.blocks.append(reader.contents)
        elif (block := read(reader, stretches, i)) is not None:
            reader.blocks.append(block)
        end = stretch.element.find(_SECTION)
        if end is not None:
            _end_section(reader, end)
    last = body.find(f"{W}sectPr")
    if last is None:
        raise PackageError("正文没有页面设置；请用 Word 打开后另存。")
    _end_section(reader, last)


def _block(reader: _Reader, stretches: Sequence[Stretch], i: int) -> Block | None:
    """A paragraph or table; None for a paragraph that is there for the file format only."""
    if stretches[i].is_table:
        return _table(reader, stretches[i])
    return None if _is_closing(reader, stretches, i) else _paragraph(reader, stretches[i], i)


def _listed(reader: _Reader, stretches: Sequence[Stretch], i: int) -> Block | None:
    """A paragraph that stands in the contents, without its text."""
    stretch = stretches[i]
    if stretch.is_table:
        return None
    style = reader.styles.at_level(stretch.element)
    identity, entry = _entry(reader, stretch, style.level, i)
    return None if entry is None else Paragraph(identity, style.name, (), False, entry)


def _is_closing(reader: _Reader, stretches: Sequence[Stretch], i: int) -> bool:
    """Whether a paragraph is there for the file format only: after a table it ends a section or parts it from the next one."""
    element = stretches[i].element
    if reader.styles.named(element).name != END_STYLE or any(True for _ in element.iter(f"{W}t", f"{W}drawing")):
        return False
    after_table = bool(reader.blocks) and isinstance(reader.blocks[-1], Table)
    ends = element.find(f"{W}pPr/{W}sectPr") is not None or i == len(stretches) - 1
    return (ends and (after_table or not reader.blocks)) or (after_table and i + 1 < len(stretches) and stretches[i + 1].is_table)


def _end_section(reader: _Reader, end: etree._Element) -> None:
    name = f"第{len(reader.sections) + 1}节"
    reader.pages[name] = read_page(end, _NO_BANDS)
    start = value(end.find(f"{W}pgNumType"), "start")
    if value(end.find(f"{W}cols"), "num") not in ("", "1"):
        reader.doubts[f"{name}设有分栏"] = None
    if reader.sections and value(end.find(f"{W}type")) not in ("", "nextPage"):
        reader.doubts[f"{name}不从新的一页开始"] = None
    grid = value(end.find(f"{W}docGrid"), "type")
    if grid in ("lines", "linesAndChars", "snapToChars"):
        reader.doubts[f"{name}设有文档网格"] = None
    restart = int(start) if start.isdecimal() and len(start) < 6 else None
    reader.sections.append(Section(name, tuple(reader.blocks), restart))
    reader.blocks = []


def _contents(reader: _Reader, region: Sequence[Stretch]) -> None:
    codes = "".join(code.text or "" for s in region for code in s.element.iter(f"{W}instrText"))
    start = codes.find("TOC")
    stop = codes.find("PAGEREF", start)
    reader.instruction = codes[start : stop if stop > start else None].strip()
    found = _LEVELS.search(reader.instruction)
    if found is not None:
        reader.levels = int(found[1]), int(found[2])
    styles: dict[str, None] = {}
    for stretch in region:
        style = reader.styles.named(stretch.element)
        if style.name != END_STYLE and stretch.text:
            styles[style.name] = None
    reader.contents = Contents("目录", tuple(styles) or (reader.styles.read.default,), reader.instruction)


def _paragraph(reader: _Reader, stretch: Stretch, index: int) -> Block:
    element, text = stretch.element, stretch.text
    inline, told = _objects(element)
    style, doubts = reader.styles.of(element, inline)
    shown = f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”一段" if text else "没有文字的一段"
    for doubt in (*told, *doubts):
        reader.doubts[f"{shown}有{doubt}"] = None
    chart = next(element.iter(CHART), None)
    if chart is not None and not text:
        return _chart(reader, element, chart, _identity(reader, stretch), style.name)
    new_page = _starts_page(reader, element)
    identity, entry = _entry(reader, stretch, style.level, index)
    return Paragraph(identity, style.name, _runs(element), new_page, entry)


def _runs(element: etree._Element) -> tuple[Run, ...]:
    text = text_of(element)
    return (Run(text),) if text else ()


def _starts_page(reader: _Reader, element: etree._Element) -> bool:
    """Whether a paragraph begins a page: by itself, or by a break before its text or after that of the paragraph before it."""
    set_so = element.find(f"{W}pPr/{W}pageBreakBefore")
    starts = (set_so is not None and is_on(value(set_so))) or reader.breaks
    reader.breaks = seen_text = False
    for node in element.iter(f"{W}t", f"{W}br"):
        if node.tag == f"{W}t" and node.text:
            if reader.breaks and seen_text:
                reader.doubts[f"“{text_of(element)[:_SHOWN]}…”一段中间有分页符"] = None
            starts = starts or reader.breaks
            reader.breaks, seen_text = False, True
        elif value(node, "type") == "page":
            reader.breaks = True
    return starts


def _identity(reader: _Reader, stretch: Stretch) -> str:
    return next((reader.identities[n] for n in stretch.names if n in reader.identities), "")


def _entry(reader: _Reader, stretch: Stretch, level: int | None, index: int) -> tuple[str, Entry | None]:
    """A paragraph's id and its line in the contents, None where it has none."""
    identity, entry = _identity(reader, stretch), _line(reader, stretch, level)
    if entry is not None:
        identity = identity if identity and identity not in reader.elements else f"#{index}"
        reader.elements[identity] = stretch.element
    return identity, entry


def _line(reader: _Reader, stretch: Stretch, level: int | None) -> Entry | None:
    """A paragraph's line in the contents: by a field of its own, or by the level of its style."""
    wanted = _IDENTIFIER.search(reader.instruction)
    for code in stretch.element.iter(_CODE):
        found = _ENTRY.search(code.text or "")
        if found is None or "\\f" not in reader.instruction:
            continue
        given = _IDENTIFIER.search(found[2])
        if wanted is None or (given is not None and given[1].lower() == wanted[1].lower()):
            depth = _LEVEL.search(found[2])
            return Entry(re.sub(r"\\(.)", r"\1", found[1]), int(depth[1]) if depth else 1, by_field=True)
    low, high = reader.levels
    if not reader.instruction or level is None or not low <= level + 1 <= high:
        return None
    text = stretch.text
    return Entry(text, level + 1) if text.strip() else None


def _objects(element: etree._Element) -> tuple[float, list[str]]:
    """The height of what stands in the line of a paragraph, and what in it is not known."""
    told = []
    if next(element.iter(f"{_WP}anchor"), None) is not None or next(element.iter(f"{W}pict"), None) is not None:
        told.append("浮动的图片或文本框")
    if next(element.iter(f"{W}footnoteReference", f"{W}endnoteReference"), None) is not None:
        told.append("脚注或尾注")
    if next(element.iter(f"{W}ins", f"{W}del", f"{W}moveFrom"), None) is not None:
        told.append("没有接受或拒绝的修订")
    heights = [int(e.get("cy", "0")) / _EMU for e in element.iter(f"{_WP}extent") if e.get("cy", "").isdecimal()]
    return max(heights, default=0.0), told


def _chart(reader: _Reader, element: etree._Element, reference: etree._Element, identity: str, style: str) -> Chart:
    relation = reader.parts.relations(reader.parts.main).get(reference.get(f"{R}id", ""))
    slices: tuple[Slice, ...] = ()
    if relation is not None and relation.target in reader.parts.data:
        root = reader.parts.tree(relation.target)
        values = [v.text or "" for v in root.iterfind(f".//{_C}val//{_C}pt/{_C}v")]
        labels = ["".join(t.text or "" for t in label.iter(f"{_A}t")) for label in root.iter(f"{_C}dLbl")]
        labels += [""] * (len(values) - len(labels))
        legend = [v.text or "" for v in root.iterfind(f".//{_C}cat//{_C}pt/{_C}v")]
        slices = tuple(Slice(n, v, label) for v, (n, label) in zip(values, _told(legend, labels), strict=False))
    extent, properties = next(element.iter(f"{_WP}extent"), None), next(element.iter(f"{_WP}docPr"), None)
    width, height = (int(extent.get(k, "0")) / _EMU if extent is not None else 0.0 for k in ("cx", "cy"))
    title, description = (properties.get(k, "") if properties is not None else "" for k in ("name", "descr"))
    return Chart(identity, style, title, "", slices, width, height, description)


def _told(legend: list[str], labels: list[str]) -> list[tuple[str, str]]:
    """Name and label of each slice. As soon as one label does not stand beside the circle, the legend says all of them after the names.
    No names where one had to be cut short there."""
    if len(legend) != len(labels):
        return [("", label) for label in labels]
    parts = [(entry, "", label) for entry, label in zip(legend, labels, strict=True)]
    if not all(labels):
        parts = [entry.rpartition(" ") for entry in legend]
    whole = all(name for name, _, _ in parts) and not any("…" in name for name, _, _ in parts)
    return [(name if whole else "", label) for name, _, label in parts]


def _table(reader: _Reader, stretch: Stretch) -> Table:
    element = stretch.element
    widths = tuple(int(points(value(c, "w") or "0") * 20) for c in element.iterfind(f"{W}tblGrid/{W}gridCol"))
    margin = value(element.find(f"{W}tblPr/{W}tblCellMar/{W}left"), "w")
    table = Table(
        _identity(reader, stretch),
        widths,
        (),
        value(element.find(f"{W}tblPr/{W}tblDescription")),
        points(margin) if margin else 4.0,
    )
    reader.breaks = False
    rows = []
    note_looks(stretch.rows)
    for row in stretch.rows:
        cells = tuple(_cell(reader, cell) for cell in row.cells)
        rows.append(Row("", cells, _height(reader, table, row.height, cells), row.header, row.keep_next))
    if sum(1 for _ in element.iter(f"{W}tbl")) > 1:
        reader.doubts[f"表格“{table.description or '（未命名）'}”中套有表格"] = None
    return replace(table, rows=tuple(rows))


def _cell(reader: _Reader, cell: FileCell) -> Cell:
    merge, called, left = cell.look
    if (called, left) not in reader.cells:
        style = reader.styles.called(called)
        reader.cells[called, left] = style.name, max(round(points(left) / style.size) if left else 0, 0)
    name, indent = reader.cells[called, left]
    return Cell(cell.text, name, cell.span, merge, indent)


def _height(reader: _Reader, table: Table, mark: etree._Element | None, cells: Sequence[Cell]) -> float:
    """The height of a row: as `mark` sets it, or (told as a doubt) as its text needs it."""
    least = points(value(mark)) if value(mark) else 0.0
    if value(mark, "hRule") == "exact" and least > 0:
        return least
    reader.doubts[f"表格“{table.description or '（未命名）'}”有的行不是固定行高"] = None
    needed, column = 0.0, 0
    for cell in cells:
        style = reader.styles.by_name[cell.style]
        room = sum(table.widths[column : column + cell.span]) / 20 - 2 * table.margin
        column += cell.span
        lines = sum(count_lines(line, max(room, style.size * 2), style, WORD) for line in cell.text.split("\n"))
        needed = max(needed, lines * style.pitch)
    return max(least, needed) + 0.5
