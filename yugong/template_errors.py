"""What is said when a template cannot be used: not the first error alone, but all that can be told."""

from __future__ import annotations

import argparse

import yugong
from assembler.template_checking.checking import check_template
from figures.declared import DeclarationError
from figures.findings import Finding, Severity
from figures.reading import ReadError
from yugong.api import named_template

SHOWN = 20
"""The most errors that are told beside the one that stopped the command."""


def all_errors(error: DeclarationError, options: argparse.Namespace) -> str:
    """The error that stopped a command and after it, a line each, the other errors of its template, in Chinese.

    Of the line of the file at which the command stopped nothing more is told: it would be the same error in other words.
    """
    name = _template_of(options)
    stopped = error.place.file, error.place.line
    errors = _errors_of(name) if name else []
    others = [f"{e.place}：{e.message}" for e in errors if (e.place.file, e.place.line) != stopped]
    told = f"{error}；模板的全部问题用 yugong template check {name or '模板名称'} 列出"
    if others:
        told += f"\n同一模板还有{len(others)}处错误：" + "".join(f"\n  {e}" for e in others[:SHOWN])
    if len(others) > SHOWN:
        told += f"\n  …… 其余{len(others) - SHOWN}处未列"
    return told


def _template_of(options: argparse.Namespace) -> str:
    """The template that a command was to use, "" where it is not known."""
    named: str = getattr(options, "template", None) or ""
    if named or not hasattr(options, "figures"):
        return named
    try:
        return named_template(yugong.read(options.figures))
    except (ReadError, DeclarationError):
        return ""


def _errors_of(name: str) -> list[Finding]:
    try:
        return [finding for finding in check_template(name) if finding.severity is Severity.ERROR]
    except DeclarationError:
        return []
