"""yugong build --onto: the edited document brought up to date, from reading to writing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import yugong
from assembler.rebuild.outcome import HandTyped, Typed
from figures.budget import Budget
from figures.findings import Finding, Severity
from figures.lean import frozen
from yugong.commands.common import FINE, FOUND, status
from yugong.document_wins import take_over
from yugong.figures_out import figures_bytes
from yugong.rebuilding import RebuiltDocument, note_on_revisions, read_document, rebuild_onto
from yugong.report import write_report
from yugong.saving import SavingError, save_whole


@frozen
class _Copy:
    """The copy of the figures with those of the document: where it goes, its bytes, how many figures were taken over."""

    path: Path
    data: bytes
    count: int


def run_onto(options: argparse.Namespace) -> int:
    """Brings the document up to date and tells what was found; FOUND when something is left to decide."""
    target = _target(options)
    edited = read_document(options.onto)
    if note := note_on_revisions(edited):
        sys.stderr.write(f"{note}\n")
    budget = yugong.read(options.figures, options.last_year)
    findings: list[Finding] = []
    copy = None
    if options.document_wins:
        rebuilt, copy = _with_document(options, edited, budget, target, findings)
    else:
        typed = Typed.FIGURES_WIN if options.figures_win else Typed.TELL
        rebuilt = rebuild_onto(edited, budget, options.template, program=options.program, typed=typed, others=options.force)
    if rebuilt.data == edited and target.exists() and target.samefile(options.onto):
        sys.stderr.write("文档已与数据一致，没有改动\n")
    else:
        _save(target, rebuilt.data, edited, options)
    if copy is not None:
        save_whole(copy.path, copy.data, check_edits=False)
        told = f"已把文档中的 {copy.count} 个数写入数据的副本 {copy.path}，原数据文件没有改动；以下单元格均指副本"
        sys.stderr.write(f"{told}\n")
    findings += rebuilt.findings
    write_report(findings, options.format, sys.stdout if options.format == "json" else sys.stderr)
    if options.format != "json":
        left = f"，还有 {rebuilt.undecided} 处要由您决定" if rebuilt.undecided else ""
        sys.stdout.write(f"已生成 {target}{left}\n")
    return FOUND if rebuilt.undecided else status(findings) or FINE


def _target(options: argparse.Namespace) -> Path:
    """Where the new document goes; SavingError for a command that cannot be meant."""
    if options.final:
        raise SavingError("--final 不能与 --onto 同用：请先更新文档，再用 yugong strip 做出供公开的副本")
    if options.pdf or options.check_pages:
        raise SavingError("--pdf、--check-pages 不能与 --onto 同用：改过的文档请在 Word 中另存为 PDF")
    if options.output is None:
        raise SavingError("请用 -o NEW.docx 写明新文档的文件名")
    target: Path = options.output
    if target.exists() and options.onto.exists() and target.samefile(options.onto) and not options.force:
        raise SavingError(f"没有改动 {target}：要直接更新原文件请加 --force（原文件另存为 .bak），否则请换一个文件名")
    return target


def _save(target: Path, data: bytes, edited: bytes, options: argparse.Namespace) -> None:
    if target.exists() and target.samefile(options.onto):
        save_whole(target.with_name(target.name + ".bak"), edited, check_edits=False)
        save_whole(target, data, check_edits=False)
    else:
        save_whole(target, data, options.force)


def _with_document(
    options: argparse.Namespace, edited: bytes, budget: Budget, target: Path, findings: list[Finding]
) -> tuple[RebuiltDocument, _Copy | None]:
    """Takes figures typed by hand over into a copy of the figures, still to be written, and brings the document up to date with that copy.

    What was typed into a sum is looked at again after what it is the sum of: it may agree by then.
    """
    rebuilt = rebuild_onto(edited, budget, options.template, program=options.program, others=options.force)
    if not rebuilt.typed:
        return rebuilt, None
    copy = None
    taken = take_over(budget, yugong.build(budget, options.template, pages=False).description, rebuilt.typed)
    findings += [f for f in taken.findings if f.code == "以文档为准"]
    if taken.count:
        rebuilt = rebuild_onto(edited, taken.budget, options.template, program=options.program, others=options.force)
        path = target.with_name(f"{target.stem}-数据{'.json' if options.figures.suffix.lower() == '.json' else '.xlsx'}")
        copy = _Copy(path, figures_bytes(path, taken.budget), taken.count)
        _refuse_another(copy)
    left = take_over(taken.budget, yugong.build(taken.budget, options.template, pages=False).description, rebuilt.typed)
    told = (*_without(rebuilt.findings, rebuilt.typed), *(_left(f) for f in left.findings))
    return replace(rebuilt, findings=told), copy


def _refuse_another(copy: _Copy) -> None:
    """SavingError where another file has the name of the copy; one of an earlier run that is the same may stay."""
    if copy.path.exists() and copy.path.read_bytes() != copy.data:
        raise SavingError(
            f"数据的副本要写成 {copy.path}（名称随 -o 而定），但已有一个内容不同的同名文件，没有覆盖，文档也没有写出；"
            "请把那个文件移走，或用 -o 换一个文件名"
        )


def _without(findings: Sequence[Finding], typed: Sequence[HandTyped]) -> tuple[Finding, ...]:
    """The findings without those that offer a choice which has been made; charts, which are no such figures, stay."""
    blocks = {one.block for one in typed}
    return tuple(f for f in findings if f.code != "手填数字" or f.place.block not in blocks)


def _left(finding: Finding) -> Finding:
    """What could not be taken over. A figure that could, but does not print as it was typed, is one of them."""
    if finding.code != "以文档为准":
        return finding
    message = f"{finding.message}以后，按全套报表的舍入印出的仍是另一个数"
    return Finding("不能取自文档", Severity.WARNING, message, finding.place, finding.expected, finding.found, "请核对数据的副本")
