"""yugong diff: what changed between two workbooks, JSON files or documents."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from yugong.commands.common import FINE, FOUND, Commands, Parser, command


def add(commands: Commands[Parser]) -> None:
    """The command's arguments."""
    parser = command(commands, "diff", "两份数据或文档有哪些不同，表格、文字、图随之有哪些变化", run)
    parser.add_argument("old", metavar="OLD", type=Path, help="原来的工作簿、JSON 或已生成的文档")
    parser.add_argument("new", metavar="NEW", type=Path, help="现在的工作簿、JSON 或已生成的文档")
    parser.add_argument("--last-year", type=Path, metavar="LAST", help="上年的工作簿或 JSON（两份数据共用）")
    parser.add_argument("--template", metavar="NAME", help="模板名称或文件夹；不写则用工作簿中写明的")
    parser.add_argument("--format", choices=("text", "json", "html"), default="text", help="输出的格式")
    parser.add_argument("--all", action="store_true", help="不同之处很多时，在终端中也全部列出")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="写入文件；不写则输出到屏幕")


def run(options: argparse.Namespace) -> int:
    """Tells the differences; FOUND where there are any."""
    from yugong.colours import in_colours
    from yugong.diff_data import as_data
    from yugong.diff_inputs import is_document
    from yugong.diff_page import as_html
    from yugong.diff_text import as_lines
    from yugong.diffing import compared, load
    from yugong.file_errors import SavingError
    from yugong.saving import check_report_name, save_whole

    paths = (options.old, options.new)
    if options.output is not None:
        check_report_name(options.output, (*paths, options.last_year))
    sides = [load(path, options.last_year, options.template) for path in paths]
    if (options.last_year or options.template) and all(is_document(path) for path in paths):
        raise SavingError("--last-year、--template 只用于工作簿或 JSON，现在比较的两份都是文档")
    sys.stderr.writelines(f"{path}：{side.note}\n" for path, side in zip(paths, sides, strict=True) if side.note)
    comparison = compared(*sides)
    if options.format == "json":
        text = json.dumps(as_data(comparison), ensure_ascii=False, indent=2) + "\n"
    elif options.format == "html":
        text = as_html(comparison)
    else:
        on_screen = options.output is None and sys.stdout.isatty()
        lines = as_lines(comparison, on_screen and in_colours(sys.stdout), on_screen and not options.all)
        text = "".join(line + "\n" for line in lines)
    if options.output is None:
        sys.stdout.write(text)
    else:
        save_whole(options.output, text.encode(), check_edits=False)
    return FOUND if comparison else FINE
