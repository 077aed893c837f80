"""The command line: one parser over the commands, and one place where what cannot go on is told."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from yugong.commands.common import FINE, UNREADABLE, Parser, Run

COMMANDS = ("new", "build", "check", "diff", "explain", "reasons", "export", "unpack", "strip", "template", "watch")
"""The modules of `yugong.commands`, by the names of their commands."""


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from yugong import __version__

        sys.stdout.write(f"yugong {__version__}\n")
        parser.exit(FINE)


def _parser(arguments: Sequence[str]) -> Parser:
    """The parser of all commands, or of the only one that the arguments can mean."""
    parser = Parser(prog="yugong", description="预公：由一份预算数据工作簿生成完整的部门预算公开文档")
    parser.add_argument("--version", action=_Version, nargs=0, help="显示版本号")
    commands = parser.add_subparsers(title="命令", metavar="命令", dest="command", required=True, parser_class=Parser)
    for name in arguments[:1] if arguments and arguments[0] in COMMANDS else COMMANDS:
        import_module(f"yugong.commands.{name}").add(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(given).parse_args(given)
    run: Run = options.run
    try:
        return run(options)
    except BrokenPipeError:
        sys.stderr.close()
        return FINE
    except KeyboardInterrupt:
        return 130
    except _foreseen() as error:
        sys.stderr.write(f"yugong：{_told(error, options)}\n")
        return UNREADABLE


def _foreseen() -> tuple[type[Exception], ...]:
    """What a command ends with where its input cannot be read or its output not be written; imported once something was raised."""
    from assembler.rebuild.refusal import RebuildError
    from figures.declared import DeclarationError
    from figures.reading import ReadError
    from yugong.file_errors import SavingError

    return ReadError, DeclarationError, SavingError, RebuildError


def _told(error: Exception, options: argparse.Namespace) -> str:
    from figures.declared import DeclarationError

    if isinstance(error, DeclarationError) and error.place.file and options.command != "template":
        from yugong.template_errors import all_errors

        return all_errors(error, options)
    return str(error)


def console() -> int:
    """The same in a process of its own, which ends with the command: what it holds need not be searched for garbage, not even at its end."""
    gc.disable()
    status = main()
    gc.freeze()
    return status


if __name__ == "__main__":
    raise SystemExit(console())
