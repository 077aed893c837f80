"""The old binary form (.xls, .et): its record stream, for what calamine does not tell and must not be trusted with.

Layouts: [MS-CFB] for the file, [MS-XLS] for the records.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from figures.workbook.container import ReadError
from figures.workbook.form import letters

_TORN = "文件不完整或已损坏：请用 Excel 或 WPS 打开并另存为 .xlsx 后再试"
_LAST_SECTOR = 0xFFFFFFFA
_STREAM_NAMES = ("Workbook", "Book")
_ENTRY = 128

_BOF, _BOUNDSHEET, _FILEPASS, _MULRK, _BOOLERR = 0x0809, 0x0085, 0x002F, 0x00BD, 0x0205
# Records that give one cell a value, row and column first: number, small number, shared text, text, formula, truth or error.
_CELLS = frozenset({0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6, 0x0006, 0x0206, 0x0406, _BOOLERR})
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})


@dataclass
class BinarySheet:
    """How far a sheet's values reach, and the addresses of its error values."""

    rows: int = 0
    columns: int = 0
    errors: dict[str, str] = field(default_factory=dict)

    def add(self, kind: int, body: bytes) -> None:
        """Takes note of a record that gives cells their values."""
        row, column = struct.unpack_from("<HH", body)
        last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MULRK else column
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1, last + 1)
        code = None
        if kind == _BOOLERR and len(body) >= 8 and body[7]:
            code = body[6]
        elif kind in _FORMULAS and len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
            code = body[8]
        if code is not None:
            self.errors[f"{letters(column)}{row + 1}"] = _ERRORS.get(code, "#N/A")


def sheets(data: bytes) -> dict[str, BinarySheet]:
    """The sheets of a binary workbook by name.

    Raises ReadError where the file is torn, no workbook, or encrypted.
    """
    try:
        stream = _workbook_stream(data)
        named = list(_names(stream))
        starts = {name: start for start, name in named}
        if len(set(starts.values())) < len(named):
            raise ReadError(_TORN)
        found = {name: _sheet(stream, start) for name, start in starts.items()}
    except (struct.error, IndexError, UnicodeDecodeError) as failure:
        raise ReadError(_TORN) from failure
    return found


def _workbook_stream(data: bytes) -> bytes:
    """The stream of records: the sectors of the directory entry called Workbook (in the oldest files Book), joined."""
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    count = len(data) // size + 1
    fat = _allocation(data, size, count)
    directory = b"".join(_chain(data, size, fat, struct.unpack_from("<I", data, 48)[0], count))
    for offset in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        entry = directory[offset : offset + _ENTRY]
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        if name == "EncryptedPackage":
            raise ReadError("工作簿有打开密码：请在 Excel 或 WPS 中取消密码后再试")
        if name in _STREAM_NAMES:
            start, length = struct.unpack_from("<II", entry, 116)
            if length < struct.unpack_from("<I", data, 56)[0]:
                raise ReadError("文件不是工作簿，或其中没有内容：请提供 .xlsx、.xls、.et 或 .ods 工作簿")
            return b"".join(_chain(data, size, fat, start, count))[:length]
    raise ReadError("文件不是工作簿，可能是 .doc 等其他文件：请提供 .xlsx、.xls、.et 或 .ods 工作簿")


def _allocation(data: bytes, size: int, count: int) -> list[int]:
    """The sector allocation table: for each sector the next one of its chain."""
    tables = [s for s in struct.unpack_from("<109I", data, 76) if s < _LAST_SECTOR]
    sector = struct.unpack_from("<I", data, 68)[0]
    for _ in range(count):
        if sector >= _LAST_SECTOR:
            break
        more = struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
        tables += [s for s in more[:-1] if s < _LAST_SECTOR]
        sector = more[-1]
    fat: list[int] = []
    for table in tables[:count]:
        block = data[(table + 1) * size : (table + 2) * size]
        fat += struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
    return fat


def _chain(data: bytes, size: int, fat: list[int], sector: int, count: int) -> Iterator[bytes]:
    """The sectors of a chain; one that is longer than the file runs in a circle."""
    for _ in range(count):
        if sector >= _LAST_SECTOR:
            return
        yield data[(sector + 1) * size : (sector + 2) * size]
        sector = fat[sector]
    raise ReadError(_TORN)


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records from `start` on: kind and body."""
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def _names(stream: bytes) -> Iterator[tuple[int, str]]:
    """The start of each sheet's records and its name, from the workbook's own records."""
    for number, (kind, body) in enumerate(_records(stream, 0)):
        if kind == _FILEPASS:
            raise ReadError("工作簿有密码保护：请在 Excel 或 WPS 中取消密码后再试")
        if kind == _BOF and number:
            return
        if kind == _BOUNDSHEET:
            start, length = struct.unpack_from("<I", body)[0], body[6]
            wide = body[7] & 1
            raw = body[8 : 8 + length * (2 if wide else 1)]
            yield start, raw.decode("utf-16-le" if wide else "latin-1", "replace")


def _sheet(stream: bytes, start: int) -> BinarySheet:
    """What the records of one sheet say, up to its end or, where that is missing, the stream's."""
    sheet, depth = BinarySheet(), 0
    for kind, body in _records(stream, start):
        if kind == _BOF:
            depth += 1
        elif kind == 0x000A:
            depth -= 1
            if depth <= 0:
                break
        elif (kind in _CELLS or kind == _MULRK) and len(body) >= 6:
            sheet.add(kind, body)
    return sheet
