"""Charts of an edited document: their data brought up to date, the look that a person gave them kept."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from assembler.description import Chart
from assembler.rebuild.making import Making
from assembler.word.charts import chart_xml
from assembler.word.opening import PackageError
from assembler.word.reading.body import CHART
from assembler.word.values import R, W

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DELETED = (f"{W}del", f"{W}moveFrom")
_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def chart_part(making: Making, element: etree._Element) -> str:
    """The name of the part of a paragraph's chart, "" when there is none; of two, in a revision, the one that came."""
    reference = next(_standing(element, CHART), None)
    relation = None if reference is None else making.parts.relations(making.parts.main).get(reference.get(f"{R}id", ""))
    return relation.target if relation is not None and relation.target in making.parts.data else ""


def _standing(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The elements of a tag that no pending revision takes away."""
    return (e for e in element.iter(tag) if next(e.iterancestors(*_DELETED), None) is None)


def chart_values(root: etree._Element) -> list[Decimal]:
    """The amounts that a chart shows; InvalidOperation when one is no number."""
    return [Decimal(v.text or "") for v in root.iterfind(f".//{_C}val//{_C}pt/{_C}v")]


def was_typed(making: Making, element: etree._Element, base: Chart) -> str:
    """The amounts of a chart as a person changed them, "" when they are as generated."""
    name = chart_part(making, element)
    try:
        values = chart_values(making.parts.tree(name)) if name else []
        expected = [Decimal(s.value) for s in base.slices]
    except (InvalidOperation, PackageError):
        return "无法读出"
    return "" if values == expected else "、".join(map(str, values)) or "（空）"


def update_chart(making: Making, element: etree._Element, base: Chart, now: Chart) -> None:
    """Gives a chart the data of `now`: written anew where it is as generated or its parts are other ones, else value by value."""
    name = chart_part(making, element)
    if not name:
        return
    as_made = making.parts.data[name] == chart_xml(base).encode()
    new = etree.fromstring(chart_xml(now).encode())
    if as_made or not _fill(making.parts.tree(name), new):
        making.write_chart(name, now)
    else:
        root = making.parts.tree(name)
        filled = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        making.write_chart(name, now)
        making.parts.put(name, _with_workbook(filled))
    for properties in _standing(element, _PROPERTIES):
        if properties.get("descr") == base.description:
            properties.set("descr", now.description)


def _fill(root: etree._Element, new: etree._Element) -> bool:
    """Copies values, names and labels of `new` into a chart of as many slices; False when it has others."""
    pairs: list[tuple[etree._Element, etree._Element]] = []
    for path in (f".//{_C}val//{_C}pt/{_C}v", f".//{_C}cat//{_C}pt/{_C}v", f".//{_C}dLbl//{_A}t"):
        ours, theirs = new.findall(path), root.findall(path)
        if len(ours) != len(theirs):
            return False
        pairs += zip(theirs, ours, strict=True)
    for old, fresh in pairs:
        old.text = fresh.text
    return True


def _with_workbook(data: bytes) -> bytes:
    """The chart tied to the workbook that was written for it."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True))
    for external in root.iter(f"{_C}externalData"):
        external.set(f"{R}id", "rId1")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
