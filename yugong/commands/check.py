"""yugong check: everything found in the figures and in the document that they make."""

from __future__ import annotations

import argparse
import sys

from yugong.commands.common import Commands, Parser, add_figures, command, status


def add(commands: Commands[Parser]) -> None:
    """The command's arguments."""
    add_figures(command(commands, "check", "核对数据，列出全部问题", run))


def run(options: argparse.Namespace) -> int:
    """Prints the findings."""
    import yugong
    from yugong.progress import Progress
    from yugong.report import write_report

    with Progress(("读取数据", "核对数据")) as progress:
        progress.step()
        budget = yugong.read(options.figures, options.last_year)
        progress.step()
        findings = yugong.build(budget, options.template, pages=False).findings
    write_report(findings, options.format, sys.stdout)
    if not findings and options.format != "json":
        sys.stdout.write("核对完毕，没有发现问题\n")
    return status(findings)
