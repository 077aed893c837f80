"""`yugong check` of many lines of expenditure: the whole process, and where its time goes.

python -m benchmarks.checking [ROUNDS]
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import yugong
from assembler.template import load_template
from benchmarks.budgets import large, sample, varied
from benchmarks.measuring import Contestant, Times, rounds
from benchmarks.results import Goals, put, reach
from figures.budget import Budget
from figures.exchange import to_json
from figures.workbook.writing import write_workbook

LINES = 5_000
BARE, WORKBOOK, JSON = "Python 什么也不做", "yugong check 数据.xlsx", "yugong check 数据.json"


@dataclass(frozen=True, slots=True)
class Run:
    """Medians over the runs of a command, in milliseconds: elapsed, and of the processor."""

    elapsed: float
    processor: float


def runs(commands: Mapping[str, Sequence[str]], number: int) -> Mapping[str, Run]:
    """The times of whole processes over `number` rounds after one that does not count."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for n in range(number + 1):
        for name, command in commands.items():
            before, start = os.times(), perf_counter()
            ended = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
            elapsed, after = perf_counter() - start, os.times()
            if ended.returncode > 1:  # 1 is a document with errors in it, which random figures have
                raise subprocess.CalledProcessError(ended.returncode, command, stderr=ended.stderr)
            spent = after.children_user + after.children_system - before.children_user - before.children_system
            if n:
                taken[name].append((elapsed * 1000, spent * 1000))
    return {name: Run(*(median(values) for values in zip(*spent, strict=True))) for name, spent in taken.items()}


def whole(folder: Path, budget: Budget, number: int) -> Mapping[str, Run]:
    """The times of the command on a workbook and on JSON."""
    (folder / "数据.xlsx").write_bytes(write_workbook(budget))
    (folder / "数据.json").write_text(to_json(budget), encoding="utf-8")
    program = [str(Path(sys.executable).with_name("yugong")), "check"]
    return runs(
        {
            BARE: [sys.executable, "-c", "pass"],
            WORKBOOK: [*program, str(folder / "数据.xlsx")],
            JSON: [*program, str(folder / "数据.json")],
        },
        number,
    )


def parts(folder: Path, budget: Budget, number: int) -> Mapping[str, Times]:
    """The times of the steps, in one process and warm."""
    template = load_template(budget.basics.template)
    path = folder / "数据.xlsx"
    return rounds(
        [
            Contestant("读工作簿", lambda _: path, yugong.read),
            Contestant("核对数据", lambda n: varied(budget, n), yugong.check),
            Contestant(
                "核对数据和由它得出的文档，已核对过一份",
                lambda n: varied(budget, n),
                lambda b: yugong.build(b, template, pages=False),
            ),
        ],
        number,
        1,
    )


def report(processes: Mapping[str, Run], steps: Mapping[str, Times], number: int) -> Iterator[str]:
    """The results as lines of Markdown."""
    yield f"{LINES:,} 行支出明细，{number} 轮。"
    yield ""
    yield "| 整个进程 | 历时中位数（毫秒） | 处理器时间中位数（毫秒） |"
    yield "|---|---:|---:|"
    for name, run in processes.items():
        yield f"| `{name}` | {run.elapsed:,.0f} | {run.processor:,.0f} |"
    yield ""
    yield "| 其中（在一个进程里，已预热） | 中位数（毫秒） | 最小（毫秒） |"
    yield "|---|---:|---:|"
    for name, spent in steps.items():
        yield f"| {name} | {spent.median:,.0f} | {spent.least:,.0f} |"


def main() -> None:
    """Measures, prints and keeps the results."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    budget = large(sample(), LINES)
    with TemporaryDirectory() as folder:
        processes = whole(Path(folder), budget, number)
        steps = parts(Path(folder), budget, number)
    put("核对", report(processes, steps, number))
    reach(Goals.CHECK, processes[WORKBOOK].elapsed, limit=f"{processes[BARE].elapsed:.0f} 毫秒")


if __name__ == "__main__":
    main()
