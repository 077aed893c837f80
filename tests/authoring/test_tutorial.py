"""The tutorial followed to the letter: its files written, its commands run, one after the other."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from yugong.cli import main

ROOT = Path(__file__).parents[2]
_STEP = re.compile(r"(?:^`([^`\n]+)`：\n\n)?^```(\S+)(?: (\S+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)


def steps() -> Iterator[tuple[str, str, str]]:
    """The steps of the tutorial, each (what, file, text): a file to write, commands to run, or what must have been printed."""
    for file, language, mark, text in _STEP.findall((ROOT / "docs" / "教程.md").read_text(encoding="utf-8")):
        what = "write" if file else {"应出现": "printed", "有错": "fails"}.get(mark, "run" if language == "sh" else "")
        assert what, text
        yield what, file, text


def test_the_tutorial_works_to_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "examples" / "zonggai-xuanchuan-2024.xlsx", "预算.xlsx")
    printed = ""
    for what, file, text in steps():
        if what == "write":
            Path(file).parent.mkdir(exist_ok=True)
            Path(file).write_text(text, encoding="utf-8")
        elif what == "printed":
            assert text.strip() in printed
        else:
            for line in text.strip().splitlines():
                program, *arguments = shlex.split(line)
                assert program == "yugong"
                status = main(arguments)
                printed = capsys.readouterr().out
                building = arguments[0] == "build"
                assert status == (1 if what == "fails" else 0) or (building and status == 1), (line, printed)
    assert "提醒" in printed or "公开.docx" in printed
    document = Document("公开.docx")
    texts = [p.text for p in document.paragraphs]
    assert any("厉行节约，2024年财政拨款安排的“三公”经费预算为" in text for text in texts)
    assert any("差旅费情况说明" in text for text in texts)
    assert any(re.search(r"差旅费预算\d[\d.]*万元。", text) for text in texts)
    assert any(table.rows[0].cells[0].text == "科目编码" and len(table.columns) == 5 for table in document.tables)


def test_the_template_of_the_tutorial_has_neither_errors_nor_warnings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for what, file, text in steps():
        if what == "write":
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            Path(file).write_text(text, encoding="utf-8")
        elif what != "printed":
            for line in text.strip().splitlines():
                if " build " not in line and " check " not in line:
                    assert main(shlex.split(line)[1:]) == 0
    capsys.readouterr()
    assert main(["template", "check", "我的模板"]) == 0
    assert "共0处错误、0处提醒" in capsys.readouterr().out
