"""yugong build: the document from figures."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from yugong.commands.common import Commands, Parser, add_figures, command, status

if TYPE_CHECKING:
    from figures.findings import Finding
    from yugong.api import BuiltDocument


def add(commands: Commands[Parser]) -> None:
    """The command's arguments."""
    parser = command(commands, "build", "生成文档", run)
    add_figures(parser)
    parser.add_argument("-o", "--output", type=Path, metavar="OUT.docx", help="文档的文件名；不写则与工作簿同名")
    parser.add_argument("--final", action="store_true", help="供公开的定稿：有未完成之处则不写出；可与 --onto 同用")
    parser.add_argument(
        "--for", dest="program", choices=("word", "libreoffice"), default="word", help="目录页码按哪个软件排版计算"
    )
    parser.add_argument("--pdf", action="store_true", help="同时用 LibreOffice 转成 PDF（页码按 LibreOffice 排版）")
    parser.add_argument("--check-pages", action="store_true", help="用 LibreOffice 排版一次，核对目录页码的算法")
    parser.add_argument(
        "--force", action="store_true", help="覆盖已被改过的文档（原文件另存为 .bak）；--onto 时也允许另一个部门或年度的文档"
    )
    parser.add_argument("--onto", type=Path, metavar="EDITED.docx", help="在改过的文档上更新：人写的内容都保留")
    parser.add_argument(
        "--track-changes", type=Path, metavar="OLD.docx", help="与旧文档不同之处都标为 Word 修订，可逐处接受或拒绝"
    )
    parser.add_argument("--author", metavar="NAME", help="修订的作者（与 --track-changes 同用）；不写则为“预公”")
    parser.add_argument(
        "--date", type=moment, metavar="DATE", help="修订的日期（与 --track-changes 同用），如 2025-01-20；不写则为现在"
    )
    deciding = parser.add_mutually_exclusive_group()
    deciding.add_argument("--figures-win", action="store_true", help="手工填入表格的数以数据为准")
    deciding.add_argument("--document-wins", action="store_true", help="手工填入表格的数以文档为准，写入数据的副本")


def moment(text: str) -> datetime:
    """A date, with a time or without, of the command line."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2025-01-20") from None


def run(options: argparse.Namespace) -> int:
    """Builds and writes the document, and its PDF where asked for, then tells what was found."""
    _refuse(options)
    if options.track_changes is not None:
        from yugong.revising import run_tracked

        return run_tracked(options)
    if options.onto is not None:
        from yugong.onto import run_onto

        return run_onto(options)
    import yugong
    from yugong.progress import Progress
    from yugong.report import write_report

    with Progress(("读取数据", "生成文档", "写出文档")) as progress:
        progress.step()
        budget = yugong.read(options.figures, options.last_year)
        progress.step()
        document = yugong.build(budget, options.template, final=options.final, program=options.program)
        progress.step()
        findings = list(document.findings)
        written = _written(document, options, findings) if document.ok or not options.final else []
    write_report(findings, options.format, sys.stdout if options.format == "json" else sys.stderr)
    if options.format != "json":
        sys.stdout.write(f"已生成 {'、'.join(map(str, written))}\n" if written else "定稿有未解决的错误，没有写出文档\n")
    return status(findings)


def _refuse(options: argparse.Namespace) -> None:
    """SavingError for options that say nothing by themselves."""
    from yugong.file_errors import SavingError
    from yugong.saving import check_document_name

    check_document_name(options.output)
    if options.onto is None and (options.figures_win or options.document_wins):
        raise SavingError("--figures-win、--document-wins 要与 --onto 同用：写明在哪一份改过的文档上更新")
    if options.track_changes is None and (options.author is not None or options.date is not None):
        raise SavingError("--author、--date 要与 --track-changes 同用：写明与哪一份旧文档比较")


def _written(document: BuiltDocument, options: argparse.Namespace, findings: list[Finding]) -> list[Path]:
    """The files written; `findings` are added to."""
    from yugong.saving import save_whole

    target: Path = options.output or options.figures.with_suffix(".docx")
    document.save(target, options.force)
    pdf = _through_office(document, options, findings) if options.pdf or options.check_pages else None
    if pdf is None:
        return [target]
    save_whole(target.with_suffix(".pdf"), pdf, check_edits=False)
    return [target, target.with_suffix(".pdf")]


def _through_office(document: BuiltDocument, options: argparse.Namespace, findings: list[Finding]) -> bytes | None:
    """The PDF where one is asked for; `findings` are added to, also where LibreOffice makes none."""
    from assembler.office import OfficeError
    from figures.findings import Finding, Severity
    from yugong.printing import font_findings, page_findings, printed

    try:
        findings += font_findings(document.look)
        if options.check_pages:
            findings += page_findings(document)
        return printed(document) if options.pdf else None
    except OfficeError as error:
        findings.append(Finding("不能转成PDF", Severity.ERROR, f"{error}（Word 文档已经生成）"))
        return None
