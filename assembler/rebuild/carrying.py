"""The part in which a document carries its payload: finding, reading, writing it and taking it away."""

from __future__ import annotations

from assembler.rebuild.payload import NAMESPACE, Carried, Payload, PayloadError, carried_in, payload_xml
from assembler.word.opening import PackageError
from assembler.word.package import PAYLOAD
from assembler.word.reading.parts import Parts

_ROOT = f"{{{NAMESPACE}}}document"
_MARK = NAMESPACE.encode()
NO_PAYLOAD = "文档中没有本程序写入的数据：不是由本程序生成的，或已用 strip、--final 去掉，或保存时丢失；不能在它上面重新生成"


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
    """The payload of a document, not yet looked at; PayloadError as above."""
    parts.body()
    name = payload_part(parts)
    if not name:
        raise PayloadError(NO_PAYLOAD)
    root = parts.tree(name)
    return carried_in(root.get("version", ""), root.get("digest", ""), root.text or "")


def write_payload(parts: Parts, payload: Payload) -> None:
    """Sets the payload in the place of the old one."""
    parts.put(payload_part(parts), payload_xml(payload))


def carries_payload(parts: Parts) -> bool:
    """Whether a document carries a payload, be it spoilt."""
    return bool(_candidates(parts))


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
