"""Budgets of many lines: time grows in proportion, and many builds in one process do not grow the process.

python -m benchmarks.large
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from assembler.describing import describe
from assembler.template import Template, load_template
from assembler.word.package import write_document
from benchmarks.budgets import large, sample, varied
from benchmarks.results import put
from figures.budget import Budget

SIZES = (1_000, 5_000, 10_000)
BUILDS = 1_000


def growth(budget: Budget, template: Template) -> Iterator[str]:
    """The times of budgets of growing size, as lines of Markdown."""
    yield "| 支出明细（行） | 数据 → 描述（秒） | 描述 → .docx（秒） | 合计（秒） | 每千行（毫秒） | 文档（MB） |"
    yield "|---:|---:|---:|---:|---:|---:|"
    for lines in SIZES:
        figures = large(budget, lines)
        start = perf_counter()
        document = describe(template, figures).document
        middle = perf_counter()
        size = len(write_document(document, template.look))
        end = perf_counter()
        whole = end - start
        yield (
            f"| {lines:,} | {middle - start:.2f} | {end - middle:.2f} | {whole:.2f} | {whole / lines * 1e6:.0f} | {size / 1e6:.2f} |"
        )


def memory(budget: Budget, template: Template) -> Iterator[str]:
    """The memory of the process while it builds the sample again and again, as lines of Markdown."""
    yield "| 已生成（份） | 进程占用内存（MB） |"
    yield "|---:|---:|"
    for number in range(1, BUILDS + 1):
        write_document(describe(template, varied(budget, number)).document, template.look)
        if number in (1, 50, 200, 500, BUILDS):
            yield f"| {number} | {_resident():.1f} |"


def _resident() -> float:
    """The memory that the process holds, MB (its peak where the system does not tell the present)."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def main() -> None:
    """Measures, prints and keeps the results."""
    budget = sample()
    template = load_template(budget.basics.template)
    put("连续生成的内存", memory(budget, template))
    put("大预算", growth(budget, template))


if __name__ == "__main__":
    main()
