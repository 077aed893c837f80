"""What all commands share: their parser, exit status, and the figures they read."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from yugong.commands.parser import UNREADABLE, Parser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from figures.findings import Finding

__all__ = ["FINE", "FOUND", "UNREADABLE", "Commands", "Parser", "Run", "add_figures", "command", "status"]

FINE, FOUND = 0, 1
"""Exit status: all well; findings of severity error. (UNREADABLE: input that cannot be read, nothing is written.)"""


Commands = argparse._SubParsersAction
Run = Callable[[argparse.Namespace], int]


def command(commands: Commands[Parser], name: str, help: str, run: Run) -> argparse.ArgumentParser:
    """The parser of a new command."""
    parser = commands.add_parser(name, help=help, description=help)
    parser.set_defaults(run=run)
    return parser


def add_figures(parser: argparse.ArgumentParser) -> None:
    """FIGURES with --last-year, --template and --format: what every command that reads figures takes."""
    parser.add_argument("figures", metavar="FIGURES", type=Path, help="预算数据：工作簿或 JSON")
    parser.add_argument("--last-year", type=Path, metavar="LAST", help="上年的工作簿或 JSON")
    parser.add_argument("--template", metavar="NAME", help="模板名称或文件夹；不写则用工作簿中写明的")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="输出的格式")


def status(findings: Iterable[Finding]) -> int:
    """FOUND where a finding is an error."""
    from figures.findings import Severity

    return FOUND if any(f.severity is Severity.ERROR for f in findings) else FINE
