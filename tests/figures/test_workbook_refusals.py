"""Files that are refused, each with one Chinese sentence: no workbook, encrypted, torn, bombs of every kind."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from figures.budget import Budget
from figures.reading import ReadError, read_bytes, read_figures
from figures.records import Basics, ExpenditureLine
from figures.workbook.cells import _reach
from figures.workbook.container import LARGEST_FILE
from figures.workbook.reading import read_workbook
from figures.workbook.writing import write_workbook

SHEET = "xl/worksheets/sheet4.xml"  # 支出明细
BUDGET = Budget(
    basics=Basics("甲局", year=2024),
    expenditure=tuple(
        ExpenditureLine(function="2013302", category="基本支出", fund="一般公共预算", amount=Decimal(i)) for i in range(1, 4)
    ),
)
GOOD = write_workbook(BUDGET)


def package(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(GOOD)
    return package(**{**parts, name: change(parts[name])})


def with_rows(xml: bytes) -> bytes:
    return changed(SHEET, lambda sheet: sheet.replace(b"</sheetData>", xml + b"</sheetData>"))


def refusal(data: bytes) -> str:
    with pytest.raises(ReadError) as failure:
        read_workbook(data)
    message = str(failure.value)
    assert re.search("[\u4e00-\u9fff]", message)
    assert "\n" not in message
    assert len(message) < 120
    return message


def ole(*streams: str) -> bytes:
    """A compound file whose directory names `streams`, all of them empty."""
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        62,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        4096,
        2**32 - 2,
        0,
        2**32 - 2,
        0,
    )
    head = head[:76] + struct.pack("<109I", 0, *[2**32 - 1] * 108)
    fat = struct.pack("<128I", 2**32 - 3, 2**32 - 2, *[2**32 - 1] * 126)
    entries = b"".join(
        n.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBB12x16x4x16xIQ", len(n) * 2 + 2, 2, 1, 2**32 - 2, 0)
        for n in streams
    )
    return head + fat + entries.ljust(512, b"\0")


def test_what_is_no_workbook() -> None:
    assert "空" in refusal(b"")
    assert "不是工作簿" in refusal(b"hello")
    assert "不是工作簿" in refusal(b"%PDF-1.7 ...")
    assert "Word" in refusal(package(**{"word/document.xml": b"<a/>"}))
    assert "压缩包" in refusal(package(a=b"b"))
    assert "xlsb" in refusal(package(**{"xl/workbook.bin": b"", "xl/workbook.xml": b""}))
    assert "没有认识的工作表" in refusal(changed("xl/workbook.xml", lambda x: re.sub(rb'name="[^"]+"', b'name="x"', x)))
    assert "不是工作簿" in refusal(ole("WordDocument"))
    assert "不是工作簿" in refusal(ole("Workbook"))
    assert "损坏" in refusal(ole("Workbook")[:40])
    assert refusal(ole("Workbook")[:8] + b"\xff" * 600)


def test_encrypted_workbooks() -> None:
    assert "密码" in refusal(ole("EncryptionInfo", "EncryptedPackage"))
    manifest = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    ods = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"x", "META-INF/manifest.xml": manifest}
    assert "密码" in refusal(package(**ods))
    flagged = bytearray(package(**{"xl/workbook.xml": b"<a/>"}))
    flagged[flagged.rindex(b"PK\x01\x02") + 8] |= 1
    assert "密码" in refusal(bytes(flagged))


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99, 0.9999])
def test_torn_workbooks(share: float) -> None:
    assert "损坏" in refusal(GOOD[: int(len(GOOD) * share)])


def test_sizes_that_are_not_honest() -> None:
    assert "压缩" in refusal(package(**{"xl/workbook.xml": b" " * 40_000_000}))
    many = {f"p{i}": b"" for i in range(2500)}
    assert "部件" in refusal(package(**many))
    assert "上限" in refusal(b"PK\x03\x04" + b"\0" * LARGEST_FILE)
    lying = bytearray(package(**{"xl/workbook.xml": b"x" * 5000}))
    directory = lying.rindex(b"PK\x01\x02")
    lying[directory + 24 : directory + 28] = struct.pack("<I", 50)
    assert "损坏" in refusal(bytes(lying))


def test_a_bomb_of_overlapping_parts() -> None:
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    content = bytes(range(256)) * 40_000
    body = packed.compress(content) + packed.flush()
    crc, name = zlib.crc32(content), b"xl/a0.xml"
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, crc, len(body), len(content), len(name), 0) + name + body
    directory = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, crc, len(body), len(content), len(n), 0, 0, 0, 0, 0, 0) + n
        for n in (b"xl/a%d.xml" % i for i in range(200))
    )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 200, 200, len(directory), len(local), 0)
    assert refusal(local + directory + end)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml"])
@pytest.mark.parametrize(
    "evil", [b'<!DOCTYPE a [<!ENTITY b "c">]>', b'<!DOCTYPE a SYSTEM "file:///etc/passwd">', b"<!doctype a>"]
)
def test_xml_entities(part: str, evil: bytes) -> None:
    assert "实体" in refusal(changed(part, lambda xml: xml.replace(b"?>", b"?>" + evil, 1)))


def test_utf16_cannot_hide_an_entity() -> None:
    hidden = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")
    assert refusal(changed(SHEET, lambda _: hidden))


@pytest.mark.parametrize(
    "rows",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>',
        b"<row><c\tr='XFD1048576'><v>1</v></c></row>",
        b'<row><c r="A5" r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1048576"><c><v>1</v></c></row>',
        b'<row r="5"><c r="ZZZZZZZ99999999999999999999"><v>1</v></c></row>',
        b"<row>" + b"<c><v>1</v></c>" * 16_000 + b"</row>" + b"<row><c><v>1</v></c></row>" * 5000,
        b'<x:row xmlns:x="y"><x:c r="XFD1048576"><v>1</v></x:c></x:row>',
    ],
)
def test_cells_that_reach_too_far(rows: bytes) -> None:
    assert "延伸到" in refusal(with_rows(rows))


def test_far_cells_without_content_do_no_harm() -> None:
    for cell in (b'<c r="XFD1048576" s="1"/>', b'<c r="XFD1048576" s="1"></c>'):
        assert read_workbook(with_rows(b'<row r="1048576">' + cell + b"</row>")).expenditure == BUDGET.expenditure


def test_a_long_text_shared_by_very_many_cells() -> None:
    cells = b"".join(b'<c r="%c%d" t="s"><v>0</v></c>' % (65 + i % 12, i // 12 + 100) for i in range(60_000))
    parts = parts_of(with_rows(b"<row>" + cells + b"</row>"))
    strings = parts["xl/sharedStrings.xml"]
    long = strings.replace(b"<si><t>", b"<si><t>" + b"y" * 30_000, 1)
    assert "很长的文字" in refusal(package(**{**parts, "xl/sharedStrings.xml": long}))
    last = strings.replace(b"</sst>", b"<si><t>" + b"y" * 30_000 + b"</t></si></sst>")
    assert read_workbook(package(**{**parts, "xl/sharedStrings.xml": last})).expenditure


ODS = b'<office:x xmlns:table="t"><table:table table:name="a">%s</table:table></office:x>'


@pytest.mark.parametrize(
    "rows",
    [
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell>1</table:table-cell>'
        b'<table:table-cell table:number-columns-repeated="16384">1</table:table-cell></table:table-row>',
        b'<table:table-row table:number-rows-repeated="9999999999"><table:table-cell>1</table:table-cell></table:table-row>',
        b'<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
        b'<table:table-row><table:table-cell table:number-columns-repeated="9"/><table:table-cell>1</table:table-cell></table:table-row>',
    ],
)
def test_repetitions_in_ods(rows: bytes) -> None:
    parts = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": ODS % rows}
    assert "延伸到" in refusal(package(**parts))


def test_files_are_named_and_never_touched(tmp_path: Path) -> None:
    good = tmp_path / "数据.xlsx"
    good.write_bytes(GOOD)
    assert read_figures(good).name == "数据.xlsx"
    assert good.read_bytes() == GOOD
    assert read_figures(good, good).last_year == BUDGET
    for path in (tmp_path, tmp_path / "没有.xlsx", tmp_path / ("长" * 300)):
        with pytest.raises(ReadError, match=r"[\u4e00-\u9fff]"):
            read_figures(path)
    bad = tmp_path / "坏.xlsx"
    bad.write_bytes(b"x")
    with pytest.raises(ReadError, match=r"坏\.xlsx"):
        read_figures(good, bad)
    assert read_bytes(GOOD) == BUDGET


@pytest.mark.parametrize("blank", [b" ", b"\t", b"\n"])
@pytest.mark.parametrize(
    ("cell", "rows", "columns"), [(b"B7", 9_999, 26), (b"B12345", 12_345, 26), (b"AB3", 3, 28), (b"A123456", 123_456, 1)]
)
def test_how_far_cells_reach_is_never_less_than_it_is(blank: bytes, cell: bytes, rows: int, columns: int) -> None:
    xml = b'<sheetData><row><c%sr="%b" s="1" t="s"><v>1</v></c></row></sheetData>' % (blank, cell)
    assert _reach(xml) == (rows, columns)
