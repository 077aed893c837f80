"""The command line: exit statuses, what is written and what is not, findings as text and as JSON."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

import yugong
from tests.cli_samples import (
    ROOT,
    SAMPLE,
    TEMPLATE,
    Captured,
    Edit,
    drop_column,
    drop_reasons,
    drop_sheet,
    edited,
    of_year,
    only_file,
    put,
    refusal,
)
from yugong.cli import main


def test_the_sample(tmp_path: Path, capsys: Captured) -> None:
    assert main(["build", str(SAMPLE), "-o", str(tmp_path / "a.docx")]) == 0
    assert "已生成" in capsys.readouterr().out
    assert main(["build", str(SAMPLE), "-o", str(tmp_path / "b.docx"), "--final"]) == 0
    assert only_file(tmp_path, "a.docx", "b.docx")
    assert len(Document(str(tmp_path / "a.docx")).tables) == 19


def test_without_a_name_the_document_stands_beside_the_workbook(tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path / "预算.xlsx")
    assert main(["build", str(tmp_path / "预算.xlsx")]) == 0
    assert only_file(tmp_path, "预算.xlsx", "预算.docx")


def test_check_writes_nothing(tmp_path: Path, capsys: Captured) -> None:
    shutil.copy(SAMPLE, tmp_path / "a.xlsx")
    assert main(["check", str(tmp_path / "a.xlsx")]) == 0
    assert "错误" not in capsys.readouterr().out
    assert only_file(tmp_path, "a.xlsx")


def test_build_with_last_year_and_template(tmp_path: Path, capsys: Captured) -> None:
    before = edited(tmp_path / "last.xlsx", of_year(2023))
    out = str(tmp_path / "a.docx")
    assert main(["build", str(SAMPLE), "--last-year", str(before), "--template", str(TEMPLATE), "-o", out]) in (0, 1)
    assert (tmp_path / "a.docx").exists()
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("suffix", [".json", ".xlsx"])
def test_export_holds_the_same_figures(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"out{suffix}"
    assert main(["export", str(SAMPLE), "-o", str(out)]) == 0
    assert yugong.build(yugong.read(out)).to_bytes() == yugong.build(yugong.read(SAMPLE)).to_bytes()


def test_export_never_writes_over_its_own_figures(tmp_path: Path, capsys: Captured) -> None:
    shutil.copy(SAMPLE, tmp_path / "a.xlsx")
    assert "输入文件" in refusal(["export", str(tmp_path / "a.xlsx"), "-o", str(tmp_path / "a.xlsx")], capsys)
    assert (tmp_path / "a.xlsx").read_bytes() == SAMPLE.read_bytes()
    assert ".json" in refusal(["export", str(SAMPLE), "-o", str(tmp_path / "a.csv")], capsys)


def test_new_workbook_builds_and_tells_what_is_missing(tmp_path: Path, capsys: Captured) -> None:
    workbook = tmp_path / "new.xlsx"
    assert main(["new", str(workbook), "--template", "shanxi/department-budget"]) == 0
    capsys.readouterr()
    assert main(["build", str(workbook)]) == 1
    captured = capsys.readouterr()
    assert "部门名称" in captured.err
    assert only_file(tmp_path, "new.xlsx", "new.docx")
    assert main(["check", str(workbook)]) == 1
    assert main(["build", str(workbook), "--final", "-o", str(tmp_path / "final.docx")]) == 1
    assert not (tmp_path / "final.docx").exists()


def test_new_without_a_template_asks_for_one(tmp_path: Path, capsys: Captured) -> None:
    assert main(["new", str(tmp_path / "new.xlsx")]) == 0
    capsys.readouterr()
    assert "--template" in refusal(["build", str(tmp_path / "new.xlsx")], capsys)


def test_new_never_overwrites(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "new.xlsx").write_text("甲")
    assert "已存在" in refusal(["new", str(tmp_path / "new.xlsx")], capsys)
    assert (tmp_path / "new.xlsx").read_text() == "甲"


def test_missing_reasons(tmp_path: Path, capsys: Captured) -> None:
    """A change without a reason is marked in a draft; a final document is not written."""
    workbook = edited(tmp_path / "a.xlsx", drop_reasons)
    assert main(["build", str(workbook), "-o", str(tmp_path / "draft.docx")]) == 0
    assert "缺变动原因" in capsys.readouterr().err
    text = "\n".join(p.text for p in Document(str(tmp_path / "draft.docx")).paragraphs)
    assert text.count("【请填写变动原因】") == 3
    assert main(["build", str(workbook), "-o", str(tmp_path / "final.docx"), "--final"]) == 1
    assert "错误 [缺变动原因]" in capsys.readouterr().err
    assert only_file(tmp_path, "a.xlsx", "draft.docx")


@pytest.mark.parametrize(
    ("edit", "place", "message"),
    [
        (put("支出明细", "金额（元）", "三万"), "支出明细!", "三万"),
        (put("支出明细", "资金来源", "财政钱"), "支出明细!", "财政钱"),
        (put("支出明细", "支出类别", None), "支出明细!", "支出类别"),
        (put("支出明细", "功能分类科目编码", "999"), "支出明细!", "999"),
        (put("政府采购", "金额（元）", "#REF!"), "政府采购!", "#REF!"),
        (put("绩效目标", "年度市县（区）财政资金（元）", "若干"), "绩效目标!", "若干"),
    ],
)
def test_wrong_cells_are_findings_with_their_place(
    tmp_path: Path, capsys: Captured, edit: Edit, place: str, message: str
) -> None:
    workbook = edited(tmp_path / "a.xlsx", edit)
    status = main(["build", str(workbook)])
    captured = capsys.readouterr()
    assert status in (0, 1)
    assert any(re.search(rf"^(错误|警告) \[.+?\] {place}[A-Z]+\d+：.*{message}", line) for line in captured.err.splitlines())
    assert (tmp_path / "a.docx").exists()


@pytest.mark.parametrize(
    ("edit", "name"),
    [
        (drop_sheet("支出明细"), "支出明细"),
        (drop_sheet("基本信息"), "基本信息"),
        (drop_column("支出明细", "金额（元）"), "金额"),
        (drop_column("支出明细", "资金来源"), "资金来源"),
        (drop_column("变动原因", "原因"), "原因"),
    ],
)
def test_a_missing_sheet_or_column_is_named(tmp_path: Path, capsys: Captured, edit: Edit, name: str) -> None:
    workbook = edited(tmp_path / "a.xlsx", edit)
    status = main(["build", str(workbook), "--template", "shanxi/department-budget"])
    captured = capsys.readouterr()
    assert status in (1, 2)
    assert name in captured.err
    assert "Traceback" not in captured.err
    assert (tmp_path / "a.docx").exists() is (status == 1)


def test_json_findings(tmp_path: Path, capsys: Captured) -> None:
    workbook = edited(tmp_path / "a.xlsx", put("支出明细", "金额（元）", "三万"))
    for command in ("check", "build"):
        assert main([command, str(workbook), "--format", "json"]) == 1
        findings = json.loads(capsys.readouterr().out)
        (error,) = (f for f in findings if f["severity"] == "error" and "三万" in f["found"])
        assert set(error) == {"code", "severity", "message", "place", "found", "expected", "remedy"}
        assert error["place"].startswith("支出明细!")


def test_piped_findings_are_one_a_line(tmp_path: Path, capsys: Captured) -> None:
    workbook = edited(tmp_path / "a.xlsx", put("支出明细", "金额（元）", "三万\n零二" + "很长" * 200))
    assert main(["check", str(workbook)]) == 1
    *lines, last = capsys.readouterr().out.splitlines()
    assert all(re.match(r"(错误|警告|提示) \[\S+\] ", line) for line in lines)
    assert any("很长" * 20 in line for line in lines)
    assert last.startswith("共")


def test_an_untouched_document_is_written_over(tmp_path: Path) -> None:
    out = tmp_path / "a.docx"
    for _ in range(2):
        assert main(["build", str(SAMPLE), "-o", str(out)]) == 0
    assert only_file(tmp_path, "a.docx")


def test_hand_edits_are_kept(tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "a.docx"
    assert main(["build", str(SAMPLE), "-o", str(out)]) == 0
    capsys.readouterr()
    document = Document(str(out))
    document.paragraphs[-1].add_run("手工补充")
    document.save(str(out))
    mine = out.read_bytes()
    said = refusal(["build", str(SAMPLE), "-o", str(out)], capsys)
    assert "--force" in said
    assert out.read_bytes() == mine
    assert main(["build", str(SAMPLE), "-o", str(out), "--force"]) == 0
    assert only_file(tmp_path, "a.docx", "a.docx.bak")
    assert (tmp_path / "a.docx.bak").read_bytes() == mine
    assert out.read_bytes() != mine


def test_a_second_force_does_not_lose_the_first_copy(tmp_path: Path) -> None:
    out = tmp_path / "a.docx"
    for text in ("一", "二"):
        out.write_text(text, encoding="utf-8")
        assert main(["build", str(SAMPLE), "-o", str(out), "--force"]) == 0
    kept = {p.read_text(encoding="utf-8") for p in tmp_path.iterdir() if p != out}
    assert kept == {"一", "二"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "缺少 命令"),
        (["bulid"], "没有“bulid”这个命令"),
        (["build"], "缺少 FIGURES"),
        (["build", "a.xlsx", "--format", "xml"], "--format 不能是“xml”"),
        (["build", "a.xlsx", "-o"], "--output 后面缺少内容"),
        (["check", "a.xlsx", "b.xlsx"], "不认识 b.xlsx"),
    ],
)
def test_wrong_command_lines(capsys: Captured, arguments: list[str], said: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", [[], ["new"], ["build"], ["check"], ["export"]])
def test_help_is_chinese(capsys: Captured, command: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main([*command, "--help"])
    assert stop.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith("用法：")
    assert not re.search("usage|options|positional|show this", shown)


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "yugong.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False, timeout=60)


def test_as_a_program(tmp_path: Path) -> None:
    assert run("--version").stdout == f"yugong {yugong.__version__}\n"
    built = run("build", SAMPLE, "-o", tmp_path / "a.docx")
    assert (built.returncode, built.stdout) == (0, f"已生成 {tmp_path / 'a.docx'}\n")
    assert all(re.match("提示|共", line) for line in built.stderr.splitlines())
    broken = run("build", tmp_path / "nothing.xlsx")
    assert (broken.returncode, broken.stdout) == (2, "")
    assert broken.stderr.count("\n") == 1
