"""What is broken is told in one Chinese sentence, and nothing is written: files, templates, places."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from tests.cli_samples import SAMPLE, TEMPLATE, Captured, edited, only_file, refusal, refusal_lines, sheet
from yugong.cli import main


def _garbage(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 20)


def _half(path: Path) -> None:
    path.write_bytes(SAMPLE.read_bytes()[:9000])


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.json", "a.ods", "a.et", "a.docx", "a"])
@pytest.mark.parametrize(
    "make",
    [
        lambda path: None,
        lambda path: path.mkdir(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("部门,金额\n甲,1"),
        _garbage,
        _half,
    ],
    ids=["missing", "folder", "empty", "text", "garbage", "half"],
)
def test_what_is_not_a_workbook(tmp_path: Path, capsys: Captured, name: str, make: Callable[[Path], object]) -> None:
    make(tmp_path / name)
    before = sorted(tmp_path.iterdir())
    assert name in refusal(["build", str(tmp_path / name), "-o", str(tmp_path / "out.docx")], capsys)
    refusal(["check", str(tmp_path / name)], capsys)
    refusal(["build", str(SAMPLE), "--last-year", str(tmp_path / name), "-o", str(tmp_path / "out.docx")], capsys)
    assert sorted(tmp_path.iterdir()) == before


def test_unknown_template(tmp_path: Path, capsys: Captured) -> None:
    said = refusal(["build", str(SAMPLE), "--template", "shanxi/department", "-o", str(tmp_path / "a.docx")], capsys)
    assert "是否应为“shanxi/department-budget”" in said
    refusal(["build", str(SAMPLE), "--template", str(tmp_path), "-o", str(tmp_path / "a.docx")], capsys)
    assert only_file(tmp_path)


def _append(name: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text((folder / name).read_text(encoding="utf-8") + text, encoding="utf-8")


def _write(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (_append("document.yaml", "\n- 节: [未完\n"), "document.yaml"),
        (_append("document.yaml", "\n- {节: 多余, 页面: 没有, 内容: []}\n"), "document.yaml"),
        (_append("measures.yaml", "\n没有这一项: {}\n"), "measures.yaml"),
        (_append("tables/03支出总表.yaml", "\n行高: 很高\n"), "03支出总表.yaml"),
        (_append("tables/03支出总表.yaml", "\n\t制表符: 1\n"), "03支出总表.yaml"),
        (_append("narratives/支出.j2", "{{ 没有的名称 }}"), "支出.j2 第"),
        (_append("narratives/支出.j2", "{% if %}"), "支出.j2 第"),
        (_append("narratives/支出.j2", "{{ 支出总计 + 1 }}"), "支出.j2 第"),
        (_append("narratives/支出.j2", "{{ 支出总计.__class__ }}"), "支出.j2 第"),
        (_append("narratives/支出.j2", "{{ 支出总计|没有的过滤 }}"), "支出.j2 第"),
        (_append("narratives/支出.j2", "{% include '../../x' %}"), "支出.j2"),
        (_write("narratives/支出.j2", b"\xff\xfe\x00"), "支出.j2"),
        (_write("speech.yaml", b"\xff\xfe\x00"), "speech.yaml"),
        (_write("look.docx", b"nothing"), "look.docx"),
        (lambda folder: (folder / "look.docx").unlink(), "look.docx"),
        (lambda folder: (folder / "narratives/支出.j2").unlink(), "支出"),
        (lambda folder: (folder / "document.yaml").unlink(), "document.yaml"),
        (_write("template.yaml", b""), "template.yaml"),
        (_write("lists.yaml", b"- 1\n- 2\n"), "lists.yaml"),
    ],
)
def test_broken_templates(tmp_path: Path, capsys: Captured, spoil: Callable[[Path], object], named: str) -> None:
    folder = tmp_path / "template"
    shutil.copytree(TEMPLATE, folder)
    spoil(folder)
    said = refusal(["build", str(SAMPLE), "--template", str(folder), "-o", str(tmp_path / "a.docx")], capsys)
    assert named in said
    assert only_file(tmp_path, "template")


@pytest.mark.parametrize("out", ["", "没有的文件夹/a.docx", "workbook.xlsx/a.docx"])
def test_where_nothing_can_be_written(tmp_path: Path, capsys: Captured, out: str) -> None:
    (tmp_path / "workbook.xlsx").touch()
    said = refusal(["build", str(SAMPLE), "-o", str(tmp_path / out)], capsys)
    assert "不能写入" in said
    assert "文件夹" in said
    assert only_file(tmp_path, "workbook.xlsx")


def _other_template(book: openpyxl.Workbook) -> None:
    found = sheet(book, "基本信息")
    found["B7"].value = "shanxi/departmnt-budget"


@pytest.mark.parametrize("command", ["check", "reasons"])
def test_a_template_that_is_not_there_is_told_where_it_was_named(tmp_path: Path, capsys: Captured, command: str) -> None:
    book = edited(tmp_path / "a.xlsx", _other_template)
    assert refusal([command, str(book)], capsys).startswith("yugong：基本信息!B7：没有名为“shanxi/departmnt-budget”的模板")
    assert refusal([command, str(SAMPLE), "--template", "nope"], capsys).startswith("yugong：没有名为“nope”的模板")


def _without_style(folder: Path, name: str) -> None:
    """Renames a style of look.docx."""
    look = folder / "look.docx"
    with ZipFile(look) as file:
        parts = {part: file.read(part) for part in file.namelist()}
    styles = parts["word/styles.xml"].decode()
    assert f'w:name w:val="{name}"' in styles
    parts["word/styles.xml"] = styles.replace(f'w:name w:val="{name}"', 'w:name w:val="别的"').encode()
    with ZipFile(look, "w") as file:
        for part, data in parts.items():
            file.writestr(part, data)


@pytest.mark.parametrize("style", ["表数", "表头", "表题", "绩效标题", "heading 1"])
@pytest.mark.parametrize("command", [["build", "-o", "{0}/a.docx"], ["check"], ["explain"], ["reasons"], ["diff", str(SAMPLE)]])
def test_a_style_that_look_docx_lacks(tmp_path: Path, capsys: Captured, style: str, command: list[str]) -> None:
    folder = tmp_path / "template"
    shutil.copytree(TEMPLATE, folder)
    _without_style(folder, style)
    name, *rest = [part.format(tmp_path) for part in command]
    said = "\n".join(refusal_lines([name, str(SAMPLE), *rest, "--template", str(folder)], capsys))
    assert f"look.docx 里没有样式“{style}”" in said
    assert main(["template", "check", str(folder)]) == 1
    assert f"look.docx 里没有样式“{style}”" in capsys.readouterr().out
    assert only_file(tmp_path, "template")
