"""A finished document without what it carried for rebuilding: no payload, no identities, no comments."""

from __future__ import annotations

from lxml import etree

from assembler.rebuild.carrying import carries_payload, drop_payload, has_identities
from assembler.rebuild.comments import remove_comments
from assembler.rebuild.payload import PayloadError
from assembler.rebuild.unsettled import unsettled
from assembler.word.identity import PREFIX
from assembler.word.reading.parts import Parts, open_parts
from assembler.word.seal import PART as SEAL
from assembler.word.seal import is_seal
from assembler.word.values import W, value
from figures.lean import frozen

FOREIGN = "文档中没有本程序的数据和标识：不是由本程序生成的，或已经去掉了；没有写出"


@frozen
class Stripped:
    """The clean document, and what in the one that it was made from was still to be settled, a Chinese sentence each."""

    data: bytes
    unsettled: tuple[str, ...]


def strip(data: bytes, with_ours: bool = True) -> Stripped:
    """The document without payload, identity bookmarks, comments and seal. Without `with_ours` the program's comments are not told.

    PackageError when it cannot be read, PayloadError when it is none of ours. Revisions stay as they are: to accept or reject them is a
    person's affair.
    """
    parts = open_parts(data)
    body = parts.body()
    if not _is_ours(parts, body):
        raise PayloadError(FOREIGN)
    found = unsettled(data, parts, body, with_ours)
    drop_payload(parts)
    _drop_identities(body)
    remove_comments(parts, body)
    parts.change(parts.main)
    _drop_seal(parts)
    return Stripped(parts.to_bytes(), found)


def _is_ours(parts: Parts, body: etree._Element) -> bool:
    """Whether a document carries anything of ours, be it spoilt."""
    sealed = SEAL in parts.data and any(is_seal(item.get("name", "")) for item in parts.tree(SEAL))
    return sealed or has_identities(body) or carries_payload(parts)


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
