"""The part in which a document carries its payload: finding, reading, writing it and taking it away."""

from __future__ import annotations

from lxml import etree

from assembler.rebuild.former import agreeing, is_between
from assembler.rebuild.payload import NAMESPACE, Payload, PayloadError, payload_from, payload_xml
from assembler.word.opening import PackageError
from assembler.word.package import PAYLOAD
from assembler.word.reading.parts import Parts, parse_whole

_ROOT = f"{{{NAMESPACE}}}document"
_FORMER = f"{{{NAMESPACE}}}former"
_MARK = NAMESPACE.encode()
NO_PAYLOAD = "文档中没有本程序写入的数据：不是由本程序生成的，或已用 strip、--final 去掉，或保存时丢失；不能在它上面重新生成"


def payload_part(parts: Parts) -> str:
    """The name of the part that holds the payload, "" when there is none."""
    named = [name for name in parts.data if name.startswith("customXml/item") and name.endswith(".xml")]
    for name in sorted(named, key=lambda n: n != PAYLOAD):
        if _MARK in parts.data[name]:
            try:
                if parse_whole(parts.data[name], name).tag == _ROOT:
                    return name
            except PackageError as error:
                raise PayloadError(f"文档自带的数据不能读取：{error}") from None
    return ""


def read_payload(parts: Parts) -> Payload:
    """The payload of a document; PayloadError says why there is none that can be used.

    A document with revisions carries that of the older document too: it is taken where the text is that of the older one.
    """
    root = _root(parts)
    payload = _payload(root)
    former = root.find(_FORMER)
    return payload if former is None else agreeing(parts, payload, _payload(former))


def add_former(parts: Parts, former: Payload) -> None:
    """Has a document with revisions carry the payload of the older document too."""
    root = _root(parts)
    child = parse_whole(payload_xml(former), "former")
    child.tag = _FORMER
    root.append(child)
    parts.put(payload_part(parts), etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def is_half_settled(parts: Parts) -> bool:
    """Whether a document that carries the payload of an older one too shows neither the older nor the newer text throughout."""
    root = _root(parts)
    former = root.find(_FORMER)
    return former is not None and is_between(parts, _payload(root), _payload(former))


def _root(parts: Parts) -> etree._Element:
    name = payload_part(parts)
    if not name:
        raise PayloadError(NO_PAYLOAD)
    return parse_whole(parts.data[name], name)


def _payload(element: etree._Element) -> Payload:
    return payload_from(element.get("version", ""), element.get("digest", ""), element.text or "")


def write_payload(parts: Parts, payload: Payload) -> None:
    """Sets the payload in the place of the old one."""
    parts.put(payload_part(parts), payload_xml(payload))


def drop_payload(parts: Parts) -> None:
    """Takes the payload away, with the parts that describe it."""
    name = payload_part(parts)
    if name:
        for relation in list(parts.relations(name).values()):
            parts.drop(relation.target)
        parts.drop(name)
