"""The workbook behind a chart, where a person worked in it: its amounts read, and brought up to date in their cells."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from lxml import etree

from assembler.description import Chart
from assembler.word.chart_layout import layout
from assembler.word.chart_workbook import plain_amount
from assembler.word.opening import PackageError
from assembler.word.reading.parts import Parts, open_parts
from assembler.word.values import R

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FIRST = 2
"""The row of the first slice: names stand in column A, amounts in B, below their headings."""


def amounts_behind(workbook: bytes) -> list[Decimal] | None:
    """The amounts in column B of the first sheet; None when they cannot be read."""
    try:
        _, _, root = _opened(workbook)
        cells = {c.get("r", ""): c for c in root.iter(f"{_S}c")}
        found: list[Decimal] = []
        while (cell := cells.get(f"B{_FIRST + len(found)}")) is not None and cell.findtext(f"{_S}v"):
            found.append(Decimal(cell.findtext(f"{_S}v") or "") if cell.get("t", "n") == "n" else Decimal("NaN"))
    except (PackageError, InvalidOperation):
        return None
    return found


def filled(workbook: bytes, base: Chart, now: Chart) -> bytes:
    """The workbook with the amounts of `now`, and its names where they change; what else stands in it stays. The same bytes when it
    cannot be read."""
    try:
        parts, name, root = _opened(workbook)
    except PackageError:
        return workbook
    before, entries = layout(base).entries, layout(now).entries
    for number in range(max(len(base.slices), len(now.slices))):
        here = number < len(now.slices)
        amount = _cell(root, "B", _FIRST + number)
        _empty(amount)
        if here:
            etree.SubElement(amount, f"{_S}v").text = plain_amount(now.slices[number].value)
        if not here or number >= len(before) or before[number] != entries[number]:
            label = _cell(root, "A", _FIRST + number)
            _empty(label)
            if here:
                label.set("t", "inlineStr")
                etree.SubElement(etree.SubElement(label, f"{_S}is"), f"{_S}t").text = entries[number]
    parts.change(name)
    return parts.to_bytes()


def _opened(workbook: bytes) -> tuple[Parts, str, etree._Element]:
    """The parts, and the name and root of the first sheet."""
    parts = open_parts(workbook)
    sheet = next(parts.tree(parts.main).iter(f"{_S}sheet"), None)
    relation = None if sheet is None else parts.relations(parts.main).get(sheet.get(f"{R}id", ""))
    if relation is None:
        raise PackageError("图的数据表中没有工作表")
    return parts, relation.target, parts.tree(relation.target)


def _cell(root: etree._Element, column: str, number: int) -> etree._Element:
    """A cell of a sheet, made where there is none."""
    data = root.find(f"{_S}sheetData")
    if data is None:
        data = etree.SubElement(root, f"{_S}sheetData")
    row = next((r for r in data if r.get("r") == str(number)), None)
    if row is None:
        row = etree.Element(f"{_S}row", {"r": str(number)})
        data.insert(sum(1 for r in data if int(r.get("r", "0")) < number), row)
    found = next((c for c in row if c.get("r") == f"{column}{number}"), None)
    if found is None:
        found = etree.Element(f"{_S}c", {"r": f"{column}{number}"})
        row.insert(
            sum(1 for c in row if c.get("r", "") < f"{column}{number}" and len(c.get("r", "")) == len(f"{column}{number}")), found
        )
    return found


def _empty(cell: etree._Element) -> None:
    for child in list(cell):
        cell.remove(child)
    if "t" in cell.attrib:
        del cell.attrib["t"]
