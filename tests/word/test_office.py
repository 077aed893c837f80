"""LibreOffice opens what is written, shows all of it, and keeps the identity of blocks when it saves."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from word_samples import DOCUMENT, LOOK, NUMBERS

from assembler.word.package import write_document


def convert(data: bytes, folder: Path, kind: str) -> Path:
    """The file that LibreOffice makes of a document."""
    source = folder / "file.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(folder / "out"), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "out" / f"file.{kind}"


@pytest.mark.office
def test_every_text_is_on_its_page(tmp_path: Path) -> None:
    pages = [page.extract_text() for page in PdfReader(convert(write_document(DOCUMENT, LOOK, NUMBERS), tmp_path, "pdf")).pages]
    plain = [re.sub(r"\s", "", page) for page in pages]
    expected = ("2024年度部门预算公开", "表二2024年预算收入总表", "占14.58%。", "【待填】", "2024年预算收入总表", "第三部分说明")
    assert [text in page for text, page in zip(expected, plain, strict=True)] == [True] * 6
    assert ["—1—" in plain[2], "—2—" in plain[3], "—3—" in plain[4], "—4—" in plain[5]] == [True] * 4
    assert "表一2024年" not in plain[3]  # the label stands in the contents only


@pytest.mark.office
def test_identity_survives_a_round_trip(tmp_path: Path) -> None:
    data = write_document(DOCUMENT, LOOK, NUMBERS)
    saved = convert(data, tmp_path, "docx")
    names = [
        set(re.findall(rb'w:name="(_yg[0-9a-f]+)"', ZipFile(f).read("word/document.xml")))
        for f in (tmp_path / "file.docx", saved)
    ]
    assert len(names[0]) == 16
    assert names[0] == names[1]
