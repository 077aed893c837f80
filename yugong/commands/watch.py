"""yugong watch: the document made anew whenever the workbook is saved."""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from yugong.commands.common import FINE, Commands, Parser, add_figures, command

if TYPE_CHECKING:
    from yugong.watching import Rebuilt


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
    from yugong.file_errors import SavingError
    from yugong.watching import Rebuilder, follow

    output = _output(options)
    tell = _tell_as_json if options.format == "json" else _tell

    def failed(error: Exception) -> None:
        sys.stderr.write(f"{time.strftime('%H:%M:%S')} 没有生成：{error}（{output} 保持不变，等待下一次保存）\n")
        sys.stderr.flush()

    try:
        rebuilder = Rebuilder(options.figures, options.last_year, options.template, options.program)
        sys.stderr.write(f"正在留意 {options.figures}，每次保存后重新生成；按 Ctrl-C 结束\n")
        follow(rebuilder, output, lambda rebuilt: tell(rebuilt, output), failed, (ReadError, DeclarationError, SavingError))
    except KeyboardInterrupt:
        pass
    sys.stderr.write("已结束\n")
    return FINE


def _output(options: argparse.Namespace) -> Path:
    """Where the document goes. Refused is what waiting for the next save would not mend: a file that is not there from the start
    has a name misspelt."""
    from figures.reading import read_content
    from yugong.file_errors import SavingError
    from yugong.saving import check_document_name

    for path in (options.figures, options.last_year):
        if path is not None and not path.is_file():
            read_content(path)
    output: Path = options.output or options.figures.with_suffix(".docx")
    check_document_name(output)
    if not output.absolute().parent.is_dir():
        raise SavingError(f"不能写入 {output}：所在的文件夹不存在，请先建立")
    return output


def _tell(rebuilt: Rebuilt, output: Path) -> None:
    """What changed, the findings, and when the document was written."""
    from yugong.colours import in_colours
    from yugong.diff_text import as_lines
    from yugong.report import write_report

    if rebuilt.changes is not None:
        sys.stdout.writelines(line + "\n" for line in as_lines(rebuilt.changes, in_colours(sys.stdout)))
    write_report(rebuilt.document.findings, "text", sys.stdout)
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} 已生成 {output}\n")
    sys.stdout.flush()


def _tell_as_json(rebuilt: Rebuilt, output: Path) -> None:
    """The same as one line of JSON."""
    from yugong.diff_data import as_data
    from yugong.report import as_plain

    changes = None if rebuilt.changes is None else as_data(rebuilt.changes)
    told = {"output": str(output), "changes": changes, "findings": [as_plain(f) for f in rebuilt.document.findings]}
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    sys.stdout.flush()
