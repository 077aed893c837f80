"""The blocks of two documents with the keys by which they are known as the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from assembler.description import Chart, Contents, Document, Paragraph, Table
from assembler.diff.naming import TableNames
from assembler.diff.words import is_figure, opcodes, words
from assembler.word.identity import PREFIX, bookmark_name
from figures.lean import frozen

WORDING = "文字/"
"""What the identity of a paragraph of wording begins with."""

Known = Paragraph | Table | Chart
_FORM = re.compile(r"(表单/[^/]+/)(.+?)((?:#\d+)?/[^/]+)")
"""The identity of a block of a form: before the name of its project, that name, and what follows."""
_AGAIN = re.compile(r"#\d+$")
_NAMELESS = "#"
"""What the identity begins with that a block gets when it is read from a file in which it has none."""
_ALIKE = 0.6
"""How much of two paragraphs without identities is the same where one is taken for the other."""
_MOST_COMPARED = 2_500


@frozen(slots=True)
class Placed:
    """A block under the heading that it stands under; `key` is its identity in both documents."""

    key: str
    block: Known
    section: str
    heading: str


def placed_alike(old: Document, new: Document, renamed: Mapping[str, str]) -> tuple[list[Placed], list[Placed]]:
    """The blocks of both with something to read, those that are the same block of the document under one key.

    They are known by their identities. A document that was stripped for publication has none: then those of both are known by what they
    say, whatever the figures in it. `renamed` are old names of projects by new ones: a form of either is the same.
    """
    nameless = _is_nameless(old) or _is_nameless(new)
    before, now = list(_placed(old, nameless, {})), list(_placed(new, nameless, renamed))
    if nameless:
        return before, _reworded_alike(before, now)
    return _numbered_alike(*_known_alike(before, now))


def _is_nameless(document: Document) -> bool:
    """Whether most of what a document says has no identity."""
    ids = [block.id for block in document.blocks() if isinstance(block, Paragraph) and shown_text(block)]
    return 2 * sum(not name or name.startswith(_NAMELESS) for name in ids) > len(ids)


def _placed(document: Document, nameless: bool, renamed: Mapping[str, str]) -> Iterator[Placed]:
    """The blocks with something to read. One without an identity is known by its text; a second one of the same key is numbered."""
    section = heading = ""
    used: dict[str, int] = {}
    for block in document.blocks():
        if isinstance(block, Paragraph) and block.entry is not None:
            section, heading = block.id, block.text or block.entry.text
        if isinstance(block, Contents) or (isinstance(block, Paragraph) and not shown_text(block)):
            continue
        name = f"{type(block).__name__}/{_under_old_name(_name(block, nameless), renamed)}"
        used[name] = used.get(name, 0) + 1
        yield Placed(f"{name}\n{used[name]}" if used[name] > 1 else name, block, section, heading)


def _under_old_name(name: str, renamed: Mapping[str, str]) -> str:
    """The identity of a block, that of a form with the name that its project had."""
    form = _FORM.fullmatch(name) if renamed else None
    return name if form is None else f"{form[1]}{renamed.get(form[2], form[2])}{form[3]}"


def _known_alike(old: list[Placed], new: list[Placed]) -> tuple[list[Placed], list[Placed]]:
    """The same blocks; one read from a file that knows the name of its bookmark only gets the key of the block of the other side that
    has such a bookmark."""
    both = [old, new]
    for at, side in enumerate(both):
        if any(p.block.id.startswith(PREFIX) for p in side):
            keys = {f"{type(p.block).__name__}/{bookmark_name(p.block.id)}": p.key for p in both[1 - at] if p.block.id}
            both[at] = [replace(p, key=keys.get(p.key, p.key)) for p in side]
    return both[0], both[1]


def _numbered_alike(old: list[Placed], new: list[Placed]) -> tuple[list[Placed], list[Placed]]:
    """The same blocks; where paragraphs that differ in the number of their identity only (职责, 职责#2) are more or fewer than
    before, those of the same text get the same key, so that one more among them is one more and no change of all that follow."""
    groups: list[dict[str, list[int]]] = [{}, {}]
    for group, side in zip(groups, (old, new), strict=True):
        for i, placed in enumerate(side):
            if isinstance(placed.block, Paragraph) and placed.block.id.startswith(WORDING):
                group.setdefault(_AGAIN.sub("", placed.key), []).append(i)
    before, now = list(old), list(new)
    for base in groups[0].keys() & groups[1].keys():
        was, are = groups[0][base], groups[1][base]
        if len(was) != len(are):
            texts = [old[i].block for i in was], [new[i].block for i in are]
            _rename(base, opcodes(*([b.text for b in t if isinstance(b, Paragraph)] for t in texts)), (before, was), (now, are))
    return before, now


_Side = tuple[list[Placed], list[int]]


def _rename(base: str, found: list[tuple[str, int, int, int, int]], old: _Side, new: _Side) -> None:
    for number, (tag, low, high, start, stop) in enumerate(found):
        paired = tag == "equal" or high - low == stop - start
        for (side, places), first, last, name in ((old, low, high, "-"), (new, start, stop, "+")):
            for n in range(first, last):
                key = f"{base}\n{number}/{n - first}" + ("" if paired else name)
                side[places[n]] = replace(side[places[n]], key=key)


def _reworded_alike(old: list[Placed], new: list[Placed]) -> list[Placed]:
    """The new blocks; a paragraph whose words changed gets the key of the one at its place that is much alike."""
    found = list(new)
    for tag, low, high, start, stop in opcodes([p.key for p in old], [p.key for p in new]):
        if tag != "replace" or (high - low) * (stop - start) > _MOST_COMPARED:
            continue
        next_one = low
        for n in range(start, stop):
            for m in range(next_one, high):
                if _alike(old[m].block, new[n].block):
                    found[n], next_one = replace(new[n], key=old[m].key), m + 1
                    break
    return found


def _alike(old: Known, new: Known) -> bool:
    if not isinstance(old, Paragraph) or not isinstance(new, Paragraph) or old.style != new.style:
        return False
    matcher = SequenceMatcher(None, _unfigured(shown_text(old)), _unfigured(shown_text(new)), autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _unfigured(text: str) -> str:
    """A text whatever its figures."""
    return "".join("0" if is_figure(word) else word for word in words(text))


def _name(block: Known, nameless: bool) -> str:
    if not nameless and block.id and not block.id.startswith(_NAMELESS):
        return block.id
    if isinstance(block, Paragraph):
        return _unfigured(shown_text(block)) if nameless else shown_text(block)
    if isinstance(block, Chart):
        return _unfigured(block.title) if nameless else block.description
    return _unfigured(TableNames(block).title) if nameless else block.description


def shown_text(paragraph: Paragraph) -> str:
    """What a paragraph says, or what stands for it in the contents."""
    return paragraph.text or (paragraph.entry.text if paragraph.entry else "")
