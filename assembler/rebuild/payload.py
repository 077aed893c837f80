"""What a document carries about itself: the figures it was made from, its template, and what was generated block by block.

It travels as a custom XML part, which Word, WPS and LibreOffice keep. Nothing in it is trusted when it is read: it may come from anyone.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from typing import Any

from assembler.description import Document
from assembler.rebuild.generated import Generated, from_plain, plain_blocks, to_plain
from figures.budget import Budget
from figures.exchange import from_json
from figures.lean import frozen
from figures.workbook.container import ReadError

VERSION = 1
NAMESPACE = "urn:yugong:payload"
_TEXTS = ("program", "template", "fingerprint", "pages", "title", "figures")
MAX_TEXT = 24 << 20
MAX_PLAIN = 64 << 20
_LEVEL = 1


class PayloadError(ValueError):
    """A document carries no payload, or one that cannot be trusted; a Chinese sentence."""


@frozen
class Payload:
    """What a document knows of itself.

    `blocks` are the generated blocks by identity, in order. `settled` are older states that the text of a block was last brought in
    line with, where that is still to be decided; `gone` blocks that are no longer generated but stand in the document because a person
    had worked on them; `deleted` the identities of blocks that a person deleted. `figures` is the JSON of the figures of both years.
    """

    program: str
    template: str
    fingerprint: str
    pages: str
    title: str
    figures: str
    blocks: Mapping[str, Generated]
    settled: Mapping[str, Generated] = field(default_factory=dict)
    gone: Mapping[str, Generated] = field(default_factory=dict)
    deleted: tuple[str, ...] = ()


def budget_of(payload: Payload) -> Budget:
    """The figures of both years that a payload holds; PayloadError when they cannot be read."""
    try:
        return from_json(payload.figures.encode("utf-8", "surrogatepass"), "文档自带的数据")
    except ReadError as error:
        raise PayloadError(f"文档自带的预算数据不能读取（{str(error).rstrip('。')}）") from None


def fresh_payload(document: Document, figures: str, template: tuple[str, str], pages: str, program: str) -> bytes:
    """The part of a freshly built document; `template` is name and fingerprint, `figures` the JSON of the budget."""
    name, fingerprint = template
    return _xml(_plain(program, name, fingerprint, pages, document.title, plain_blocks(document), figures))


def payload_xml(payload: Payload, blocks: list[list[Any]]) -> bytes:
    """The part of a rebuilt document; `blocks` are those of the payload as `to_plain` gives them. The same payload gives the same bytes."""
    p = payload
    plain = _plain(p.program, p.template, p.fingerprint, p.pages, p.title, blocks, p.figures)
    for key, kept in (("settled", p.settled), ("gone", p.gone)):
        if kept:
            plain[key] = [to_plain(b) for b in kept.values()]
    if p.deleted:
        plain["deleted"] = list(p.deleted)
    return _xml(plain)


def _plain(
    program: str, template: str, fingerprint: str, pages: str, title: str, blocks: list[list[Any]], figures: str
) -> dict[str, Any]:
    texts = (program, template, fingerprint, pages, title, figures)
    return {"version": VERSION, **dict(zip(_TEXTS, texts, strict=True)), "blocks": blocks}


def _xml(plain: dict[str, Any]) -> bytes:
    data = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    packed = base64.b64encode(zlib.compress(data, _LEVEL)).decode()
    digest = hashlib.sha256(data).hexdigest()
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<document xmlns="{NAMESPACE}" version="{VERSION}" digest="{digest}">{packed}</document>'
    ).encode()


@frozen
class Carried:
    """A payload unpacked and held against its digest, but not looked at yet."""

    plain: Mapping[str, Any]

    @property
    def figures(self) -> str:
        """The JSON of the figures; PayloadError when there is none."""
        return self.text("figures")

    def text(self, key: str) -> str:
        """One of the texts that a payload has; PayloadError when it is missing."""
        found = self.plain.get(key)
        if not isinstance(found, str):
            raise PayloadError("文档自带的数据缺少应有的内容，没有采用")
        return found

    def payload(self, blocks: Mapping[str, Generated] | None = None) -> Payload:
        """The whole; PayloadError says what is wrong with it. `blocks` are its blocks, where they are known to be these."""
        return _payload(self.plain, blocks)


@lru_cache(maxsize=4)
def carried_in(version: str, digest: str, packed: str) -> Carried:
    """The payload in the root element of its part; PayloadError says what is wrong with it."""
    plain = _unpacked(version, digest, packed)
    if not isinstance(plain, dict):
        raise PayloadError("文档自带的数据不是本程序写的格式，没有采用")
    return Carried(plain)


def _unpacked(version: str, digest: str, packed: str) -> Any:
    if version != str(VERSION):
        raise PayloadError(f"文档自带数据的版本是“{version[:20]}”，本程序只认识“{VERSION}”；请用生成它的版本，或升级本程序")
    if len(packed) > MAX_TEXT:
        raise PayloadError("文档自带的数据过大，为安全起见不读取")
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(base64.b64decode(packed, validate=True), MAX_PLAIN)
    except (ValueError, zlib.error):  # of base64: also text that is not ASCII
        raise PayloadError("文档自带的数据已损坏，不能读取") from None
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise PayloadError("文档自带的数据过大或不完整，为安全起见不读取")
    if hashlib.sha256(data).hexdigest() != digest:
        raise PayloadError("文档自带的数据与其校验值不符，可能被改过，没有采用；请换用没有改过的文档")
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise PayloadError("文档自带的数据不是本程序写的格式，没有采用") from None


def _payload(plain: Mapping[str, Any], blocks: Mapping[str, Generated] | None) -> Payload:
    if not all(isinstance(plain.get(key), str) for key in _TEXTS):
        raise PayloadError("文档自带的数据缺少应有的内容，没有采用")
    deleted = plain.get("deleted", [])
    if not isinstance(deleted, list) or not all(isinstance(name, str) for name in deleted):
        raise PayloadError("文档自带的数据缺少应有的内容，没有采用")
    return Payload(
        plain["program"],
        plain["template"],
        plain["fingerprint"],
        plain["pages"],
        plain["title"],
        plain["figures"],
        _blocks(plain.get("blocks")) if blocks is None else blocks,
        _blocks(plain.get("settled", [])),
        _blocks(plain.get("gone", [])),
        tuple(deleted),
    )


def _blocks(plain: Any) -> dict[str, Generated]:
    if not isinstance(plain, list):
        raise PayloadError("文档自带的数据缺少应有的内容，没有采用")
    blocks: dict[str, Generated] = {}
    for item in plain:
        try:
            block = from_plain(item)
        except (TypeError, ValueError, KeyError, IndexError):
            raise PayloadError("文档自带的数据中有一块的内容不对，没有采用") from None
        if block.id in blocks:
            raise PayloadError("文档自带的数据中有重复的标识，没有采用")
        blocks[block.id] = block
    return blocks
