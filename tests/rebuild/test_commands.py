"""The officer's commands on edited documents: what they say, what they return, and what they leave alone."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import hand_edits as hand
import pytest
from lxml import etree
from test_rebuild import more, with_total

import yugong
from assembler.rebuild.comments import Comments
from assembler.template import Template
from assembler.word.values import W
from figures.budget import Budget
from figures.workbook.writing import write_workbook
from yugong.cli import main
from yugong.rebuilding import RebuildError, rebuild_onto, strip_document


@pytest.fixture
def folder(tmp_path: Path, built: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the built document, in which the commands run."""
    (tmp_path / "a.docx").write_bytes(built)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commented(data: bytes, author: str) -> bytes:
    """The document with a comment by somebody."""
    edited = hand.Edited(data)
    Comments(edited.parts, edited.body).put([with_total(edited).element], "请再核一次")
    name = edited.parts.target("comments")
    edited.parts.tree(name)[0].set(f"{W}author", author)
    edited.parts.change(name)
    return edited.to_bytes()


def tracked(data: bytes) -> bytes:
    edited = hand.Edited(data)
    run = with_total(edited).element.find(f"{W}r")
    assert run is not None
    mark = etree.Element(f"{W}ins", {f"{W}id": "9001", f"{W}author": "王科长"})
    run.addprevious(mark)
    mark.append(run)
    return edited.to_bytes()


def spoilt(data: bytes) -> bytes:
    edited = hand.Edited(data)
    name = next(n for n in edited.parts.data if n.startswith("customXml/item1"))
    edited.parts.put(name, edited.parts.data[name].replace(b'digest="', b'digest="0'))
    return edited.to_bytes()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: commented(data, "预公"), "待决定"),
        (lambda data: commented(data, "李处长"), "李处长的批注“请再核一次”"),
        (tracked, "修订（王科长 1 处）"),
        (spoilt, "校验值不符"),
    ],
)
def test_what_is_unsettled_is_not_published(
    folder: Path, built: bytes, capsys: pytest.CaptureFixture[str], change: object, told: str
) -> None:
    assert callable(change)
    (folder / "b.docx").write_bytes(change(built))
    assert main(["strip", "b.docx", "-o", "c.docx"]) == 1
    assert not (folder / "c.docx").exists()
    assert told in capsys.readouterr().err
    assert main(["strip", "b.docx", "-o", "c.docx", "--force"]) == 0
    assert told in capsys.readouterr().err
    clean = hand.Edited((folder / "c.docx").read_bytes())
    assert not [n for n in clean.parts.data if n.startswith("customXml") or "comments" in n]


def test_placeholders_are_not_published(budget: Budget, template: Template) -> None:
    import yugong

    incomplete = replace(budget, texts=(), reasons=())
    assert any("还没有填写" in told for told in strip_document(yugong.build(incomplete, template).to_bytes()).unsettled)
    assert not strip_document(yugong.build(budget, template).to_bytes()).unsettled


def test_documents_of_others_are_refused(folder: Path, capsys: pytest.CaptureFixture[str], built: bytes) -> None:
    clean = strip_document(built).data
    (folder / "clean.docx").write_bytes(clean)
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(4000))
    (folder / "sheet.docx").write_bytes(hand.EXAMPLE.read_bytes())
    for name, told in [("clean.docx", "不是由本程序生成的"), ("old.doc", "不是 .docx"), ("sheet.docx", "这是电子表格")]:
        assert main(["strip", name, "-o", "c.docx"]) == 2
        assert told in capsys.readouterr().err
        assert main(["unpack", name, "-o", "c.xlsx"]) == 2
        assert told in capsys.readouterr().err
        assert main(["build", str(hand.EXAMPLE), "--onto", name, "-o", "c.docx"]) == 2
        assert told in capsys.readouterr().err
    assert not list(folder.glob("c.*"))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"year": 2025}, "不是同一个年度"),
        ({"department": "另一个部门", "code": "629"}, "不是同一个部门"),
        ({"department": "另一个部门", "code": ""}, "不是同一个部门"),
    ],
)
@pytest.mark.parametrize("touched", [False, True])
def test_another_department_or_year_is_refused(
    budget: Budget, template: Template, built: bytes, changed: dict[str, object], told: str, touched: bool
) -> None:
    data = hand.Edited(built).to_bytes() if touched else built
    other = replace(budget, basics=replace(budget.basics, **changed))  # type: ignore[arg-type]
    with pytest.raises(RebuildError, match=told) as refused:
        rebuild_onto(data, other, template, pages=False)
    assert str(budget.basics.year) in str(refused.value)
    assert str(next(iter(changed.values()))) in str(refused.value)
    allowed = rebuild_onto(data, other, template, pages=False, others=True)
    assert "部门信息有变" in [f.code for f in allowed.findings]


@pytest.mark.parametrize("changed", [{"department": "山西转型综改示范区宣传信息中心"}, {"code": "6280"}])
def test_a_name_or_code_can_be_corrected(budget: Budget, template: Template, built: bytes, changed: dict[str, object]) -> None:
    edited = hand.Edited(built)
    hand.reword(with_total(edited), "经反复测算，", 3)
    right = replace(budget, basics=replace(budget.basics, **changed))  # type: ignore[arg-type]
    rebuilt = rebuild_onto(edited.to_bytes(), right, template, pages=False)
    assert "部门信息有变" in [f.code for f in rebuilt.findings]
    assert not rebuilt.undecided
    text = hand.Edited(rebuilt.data).text()
    assert "经反复测算，" in text
    assert str(next(iter(changed.values()))) in text


def test_every_path_that_fails_is_told_in_chinese(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "d.docx").mkdir()
    figures = str(hand.EXAMPLE)
    commands = [
        f"build {figures} --onto none.docx -o n.docx",
        f"build {figures} --onto d.docx -o n.docx",
        f"build {figures} --onto a.docx/b.docx -o n.docx",
        f"build {figures} --onto a.docx -o none/n.docx",
        f"build {figures} --onto a.docx -o d.docx",
        f"build {figures} --track-changes none.docx -o n.docx",
        f"build {figures} -o none/n.docx",
        f"build {figures} -o a.docx/n.docx",
        f"build {'长' * 200}.xlsx -o n.docx",
        "strip none.docx -o n.docx",
        "strip d.docx -o n.docx",
        "strip a.docx -o none/n.docx",
        "unpack none.docx -o n.xlsx",
        "unpack a.docx -o none/n.xlsx",
        "unpack a.docx -o a.docx/n.xlsx",
    ]
    if os.getuid():
        (folder / "locked.docx").touch(0o000)
        commands.append("strip locked.docx -o n.docx")
    for command in commands:
        assert main(command.split()) == 2, command
        told = capsys.readouterr().err.replace("yugong", "").replace(figures, "")
        assert not hand.re.search(r"[A-Za-z]{3,} [a-z]{2,}", told), told
        assert len(hand.re.findall(r"[\u4e00-\u9fff]", told)) > 5, told
    assert not list(folder.glob("n.*"))


def test_the_document_wins_without_contradicting_itself(folder: Path, built: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    edited = hand.Edited(built)
    hand.replace_words(with_total(edited), "892.96万元", "999.99万元")
    (folder / "b.docx").write_bytes(edited.to_bytes())
    assert main(["build", str(hand.EXAMPLE), "--onto", "b.docx", "-o", "c.docx", "--document-wins"]) == 1
    told = capsys.readouterr().err
    assert "不能取自文档" in told
    assert "不只是一笔数据" in told
    assert "--document-wins" not in told
    assert not (folder / "c-数据.xlsx").exists()


def test_the_document_wins_writes_a_copy(folder: Path, budget: Budget, built: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "数据.xlsx").write_bytes(write_workbook(budget))
    edited = hand.Edited(built)
    project = next(line for line in budget.expenditure if line.project)
    amount = f"{project.amount / 10000:.2f}"
    rows = (row for table in edited.tables() for row in hand.rows_of(table.element) if project.project in row.texts)
    for cell in (cell for row in rows for cell in row.cells if cell.text == amount):
        hand.type_into(cell, "123.45")
    (folder / "b.docx").write_bytes(edited.to_bytes())
    status = main(["build", "数据.xlsx", "--onto", "b.docx", "-o", "c.docx", "--document-wins"])
    told = capsys.readouterr().err
    assert "以文档为准" in told
    assert (folder / "数据.xlsx").read_bytes() == write_workbook(budget)
    assert (folder / "c-数据.xlsx").exists()
    assert "绩效金额不符" in told, "what does not add up in the copy is told"
    assert (status, "不能取自文档" in told, "手填数字" in told) == (1, False, False)
    main(["build", "c-数据.xlsx", "--onto", "c.docx", "-o", "d.docx"])
    assert (folder / "d.docx").read_bytes() == (folder / "c.docx").read_bytes()


def typed_into_rows(edited: hand.Edited, project: str, texts: dict[str, str]) -> None:
    """Other figures in every row of a table or a form that stands for a project."""
    for table in edited.tables():
        rows = hand.rows_of(table.element)
        form = any(row.texts[-1] == project for row in rows)
        for cell in (cell for row in rows if form or project in row.texts for cell in row.cells):
            if cell.text in texts:
                hand.type_into(cell, texts[cell.text])


def test_the_document_wins_in_a_table_and_the_form_of_the_same_project(
    folder: Path, budget: Budget, built: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """Typed into both, nothing contradicts itself; typed into the table alone, the target of the project is told to be as it was."""
    edited = hand.Edited(built)
    project = next(line for line in budget.expenditure if line.project == "网络信息安全")
    typed_into_rows(edited, project.project, {"53.00": "63.00", "530,000": "630,000"})
    (folder / "b.docx").write_bytes(edited.to_bytes())
    assert main(["build", str(hand.EXAMPLE), "--onto", "b.docx", "-o", "c.docx", "--document-wins"]) == 0
    told = capsys.readouterr().err
    assert "绩效金额不符" not in told
    assert "没有随之改动" not in told
    copy = yugong.read("c-数据.xlsx")
    (target,) = (t for t in copy.targets if t.project == project.project)
    assert target.total_local == target.annual_local == 630_000
    edited = hand.Edited(built)
    typed_into_rows(edited, project.project, {"53.00": "63.00"})
    (folder / "d.docx").write_bytes(edited.to_bytes())
    assert main(["build", str(hand.EXAMPLE), "--onto", "d.docx", "-o", "e.docx", "--document-wins"]) == 1
    assert "“网络信息安全”的绩效目标没有随之改动，请在副本的“绩效目标”中核对" in capsys.readouterr().err


def test_a_record_typed_differently_in_two_places_is_no_matter_of_rounding(
    folder: Path, built: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = hand.Edited(built)
    row = next(r for t in edited.tables() for r in hand.rows_of(t.element) if "综合专项经费" in r.texts and "67.00" in r.texts)
    for cell, typed in zip([c for c in row.cells if c.text == "67.00"], ("77.00", "78.00"), strict=True):
        hand.type_into(cell, typed)
    (folder / "b.docx").write_bytes(edited.to_bytes())
    main(["build", str(hand.EXAMPLE), "--onto", "b.docx", "-o", "c.docx", "--document-wins"])
    told = capsys.readouterr().err
    assert "78.00" in told
    assert "同一笔数据在文档的另一处改成了别的数" in told
    assert "舍入" not in told


def test_another_file_of_the_name_of_the_copy_stays_and_nothing_is_written(
    folder: Path, budget: Budget, built: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    edited = hand.Edited(built)
    typed_into_rows(edited, "网络信息安全", {"53.00": "63.00"})
    (folder / "b.docx").write_bytes(edited.to_bytes())
    (folder / "c-数据.xlsx").write_bytes(b"another")
    assert main(["build", str(hand.EXAMPLE), "--onto", "b.docx", "-o", "c.docx", "--document-wins"]) == 2
    assert "名称随 -o 而定" in capsys.readouterr().err
    assert (folder / "c-数据.xlsx").read_bytes() == b"another"
    assert not (folder / "c.docx").exists()


def test_a_document_that_stays_leaves_no_copy_behind(folder: Path, built: bytes) -> None:
    edited = hand.Edited(built)
    typed_into_rows(edited, "网络信息安全", {"53.00": "63.00"})
    for name in ("b.docx", "c.docx"):
        (folder / name).write_bytes(edited.to_bytes())
    assert main(["build", str(hand.EXAMPLE), "--onto", "b.docx", "-o", "c.docx", "--document-wins"]) == 2
    assert (folder / "c.docx").read_bytes() == edited.to_bytes()
    assert not (folder / "c-数据.xlsx").exists()


def test_revisions_offer_no_choice_that_is_refused_there(folder: Path, built: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    edited = hand.Edited(built)
    hand.replace_words(with_total(edited), "892.96万元", "999.99万元")
    (folder / "b.docx").write_bytes(edited.to_bytes())
    assert main(["build", str(hand.EXAMPLE), "--track-changes", "b.docx", "-o", "c.docx"]) == 1
    told = capsys.readouterr()
    assert "请先用 build --onto 更新原文档" in told.err
    assert "还有 1 处要由您决定" in told.out


def test_in_place_needs_force_and_keeps_a_copy(folder: Path, budget: Budget, built: bytes) -> None:
    (folder / "数据.xlsx").write_bytes(write_workbook(more(budget)))
    command = ["build", "数据.xlsx", "--onto", "a.docx", "-o", "a.docx"]
    assert main(command) == 2
    assert (folder / "a.docx").read_bytes() == built
    assert main([*command, "--force"]) == 0
    assert (folder / "a.docx.bak").read_bytes() == built
    assert (folder / "a.docx").read_bytes() != built


def test_each_copy_is_kept_and_none_twice(folder: Path, budget: Budget, built: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    seen = [built]
    for number in range(1, 4):
        (folder / "数据.xlsx").write_bytes(write_workbook(more(budget, 10_000 * number)))
        assert main(["build", "数据.xlsx", "--onto", "a.docx", "-o", "a.docx", "--force"]) == 0
        seen.append((folder / "a.docx").read_bytes())
    assert [(folder / f"a.docx.bak{n}").read_bytes() for n in ("", "2", "3")] == seen[:3]
    capsys.readouterr()
    assert main(["build", "数据.xlsx", "--onto", "a.docx", "-o", "a.docx", "--force"]) == 0
    assert "没有改动" in capsys.readouterr().out
    (folder / "a.docx").write_bytes(seen[2])
    assert main(["build", "数据.xlsx", "--onto", "a.docx", "-o", "a.docx", "--force"]) == 0
    assert not (folder / "a.docx.bak4").exists(), "a run that was killed kept it already"
