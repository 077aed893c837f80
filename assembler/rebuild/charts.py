"""Charts of an edited document: their data brought up to date, the look that a person gave them kept."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from lxml import etree

from assembler.description import Chart
from assembler.rebuild.chart_workbooks import amounts_behind, filled
from assembler.rebuild.figures_in_text import bring_up_to_date
from assembler.rebuild.making import Making
from assembler.rebuild.rows import is_number
from assembler.word.chart_workbook import chart_workbook
from assembler.word.charts import chart_xml
from assembler.word.opening import PackageError
from assembler.word.reading.body import CHART
from assembler.word.values import R, W

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DELETED = (f"{W}del", f"{W}moveFrom")
_PROPERTIES = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def chart_part(making: Making, element: etree._Element, base: Chart) -> str:
    """The name of the part of a paragraph's chart, "" when there is none; of two, in a revision, the one that came, and of two that
    stand there side by side the one that shows `base`."""
    references = standing_charts(element)
    parts = [part_of(making, reference) for reference in references]
    if len(parts) > 1:
        return next((name for name in parts if shows(making, name, base)), parts[0])
    return parts[0] if parts else ""


def standing_charts(element: etree._Element) -> list[etree._Element]:
    """The references to charts in a paragraph that no pending revision takes away."""
    return list(_standing(element, CHART))


def part_of(making: Making, reference: etree._Element) -> str:
    """The name of the part of a chart, "" when there is none."""
    relation = making.parts.relations(making.parts.main).get(reference.get(f"{R}id", ""))
    return relation.target if relation is not None and relation.target in making.parts.data else ""


def shows(making: Making, name: str, chart: Chart) -> bool:
    """Whether the part of a chart shows the amounts of this one."""
    try:
        return bool(name) and chart_values(making.parts.tree(name)) == [Decimal(s.value) for s in chart.slices]
    except (InvalidOperation, PackageError):
        return False


def _standing(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The elements of a tag that no pending revision takes away."""
    return (e for e in element.iter(tag) if next(e.iterancestors(*_DELETED), None) is None)


def chart_values(root: etree._Element) -> list[Decimal]:
    """The amounts that a chart shows; InvalidOperation when one is no number."""
    return [Decimal(v.text or "") for v in root.iterfind(f".//{_C}val//{_C}pt/{_C}v")]


def was_typed(making: Making, element: etree._Element, base: Chart) -> str:
    """The amounts of a chart as a person changed them, "" when they are as generated."""
    name = chart_part(making, element, base)
    try:
        values = chart_values(making.parts.tree(name)) if name else []
        expected = [Decimal(s.value) for s in base.slices]
    except (InvalidOperation, PackageError):
        return "无法读出"
    return "" if values == expected else "、".join(map(str, values)) or "（空）"


@lru_cache(maxsize=8)
def _as_made(chart: Chart) -> bytes:
    return chart_workbook(chart)


def workbook_typed(making: Making, element: etree._Element, base: Chart, now: Chart) -> str:
    """The amounts that a person typed into the workbook behind a chart, "" where they are as generated before or now, or there is none."""
    workbook = making.parts.data.get(making.workbook_of(chart_part(making, element, base)))
    if workbook is None or workbook == _as_made(base):
        return ""
    amounts = amounts_behind(workbook)
    known = ([Decimal(s.value) for s in chart.slices] for chart in (base, now))
    return "" if amounts is None or amounts in known else "、".join(map(str, amounts)) or "（空）"


def update_chart(making: Making, element: etree._Element, base: Chart, now: Chart, with_workbook: bool = True) -> bool:
    """Gives a chart the data of `now`: written anew where it is as generated or has other slices, else value by value; labels and names
    that a person worded stay. Without `with_workbook` the workbook behind it stays as it is.

    Whether what a person did to its look was lost.
    """
    name = chart_part(making, element, base)
    if not name:
        return False
    old, place = making.parts.data[name], making.workbook_of(name)
    workbook = making.parts.data.get(place)
    as_made = old == chart_xml(base).encode()
    root = making.parts.tree(name)
    fits = not as_made and _fill(root, _parsed(base), _parsed(now))
    kept = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True) if fits else b""
    title = None if as_made or fits else root.find(f"{_C}chart/{_C}title")
    making.write_chart(name, now)
    if fits:
        making.parts.put(name, _with_workbook(kept))
    elif title is not None:
        _title(making.parts.tree(name), title)
        making.parts.change(name)
    if workbook is not None and workbook != _as_made(base):
        making.parts.put(place, filled(workbook, base, now) if with_workbook else workbook)
    for properties in _standing(element, _PROPERTIES):
        if properties.get("descr") == base.description:
            properties.set("descr", now.description)
    return not as_made and not fits


def _parsed(chart: Chart) -> etree._Element:
    return etree.fromstring(chart_xml(chart).encode())


def _title(root: etree._Element, title: etree._Element) -> None:
    """Gives a chart made anew the title that a person gave the old one."""
    for none in root.iterfind(f"{_C}chart/{_C}autoTitleDeleted"):
        none.set("val", "0")
        none.addprevious(title)


def _fill(root: etree._Element, base: etree._Element, now: etree._Element) -> bool:
    """Brings values, names and labels of a chart of as many slices up to date; False when it has others."""
    pairs: list[tuple[etree._Element, etree._Element, etree._Element]] = []
    for path in (f".//{_C}val//{_C}pt/{_C}v", f".//{_C}cat//{_C}pt/{_C}v", f".//{_C}dLbl//{_A}t"):
        theirs, olds, news = root.findall(path), base.findall(path), now.findall(path)
        if not len(theirs) == len(olds) == len(news):
            return False
        pairs += zip(theirs, olds, news, strict=True)
    for there, old, new in pairs:
        there.text = _worded(old.text or "", there.text or "", new.text or "")
    return True


def _worded(old: str, there: str, new: str) -> str:
    """A label: as generated now, or as a person worded it with the figures of now, where there is no doubt."""
    if there == old or is_number(there):
        return new
    merged = bring_up_to_date(old, there, new)
    for edit in reversed(merged.edits):
        there = there[: edit.start] + edit.text + there[edit.stop :]
    return there


def _with_workbook(data: bytes) -> bytes:
    """The chart tied to the workbook that was written for it."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True))
    for external in root.iter(f"{_C}externalData"):
        external.set(f"{R}id", "rId1")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
