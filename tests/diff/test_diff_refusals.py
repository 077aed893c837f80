"""What cannot be compared or watched is refused in its own terms: a document as a document, a workbook as a workbook."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import EXAMPLES, example

import yugong
from figures.exchange import to_json
from yugong.cli import main

BOOK = EXAMPLES / "zonggai-xuanchuan-2024.xlsx"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


@pytest.fixture(scope="module")
def document() -> bytes:
    return yugong.build(example()).to_bytes()


def zipped(name: str, data: bytes = b"x") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr(name, data)
    return held.getvalue()


WHAT = {
    "空.docx": (b"", "空文件"),
    "旧.doc": (OLE, "旧格式的 Word 文档"),
    "旧.docx": (OLE, "旧格式的 Word 文档"),
    "密.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
    "文.docx": ("文字".encode(), "不是 Word 文档"),
    "包.docx": (zipped("a.txt"), "没有 Word 文档"),
    "坏.docx": (zipped("word/document.xml", b"<broken"), "用 Word 打开"),
    "空.xlsx": (b"", "填好的工作簿"),
    "文.xlsx": ("文字".encode(), "不是工作簿"),
    "包.xlsx": (zipped("a.txt"), "没有工作簿"),
    "坏.xls": (OLE, "用 Excel 或 WPS 打开"),
    "文.ods": ("文字".encode(), "不是工作簿"),
    "空.json": (b"", "空文件"),
    "文.json": ("文字".encode(), "不是 JSON"),
    "半.json": (b'{"a":1,', "JSON 格式有误"),
    "表.csv": (b"a,b\n", "另存为 .xlsx"),
    "书.pdf": (b"%PDF-1.4\n", "已生成的 Word 文档"),
    "空.txt": (b"", "已生成的 Word 文档"),
}


@pytest.mark.parametrize("name", WHAT)
def test_each_kind_of_file_is_refused_in_its_own_terms(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, told = WHAT[name]
    path = tmp_path / name
    path.write_bytes(data)
    assert main(["diff", str(BOOK), str(path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert str(path) in line
    assert told in line
    assert ("Word" in line) == (name.endswith((".docx", ".doc")) or "已生成的 Word 文档" in line)
    assert ("Excel" in line) == (told in ("用 Excel 或 WPS 打开", "另存为 .xlsx"))


def test_a_torn_document_is_told_to_be_opened_in_word(
    document: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "断.docx"
    path.write_bytes(document[: len(document) // 2])
    assert main(["diff", str(path), str(BOOK)]) == 2
    told = capsys.readouterr().err
    assert "已损坏" in told
    assert "Excel" not in told


@pytest.mark.parametrize("command", [["diff", str(BOOK)], ["watch"]])
@pytest.mark.parametrize(("name", "told"), [("无.xlsx", "不存在"), ("无.docx", "不存在"), (".", "是文件夹")])
def test_what_is_not_there_is_told_at_once(
    command: list[str], name: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, str(tmp_path / name)]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--last-year", "无.xlsx"], "不存在"),
        (["--template", "没有这个"], "没有名为“没有这个”的模板"),
        (["-o", "x.xlsx"], ".docx 结尾"),
        (["-o", "没有/x.docx"], "文件夹不存在"),
    ],
)
def test_a_watch_that_could_never_write_does_not_begin(
    options: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["watch", str(BOOK), *options]) == 2
    noted = capsys.readouterr().err
    assert told in noted
    assert "正在留意" not in noted
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("option", [["--author", "甲"], ["--date", "2025-01-20"]])
def test_who_and_when_without_revisions_are_refused(
    option: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(BOOK), "-o", str(tmp_path / "a.docx"), *option]) == 2
    assert "--author、--date 要与 --track-changes 同用" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_date_that_is_none_is_told_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["build", str(BOOK), "--date", "2025-13-20"])
    assert "--date 不能这样写：“2025-13-20”不是日期" in capsys.readouterr().err


def test_what_goes_with_figures_only_is_refused_for_two_documents(
    document: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(document)
    assert main(["diff", str(path), str(path), "--template", "shanxi/department-budget"]) == 2
    assert "只用于工作簿或 JSON" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["甲.json", "乙.json", "丙.xlsx", "丁.docx"])
def test_what_is_compared_is_never_overwritten_with_what_is_told(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = tmp_path / "甲.json", tmp_path / "乙.json"
    for path in (old, new):
        path.write_text(to_json(example()), encoding="utf-8")
    before = old.read_bytes()
    assert main(["diff", str(old), str(new), "-o", str(tmp_path / name)]) == 2
    assert "文件名" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["乙.json", "甲.json"]
    assert old.read_bytes() == new.read_bytes() == before
