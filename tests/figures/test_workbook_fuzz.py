"""Whatever is done to a file, reading gives a budget with findings or one sentence: no traceback, no hang, no flood.

The number of inputs of each kind is 60, or what YUGONG_FUZZ says (2000 makes ten thousand and more in all).
"""

import os
import re
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.budget import Budget
from figures.exchange import from_json, to_json
from figures.reading import ReadError, read_bytes
from figures.records import KINDS
from figures.workbook.reading import MOST_ALIKE, read_workbook
from tests.figures import fuzz_workbook as fuzz

INPUTS = int(os.environ.get("YUGONG_FUZZ", "60"))
SECONDS = 10
run = settings(
    max_examples=INPUTS,
    deadline=SECONDS * 1000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


def read_or_refused(data: bytes) -> Budget | str:
    try:
        return read_bytes(data, "名称")
    except ReadError as refusal:
        return str(refusal)


def survives(data: bytes) -> None:
    """Reads `data`; what is read can be exported and read again, and what is said is said in full."""
    budget = read_or_refused(data)
    if isinstance(budget, str):
        assert re.search("[\u4e00-\u9fff]", budget)
        assert len(budget) < 200
        return
    assert len(budget.findings) <= (MOST_ALIKE + 1) * 30 * len(KINDS)
    for finding in budget.findings:
        assert finding.code
        assert 0 < len(finding.message) < 300
        assert len(finding.found) <= 100
    assert from_json(to_json(budget).encode()) == budget


@run
@given(fuzz.spoilt_cells())
def test_spoilt_cells(data: bytes) -> None:
    survives(data)


@run
@given(fuzz.spoilt_sheets())
def test_spoilt_sheets(data: bytes) -> None:
    survives(data)


@run
@given(fuzz.spoilt_xml())
def test_spoilt_xml(data: bytes) -> None:
    survives(data)


@run
@given(fuzz.spoilt_bytes(fuzz.good))
def test_spoilt_zip(data: bytes) -> None:
    survives(data)


@run
@given(fuzz.spoilt_bytes(fuzz.binary))
def test_spoilt_binary_workbook(data: bytes) -> None:
    survives(data)


@run
@given(st.one_of(fuzz.spoilt_json(), fuzz.spoilt_bytes(fuzz.good_json)))
def test_spoilt_json(data: bytes) -> None:
    survives(data)


@run
@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda b: fuzz.good()[:4] + b)))
def test_any_bytes(data: bytes) -> None:
    survives(data)


def test_the_binary_workbook_is_read() -> None:
    budget = read_workbook(fuzz.binary())
    assert budget.basics.department == "甲局"
    assert [line.amount for line in budget.expenditure] == [12.5, 0]
    assert [(f.code, f.place.cell, f.found) for f in budget.findings if f.code == "错误值"] == [("错误值", "C3", "#REF!")]


def test_memory_stays_within_a_gibibyte() -> None:
    """The largest that the limits let pass: read last, its peak is the process's."""
    if sys.platform == "win32":
        return
    import resource

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    row = b'<row r="%d"><c r="Z%d"><v>1</v></c></row>'
    rows = b"".join(row % (i, i) for i in range(100, 99_999, 10))
    parts = dict(fuzz.good_parts())
    parts["xl/worksheets/sheet4.xml"] = parts["xl/worksheets/sheet4.xml"].replace(b"</sheetData>", rows + b"</sheetData>")
    survives(fuzz.package(parts))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert (peak - before) * (1 if sys.platform == "darwin" else 1024) < 2**30
