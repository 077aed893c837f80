"""Rebuilding: a document that people edited, brought up to date with what is generated now."""

from __future__ import annotations

from dataclasses import replace

from assembler.describing import describe
from assembler.description import Document
from assembler.pages.profiles import Profile
from assembler.pages.survey import Survey
from assembler.rebuild.carrying import read_payload, write_payload
from assembler.rebuild.comments import open_comments
from assembler.rebuild.contents import update_contents
from assembler.rebuild.generated import generated_blocks
from assembler.rebuild.making import Making
from assembler.rebuild.matching import Matched
from assembler.rebuild.merging import Known, merge_body
from assembler.rebuild.outcome import HandTyped, Outcome, Typed
from assembler.rebuild.payload import Payload, PayloadError
from assembler.rebuild.refusal import RebuildError
from assembler.rebuild.tables import Tools
from assembler.template import Template
from assembler.word.contents import identifier
from assembler.word.identity import bookmark_name
from assembler.word.opening import PackageError
from assembler.word.reading.body import stretches_of
from assembler.word.reading.parts import Parts, open_parts
from assembler.word.seal import is_pristine
from assembler.word.values import W
from figures.exchange import from_json
from figures.findings import Finding
from figures.lean import frozen
from figures.workbook.container import ReadError

_TITLE = "{http://purl.org/dc/elements/1.1/}title"


@frozen
class Wanted:
    """What is generated now: the description, the template, the JSON of the figures, the page program ("" for no numbers) and its
    profile, and the version of the program."""

    document: Document
    template: Template
    figures: str
    pages: str
    profile: Profile | None
    program: str
    typed: Typed = Typed.TELL


@frozen
class Rebuilt:
    """The document brought up to date. `fresh` says that nobody had touched it: it is the same as one built anew as a whole.

    `undecided` is how many things a person has to decide, `found_by_name` and `blocks` how many identities survived of how many.
    """

    data: bytes
    findings: tuple[Finding, ...] = ()
    undecided: int = 0
    typed: tuple[HandTyped, ...] = ()
    survey: Survey | None = None
    doubts: tuple[str, ...] = ()
    fresh: bool = False
    found_by_name: int = 0
    blocks: int = 0


def rebuild(edited: bytes, wanted: Wanted) -> Rebuilt:
    """The edited document with everything generated brought up to date; the same bytes when nothing changes.

    RebuildError says in Chinese why a document cannot be used: spoilt, foreign, or carrying data that does not belong to it.
    """
    if is_pristine(edited):
        return Rebuilt(edited, fresh=True)
    try:
        parts = open_parts(edited)
        return _rebuild(edited, parts, read_payload(parts), wanted)
    except (PackageError, PayloadError) as error:
        raise RebuildError(str(error)) from None


def _rebuild(edited: bytes, parts: Parts, payload: Payload, wanted: Wanted) -> Rebuilt:
    body = parts.tree(parts.main).find(f"{W}body")
    if body is None:
        raise PackageError("文件中没有正文；请用 Word 打开后另存。")
    outcome = Outcome()
    _verify(payload, wanted, outcome)
    making = Making(parts, body, wanted.template.look, identifier(wanted.document))
    comments = open_comments(parts, body)
    tools = Tools(making, comments, outcome, wanted.typed)
    known = Known(payload.blocks, payload.settled, payload.gone, frozenset(payload.deleted))
    after, matched = merge_body(tools, stretches_of(body), known, wanted.document, wanted.template.look)
    changed = bool(comments.drop_settled()) or outcome.changed
    moved, surveyed, doubts = update_contents(making, [*after.blocks, *after.gone], wanted.profile)
    new = _payload(wanted, after)
    told = Rebuilt(
        edited,
        tuple(outcome.findings),
        outcome.undecided,
        tuple(outcome.typed),
        surveyed,
        doubts,
        found_by_name=matched.by_name,
        blocks=len(payload.blocks) + len(payload.gone),
    )
    if not changed and not moved and replace(new, program=payload.program) == payload:
        return told
    _restore_identities(making, matched, after)
    write_payload(parts, new)
    _retitle(parts, payload.title, wanted.document.title)
    parts.change(parts.main)
    return replace(told, data=parts.to_bytes())


def _verify(payload: Payload, wanted: Wanted, outcome: Outcome) -> None:
    """Holds what the document says was generated against what its own figures give; PayloadError when they do not fit."""
    if payload.fingerprint != wanted.template.fingerprint or payload.program != wanted.program:
        what = "模板已经改过或换了" if payload.fingerprint != wanted.template.fingerprint else "本程序的版本与生成时不同"
        outcome.note("无法核验", f"{what}，文档自带的数据没有与模板核对（文档由“{payload.template}”生成）")
        return
    try:
        budget = from_json(payload.figures.encode("utf-8", "surrogatepass"), "文档自带的数据")
    except ReadError as error:
        raise PayloadError(f"文档自带的预算数据不能读取：{error}") from None
    made = generated_blocks(describe(wanted.template, budget).document)
    if made != payload.blocks:
        raise PayloadError("文档自带的预算数据与自带的生成内容对不上，可能被改过，没有采用；请从工作簿重新生成文档")


def _payload(wanted: Wanted, after: Known) -> Payload:
    template = wanted.template
    return Payload(
        wanted.program,
        template.name,
        template.fingerprint,
        wanted.pages,
        wanted.document.title,
        wanted.figures,
        after.blocks,
        after.settled,
        after.gone,
        tuple(sorted(after.deleted)),
    )


def _restore_identities(making: Making, matched: Matched, after: Known) -> None:
    """Gives blocks that lost their bookmark (or the row that carried it) a new one."""
    for group in matched.groups:
        for block in group.blocks:
            if block.id in after.blocks or block.id in after.gone:
                making.mark(group.stretches[0].element, bookmark_name(block.id))


def _retitle(parts: Parts, old: str, new: str) -> None:
    name = next((r.target for r in parts.relations("").values() if r.kind == "core-properties"), "")
    if old == new or name not in parts.data:
        return
    for title in parts.tree(name).iter(_TITLE):
        if title.text == old:
            title.text = new
            parts.change(name)
