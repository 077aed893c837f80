"""yugong explain: each sentence with every number's name, formula and source cells."""

from __future__ import annotations

import argparse
import json
import sys

from yugong.commands.common import FINE, UNREADABLE, Commands, Parser, add_figures, command


def add(commands: Commands[Parser]) -> None:
    """The command's arguments."""
    parser = command(commands, "explain", "说明文中每一个数的名称、算法和来源单元格", run)
    add_figures(parser)
    parser.add_argument("section", metavar="SECTION", nargs="?", default="", help="只说明这一节，例如 三公经费；不写则全部")


def run(options: argparse.Namespace) -> int:
    """Prints the sections asked for."""
    import yugong
    from yugong.explaining import as_data, as_lines

    budget = yugong.read(options.figures, options.last_year)
    document = yugong.build(budget, options.template, pages=False)
    sections = document.explain(options.section)
    if not sections:
        known = "、".join(s.heading for s in document.explain())
        sys.stderr.write(f"yugong：没有名为“{options.section}”的一节；现有：{known}\n")
        return UNREADABLE
    if options.format == "json":
        sys.stdout.write(json.dumps(as_data(sections), ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(line + "\n" for line in as_lines(sections))
    return FINE
