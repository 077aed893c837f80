"""The workbook and JSON give back what was put in; what is written is values only, and always the same bytes."""

import json
import re
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from random import Random
from time import perf_counter

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.budget import Budget
from figures.columns import Type
from figures.exchange import from_json, to_json
from figures.findings import Severity
from figures.records import KINDS, Basics, ControlFigure, ExpenditureLine, FreeText
from figures.workbook import form
from figures.workbook.numbers import as_number, plain_text, settled
from figures.workbook.reading import read_workbook
from figures.workbook.writing import WriteError, new_workbook, write_workbook
from tests.strategies import ODD_NAMES, SEEDS, budgets, loose_budgets, many_lines

QUIET = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
CLEAR = {"金额小数过多", "日期为文本"}
"""What may be remarked about values that were written on purpose."""


def _untroubled(budget: Budget) -> bool:
    return all(f.code in CLEAR or f.severity is Severity.NOTE for f in budget.findings)


@QUIET
@given(loose_budgets())
def test_workbook_gives_back_every_record(budget: Budget) -> None:
    data = write_workbook(budget)
    read = read_workbook(data, "a.xlsx")
    assert read == budget
    assert write_workbook(read) == data
    assert _untroubled(read)


@QUIET
@given(loose_budgets(years=3))
def test_json_gives_back_every_record(budget: Budget) -> None:
    text = to_json(budget)
    read = from_json(text.encode(), "a.json")
    assert read == budget
    assert to_json(read) == text
    assert _untroubled(read)


@QUIET
@given(budgets())
def test_whole_budgets_pass_from_workbook_to_json_and_back(budget: Budget) -> None:
    this_year = replace(budget, last_year=None)
    through = from_json(to_json(read_workbook(write_workbook(this_year))).encode())
    assert through == this_year
    assert write_workbook(through) == write_workbook(this_year)
    assert not [f for f in through.findings if f.severity is not Severity.NOTE]


@given(st.decimals(-(10**17), 10**17, places=None, allow_nan=False, allow_infinity=False).map(lambda d: round(d, 9)))
def test_a_number_written_is_read_back(value: Decimal) -> None:
    number = as_number(value)
    assert number is None or settled(float(f"{number:.16G}"), Decimal("0.01")) == value
    assert Decimal(plain_text(value)) == value


@given(st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=50))
def test_noise_of_sums_is_taken_out(cents: list[int]) -> None:
    assert settled(sum(c / 100 for c in cents), Decimal("0.01")) == Decimal(sum(cents)).scaleb(-2)


def test_a_third_is_no_noise() -> None:
    assert settled(1 / 3, Decimal("0.01")) == Decimal("0.3333333333333333")
    assert settled(0.1 + 0.2, Decimal("0.01")) == Decimal("0.30")
    assert settled(892.9600004, Decimal("0.01")) == Decimal("892.96")
    assert settled(892.9601, Decimal("0.01")) == Decimal("892.9601")


def test_sources_are_true_addresses() -> None:
    budget = Budget(basics=Basics("甲局", year=2024), texts=(FreeText("其他", "一"), FreeText("其他", "二")))
    data = write_workbook(budget)
    read = read_workbook(data)
    sheets = openpyxl.load_workbook(BytesIO(data))
    for kind in KINDS:
        for record in read.records(kind.name):
            for column in kind.columns:
                place = record.source.place(column.name)
                cell = sheets[place.sheet][place.cell].value
                value = getattr(record, column.name)
                assert cell == value or (cell is None and not value)


def test_what_is_written_is_never_a_formula() -> None:
    texts = tuple(FreeText(name, name) for name in (*ODD_NAMES, "=cmd|' /C calc'!A0", "+1", "-1", "@a", "\t=1", "http://a.b"))
    data = write_workbook(Budget(basics=Basics("=A1", year=2024), texts=texts))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
    assert not any(re.search(rb"<f[ >/]", xml) for xml in sheets)
    assert b"hyperlink" not in b"".join(sheets[1:])
    assert [t.text for t in read_workbook(data).texts] == [t.text.strip() for t in texts]


def test_control_characters_are_taken_out_and_long_texts_refused() -> None:
    data = write_workbook(Budget(basics=Basics("甲\x00\x0b局\ufffe", year=2024)))
    assert read_workbook(data).basics.department == "甲局"
    with pytest.raises(WriteError, match="32767"):
        write_workbook(Budget(texts=(FreeText("其他", "长" * 40_000),)))


def test_the_form_follows_from_the_kinds() -> None:
    data = new_workbook("some/template")
    assert data == new_workbook("some/template")
    workbook = openpyxl.load_workbook(BytesIO(data))
    assert workbook.sheetnames == [form.GUIDE, *(k.sheet for k in KINDS)]
    for plan in form.plan():
        sheet = workbook[plan.kind.sheet]
        assert sheet.freeze_panes
        if plan.kind.single:
            labels = [row[0].value for row in sheet.iter_rows(min_row=form.SINGLE_FIRST_ROW + 1)]
            assert labels == [c.label for c in plan.kind.columns]
            continue
        headings = [cell.value for cell in sheet[form.HEADING_ROW + 1]]
        assert headings == [c.label for c in plan.kind.columns]
        validated = {
            str(area)[0:2].rstrip("0123456789") for v in sheet.data_validations.dataValidation for area in v.sqref.ranges
        }
        assert len(validated) == sum(bool(c.choices) for c in plan.columns)
        for planned in plan.columns:
            assert sheet.column_dimensions[planned.letters].width >= 10
            if planned.column.type is Type.AMOUNT:
                cell = sheet.cell(form.FIRST_ROW + 1, planned.index + 1)
                assert cell.number_format in ("General", "#,##0.00")
    read = read_workbook(data)
    assert read == Budget(basics=Basics(template="some/template"))
    assert {f.code for f in read.findings} == {"必填项为空"}


def test_drop_downs_fit_into_a_validation() -> None:
    for plan in form.plan():
        for planned in plan.columns:
            assert len(",".join(planned.choices)) <= 255


def test_dates_that_spreadsheets_do_not_know_are_text() -> None:
    budget = Budget(basics=Basics("甲", year=2024, document_date=date(1900, 2, 1), assets_date=date(1900, 3, 1)))
    assert read_workbook(write_workbook(budget)) == budget


@settings(max_examples=3, deadline=None)
@given(SEEDS)
def test_many_lines_round_trip(seed: int) -> None:
    budget = Budget(basics=Basics("甲", year=2024), expenditure=many_lines(Random(seed), 300))
    assert read_workbook(write_workbook(budget)) == budget


def test_reading_takes_time_linear_in_lines() -> None:
    """Counted, not timed: a second reader must not be needed per cell. The clock only guards against something quadratic."""
    line = ExpenditureLine("甲", "2013302", "", "项目支出", "30201", "", "宣传", "", "一般公共预算", "本年", Decimal("1.5"))

    def seconds(count: int) -> float:
        data = write_workbook(Budget(expenditure=tuple(replace(line, amount=Decimal(i)) for i in range(count))))
        start = perf_counter()
        assert len(read_workbook(data).expenditure) == count
        return perf_counter() - start

    assert seconds(8000) < 40 * seconds(1000) + 1


def test_json_keeps_to_its_own_schema_words() -> None:
    assert list(json.loads(to_json(Budget()))) == ["基本信息", "支出明细"]


@pytest.mark.office
@pytest.mark.parametrize("form_of_file", ["xls", "ods", "xlsx"])
def test_what_an_office_program_saves_is_read_the_same(tmp_path: Path, form_of_file: str) -> None:
    """Saved again by LibreOffice, in each form that it writes: the facts, their cells and the silence stay."""
    budget = Budget(
        basics=Basics("甲 & <局>", "0628", year=2024, document_date=date(2024, 2, 1)),
        expenditure=many_lines(Random(1), 50),
        texts=(FreeText("部门职责", "一\n二"), FreeText("=1", "+2")),
    )
    given_file = tmp_path / "given.xlsx"
    given_file.write_bytes(write_workbook(budget))
    out = tmp_path / "out"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", form_of_file, "--outdir", str(out), str(given_file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    read = read_workbook((out / f"given.{form_of_file}").read_bytes())
    assert read == budget
    assert not read.findings
    assert [line.source.row for line in read.expenditure if line.source] == list(range(4, 54))


def test_a_fact_that_is_called_as_its_column_is_no_repeated_heading() -> None:
    budget = Budget(basics=Basics("甲局", year=2024), control_figures=(ControlFigure("项目", Decimal(1)),))
    assert read_workbook(write_workbook(budget)).control_figures == budget.control_figures
