"""yugong watch: the document made anew whenever the workbook is saved."""

from __future__ import annotations

import argparse
import gc
import sys
import time
from pathlib import Path

from yugong.commands.common import FINE, Commands, Parser, add_figures, command


def add(commands: Commands[Parser]) -> None:
    """The command's arguments."""
    parser = command(commands, "watch", "工作簿每次保存后自动重新生成文档，并列出变化", run)
    add_figures(parser)
    parser.add_argument("-o", "--output", type=Path, metavar="OUT.docx", help="文档的文件名；不写则与工作簿同名")
    parser.add_argument(
        "--for", dest="program", choices=("word", "libreoffice"), default="word", help="目录页码按哪个软件排版计算"
    )


def run(options: argparse.Namespace) -> int:
    """Follows the workbook until Ctrl-C."""
    gc.enable()  # this process goes on
    from figures.declared import DeclarationError
    from figures.reading import ReadError
    from yugong.colours import in_colours
    from yugong.diff_text import as_lines
    from yugong.report import write_report
    from yugong.saving import SavingError
    from yugong.watching import Rebuilder, Rebuilt, follow

    output: Path = options.output or options.figures.with_suffix(".docx")

    def told(rebuilt: Rebuilt) -> None:
        now = time.strftime("%H:%M:%S")
        if rebuilt.changes is not None:
            sys.stdout.writelines(line + "\n" for line in as_lines(rebuilt.changes, in_colours(sys.stdout)))
        write_report(rebuilt.document.findings, options.format, sys.stdout)
        sys.stdout.write(f"{now} 已生成 {output}\n")
        sys.stdout.flush()

    def failed(error: Exception) -> None:
        sys.stderr.write(f"{time.strftime('%H:%M:%S')} 没有生成：{error}（{output} 保持不变，等待下一次保存）\n")
        sys.stderr.flush()

    sys.stderr.write(f"正在留意 {options.figures}，每次保存后重新生成；按 Ctrl-C 结束\n")
    try:
        rebuilder = Rebuilder(options.figures, options.last_year, options.template, options.program)
        follow(rebuilder, output, told, failed, (ReadError, DeclarationError, SavingError))
    except KeyboardInterrupt:
        pass
    sys.stderr.write("已结束\n")
    return FINE
