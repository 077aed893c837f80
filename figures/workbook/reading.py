"""Reading the officer's workbook, whatever program wrote it: .xlsx, .xls, .et or .ods → a budget with its findings."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import python_calamine as calamine

from figures.budget import Budget
from figures.columns import Kind
from figures.findings import Finding, Place, Severity
from figures.records import KINDS
from figures.workbook.cells import MOST_CELLS, survey
from figures.workbook.container import ReadError, examine
from figures.workbook.headings import match_sheets
from figures.workbook.rows import Sheet
from figures.workbook.sheets import read_facts, read_table
from figures.workbook.trouble import Trouble

__all__ = ["ReadError", "read_workbook", "summarised"]

MOST_ALIKE = 20
"""Findings of one code on one sheet that are told singly; the rest is a number."""

_TORN = "工作簿无法打开，可能已损坏：请用 Excel 或 WPS 打开并另存为 .xlsx 后再试"


def read_workbook(data: bytes, name: str = "") -> Budget:
    """The budget in a workbook's bytes; `name` is how messages call it.

    Sheets and columns are found by name or alias wherever they stand; rows keep their order; each record knows its cells. What
    cannot be read is a finding of the budget, and the empty value stands for it. Raises ReadError for a file that is no readable
    workbook.
    """
    trouble = survey(examine(data))
    workbook = _opened(data)
    names = [m.name for m in workbook.sheets_metadata if m.typ == calamine.SheetTypeEnum.WorkSheet]
    matched, others = match_sheets(names)
    if not matched:
        raise ReadError("工作簿中没有认识的工作表：请用 yugong new 生成空白工作簿，按其中的工作表填写")
    findings = _missing_sheets(matched) + _unknown_sheets(workbook, others)
    values: dict[str, Any] = {}
    for kind in KINDS:
        if kind.name in matched:
            sheet = _sheet(workbook, matched[kind.name], trouble)
            values[kind.name], found = read_facts(kind, sheet) if kind.single else read_table(kind, sheet)
            findings += found
    records: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return Budget(**records, findings=summarised(findings), name=name)


def _opened(data: bytes) -> calamine.CalamineWorkbook:
    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError as failure:
        raise ReadError("工作簿有打开密码：请在 Excel 或 WPS 中取消密码后再试") from failure
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as failure:
        raise ReadError(_TORN) from failure
    except BaseException as failure:
        raise _refused(failure) from failure


def _sheet(workbook: calamine.CalamineWorkbook, name: str, trouble: dict[str, Trouble]) -> Sheet:
    try:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            raise ReadError(f"工作表“{name}”的内容超出了可以读取的范围：请删除数据区域以外的内容")
        rows = sheet.to_python(skip_empty_area=False)
        merges = sheet.merged_cell_ranges or ()
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as failure:
        raise ReadError(f"工作表“{name}”无法读取，可能已损坏：请用 Excel 或 WPS 打开并另存为 .xlsx 后再试") from failure
    except BaseException as failure:
        raise _refused(failure) from failure
    return Sheet(name, rows, merges, trouble.get(name, Trouble()))


def _refused(failure: BaseException) -> BaseException:
    """A panic of calamine's Rust code reaches Python beside Exception, by a class that cannot be imported: it is a torn file."""
    return ReadError(_TORN) if type(failure).__name__ == "PanicException" else failure


def _missing_sheets(matched: dict[str, str]) -> list[Finding]:
    """Required sheets that are not there, one by one; the others together."""
    findings = [_missing(kind) for kind in KINDS if not kind.optional and kind.name not in matched]
    optional = [kind.sheet for kind in KINDS if kind.optional and kind.name not in matched]
    if optional:
        message = f"工作簿中没有这些选填的工作表，按无此内容处理：{'、'.join(optional)}"
        findings.append(Finding("缺少选填表", Severity.NOTE, message, remedy="不需要这些内容时不必处理"))
    return findings


def _missing(kind: Kind) -> Finding:
    remedy = "请补上该工作表，或核对工作表名称；空白工作簿可用 yugong new 生成"
    message = f"工作簿中缺少工作表“{kind.sheet}”（{kind.help}）"
    return Finding("缺少工作表", Severity.ERROR, message, Place(kind.sheet), "", kind.sheet, remedy)


def _unknown_sheets(workbook: calamine.CalamineWorkbook, names: Sequence[str]) -> list[Finding]:
    """Sheets that are not read, but for those that hold nothing."""
    remedy = "自用的工作表不必处理；否则请核对名称"
    return [
        Finding("未知工作表", Severity.NOTE, f"工作表“{name}”不认识，没有读入", Place(name), name, "", remedy)
        for name in names
        if _sheet(workbook, name, {}).rows
    ]


def summarised(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings, of each code and sheet the first twenty singly and the number of the others in one more."""
    counts: dict[tuple[str, str], int] = {}
    kept: list[Finding] = []
    for finding in findings:
        key = (finding.code, finding.place.sheet)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= MOST_ALIKE:
            kept.append(finding)
    worst = {(f.code, f.place.sheet): f.severity for f in reversed(findings)}
    for (code, sheet), count in counts.items():
        if count > MOST_ALIKE:
            where = f"工作表“{sheet}”" if sheet else "工作簿"
            message = f"{where}另有{count - MOST_ALIKE}处“{code}”，未逐一列出"
            remedy = "请先改正已列出的问题，再重新检查"
            kept.append(Finding(code, worst[code, sheet], message, Place(sheet), f"共{count}处", "", remedy))
    return tuple(kept)
