"""A file is written whole or not at all, and a document that somebody edited is never replaced unasked."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from word_samples import LOOK

from assembler.description import Document, Paragraph, Run, Section
from assembler.word.package import write_document
from assembler.word.seal import is_untouched
from yugong.file_errors import SavingError
from yugong.saving import save_whole


def document(text: str) -> bytes:
    section = Section("正文", (Paragraph("一", "正文", (Run(text),)),))
    return write_document(Document("题", "单位", "", date(2024, 1, 1), (section,)), LOOK)


def edited(data: bytes) -> bytes:
    """The document with one word changed, as an office program would save it."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace("原文".encode(), "改文".encode()) if name == "word/document.xml" else part)
    return out.getvalue()


def test_a_document_as_written_is_untouched_and_an_edited_one_is_not() -> None:
    assert is_untouched(document("原文"))
    assert not is_untouched(edited(document("原文")))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"text", b"\x00" * 100])
def test_what_is_no_document_of_ours_counts_as_somebody_elses(data: bytes) -> None:
    assert not is_untouched(data)


def test_an_untouched_document_is_replaced_and_an_edited_one_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "文档.docx"
    save_whole(path, document("原文"))
    save_whole(path, document("新文"))
    assert path.read_bytes() == document("新文")
    path.write_bytes(edited(document("原文")))
    with pytest.raises(SavingError, match="没有覆盖"):
        save_whole(path, document("新文"))
    assert path.read_bytes() == edited(document("原文"))


def test_force_keeps_the_edited_document_beside_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "文档.docx"
    path.write_bytes(edited(document("原文")))
    save_whole(path, document("新文"), force=True)
    assert path.read_bytes() == document("新文")
    assert (tmp_path / "文档.docx.bak").read_bytes() == edited(document("原文"))


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(SavingError, match="不能写入"):
        save_whole(tmp_path / "没有这个文件夹" / "文档.docx", b"x")
    (tmp_path / "是文件夹").mkdir()
    with pytest.raises(SavingError):
        save_whole(tmp_path / "是文件夹", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["是文件夹"]


_STOPPED = """
import os, sys
from pathlib import Path
from yugong import saving
def stop(_):
    print("stopped", flush=True)
    sys.stdin.read()
os.fsync = stop
saving.save_whole(Path(sys.argv[1]), b"late", check_edits=False)
"""


@pytest.mark.parametrize("killed", [True, False])
def test_only_what_killed_runs_left_is_swept_away(tmp_path: Path, killed: bool) -> None:
    """A temporary file goes when it is old and no process holds it; a process that was stopped for long keeps its own."""
    path = tmp_path / "文档[1].docx"
    command = [sys.executable, "-c", _STOPPED, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        (temporary,) = tmp_path.iterdir()
        if killed:
            writer.kill()
            writer.wait()
        save_whole(path, b"one", check_edits=False)
        assert temporary.exists()
        others = [tmp_path / name for name in (".文档[1].docx.swp", ".文档1.docx.abc.tmp", "文档[1].docx.bak")]
        for other in (temporary, *others):
            other.touch()
            os.utime(other, (0, 0))
        save_whole(path, b"two", check_edits=False)
        assert temporary.exists() != killed
        assert path.read_bytes() == b"two"
    assert path.read_bytes() == (b"two" if killed else b"late")
    assert set(tmp_path.iterdir()) == {path, *others}


def test_a_document_whose_other_parts_were_edited_is_kept_too() -> None:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(document("原文"))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"1.0", b"1.0 ") if name == "word/settings.xml" else old.read(name))
    assert not is_untouched(out.getvalue())
