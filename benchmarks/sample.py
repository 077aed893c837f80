"""The sample document, from figures to the bytes of a .docx, side by side with docxtpl and python-docx.

    python -m benchmarks.sample [ROUNDS]

The others get all texts ready; we read them off the figures. What all of them write is held against each other first.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import docx
from docx.oxml.ns import qn

import yugong
from assembler.describing import describe
from assembler.description import Document
from assembler.pages.profiles import WORD
from assembler.pages.survey import survey
from assembler.template import Template, load_template
from assembler.word.package import write_document
from assembler.word.writing import END_STYLE
from benchmarks import by_docxtpl, by_python_docx, by_strings
from benchmarks.budgets import sample, varied
from benchmarks.measuring import Contestant, Times, rounds
from benchmarks.results import put
from figures.budget import Budget

OURS, DOCXTPL = "预公：数据 → 文档", "docxtpl（文字已备好）"
NAME = "样本文档"


def contestants(budget: Budget, template: Template) -> list[Contestant[Any]]:
    """All ways to make the document."""

    def described(number: int) -> Document:
        return describe(template, varied(budget, number)).document

    def written(number: int) -> bytes:
        return write_document(described(number), template.look)

    first = described(1)
    whole = write_document(first, template.look, identities=False)
    tagged, base, cut = by_docxtpl.template_of(first, whole), by_python_docx.base_of(whole), by_strings.cut(whole)
    return [
        Contestant(OURS, lambda n: varied(budget, n), lambda b: _ours(template, b)),
        Contestant("　其中：数据 → 描述（表、文字）", lambda n: varied(budget, n), lambda b: describe(template, b)),
        Contestant("　其中：描述 → .docx", described, lambda d: write_document(d, template.look)),
        Contestant("　另加：目录页码（两种排版、六次摄动）", described, lambda d: survey(d, template.look, WORD)),
        Contestant(
            "　连同核对、页码和文档自带的数据", lambda n: varied(budget, n), lambda b: yugong.build(b, template).to_bytes()
        ),
        Contestant(DOCXTPL, lambda n: by_docxtpl.context_of(described(n)), lambda c: by_docxtpl.fill(tagged, c)),
        Contestant("python-docx 逐格（文字已备好）", described, lambda d: by_python_docx.write(base, d)),
        Contestant("极限：只拼接字符串、压缩", lambda n: by_strings.texts(written(n)), lambda t: by_strings.join(cut, t)),
    ]


def _ours(template: Template, budget: Budget) -> bytes:
    return write_document(describe(template, budget).document, template.look)


def printed_texts(written: bytes) -> list[str]:
    """The lines of text of a document in order, apart from those of its contents."""
    return [line for text in _paragraphs(docx.Document(BytesIO(written))) for line in text.split("\n") if line]


def _paragraphs(opened: Any) -> Iterator[str]:
    shown = {qn("w:t"): None, qn("w:tab"): "\t", qn("w:br"): "\n"}
    for paragraph in opened.element.body.iter(qn("w:p")):
        if next(paragraph.iter(qn("w:hyperlink")), None) is None and paragraph.style != END_STYLE:
            runs = (e for run in paragraph.iter(qn("w:r")) for e in run)
            yield "".join(e.text or "" if shown[e.tag] is None else str(shown[e.tag]) for e in runs if e.tag in shown)


def compare(ways: list[Contestant[Any]], number: int = 7) -> int:
    """How many lines of text each of the documents has; ValueError names one whose texts are others than ours."""
    wanted: list[str] = []
    for way in ways:
        made = way.work(way.prepare(number))
        if not isinstance(made, bytes):
            continue  # a part of the way: a description, page numbers
        found = printed_texts(made)
        wanted = wanted or found
        if found != wanted:
            where = next((i for i, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), min(len(wanted), len(found)))
            raise ValueError(f"{way.name}: {wanted[where : where + 3]} != {found[where : where + 3]}")
    return len(wanted)


def report(times: Mapping[str, Times], lines: int, number: int) -> Iterator[str]:
    """The results as lines of Markdown."""
    ours, theirs = times[OURS].median, times[DOCXTPL].median
    yield f"Python {platform.python_version()}，{number} 轮交替测量处理器时间，每轮数字不同，均已预热；各文档的 {lines} 行文字已核对为完全相同。"
    yield ""
    yield "| 方式 | 中位数（毫秒） | 最小（毫秒） | docxtpl 的几分之一 |"
    yield "|---|---:|---:|---:|"
    for name, spent in times.items():
        yield f"| {name} | {spent.median:.1f} | {spent.least:.1f} | {theirs / spent.median:.1f} |"
    yield ""
    yield f"预公用时为 docxtpl 的 1/{theirs / ours:.1f}：docxtpl 拿到的是已经算好的文字，预公从数据算起。"


def main() -> None:
    """Compares, measures, prints and keeps the results."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    budget = sample()
    ways = contestants(budget, load_template(budget.basics.template))
    lines = compare(ways)
    put(NAME, report(rounds(ways, number), lines, number))


if __name__ == "__main__":
    main()
