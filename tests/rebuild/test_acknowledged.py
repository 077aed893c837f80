"""A person's own figure that the officer accepts with a reason is listed, and decided; and what is published on the day itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import hand_edits as hand
import pytest
from test_rebuild import more, our_comments, with_total

from assembler.template import Template
from assembler.word.values import W
from figures.budget import Budget
from figures.findings import Finding, Severity
from figures.records import Acknowledgement
from figures.workbook.writing import write_workbook
from yugong.cli import main
from yugong.rebuilding import RebuiltDocument, rebuild_onto


def accepting(budget: Budget, code: str, place: str, reason: str = "领导核定数") -> Budget:
    return replace(budget, acknowledgements=(Acknowledgement(code, place, reason),))


def found(rebuilt: RebuiltDocument, code: str) -> list[Finding]:
    return [f for f in rebuilt.findings if f.code == code]


@pytest.fixture
def typed_in(built: bytes) -> bytes:
    """The document with a figure typed into a sentence, and one into a table."""
    edited = hand.Edited(built)
    hand.replace_words(with_total(edited), "892.96万元", "900.00万元")
    table = next(t for t in edited.tables() if len(list(hand.number_cells(t))) > 20)
    hand.type_into(list(hand.number_cells(table))[3], "12.34")
    return edited.to_bytes()


def test_each_place_that_is_told_can_be_accepted(budget: Budget, template: Template, typed_in: bytes) -> None:
    told = found(rebuild_onto(typed_in, budget, template), "手填数字")
    assert len(told) == len(our_comments(rebuild_onto(typed_in, budget, template).data)) == 2
    for accepted in told:
        rebuilt = rebuild_onto(typed_in, accepting(budget, "手填数字", str(accepted.place)), template)
        listed = {f.place: f for f in found(rebuilt, "手填数字")}
        assert listed.keys() == {f.place for f in told}
        assert [p for p, f in listed.items() if f.severity is Severity.NOTE] == [accepted.place]
        assert "领导核定数" in listed[accepted.place].message
        assert (rebuilt.undecided, len(rebuilt.typed), len(our_comments(rebuilt.data))) == (1, 1, 1)
        assert not found(rebuilt, "核对说明未用到")


def test_what_was_accepted_stays_as_figures_change(budget: Budget, template: Template, typed_in: bytes) -> None:
    accepted = accepting(budget, "手填数字", "")
    first = rebuild_onto(typed_in, accepted, template)
    second = rebuild_onto(first.data, more(accepted), template)
    assert (first.undecided, second.undecided) == (0, 0)
    assert {"900.00万元", "12.34"} <= {f.found for f in found(second, "手填数字")}
    assert our_comments(second.data) == []
    assert "900.00万元" in hand.Edited(second.data).text()


def test_another_figure_in_its_place_is_not_accepted(budget: Budget, template: Template, built: bytes, typed_in: bytes) -> None:
    place = next(str(f.place) for f in found(rebuild_onto(typed_in, budget, template), "手填数字") if f.found == "900.00万元")
    edited = hand.Edited(built)
    hand.replace_words(with_total(edited), "892.96万元", "800.00万元")
    rebuilt = rebuild_onto(edited.to_bytes(), accepting(budget, "手填数字", place), template)
    assert rebuilt.undecided == 1
    assert found(rebuilt, "核对说明未用到")


def test_without_a_reason_nothing_is_accepted(budget: Budget, template: Template, typed_in: bytes) -> None:
    rebuilt = rebuild_onto(typed_in, accepting(budget, "手填数字", "", " "), template)
    assert rebuilt.undecided == 2
    assert found(rebuilt, "核对说明无原因")


def test_the_day_of_publication(
    tmp_path: Path, budget: Budget, typed_in: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("b.docx").write_bytes(typed_in)
    Path("数据.xlsx").write_bytes(write_workbook(more(budget)))
    command = ["build", "数据.xlsx", "--onto", "b.docx", "-o", "定稿.docx", "--final"]
    assert main(command) == 1
    assert not Path("定稿.docx").exists()
    told = capsys.readouterr()
    assert told.err.count("手填数字") == 2
    assert "待决定" not in told.err, "each thing is told once"
    assert "没有写出" in told.out
    Path("数据.xlsx").write_bytes(write_workbook(accepting(more(budget), "手填数字", "")))
    assert main(command) == 0
    assert "已核实" in capsys.readouterr().err
    final = hand.Edited(Path("定稿.docx").read_bytes())
    assert not [n for n in final.parts.data if n.startswith("customXml") or "comments" in n]
    assert not [m for m in final.body.iter(f"{W}bookmarkStart") if m.get(f"{W}name", "").startswith("_yg")]
    assert "900.00万元" in final.text()
    assert Path("b.docx").read_bytes() == typed_in


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_the_working_copy_is_never_made_final(tmp_path: Path, built: bytes, force: list[str]) -> None:
    document = tmp_path / "b.docx"
    document.write_bytes(built)
    assert main(["build", str(hand.EXAMPLE), "--onto", str(document), "-o", str(document), "--final", *force]) == 2
    assert document.read_bytes() == built


def test_what_others_left_open_is_told_before_publication(
    tmp_path: Path, built: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    from test_commands import commented, tracked

    for change, told in ((lambda d: commented(d, "李处长"), "李处长的批注"), (tracked, "修订（王科长 1 处）")):
        (tmp_path / "b.docx").write_bytes(change(built))
        out = tmp_path / "c.docx"
        assert main(["build", str(hand.EXAMPLE), "--onto", str(tmp_path / "b.docx"), "-o", str(out), "--final"]) == 1
        assert told in capsys.readouterr().err
        assert not out.exists()
