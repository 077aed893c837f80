"""Rebuilding: a document that people edited, brought up to date with what is generated now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lxml import etree

from assembler.description import Document
from assembler.pages.profiles import Profile
from assembler.pages.survey import Survey
from assembler.rebuild.carrying import other_blocks, read_carried, write_payload
from assembler.rebuild.comments import open_comments
from assembler.rebuild.contents import typed_lines, update_contents
from assembler.rebuild.making import Making
from assembler.rebuild.matching import Matched
from assembler.rebuild.merging import Known, merge_body
from assembler.rebuild.outcome import Outcome
from assembler.rebuild.own_data import not_its_own
from assembler.rebuild.payload import Carried, Payload, PayloadError
from assembler.rebuild.refusal import RebuildError
from assembler.rebuild.stale import tell_stale
from assembler.rebuild.tables import Tools
from assembler.rebuild.telling import HandTyped, Typed, quoted
from assembler.rebuild.verifying import made_of, verified
from assembler.rebuild.whose import Whose, are_others, whose_in
from assembler.template import Template
from assembler.word.contents import identifier
from assembler.word.identity import bookmark_name
from assembler.word.opening import PackageError
from assembler.word.reading.body import stretches_of
from assembler.word.reading.parts import Parts, open_parts
from assembler.word.seal import is_pristine
from figures.checks.reported import CONTENTS_LINE, LAST_YEAR_LACKING, OTHER_DEPARTMENT, UNVERIFIED
from figures.findings import Finding, Place
from figures.lean import frozen
from figures.records import Acknowledgement

_TITLE = "{http://purl.org/dc/elements/1.1/}title"


@frozen
class Wanted:
    """What is generated now: the description, the template, the JSON of the figures and whose they are, the page program ("" for no
    numbers) and its profile, and the version of the program. `others` allows a document of another department or year;
    `acknowledgements` are what the officer accepts of what is found here."""

    document: Document
    template: Template
    figures: str
    whose: Whose
    pages: str
    profile: Profile | None
    program: str
    typed: Typed = Typed.TELL
    others: bool = False
    acknowledgements: Sequence[Acknowledgement] = ()


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
    outcome = Outcome(wanted.acknowledgements)
    try:
        parts = open_parts(edited)
        carried = read_carried(parts)
        document = whose_in(carried.figures)
        _compare_whose(document, wanted, outcome)
        _compare_last_year(document, wanted, outcome)
        if is_pristine(edited):
            return Rebuilt(edited, tuple(outcome.findings), outcome.undecided, fresh=True)
        payload = _verified(carried, wanted, outcome)
        if not wanted.others and (swapped := not_its_own(parts, payload)):
            raise RebuildError(f"{swapped}；没有更新。确实要更新这份文档请加 --force")
        return _rebuild(edited, parts, payload, wanted, outcome)
    except (PackageError, PayloadError) as error:
        raise RebuildError(str(error)) from None


def _rebuild(edited: bytes, parts: Parts, payload: Payload, wanted: Wanted, outcome: Outcome) -> Rebuilt:
    body = parts.body()
    made = made_of(wanted.document, wanted.template, wanted.figures)
    making = Making(parts, body, wanted.template.look, identifier(wanted.document))
    comments = open_comments(parts, body)
    tools = Tools(making, comments, outcome, wanted.typed)
    known = Known(payload.blocks, payload.settled, payload.gone, frozenset(payload.deleted), other_blocks(parts, payload))
    stretches = stretches_of(body)
    typed_titles = typed_lines(stretches, payload.blocks)
    after, matched = merge_body(tools, stretches, known, wanted.document, made.blocks, wanted.template.look)
    before = made.blocks if payload.figures == wanted.figures else payload.blocks
    tell_stale(tools, before, made.blocks, matched, stretches)
    changed = bool(comments.drop_settled()) or outcome.changed
    moved, surveyed, doubts = update_contents(making, stretches, [*after.blocks, *after.gone], wanted.profile)
    if moved:
        _tell_contents(body, typed_titles, outcome)
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
    write_payload(parts, new, made.plain)
    _retitle(parts, payload.title, wanted.document.title)
    parts.change(parts.main)
    return replace(told, data=parts.to_bytes())


def _tell_contents(body: etree._Element, typed: Mapping[str, str], outcome: Outcome) -> None:
    """Tells what a person typed into the contents and is no longer there: they follow the headings and captions."""
    if typed:
        shown = {"".join(s.text.rpartition("\t")[0].split()) for s in stretches_of(body) if s.in_contents}
        for text in typed.values():
            if "".join(text.split()) not in shown:
                outcome.note(CONTENTS_LINE, f"目录中的{quoted(text)}与标题不同，已改为标题的文字", "目录", text)


def _compare_whose(document: Whose, wanted: Wanted, outcome: Outcome) -> None:
    """Refuses a document of another department or year, and tells of a name or code that was corrected."""
    if document == wanted.whose:
        return
    if are_others(document, wanted.whose) and not wanted.others:
        what = "年度" if document.year != wanted.whose.year else "部门"
        raise RebuildError(f"不是同一个{what}：文档是{document}，数据是{wanted.whose}；没有更新。确实要更新这份文档请加 --force")
    outcome.note(OTHER_DEPARTMENT, f"文档由{document}改为{wanted.whose}", found=str(document), expected=str(wanted.whose))


def _compare_last_year(document: Whose, wanted: Wanted, outcome: Outcome) -> None:
    """Tells where the document of the same year knows the figures of the year before and those given do not: all comparisons would go."""
    if document.last_year and not wanted.whose.last_year and document.year == wanted.whose.year:
        message = f"文档带有上年（{document.year - 1}年度）的预算数据，这次没有给出，与上年的比较因此没有写或不全"
        outcome.undecide(LAST_YEAR_LACKING, message, Place(block="上年"))


def _verified(carried: Carried, wanted: Wanted, outcome: Outcome) -> Payload:
    """The payload, held against what the document's own figures give where template and program are those that made it."""
    if carried.text("fingerprint") == wanted.template.fingerprint and carried.text("program") == wanted.program:
        return verified(carried, wanted.template)
    other = carried.text("fingerprint") != wanted.template.fingerprint
    what = "模板已经改过或换了" if other else "本程序的版本与生成时不同"
    made_by = carried.text("template")
    outcome.note(UNVERIFIED, f"{what}，文档自带的数据没有与模板核对（文档由“{made_by}”生成）")
    return carried.payload()


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
            first, name = group.stretches[0], bookmark_name(block.id)
            if (first.is_table or name not in first.names) and (block.id in after.blocks or block.id in after.gone):
                making.mark(first.element, name)


def _retitle(parts: Parts, old: str, new: str) -> None:
    name = next((r.target for r in parts.relations("").values() if r.kind == "core-properties"), "")
    if old == new or name not in parts.data:
        return
    for title in parts.tree(name).iter(_TITLE):
        if title.text == old:
            title.text = new
            parts.change(name)
