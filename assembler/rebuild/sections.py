"""Putting paragraphs and tables into a body and taking them out, so that sections and page breaks stay where they are."""

from __future__ import annotations

from lxml import etree

from assembler.rebuild.making import Making, is_end
from assembler.word.values import W, value

_CONTROLS = (f"{W}sdtContent", f"{W}sdt")


def section_end(element: etree._Element) -> etree._Element | None:
    """The w:sectPr that a paragraph carries."""
    return element.find(f"{W}pPr/{W}sectPr") if element.tag == f"{W}p" else None


def insert_after(making: Making, element: etree._Element, new: etree._Element) -> None:
    """Puts a new paragraph or table after another in the same section; the section's end moves on to it."""
    end = section_end(element)
    element = _outside_control(element)
    element.addnext(new)
    if end is not None:
        _carry(making, new, end)
        return
    following = new.getnext()
    if new.tag == f"{W}tbl":
        if following is not None and following.tag == f"{W}tbl":
            new.addnext(making.end())
        return
    if following is not None and is_end(following, making.ids_by_name):
        end = section_end(following)
        if end is not None or (element.tag == f"{W}tbl" and following.getnext() is not None and _parts_tables(following)):
            _drop(following)
            if end is not None:
                _carry(making, new, end)


def _outside_control(element: etree._Element) -> etree._Element:
    """The content control that an element ends, else the element."""
    while element.getnext() is None and (parent := element.getparent()) is not None and parent.tag in _CONTROLS:
        element = parent
    return element


def _parts_tables(element: etree._Element) -> bool:
    after = element.getnext()
    return after is not None and after.tag == f"{W}tbl"


def remove(making: Making, element: etree._Element) -> None:
    """Takes a paragraph or table out; what it carried for its neighbours (a section's end, a page break) stays."""
    end, before, after = section_end(element), element.getprevious(), element.getnext()
    if element.tag == f"{W}p" and _has_page_break(element) and after is not None and after.tag == f"{W}p":
        _break_before(after)
    if end is not None:
        if before is not None and before.tag == f"{W}p" and section_end(before) is None:
            _carry(making, before, end)
        else:
            holder = making.end()
            element.addnext(holder)
            _carry(making, holder, end)
    elif before is not None and after is not None and before.tag == after.tag == f"{W}tbl":
        element.addnext(making.end())
    _drop(element)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _carry(making: Making, element: etree._Element, end: etree._Element) -> None:
    """Makes a paragraph carry a section's end; after a table, a paragraph of its own does."""
    if element.tag != f"{W}p":
        holder = making.end()
        element.addnext(holder)
        element = holder
    properties = element.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        element.insert(0, properties)
    change = properties.find(f"{W}pPrChange")
    if change is None:
        properties.append(end)
    else:
        change.addprevious(end)


def _has_page_break(paragraph: etree._Element) -> bool:
    return any(value(b, "type") == "page" for b in paragraph.iter(f"{W}br"))


def _break_before(paragraph: etree._Element) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    if properties.find(f"{W}pageBreakBefore") is None:
        first = {f"{W}{t}" for t in ("pStyle", "keepNext", "keepLines")}
        place = next((i for i, e in enumerate(properties) if e.tag not in first), len(properties))
        properties.insert(place, etree.Element(f"{W}pageBreakBefore"))
