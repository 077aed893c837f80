"""The document with real Word revisions: every difference from an older one, to be accepted or rejected one by one."""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

import yugong
from assembler.describing import NO_DATE
from assembler.description import Document
from assembler.rebuild.carrying import LOST, has_identities, payload_part, read_payload
from assembler.rebuild.own_data import not_its_own
from assembler.rebuild.payload import PayloadError
from assembler.rebuild.refusal import RebuildError
from assembler.revisions.tracking import tracked
from assembler.template import Template
from assembler.word.opening import PackageError
from assembler.word.reading.body import stretches_of
from assembler.word.reading.parts import Parts, open_parts
from figures.budget import Budget
from figures.checks.reported import HAND_TYPED, UNVERIFIED
from figures.findings import Finding, Severity
from figures.lean import frozen
from yugong.api import build
from yugong.commands.common import FOUND, status
from yugong.diff_inputs import is_document
from yugong.file_errors import SavingError
from yugong.rebuilding import note_on_revisions, read_document, rebuild_onto
from yugong.report import write_report
from yugong.saving import save_whole

AUTHOR = "预公"
"""Whose revisions they are."""
_FIGURE = re.compile(r"\d+")


@frozen
class Revised:
    """A document with revisions: its bytes, those of the same document without (`clean`), what was found and is undecided."""

    data: bytes
    clean: bytes
    findings: tuple[Finding, ...]
    undecided: int


def with_revisions(
    old: bytes,
    budget: Budget,
    template: str | Template | None = None,
    *,
    program: str = "word",
    author: str = AUTHOR,
    date: datetime | None = None,
) -> Revised:
    """The document of `budget` in which every difference from `old` is a revision by `author`, of `date` (local time, as Word has it;
    without it the date of the document, so that the same input gives the same bytes).

    Where `old` carries its figures it is brought up to date, so that what people wrote in it stays; else the document is built anew.
    Accepting all revisions gives `clean`, rejecting all gives `old`. RebuildError says in Chinese what is in the way: among others that
    `old` was not made by us, when it carries no figures and has less than half of our headings.
    """
    parts = _opened(old)
    if _carries_figures(parts):
        _expect_its_own(parts)
        rebuilt = rebuild_onto(old, budget, template, program=program, others=True)
        clean, findings, undecided = rebuilt.data, tuple(map(_first_updated, rebuilt.findings)), rebuilt.undecided
    else:
        document = build(budget, template, program=program)
        _expect_ours(parts, document.description.document)
        clean, findings, undecided = document.to_bytes(), document.findings, 0
        if has_identities(parts.body()):
            findings = (UNVERIFIED.finding(f"{LOST}：按不带数据的文档逐段比较，人在其中写的都列为不同"), *findings)
    when = date or datetime.combine(budget.basics.document_date or NO_DATE, time())
    return Revised(tracked(old, clean, author, when), clean, findings, undecided)


def _first_updated(finding: Finding) -> Finding:
    """What to do about a figure typed by hand is done in bringing the old document up to date: here is no choice of who wins."""
    if finding.code != HAND_TYPED.code or finding.severity is Severity.NOTE:
        return finding
    return replace(finding, remedy=f"请先用 build --onto 更新原文档，再标修订（标修订时不能选）：{finding.remedy}")


def _opened(data: bytes) -> Parts:
    try:
        parts = open_parts(data)
        parts.body()
        return parts
    except PackageError as error:
        raise RebuildError(str(error)) from None


def _carries_figures(parts: Parts) -> bool:
    try:
        return bool(payload_part(parts))
    except PayloadError as error:
        raise RebuildError(str(error)) from None


def _expect_its_own(parts: Parts) -> None:
    """Refuses a document that carries the data of another: everything in it would be taken for typed by hand."""
    try:
        swapped = not_its_own(parts, read_payload(parts))
    except PayloadError as error:
        raise RebuildError(str(error)) from None
    if swapped:
        raise RebuildError(f"{swapped}；请换用没有动过自带数据的文档，或用它去掉数据的副本（yugong strip --force）来比较")


def _expect_ours(parts: Parts, document: Document) -> None:
    """Refuses a document of others. One of ours whose figures were taken away is known by its headings, whatever year they name."""
    shown = {_FIGURE.sub("", s.text) for s in stretches_of(parts.body()) if not (s.is_table or s.in_contents)}
    headings = [_FIGURE.sub("", paragraph.text) for paragraph, _ in document.entries()]
    lacking = [heading for heading in headings if heading not in shown]
    if 2 * len(lacking) > len(headings):
        raise RebuildError(
            f"不是由本程序生成的文档：其中没有本程序写入的数据，也没有“{lacking[0]}”等 {len(lacking)} 个标题（共应有 {len(headings)} 个）；"
            "--track-changes 之后应写 yugong build 生成的 .docx（用 strip、--final 去掉数据的也可以）。"
            "来源不同的两份文档，请先不带这个选项生成，再用 Word 的“审阅－比较”"
        )


def _no_document(path: Path) -> str:
    wanted = "--track-changes 之后请写原来生成的文档（.docx），数据写在前面"
    if path.suffix.lower() != ".docx":
        return f"{path} 不是 Word 文档：{wanted}"
    return f"{path} 不是 Word 文档，或已损坏：文件可能不完整、加了密码，或只是改了扩展名；{wanted}"


def run_tracked(options: argparse.Namespace) -> int:
    """yugong build --track-changes: writes the document with revisions and tells what was found."""
    if options.final or options.pdf or options.check_pages or options.onto is not None:
        raise SavingError("--track-changes 不能与 --final、--pdf、--check-pages、--onto 同用")
    target: Path = options.output or options.figures.with_suffix(".docx")
    if target.exists() and options.track_changes.exists() and target.samefile(options.track_changes):
        raise SavingError(f"没有改动 {target}：它就是用来比较的原文档，请用 -o 另写一个文件名")
    old = read_document(options.track_changes)
    if not is_document(options.track_changes):
        raise SavingError(_no_document(options.track_changes))
    budget = yugong.read(options.figures, options.last_year)
    date = options.date or datetime.now()
    author = options.author or AUTHOR
    try:
        if note := note_on_revisions(old):
            sys.stderr.write(f"{note}\n")
        revised = with_revisions(old, budget, options.template, program=options.program, author=author, date=date)
    except RebuildError as error:
        raise RebuildError(f"{options.track_changes}：{error}") from None
    save_whole(target, revised.data, options.force)
    write_report(revised.findings, options.format, sys.stdout if options.format == "json" else sys.stderr)
    if options.format != "json":
        told = "与原文档没有不同" if revised.data == revised.clean else "与原文档的每处不同都标为修订"
        left = f"，还有 {revised.undecided} 处要由您决定" if revised.undecided else ""
        sys.stdout.write(f"已生成 {target}：{told}{left}\n")
    return FOUND if revised.undecided else status(revised.findings)
