"""yugong build --onto: the edited document brought up to date, from reading to writing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import yugong
from assembler.rebuild.outcome import Typed
from figures.budget import Budget
from figures.findings import Finding
from yugong.commands.common import FINE, FOUND, status
from yugong.document_wins import take_over
from yugong.figures_out import save_figures
from yugong.rebuilding import RebuiltDocument, read_document, rebuild_onto
from yugong.report import write_report
from yugong.saving import SavingError, save_whole


def run_onto(options: argparse.Namespace) -> int:
    """Brings the document up to date and tells what was found; FOUND when something is left to decide."""
    target = _target(options)
    edited = read_document(options.onto)
    budget = yugong.read(options.figures, options.last_year)
    findings: list[Finding] = []
    if options.document_wins:
        rebuilt = _with_document(options, edited, budget, target, findings)
    else:
        typed = Typed.FIGURES_WIN if options.figures_win else Typed.TELL
        rebuilt = rebuild_onto(edited, budget, options.template, program=options.program, typed=typed)
    if rebuilt.data == edited and target.exists() and target.samefile(options.onto):
        sys.stderr.write("文档已与数据一致，没有改动\n")
    else:
        _save(target, rebuilt.data, edited, options)
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
) -> RebuiltDocument:
    """Takes figures typed by hand over into a copy of the figures, and brings the document up to date with that copy.

    What was typed into a sum is looked at again after what it is the sum of: it may agree by then.
    """
    rebuilt = rebuild_onto(edited, budget, options.template, program=options.program)
    if not rebuilt.typed:
        return rebuilt
    description = yugong.build(budget, options.template, pages=False).description
    taken = take_over(budget, description, rebuilt.typed)
    findings += [f for f in taken.findings if f.code == "以文档为准"]
    if not taken.count:
        findings += taken.findings
        return rebuilt
    again = rebuild_onto(edited, taken.budget, options.template, program=options.program)
    still = {(one.block, one.row, one.cell) for one in again.typed}
    names = {one.where for one in rebuilt.typed if (one.block, one.row, one.cell) in still}
    findings += [f for f in taken.findings if f.code != "以文档为准" and any(f.message.startswith(name) for name in names)]
    copy = target.with_name(f"{target.stem}-数据{'.json' if options.figures.suffix.lower() == '.json' else '.xlsx'}")
    save_figures(copy, taken.budget)
    sys.stderr.write(f"已把文档中的 {taken.count} 个数写入数据的副本 {copy}，原数据文件没有改动\n")
    return again
