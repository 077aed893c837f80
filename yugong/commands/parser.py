"""A parser of the command line that speaks Chinese."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

UNREADABLE = 2
"""Exit status of a command line or of input that cannot be read: nothing is written."""

_SAYINGS = (
    (r"the following arguments are required: (.*)", r"缺少 \1"),
    (r"one of the arguments (.*) is required", r"\1 中须写一个"),
    (r"unrecognized arguments: (.*)", r"不认识 \1"),
    (r"argument 命令: invalid choice: '(.*)' \(choose from (.*)\)", r"没有“\1”这个命令，可用的有：\2"),
    (r"argument (\S+?): invalid choice: '(.*)' \(choose from (.*)\)", r"\1 不能是“\2”，可用的有：\3"),
    (r"argument (\S+?): expected (?:one|at least one) argument", r"\1 后面缺少内容"),
    (r"argument (\S+?): not allowed with argument (\S+)", r"\1 与 \2 不能同时使用"),
    (r"argument (\S+?): ignored explicit argument '(.*)'", r"\1 后面不能写“\2”"),
    (r"argument (\S+?): invalid \S+ value: '(.*)'", r"\1 不能是“\2”"),
    (r"ambiguous option: (\S+) could match (.*)", r"\1 不明确，可能是 \2"),
    (r"argument (\S+?): (\W.*)", r"\1 不能这样写：\2"),
)
"""What argparse says about a command line, and the same in Chinese."""


def in_chinese(message: str) -> str:
    """A message of argparse in Chinese; one that is not known stays as it is."""
    message = re.sub(r"argument -\w/", "argument ", message)
    for english, chinese in _SAYINGS:
        if found := re.fullmatch(english, message):
            return found.expand(chinese).replace("'", "")
    return message


class _Help(argparse.HelpFormatter):
    """Help with Chinese headings."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """The first line."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser whose help and errors are Chinese, and whose errors exit as unreadable input does."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"formatter_class": _Help, "add_help": False, **settings})
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示帮助")
        self._in_any_order = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Arguments and options in any order (explain 数据.xlsx --template X 三公经费), where there are no commands below."""
        if self._subparsers is not None or self._in_any_order:
            return super().parse_known_args(args, namespace)
        self._in_any_order = True
        # argparse cuts the usage it keeps for errors after the English “usage: ”.
        given, self.usage = self.usage, self.format_usage().removeprefix("用法：").strip().replace("%", "%%")
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._in_any_order, self.usage = False, given

    def error(self, message: str) -> NoReturn:
        """Says what is wrong with the command line."""
        self.print_usage(sys.stderr)
        self.exit(UNREADABLE, f"yugong：命令写法有误：{in_chinese(message)}\n")
