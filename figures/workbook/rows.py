"""The rows under a sheet's headings: which of them state facts, and what merged cells mean for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field

from figures.columns import Kind, Type
from figures.findings import Finding, Place, Severity
from figures.lean import frozen, lean
from figures.workbook.form import letters
from figures.workbook.headings import Header, plain
from figures.workbook.trouble import Trouble
from figures.workbook.values import Raw, shown

TOTALS = frozenset(
    {"合计", "总计", "小计", "共计", "累计", "合计数", "总计数", "本页合计", "本页小计", "本表合计", "部门合计", "单位合计"}
)
"""Names of rows that only add up others."""

_NOTE_STARTS = ("注:", "备注:", "说明:", "填表人", "制表人", "填报人", "审核人", "单位负责人", "填表日期")
_TOTAL_ENDS = frozenset("计数:：")
_NOTE_INITIALS = frozenset(start[0] for start in _NOTE_STARTS)
_EXPLANATION_STARTS = ("说明", "填写说明", "填报说明", "栏次", "必填", "选填")
SUMMING = frozenset({Type.AMOUNT, Type.COUNT})
_NEVER_CARRIED = frozenset({Type.AMOUNT, Type.COUNT, Type.LONG_TEXT})


Rows = Sequence[Sequence[Raw]]
Merge = tuple[tuple[int, int], tuple[int, int]]


@frozen
class Sheet:
    """A sheet as it was read: all cells from A1 on, merged ranges (first and last cell, from 0), and what else is amiss."""

    name: str
    rows: Rows
    merges: Sequence[Merge] = ()
    trouble: Trouble = field(default_factory=Trouble)

    def cell(self, row: int, index: int) -> Place:
        """The place of a cell, given from 0."""
        return Place(self.name, f"{letters(index)}{row + 1}")


@lean
class Table:
    """The facts of a sheet under its headings: the cells of each known column, and the number of each row in the sheet."""

    columns: list[list[Raw]]
    numbers: list[int]


def filled_rows(table: Table) -> list[int]:
    """The rows that hold anything; cells of nothing but blanks are emptied on the way."""
    for cells in table.columns:
        blank = {value for value in set(cells) if isinstance(value, str) and value and not value.strip()}
        if blank:
            cells[:] = ["" if value in blank else value for value in cells]
    if any("" not in cells for cells in table.columns):
        return list(range(len(table.numbers)))
    width = len(table.columns)
    return [i for i, row in enumerate(zip(*table.columns, strict=True)) if row.count("") < width]


def carry_merges(sheet: Sheet, header: Header, table: Table, filled: Sequence[int]) -> list[Finding]:
    """A text merged over several rows holds for each of them that is filled; an amount only for the first, which is said."""
    findings = []
    by_index = {f.index: n for n, f in enumerate(header.found)}
    present = set(filled)
    first = header.row + 1
    for (top, left), (bottom, right) in sheet.merges:
        start = max(top - first, 0)
        covered = range(start + 1, min(bottom - first + 1, len(table.numbers)))
        if top < first or not covered:
            continue
        for index in range(left, min(right, left) + 1):
            if index not in by_index:
                continue
            column, cells = header.found[by_index[index]].column, table.columns[by_index[index]]
            rows = [i for i in covered if i in present and cells[i] == ""]
            if column.type not in _NEVER_CARRIED:
                for i in rows:
                    cells[i] = cells[start]
            elif rows and column.type in SUMMING and cells[start] != "":
                for i in rows:
                    cells[i] = 0
                message = f"“{column.label}”合并了{len(rows) + 1}行单元格，数值只计入第一行"
                place = sheet.cell(top, index)
                remedy = "请取消合并，逐行填写"
                findings.append(Finding("数值合并单元格", Severity.WARNING, message, place, shown(cells[start]), "", remedy))
    return findings


def rows_left_out(
    kind: Kind, sheet: Sheet, header: Header, table: Table, filled: Sequence[int]
) -> tuple[set[int], list[Finding]]:
    """Rows that are no facts: totals, remarks below the table, headings repeated on a new page, explanations of them."""
    summing = any(c.type in SUMMING for c in kind.columns)
    out: set[int] = set()
    findings: list[Finding] = []
    for f, cells in zip(header.found, table.columns, strict=True):
        if f.column.type in SUMMING:
            continue
        texts = [value for value in set(cells) if isinstance(value, str) and value]
        totals = _totals(texts) if summing and f.column.name != "remark" else frozenset()
        notes = _notes(texts)
        if not (totals or notes or f.heading in texts):
            continue
        for i in filled:
            value, place = cells[i], sheet.cell(table.numbers[i], f.index)
            if i in out:
                continue
            if value in totals:
                out.add(i)
                message = f"工作表“{sheet.name}”第{table.numbers[i] + 1}行是“{shown(value)}”行，不计入"
                findings.append(
                    Finding("合计行", Severity.NOTE, message, place, shown(value), "", "合计由程序计算，可以删去该行")
                )
            elif value in notes and not any(other[i] != "" for other in table.columns if other is not cells):
                out.add(i)
                message = f"工作表“{sheet.name}”第{table.numbers[i] + 1}行是附注，没有读入"
                findings.append(Finding("附注行", Severity.NOTE, message, place, shown(value)))
            elif value == f.heading and f.column.required and _repeats_headings(header, table, i):
                out.add(i)
    if filled and _explains(table, filled[0]):
        out.add(filled[0])
    return out, findings


def _repeats_headings(header: Header, table: Table, row: int) -> bool:
    """Whether a row has nothing but headings of its columns; a fact may be called as its column is (项目)."""
    return all(cells[row] in ("", f.heading) for f, cells in zip(header.found, table.columns, strict=True))


def _totals(texts: Iterable[str]) -> frozenset[str]:
    """Those of `texts` that are the name of a total, however it is spaced."""
    return frozenset(t for t in texts if len(t) < 30 and t.rstrip()[-1:] in _TOTAL_ENDS and plain(t) in TOTALS)


def _notes(texts: Iterable[str]) -> frozenset[str]:
    """Those of `texts` that begin as remarks below a table do."""
    return frozenset(t for t in texts if t.lstrip()[:1] in _NOTE_INITIALS and plain(t[:20]).startswith(_NOTE_STARTS))


def _explains(table: Table, row: int) -> bool:
    """Whether the first filled row explains the headings instead of stating a fact."""
    words = [plain(value) for cells in table.columns if isinstance(value := cells[row], str) and value]
    return bool(words) and words[0].startswith(_EXPLANATION_STARTS) and len(words) * 2 > len(table.columns)
