"""What changed, as an officer reads it in a terminal, and as lines of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from assembler.diff.changes import (
    BlockChange,
    CellChange,
    ChartChange,
    Moved,
    ParagraphChange,
    RowChange,
    SliceChange,
    TableChange,
)
from assembler.diff.words import Stretch, compared
from figures.columns import Kind
from figures.differences import Differences, FieldChange, RecordChange
from figures.workbook.numbers import plain_text
from yugong.diffing import Comparison, counts_of

_RED, _GREEN, _BOLD, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[0m"
NOTHING = "（空）"
_MANY = 40
"""More changes than these are counted by section at the end, where a terminal shows it."""


def as_lines(comparison: Comparison, colours: bool = False) -> Iterator[str]:
    """The changes line by line: records first, then what follows from them by section; removed text in [-…-], added in {+…+}.

    With `colours` removed text is red and added text green.
    """
    mark = _coloured if colours else _bracketed
    head = _bold if colours else str
    if not comparison:
        yield "没有差别"
        return
    if comparison.records is not None and comparison.records:
        yield head("【数据】")
        yield from (f"  {line}" for line in _records(comparison.records, mark))
    for section in comparison.sections:
        yield head(f"【{section.heading or '卷首'}】")
        for block in section.blocks:
            yield from (f"  {line}" for line in _block(block, mark))
    if sum(comparison.counts.values()) > _MANY:
        yield head("【概览】")
        yield from (f"  {line}" for line in overview(comparison))
    yield summary(comparison)


def overview(comparison: Comparison) -> Iterator[str]:
    """How much changed in each section, a line each."""
    for section in comparison.sections:
        counted = "，".join(f"{name} {count} 处" for name, count in counts_of(section.blocks).items() if count)
        yield f"{section.heading or '卷首'}：{counted or '只有次序不同'}"


def summary(comparison: Comparison) -> str:
    """How much changed."""
    counted = [f"{name} {count} 处" for name, count in comparison.counts.items() if count]
    return "共" + "，".join(counted) if counted else "只有次序不同"


def shown_value(value: Any) -> str:
    """A record's value as an officer writes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return plain_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def facts(kind: Kind, record: Any) -> str:
    """What is filled in a record."""
    pairs = ((c, getattr(record, c.name)) for c in kind.columns)
    return "，".join(f"{c.label} {shown_value(value)}" for c, value in pairs if value != c.default)


def record_kind(change: RecordChange) -> str:
    """What happened to a record, as a word."""
    if change.before is None:
        return "新增"
    if change.now is None:
        return "删除"
    return "修改" if change.fields else "移动"


def _records(records: Differences, mark: Any) -> Iterator[str]:
    for year, changes in (("", records.this_year), ("上年", records.last_year)):
        for change in changes:
            yield from _record(year, change, mark)
    if records.had_last != records.has_last:
        yield f"上年数据：{'新提供' if records.has_last else '不再提供'}"


def _record(year: str, change: RecordChange, mark: Any) -> Iterator[str]:
    kind = record_kind(change)
    head = f"{year}{change.place()} {kind}"
    if kind in ("新增", "删除"):
        yield f"{head}：{mark('added' if kind == '新增' else 'removed', facts(change.kind, change.now or change.before))}"
    elif kind == "移动":
        yield f"{head}：{change.label}（第{change.was_at + 1}行 → 第{change.is_at + 1}行）"
    if change.fields:
        place = change.place(change.fields[0].column.name) if len(change.fields) == 1 else change.place()
        yield f"{year}{place} 修改：{change.label} " + "；".join(_field(field, mark) for field in change.fields)


def _field(field: FieldChange, mark: Any) -> str:
    before, now = shown_value(field.before) or NOTHING, shown_value(field.now) or NOTHING
    return f"{field.column.label} {mark('removed', before)} → {mark('added', now)}"


def _block(block: BlockChange, mark: Any) -> Iterator[str]:
    if isinstance(block, ParagraphChange):
        for sentence in block.sentences:
            yield _sentence(sentence, mark)
    elif isinstance(block, TableChange):
        yield from _table(block, mark)
    elif isinstance(block, ChartChange):
        yield f"图“{block.title}”{_STATE[block.kind]}：" + "，".join(_slice(s, mark) for s in block.slices)
    elif isinstance(block, Moved):
        yield f"次序变动：“{_short(block.title)}”"


_STATE = {"changed": "", "added": "（新增）", "removed": "（删除）"}


def _sentence(stretches: Iterable[Stretch], mark: Any) -> str:
    return "".join(s.text if s.kind == "same" else mark(s.kind, s.text) for s in stretches).strip().replace("\n", " ")


def _table(table: TableChange, mark: Any) -> Iterator[str]:
    yield f"表“{table.title}”{_STATE[table.kind]}"
    for cell in table.cells:
        yield f"  {where(cell)}：{mark('removed', _one(cell.before))} → {mark('added', _one(cell.now))}"
    for row in table.rows:
        yield "  " + mark(row.kind, row_text(row))


def where(cell: CellChange) -> str:
    """Row and column of a cell."""
    return " / ".join(_one(name) for name in (cell.row, cell.column) if name) or "表头"


def row_text(row: RowChange) -> str:
    """The texts of a row."""
    return " | ".join(_one(text) if text else "" for text in row.texts)


def _slice(part: SliceChange, mark: Any) -> str:
    if part.before is None or part.now is None:
        return f"{_one(part.name)} {mark('removed', slice_text(part)[0])} → {mark('added', slice_text(part)[1])}"
    return f"{_one(part.name)} {_sentence(compared(*slice_text(part)), mark)}"


def slice_text(part: SliceChange) -> tuple[str, str]:
    """A part of a chart in the old one and in the new one: its amount and its label."""
    before = NOTHING if part.before is None else f"{part.before}（{part.label_before}）"
    now = NOTHING if part.now is None else f"{part.now}（{part.label_now}）"
    return before, now


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
