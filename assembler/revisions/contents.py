"""The contents of two documents as one: titles and page numbers that differ, lines that came or went."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy

from lxml import etree

from assembler.diff.words import opcodes, words
from assembler.revisions.copying import Copying
from assembler.revisions.marks import Marks, properties_of
from assembler.revisions.sides import Key, Side
from assembler.word.reading.body import Stretch
from assembler.word.values import W, value
from figures.lean import frozen

_REFERENCE = re.compile(r"PAGEREF\s+(\S+)")
_SHOWN = (f"{W}t", f"{W}tab")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@frozen
class _Lines:
    """The contents' lines with their keys, and the runs that only say where the field begins and ends."""

    elements: tuple[etree._Element, ...]
    keys: tuple[Key, ...]
    opening: tuple[etree._Element, ...]
    is_closed_apart: bool


def revise_contents(
    marks: Marks, copying: Copying, sides: tuple[Side, Side], old: Sequence[Stretch], new: Sequence[Stretch]
) -> None:
    """Marks in the contents of the new document what differs in those of the old one.

    Contents whose field ends in the paragraph of a line (no program of today writes such) stay as they are in the new document.
    """
    before, now = _lines(sides[0], old), _lines(sides[1], new)
    if not before.elements or not now.elements or not (before.is_closed_apart and now.is_closed_apart):
        return
    for run in now.opening:
        _drop(run)
    first, end = now.elements[0], now.elements[-1]
    for tag, low, high, start, stop in opcodes(before.keys, now.keys):
        if tag == "equal":
            for one, other in zip(before.elements[low:high], now.elements[start:stop], strict=True):
                _line(marks, one, other)
            continue
        gone = [copying.element(_without(line, before.opening)) for line in before.elements[low:high]]
        for copy in gone:
            marks.paragraph(copy, "del")
            if start < len(now.elements):
                now.elements[start].addprevious(copy)
            else:
                end.addnext(copy)
                end = copy
        for line in now.elements[start:stop]:
            marks.paragraph(line, "ins")
        first = gone[0] if gone and start == 0 else first
    properties_of(first)
    for place, run in enumerate(now.opening, 1):
        first.insert(place, run)


def _lines(side: Side, stretches: Sequence[Stretch]) -> _Lines:
    lines = [s.element for s in stretches if not s.is_table and any(t.text for t in s.element.iter(f"{W}t"))]
    opening: list[etree._Element] = []
    for run in lines[0].iter(f"{W}r") if lines else ():
        if any(mark is not None for mark in run.iter(*_SHOWN)):
            break
        opening.append(run)
        if any(value(mark, "fldCharType") == "separate" for mark in run.iter(f"{W}fldChar")):
            break
    keys = tuple((side.settings(line), _anchor(line)) for line in lines)
    depth = [_depth(line) for line in lines]
    apart = bool(lines) and depth[0] == 1 and not any(depth[1:])
    return _Lines(tuple(lines), keys, tuple(opening), apart)


def _depth(paragraph: etree._Element) -> int:
    """How many fields begin in a paragraph and do not end in it."""
    kinds = [value(mark, "fldCharType") for mark in paragraph.iter(f"{W}fldChar")]
    return kinds.count("begin") - kinds.count("end")


def _anchor(line: etree._Element) -> str:
    """Where a line leads; its title where that is not known."""
    found = _REFERENCE.search("".join(code.text or "" for code in line.iter(f"{W}instrText")))
    anchors = (value(link, "anchor") for link in line.iter(f"{W}hyperlink"))
    return found[1] if found else next(anchors, "") or "".join(t.text or "" for t in line.iter(f"{W}t"))


def _without(line: etree._Element, opening: Sequence[etree._Element]) -> etree._Element:
    left_out = [run in opening for run in line.iter(f"{W}r")]
    copy = deepcopy(line)
    for run, is_left_out in zip(list(copy.iter(f"{W}r")), left_out, strict=True):
        if is_left_out:
            _drop(run)
    return copy


def _line(marks: Marks, old: etree._Element, new: etree._Element) -> None:
    """Marks the words that differ; the fields of the new line stay, with what they show marked in them."""
    before, now = ([w for run in _shown(line) for w in _words(run)] for line in (old, new))
    if before == now:
        return
    runs = [made for run in _shown(new) for made in _split(run)]
    parents = list(dict.fromkeys(p for run in runs if (p := run.getparent()) is not None))
    for tag, low, high, start, stop in opcodes(before, now):
        if tag in ("delete", "replace"):
            place = runs[min(start, len(runs) - 1)]
            gone = marks.runs("del", [_run(place, before[low:high])])
            if start < len(runs):
                place.addprevious(gone)
            else:
                place.addnext(gone)
        if tag in ("insert", "replace"):
            for run in runs[start:stop]:
                mark = marks.element("ins")
                run.addprevious(mark)
                mark.append(run)
    for parent in parents:
        _join(parent)


def _shown(line: etree._Element) -> list[etree._Element]:
    """The runs of a line that show text or tabs and nothing else."""
    runs = [(run, [n for n in run if n.tag != f"{W}rPr"]) for run in line.iter(f"{W}r")]
    return [run for run, nodes in runs if nodes and all(n.tag in _SHOWN for n in nodes)]


def _words(run: etree._Element) -> list[str]:
    return [w for n in run.iter(*_SHOWN) for w in (["\t"] if n.tag == f"{W}tab" else words(n.text or ""))]


def _split(run: etree._Element) -> list[etree._Element]:
    """A run of its own for each word, in the place of the run."""
    made = [_run(run, [word]) for word in _words(run)]
    for one in made:
        run.addprevious(one)
    _drop(run)
    return made


def _join(parent: etree._Element) -> None:
    """Makes one run of neighbouring runs of one look that only show text, and one insertion of neighbouring insertions."""
    for child in list(parent):
        before = child.getprevious()
        if before is None or before.tag != child.tag:
            continue
        if child.tag == f"{W}ins":
            before.extend(list(child))
            _drop(child)
            _join(before)
        elif child.tag == f"{W}r" and _is_text(before) and _is_text(child) and _look(before) == _look(child):
            before[-1].text = (before[-1].text or "") + (child[-1].text or "")
            _drop(child)


def _is_text(run: etree._Element) -> bool:
    return [n.tag for n in run if n.tag != f"{W}rPr"] == [f"{W}t"]


def _look(run: etree._Element) -> bytes:
    look = run.find(f"{W}rPr")
    return b"" if look is None else etree.tostring(look, method="c14n")


def _run(like: etree._Element, parts: Sequence[str]) -> etree._Element:
    run = etree.Element(f"{W}r")
    look = like.find(f"{W}rPr")
    if look is not None:
        run.append(deepcopy(look))
    for part in parts:
        node = etree.SubElement(run, f"{W}tab" if part == "\t" else f"{W}t")
        if part != "\t":
            node.text = part
            node.set(_SPACE, "preserve")
    return run


def _drop(run: etree._Element) -> None:
    parent = run.getparent()
    if parent is not None:
        parent.remove(run)
