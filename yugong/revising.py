"""The document with real Word revisions: every difference from an older one, to be accepted or rejected one by one."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, time
from pathlib import Path

import yugong
from assembler.rebuild.carrying import payload_part
from assembler.rebuild.payload import PayloadError
from assembler.rebuild.refusal import RebuildError
from assembler.revisions.tracking import tracked
from assembler.template import Template
from assembler.word.opening import PackageError
from assembler.word.reading.parts import open_parts
from figures.budget import Budget
from figures.findings import Finding
from figures.lean import frozen
from yugong.api import build
from yugong.commands.common import FOUND, status
from yugong.diff_inputs import is_document
from yugong.rebuilding import note_on_revisions, read_document, rebuild_onto
from yugong.report import write_report
from yugong.saving import SavingError, save_whole

AUTHOR = "预公"
"""Whose revisions they are."""


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
    Accepting all revisions gives `clean`, rejecting all gives `old`. RebuildError says in Chinese what is in the way.
    """
    document = build(budget, template, program=program)
    if _carries_figures(old):
        rebuilt = rebuild_onto(old, budget, template, program=program, others=True)
        clean, findings, undecided = rebuilt.data, rebuilt.findings, rebuilt.undecided
    else:
        clean, findings, undecided = document.to_bytes(), document.findings, 0
    when = date or datetime.combine(document.description.document.created, time())
    return Revised(tracked(old, clean, author, when), clean, findings, undecided)


def _carries_figures(data: bytes) -> bool:
    try:
        return bool(payload_part(open_parts(data)))
    except (PackageError, PayloadError) as error:
        raise RebuildError(str(error)) from None


def run_tracked(options: argparse.Namespace) -> int:
    """yugong build --track-changes: writes the document with revisions and tells what was found."""
    if options.final or options.pdf or options.check_pages or options.onto is not None:
        raise SavingError("--track-changes 不能与 --final、--pdf、--check-pages、--onto 同用")
    target: Path = options.output or options.figures.with_suffix(".docx")
    if target.exists() and options.track_changes.exists() and target.samefile(options.track_changes):
        raise SavingError(f"没有改动 {target}：它就是用来比较的原文档，请用 -o 另写一个文件名")
    old = read_document(options.track_changes)
    if not is_document(options.track_changes):
        raise SavingError(
            f"{options.track_changes} 不是 Word 文档：--track-changes 之后请写原来生成的文档（.docx），数据写在前面"
        )
    if note := note_on_revisions(old):
        sys.stderr.write(f"{note}\n")
    budget = yugong.read(options.figures, options.last_year)
    date = options.date or datetime.now()
    revised = with_revisions(old, budget, options.template, program=options.program, author=options.author or AUTHOR, date=date)
    save_whole(target, revised.data, options.force)
    write_report(revised.findings, options.format, sys.stdout if options.format == "json" else sys.stderr)
    if options.format != "json":
        told = "与原文档没有不同" if revised.data == revised.clean else "与原文档的每处不同都标为修订"
        sys.stdout.write(f"已生成 {target}：{told}\n")
    return FOUND if revised.undecided else status(revised.findings)
