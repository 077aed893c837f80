"""One side of a comparison as a document has it: what it says, and the figures that it carries."""

from __future__ import annotations

import re
from pathlib import Path

from assembler.description import Document
from assembler.rebuild.carrying import carries_payload, has_identities, read_payload
from assembler.rebuild.payload import Payload, PayloadError, budget_of
from assembler.rebuild.refusal import RebuildError
from assembler.revisions.settling import has_revisions, settle
from assembler.word.identity import bookmark_name
from assembler.word.opening import PackageError
from assembler.word.reading.body import stretches_of
from assembler.word.reading.describing import read_description
from assembler.word.reading.parts import Parts, open_parts
from figures.budget import Budget
from yugong.diffing import Side
from yugong.rebuilding import note_on

_COPY = re.compile(r"_Copy_\d+$")
"""What LibreOffice puts behind the name of a bookmark that stands in a document twice, as in a paragraph that was copied with it."""


def read_side(path: Path, data: bytes) -> Side:
    """The document in `data`, the bytes of a file; RebuildError says in one Chinese sentence why it cannot be read."""
    try:
        parts = open_parts(data)
        note = note_on(parts)
        payload, budget, lacking = _carried(parts)
        notes = (note, f"{lacking}，只比较文字、表格和图" if lacking else "")
        return Side(path.name, _described(parts, payload), budget, "；".join(n for n in notes if n))
    except (PackageError, PayloadError) as error:
        raise RebuildError(f"“{path}”：{error}") from None


def _carried(parts: Parts) -> tuple[Payload | None, Budget | None, str]:
    """What a document knows of itself, its figures, and why they are not there: it carries none, or what it carries cannot be used."""
    if not carries_payload(parts) and not has_identities(parts.body()):
        return None, None, "文档不带数据（已供发布，或不是本程序生成的）"
    try:
        payload = read_payload(parts)
    except PayloadError as error:
        return None, None, str(error)
    try:
        return payload, budget_of(payload), ""
    except PayloadError as error:
        return payload, None, str(error)


def _described(parts: Parts, payload: Payload | None) -> Document:
    """What a document says; blocks have the identities that its payload knows, else the names of their bookmarks.
    Revisions that still stand count as accepted."""
    body = parts.body()
    if has_revisions(body):
        settle(body, accept=True)
    stretches = stretches_of(body)
    known = {} if payload is None else {bookmark_name(identity): identity for identity in payload.blocks}
    names = {name: _COPY.sub("", name) for stretch in stretches for name in stretch.names}
    identities = {name: known.get(own, own) for name, own in names.items()}
    return read_description(parts, body, stretches, identities).document
