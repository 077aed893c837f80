"""yugong new: an empty workbook to fill in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from yugong.commands.common import FINE, Commands, Parser, command


def add(commands: Commands[Parser]) -> None:
    """The command's arguments."""
    parser = command(commands, "new", "写出一份空白的工作簿", run)
    parser.add_argument("out", metavar="OUT.xlsx", type=Path)
    parser.add_argument("--template", default="", metavar="NAME", help="写入工作簿的模板名称")


def run(options: argparse.Namespace) -> int:
    """Writes the workbook; a file that is there is never overwritten."""
    from figures.workbook.writing import new_workbook
    from yugong.file_errors import SavingError
    from yugong.saving import save_whole

    if options.out.suffix.lower() != ".xlsx":
        raise SavingError(f"工作簿的文件名请用 .xlsx 结尾，现为 {options.out}")
    if options.template:
        from assembler.template import load_template

        load_template(options.template)
    if options.out.exists():
        raise SavingError(f"{options.out} 已存在，没有覆盖；请换一个文件名")
    save_whole(options.out, new_workbook(options.template))
    sys.stdout.write(f"已写出空白工作簿 {options.out}，请按第一张表“填写说明”填写\n")
    return FINE
