"""yugong template: a new template that extends another one, all that is wrong with one, and what its wording may speak of."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from yugong.commands.common import FINE, Commands, Parser, command, status

if TYPE_CHECKING:
    from figures.findings import Finding

_CALLED = {"error": "错误", "warning": "提醒", "note": "备注"}


def add(commands: Commands[Parser]) -> None:
    """The command's own commands."""
    parser = command(commands, "template", "新建、检查模板，列出模板里可用的名称", _no_command)
    inner = parser.add_subparsers(title="命令", metavar="命令", required=True, parser_class=Parser)
    check = command(inner, "check", "一次查出模板的全部问题：名称、表述、标点、表、样式", _check)
    check.add_argument("template", metavar="FOLDER", help="模板的文件夹，或随程序提供的模板的名称")
    check.add_argument("--format", choices=("text", "json"), default="text", help="输出的格式")
    new = command(inner, "new", "新建一份模板：继承另一份，只写不同的地方", _new)
    new.add_argument("name", metavar="NAME", type=Path, help="新模板的文件夹，不能已经存在")
    new.add_argument("--from", dest="parent", required=True, metavar="OTHER", help="继承哪一份模板（名称）")
    copied = command(inner, "copy", "把继承来的一个文件复制到自己的模板里，好在那里修改", _copy)
    copied.add_argument("template", metavar="FOLDER", type=Path, help="自己的模板的文件夹")
    copied.add_argument("file", metavar="FILE", help="文件，例如 narratives/三公经费.j2、look.docx")
    vocabulary = command(inner, "vocabulary", "列出模板里可用的名称、过滤器和检验", _vocabulary)
    vocabulary.add_argument("--template", default="", metavar="NAME", help="模板的名称或文件夹；不写则只列各模板都有的")


def _no_command(_: argparse.Namespace) -> int:
    return FINE


def _check(options: argparse.Namespace) -> int:
    from assembler.template_checking.checking import check_template

    findings = check_template(options.template)
    if options.format == "json":
        sys.stdout.write(json.dumps([_as_data(f) for f in findings], ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(line + "\n" for line in _as_lines(findings))
    return status(findings)


def _as_data(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": place.file,
        "line": place.line,
        "block": place.block,
        "message": finding.message,
        "text": finding.found,
        "remedy": finding.remedy,
    }


def _as_lines(findings: tuple[Finding, ...]) -> Iterator[str]:
    for finding in findings:
        place = str(finding.place)
        yield f"{_CALLED[finding.severity.value]}  {place}{'：' if place else ''}{finding.message}"
        if finding.found:
            yield f"      {finding.found}"
        if finding.remedy:
            yield f"      → {finding.remedy}"
    counts = [sum(f.severity.value == s for f in findings) for s in _CALLED]
    yield "没有发现问题" if not any(counts) else f"共{counts[0]}处错误、{counts[1]}处提醒、{counts[2]}处备注"


def _new(options: argparse.Namespace) -> int:
    from assembler.template_checking.starting import new_template

    written = new_template(options.name, options.parent)
    sys.stdout.write(f"已新建模板 {options.name}，继承 {options.parent}；写出的文件：{'、'.join(written)}\n")
    sys.stdout.write(f"改好后请运行：yugong template check {options.name}\n")
    return FINE


def _copy(options: argparse.Namespace) -> int:
    from assembler.template_checking.starting import copy_inherited

    sys.stdout.write(f"已复制到 {copy_inherited(options.template, options.file)}，现在可以修改\n")
    return FINE


def _vocabulary(options: argparse.Namespace) -> int:
    from assembler.template_checking.listing import vocabulary_page

    sys.stdout.write(vocabulary_page(options.template))
    return FINE
