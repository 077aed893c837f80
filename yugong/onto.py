"""yugong build --onto: the edited document brought up to date, from reading to writing."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import yugong
from assembler.rebuild.telling import HandTyped, Typed
from figures.budget import Budget
from figures.checks.reported import HAND_TYPED, NOT_TAKEN, TAKEN
from figures.findings import Finding, Severity
from figures.lean import frozen
from yugong.commands.common import FINE, FOUND, status
from yugong.document_wins import take_over
from yugong.figures_out import figures_bytes
from yugong.file_errors import SavingError
from yugong.rebuilding import RebuiltDocument, note_on_revisions, read_document, rebuild_onto, strip_document
from yugong.report import write_report
from yugong.saving import keep_copy, save_whole


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
        rebuilt = _rebuilt(options, edited, budget, typed)
    findings += rebuilt.findings
    if options.final:
        return _finish(options, target, rebuilt, findings)
    done = f"已生成 {target}"
    if rebuilt.data == edited and target.exists() and target.samefile(options.onto):
        done = f"没有要更新的，{target} 没有改动"
    else:
        _save(target, rebuilt.data, edited, options)
    if copy is not None:
        save_whole(copy.path, copy.data, check_edits=False)
        told = f"已把文档中的 {copy.count} 个数写入数据的副本 {copy.path}，原数据文件没有改动；以下单元格均指副本"
        sys.stderr.write(f"{told}\n")
    left = f"，还有 {rebuilt.undecided} 处要由您决定" if rebuilt.undecided else ""
    _tell(options, findings, f"{done}{left}")
    return FOUND if rebuilt.undecided else status(findings) or FINE


def _rebuilt(options: argparse.Namespace, edited: bytes, budget: Budget, typed: Typed = Typed.TELL) -> RebuiltDocument:
    return rebuild_onto(
        edited,
        budget,
        options.template,
        program=options.program,
        typed=typed,
        others=options.force,
        final=options.final,
    )


def _finish(options: argparse.Namespace, target: Path, rebuilt: RebuiltDocument, findings: list[Finding]) -> int:
    """Writes the clean copy for publication; nothing while there is something to decide, to settle or to write."""
    stripped = strip_document(rebuilt.data, with_ours=False)
    if rebuilt.undecided or stripped.unsettled or status(findings) is not FINE:
        for number, told in enumerate(stripped.unsettled, 1):
            sys.stderr.write(f"{number}. {told}\n")
        how = "请先不加 --final 更新，在文档中处理好（有意与数据不同的在“核对说明”写明理由）再定稿"
        _tell(options, findings, f"定稿还有未解决的问题，没有写出文档；{how}")
        return FOUND
    save_whole(target, stripped.data, options.force)
    _tell(options, findings, f"已生成 {target}：不含自带的数据、标识和批注")
    return FINE


def _tell(options: argparse.Namespace, findings: Sequence[Finding], result: str) -> None:
    write_report(findings, options.format, sys.stdout if options.format == "json" else sys.stderr)
    if options.format != "json":
        sys.stdout.write(f"{result}\n")


def _target(options: argparse.Namespace) -> Path:
    """Where the new document goes; SavingError for a command that cannot be meant."""
    if options.final and options.document_wins:
        raise SavingError("--final 不能与 --document-wins 同用：请先更新文档，核对数据的副本，再定稿")
    if options.pdf or options.check_pages:
        raise SavingError("--pdf、--check-pages 不能与 --onto 同用：改过的文档请在 Word 中另存为 PDF")
    if options.output is None:
        raise SavingError("请用 -o NEW.docx 写明新文档的文件名")
    target: Path = options.output
    in_place = target.exists() and options.onto.exists() and target.samefile(options.onto)
    if in_place and options.final:
        raise SavingError(f"没有改动 {target}：定稿不带自带的数据，不能再更新，请用 -o 换一个文件名，原文件留作底稿")
    if in_place and not options.force:
        raise SavingError(f"没有改动 {target}：要直接更新原文件请加 --force（原文件另存为 .bak），否则请换一个文件名")
    return target


def _save(target: Path, data: bytes, edited: bytes, options: argparse.Namespace) -> None:
    if target.exists() and target.samefile(options.onto):
        keep_copy(target, edited)
        save_whole(target, data, check_edits=False)
    else:
        save_whole(target, data, options.force)


def _with_document(
    options: argparse.Namespace, edited: bytes, budget: Budget, target: Path, findings: list[Finding]
) -> tuple[RebuiltDocument, _Copy | None]:
    """Takes figures typed by hand over into a copy of the figures, still to be written, and brings the document up to date with that copy.

    What was typed into a sum is looked at again after what it is the sum of: it may agree by then.
    """
    rebuilt = _rebuilt(options, edited, budget)
    if not rebuilt.typed:
        return rebuilt, None
    copy = None
    taken = take_over(budget, yugong.build(budget, options.template, pages=False).description, rebuilt.typed)
    findings += [f for f in taken.findings if f.code == TAKEN.code]
    if taken.done:
        rebuilt = _rebuilt(options, edited, taken.budget)
        path = target.with_name(f"{target.stem}-数据{'.json' if options.figures.suffix.lower() == '.json' else '.xlsx'}")
        copy = _Copy(path, figures_bytes(path, taken.budget), len(taken.done))
        _refuse_another(copy)
    after = yugong.build(taken.budget, options.template, pages=False).description
    left = take_over(taken.budget, after, rebuilt.typed, taken.done)
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
    return tuple(f for f in findings if f.code != HAND_TYPED.code or f.severity is Severity.NOTE or f.place.block not in blocks)


def _left(finding: Finding) -> Finding:
    """What could not be taken over. A figure that could, but does not print as it was typed, is one of them."""
    if finding.code != TAKEN.code:
        return finding
    message = f"{finding.message}以后，按全套报表的舍入印出的仍是另一个数"
    return NOT_TAKEN.finding(message, finding.place, finding.expected, finding.found, "请核对数据的副本")
