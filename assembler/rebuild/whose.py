"""Whether a document and figures belong together: of one department and one year."""

from __future__ import annotations

import json
from dataclasses import field
from typing import Any

from assembler.rebuild.payload import PayloadError
from figures.lean import frozen
from figures.records import Basics


@frozen(slots=True)
class Whose:
    """A department, by name and code ("" where there is none), and a year; whether the figures of the year before are there does not
    tell two apart."""

    department: str
    code: str
    year: int
    last_year: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"“{self.department}”{f'（代码{self.code}）' if self.code else ''}{self.year}年度"


def whose(basics: Basics, last_year: bool = False) -> Whose:
    """Whose the figures are; `last_year` says whether those of the year before are there."""
    return Whose(basics.department, basics.code, basics.year, last_year)


def whose_in(figures: str) -> Whose:
    """Whose the figures that a document carries are; `figures` is their JSON. PayloadError when they do not say it."""
    try:
        plain: Any = json.loads(figures)
        basics = plain["基本信息"]
        found = Whose(basics["部门名称"], basics.get("部门代码", ""), basics["预算年度"], "上年" in plain)
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        raise PayloadError("文档自带的预算数据没有写明部门和年度，没有采用") from None
    if not isinstance(found.department, str) or not isinstance(found.code, str) or not isinstance(found.year, int):
        raise PayloadError("文档自带的预算数据没有写明部门和年度，没有采用")
    return found


def are_others(document: Whose, figures: Whose) -> bool:
    """Whether they are of two departments or years. A name or a code alone may be corrected: the other one says that it is the same."""
    if document.year != figures.year:
        return True
    return document.department != figures.department and (document.code != figures.code or not document.code)
