"""What changed, as an officer reads it in a terminal, and as lines of plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from assembler.diff.changes import (
    BlockChange,
    CellChange,
    ChartChange,
    Moved,
    ParagraphChange,
    RowChange,
    SectionChange,
    SliceChange,
    TableChange,
)
from assembler.diff.words import Stretch, inline
from figures.differences import FieldChange, RecordChange
from figures.lean import frozen
from yugong.diff_records import (
    NOTHING,
    both_values,
    by_sheet,
    facts,
    last_year_came_or_went,
    moved,
    place_of,
    record_kind,
)
from yugong.diffing import Comparison, counts_of

_RED, _GREEN, _BOLD, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[0m"
_MANY = 40
"""More changes than these are counted by section at the end, where a terminal shows it."""
_FEW_LINES = 100
"""As many lines as a terminal shows in any case."""
_FIRST = 8
"""How many lines of a sheet or a section a terminal shows where there are more than _FEW_LINES in all."""

_Mark = Callable[[str, str], str]


@frozen(slots=True)
class _Group:
    """Lines that are shortened together: those of a sheet, or of a section; `heading` "" for one that goes on under the last heading."""

    name: str
    heading: str
    lines: tuple[str, ...]


def as_lines(comparison: Comparison, colours: bool = False, shortened: bool = False) -> Iterator[str]:
    """The changes line by line: records first, then what follows from them by section; removed text in [-…-], added in {+…+}.

    With `colours` removed text is red and added text green. `shortened` shows the first lines only of each sheet and each section
    of a comparison that is long, and says how many more there are.
    """
    if not comparison:
        yield "没有差别"
        return
    head = _bold if colours else str
    groups = list(_groups(comparison, _coloured if colours else _bracketed))
    shortened = shortened and sum(len(g.lines) for g in groups) > _FEW_LINES
    left_out = 0
    for group in groups:
        if group.heading:
            yield head(f"【{group.heading}】")
        shown = group.lines[:_FIRST] if shortened and len(group.lines) > _FIRST + 1 else group.lines
        yield from (f"  {line}" for line in shown)
        if more := len(group.lines) - len(shown):
            yield f"  ……“{group.name}”另有 {more} 行"
            left_out += more
    if sum(comparison.counts.values()) > _MANY:
        yield head("【概览】")
        yield from (f"  {line}" for line in overview(comparison))
    yield summary(comparison)
    if left_out:
        yield f"以上略去 {left_out} 行：加 --all 全部列出，或输出到文件（-o 变化.txt）"


def overview(comparison: Comparison) -> Iterator[str]:
    """How much changed in each sheet and each section, a line each."""
    yield from (f"数据 {sheet.title}：{sheet.counted}" for sheet in by_sheet(comparison.records))
    yield from (f"{heading_of(section)}：{counted(section)}" for section in comparison.sections)


def heading_of(section: SectionChange) -> str:
    """The heading of a section; 卷首 for what stands before the first."""
    return section.heading or "卷首"


def counted(section: SectionChange) -> str:
    """How much changed in a section."""
    counts = "，".join(f"{name} {count} 处" for name, count in counts_of(section.blocks).items() if count)
    return counts or "只有次序不同"


def summary(comparison: Comparison) -> str:
    """How much changed."""
    counts = [f"{name} {count} 处" for name, count in comparison.counts.items() if count]
    return "共" + "，".join(counts) if counts else "只有次序不同"


def _groups(comparison: Comparison, mark: _Mark) -> Iterator[_Group]:
    heading = "数据"
    for sheet in by_sheet(comparison.records):
        yield _Group(sheet.title, heading, tuple(sheet.year + _record(change, mark) for change in sheet.changes))
        heading = ""
    if told := last_year_came_or_went(comparison.records):
        yield _Group("上年数据", heading, (told,))
    for section in comparison.sections:
        yield _Group(heading_of(section), heading_of(section), tuple(_section_lines(section, mark)))


def _section_lines(section: SectionChange, mark: _Mark) -> Iterator[str]:
    """The changes of a section. Sentences that changed alike, such as the year in the title of every form, are told once."""
    count = Counter(sentence for block in section.blocks for sentence in sentences_of(block))
    told: set[tuple[Stretch, ...]] = set()
    for block in section.blocks:
        for sentence in sentences_of(block):
            if sentence not in told:
                told.add(sentence)
                yield _sentence(sentence, mark) + same_again(count[sentence])
        yield from _block(block, section.heading, mark)


def sentences_of(block: BlockChange) -> tuple[tuple[Stretch, ...], ...]:
    """The changed sentences of a paragraph; of another block none."""
    return block.sentences if isinstance(block, ParagraphChange) else ()


def same_again(count: int) -> str:
    """That a sentence changed alike in several places."""
    return f"（同样的共 {count} 处）" if count > 1 else ""


def _record(change: RecordChange, mark: _Mark) -> str:
    kind = record_kind(change)
    head = f"{place_of(change)} {kind}："
    if kind == "移动":
        return head + moved(change)
    if kind != "修改":
        return head + mark("added" if kind == "新增" else "removed", facts(change.kind, change.now or change.before))
    told = "；".join(_field(field, mark) for field in change.fields)
    return head + (f"{change.label} {told}" if change.label else told)


def _field(field: FieldChange, mark: _Mark) -> str:
    return f"{field.column.label} {_pair(*both_values(field), mark)}"


def _block(block: BlockChange, heading: str, mark: _Mark) -> Iterator[str]:
    if isinstance(block, TableChange):
        yield from _table(block, heading, mark)
    elif isinstance(block, ChartChange):
        yield f"图“{block.title}”{STATES[block.kind]}：" + "，".join(_slice(s, mark) for s in block.slices)
    elif isinstance(block, Moved):
        yield f"次序变动：“{_short(block.title)}”"


STATES = {"changed": "", "added": "（新增）", "removed": "（删除）"}
"""What is said of a table or a chart that stands in one document only."""


def _sentence(stretches: Iterable[Stretch], mark: _Mark) -> str:
    return "".join(s.text if s.kind == "same" else mark(s.kind, s.text) for s in stretches).strip().replace("\n", " ")


def _table(table: TableChange, heading: str, mark: _Mark) -> Iterator[str]:
    indent = ""
    if table.title != heading or table.kind != "changed":
        yield f"表“{table.title}”{STATES[table.kind]}"
        indent = "  "
    for row, cells in groupby(table.cells, key=lambda cell: cell.row):
        yield indent + _row(row, list(cells), mark)
    for change in table.rows:
        yield indent + mark(change.kind, row_text(change))


def _row(row: str, cells: list[CellChange], mark: _Mark) -> str:
    told = []
    for cell, column in zip(cells, short_columns(cells), strict=True):
        pair = _pair(cell.before, cell.now, mark)
        told.append(f"{column} {pair}" if column else pair)
    if row and all(c.before.startswith(row) and c.now.startswith(row) for c in cells):
        return "；".join(told)
    return f"{row}：{'；'.join(told)}" if row else "；".join(told)


def short_columns(cells: Iterable[CellChange]) -> Iterator[str]:
    """What the columns of some cells of a row are called, without the heads that a column shares with the one before it."""
    last: list[str] = []
    for cell in cells:
        heads = cell.column.split("/")
        shared = 0
        while shared < min(len(heads), len(last)) - 1 and heads[shared] == last[shared]:
            shared += 1
        yield "/".join(heads[shared:])
        last = heads


def row_text(row: RowChange) -> str:
    """The texts of a row."""
    return " | ".join(_one(text) if text else "" for text in row.texts)


def _slice(part: SliceChange, mark: _Mark) -> str:
    return f"{_one(part.name)} {_pair(*slice_text(part), mark)}"


def slice_text(part: SliceChange) -> tuple[str, str]:
    """A part of a chart in the old one and in the new one: its amount and its label."""
    before = "" if part.before is None else f"{part.before}（{part.label_before}）"
    now = "" if part.now is None else f"{part.now}（{part.label_now}）"
    return before, now


def _pair(before: str, now: str, mark: _Mark) -> str:
    """Both texts: in one where they have words in common, else side by side."""
    if stretches := inline(before, now):
        return _sentence(stretches, mark)
    return f"{mark('removed', _one(before))} → {mark('added', _one(now))}"


def _one(text: str) -> str:
    return " ".join(text.split()) or NOTHING


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 30 else plain[:30] + "…"


def _bracketed(kind: str, text: str) -> str:
    return f"[-{text}-]" if kind == "removed" else f"{{+{text}+}}"


def _coloured(kind: str, text: str) -> str:
    return f"{_RED if kind == 'removed' else _GREEN}{text}{_PLAIN}"


def _bold(text: str) -> str:
    return f"{_BOLD}{text}{_PLAIN}"
