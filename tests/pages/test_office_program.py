"""Running LibreOffice: what is told when it is missing, hangs or fails, and which fonts are missing."""

from __future__ import annotations

import io
import os
import sys
import time
from pathlib import Path

import pytest
from pypdf import PdfWriter

from assembler import office

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the programs that stand in for LibreOffice are shell scripts")


def program(folder: Path, script: str) -> Path:
    """A program that stands in for LibreOffice; its arguments are those that LibreOffice would get."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_a_missing_program_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_USUAL_PLACES", ())
    with pytest.raises(office.OfficeMissingError, match="没有找到 LibreOffice"):
        office.to_pdf(b"")


def test_a_program_that_cannot_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(office.OfficeMissingError, match="不能启动"):
        office.to_pdf(b"", program=tmp_path / "none")


def test_a_program_on_the_path_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = program(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office.find_office() == made


def test_a_hung_program_is_ended_with_all_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    hung = program(tmp_path, f"(sleep 2; touch {mark}) & sleep 60")
    start = time.monotonic()
    with pytest.raises(office.OfficeHungError, match=r"0\.3 秒内没有转完"):
        office.to_pdf(b"", program=hung, limit=0.3)
    assert time.monotonic() - start < 2
    time.sleep(max(0.0, 2.3 - (time.monotonic() - start)))
    assert not mark.exists()


def test_a_document_that_fails_is_named(tmp_path: Path) -> None:
    with pytest.raises(office.OfficeFailedError, match="没有把“预算”转成 PDF（它说：source file could not be loaded"):
        office.to_pdfs({"预算": b""}, program=program(tmp_path, "echo source file could not be loaded"))


def test_each_run_has_a_profile_and_a_folder_of_its_own(tmp_path: Path) -> None:
    # the last arguments are the documents; each PDF repeats what its document holds
    log = tmp_path / "log"
    script = f'echo "$@" >> {log}\nfor f in "$@"; do case "$f" in *.docx) cp "$f" "${{f%.docx}}.pdf";; esac; done'
    fake = program(tmp_path, script)
    assert office.to_pdfs({"甲/乙": b"1", "丙": b"2"}, program=fake) == {"甲/乙": b"1", "丙": b"2"}
    source = tmp_path / "丁.docx"
    source.write_bytes(b"3")
    assert office.to_pdf(source, program=fake) == b"3"
    profiles = [line.split()[0] for line in log.read_text().splitlines()]
    assert len(set(profiles)) == 2
    assert all(p.startswith("-env:UserInstallation=file:///") for p in profiles)
    assert "ExportBookmarks" in log.read_text()


def outlined() -> bytes:
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(100, 100)
    first = writer.add_outline_item(title="第一部分", page_number=0)
    writer.add_outline_item(title="一、职责", page_number=1, parent=first)
    writer.add_outline_item(title="第二部分", page_number=2)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_outline() -> None:
    assert office.pdf_outline(outlined()) == [(1, "第一部分", 1), (2, "一、职责", 2), (1, "第二部分", 3)]


def test_an_unreadable_pdf_is_told() -> None:
    with pytest.raises(office.OutlineError, match="读不出来"):
        office.pdf_outline(b"no pdf")


def test_a_missing_reader_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(office.OutlineError, match="pip install pypdf"):
        office.pdf_outline(outlined())


def answers(monkeypatch: pytest.MonkeyPatch, families: str | None, match: str = "") -> None:
    monkeypatch.setattr(office, "_ask", lambda *command: families if command[0] == "fc-list" else match)


def test_missing_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "宋体,SimSun\n黑体\n")
    assert office.missing_fonts(["宋体", "黑体", "SimSun", ""]) == ()
    answers(monkeypatch, "DejaVu Sans\n", "FandolFang\ten|zh-cn")
    assert office.missing_fonts(["仿宋_GB2312", "仿宋_GB2312"]) == ("没有安装字体“仿宋_GB2312”，PDF 中以“FandolFang”代替。",)
    answers(monkeypatch, "DejaVu Sans\n", "DejaVu Sans\ten|fr")
    assert "没有可以代替它的中文字体" in office.missing_fonts(["仿宋_GB2312"])[0]
    answers(monkeypatch, "Liberation Serif\n", "Liberation Serif\ten")
    assert office.missing_fonts(["Times New Roman"]) == ()
    answers(monkeypatch, None)
    assert office.missing_fonts(["仿宋_GB2312"]) == ()
