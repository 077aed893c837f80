"""Whole processes from the shell, start and end included, beside bare Python and docxtpl.

    python -m benchmarks.starting [PYTHON] [ROUNDS]

PYTHON is that of an environment in which the program is installed as users install it, with docxtpl beside it (by default the one that runs this).
"""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import yugong
from assembler.cache.folder import VARIABLE
from assembler.describing import describe
from assembler.template import load_template
from assembler.word.package import write_document
from benchmarks import by_docxtpl
from benchmarks.budgets import SAMPLE, large, sample
from benchmarks.measuring import Contestant, rounds
from benchmarks.results import Goals, put, reach
from benchmarks.tagging import context_of
from figures.lean import frozen
from figures.workbook.writing import write_workbook

NAME = "启动：整个进程"
LINES = 5_000
BARE, BUILD, DOCXTPL = "裸 Python（-c pass）", "yugong build（样本，含页码）", "docxtpl（样本，文字已备好，无页码）"
_DOCXTPL = """
import json
from docxtpl import DocxTemplate
template = DocxTemplate("tagged.docx")
with open("context.json") as file:
    template.render(json.load(file), autoescape=True)
template.save("docxtpl.docx")
"""


@frozen
class Process:
    """A command, run in the folder of the measurement; `cache` is the folder of its cache, or how it is switched off."""

    name: str
    command: tuple[str, ...]
    cache: str = "cache"


@frozen
class Spent:
    """Milliseconds of each round: on the clock, and of the processor."""

    clock: list[float]
    processor: list[float]


def processes(python: str) -> list[Process]:
    """What is measured."""
    program, figures = str(Path(python).with_name("yugong")), str(SAMPLE)
    build = (program, "build", figures, "-o", "out.docx", "--force")
    return [
        Process(BARE, (python, "-c", "pass")),
        Process("yugong --version", (program, "--version")),
        Process("yugong --help", (program, "--help")),
        Process(BUILD, build),
        Process("　不用缓存（YUGONG_CACHE=off）", build, "off"),
        Process("yugong check（样本）", (program, "check", figures)),
        Process("yugong explain（样本）", (program, "explain", figures)),
        Process("yugong diff（样本与它的文档）", (program, "diff", figures, "built.docx")),
        Process("yugong unpack（样本的文档）", (program, "unpack", "built.docx", "-o", "unpacked.xlsx")),
        Process("yugong template check", (program, "template", "check", yugong.read(SAMPLE).basics.template)),
        Process(f"yugong check（{LINES:,} 行）", (program, "check", "large.xlsx")),
        Process("docxtpl（import 即止）", (python, "-c", "import docxtpl")),
        Process(DOCXTPL, (python, "-c", _DOCXTPL)),
        Process("python-docx（空文档）", (python, "-c", "import docx; docx.Document().save('empty.docx')")),
    ]


def prepare(folder: Path) -> None:
    """The files that the commands read."""
    budget = sample()
    template = load_template(budget.basics.template)
    document = describe(template, budget).document
    whole = write_document(document, template.look, identities=False)
    (folder / "tagged.docx").write_bytes(by_docxtpl.template_of(document, whole))
    (folder / "context.json").write_text(json.dumps(context_of(document)))
    (folder / "large.xlsx").write_bytes(write_workbook(large(budget, LINES)))
    (folder / "built.docx").write_bytes(yugong.build(budget).to_bytes())


def measure(ways: list[Process], folder: Path, number: int) -> Mapping[str, Spent]:
    """Each command once a round; a first round fills the cache and does not count. CalledProcessError where one fails."""
    spent = {way.name: Spent([], []) for way in ways}
    for n in range(number + 1):
        for way in ways:
            (folder / "unpacked.xlsx").unlink(missing_ok=True)
            clock, processor = _run(way, folder)
            if n:
                spent[way.name].clock.append(clock)
                spent[way.name].processor.append(processor)
    return spent


def _run(way: Process, folder: Path) -> tuple[float, float]:
    cache = way.cache if way.cache == "off" else str(folder / way.cache)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    run = subprocess.run(way.command, cwd=folder, env={**os.environ, VARIABLE: cache}, capture_output=True, check=False)
    clock, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if run.returncode not in (0, 1):  # 1: something was found, or differs
        raise subprocess.CalledProcessError(run.returncode, way.command, run.stdout, run.stderr)
    return clock * 1000, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def report(spent: Mapping[str, Spent], number: int, folder: Path) -> Iterator[str]:
    """The results as lines of Markdown."""
    yield f"Python {platform.python_version()}，{number} 轮交替运行，从启动到退出；时钟时间受同时运行的其他程序影响，看处理器时间和比值。"
    yield ""
    yield "| 命令 | 时钟中位数（毫秒） | 时钟最小 | 处理器中位数 | 处理器最小 | 裸 Python 的几倍 |"
    yield "|---|---:|---:|---:|---:|---:|"
    bare = min(spent[BARE].processor)
    for name, s in spent.items():
        yield (
            f"| {name} | {median(s.clock):.0f} | {min(s.clock):.0f} | {median(s.processor):.0f} | {min(s.processor):.0f} "
            f"| {min(s.processor) / bare:.1f} |"
        )
    yield ""
    path = folder / "large.xlsx"
    inside: list[Contestant[Any]] = [
        Contestant(f"读 {LINES:,} 行", lambda _: path, yugong.read),
        Contestant("只核对数据（yugong.check）", lambda _: yugong.read(path), yugong.check),
        Contestant("连同由它得出的表和文字", lambda _: yugong.read(path), lambda b: yugong.build(b, pages=False)),
    ]
    yield f"已启动的进程里核对 {LINES:,} 行（处理器时间）："
    yield ""
    yield "| 工作 | 中位数（毫秒） | 最小（毫秒） |"
    yield "|---|---:|---:|"
    for name, times in rounds(inside, 5, warm=1).items():
        yield f"| {name} | {times.median:.0f} | {times.least:.0f} |"


def main() -> None:
    """Measures, prints and keeps the results."""
    python = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        prepare(folder)
        spent = measure(processes(python), folder, number)
        put(NAME, report(spent, number, folder))
    clocks = {name: median(spent[name].clock) for name in (BARE, BUILD, DOCXTPL)}
    reach(Goals.START, clocks[BUILD], f"docxtpl {clocks[DOCXTPL]:.0f}（无页码）", f"{clocks[BARE]:.0f}（裸 Python）")


if __name__ == "__main__":
    main()
