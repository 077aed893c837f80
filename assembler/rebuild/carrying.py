"""The part in which a document carries its payload: finding, reading, writing it and taking it away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from assembler.rebuild.former import Settled, agreeing, settled
from assembler.rebuild.generated import Generated, to_plain
from assembler.rebuild.payload import NAMESPACE, Carried, Payload, PayloadError, carried_in, payload_xml
from assembler.word.identity import PREFIX
from assembler.word.opening import PackageError
from assembler.word.package import PAYLOAD
from assembler.word.reading.parts import Parts, parse_whole
from assembler.word.values import W, value

_ROOT = f"{{{NAMESPACE}}}document"
_FORMER = f"{{{NAMESPACE}}}former"
_MARK = NAMESPACE.encode()
NO_PAYLOAD = "文档中没有本程序写入的数据：不是由本程序生成的，或已用 strip、--final 去掉，或保存时丢失；不能在它上面重新生成"

LOST = "文档自带的数据已经丢失，或被换成了别的内容"


def payload_part(parts: Parts) -> str:
    """The name of the part that holds the payload, "" when there is none."""
    for name in _candidates(parts):
        try:
            if parts.tree(name).tag == _ROOT:
                return name
        except PackageError as error:
            raise PayloadError(f"文档自带的数据不能读取：{error}") from None
    return ""


def read_payload(parts: Parts) -> Payload:
    """The payload of a document; PayloadError says why there is none that can be used."""
    return read_carried(parts).payload()


def read_carried(parts: Parts) -> Carried:
    """The payload of a document, not yet looked at; PayloadError as above.

    A document with revisions carries that of the older document too: it is taken where the text is that of the older one.
    """
    root = _root(parts)
    current, former = _carried(root), root.find(_FORMER)
    if former is None:
        return current
    older, newer = _carried(former), current.payload()
    return current if agreeing(parts, newer, older.payload()) is newer else older


def other_blocks(parts: Parts, payload: Payload) -> Mapping[str, Generated]:
    """The generated blocks of the other payload of a document with revisions, settled or not; none where there is no other."""
    root = _root(parts)
    former = root.find(_FORMER)
    if former is None:
        return {}
    older = _carried(former).payload()
    return _carried(root).payload().blocks if older.blocks == payload.blocks else older.blocks


def add_former(parts: Parts, former: Payload) -> None:
    """Has a document with revisions carry the payload of the older document too."""
    root = _root(parts)
    child = parse_whole(payload_xml(former, [to_plain(b) for b in former.blocks.values()]), "former")
    child.tag = _FORMER
    root.append(child)
    parts.put(payload_part(parts), etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def how_settled(parts: Parts) -> Settled:
    """What became of the revisions of a document, which carries the payload of the older one too; another one is settled wholly."""
    root = _root(parts)
    former = root.find(_FORMER)
    return Settled.WHOLLY if former is None else settled(parts, _carried(root).payload(), _carried(former).payload())


def _root(parts: Parts) -> etree._Element:
    name = payload_part(parts)
    if not name:
        lost = has_identities(parts.body())
        raise PayloadError(f"{LOST}；不能在它上面重新生成，请换用没有改过的文档" if lost else NO_PAYLOAD)
    return parse_whole(parts.data[name], name)


def _carried(element: etree._Element) -> Carried:
    return carried_in(element.get("version", ""), element.get("digest", ""), element.text or "")


def write_payload(parts: Parts, payload: Payload, plain: list[list[Any]]) -> None:
    """Sets the payload in the place of the old one; `plain` are its blocks as `to_plain` gives them."""
    parts.put(payload_part(parts), payload_xml(payload, plain))


def carries_payload(parts: Parts) -> bool:
    """Whether a document carries a payload, be it spoilt."""
    return bool(_candidates(parts))


def has_identities(body: etree._Element) -> bool:
    """Whether blocks of ours are marked in a body: a document that was not stripped, whatever became of its payload."""
    return any(value(mark, "name").startswith(PREFIX) for mark in body.iter(f"{W}bookmarkStart"))


def drop_payload(parts: Parts) -> None:
    """Takes the payload away, be it spoilt, with the parts that describe it."""
    for name in _candidates(parts):
        for relation in list(parts.relations(name).values()):
            parts.drop(relation.target)
        parts.drop(name)


def _candidates(parts: Parts) -> list[str]:
    """The custom XML parts that speak of our payload, the one in its usual place first."""
    found = [n for n, data in parts.data.items() if n.startswith("customXml/item") and n.endswith(".xml") and _MARK in data]
    return sorted(found, key=lambda n: n != PAYLOAD)
