"""One sheet's cells → the records of its kind, with what was found amiss on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import repeat
from typing import Any

from figures.columns import Column, Kind, Source
from figures.findings import Finding, Place, Severity
from figures.workbook.form import letters
from figures.workbook.headings import Found, Header, column_called, find_header
from figures.workbook.rows import SUMMING, Sheet, Table, carry_merges, filled_rows, rows_left_out
from figures.workbook.values import Raw, Reader, Remark, shown

_DIGITS = "0123456789"
_UNREAD = frozenset({"数值有误", "编码有误", "年度有误", "日期有误", "选项有误", "错误值", "公式无结果", "结构有误"})
"""The findings of a value that could not be read."""


def read_table(kind: Kind, sheet: Sheet) -> tuple[list[Any], list[Finding]]:
    """The records of a sheet with headings, in the order of its rows, and the findings in the order of their cells."""
    header = find_header(kind, sheet.rows)
    if header is None:
        return [], _no_header(kind, sheet)
    findings = _heading_findings(kind, sheet, header)
    first = header.row + 1
    body = sheet.rows[first:]
    across = list(zip(*body, strict=True)) or [()] * len(sheet.rows[header.row])
    table = Table([list(across[f.index]) for f in header.found], list(range(first, len(sheet.rows))))
    filled = filled_rows(table)
    findings += carry_merges(sheet, header, table, filled)
    left_out, notes = rows_left_out(kind, sheet, header, table, filled)
    findings += notes
    kept = [i for i in filled if i not in left_out]
    if len(kept) < len(table.numbers):
        table = Table([[cells[i] for i in kept] for cells in table.columns], [table.numbers[i] for i in kept])
    findings += _trouble_findings(sheet, header, {first + i for i in left_out})
    values = [
        _read_column(sheet, f, cells, table.numbers, findings) for f, cells in zip(header.found, table.columns, strict=True)
    ]
    records = with_unread(_records(kind, sheet, header, values, table.numbers), findings)
    return records, sorted(findings, key=_position)


def _position(finding: Finding) -> tuple[int, int, str]:
    """Row and column of a finding's cell (F2) or row (2:2), for sorting."""
    column = finding.place.cell.rstrip(_DIGITS + ":")
    return int(finding.place.cell[len(column) :].partition(":")[0] or 0), len(column), column


def _no_header(kind: Kind, sheet: Sheet) -> list[Finding]:
    if not any(cell != "" for row in sheet.rows for cell in row):
        return []
    required = "、".join(c.label for c in kind.columns if c.required)
    message = f"工作表“{sheet.name}”中找不到列名，整张表没有读入"
    return [Finding("列名缺失", Severity.ERROR, message, Place(sheet.name), "", required, "请补上一行列名，或从空白工作簿中复制")]


def _heading_findings(kind: Kind, sheet: Sheet, header: Header) -> list[Finding]:
    """Columns that are missing, unknown or there twice."""
    found = {f.column.name for f in header.found}
    row = Place(sheet.name, f"{header.row + 1}:{header.row + 1}")
    findings = []
    for column in kind.columns:
        if column.required and column.name not in found:
            message = f"工作表“{sheet.name}”缺少“{column.label}”列"
            findings.append(Finding("缺少列", Severity.ERROR, message, row, "", column.label, "请补上该列，或核对列名"))
    missing = [c.label for c in kind.columns if not c.required and c.name not in found]
    if missing:
        message = (
            f"工作表“{sheet.name}”没有这些选填的列：{'、'.join(missing[:6])}{'等' if len(missing) > 6 else ''}，按未填写处理"
        )
        findings.append(Finding("缺少选填列", Severity.NOTE, message, row, remedy="不需要这些内容时不必处理"))
    for index, heading in header.unknown:
        message = f"工作表“{sheet.name}”的“{shown(heading)}”列不认识，没有读入"
        place = sheet.cell(header.row, index)
        findings.append(Finding("未知列", Severity.NOTE, message, place, shown(heading), "", "自用的列不必处理；否则请核对列名"))
    for index, heading in header.repeated:
        message = f"工作表“{sheet.name}”的“{shown(heading)}”列重复，只读入左边的一列"
        place = sheet.cell(header.row, index)
        findings.append(Finding("重复列", Severity.WARNING, message, place, shown(heading), "", "请删除或改名其中一列"))
    return findings


def _trouble_findings(sheet: Sheet, header: Header, left_out: Iterable[int]) -> list[Finding]:
    """Error values and uncalculated formulas in cells that would have been read."""
    troubled = {**dict.fromkeys(sheet.trouble.uncalculated, ""), **sheet.trouble.errors}
    if not troubled:
        return []
    by_letters = {letters(f.index): f.column for f in header.found}
    skipped = set(left_out)
    findings = []
    for address, value in troubled.items():
        name = address.rstrip(_DIGITS)
        column, row = by_letters.get(name), int(address[len(name) :]) - 1
        if column is not None and row > header.row and row not in skipped:
            findings.append(trouble_finding(column, Place(sheet.name, address), value))
    return findings


def trouble_finding(column: Column, place: Place, value: str) -> Finding:
    """The finding for an error value, or (`value` empty) for a formula that was never calculated."""
    if value:
        message = f"“{column.label}”是错误值{value}，没有读入"
        return Finding("错误值", Severity.ERROR, message, place, value, "数值或文字", "请改正公式，或直接填写数值")
    message = f"“{column.label}”是没有计算结果的公式，没有读入"
    remedy = "请用 Excel 或 WPS 打开并保存，或把公式改为数值（选择性粘贴）"
    return Finding("公式无结果", Severity.ERROR, message, place, "公式", "数值或文字", remedy)


def _read_column(
    sheet: Sheet, found: Found, cells: Sequence[Raw], numbers: Sequence[int], findings: list[Finding]
) -> Iterable[Any]:
    """The values of a column; what is to be said about them is added to `findings`."""
    column = found.column
    reader, truths = Reader(column, found.scale), Reader(column, found.scale)
    reader.read_plain_amounts(cells)
    if bool in set(map(type, cells)):
        # A reader keeps what it read by content, and True equals 1.
        values = [truths[cell] if isinstance(cell, bool) else reader[cell] for cell in cells]
    else:
        values = list(map(reader.__getitem__, cells))
    if reader.remarked or truths.remarked:
        for i, value in enumerate(values):
            if type(value) is Remark:
                findings.append(value.at(sheet.cell(numbers[i], found.index)))
                values[i] = value.value
    if column.required and "" in cells:
        troubled = sheet.trouble.errors.keys() | sheet.trouble.uncalculated
        for i, raw in enumerate(cells):
            place = sheet.cell(numbers[i], found.index)
            if raw == "" and place.cell not in troubled:
                findings.append(missing_value(column, place))
    return values


def missing_value(column: Column, place: Place) -> Finding:
    """The finding for a required fact that is not there; an amount left open counts as nothing."""
    if column.type in SUMMING:
        message = f"“{column.label}”没有填写，按0处理"
        return Finding("必填项为空", Severity.WARNING, message, place, "", "数字", "请填写；没有金额时填0或删去该行")
    return Finding("必填项为空", Severity.ERROR, f"“{column.label}”没有填写", place, "", column.label, "请填写该单元格")


def _records(kind: Kind, sheet: Sheet, header: Header, values: Sequence[Iterable[Any]], numbers: Sequence[int]) -> list[Any]:
    by_name: dict[str, Iterable[Any]] = {f.column.name: v for f, v in zip(header.found, values, strict=True)}
    columns = [by_name.get(c.name, repeat(c.default)) for c in kind.columns]
    places = {f.column.name: letters(f.index) for f in header.found}
    record, name = kind.record, sheet.name
    sources = [Source(name, places, i + 1) for i in numbers]
    return [record(*row, source=source) for source, *row in zip(sources, *columns, strict=False)]


def with_unread(records: list[Any], findings: Iterable[Finding]) -> list[Any]:
    """The records of a sheet; those of which `findings` say that a value could not be read know from their source what stands there."""
    held = {f.place.cell: f.found for f in findings if f.code in _UNREAD}
    return [_knowing_unread(record, held) for record in records] if held else records


def _knowing_unread(record: Any, held: dict[str, str]) -> Any:
    source = record.source
    unread = tuple((name, held[cell]) for name in source.columns if (cell := source.place(name).cell) in held)
    return replace(record, source=replace(source, unread=unread)) if unread else record


def read_facts(kind: Kind, sheet: Sheet) -> tuple[Any, list[Finding]]:
    """The record of a sheet with one fact a row: the label, and the value in the next filled cell beside it."""
    findings: list[Finding] = []
    values: dict[str, Any] = {}
    places: dict[str, str] = {}
    for number, row in enumerate(sheet.rows):
        found = _labelled(kind, row)
        if found is None:
            continue
        column, index = found
        if column.name in values:
            message = f"工作表“{sheet.name}”的“{column.label}”重复，只读入上面的一行"
            findings.append(Finding("重复列", Severity.WARNING, message, sheet.cell(number, index), shown(row[index])))
            continue
        value = Reader(column)[row[index] if index < len(row) else ""]
        place = sheet.cell(number, index)
        places[column.name] = place.cell
        if place.cell in sheet.trouble.errors or place.cell in sheet.trouble.uncalculated:
            findings.append(trouble_finding(column, place, sheet.trouble.errors.get(place.cell, "")))
        elif type(value) is Remark:
            findings.append(value.at(place))
        values[column.name] = value.value if type(value) is Remark else value
        if column.required and value in ("", 0, None) and not any(f.place == place for f in findings):
            findings.append(missing_value(column, place))
    for column in kind.columns:
        if column.required and column.name not in values:
            message = f"工作表“{sheet.name}”缺少“{column.label}”一行"
            findings.append(
                Finding("缺少列", Severity.ERROR, message, Place(sheet.name), "", column.label, "请补上该行，或核对名称")
            )
    (record,) = with_unread([kind.record(**values, source=Source(sheet.name, places))], findings)
    return record, findings


def _labelled(kind: Kind, row: Sequence[Raw]) -> tuple[Column, int] | None:
    """The fact that a row states: the column whose label stands in it first, and the position of its value."""
    for index, cell in enumerate(row):
        if isinstance(cell, str) and cell.strip():
            match = column_called(kind, cell)
            return (match[0], index + 1) if match else None
    return None
