"""A finished document without what it carried for rebuilding: no payload, no identities, no comments."""

from __future__ import annotations

from lxml import etree

from assembler.rebuild.carrying import drop_payload
from assembler.rebuild.comments import remove_comments
from assembler.word.identity import PREFIX
from assembler.word.reading.parts import Parts, open_parts
from assembler.word.seal import PART as SEAL
from assembler.word.seal import is_seal
from assembler.word.values import W, value
from figures.lean import frozen

_CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange")


@frozen
class Stripped:
    """The clean document, and how many tracked changes it still holds: a person has to accept or reject them."""

    data: bytes
    tracked: int


def strip(data: bytes) -> Stripped:
    """The document without payload, identity bookmarks, comments and seal; PackageError when it cannot be read."""
    parts = open_parts(data)
    body = parts.tree(parts.main)
    drop_payload(parts)
    _drop_identities(body)
    remove_comments(parts, body)
    parts.change(parts.main)
    _drop_seal(parts)
    tracked = sum(1 for _ in body.iter(*(f"{W}{tag}" for tag in _CHANGES)))
    return Stripped(parts.to_bytes(), tracked)


def _drop_identities(body: etree._Element) -> None:
    ours = [mark for mark in body.iter(f"{W}bookmarkStart") if value(mark, "name").startswith(PREFIX)]
    numbers = {value(mark, "id") for mark in ours}
    for mark in [*ours, *(m for m in body.iter(f"{W}bookmarkEnd") if value(m, "id") in numbers)]:
        parent = mark.getparent()
        if parent is not None:
            parent.remove(mark)


def _drop_seal(parts: Parts) -> None:
    if SEAL not in parts.data:
        return
    root = parts.tree(SEAL)
    for item in [item for item in root if is_seal(item.get("name", ""))]:
        root.remove(item)
        parts.change(SEAL)
    if len(root) == 0:
        parts.drop(SEAL)
