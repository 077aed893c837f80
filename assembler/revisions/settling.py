"""Accepting or rejecting all revisions of a document, as Word does."""

from __future__ import annotations

from lxml import etree

from assembler.revisions.marks import properties_of
from assembler.word.identity import FORMER, PREFIX
from assembler.word.reading.parts import Parts, open_parts
from assembler.word.values import W, value

SHARED = (f"{W}headerReference", f"{W}footerReference")
"""What of a section's properties a change of its shape does not hold: the same before and after."""
SHAPE_CHANGE = f"{W}sectPrChange"

_INSERTED = (f"{W}ins", f"{W}moveTo")
_DELETED = (f"{W}del", f"{W}moveFrom")
_TEXTS = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}
_KEPT_PROPERTIES = (f"{W}rPr", f"{W}sectPr")
_BOOKMARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
_CONTENT = (f"{W}r", f"{W}hyperlink", f"{W}sdt", f"{W}fldSimple", f"{W}smartTag")


def accepted(data: bytes) -> bytes:
    """The document with all revisions accepted."""
    return _settled(data, accept=True)


def rejected(data: bytes) -> bytes:
    """The document with all revisions rejected."""
    return _settled(data, accept=False)


def has_revisions(body: etree._Element) -> bool:
    """Whether a body holds any revision."""
    return next(body.iter(*_INSERTED, *_DELETED, f"{W}pPrChange", SHAPE_CHANGE), None) is not None


def _settled(data: bytes, accept: bool) -> bytes:
    parts = open_parts(data)
    settle(parts.tree(parts.main), accept)
    parts.change(parts.main)
    settle_bands(parts, accept)
    return parts.to_bytes()


def settle_bands(parts: Parts, accept: bool) -> None:
    """Accepts or rejects all revisions in headers and footers."""
    for name in {r.target for r in parts.relations(parts.main).values() if r.kind in ("header", "footer")}:
        if name in parts.data and has_revisions(parts.tree(name)):
            settle(parts.tree(name), accept)
            parts.change(name)


def settle(root: etree._Element, accept: bool) -> None:
    """Accepts or rejects all revisions below an element."""
    gone, kept = (_DELETED, _INSERTED) if accept else (_INSERTED, _DELETED)
    empty = set(_empty_bookmarks(root))
    _rows(root, gone, kept)
    _runs(root, gone, kept)
    for change in list(root.iter(f"{W}pPrChange", SHAPE_CHANGE)):
        _settings(change, accept)
    for paragraph in list(root.iter(f"{W}p")):
        _paragraph(paragraph, gone, kept)
    for mark, end in list(_empty_bookmarks(root).items()):
        if mark not in empty:
            _remove(mark)
            _remove(end)
    _restore_names(root)


def _rows(root: etree._Element, gone: tuple[str, ...], kept: tuple[str, ...]) -> None:
    for row in list(root.iter(f"{W}tr")):
        marks = [mark for mark in row.findall(f"{W}trPr/*") if mark.tag in (*gone, *kept)]
        if any(mark.tag in gone for mark in marks):
            _remove(row)
        for mark in marks:
            _remove(mark)
    for table in list(root.iter(f"{W}tbl")):
        if next(table.iter(f"{W}tr"), None) is None:
            _remove(table)


def _runs(root: etree._Element, gone: tuple[str, ...], kept: tuple[str, ...]) -> None:
    for mark in list(root.iter(*gone, *kept)):
        parent = mark.getparent()
        if parent is None or parent.tag == f"{W}rPr":
            continue
        if mark.tag in kept:
            for child in list(mark):
                mark.addprevious(child)
        parent.remove(mark)
    for node in list(root.iter(*_TEXTS)):
        node.tag = _TEXTS[str(node.tag)]


def _settings(change: etree._Element, accept: bool) -> None:
    """Takes away the note of former settings of a paragraph or section; rejected, they come back in the place of those of now."""
    settings = change.getparent()
    if settings is None:
        return
    settings.remove(change)
    before = change.find(str(settings.tag))
    if accept or before is None:
        return
    first, last = ([child for child in settings if child.tag in tags] for tags in (SHARED, _KEPT_PROPERTIES))
    settings[:] = [*first, *before, *last]


def _paragraph(paragraph: etree._Element, gone: tuple[str, ...], kept: tuple[str, ...]) -> None:
    """Joins a paragraph whose end is gone with the one after it; one in which nothing is left goes altogether."""
    look = paragraph.find(f"{W}pPr/{W}rPr")
    marks = [] if look is None else [mark for mark in look if mark.tag in (*gone, *kept)]
    is_gone = any(mark.tag in gone for mark in marks)
    for mark in marks:
        _remove(mark)
    if look is not None and len(look) == 0:
        _remove(look)
    if not is_gone:
        return
    following = paragraph.getnext()
    if not any(True for _ in paragraph.iter(*_CONTENT)):
        if following is not None or paragraph.getprevious() is not None:
            _remove(paragraph)
    elif following is not None and following.tag == f"{W}p":
        place = following.index(properties_of(following)) + 1
        for child in reversed([c for c in paragraph if c.tag != f"{W}pPr"]):
            following.insert(place, child)
        _remove(paragraph)


def _empty_bookmarks(root: etree._Element) -> dict[etree._Element, etree._Element]:
    """The bookmarks of identity in which nothing is: their starts and ends."""
    found: dict[etree._Element, etree._Element] = {}
    for mark in root.iter(f"{W}bookmarkStart"):
        if not value(mark, "name").startswith(PREFIX):
            continue
        between = mark.getnext()
        while (
            between is not None
            and between.tag in _BOOKMARKS
            and (between.tag == f"{W}bookmarkStart" or value(between, "id") != value(mark, "id"))
        ):
            between = between.getnext()
        if between is not None and between.tag == f"{W}bookmarkEnd":
            found[mark] = between
    return found


def _restore_names(root: etree._Element) -> None:
    """Gives a block that stands alone again its own name."""
    marks = list(root.iter(f"{W}bookmarkStart"))
    names = {value(m, "name") for m in marks}
    for mark in marks:
        name = value(mark, "name")
        own = name.removesuffix(FORMER)
        if name.startswith(PREFIX) and own != name and own not in names:
            mark.set(f"{W}name", own)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
