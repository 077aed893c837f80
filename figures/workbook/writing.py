"""Writing the officer's workbook: a guide and one sheet for each kind of record, values only."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from figures.budget import Budget
from figures.columns import Column, Type
from figures.records import Basics
from figures.workbook import form, guide
from figures.workbook.form import ColumnPlan, SheetPlan
from figures.workbook.numbers import as_number, plain_text
from figures.workbook.styles import Styles
from figures.workbook.texts import LONGEST, one_line, trimmed

# The same records give the same bytes: the time of writing is no fact.
_CREATED = datetime(2000, 1, 1)
# Rows below the facts that are ready for more: drop-downs reach that far.
_READY_ROWS = 2000
# Spreadsheets count days from 1900 and get its first two months wrong.
_FIRST_DATE = date(1900, 3, 1)
Cell = tuple[int, int]
"""Row and column of a cell, from 0."""

_EVERYWHERE = "A1:XFD1048576"


class WriteError(ValueError):
    """Records that a workbook cannot hold; the message is one Chinese sentence."""


def new_workbook(template: str = "") -> bytes:
    """An empty form (.xlsx), with `template` filled in as the name of the document's template."""
    return write_workbook(Budget(basics=Basics(template=template)))


def write_workbook(budget: Budget) -> bytes:
    """The workbook (.xlsx) of `budget`'s records; last year is a workbook of its own and not part of it.

    Amounts are numbers in 元; one with more digits than a spreadsheet's number holds is written as text. Nothing is ever a
    formula. Raises WriteError for a text longer than a cell.
    """
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    workbook.set_properties({"title": "部门预算公开数据", "author": "预公", "created": _CREATED})
    styles = Styles(workbook)
    guide.write_guide(workbook.add_worksheet(form.GUIDE), styles, form.plan())
    for sheet_plan in form.plan():
        sheet = workbook.add_worksheet(sheet_plan.kind.sheet)
        records = budget.records(sheet_plan.kind.name)
        if sheet_plan.kind.single:
            _write_facts(sheet, sheet_plan, styles, records[0])
        else:
            _write_table(sheet, sheet_plan, styles, records)
        _finish(sheet)
    workbook.close()
    return buffer.getvalue()


def _finish(sheet: Worksheet) -> None:
    """What all sheets have in common: no green corners at codes written as text, and a page that can be printed."""
    sheet.ignore_errors({"number_stored_as_text": _EVERYWHERE})
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_facts(sheet: Worksheet, plan: SheetPlan, styles: Styles, record: Any) -> None:
    """The sheet of a kind with one record: label, value and explanation, one fact a row."""
    sheet.set_row(form.TITLE_ROW, 26)
    sheet.write_string(form.TITLE_ROW, 0, plan.title, styles.title)
    for index, heading in enumerate(form.SINGLE_HEADINGS):
        sheet.write_string(form.SINGLE_HEADING_ROW, index, heading, styles.heading)
    sheet.freeze_panes(form.SINGLE_FIRST_ROW, 0)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, max(c.width for c in plan.columns))
    sheet.set_column(2, 2, 70)
    for row, planned in enumerate(plan.columns, form.SINGLE_FIRST_ROW):
        column = planned.column
        sheet.write_string(row, 0, column.label, styles.required if column.required else styles.heading)
        _write_cell(sheet, (row, 1), column, getattr(record, column.name), styles.facts(planned))
        sheet.write_string(row, 2, planned.help, styles.help)
        _offer_choices(sheet, planned, (row, 1, row, 1))


def _write_table(sheet: Worksheet, plan: SheetPlan, styles: Styles, records: tuple[Any, ...]) -> None:
    """The sheet of a kind with any number of records: explanations, headings, one record a row."""
    sheet.set_row(form.TITLE_ROW, 26)
    sheet.write_string(form.TITLE_ROW, 0, plan.title, styles.title)
    sheet.freeze_panes(form.FIRST_ROW, plan.frozen_columns)
    sheet.repeat_rows(form.HEADING_ROW)
    sheet.set_row(form.HELP_ROW, 60)
    sheet.set_row(form.HEADING_ROW, 24)
    last = form.FIRST_ROW + len(records)
    sheet.autofilter(form.HEADING_ROW, 0, max(last - 1, form.FIRST_ROW), len(plan.columns) - 1)
    for planned in plan.columns:
        column, index, cells = planned.column, planned.index, styles.cells(planned)
        sheet.set_column(index, index, planned.width, cells)
        sheet.write_string(form.HELP_ROW, index, planned.help, styles.help)
        sheet.write_string(form.HEADING_ROW, index, column.label, styles.required if column.required else styles.heading)
        _offer_choices(sheet, planned, (form.FIRST_ROW, index, last + _READY_ROWS, index))
        for row, record in enumerate(records, form.FIRST_ROW):
            _write_cell(sheet, (row, index), column, getattr(record, column.name), cells)


def _offer_choices(sheet: Worksheet, plan: ColumnPlan, area: tuple[int, int, int, int]) -> None:
    """A drop-down over `area` (rows and columns from 0); other values are refused only where the choices are the only ones."""
    if not plan.choices:
        return
    options = {
        "validate": "list",
        "source": list(plan.choices),
        "show_error": plan.strict,
        "error_title": f"“{plan.column.label}”填写有误"[:32],
        "error_message": "请从下拉列表中选择一项。",
    }
    sheet.data_validation(*area, options)


def _write_cell(sheet: Worksheet, cell: Cell, column: Column, value: Any, style: Format) -> None:
    """One value in the cell of its type; an empty optional value leaves the cell empty."""
    if column.type in (Type.AMOUNT, Type.COUNT):
        if value or column.required:
            _write_decimal(sheet, cell, value, style)
    elif column.type is Type.YES_NO:
        sheet.write_string(*cell, form.YES_NO[0 if value else 1], style)
    elif column.type is Type.YEAR:
        if value:
            sheet.write_number(*cell, value, style)
    elif column.type is Type.DATE:
        if value is not None:
            _write_date(sheet, cell, value, style)
    else:
        _write_text(sheet, cell, trimmed(value) if column.type is Type.LONG_TEXT else one_line(value), style)


def _write_decimal(sheet: Worksheet, cell: Cell, value: Decimal, style: Format) -> None:
    number = as_number(value)
    if number is None:
        sheet.write_string(*cell, plain_text(value), style)
    else:
        sheet.write_number(*cell, number, style)


def _write_date(sheet: Worksheet, cell: Cell, value: date, style: Format) -> None:
    if value < _FIRST_DATE:
        sheet.write_string(*cell, value.isoformat(), style)
    else:
        sheet.write_datetime(*cell, value, style)


def _write_text(sheet: Worksheet, cell: Cell, text: str, style: Format) -> None:
    """Text, whatever it begins with: never a formula, a link or a number."""
    if len(text) > LONGEST:
        raise WriteError(f"工作表“{sheet.get_name()}”第{cell[0] + 1}行有{len(text)}字的文字，超过单元格的上限{LONGEST}字")
    if text:
        sheet.write_string(*cell, text, style)
