"""What the officer has acknowledged is listed with her reason and raised no more; what is unfinished stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.acknowledging import acknowledged
from figures.findings import Finding, Place, Severity
from figures.records import Acknowledgement

BALANCE = Finding("收支不等", Severity.ERROR, "收入与支出不相等", Place("收入项目"), remedy="请核对")
LEVEL = Finding("科目级次不符", Severity.ERROR, "不是项级编码", Place("支出明细", "K7"))
OTHER = Finding("科目级次不符", Severity.ERROR, "不是项级编码", Place("支出明细", "K8"))
ROW = Finding("未写明单位", Severity.ERROR, "没有写明单位", Place("支出明细", "7:7"))
MISSING = Finding("缺变动原因", Severity.WARNING, "没有填写原因", Place(block="文字/收支变动/总体"))
ALL = (BALANCE, LEVEL, OTHER, ROW, MISSING)


def raised(*given_ones: Acknowledgement) -> list[Finding]:
    return [f for f in acknowledged(ALL, given_ones) if f.severity is not Severity.NOTE]


def test_without_acknowledgements_nothing_changes() -> None:
    assert acknowledged(ALL, ()) == ALL


def test_a_code_is_acknowledged_everywhere_with_its_reason() -> None:
    found = acknowledged(ALL, (Acknowledgement("科目级次不符", reason="财政系统如此。"),))
    assert [f.severity for f in found] == [Severity.ERROR, Severity.NOTE, Severity.NOTE, Severity.ERROR, Severity.WARNING]
    assert found[1].message == "不是项级编码（已核实：财政系统如此）"
    assert (found[1].code, found[1].place) == (LEVEL.code, LEVEL.place)


@pytest.mark.parametrize(
    "place",
    ["支出明细!K7", "支出明细！k7", " 支出明细!$K$7 ", "‘支出明细’!Ｋ７", "支出明细!7", "支出明细!第7行", "支出明细！7:7"],
)
def test_a_place_may_be_written_as_officers_write_it(place: str) -> None:
    left = raised(Acknowledgement("科目级次不符", place, "已核"))
    assert LEVEL not in left
    assert OTHER in left


def test_a_sheet_stands_for_all_its_cells_and_a_row_for_findings_of_the_row() -> None:
    assert raised(Acknowledgement("科目级次不符", "支出明细", "已核")) == [BALANCE, ROW, MISSING]
    assert ROW not in raised(Acknowledgement("未写明单位", "支出明细!7", "已核"))
    assert raised(Acknowledgement("科目级次不符", "收入项目", "已核"))[:4] == [*ALL[:4]]


def test_what_is_unfinished_cannot_be_acknowledged_away() -> None:
    found = acknowledged(ALL, (Acknowledgement("缺变动原因", reason="不写"),))
    assert MISSING in found
    assert found[-1].code == "未完成不能核销"


def test_what_fits_nothing_is_itself_a_note() -> None:
    given_one = Acknowledgement("车辆超编", reason="已核")
    assert [f.code for f in acknowledged(ALL, (given_one,))[len(ALL) :]] == ["核对说明未用到"]
    assert acknowledged(ALL, (given_one,), complete=False) == ALL


def test_without_a_reason_nothing_is_acknowledged() -> None:
    found = acknowledged(ALL, (Acknowledgement("收支不等", reason="  "),))
    assert found[:5] == ALL
    assert [f.code for f in found[5:]] == ["核对说明无原因"]


@given(
    st.lists(st.sampled_from(ALL), max_size=8),
    st.lists(
        st.builds(
            Acknowledgement,
            st.sampled_from([f.code for f in ALL]),
            st.sampled_from(["", "支出明细!K7", "!", "支出明细!", "：", "7"]),
            st.sampled_from(["", "已核"]),
        ),
        max_size=5,
    ),
)
def test_no_finding_is_lost_or_made_worse(findings: list[Finding], given_ones: list[Acknowledgement]) -> None:
    out = acknowledged(findings, given_ones)
    for before, after in zip(findings, out, strict=False):
        assert (before.code, before.place) == (after.code, after.place)
        assert after.severity in (before.severity, Severity.NOTE)
        assert after.message.startswith(before.message)
    assert len(out) >= len(findings)
