"""LibreOffice, where it is wanted: a .docx as PDF, the fonts it lacks, and the outline of its PDF."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pypdf import PdfReader

T = TypeVar("T")

TIME_LIMIT = 180.0
"""Seconds that a conversion may take; a document whose fonts are missing takes several times as long as another."""

_NAMES = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
    "C:/Program Files (x86)/LibreOffice/program/soffice.exe",
)
_BOOKMARKS, _PLACES = "ExportBookmarks", "ExportBookmarksToPDFDestination"
_CHINESE = "zh-cn"
_SAME_WIDTHS = {"Times New Roman": ("Liberation Serif", "Tinos", "Thorndale AMT")}
_FONT_TOOL_LIMIT = 20.0
_WORDS_SHOWN = 300


class OfficeError(Exception):
    """LibreOffice could not do what was asked; a Chinese sentence that says what to do."""


class OfficeMissingError(OfficeError):
    """There is no LibreOffice on this machine."""


class OfficeHungError(OfficeError):
    """LibreOffice did not finish in time and was ended."""


class OfficeFailedError(OfficeError):
    """LibreOffice ended without the PDF."""


class OutlineError(OfficeError):
    """The outline of a PDF cannot be read."""


def find_office() -> Path:
    """The LibreOffice program; OfficeMissingError where there is none."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    for place in map(Path, _USUAL_PLACES):
        if place.is_file():
            return place
    raise OfficeMissingError("没有找到 LibreOffice，不能生成 PDF。请安装 LibreOffice，或在 Word 中打开文档后另存为 PDF。")


def to_pdf(document: bytes | Path, *, program: Path | None = None, limit: float = TIME_LIMIT, places: bool = False) -> bytes:
    """A .docx (its bytes or its path) as PDF with bookmarks, made by LibreOffice. OfficeError and `places` as in `to_pdfs`."""
    data = document.read_bytes() if isinstance(document, Path) else document
    return to_pdfs({"document": data}, program=program, limit=limit, places=places)["document"]


def to_pdfs(
    documents: Mapping[str, bytes], *, program: Path | None = None, limit: float = TIME_LIMIT, places: bool = False
) -> dict[str, bytes]:
    """Several .docx files as PDF, by the same names, in one run of LibreOffice with a profile of its own that is thrown away.

    `places` makes the documents' bookmarks named places of the PDF (see `pdf_places`). `limit` is in seconds. OfficeMissingError without LibreOffice, OfficeHungError after the time limit, OfficeFailedError for a
    document that LibreOffice cannot convert.
    """
    office = program or find_office()
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        work = Path(folder)
        sources = {name: work / f"{number}.docx" for number, name in enumerate(documents)}
        for name, path in sources.items():
            path.write_bytes(documents[name])
        command = [
            str(office),
            f"-env:UserInstallation={(work / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--convert-to", _export(places), "--outdir", str(work)),
            *map(str, sources.values()),
        ]
        words = _run(command, limit)
        return {name: _made(name, path.with_suffix(".pdf"), words) for name, path in sources.items()}


def _export(places: bool) -> str:
    options = (_BOOKMARKS, _PLACES) if places else (_BOOKMARKS,)
    return f"pdf:writer_pdf_Export:{json.dumps({name: {'type': 'boolean', 'value': 'true'} for name in options})}"


def _made(name: str, pdf: Path, words: str) -> bytes:
    if not pdf.is_file():
        said = f"它说：{words[-_WORDS_SHOWN:]}" if words else "它没有说明原因"
        raise OfficeFailedError(f"LibreOffice 没有把“{name}”转成 PDF（{said}）。请先用 LibreOffice 打开该文档，看能否打开。")
    return pdf.read_bytes()


def _run(command: list[str], limit: float) -> str:
    """Run LibreOffice and return what it said; it and all that it started are ended after `limit` seconds."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise OfficeMissingError(f"LibreOffice 不能启动（{command[0]}：{error.strerror}）。请检查安装。") from error
    try:
        words, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        _end(process)
        raise OfficeHungError(
            f"LibreOffice 在 {limit:g} 秒内没有转完，已将它关闭。请检查是否缺少中文字体或有另一个 LibreOffice 卡住，然后重试。"
        ) from None
    except BaseException:
        _end(process)
        raise
    return words.decode("utf-8", "replace").strip()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started: soffice is a script that starts the real one."""
    if os.name == "posix":
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()
    else:
        process.kill()
    process.communicate()


def missing_fonts(names: Iterable[str]) -> tuple[str, ...]:
    """For each font that this machine lacks, a Chinese sentence that says what LibreOffice takes in its place.

    A font that is replaced by one of the same widths is not lacking. Nothing is told where the machine has no fontconfig to ask.
    """
    installed = _ask("fc-list", ":", "family")
    if installed is None:
        return ()
    families = {family.strip() for line in installed.splitlines() for family in line.split(",")}
    told = (_substitute(name) for name in dict.fromkeys(names) if name and name not in families)
    return tuple(sentence for sentence in told if sentence)


def _substitute(name: str) -> str:
    answer = _ask("fc-match", "-f", "%{family[0]}\t%{lang}", name)
    if not answer:
        return f"没有安装字体“{name}”，PDF 的版面可能与 Word 中不同。"
    family, _, languages = answer.partition("\t")
    if family in _SAME_WIDTHS.get(name, ()):
        return ""
    if name.isascii() or _CHINESE in languages.split("|"):
        return f"没有安装字体“{name}”，PDF 中以“{family}”代替。"
    return f"没有安装字体“{name}”，也没有可以代替它的中文字体，PDF 中的汉字可能显示不出。请安装中文字体后重试。"


def _ask(*command: str) -> str | None:
    """What a font tool answers; None where there is no such tool or it fails."""
    if shutil.which(command[0]) is None:
        return None
    try:
        done = subprocess.run(command, capture_output=True, timeout=_FONT_TOOL_LIMIT, check=True)
    except (subprocess.SubprocessError, OSError):
        return None
    return done.stdout.decode("utf-8", "replace")


def pdf_outline(pdf: bytes) -> list[tuple[int, str, int]]:
    """The bookmarks of a PDF in order: level (1 for the outermost), title, page of the file (from 1).

    OutlineError where the reading library is not installed or the PDF cannot be read.
    """
    return _read(pdf, lambda reader: list(_flattened(reader, reader.outline, 1)))


def pdf_places(pdf: bytes) -> dict[str, int]:
    """The page of the file (from 1) of each named place of a PDF made with `places`, by the name of the bookmark.

    OutlineError as in `pdf_outline`.
    """
    return _read(pdf, _named_places)


def _named_places(reader: PdfReader) -> dict[str, int]:
    found = {}
    for name, destination in reader.named_destinations.items():
        page = reader.get_destination_page_number(destination)
        if page is not None:
            found[_unescaped(name)] = page + 1
    return found


def _unescaped(name: str) -> str:
    """A name of a PDF as it was before its special characters were written as /5F (in hexadecimal)."""
    return re.sub(r"/([0-9A-F]{2})", lambda match: chr(int(match[1], 16)), name)


def _read(pdf: bytes, take: Callable[[PdfReader], T]) -> T:
    try:  # wanted here only, and slow to load
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise OutlineError("读取 PDF 的页码需要 pypdf，请先安装：pip install pypdf") from error
    try:
        return take(PdfReader(BytesIO(pdf)))
    except PyPdfError as error:
        raise OutlineError(f"PDF 读不出来：{error}") from error


def _flattened(reader: PdfReader, outline: Sequence[Any], level: int) -> Iterator[tuple[int, str, int]]:
    """Bookmarks one after another; those of the next level stand in a list after the one that they belong to."""
    for item in outline:
        if isinstance(item, list):
            yield from _flattened(reader, item, level + 1)
        else:
            page = reader.get_destination_page_number(item)
            if page is not None:
                yield level, str(item.title), page + 1
