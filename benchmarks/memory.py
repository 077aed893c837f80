"""The memory of a process that makes one document after the other, beside the other ways, each in a process of its own.

    python -m benchmarks.memory

Ours describes other figures each time. The others get the texts of a few documents in turn, which are ready before the first is made.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assembler.describing import describe
from assembler.template import load_template
from benchmarks import node
from benchmarks.budgets import sample, varied
from benchmarks.holding import MARKS, held
from benchmarks.others import DOCXTPL, LXML, PYTHON_DOCX, STRINGS, others
from benchmarks.results import Goals, put, reach

OURS = "预公"
SLOW = 200
"""Documents of a way that takes long for one."""

_INPUTS = 5


def measured() -> Mapping[str, list[float]]:
    """The memory (MiB) that the process of each way holds after each of MARKS, two processes at a time: memory minds no company."""
    budget = sample()
    template = load_template(budget.basics.template)
    documents = [describe(template, varied(budget, n)).document for n in range(_INPUTS)]
    with TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        waiting = {OURS: pool.submit(_in_own_process, "", MARKS[-1])}
        for number, way in enumerate(others(documents[0], template.look)):
            if way.name == PYTHON_DOCX:
                continue  # a second for each document
            ready = [way.ready(document) for document in documents]
            if way.fill is None:
                waiting[way.name] = pool.submit(_in_node, way.name, way.base, ready)
            else:
                file = Path(folder) / f"{number}.pickle"
                file.write_bytes(pickle.dumps((way.fill, way.base, ready)))
                waiting[way.name] = pool.submit(_in_own_process, str(file), SLOW if way.name == DOCXTPL else MARKS[-1])
        return {name: future.result() for name, future in waiting.items()}


def _in_own_process(file: str, count: int) -> list[float]:
    command = [sys.executable, "-m", "benchmarks.holding", str(count), *([file] if file else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(line) for line in done.stdout.split()]


def _in_node(name: str, template: bytes, ready: list[Any]) -> list[float]:
    process = node.Node()

    def make(number: int) -> object:
        return process.fill(name, template, [ready[number % _INPUTS]])

    values = list(held(make, SLOW, process.memory))
    process.close()
    return values


def report(found: Mapping[str, list[float]]) -> Iterator[str]:
    """The results as lines of Markdown."""
    yield "进程占用的内存（MiB），各在自己的进程里，一份接一份；docxtemplater、carbone 是 Node.js 的进程。"
    yield ""
    yield f"| 已生成（份） | {' | '.join(f'{mark:,}' for mark in MARKS)} |"
    yield f"|---|{'---:|' * len(MARKS)}"
    for name, values in found.items():
        shown = [f"{value:.1f}" for value in values]
        yield f"| {name} | {' | '.join([*shown, *['—'] * (len(MARKS) - len(shown))])} |"


def main() -> None:
    """Measures, prints and keeps the results."""
    found = measured()
    put("内存", report(found))
    after, last = found[OURS][MARKS.index(SLOW)], found[OURS][-1]
    reach(Goals.MEMORY, last, f"{LXML} {found[LXML][-1]:.0f} MiB", f"{found[STRINGS][-1]:.0f} MiB")
    reach(Goals.GROWTH, last - after)


if __name__ == "__main__":
    main()
