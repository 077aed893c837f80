"""yugong reasons: the list of changes, and the accepted ones in a copy of the workbook."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import yugong
from figures.records import Reason
from yugong.cli import main
from yugong.explaining import as_data
from yugong.reasons import accepted, as_lines, reasons_of

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW, LAST = EXAMPLES / "quwenlvju-2025.xlsx", EXAMPLES / "quwenlvju-2024.xlsx"
FOUND = ("收入总计", "支出总计", "项目支出")


def test_all_changes_are_listed_with_their_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reasons", str(NOW), "--last-year", str(LAST), "--format", "json"]) == 0
    told = {one["item"]: one for one in json.loads(capsys.readouterr().out)}
    for item in FOUND:
        assert told[item]["state"] == "由数据得出"
        (reason,) = told[item]["reasons"]
        leaves = sum(Decimal(c["contribution"]) for c in reason["contributions"] if c["leaf"])
        assert leaves + Decimal(reason["remainder"]) == Decimal(reason["change"])
        assert Decimal(told[item]["now"]) - Decimal(told[item]["before"]) == Decimal(reason["change"])
    assert told["三公经费"]["state"] == "已填写"
    assert not told["三公经费"]["findings"]


def test_accepted_reasons_are_written_into_a_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy, before = tmp_path / "copy.xlsx", NOW.read_bytes()
    arguments = ["reasons", str(NOW), "--last-year", str(LAST), "--accept", "-o", str(copy)]
    assert main([*arguments, "--only", "支出总计", "--only", "项目支出"]) == 0
    assert NOW.read_bytes() == before
    written = yugong.read(copy, LAST)
    given = yugong.read(NOW).reasons
    assert written.reasons[: len(given)] == given
    assert [r.item for r in written.reasons[len(given) :]] == ["支出总计", "项目支出"]
    again = reasons_of(written)
    assert not again["支出总计"].found
    assert not again["支出总计"].findings
    assert again["收入总计"].found
    assert main(arguments) == 2
    assert "已存在" in capsys.readouterr().err
    assert main([*arguments, "--force"]) == 0


def test_the_workbook_itself_is_not_written_without_being_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.xlsx"
    own.write_bytes(NOW.read_bytes())
    assert main(["reasons", str(own), "--last-year", str(LAST), "--accept", "-o", str(own)]) == 2
    assert own.read_bytes() == NOW.read_bytes()
    assert "原工作簿" in capsys.readouterr().err


def test_an_unknown_item_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reasons", str(NOW), "--last-year", str(LAST), "--only", "支出合计"]) == 2
    assert "没有名为“支出合计”的变动事项" in capsys.readouterr().err


def test_without_a_full_last_year_the_given_ones_stand_and_the_rest_is_to_be_written() -> None:
    sample = reasons_of(yugong.read(EXAMPLES / "zonggai-xuanchuan-2024.xlsx"))
    assert {key: r.attribution for key, r in sample.items() if r.attribution is not None} == {}
    lines = list(as_lines(sample))
    assert "  [待填写]" in lines
    assert any(line.startswith("  [已填写] 2024年度行业媒体") for line in lines)
    assert not [f for r in sample.values() for f in r.findings]


def test_a_copy_may_be_an_exchange_file() -> None:
    both = yugong.read(NOW, LAST)
    facts = json.loads(accepted(both, reasons_of(both), ".json"))
    assert "支出总计" in json.dumps(facts, ensure_ascii=False)


def test_explanations_carry_the_attributions_of_found_reasons_only() -> None:
    both = yugong.read(NOW, LAST)
    told = replace(both, reasons=(*both.reasons, Reason("收入总计", "财政拨款增加")))
    for budget, changes in ((both, ["193.99", "193.99"]), (told, ["193.99"])):
        sections = as_data(yugong.build(budget, pages=False).explain("收支变动"))
        found = [p.get("reasons", []) for s in sections for p in s["paragraphs"]]
        assert [r["change"] for some in found for r in some] == changes


def test_a_contradiction_is_among_the_findings_of_the_document() -> None:
    both = yugong.read(NOW, LAST)
    told = replace(both, reasons=(*both.reasons, Reason("支出总计", "旅游宣传推广经费增加50万元")))
    codes = [f.code for f in yugong.build(told, pages=False).findings]
    assert "原因与数据不符" in codes
    assert codes.count("变动原因由数据得出") == 2
