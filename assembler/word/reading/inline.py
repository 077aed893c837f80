"""The text of paragraphs as it stands in their runs, and changing stretches of it without touching anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from assembler.word.values import W, value
from figures.lean import frozen

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_RUN, _TEXT, _HIGHLIGHT = f"{W}r", f"{W}t", f"{W}highlight"
SINGLES = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
"""Elements of a run that stand for one character."""
_WRAPPERS = frozenset(
    f"{W}{t}" for t in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo")
)
_OBJECTS = frozenset(
    f"{W}{t}" for t in ("drawing", "pict", "object", "footnoteReference", "endnoteReference", "commentReference")
)
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_PIECES = re.compile("[\t\n]|[^\t\n]+")
_ELEMENTS = {"\t": "tab", "\n": "br"}


@dataclass(slots=True)
class Atom:
    """A stretch of text: the elements it stands in (side by side in one run) and what they say."""

    nodes: list[etree._Element]
    text: str


@frozen(slots=True)
class Edit:
    """The text from `start` up to `stop` becomes `text`, highlighted or not."""

    start: int
    stop: int
    text: str
    marked: bool = False


def atoms_of(paragraph: etree._Element) -> list[Atom]:
    """The text of a paragraph in order; not what was deleted by a tracked change, nor the codes of fields, nor what floats."""
    return list(_atoms(paragraph))


def _atoms(parent: etree._Element) -> Iterator[Atom]:
    for child in parent:
        if child.tag == f"{W}r":
            yield from _of_run(child)
        elif child.tag in _WRAPPERS:
            yield from _atoms(child)


def _of_run(run: etree._Element) -> Iterator[Atom]:
    for node in run:
        if node.tag == f"{W}t":
            yield Atom([node], node.text or "")
        elif node.tag in SINGLES and not value(node, "type"):
            yield Atom([node], SINGLES[node.tag])


def text_of(paragraph: etree._Element) -> str:
    """The text of a paragraph: that of its atoms."""
    found: list[str] = []
    for child in paragraph:
        tag = child.tag
        if tag == _RUN:
            for node in child:
                kind = node.tag
                if kind == _TEXT:
                    found.append(node.text or "")
                elif kind in SINGLES and not value(node, "type"):
                    found.append(SINGLES[kind])
        elif tag in _WRAPPERS:
            found.append(text_of(child))
    return "".join(found)


def is_plain(paragraph: etree._Element) -> bool:
    """Whether a paragraph holds nothing beside text that a person might have put there: no picture, note or comment."""
    return not any(node.tag in _OBJECTS or node.tag == _ALTERNATE for node in paragraph.iter())


def change_text(paragraphs: Sequence[etree._Element], edits: Sequence[Edit]) -> None:
    """Applies edits, in order and apart from each other, to the text of paragraphs that follow each other, a line feed between two.

    New text takes the look of the run in which the old one began. Paragraphs are neither made nor joined: an edit must not reach over
    a line feed between two of them.
    """
    places = _places(paragraphs)
    text = _text_at(places)
    for edit in reversed(edits):
        _apply(places, _narrowed(edit, text))
    for paragraph in paragraphs:
        _tidy(paragraph)


def set_single(paragraph: etree._Element, text: str) -> bool:
    """Gives a paragraph another text where its text is one piece in one run that is not highlighted, and the new one is one too: the
    usual case, in which nothing has to be looked for. Whether it was one."""
    texts = list(paragraph.iter(_TEXT))
    if len(texts) != 1 or not text or "\n" in text or "\t" in text:
        return False
    run = texts[0].getparent()
    if (
        run is None
        or run.tag != _RUN
        or run.getparent() is not paragraph
        or next(paragraph.iter(*SINGLES, _HIGHLIGHT), None) is not None
    ):
        return False
    texts[0].text = text
    if text[0].isspace() or text[-1].isspace():
        texts[0].set(_XML_SPACE, "preserve")
    return True


def cross_revisions(paragraphs: Sequence[etree._Element], edits: Sequence[Edit]) -> bool:
    """Whether an edit reaches over the edge of a pending insertion: what was outside would be inside, and go when that is rejected."""
    places = _places(paragraphs)
    text = _text_at(places)
    for edit in (_narrowed(e, text) for e in edits):
        touched = [atom for start, atom in places if start < edit.stop and edit.start < start + len(atom.text)]
        if len({_insertion(atom) for atom in touched}) > 1:
            return True
    return False


def _insertion(atom: Atom) -> etree._Element | None:
    return next((e for e in atom.nodes[0].iterancestors(f"{W}ins", f"{W}p") if e.tag == f"{W}ins"), None)


def _places(paragraphs: Sequence[etree._Element]) -> list[tuple[int, Atom]]:
    """The atoms of paragraphs that follow each other, with where they begin."""
    places: list[tuple[int, Atom]] = []
    offset = 0
    for paragraph in paragraphs:
        found = atoms_of(paragraph)
        if not found:
            found = [Atom([_new_text(paragraph)], "")]
        for atom in found:
            places.append((offset, atom))
            offset += len(atom.text)
        offset += 1
    return places


def _text_at(places: Sequence[tuple[int, Atom]]) -> str:
    text = ""
    for start, atom in places:
        text += "\n" * (start - len(text)) + atom.text
    return text


_FIGURE = frozenset("0123456789.,，")


def _narrowed(edit: Edit, text: str) -> Edit:
    """The edit without the words that stay at its ends: a unit behind a figure keeps its look, and its place outside of an insertion."""
    old, new = text[edit.start : edit.stop], edit.text
    if edit.marked:
        return edit
    most = min(len(old), len(new))
    before = next((i for i in range(most) if old[i] != new[i] or old[i] in _FIGURE), most)
    most -= before
    after = next((i for i in range(most) if old[-1 - i] != new[-1 - i] or old[-1 - i] in _FIGURE), most)
    return Edit(edit.start + before, edit.stop - after, new[before : len(new) - after])


def _new_text(paragraph: etree._Element) -> etree._Element:
    run = etree.SubElement(paragraph, f"{W}r")
    return etree.SubElement(run, f"{W}t")


def _apply(places: list[tuple[int, Atom]], edit: Edit) -> None:
    touched = [(start, a) for start, a in places if start < edit.stop and edit.start < start + len(a.text)]
    if not touched:
        touched = [_beside(places, edit.start)]
    first = True
    for start, atom in touched:
        low, high = max(edit.start - start, 0), min(edit.stop - start, len(atom.text))
        if first:
            _replace(atom, low, high, edit)
            first = False
        else:
            _set(atom, atom.text[:low] + atom.text[high:])


def _beside(places: list[tuple[int, Atom]], position: int) -> tuple[int, Atom]:
    """The atom that text inserted at `position` joins: the one that ends there, else the one that begins there."""
    ending = [p for p in places if p[0] + len(p[1].text) == position and p[1].nodes[-1].tag == f"{W}t"]
    if ending:
        return ending[-1]
    return next((p for p in places if p[0] + len(p[1].text) >= position), places[-1])


def _replace(atom: Atom, low: int, high: int, edit: Edit) -> None:
    run = atom.nodes[0].getparent()
    if run is None or not edit.text or _is_marked(run) == edit.marked:
        _set(atom, atom.text[:low] + edit.text + atom.text[high:])
        return
    head, tail = atom.text[:low], atom.text[high:]
    middle, after = _empty_copy(run), _empty_copy(run)
    for node in list(atom.nodes[-1].itersiblings()):
        after.append(node)
    if tail:
        first = etree.Element(f"{W}t")
        after.insert(1 if after.find(f"{W}rPr") is not None else 0, first)
        _set(Atom([first], ""), tail)
    _mark(middle, edit.marked)
    new = etree.SubElement(middle, f"{W}t")
    run.addnext(after)
    run.addnext(middle)
    _set(Atom([new], ""), edit.text)
    _set(atom, head)


def _empty_copy(run: etree._Element) -> etree._Element:
    copy = etree.Element(f"{W}r")
    look = run.find(f"{W}rPr")
    if look is not None:
        copy.append(deepcopy(look))
    return copy


def _is_marked(run: etree._Element) -> bool:
    return run.find(f"{W}rPr/{W}highlight") is not None


def _mark(run: etree._Element, marked: bool) -> None:
    look = run.find(f"{W}rPr")
    if look is None:
        look = etree.Element(f"{W}rPr")
        run.insert(0, look)
    for old in look.findall(f"{W}highlight"):
        look.remove(old)
    if marked:
        highlight = etree.Element(f"{W}highlight", {f"{W}val": "yellow"})
        later = (
            "u",
            "effect",
            "bdr",
            "shd",
            "fitText",
            "vertAlign",
            "rtl",
            "cs",
            "em",
            "lang",
            "eastAsianLayout",
            "specVanish",
            "oMath",
        )
        place = next((i for i, e in enumerate(look) if e.tag in {f"{W}{t}" for t in later}), len(look))
        look.insert(place, highlight)


def _set(atom: Atom, text: str) -> None:
    """Gives an atom another text: a tab and a line feed become elements of their own."""
    parent = atom.nodes[0].getparent()
    if parent is None or text == atom.text:
        return
    made = [_element(piece) for piece in _PIECES.findall(text)] or [_element("")]
    for new in made:
        atom.nodes[0].addprevious(new)
    for old in atom.nodes:
        parent.remove(old)
    atom.nodes, atom.text = made, text


def _element(piece: str) -> etree._Element:
    if piece in _ELEMENTS:
        return etree.Element(f"{W}{_ELEMENTS[piece]}")
    element = etree.Element(f"{W}t", {_XML_SPACE: "preserve"})
    element.text = piece
    return element


def _tidy(paragraph: etree._Element) -> None:
    """Takes away texts without a character, and runs in which nothing is left."""
    for node in list(paragraph.iter(f"{W}t")):
        run = node.getparent()
        if not node.text and run is not None and run.tag == f"{W}r":
            take_out(node)


def take_out(node: etree._Element) -> None:
    """Takes an element away, and the run that it stood in where nothing else is in that."""
    run = node.getparent()
    if run is None:
        return
    run.remove(node)
    above = run.getparent()
    if run.tag == f"{W}r" and above is not None and all(child.tag == f"{W}rPr" for child in run):
        above.remove(run)
