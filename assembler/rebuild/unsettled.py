"""What in a document is still to be settled before it is published: comments, revisions, placeholders, data that cannot be trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator

from lxml import etree

from assembler.description import Paragraph, Table
from assembler.rebuild.carrying import LOST, carries_payload, has_identities, read_payload
from assembler.rebuild.comments import AUTHOR
from assembler.rebuild.own_data import NOTHING, differing_in, not_its_own
from assembler.rebuild.payload import Payload, PayloadError
from assembler.rebuild.telling import quoted
from assembler.word.reading.inline import text_of
from assembler.word.reading.parts import Parts
from assembler.word.seal import is_pristine
from assembler.word.values import W, value
from figures.checks.reported import HAND_TYPED
from figures.findings import Finding

_CHANGES = (
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
)
_SHOWN = 40
_HOW = "请改正，或在工作簿中改好后更新文档；有意不同的在“核对说明”写明理由后更新文档"


def unsettled(data: bytes, parts: Parts, body: etree._Element, with_ours: bool = True) -> tuple[str, ...]:
    """One Chinese sentence for each thing in the document `data`, open in `parts`, that is still to be settled, with what to do.

    Without `with_ours` what the program tells itself when it brings a document up to date is left out: its comments, and figures that
    differ from the data.
    """
    payload, told = _payload(parts, body)
    own: list[str] = []
    differing = NOTHING
    if payload is not None:
        swapped = not_its_own(parts, payload)
        differing = NOTHING if swapped or not with_ours or is_pristine(data) else differing_in(data, payload)
        own = [f"{swapped}；请用 yugong diff 与新生成的文档核对"] if swapped else [*map(_figure, differing.findings)]
        own += _unfilled(payload, body)
    return (*_comments(parts, with_ours, differing.comments), *_revisions(body), *told, *own)


def _comments(parts: Parts, with_ours: bool, told: Container[str]) -> Iterator[str]:
    name = parts.target("comments")
    if name not in parts.data:
        return
    for comment in parts.tree(name).iterfind(f"{W}comment"):
        author, text = value(comment, "author"), "".join(t.text or "" for t in comment.iter(f"{W}t"))
        if author == AUTHOR and (not with_ours or value(comment, "id") in told):
            continue
        if author == AUTHOR:
            yield f"待决定：{quoted(text, _SHOWN)}（本程序的批注）；请按批注处理，处理好后删去批注"
        else:
            yield f"{author or '（未署名）'}的批注{quoted(text, _SHOWN)}还在；处理好后请删去，否则会随定稿去掉"


def _revisions(body: etree._Element) -> Iterator[str]:
    marks = list(body.iter(*(f"{W}{tag}" for tag in _CHANGES)))
    if marks:
        authors = Counter(value(mark, "author") or "（未署名）" for mark in marks)
        told = "、".join(f"{author} {count} 处" for author, count in authors.items())
        yield f"有没有接受或拒绝的修订（{told}）；请在 Word 中接受或拒绝"


def _payload(parts: Parts, body: etree._Element) -> tuple[Payload | None, list[str]]:
    """The data that the document carries, or what is to be said where there are none that can be used."""
    if not carries_payload(parts):
        lost = f"{LOST}；不能确定文档中的数是否与数据一致，请用 yugong diff 与新生成的文档核对"
        return None, [lost] if has_identities(body) else []
    try:
        return read_payload(parts), []
    except PayloadError as error:
        return None, [f"{error}；不能确定文档中的数是否与数据一致，请从工作簿重新生成，或用 yugong diff 核对"]


def _figure(finding: Finding) -> str:
    """A figure that differs from the data, with its place as 核对说明 want it."""
    values = f"，文档中为“{finding.found}”，按自带的数据应为“{finding.expected}”" if finding.found or finding.expected else ""
    how = _HOW if finding.code == HAND_TYPED.code else finding.remedy
    return f"[{finding.code}] {finding.place}：{finding.message}{values}；{how}"


def _unfilled(payload: Payload, body: etree._Element) -> Iterator[str]:
    """Placeholders of ours that still stand there, which only the data that the document carries tells from other words."""
    wanted = set(_placeholders(payload))
    if wanted:
        text = "\n".join(text_of(p) for p in body.iter(f"{W}p"))
        for words in sorted(w for w in wanted if w in text):
            yield f"还没有填写：{quoted(words, _SHOWN)}；请在工作簿中补写后更新文档"


def _placeholders(payload: Payload) -> Iterator[str]:
    for block in payload.blocks.values():
        if isinstance(block, Paragraph):
            yield from (run.text for run in block.runs if run.mark == "missing")
        elif isinstance(block, Table):
            yield from (cell.text for row in block.rows for cell in row.cells if cell.mark == "missing")
