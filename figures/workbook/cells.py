"""What the XML of a sheet tells beyond its values: error values, formulas never calculated, and how far its cells reach."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat

from figures.patterns import late
from figures.workbook.container import Container, ReadError
from figures.workbook.form import letters
from figures.workbook.trouble import Trouble

MOST_CELLS = 4_000_000
"""Cells of one sheet, the empty ones within its reach included: a reader holds them all."""

MOST_CELLS_TOGETHER = 40_000_000
MOST_TEXT = 128 * 2**20
"""Bytes of shared texts, counted at every cell that shows them: a reader copies them to each."""

MOST_SHEETS = 200

_ATTRIBUTES = rb"""((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*"""
_TAG = late(rb"<(?:\w+:)?(row|c)(?=[\s/>])" + _ATTRIBUTES + rb"(/>|></(?:\w+:)?c>)?")
_REFERENCE = late(rb"""\sr\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")
# What programs write for cells near the origin: the reach of a sheet of only such cells is known without counting.
_BESIDE = rb'<c[\s/>](?!r="[A-Z][0-9]{1,%d}+"(?: (?:s="[0-9]++"|t="[a-zA-Z]++"))*+/?+>)'
_NOT_NEAR, _NOT_FAR = re.compile(_BESIDE % 4), late(_BESIDE % 5)
_PREFIXED = re.compile(rb":c[\s/>]")
_FIVE_DIGITS = late(rb'<c[\s/>]r="[A-Z]([0-9]{5})"')

_CELL = rb"""<(?:\w+:)?c\s%s[^>]*\br=["']([A-Z]+[0-9]+)["'][^>]*>"""
_VALUE = rb"<(?:\w+:)?v>([^<]{1,20})<"
_ERROR = late(_CELL % rb"""(?=[^>]*\bt=["']e["'])""" + rb"(?:(?!</(?:\w+:)?c>).){0,9000}?" + _VALUE, re.DOTALL)
_FORMULA = rb"\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]{0,9000}</(?:\w+:)?f>)"
_NO_VALUE = rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
# They begin with a letter, which is found a dozen times as fast as each tag is tried.
_HAS_ERROR = re.compile(rb"""e(?<=\bt=["']e)["']""")
_MAY_HAVE_FORMULA, _HAS_FORMULA = re.compile(rb"f[\s/>]"), late(rb"<(?:\w+:)?f[\s/>]")
# A formula of type "str" without text did give a value: the empty text.
_UNCALCULATED = late(_CELL % rb"""(?![^>]*\bt=["']str["'])""" + _FORMULA + _NO_VALUE)

_SHARED_CELL = late(rb"""\bt=["']s["'][^>]*>\s*<(?:\w+:)?v>\s*(\d{1,9})""")
_SHORTEST = len(b'<c t="s"><v>0</v></c>')
_SHARED_TEXT = re.compile(rb"</(?:\w+:)?si>|<(?:\w+:)?si\s*/>")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def survey(container: Container) -> dict[str, Trouble]:
    """What is amiss in the sheets, by sheet name: all of it for .xlsx and .ods, error values for .xls.

    A formula of .xls always has a value; where it was never calculated, that is the empty text, as where it was calculated to be empty.
    Raises ReadError where the cells reach too far for a reader's memory, or the parts do not fit together.
    """
    if container.form == "ods":
        from figures.workbook import opendocument

        # Its tables are all held together.
        _check_reach(opendocument.reaches(container.parts["content.xml"]), MOST_CELLS)
        return opendocument.troubles(container.parts["content.xml"])
    if container.form == "xls":
        from figures.workbook.binary import sheets as binary_sheets

        binary = binary_sheets(container.data)
        _check_reach({name: (sheet.rows, sheet.columns) for name, sheet in binary.items()}, MOST_CELLS)
        return {name: Trouble(sheet.errors) for name, sheet in binary.items()}
    sheets = _sheet_parts(container.parts)
    _check_reach({name: _reach(container.parts[part]) for name, part in sheets.items()}, MOST_CELLS_TOGETHER)
    _check_texts(container.parts, sheets)
    return {name: _trouble(container.parts[part]) for name, part in sheets.items()}


def _sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The part of each sheet, by sheet name."""
    try:
        workbook = _elements(parts["xl/workbook.xml"])
        relations = _elements(parts.get("xl/_rels/workbook.xml.rels", b"<none/>"))
    except (expat.ExpatError, ValueError, LookupError) as failure:
        raise ReadError("工作簿的目录已损坏：请用 Excel 或 WPS 打开并另存为 .xlsx 后再试") from failure
    targets = {r.get("Id"): r.get("Target", "") for _, r in relations}
    found: dict[str, str] = {}
    sheets = [attributes for name, attributes in workbook if name.endswith("}sheet") or name == "sheet"]
    if len(sheets) > MOST_SHEETS:
        raise ReadError(f"工作簿有{len(sheets)}张工作表，不像是预算数据：为安全起见不读取")
    for node in sheets:
        target = targets.get(node.get(_RELATION) or node.get(_STRICT_RELATION), "").replace("\\", "/").lower()
        part = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
        if part in parts:
            found[node.get("name", "")] = part
    return found


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """The names and attributes of all elements of a part, in order; what has a namespace is called by its address, } and its name."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = lambda name, attributes: found.append((name, attributes))
    parser.Parse(xml, True)
    return found


def _trouble(xml: bytes) -> Trouble:
    errors, uncalculated = {}, frozenset[str]()
    if _HAS_ERROR.search(xml):
        from html import unescape

        errors = {ref.decode(): unescape(text.decode("utf-8", "replace")) for ref, text in _ERROR.findall(xml)}
    if _MAY_HAVE_FORMULA.search(xml) and _HAS_FORMULA.search(xml):
        uncalculated = frozenset(ref.decode() for ref in _UNCALCULATED.findall(xml))
    return Trouble(errors, uncalculated)


def _check_reach(reaches: Mapping[str, tuple[int, int]], together: int) -> None:
    """Raises ReadError, naming the sheet and its last cell, where the rectangles of cells are more than a reader can keep."""
    sizes = {name: rows * columns for name, (rows, columns) in reaches.items()}
    name = max(sizes, key=lambda n: sizes[n], default="")
    if sizes and (sizes[name] > MOST_CELLS or sum(sizes.values()) > together):
        rows, columns = reaches[name]
        reach = f"第{rows}行、{letters(columns - 1)[:8]}列"
        raise ReadError(f"工作表“{name[:31]}”的内容一直延伸到{reach}，超出了可以读取的范围：请删除数据区域以外的内容")


def _reach(xml: bytes) -> tuple[int, int]:
    """Rows and columns up to the last cell that holds something; an upper bound where the sheet plainly is small."""
    if not _PREFIXED.search(xml):
        if not _NOT_NEAR.search(xml):
            return 9_999, 26
        if not _NOT_FAR.search(xml):
            return int(max(_FIVE_DIGITS.findall(xml))), 26
    rows = columns = row = column = 0
    for kind, attributes, empty in _TAG.findall(xml):
        references = _REFERENCE.findall(attributes)
        numbers = [int(digits[:12]) for _, digits in references if digits]
        if kind == b"row":
            row, column = max([*numbers, row + 1]), 0
            continue
        column = max(_column(name) for name, _ in references) if references else column + 1
        if not empty:
            rows, columns = max([rows, row, *numbers]), max(columns, column)
    return rows, columns


def _column(name: bytes) -> int:
    """The number (from 1) of the column called `name`."""
    number = 0
    for letter in name[:9].upper():
        number = number * 26 + letter - 64
    return number


def _check_texts(parts: Mapping[str, bytes], sheets: Mapping[str, str]) -> None:
    """Raises ReadError where texts shared by many cells would fill the memory, once each cell has its copy."""
    texts = _SHARED_TEXT.split(parts.get("xl/sharedstrings.xml", b""))
    longest = max(map(len, texts))
    if longest * (sum(len(parts[part]) for part in sheets.values()) // _SHORTEST) <= MOST_TEXT:
        return
    cells = sum(parts[part].count(b't="s"') + parts[part].count(b"t='s'") for part in sheets.values())
    if longest * cells <= MOST_TEXT:
        return
    lengths = [len(text) for text in texts]
    for part in sheets.values():
        indices = (int(index) for index in _SHARED_CELL.findall(parts[part]))
        if sum(lengths[index] for index in indices if index < len(lengths)) > MOST_TEXT:
            raise ReadError("工作簿中有很长的文字重复了很多次，超出了可以读取的范围：请删去多余的内容")
