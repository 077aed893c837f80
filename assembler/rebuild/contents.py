"""The contents of an edited document, calculated anew over all that stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from assembler.description import Entry, Paragraph
from assembler.pages.profiles import Profile
from assembler.pages.survey import Survey, survey
from assembler.rebuild.entries import entry_texts
from assembler.rebuild.generated import Generated
from assembler.rebuild.making import Making
from assembler.rebuild.sections import section_end
from assembler.word.contents import contents_xml
from assembler.word.identity import bookmark_name, contents_name
from assembler.word.markup import NAMESPACES
from assembler.word.reading.body import Stretch, stretches_after
from assembler.word.reading.describing import Reading, read_description
from assembler.word.reading.inline import Edit, change_text
from assembler.word.values import W, value
from figures.lean import frozen

_REFERENCE = re.compile(r"PAGEREF\s+(\S+)")


@frozen
class Line:
    """A line of the contents as it stands: its paragraph, where it leads, its text and its page number."""

    element: etree._Element
    anchor: str
    text: str
    number: str


def typed_lines(before: Sequence[Stretch], known: Mapping[str, Generated]) -> dict[str, str]:
    """What a person typed into the contents, by where the line leads: neither as generated nor as the document has it otherwise.

    To be called before the body is brought up to date; `known` are the blocks that were generated before.
    """
    lines = [line for s in before if s.in_contents and (line := _line(s)) is not None and line.anchor]
    said: dict[str, set[str]] = {line.anchor: set() for line in lines}
    for block in known.values():
        if isinstance(block, Paragraph) and block.entry is not None:
            said.setdefault(contents_name(block.id), set()).add(_plain(block.entry.text))
    for stretch in before:
        if not stretch.is_table and not stretch.in_contents:
            for anchor in _anchors(stretch.element) & said.keys():
                said[anchor] |= {_plain(stretch.text), *map(_plain, entry_texts(stretch.element))}
    return {line.anchor: line.text for line in lines if said[line.anchor] and _plain(line.text) not in said[line.anchor]}


def _plain(text: str) -> str:
    return "".join(text.split())


def update_contents(
    making: Making, before: Sequence[Stretch], identities: Sequence[str], profile: Profile | None
) -> tuple[bool, Survey | None, tuple[str, ...]]:
    """Brings the contents up to date; whether anything changed, the pages as they were calculated, and what is not known of them.

    `before` are the stretches from which the body was brought up to date. Without a `profile` page numbers stay as they are. A document whose contents a person deleted gets none.
    """
    stretches = stretches_after(making.body, before)
    names = {bookmark_name(identity): identity for identity in identities}
    reading = read_description(making.parts, making.body, stretches, names, in_full=profile is not None)
    if reading.contents is None:
        return False, None, ()
    region = [s for s in stretches if s.in_contents]
    lines = [line for s in region if (line := _line(s)) is not None]
    entries = list(reading.document.entries())
    surveyed = None if profile is None else survey(reading.document, reading.look, profile)
    numbers = _numbers(reading, lines) if surveyed is None else {i: str(n) for i, n in surveyed.numbers.items()}
    if _same_lines(reading, lines, entries) and (surveyed is None or all(line.number for line in lines)):
        written = [_in_place(line, entry, numbers.get(p.id, "")) for line, (p, entry) in zip(lines, entries, strict=True)]
        changed = any(written)
    else:
        _anew(making, reading, region, numbers)
        changed = True
    return changed, surveyed, reading.doubts


def _line(stretch: Stretch) -> Line | None:
    text, tab, number = stretch.text.rpartition("\t")
    if not tab:
        return None
    codes = "".join(code.text or "" for code in stretch.element.iter(f"{W}instrText"))
    found = _REFERENCE.search(codes)
    anchors = [value(h, "anchor") for h in stretch.element.iter(f"{W}hyperlink")]
    return Line(stretch.element, found[1] if found else next(iter(anchors), ""), text, number)


def _anchors(element: etree._Element) -> set[str]:
    return {value(mark, "name") for mark in element.iter(f"{W}bookmarkStart")}


def _same_lines(reading: Reading, lines: Sequence[Line], entries: Sequence[tuple[Paragraph, Entry]]) -> bool:
    """Whether the lines lead to the entries, one by one."""
    if len(lines) != len(entries):
        return False
    return all(line.anchor in _anchors(reading.elements[p.id]) for line, (p, _) in zip(lines, entries, strict=True))


def _numbers(reading: Reading, lines: Sequence[Line]) -> dict[str, str]:
    """The page numbers that stand in the contents, by the id of the paragraph that they lead to."""
    standing = {line.anchor: line.number for line in lines}
    found: dict[str, str] = {}
    for identity, element in reading.elements.items():
        for anchor in _anchors(element):
            if anchor in standing:
                found[identity] = standing[anchor]
    return found


def _in_place(line: Line, entry: Entry, number: str) -> bool:
    """Writes another title or number into a line of the contents."""
    wanted = _on_one_line(entry.text)
    edits = []
    if line.text.strip() != wanted.strip():
        edits.append(Edit(0, len(line.text), wanted))
    if number and line.number != number:
        start = len(line.text) + 1
        edits.append(Edit(start, start + len(line.number), number))
    if edits:
        change_text([line.element], edits)
    return bool(edits)


def _on_one_line(text: str) -> str:
    return text.replace("\t", " ").replace("\n", " ")


def _anew(making: Making, reading: Reading, region: Sequence[Stretch], numbers: Mapping[str, str]) -> None:
    """Makes all lines of the contents anew."""
    contents = reading.contents
    if contents is None:
        return
    entries = list(reading.document.entries())
    for paragraph, _ in entries:
        making.mark(reading.elements[paragraph.id], contents_name(paragraph.id))
    width = next(reading.look.pages[s.page].text_width for s in reading.document.sections if any(b is contents for b in s.blocks))
    making.writing.numbers = {identity: int(n) for identity, n in numbers.items() if n.isdecimal() and len(n) < 6}
    made = contents_xml(making.writing, contents, entries, width)
    end = section_end(region[-1].element)
    first = region[0].element
    new = list(etree.fromstring(f"<root {NAMESPACES}>{made}</root>"))
    for element in new:
        first.addprevious(element)
    if end is not None:
        properties = new[-1].find(f"{W}pPr")
        if properties is not None:
            properties.append(end)
    for stretch in region:
        parent = stretch.element.getparent()
        if parent is not None:
            parent.remove(stretch.element)
