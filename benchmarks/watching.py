"""From a saved workbook to the new document: how long a watch takes once it is warm, and what of that goes where.

python -m benchmarks.watching
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from statistics import median, quantiles
from threading import Event, Thread
from time import perf_counter, sleep

import yugong
from assembler.pages.survey import survey
from benchmarks.budgets import sample, varied
from benchmarks.results import put
from figures.declared import DeclarationError
from figures.reading import ReadError
from figures.workbook.writing import write_workbook
from yugong.api import PROGRAMS
from yugong.file_errors import SavingError
from yugong.watching import Rebuilder, Rebuilt, attempt, follow

SAVES = 40
GOAL = 50.0
"""Milliseconds for a warm rebuild, the finding of pages aside."""


def rebuilds(folder: Path) -> Iterator[float]:
    """Milliseconds from the saved workbook to the document in its file, without waiting for the disk's events."""
    book, out = folder / "a.xlsx", folder / "a.docx"
    rebuilder = Rebuilder(book, None, None)
    for number in range(SAVES):
        book.write_bytes(write_workbook(varied(sample(), number)))
        start = perf_counter()
        attempt(rebuilder, out, lambda _: None, ())
        if number:  # the first one loads the template
            yield (perf_counter() - start) * 1000


def pages() -> Iterator[float]:
    """Milliseconds for finding the pages of the sample, the part of a rebuild that has a time of its own."""
    document = yugong.build(sample())
    for _ in range(SAVES):
        start = perf_counter()
        survey(document.description.document, document.look, PROGRAMS["word"])
        yield (perf_counter() - start) * 1000


def saves(folder: Path) -> Iterator[float]:
    """Milliseconds from the moment when the workbook is saved to the moment when the document is there."""
    book, out, stop, done = folder / "b.xlsx", folder / "b.docx", Event(), Queue[float]()

    def told(_: Rebuilt) -> None:
        done.put(perf_counter())

    def failed(error: Exception) -> None:
        raise error

    book.write_bytes(write_workbook(sample()))
    troubles = (ReadError, DeclarationError, SavingError)
    thread = Thread(target=follow, args=(Rebuilder(book, None, None), out, told, failed, troubles, stop))
    thread.start()
    done.get(timeout=30)
    sleep(1)  # the watch of the folder begins
    for number in range(1, SAVES):
        data = write_workbook(varied(sample(), number))
        start = perf_counter()
        book.write_bytes(data)
        yield (done.get(timeout=30) - start) * 1000
        sleep(0.1)
    stop.set()
    thread.join()


def main() -> None:
    """Measures, prints and keeps the results."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            ("重新生成并写出文件，列出变化（已预热）", list(rebuilds(Path(folder)))),
            ("其中推算页码", list(pages())),
            ("从保存到文件写出（含等待磁盘通知）", list(saves(Path(folder)))),
        ]
    lines = ["| 保存后自动更新（样本） | 中位数（毫秒） | 九成在（毫秒）以内 |", "|---|---:|---:|"]
    lines += [f"| {name} | {median(times):.0f} | {quantiles(times, n=10)[-1]:.0f} |" for name, times in rows]
    put("保存即更新", [*lines, "", f"目标：已预热的重新生成在 {GOAL:.0f} 毫秒加推算页码的时间以内。"])


if __name__ == "__main__":
    main()
