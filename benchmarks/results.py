"""RESULTS.md: the goals and what was measured, and a section for each benchmark, replaced when it is measured again."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from benchmarks import others

RESULTS = Path(__file__).with_name("RESULTS.md")
SUMMARY = "目标"
_NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached: `bound` is the most that it may take, or the least number that must be made where `least`."""

    work: str
    bound: float
    unit: str
    command: str
    least: bool = False

    def reached(self, value: float) -> bool:
        """Whether a measured value is within the bound."""
        return value >= self.bound if self.least else value <= self.bound

    @property
    def said(self) -> str:
        """The bound in words."""
        return f"{'≥' if self.least else '≤'} {self.bound:g} {self.unit}"


class Goals(Enum):
    """All goals, in the order of the summary."""

    SAMPLE = Goal("样本：数据 → 文档，每次数字不同", 8, "毫秒", "sample")
    PAGES = Goal("样本：数据 → 文档，连同目录页码", 40, "毫秒", "sample")
    CHANGED = Goal("样本：改一个数 → 新的文档", 5, "毫秒", "sample")
    A_SECOND = Goal("样本：每秒生成，一个进程，每次数字不同", 100, "份", "sample", least=True)
    ROWS = Goal("一张 10,000 行的表：数据 → 文档", 0.2, "秒", "rows")
    LINEAR = Goal("100,000 行与 10,000 行每行用时之比", 1.3, "倍", "rows")
    START = Goal("`yugong build` 整个进程，样本，连同页码", 250, "毫秒", "starting")
    CHECK = Goal("`yugong check` 整个进程，5,000 行支出明细", 300, "毫秒", "checking")
    MEMORY = Goal("连续生成 1,000 份后的内存", 80, "MiB", "memory")
    GROWTH = Goal("其中第 200 份以后的增长", 2, "MiB", "memory")
    SENTENCES = Goal("样本的全部文字", 3, "毫秒", "sentences")


COMMANDS = (*dict.fromkeys(goal.value.command for goal in Goals), "rebuilding", "watching")
"""The benchmarks: those of the goals in their order, then those without one."""


def put(name: str, lines: Iterable[str]) -> None:
    """Prints the section called `name` and puts it into RESULTS.md in place of the one that is there."""
    text = "\n".join(lines)
    sys.stdout.write(f"\n{name}\n\n{text}\n")
    sys.stdout.flush()
    _write(_sections() | {name: text})


def reach(goal: Goals, value: float, peer: str = "", limit: str = "") -> None:
    """Puts a measured value into the summary, beside that of the best peer and of the limit."""
    sections = _sections()
    rows = _rows(sections.get(SUMMARY, ""))
    verdict = "达到" if goal.value.reached(value) else "未达到"
    shown = f"{value:.3g}" if value < 100 else f"{value:,.0f}"
    rows[goal.value.work] = [f"{shown} {goal.value.unit}", verdict, peer or _NOTHING, limit or _NOTHING]
    _write(sections | {SUMMARY: _summary(rows)})


def _summary(rows: dict[str, list[str]]) -> str:
    lines = ["| 工作 | 目标 | 测得 | 结果 | 最快的同类 | 极限 | 命令 |", "|---|---|---:|---|---|---|---|"]
    for goal in (g.value for g in Goals):
        measured = rows.get(goal.work, [_NOTHING] * 4)
        lines.append(f"| {' | '.join([goal.work, goal.said, *measured, f'`python -m benchmarks.{goal.command}`'])} |")
    return "\n".join(lines)


def _rows(summary: str) -> dict[str, list[str]]:
    """What the summary says so far, by work: measured, verdict, peer, limit."""
    cells = ([c.strip() for c in line.strip("|").split("|")] for line in summary.split("\n")[2:])
    return {work: measured for work, _, *measured, _ in cells}


def _sections() -> dict[str, str]:
    """The sections of RESULTS.md by title, the summary first."""
    old = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    sections = re.split(r"^## ", old, flags=re.MULTILINE)[1:]
    found = {title: body.strip() for title, _, body in (s.partition("\n") for s in sections)}
    return {SUMMARY: found.pop(SUMMARY, _summary({}))} | found


def _write(sections: dict[str, str]) -> None:
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in sections.items())
    RESULTS.write_text(f"{_head()}\n\n{body}\n", encoding="utf-8")


def _head() -> str:
    return (
        "# 测量结果\n\n"
        "由 `python -m benchmarks` 全部重写（约五分钟），`python -m benchmarks.…` 重写其中一节。时间因机器而异，看比值。\n\n"
        f"机器：{os.cpu_count()} 核，{platform.system()}，Python {platform.python_version()}。同类：{others.versions()}。\n"
        "它们只用来比较，不随程序提供。许可：carbone 为 Carbone Community License（不得当作文档生成服务提供），docxtpl 为 LGPL-2.1，其余为 MIT、BSD、Apache。"
    )
