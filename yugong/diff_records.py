"""A changed record as an officer speaks of it: where it stands, what it is called, what is filled in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from figures.columns import Kind, unread
from figures.differences import NATURAL_KEYS, Differences, FieldChange, RecordChange
from figures.lean import frozen
from figures.workbook.numbers import plain_text

NOTHING = "（空）"
_LAST_YEAR = "上年"


@frozen(slots=True)
class SheetChanges:
    """The changes of the records of one sheet; `year` is "上年" for those of last year, else ""."""

    year: str
    sheet: str
    changes: tuple[RecordChange, ...]

    @property
    def title(self) -> str:
        """The sheet, with its year."""
        return self.year + self.sheet

    @property
    def counted(self) -> str:
        """How many of its records were changed, added, removed and moved."""
        counts = Counter(record_kind(change) for change in self.changes)
        return "，".join(f"{kind} {counts[kind]} 处" for kind in ("修改", "新增", "删除", "移动") if counts[kind])


def by_sheet(records: Differences | None) -> Iterator[SheetChanges]:
    """The changed records by their sheets, this year's before last year's."""
    if records is None:
        return
    for year, changes in (("", records.this_year), (_LAST_YEAR, records.last_year)):
        for sheet in dict.fromkeys(change.kind.sheet for change in changes):
            yield SheetChanges(year, sheet, tuple(c for c in changes if c.kind.sheet == sheet))


def last_year_came_or_went(records: Differences | None) -> str:
    """That one side only knows last year's records, as a sentence; "" where both do or neither does."""
    if records is None or records.had_last == records.has_last:
        return ""
    return f"上年数据：{'新提供' if records.has_last else '不再提供'}"


def record_kind(change: RecordChange) -> str:
    """What happened to a record, as a word."""
    if change.before is None:
        return "新增"
    if change.now is None:
        return "删除"
    return "修改" if change.fields else "移动"


def cell_of(change: RecordChange, field: str) -> str:
    """The cell of a field in its workbook, "" where the record was read from no workbook."""
    cell = change.place(field).cell
    return "" if cell.startswith("/") or ":" in cell else cell


def place_of(change: RecordChange) -> str:
    """Where an officer finds a record: the cell of the only field that changed, else its row in the workbook; in figures that a document
    or a JSON file carries, which have no cells, which one of its kind it is. A removed one is found in the old figures (原)."""
    fields = change.fields
    if cell := cell_of(change, fields[0].column.name) if len(fields) == 1 else "":
        return f"{change.kind.sheet}!{cell}"
    was = "原" if change.now is None else ""
    source = (change.before if change.now is None else change.now).source
    if change.kind.single:
        return change.kind.sheet
    if source is not None and source.row:
        return f"{was}{change.kind.sheet}第{source.row}行"
    return f"{was}{change.kind.sheet}第{(change.was_at if change.now is None else change.is_at) + 1}笔"


def shown_value(value: Any) -> str:
    """A record's value as an officer writes it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return plain_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def both_values(field: FieldChange) -> tuple[str, str]:
    """The old and the new value of a field as an officer writes them; of a cell that could not be read what stands there, and what
    was taken for it."""
    return _shown(field.before, field.unread_before), _shown(field.now, field.unread_now)


def _shown(value: Any, held: str) -> str:
    taken = shown_value(value)
    return f"“{held}”（无法识别，按{taken or '没有填写'}处理）" if held else taken


def facts(kind: Kind, record: Any) -> str:
    """What is filled in a record: what it is called by, then the rest with the names of the columns."""
    key = NATURAL_KEYS.get(kind.name, ())
    names = dict.fromkeys(str(getattr(record, name)) for name in key)
    rest = ((c, getattr(record, c.name), unread(record, c.name)) for c in kind.columns if c.name not in key)
    told = [f"{c.label} {_shown(value, held)}" for c, value, held in rest if held or value != c.default]
    return "，".join((" ".join(n for n in names if n), *told))


def moved(change: RecordChange) -> str:
    """From where to where a record was moved among the others."""
    return f"{change.label}（第{change.was_at + 1}笔 → 第{change.is_at + 1}笔）"
