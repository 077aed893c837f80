"""yugong export: figures as JSON or as a workbook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from yugong.commands.common import FINE, Commands, Parser, add_figures, command


def add(commands: Commands[Parser]) -> None:
    """The command's arguments."""
    parser = command(commands, "export", "导出数据（.json 或 .xlsx）", run)
    add_figures(parser)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.json|.xlsx")


def run(options: argparse.Namespace) -> int:
    """Writes the figures; never over the file that they come from."""
    import yugong
    from figures.exchange import to_json
    from yugong.file_errors import SavingError
    from yugong.report import write_report
    from yugong.saving import save_whole

    def workbook() -> bytes:
        from figures.workbook.writing import write_workbook

        return write_workbook(budget)

    budget = yugong.read(options.figures, options.last_year)
    writers: dict[str, Callable[[], bytes]] = {
        ".json": lambda: to_json(budget).encode(),
        ".xlsx": workbook,
    }
    writer = writers.get(options.output.suffix.lower())
    if writer is None:
        raise SavingError(f"不知道怎样写 {options.output}：请用 .json 或 .xlsx 结尾")
    if options.output.exists() and options.output.samefile(options.figures):
        raise SavingError("不能写在输入文件上，请换一个文件名")
    save_whole(options.output, writer(), check_edits=False)
    write_report(budget.findings, options.format, sys.stderr)
    return FINE
