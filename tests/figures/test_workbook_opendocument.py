"""An .ods: error values and formulas never calculated are told from empty cells, wherever they stand."""

from __future__ import annotations

import io
import zipfile

import pytest

from figures.reading import read_bytes
from figures.workbook.opendocument import troubles

NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
ERROR = (
    '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error">'
    "<text:p>#DIV/0!</text:p></table:table-cell>"
)
BARE_ERROR = (
    '<table:table-cell table:formula="of:=[.#REF!]" office:value-type="string" office:string-value="">'
    "<text:p>#REF!</text:p></table:table-cell>"
)
UNCALCULATED = '<table:table-cell table:formula="of:=[.A1]*2"/>'
CALCULATED = (
    '<table:table-cell table:formula="of:=2" office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>'
)
EMPTY_TEXT = '<table:table-cell table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""/>'
EMPTY = "<table:table-cell/>"
MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)
HEADS = ("支出类别", "资金来源", "功能分类科目编码", "金额（元）")


def text(value: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'


def content(*rows: str) -> bytes:
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return (
        f'<?xml version="1.0"?><office:document-content {NAMESPACES}><office:body><office:spreadsheet>'
        f'<table:table table:name="支出明细">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    ).encode()


def workbook(*rows: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content(*rows))
    return buffer.getvalue()


def line(amount: str) -> str:
    return "".join(map(text, ("基本支出", "一般公共预算", "2013302"))) + amount


@pytest.mark.parametrize(
    ("cell", "code", "found"),
    [
        (ERROR, "错误值", "#DIV/0!"),
        (BARE_ERROR, "错误值", "#REF!"),
        (UNCALCULATED, "公式无结果", "公式"),
        (EMPTY, "必填项为空", ""),
        (EMPTY_TEXT, "必填项为空", ""),
    ],
)
def test_an_amount_that_is_not_there_is_told_for_what_it_is(cell: str, code: str, found: str) -> None:
    data = workbook("".join(map(text, HEADS)), line(CALCULATED), line(cell))
    (told,) = (f for f in read_bytes(data, "数据.ods").findings if f.place.cell == "D3")
    assert (told.code, told.found) == (code, found)


def test_repeated_rows_and_cells_are_counted() -> None:
    repeated = ERROR.replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="2" ')
    xml = content(
        EMPTY, f"{EMPTY.replace('/>', ' table:number-columns-repeated=&quot;3&quot;/>').replace('&quot;', chr(34))}{repeated}"
    )
    assert troubles(xml)["支出明细"].errors == {"D2": "#DIV/0!", "E2": "#DIV/0!"}
    tall = xml.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="2">')
    assert sorted(troubles(tall)["支出明细"].errors) == ["D3", "D4", "E3", "E4"]


def test_many_repetitions_take_little_memory() -> None:
    many = UNCALCULATED.replace("/>", ' table:number-columns-repeated="16384"/>')
    xml = content(many).replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1048576">')
    assert len(troubles(xml)["支出明细"].uncalculated) == 100 * 100
