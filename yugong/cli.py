"""The command line: one parser over the commands, and one place where what cannot go on is told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from yugong.commands import build, check, diff, explain, export, new, reasons, strip, template, unpack, watch
from yugong.commands.common import FINE, UNREADABLE, Parser, Run

COMMANDS = (new, build, check, diff, explain, reasons, export, unpack, strip, template, watch)


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from yugong import __version__

        sys.stdout.write(f"yugong {__version__}\n")
        parser.exit(FINE)


def _parser() -> Parser:
    parser = Parser(prog="yugong", description="预公：由一份预算数据工作簿生成完整的部门预算公开文档")
    parser.add_argument("--version", action=_Version, nargs=0, help="显示版本号")
    commands = parser.add_subparsers(title="命令", metavar="命令", dest="command", required=True, parser_class=Parser)
    for module in COMMANDS:
        module.add(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    from assembler.rebuild.refusal import RebuildError
    from figures.declared import DeclarationError
    from figures.reading import ReadError
    from yugong.saving import SavingError

    run: Run = options.run
    try:
        return run(options)
    except (ReadError, DeclarationError, SavingError, RebuildError) as error:
        in_template = isinstance(error, DeclarationError) and error.place.file and options.command != "template"
        named = getattr(options, "template", None) or "模板名称"
        sys.stderr.write(f"yugong：{error}{f'；模板的全部问题用 yugong template check {named} 列出' if in_template else ''}\n")
        return UNREADABLE
    except BrokenPipeError:
        sys.stderr.close()
        return FINE
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
