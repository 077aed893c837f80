"""Workbooks spoilt in every way that people, programs and disks spoil them, as hypothesis strategies."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

from figures.budget import Budget
from figures.exchange import to_json
from figures.records import (
    Basics,
    ExpenditureLine,
    FreeText,
    Indicator,
    LastYearTotal,
    PerformanceTarget,
    Project,
    ThreePublicItem,
    Unit,
)
from figures.workbook.writing import write_workbook

_LINE = ExpenditureLine("甲局", "2013302", "", "项目支出", "30201", "", "宣传", "", "一般公共预算", "本年", Decimal("12.34"))
BUDGET = Budget(
    basics=Basics("甲局", "628", year=2024),
    units=(Unit("甲局", "001", "行政"),),
    expenditure=(_LINE, _LINE, _LINE),
    three_public=(ThreePublicItem(item="公务接待费", amount=Decimal(2700)),),
    projects=(Project("宣传"),),
    targets=(PerformanceTarget("宣传", overview="一\n二", total_local=Decimal(5)),),
    indicators=(Indicator("宣传", "", "", "产出指标", "数量指标", "次数", "12次"),),
    last_year_totals=(LastYearTotal("收入总计", Decimal(9)),),
    texts=(FreeText("部门职责", "负责"),),
)
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*?(?:/>|>.*?</c>)')
_RAW = [
    b'<c r="%s" t="e"><v>#REF!</v></c>',
    b'<c r="%s" t="e"><f>A1/0</f><v>#DIV/0!</v></c>',
    b'<c r="%s"><f>1+1</f></c>',
    b'<c r="%s"><f>SUM(A1:A9)</f><v></v></c>',
    b'<c r="%s"><v>NaN</v></c>',
    b'<c r="%s"><v>1e400</v></c>',
    b'<c r="%s"><v>-1E+300</v></c>',
    b'<c r="%s"><v>0.1234567</v></c>',
    b'<c r="%s"><v>1234567890123456789012</v></c>',
    b'<c r="%s" s="9"><v>45000.5</v></c>',
    b'<c r="%s" t="d"><v>2024-01-01T00:00:00</v></c>',
    b'<c r="%s" t="b"><v>1</v></c>',
    b'<c r="%s" t="s"><v>99999</v></c>',
    b'<c r="%s" t="s"><v>-1</v></c>',
    b'<c r="%s" t="str"><f>""</f><v></v></c>',
    b'<c r="%s" t="x"><v>1</v></c>',
    b"<c><v>5</v></c>",
    b"",
    b'<c r="XFD1048576"><v>1</v></c>',
    b'<c r="A0"><v>1</v></c>',
    b'<c r="0"><v>1</v></c>',
]
_TEXTS = [
    "892. 96", "23,000", "１２万", "--", "合计", "小 计", "注：x", "说明", "金额（万元）", "单位：万元", "约12", "1e400", "=1+1", "2024年1月1日",
    "a&#1;b", "\ufffe", "_x0000_", "\u202e\u200b", "是", "基本", "年" * 33_000, " ", "&lt;x&gt;", "1" * 500, "9" * 30,
]  # fmt: skip


@cache
def good() -> bytes:
    """The workbook that is spoilt."""
    return write_workbook(BUDGET)


@cache
def good_parts() -> dict[str, bytes]:
    """Its parts by name."""
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(parts: dict[str, bytes]) -> bytes:
    """A zip of `parts`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@st.composite
def spoilt_cells(draw: st.DrawFn) -> bytes:
    """Some cells of any sheets hold what they should not."""
    parts = dict(good_parts())
    sheets = sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))
    for _ in range(draw(st.integers(1, 4))):
        name = draw(st.sampled_from(sheets))
        cells = list(_CELL.finditer(parts[name]))
        if not cells:
            continue
        cell = draw(st.sampled_from(cells))
        text = b'<c r="%s" t="inlineStr"><is><t>' + draw(st.sampled_from(_TEXTS)).encode().replace(b"%", b"%%") + b"</t></is></c>"
        raw = draw(st.sampled_from([*_RAW, text, text, text]))
        content = raw % cell.group(1) if b"%s" in raw else raw
        parts[name] = parts[name][: cell.start()] + content + parts[name][cell.end() :]
    return package(parts)


@st.composite
def spoilt_sheets(draw: st.DrawFn) -> bytes:
    """Sheets renamed, missing or exchanged, rows lost or doubled, areas merged at will."""
    parts = dict(good_parts())
    names = sorted(parts)
    change = draw(st.sampled_from(["rename", "lose", "swap", "row", "twice", "merge"]))
    sheets = [n for n in names if n.startswith("xl/worksheets/sheet")]
    name, other = draw(st.sampled_from(sheets)), draw(st.sampled_from(names))
    if change == "rename":
        sheet_names = re.findall(rb'<sheet name="([^"]+)"', parts["xl/workbook.xml"])
        new = draw(st.sampled_from(["支出明细", "支出明细表", "x", "", "' / ", "名" * 40])).encode()
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(draw(st.sampled_from(sheet_names)), new, 1)
    elif change == "lose":
        del parts[other]
    elif change == "swap":
        parts[name], parts[other] = parts[other], parts[name]
    elif change == "merge":
        area = draw(st.sampled_from([b"A4:A6", b"A1:XFD1048576", b"K4:K6", b"A3:L3", b"B2:A1", b"A4", b"", b"A0:A0"]))
        parts[name] = re.sub(
            rb"</sheetData>", rb'</sheetData><mergeCells><mergeCell ref="' + area + rb'"/></mergeCells>', parts[name]
        )
    else:
        rows = re.findall(rb"<row .*?</row>", parts[name], re.DOTALL)
        row = draw(st.sampled_from(rows))
        parts[name] = parts[name].replace(row, b"" if change == "row" else row * 2, 1)
    return package(parts)


@st.composite
def spoilt_bytes(draw: st.DrawFn, data: Callable[[], bytes]) -> bytes:
    """Bytes changed, lost, doubled or cut off at any place."""
    content = bytearray(data())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(content) - 1, 0)))
        length = draw(st.integers(0, 12))
        kind = draw(st.sampled_from(["change", "lose", "double", "cut", "flip"]))
        if kind == "change":
            content[at : at + length] = draw(st.binary(min_size=length, max_size=length))
        elif kind == "lose":
            del content[at : at + length]
        elif kind == "double":
            content[at:at] = content[at : at + length * 8]
        elif kind == "cut" and draw(st.booleans()):
            del content[at:]
        elif content:
            content[min(at, len(content) - 1)] ^= 1 << draw(st.integers(0, 7))
    return bytes(content)


@st.composite
def spoilt_xml(draw: st.DrawFn) -> bytes:
    """The XML of one part spoilt, the package around it whole."""
    parts = dict(good_parts())
    name = draw(st.sampled_from(sorted(parts)))
    parts[name] = draw(spoilt_bytes(lambda: parts[name]))
    return package(parts)


@cache
def good_json() -> bytes:
    """The figures as JSON."""
    return to_json(BUDGET).encode()


_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(_TEXTS))
_KEYS = st.sampled_from(["金额", "支出明细", "上年", "x"])
JSON_VALUES = st.one_of(
    _SCALARS,
    st.lists(_SCALARS, max_size=3),
    st.lists(st.dictionaries(_KEYS, _SCALARS, max_size=3), max_size=3),
    st.dictionaries(_KEYS, st.one_of(_SCALARS, st.lists(_SCALARS, max_size=2)), max_size=3),
)


@st.composite
def spoilt_json(draw: st.DrawFn) -> bytes:
    """Members of any depth replaced by any value."""
    root = json.loads(good_json())
    for _ in range(draw(st.integers(1, 3))):
        node = root
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if isinstance(node[key], (dict, list)) and draw(st.integers(0, 3)):
                node = node[key]
                continue
            node[key] = draw(JSON_VALUES)
            break
    return json.dumps(root, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")


@cache
def binary() -> bytes:
    """A small workbook in the old binary form, with a number, an error value and texts."""
    return compound_file(_binary_stream())


def compound_file(stream: bytes) -> bytes:
    """A compound file that holds `stream` as Workbook."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    free, end = 2**32 - 1, 2**32 - 2
    magic = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", magic, 62, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    fat = [2**32 - 3, end, *(i + 3 for i in range(sectors - 1)), end]
    fat += [free] * (128 - len(fat))
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBBIII16x4x16xIQ", len(name) * 2 + 2, kind, 1, free, free, child, start, size)
        for name, kind, child, start, size in (("Root Entry", 5, 1, end, 0), ("Workbook", 2, free, 2, len(stream)))
    )
    return head + struct.pack("<128I", *fat) + entries.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")


def _binary_stream() -> bytes:
    sheets: dict[str, list[list[str | float | None]]] = {
        "基本信息": [["项目", "内容"], ["部门名称", "甲局"], ["预算年度", 2024.0]],
        "支出明细": [["支出类别", "资金来源", "金额（元）"], ["基本支出", "单位资金", 12.5], ["基本支出", "单位资金", None]],
    }
    bodies = [b"".join(_sheet_records(rows)) for rows in sheets.values()]
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6))
    names = [name.encode("utf-16-le") for name in sheets]
    start = len(head) + sum(4 + 8 + len(name) for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        head += _record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name) // 2, 1) + name)
        start += len(body)
    return head + _record(0x000A, b"") + b"".join(bodies)


def _sheet_records(rows: list[list[str | float | None]]) -> Iterator[bytes]:
    yield _record(0x0809, struct.pack("<HHHHII", 0x0600, 16, 0, 0, 0, 6))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                yield _record(0x0204, struct.pack("<HHHHB", r, c, 0, len(value), 1) + value.encode("utf-16-le"))
            elif value is None:
                yield _record(0x0205, struct.pack("<HHHBB", r, c, 0, 23, 1))
            else:
                yield _record(0x0203, struct.pack("<HHHd", r, c, 0, value))
    yield _record(0x000A, b"")


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body
