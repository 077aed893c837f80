"""What programmers use to rebuild: an edited document brought up to date, what it carries, and a clean copy of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assembler.rebuild.carrying import how_settled, payload_part, read_payload
from assembler.rebuild.former import Settled
from assembler.rebuild.own_data import differing_in, not_its_own
from assembler.rebuild.payload import PayloadError, budget_of
from assembler.rebuild.refusal import RebuildError
from assembler.rebuild.stripping import Stripped, strip
from assembler.rebuild.telling import HandTyped, Typed
from assembler.rebuild.whose import whose
from assembler.revisions.settling import has_revisions
from assembler.word.opening import MAX_FILE, PackageError
from assembler.word.reading.parts import Parts, open_parts
from assembler.word.seal import is_pristine
from figures.budget import Budget
from figures.exchange import to_json
from figures.findings import Finding
from figures.lean import frozen
from yugong import __version__
from yugong.file_errors import why_not_read

if TYPE_CHECKING:
    from assembler.template import Template

__all__ = ["RebuildError", "RebuiltDocument", "Typed", "note_on_revisions", "rebuild_onto", "strip_document", "unpack_figures"]

_MANY = 20
"""As many figures as nobody types by hand: so many differ where the data are not the document's."""

_SETTLED = {
    Settled.ACCEPTED: "已接受，但有的文字与接受后的不同（另外改过，或没有全部接受）",
    Settled.REJECTED: "已拒绝，但有的文字与拒绝后的不同（另外改过，或没有全部拒绝）",
    Settled.MIXED: "有的接受、有的拒绝（或文字另外改过）",
}


@frozen
class RebuiltDocument:
    """An edited document brought up to date: its bytes, everything found, how many things are left to decide, and the figures that
    were typed by hand and differ."""

    data: bytes
    findings: tuple[Finding, ...]
    undecided: int
    typed: tuple[HandTyped, ...]


def rebuild_onto(
    edited: bytes,
    budget: Budget,
    template: str | Template | None = None,
    *,
    pages: bool = True,
    program: str = "word",
    typed: Typed = Typed.TELL,
    others: bool = False,
    final: bool = False,
) -> RebuiltDocument:
    """The document in `edited` brought up to date with `budget`: what a person wrote stays. The same bytes when nothing changes.

    `pages` False leaves the page numbers as they are. A document of another department or year is refused unless `others` allows it.
    `final` makes what is unfinished an error; the document still carries its data, until `strip_document`.
    RebuildError says in one Chinese sentence why there is nothing to rebuild on.
    """
    from assembler.pages.survey import survey
    from assembler.rebuild.rebuilding import Wanted, rebuild
    from figures.acknowledging import acknowledged, parted
    from figures.checks.reported import UNKNOWN_LAYOUT
    from yugong.api import PROGRAMS, build, pages_told

    document = build(budget, template, pages=False, final=final, program=program)
    described, profile = document.description.document, PROGRAMS[program] if pages else None
    accepted = parted(budget.acknowledgements)[1]
    wanted = Wanted(
        described,
        document.template,
        to_json(budget),
        whose(budget.basics, budget.last_year is not None),
        program if pages else "",
        profile,
        __version__,
        typed,
        others,
        accepted,
    )
    found = rebuild(edited, wanted)
    data, surveyed = found.data, found.survey
    if found.fresh:
        surveyed = survey(described, document.look, profile) if profile else None
        data = replace(document, pages=surveyed, final=False).to_bytes()
    doubts = [UNKNOWN_LAYOUT.finding(f"{doubt}，页码可能因此不准") for doubt in found.doubts if profile]
    told = acknowledged([*found.findings, *doubts], accepted, complete=typed is not Typed.FIGURES_WIN)
    return RebuiltDocument(data, (*document.findings, *told, *pages_told(surveyed)), found.undecided, found.typed)


def unpack_figures(document: bytes) -> Budget:
    """The figures of both years that a document carries; RebuildError says in one Chinese sentence why there are none."""
    try:
        return budget_of(read_payload(open_parts(document)))
    except (PackageError, PayloadError) as error:
        raise RebuildError(str(error)) from None


@frozen
class OwnData:
    """Whether the data that a document carries are its own: "" or a Chinese sentence on what speaks against it, and `foreign` where it
    is plain that they are another document's."""

    told: str
    foreign: bool


def own_data(document: bytes) -> OwnData:
    """Holds a document against the data that it carries; RebuildError when there are none that can be used."""
    try:
        parts = open_parts(document)
        payload = read_payload(parts)
        if swapped := not_its_own(parts, payload):
            return OwnData(swapped, True)
        count = 0 if is_pristine(document) else len(differing_in(document, payload).findings)
    except (PackageError, PayloadError) as error:
        raise RebuildError(str(error)) from None
    if not count:
        return OwnData("", False)
    doubt = "这么多，自带的多半不是这份文档的数据；" if count >= _MANY else ""
    return OwnData(f"文档中有 {count} 处与自带的数据不同，{doubt}逐处请看 yugong strip 所列", count >= _MANY)


def note_on_revisions(document: bytes) -> str:
    """What must be said of the figures of a document with revisions, as a Chinese sentence; "" where there is nothing to say."""
    try:
        return note_on(open_parts(document))
    except (PackageError, PayloadError) as error:
        raise RebuildError(str(error)) from None


def note_on(parts: Parts) -> str:
    """The same of a document that is open; PackageError or PayloadError where it cannot be looked at."""
    if has_revisions(parts.tree(parts.main)):
        return "文档中还有没有处理的修订，按全部接受后的文字和数据处理；要看修订前的，请先在 Word 中全部拒绝"
    state = how_settled(parts) if payload_part(parts) else Settled.WHOLLY
    if state is Settled.WHOLLY:
        return ""
    return f"文档中的修订{_SETTLED[state]}：按较为一致的一份数据处理，不一致的文字视为手工修改"


def strip_document(document: bytes, with_ours: bool = True) -> Stripped:
    """A clean copy for publication, and what is still to be settled, comments of the program left aside without `with_ours`.

    RebuildError when the document cannot be read.
    """
    try:
        return strip(document, with_ours)
    except (PackageError, PayloadError) as error:
        raise RebuildError(str(error)) from None


def read_document(path: Path) -> bytes:
    """The bytes of a document; RebuildError when there is none or it is far too big."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise RebuildError(f"{path} 过大，不像是本程序生成的文档")
        return path.read_bytes()
    except OSError as error:
        raise RebuildError(f"不能读取 {path}：{why_not_read(error)}") from None
