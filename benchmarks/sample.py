"""The sample document, from figures to the bytes of a .docx, side by side with the programs that others would use.

    python -m benchmarks.sample [ROUNDS]

The others get all texts ready; we read them off the figures. What all of them write is held against each other first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from time import perf_counter
from typing import Any

import yugong
from assembler import office
from assembler.describing import describe
from assembler.description import Document, Table
from assembler.pages.profiles import WORD
from assembler.pages.survey import survey
from assembler.template import Template, load_template
from assembler.word.package import write_document
from benchmarks import node
from benchmarks.agreement import agree, printed_texts
from benchmarks.budgets import sample, varied, with_one_changed
from benchmarks.measuring import Contestant, Elsewhere, Times, rounds, table
from benchmarks.others import DOCXTPL, PYTHON_DOCX, STRINGS, Other, others
from benchmarks.results import Goals, put, reach
from figures.budget import Budget

OURS, PAGES = "预公：数据 → 文档", "预公：数据 → 文档，连同目录页码"
CHANGED = "预公：改一个数 → 新的文档"
TOGETHER = 5
"""Documents in a row in one measurement of documents a second: garbage is collected where it falls."""


def whole_description(template: Template, budget: Budget) -> Document:
    """The description of a budget with the rows of its tables, which are made when they are looked at: by the writer at the latest."""
    document = describe(template, budget).document
    for block in document.blocks():
        if isinstance(block, Table):
            len(block.rows)
    return document


def describing(template: Template, budget: Budget, number: int) -> Document:
    """The description of the budget with other amounts for each `number`."""
    return whole_description(template, varied(budget, number))


def built(template: Template, budget: Budget) -> bytes:
    """The document, without page numbers."""
    return template.writer.write(describe(template, budget).document)


def paged(template: Template, budget: Budget) -> bytes:
    """The document with the page numbers of its contents."""
    document = describe(template, budget).document
    return template.writer.write(document, survey(document, template.look, WORD).numbers)


def contestants(budget: Budget, template: Template, ways: Sequence[Other]) -> list[Contestant[Any]]:
    """All that is measured in the same rounds."""

    def vary(number: int) -> Budget:
        return varied(budget, number)

    def changed(number: int) -> Budget:
        built(template, budget)
        return with_one_changed(budget, number)

    def ready(number: int) -> Document:
        return describing(template, budget, number)

    ours: list[Contestant[Any]] = [
        Contestant(OURS, vary, lambda b: built(template, b)),
        Contestant("　其中：数据 → 描述（表、文字）", vary, lambda b: whole_description(template, b)),
        Contestant("　其中：描述 → .docx", ready, template.writer.write),
        Contestant(PAGES, vary, lambda b: paged(template, b)),
        Contestant("　再加核对和文档自带的数据（`yugong build` 做的全部）", vary, lambda b: yugong.build(b, template).to_bytes()),
        Contestant(CHANGED, changed, lambda b: built(template, b)),
    ]
    return [*ours, *(_contestant(way, ready) for way in ways)]


def _contestant(way: Other, described: Any, together: int = 1) -> Contestant[Any]:
    return Contestant(
        way.name,
        lambda n: [way.ready(described(n * together + i)) for i in range(together)],
        way.make,
    )


def compare(budget: Budget, template: Template, ways: Sequence[Other], number: int = 7) -> int:
    """How many lines of text the document has; DisagreementError names a way that makes another document than ours."""
    document = describing(template, budget, number)
    wanted = write_document(document, template.look)
    for way in ways:
        made = way.make([way.ready(document)])
        agree(way.name, wanted, (made.made if isinstance(made, Elsewhere) else made)[0])
    return len(printed_texts(wanted))


def a_second(budget: Budget, template: Template, ways: Sequence[Other], number: int) -> Mapping[str, float]:
    """Documents a second of one process, other figures each."""
    ours: Contestant[Any] = Contestant(
        OURS,
        lambda n: [varied(budget, n * TOGETHER + i) for i in range(TOGETHER)],
        lambda given: [built(template, b) for b in given],
    )
    theirs = [_contestant(w, lambda n: describing(template, budget, n), TOGETHER) for w in ways if w.name != PYTHON_DOCX]
    times = rounds([ours, *theirs], number, 1)
    return {name: 1000 * TOGETHER / spent.median for name, spent in times.items()}


def in_office(template: Template, budget: Budget) -> float | None:
    """Milliseconds that LibreOffice takes for one document more, once it has started; None where there is none."""
    taken: list[float] = []
    try:
        for count in (1, 1 + TOGETHER):
            documents = {str(n): built(template, varied(budget, n)) for n in range(count)}
            start = perf_counter()
            office.to_pdfs(documents)
            taken.append((perf_counter() - start) * 1000)
    except office.OfficeMissingError:
        return None
    return (taken[1] - taken[0]) / TOGETHER


def report(times: Mapping[str, Times], lines: int, number: int, laid_out: float | None) -> Iterator[str]:
    """The results as lines of Markdown."""
    yield f"{number} 轮交替测量处理器时间，每轮数字不同，均已预热；各文档的 {lines} 行文字、全部表格的行列和合并已核对为完全相同。"
    yield "预公从数据算起；其他各种方式拿到的是已经算好的文字。"
    if node.missing():
        yield f"\n{node.missing()}。"
    yield ""
    yield from table("方式", times, DOCXTPL)
    if laid_out is not None:
        yield f"\n由 LibreOffice 排版来得到页码：每份 {laid_out:,.0f} 毫秒（程序已经启动）。"


def summarize(times: Mapping[str, Times], speeds: Mapping[str, float], ways: Sequence[Other], laid_out: float | None) -> None:
    """Puts the goals into the summary."""
    peers = [w.name for w in ways if w.name != STRINGS]
    best = min(peers, key=lambda name: times[name].median)
    limit = f"{times[STRINGS].median:.1f} 毫秒"
    reach(Goals.SAMPLE, times[OURS].median, f"{best} {times[best].median:.0f} 毫秒", limit)
    reach(Goals.PAGES, times[PAGES].median, f"LibreOffice {laid_out:,.0f} 毫秒" if laid_out is not None else "", limit)
    reach(Goals.CHANGED, times[CHANGED].median, "整份重新生成", limit)
    best = max((n for n in speeds if n not in {OURS, STRINGS}), key=lambda name: speeds[name])
    reach(Goals.A_SECOND, speeds[OURS], f"{best} {speeds[best]:.0f} 份", f"{speeds[STRINGS]:.0f} 份")


def main() -> None:
    """Compares, measures, prints and keeps the results."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    budget = sample()
    template = load_template(budget.basics.template)
    ways = others(describing(template, budget, 1), template.look)
    lines = compare(budget, template, ways)
    times = rounds(contestants(budget, template, ways), number)
    laid_out = in_office(template, budget)
    put("样本文档", report(times, lines, number, laid_out))
    speeds = a_second(budget, template, ways, max(2, number // 4))
    put("每秒份数", ["| 方式 | 每秒（份） |", "|---|---:|", *(f"| {name} | {speed:.1f} |" for name, speed in speeds.items())])
    summarize(times, speeds, ways, laid_out)


if __name__ == "__main__":
    main()
