"""A document held against the data that it carries: what differs is not published, and another document's data are not trusted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import hand_edits as hand
import pytest
from test_rebuild import more, with_total
from test_refusals import with_payload

import yugong
from assembler.rebuild.carrying import payload_part
from assembler.rebuild.payload import NAMESPACE
from assembler.template import Template
from figures.budget import Budget
from figures.records import Acknowledgement
from yugong.cli import main
from yugong.rebuilding import RebuildError, own_data, rebuild_onto, strip_document
from yugong.revising import with_revisions


def typed_in(data: bytes, text: str) -> bytes:
    """The document with something typed over an amount in a table."""
    edited = hand.Edited(data)
    table = next(t for t in edited.tables() if len(list(hand.number_cells(t))) > 20)
    hand.type_into(list(hand.number_cells(table))[3], text)
    return edited.to_bytes()


def carrying(data: bytes, other: bytes) -> bytes:
    """The document with the data of another."""
    edited, giving = hand.Edited(data), hand.Edited(other)
    edited.parts.put(payload_part(edited.parts), giving.parts.data[payload_part(giving.parts)])
    return edited.to_bytes()


@pytest.fixture(scope="session", params=[{"department": "云岭区文化和旅游局", "code": "99"}, {"year": 2025}, {"year": 2023}])
def swapped(request: pytest.FixtureRequest, budget: Budget, template: Template, built: bytes) -> bytes:
    other = replace(budget, basics=replace(budget.basics, **request.param))
    return carrying(built, yugong.build(other, template, pages=False).to_bytes())


@pytest.mark.parametrize("text", ["77.00", "待定", ""])
def test_what_was_typed_over_a_figure_is_not_published(
    tmp_path: Path, built: bytes, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    document, out = tmp_path / "b.docx", tmp_path / "c.docx"
    document.write_bytes(typed_in(built, text))
    assert main(["strip", str(document), "-o", str(out)]) == 1
    told = capsys.readouterr().err
    assert "手填数字" in told
    assert f"“{text or '（空）'}”" in told
    assert not out.exists()


def test_what_was_typed_into_a_sentence_is_not_published(built: bytes) -> None:
    edited = hand.Edited(built)
    hand.replace_words(with_total(edited), "892.96万元", "900.00万元")
    (told,) = strip_document(edited.to_bytes()).unsettled
    assert "900.00万元" in told
    assert "892.96万元" in told


def test_what_the_officer_accepts_is_published(budget: Budget, template: Template) -> None:
    accepting = replace(budget, acknowledgements=(Acknowledgement("手填数字", "", "领导核定数"),))
    assert not strip_document(typed_in(yugong.build(accepting, template).to_bytes(), "77.00")).unsettled


def test_wording_alone_is_published(built: bytes) -> None:
    edited = hand.Edited(built)
    hand.reword(with_total(edited), "经反复测算，", 3)
    assert not strip_document(edited.to_bytes()).unsettled
    assert own_data(edited.to_bytes()).told == ""


def test_each_thing_is_told_once(budget: Budget, template: Template, built: bytes) -> None:
    commented = rebuild_onto(typed_in(built, "77.00"), budget, template, pages=False).data
    assert len(strip_document(commented).unsettled) == 1


def test_nothing_is_told_of_what_was_brought_up_to_date(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    hand.reword(with_total(edited), "经反复测算，", 3)
    assert not strip_document(rebuild_onto(edited.to_bytes(), more(budget), template, pages=False).data).unsettled


def test_data_of_another_document_are_told(
    tmp_path: Path, budget: Budget, template: Template, swapped: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    document, out = tmp_path / "b.docx", tmp_path / "c"
    document.write_bytes(swapped)
    assert main(["unpack", str(document), "-o", f"{out}.json"]) == 1
    assert "不是这份文档的数据" in capsys.readouterr().err
    assert main(["strip", str(document), "-o", f"{out}.docx"]) == 1
    assert capsys.readouterr().err.count("不是这份文档的数据") == 1
    assert not Path(f"{out}.docx").exists()
    with pytest.raises(RebuildError, match="不是这份文档的数据"):
        with_revisions(swapped, budget, template)


def test_data_of_another_department_are_not_rebuilt_on(budget: Budget, template: Template, built: bytes) -> None:
    """The data are those of the figures, the text is not."""
    other = replace(budget, basics=replace(budget.basics, department="云岭区文化和旅游局"))
    swapped = carrying(yugong.build(other, template, pages=False).to_bytes(), built)
    with pytest.raises(RebuildError, match="不是这份文档的数据"):
        rebuild_onto(swapped, budget, template, pages=False)
    assert rebuild_onto(swapped, budget, template, pages=False, others=True)


def test_other_figures_of_the_same_department_are_told(
    tmp_path: Path, budget: Budget, template: Template, built: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "b.docx"
    document.write_bytes(carrying(built, yugong.build(more(budget), template, pages=False).to_bytes()))
    assert main(["unpack", str(document), "-o", str(tmp_path / "c.json")]) == 1
    assert "多半不是这份文档的数据" in capsys.readouterr().err
    assert main(["strip", str(document), "-o", str(tmp_path / "c.docx")]) == 1


def test_one_figure_typed_by_hand_is_a_note_to_who_unpacks(
    tmp_path: Path, built: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    document = tmp_path / "b.docx"
    document.write_bytes(typed_in(built, "77.00"))
    assert main(["unpack", str(document), "-o", str(tmp_path / "c.json")]) == 0
    assert "1 处与自带的数据不同" in capsys.readouterr().err


BOMB = '<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        (f'<document xmlns="{NAMESPACE}" version="1" digest="x">AAAA</document>', "已损坏"),
        (f'{BOMB}<document xmlns="{NAMESPACE}">&b;</document>', "不能读取"),
        (f"{BOMB}<z>&b;</z>", "被换成了别的内容"),
    ],
)
def test_spoilt_data_are_told_by_every_command(
    tmp_path: Path, built: bytes, capsys: pytest.CaptureFixture[str], payload: str, told: str
) -> None:
    whole, document, figures = tmp_path / "a.docx", tmp_path / "b.docx", str(hand.EXAMPLE)
    whole.write_bytes(built)
    document.write_bytes(with_payload(built, payload.encode()))
    for command in (
        ["diff", str(whole), str(document)],
        ["build", figures, "--track-changes", str(document), "-o", str(tmp_path / "c.docx")],
        ["build", figures, "--onto", str(document), "-o", str(tmp_path / "d.docx")],
        ["strip", str(document), "-o", str(tmp_path / "e.docx")],
    ):
        main(command)
        err = capsys.readouterr().err
        assert told in err, command
        assert "文档不带数据" not in err
