"""The file before a spreadsheet reader opens it: what it is, whether it is whole, and whether its sizes are honest."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from figures.lean import frozen

MIB = 2**20
LARGEST_FILE = 64 * MIB
LARGEST_PART = 160 * MIB
LARGEST_TOTAL = 256 * MIB
MOST_PARTS = 2000
# Sheets of thousands of like rows are packed 1:30; what is packed 1:250 and large holds nothing that people typed.
HIGHEST_RATIO = 250
RATIO_MATTERS_FROM = 16 * MIB

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TORN = "文件不完整或已损坏：请用 Excel 或 WPS 打开并另存为 .xlsx 后再试"


class ReadError(Exception):
    """A file that cannot be read at all; the message is one Chinese sentence for the officer."""


@frozen
class Container:
    """A workbook file that may be opened: its form and, where it is a package, its XML parts by lower-case name."""

    form: Literal["xlsx", "ods", "xls"]
    data: bytes
    parts: Mapping[str, bytes] = field(default_factory=dict)


def examine(data: bytes) -> Container:
    """The container of a workbook file's bytes.

    Raises ReadError for what is no workbook, encrypted, torn, larger than it says or than any budget, or brings XML entities.
    """
    if not data:
        raise ReadError("文件是空的：请选择填好的工作簿")
    if len(data) > LARGEST_FILE:
        raise ReadError(f"文件有{len(data) // MIB}MB，超过{LARGEST_FILE // MIB}MB的上限：请删去图片等与数据无关的内容")
    if data.startswith(_OLE):
        return Container("xls", data)
    if not data.startswith(_ZIP):
        raise ReadError("文件不是工作簿：请提供 .xlsx、.xls、.et、.ods 工作簿，或按公开格式导出的 .json 文件")
    parts = _inflated(data)
    return Container(_package_form(parts), data, parts)


def _inflated(data: bytes) -> dict[str, bytes]:
    """All parts of a zip package, really inflated within limits: what the directory says of their sizes is not trusted."""
    parts: dict[str, bytes] = {}
    total = 0
    for entry in _directory(data):
        content = _inflate(data, entry)
        total += len(content)
        if total > LARGEST_TOTAL:
            raise ReadError(f"工作簿解压后超过{LARGEST_TOTAL // MIB}MB，不像是预算数据：为安全起见不读取")
        name = entry.filename.replace("\\", "/").lstrip("/").lower()
        if name in parts:
            raise ReadError(_TORN)
        if b"!" in content and _DECLARED.search(content):
            raise ReadError("工作簿的XML中含有实体或文档类型声明，不是办公软件正常保存的文件：为安全起见不读取")
        # A part in UTF-16, with a mark of its byte order or without, could hide a declaration from the search above.
        if (content[:2] in _UTF16 or b"\0" in content) and name.endswith((".xml", ".rels")):
            raise ReadError(_TORN)
        parts[name] = content
    return parts


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error, UnicodeError, OverflowError) as failure:
        raise ReadError(_TORN) from failure
    if len(entries) > MOST_PARTS:
        raise ReadError(f"工作簿内有{len(entries)}个部件，不像是预算数据：为安全起见不读取")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ReadError("工作簿是加密的压缩包：请取消密码后再试")
    return entries


def _inflate(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The content of one part; raises ReadError where it is torn, packed in another way than documents are, or a bomb."""
    start = entry.header_offset
    header = data[start : start + 30] if start >= 0 else b""
    if len(header) < 30 or not header.startswith(_ZIP):
        raise ReadError(_TORN)
    start += 30 + sum(struct.unpack("<HH", header[26:30]))
    packed = data[start : start + entry.compress_size]
    if len(packed) != entry.compress_size:
        raise ReadError(_TORN)
    if entry.compress_type == zipfile.ZIP_STORED:
        content = packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        content = _deflated(packed)
    else:
        raise ReadError(_TORN)
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise ReadError(_TORN)
    return content


def _deflated(packed: bytes) -> bytes:
    limit = min(LARGEST_PART, max(RATIO_MATTERS_FROM, len(packed) * HIGHEST_RATIO))
    inflater = zlib.decompressobj(-15)
    try:
        content = inflater.decompress(packed, limit + 1)
    except zlib.error as failure:
        raise ReadError(_TORN) from failure
    if len(content) > limit:
        raise ReadError("工作簿中有压缩比异常的部件（疑为压缩炸弹）：为安全起见不读取")
    return content


def _package_form(parts: Mapping[str, bytes]) -> Literal["xlsx", "ods"]:
    """Which kind of package this is; raises ReadError for documents and other archives."""
    if "xl/workbook.bin" in parts:
        raise ReadError("不支持 .xlsb 二进制工作簿：请另存为 .xlsx 后再试")
    if "xl/workbook.xml" in parts:
        return "xlsx"
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument.spreadsheet") and "content.xml" in parts:
        if b"encryption-data" in parts.get("meta-inf/manifest.xml", b""):
            raise ReadError("工作簿有打开密码：请取消密码后再试")
        return "ods"
    if "word/document.xml" in parts:
        raise ReadError("文件是 Word 文档，不是工作簿：请提供填好数据的 .xlsx 文件")
    raise ReadError("文件是压缩包，其中没有工作簿：请提供 .xlsx、.xls、.et 或 .ods 工作簿")
