"""What one side of a comparison is read from: a document or figures, told apart by content; what is neither is refused in its own terms."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from assembler.rebuild.refusal import RebuildError
from figures.reading import ReadError, looks_like_json, read_content

_DOCUMENTS = (".docx", ".docm", ".dotx", ".doc", ".wps")
_FIGURES = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".json")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_document(path: Path) -> bool:
    """Whether a file is a Word document, by its content."""
    try:
        return is_document_data(path.read_bytes())
    except OSError:
        return False


def is_document_data(data: bytes) -> bool:
    """Whether bytes are a Word document."""
    return any(name.startswith("word/") for name in _parts(data))


def content_of(path: Path) -> bytes:
    """The bytes of a document, a workbook or JSON.

    ReadError for what is not there; RebuildError for what by its name is a document and by its content none, and for what is neither
    a document nor figures. Whether figures can be read is seen when they are.
    """
    data = read_content(path)
    if path.suffix.lower() in _DOCUMENTS:
        if not is_document_data(data) and not _holds_a_workbook(data) and not looks_like_json(data):
            raise RebuildError(f"“{path}”{_no_document(data)}")
    elif data.startswith((_ZIP, _OLE)) or looks_like_json(data):
        pass
    elif path.suffix.lower() == ".json":
        raise ReadError(f"“{path}”{'不是 JSON' if data else '是空文件'}：请用 yugong export 重新导出，或核对文件名")
    elif path.suffix.lower() not in _FIGURES:
        raise ReadError(
            f"“{path}”不能比较：请提供工作簿（.xlsx、.xls、.et、.ods）、JSON 或已生成的 Word 文档（.docx）"
            + ("；.csv 请先用 Excel 或 WPS 另存为 .xlsx" if path.suffix.lower() == ".csv" else "")
        )
    return data


def _no_document(data: bytes) -> str:
    """What a file that is called a document is instead, and what to do."""
    if not data:
        return "是空文件，不是 Word 文档：请重新生成，或核对文件名"
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return "设有打开密码：请用 Word 或 WPS 打开，取消密码后另存"
        return "不是 .docx，像是旧格式的 Word 文档（.doc、.wps）：请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”"
    if data.startswith(_ZIP) and _parts(data):
        return "是压缩包，其中没有 Word 文档：请核对文件名"
    if data.startswith(_ZIP):
        return "不完整或已损坏，不能作为 Word 文档读取：请用 Word 或 WPS 打开（修复）后另存为 .docx，或重新生成"
    return "不是 Word 文档：请核对文件名"


def _holds_a_workbook(data: bytes) -> bool:
    return any(name.startswith("xl/") or name == "content.xml" for name in _parts(data))


def _parts(data: bytes) -> list[str]:
    """The names of the parts of a package, none where it is none that can be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []
