"""Where the end of an inserted or deleted paragraph is marked, so that LibreOffice settles it as Word does.

Two ends can be marked: the paragraph's own, which joins it with what follows, or that of the paragraph before it. Word makes the same of
both, if the settings are where they belong: of paragraphs that are joined, Word keeps the settings of the last, LibreOffice those of the
first. LibreOffice cannot join a paragraph with a table, and gives a page break of the first one to what follows; and no program can take
the last end of a document away. There the end before is marked instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from assembler.revisions.marks import Marks, properties_of
from assembler.word.values import W, is_on, value
from figures.lean import frozen

_INS, _DEL = f"{W}ins", f"{W}del"
_OWN = (f"{W}rPr", f"{W}sectPr", f"{W}pPrChange")
_TEXTS = (f"{W}t", f"{W}delText")
_NEVER_JOINED = (f"{W}drawing", f"{W}pict", f"{W}object")

Settings = list[etree._Element]


@frozen
class _Run:
    """Paragraphs that are inserted or deleted as a whole, the one before them, and the block after them."""

    before: etree._Element
    paragraphs: tuple[etree._Element, ...]
    after: etree._Element | None


def settle_ends(marks: Marks, body: etree._Element) -> None:
    """Marks the end before inserted and deleted paragraphs where LibreOffice would not settle their own."""
    for run in list(_runs(body)):
        if _is_needed(run) and _is_possible(run):
            _shift(marks, run)


def end_mark(paragraph: etree._Element) -> etree._Element | None:
    """The mark on a paragraph's end; None for a table, for an end that stays, and for one that goes either way."""
    found = paragraph.findall(f"{W}pPr/{W}rPr/{W}ins") + paragraph.findall(f"{W}pPr/{W}rPr/{W}del")
    return found[0] if len(found) == 1 else None


def _runs(body: etree._Element) -> Iterator[_Run]:
    blocks = [e for e in body if e.tag in (f"{W}p", f"{W}tbl")]
    start = 0
    for at, block in enumerate([*blocks, None]):
        if block is not None and end_mark(block) is not None:
            continue
        if 0 < start < at:
            yield _Run(blocks[start - 1], tuple(blocks[start:at]), block)
        start = at + 1


def _is_needed(run: _Run) -> bool:
    after = run.after
    return after is None or after.tag == f"{W}tbl" or any(_breaks(_now(p)) for p in (*run.paragraphs, after))


def _is_possible(run: _Run) -> bool:
    """Not over the end of a section, nor into an empty paragraph one with a picture, or one in which a field only
    begins or ends."""
    paragraphs = (run.before, *run.paragraphs)
    if run.before.tag != f"{W}p" or run.before.find(f"{W}pPr/{W}rPr/{W}ins") is not None:
        return False
    if any(p.find(f"{W}pPr/{W}sectPr") is not None or next(p.iter(*_NEVER_JOINED), None) is not None for p in paragraphs):
        return False
    return not any(_splits_field(p) for p in paragraphs) and _has_text(run.before, _DEL) and _has_text(run.before, _INS)


def _splits_field(paragraph: etree._Element) -> bool:
    kinds = [value(mark, "fldCharType") for mark in paragraph.iter(f"{W}fldChar")]
    return kinds.count("begin") != kinds.count("end")


def _has_text(paragraph: etree._Element, left_out: str) -> bool:
    return any(t.text for t in paragraph.iter(*_TEXTS) if not any(a.tag == left_out for a in t.iterancestors()))


def _shift(marks: Marks, run: _Run) -> None:
    """Moves each mark to the end before, and gives each end the settings of the paragraph that it ends then.

    Where one kind follows upon the other, those two differ: the end belongs to what stands there in one of both cases, the paragraph
    that begins there to the other. So the settings of both are noted.
    """
    moved = [end_mark(p) for p in run.paragraphs]
    for paragraph, now, was in _settings(run):
        properties = properties_of(paragraph)
        _set(properties, now)
        if _texts(now) != _texts(was):
            before = etree.Element(f"{W}pPr")
            before.extend(was)
            marks.changed_properties(properties, before)
    for paragraph, mark in zip((run.before, *run.paragraphs), [*moved, None], strict=True):
        _take_mark(marks, properties_of(paragraph), mark)


def _settings(run: _Run) -> list[tuple[etree._Element, Settings, Settings]]:
    """For each paragraph of a run what its settings are once all is accepted, and once all is rejected."""
    now, was = _now(run.before), _was(run.before)
    found = []
    for paragraph, follower in zip(run.paragraphs, (*run.paragraphs[1:], None), strict=True):
        kind = _kind(paragraph)
        if kind == "ins":
            now = _now(paragraph)
        else:
            was = _now(paragraph)
        if follower is not None and _kind(follower) == kind:
            found.append((paragraph, *((now, now) if kind == "ins" else (was, was))))
        else:
            found.append((paragraph, now, was))
    return found


def _take_mark(marks: Marks, properties: etree._Element, mark: etree._Element | None) -> None:
    _drop_mark(properties)
    if mark is not None:
        marks.paragraph_end(properties, etree.QName(mark).localname)


def _drop_mark(properties: etree._Element) -> None:
    look = properties.find(f"{W}rPr")
    for mark in [] if look is None else [*look.findall(_INS), *look.findall(_DEL)]:
        mark.getparent().remove(mark)  # type: ignore[union-attr]
    if look is not None and len(look) == 0:
        properties.remove(look)


def _kind(paragraph: etree._Element) -> str:
    mark = end_mark(paragraph)
    return "" if mark is None else etree.QName(mark).localname


def _now(paragraph: etree._Element) -> Settings:
    properties = paragraph.find(f"{W}pPr")
    return [] if properties is None else [deepcopy(e) for e in properties if e.tag not in _OWN]


def _was(paragraph: etree._Element) -> Settings:
    before = paragraph.find(f"{W}pPr/{W}pPrChange/{W}pPr")
    return _now(paragraph) if before is None else [deepcopy(e) for e in before]


def _set(properties: etree._Element, settings: Settings) -> None:
    for child in [c for c in properties if c.tag not in _OWN]:
        properties.remove(child)
    for place, child in enumerate(settings):
        properties.insert(place, deepcopy(child))


def _texts(settings: Settings) -> list[bytes]:
    return [etree.tostring(e, method="c14n") for e in settings]


def _breaks(settings: Settings) -> bool:
    return any(e.tag == f"{W}pageBreakBefore" and is_on(value(e)) for e in settings)
