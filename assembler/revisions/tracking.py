"""The new document with every difference from the old one as a Word revision."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from zlib import crc32

from lxml import etree

from assembler.diff.words import opcodes
from assembler.rebuild.carrying import add_former, payload_part, read_payload
from assembler.rebuild.payload import PayloadError
from assembler.rebuild.refusal import RebuildError
from assembler.revisions.bands import revise_bands
from assembler.revisions.contents import revise_contents
from assembler.revisions.copying import Copying, object_key
from assembler.revisions.ends import settle_ends
from assembler.revisions.marks import Marks, properties_of
from assembler.revisions.pages import note_shape, paired
from assembler.revisions.sides import Key, Side, ends_section, open_side
from assembler.revisions.tables import revise_table, same_grid
from assembler.revisions.texts import revised
from assembler.word.opening import PackageError
from assembler.word.reading.body import Stretch
from assembler.word.reading.tables import grid_texts
from assembler.word.seal import PART as SEAL
from assembler.word.seal import is_untouched, main_digest, seal_xml
from assembler.word.values import W, value
from assembler.word.writing import END_STYLE

_PICTURES = tuple(f"{W}{tag}" for tag in ("drawing", "pict", "object"))
_FIRST_NUMBER = 100_001
"""Revisions are numbered from here on, bookmarks below."""


@dataclass
class _Unit:
    """A paragraph or table of a body, or its contents as a whole."""

    key: Key
    stretches: list[Stretch]

    @property
    def element(self) -> etree._Element:
        return self.stretches[0].element


def tracked(old: bytes, new: bytes, author: str, date: datetime) -> bytes:
    """The document `new` in which every difference from `old` is a revision by `author`, of `date` (local time, as Word writes it).

    Accepting all gives `new`, rejecting all gives `old`, in the normal form of descriptions, and the lines of the contents with their
    page numbers, and the text of headers and footers (see `bands`).
    The same bytes when nothing differs. RebuildError says in one Chinese sentence why the two cannot be one document.
    """
    try:
        sides = open_side(old), open_side(new)
    except PackageError as error:
        raise RebuildError(f"不能标出修订：{error}") from None
    marks = Marks(author, date.strftime("%Y-%m-%dT%H:%M:%SZ"), count(_FIRST_NUMBER))
    _Tracking(sides, marks, Copying(sides[0].parts, sides[1].parts)).run()
    if next(marks.numbers) == _FIRST_NUMBER:
        return new
    parts = sides[1].parts
    body = etree.tostring(sides[1].root, xml_declaration=True, encoding="UTF-8", standalone=True)
    parts.put(parts.main, body)
    _carry_former(sides)
    if is_untouched(new):
        parts.put(SEAL, seal_xml(main_digest(crc32(body), len(body))))
    return parts.to_bytes()


def _carry_former(sides: tuple[Side, Side]) -> None:
    """Has the document carry the older figures too, where both have theirs: those of the text that rejecting everything gives."""
    old, new = (side.parts for side in sides)
    try:
        if payload_part(old) and payload_part(new):
            add_former(new, read_payload(old))
    except PayloadError as error:
        raise RebuildError(f"不能标出修订：{error}") from None


class _Tracking:
    """Goes through both bodies side by side and marks the new one."""

    def __init__(self, sides: tuple[Side, Side], marks: Marks, copying: Copying) -> None:
        self.sides = sides
        self.old, self.new = sides
        self.marks = marks
        self.copying = copying
        self.pairs = paired(self.old, self.new)

    def run(self) -> None:
        names = self.new.names()
        before, now = _units(self.old, names, self._sections(0)), _units(self.new, names, self._sections(1))
        places = [[i for i, u in enumerate(units) if u.key[0] == _CONTENTS] for units in (before, now)]
        if [before[i].key for i in places[0]] != [now[i].key for i in places[1]]:
            raise RebuildError(
                f"不能标出修订：原文档有 {len(places[0])} 个目录，新文档有 {len(places[1])} 个；目录的个数和所在的节应当相同"
                "（不把整个目录标为增删）。请改用 yugong diff 比较，或用与原文档相同的模板生成"
            )
        revise_bands(self.marks, self.copying, self.sides, self.pairs)
        self._note_shapes()
        low = start = 0
        for high, stop in zip([*places[0], len(before)], [*places[1], len(now)], strict=True):
            self._part(before[low:high], now[start:stop], now[stop : stop + 1])
            if stop < len(now):
                revise_contents(self.marks, self.copying, self.sides, before[high].stretches, now[stop].stretches)
            low, start = high + 1, stop + 1
        self._part_tables()
        settle_ends(self.marks, self.new.body)

    def _sections(self, side: int) -> dict[int, int]:
        """For each section of a document the number of the pair of sections that it belongs to."""
        return {pair[side]: number for number, pair in enumerate(self.pairs)}

    def _note_shapes(self) -> None:
        shapes = self.old.sections(), self.new.sections()
        ends = [list(side.body.iter(f"{W}sectPr")) for side in self.sides]
        for one, other in self.pairs:
            if shapes[0][one] != shapes[1][other]:
                note_shape(self.marks, ends[0][one], ends[1][other])

    def _part(self, before: list[_Unit], now: list[_Unit], following: list[_Unit]) -> None:
        """Marks what differs between two contents, or before or after one; `following` is the contents after it."""
        for tag, low, high, start, stop in opcodes([u.key for u in before], [u.key for u in now]):
            if tag == "equal":
                for one, other in zip(before[low:high], now[start:stop], strict=True):
                    self._same(one, other)
                continue
            pairs = self._exchangeable(before[low:high], now[start:stop])
            for unit in before[low : high - pairs]:
                self._delete(unit, [*now, *following], start)
            for unit in now[start : stop - pairs]:
                self._mark(unit.element, "ins")
            for one, other in zip(before[high - pairs : high], now[stop - pairs : stop], strict=True):
                self._exchange(one.element, other.element)

    def _same(self, old: _Unit, new: _Unit) -> None:
        if new.element.tag == f"{W}tbl":
            self._table(old.element, new.element)
        elif self._differs(old.element, new.element):
            (paragraph,) = revised(self.marks, self.copying, self.sides, [old.element], [new.element])
            _replace(new.element, paragraph)

    def _exchangeable(self, old: list[_Unit], new: list[_Unit]) -> int:
        """How many paragraphs at the end of both lists can change their content in place, so that no paragraph ends are joined:
        those need the fewest marks, and programs differ in whose settings a joined paragraph has."""
        count = 0
        for one, other in zip(reversed(old), reversed(new), strict=False):
            plain = one.key[0] == other.key[0] == "paragraph" and _is_plain(one.element) and _is_plain(other.element)
            alike = self.old.settings(one.element) == self.new.settings(other.element)
            if not (plain and alike and _bears_bookmark(other.element)):
                break
            count += 1
        return count

    def _exchange(self, old: etree._Element, new: etree._Element) -> None:
        """Gives a paragraph its own content as inserted and then that of an old one as deleted; each keeps its bookmarks.

        The new bookmarks end before the last character: then they lie within what goes when the insertion is rejected. LibreOffice
        leaves a bookmark behind that ends where the rejected text does, and the first one names the block.
        """
        copy = self.copying.element(old)
        self.marks.content(copy, "del")
        self.marks.content(new, "ins")
        self._shorten_bookmarks(new)
        new.extend([child for child in copy if child.tag != f"{W}pPr"])

    def _shorten_bookmarks(self, paragraph: etree._Element) -> None:
        mark = paragraph.findall(f"{W}ins")[-1]
        runs = list(mark)
        last = deepcopy(runs[-1])
        text, before = last[-1].text or "", runs[-1][-1]
        if last[-1].tag == f"{W}t" and len(text) > 1:
            before.text, last[-1].text = text[:-1], text[-1]
            for kept in [c for c in last if c.tag != f"{W}rPr"][:-1]:
                last.remove(kept)
        else:
            mark.remove(runs[-1])
            if len(mark) == 0:
                paragraph.remove(mark)
        paragraph.append(self.marks.runs("ins", [last]))

    def _table(self, old: etree._Element, new: etree._Element) -> None:
        if same_grid(old, new):
            revise_table(self.marks, self.copying, self.sides, old, new)
            return
        new.addprevious(self._deleted(old))
        self.marks.table(new, "ins")

    def _differs(self, old: etree._Element, new: etree._Element) -> bool:
        return self.old.settings(old) != self.new.settings(new) or _content(self.old, old) != _content(self.new, new)

    def _delete(self, unit: _Unit, now: list[_Unit], place: int) -> None:
        """Puts a block that only the old document has before the new block at `place`."""
        follower = now[place].element if place < len(now) else self.new.body[-1]
        follower.addprevious(self._deleted(unit.element))

    def _deleted(self, element: etree._Element) -> etree._Element:
        copy = self.copying.element(element)
        self._mark(copy, "del")
        return copy

    def _mark(self, element: etree._Element, kind: str) -> None:
        if element.tag == f"{W}tbl":
            self.marks.table(element, kind)
        else:
            self.marks.paragraph(element, kind)

    def _part_tables(self) -> None:
        """Parts tables that touch, which Word would join, by a paragraph that goes when all is accepted and when all is rejected."""
        for table in list(self.new.body.iter(f"{W}tbl")):
            following = table.getnext()
            if following is not None and following.tag == f"{W}tbl":
                between = etree.Element(f"{W}p")
                properties = properties_of(between)
                style = next((i for i, name in self.new.style_names.items() if i and name == END_STYLE), "")
                if style:
                    etree.SubElement(properties, f"{W}pStyle", {f"{W}val": style})
                self.marks.paragraph_end(properties, "ins")
                self.marks.paragraph_end(properties, "del")
                table.addnext(between)


_CONTENTS = "contents"


def _units(side: Side, names: set[str], pairs: dict[int, int]) -> list[_Unit]:
    """The blocks of a body with keys: kind and identity, or what they show where they have none that the new document knows; and of
    those that end a section, the pair of sections (or that the section stands in this document only)."""
    units: list[_Unit] = []
    section = 0
    for stretch in side.stretches:
        ends: object = None
        if ends_section(stretch.element):
            ends = pairs.get(section, ("only", id(side)))
            section += 1
        if not stretch.in_contents:
            units.append(_Unit(_key(side, stretch, names, ends), [stretch]))
        elif units and units[-1].key[0] == _CONTENTS:
            units[-1].stretches.append(stretch)
            units[-1].key = (_CONTENTS, ends)
        else:
            units.append(_Unit((_CONTENTS, ends), [stretch]))
    return units


def _key(side: Side, stretch: Stretch, names: set[str], ends: object) -> Key:
    """The key of a block; `ends` says which section it ends."""
    element = stretch.element
    own = [n for n in stretch.names if n in names] or stretch.names
    if stretch.is_table:
        return ("table", own[0]) if own else ("table", tuple(grid_texts(element)))
    if own:
        return ("paragraph", own[0], ends)
    return ("paragraph", side.settings(element), stretch.text, ends)


def _content(side: Side, paragraph: etree._Element) -> Key:
    """What a paragraph shows: its text with what is highlighted, its fields, its pictures."""
    found: list[object] = []
    for run in paragraph.iter(f"{W}r"):
        marked = run.find(f"{W}rPr/{W}highlight") is not None
        for node in run:
            if node.tag == f"{W}t":
                found += [(character, marked) for character in node.text or ""]
            elif node.tag == f"{W}instrText":
                found.append(node.text)
            elif node.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
                found.append((str(node.tag), value(node, "type")))
            elif node.tag in _PICTURES:
                found.append(object_key(side.parts, node))
    return tuple(found)


def _replace(old: etree._Element, new: etree._Element) -> None:
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)


def _bears_bookmark(paragraph: etree._Element) -> bool:
    """Whether a bookmark that ends before the last character of a paragraph has anything in it."""
    return sum(len(t.text or "") for t in paragraph.iter(f"{W}t")) > 1


def _is_plain(paragraph: etree._Element) -> bool:
    """Whether a paragraph holds text only and ends no section."""
    others = (f"{W}sectPr", f"{W}fldChar", *_PICTURES)
    return next(paragraph.iter(f"{W}t"), None) is not None and next(paragraph.iter(*others), None) is None
