"""The command line: new, build, check, export."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

FINE, FOUND, UNREADABLE = 0, 1, 2
"""Exit status: all well; findings of severity error; input that cannot be read (nothing is written)."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(UNREADABLE, f"yugong：命令写法有误：{message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    from figures.declared import DeclarationError
    from figures.workbook.container import ReadError
    from yugong.saving import SavingError

    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except (ReadError, DeclarationError, SavingError) as error:
        sys.stderr.write(f"yugong：{error}\n")
        return UNREADABLE
    except BrokenPipeError:
        sys.stderr.close()
        return FINE
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="yugong", description="预公：由一份预算数据工作簿生成完整的部门预算公开文档", add_help=False)
    _help(parser)
    parser.add_argument("--version", action=_Version, nargs=0, help="显示版本号")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=_Parser)
    new = _command(commands, "new", "写出一份空白的工作簿", _new)
    new.add_argument("out", metavar="OUT.xlsx", type=Path)
    new.add_argument("--template", default="", help="写入工作簿的模板名称")
    build = _command(commands, "build", "生成文档", _build)
    _figures(build)
    build.add_argument("-o", "--output", type=Path, metavar="OUT.docx", help="文档的文件名；不写则与工作簿同名")
    build.add_argument("--final", action="store_true", help="供公开的定稿：有未完成之处则不写出")
    build.add_argument(
        "--for", dest="program", choices=("word", "libreoffice"), default="word", help="目录页码按哪个软件排版计算"
    )
    build.add_argument("--force", action="store_true", help="覆盖已被改过的文档（原文件另存为 .bak）")
    check = _command(commands, "check", "核对数据，列出全部问题", _check)
    _figures(check)
    export = _command(commands, "export", "导出数据（.json 或 .xlsx）", _export)
    _figures(export)
    export.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.json|.xlsx")
    return parser


def _command(
    commands: argparse._SubParsersAction[_Parser], name: str, help: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help, description=help, add_help=False)
    _help(parser)
    parser.set_defaults(run=run)
    return parser


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="显示帮助")


def _figures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("figures", metavar="FIGURES", type=Path, help="预算数据：工作簿或 JSON")
    parser.add_argument("--last-year", type=Path, metavar="LAST", help="上年的工作簿或 JSON")
    parser.add_argument("--template", metavar="NAME", help="模板名称或文件夹；不写则用工作簿中写明的")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="问题清单的格式")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from yugong import __version__

        parser.exit(FINE, f"yugong {__version__}\n")


def _new(options: argparse.Namespace) -> int:
    from figures.workbook.writing import new_workbook
    from yugong.saving import SavingError, save_whole

    if options.out.exists():
        raise SavingError(f"{options.out} 已存在，没有覆盖；请换一个文件名")
    save_whole(options.out, new_workbook(options.template))
    sys.stdout.write(f"已写出空白工作簿 {options.out}，请按第一张表“填写说明”填写\n")
    return FINE


def _build(options: argparse.Namespace) -> int:
    import yugong
    from yugong.report import write_report

    budget = yugong.read(options.figures, options.last_year)
    document = yugong.build(budget, options.template, final=options.final, program=options.program)
    target = options.output or options.figures.with_suffix(".docx")
    written = document.ok or not options.final
    if written:
        document.save(target, options.force)
    write_report(document.findings, options.format, sys.stdout if options.format == "json" else sys.stderr)
    if options.format != "json":
        sys.stdout.write(f"已生成 {target}\n" if written else "定稿有未解决的错误，没有写出文档\n")
    return FINE if document.ok else FOUND


def _check(options: argparse.Namespace) -> int:
    import yugong
    from figures.findings import Severity
    from yugong.report import write_report

    budget = yugong.read(options.figures, options.last_year)
    findings = yugong.build(budget, options.template).findings
    write_report(findings, options.format, sys.stdout)
    if not findings and options.format != "json":
        sys.stdout.write("核对完毕，没有发现问题\n")
    return FOUND if any(f.severity is Severity.ERROR for f in findings) else FINE


def _export(options: argparse.Namespace) -> int:
    import yugong
    from figures.exchange import to_json
    from figures.workbook.writing import write_workbook
    from yugong.report import write_report
    from yugong.saving import SavingError, save_whole

    budget = yugong.read(options.figures, options.last_year)
    writers: dict[str, Callable[[], bytes]] = {
        ".json": lambda: to_json(budget).encode(),
        ".xlsx": lambda: write_workbook(budget),
    }
    writer = writers.get(options.output.suffix.lower())
    if writer is None:
        raise SavingError(f"不知道怎样写 {options.output}：请用 .json 或 .xlsx 结尾")
    if options.output.exists() and options.output.samefile(options.figures):
        raise SavingError("不能写在输入文件上，请换一个文件名")
    save_whole(options.output, writer(), check_edits=False)
    write_report(budget.findings, options.format, sys.stderr)
    return FINE


if __name__ == "__main__":
    raise SystemExit(main())
