"""A document with one table of very many rows: beside the other ways, and whether time grows in proportion to the rows.

    python -m benchmarks.rows [ROUNDS]

The others get all texts ready; we read them off the lines of expenditure, one a row. python-docx takes rows one by one and is measured at a
thousand, since its time grows with the square.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from assembler.describing import describe
from assembler.description import Document
from assembler.template import Template, load_template
from assembler.template_reading import template_files
from assembler.word.package import write_document
from benchmarks.agreement import agree, rows_of
from benchmarks.budgets import large, sample, varied
from benchmarks.measuring import Contestant, Elsewhere, Times, rounds, table
from benchmarks.others import DOCXTPL, PYTHON_DOCX, STRINGS, Other, others
from benchmarks.results import Goals, put, reach
from benchmarks.sample import whole_description
from figures.budget import Budget

ROWS, FEWER = 10_000, 1_000
SIZES = (1_000, 10_000, 100_000)
OURS = "预公：数据 → 文档"
_FOLDER = Path(__file__).with_name("one_table")
_LARGEST = 20_000_000


def one_table(budget: Budget) -> Template:
    """The template of a document with one table, a row a line; look and speech are those of the budget's own template."""
    files = template_files(budget.basics.template)
    with TemporaryDirectory() as folder:
        made = Path(folder) / _FOLDER.name
        shutil.copytree(_FOLDER, made)
        (made / "look.docx").write_bytes(files.look(_LARGEST)[0])
        (made / "speech.yaml").write_text(files.layers[0].text("speech.yaml"), encoding="utf-8")
        return load_template(str(made))


def built(template: Template, budget: Budget) -> bytes:
    """The document of a budget."""
    return template.writer.write(describe(template, budget).document)


def beside_others(budget: Budget, template: Template, number: int) -> tuple[Mapping[str, Times], Mapping[str, Times]]:
    """The times of all ways at `ROWS` rows, and at `FEWER` rows of us and of the way that is too slow for more."""
    many, few = (whole_description(template, large(budget, count)) for count in (ROWS, FEWER))
    ways = others(many, template.look)
    quick = [w for w in ways if w.name != PYTHON_DOCX]
    _compare(many, template, quick, ROWS)
    slow = [w for w in others(few, template.look) if w.name == PYTHON_DOCX]
    _compare(few, template, slow, FEWER)
    return (
        rounds(_contestants(budget, template, quick, ROWS), number, 1),
        rounds(_contestants(budget, template, slow, FEWER), number, 1),
    )


def _compare(document: Document, template: Template, ways: Sequence[Other], count: int) -> None:
    wanted = write_document(document, template.look)
    if rows_of(wanted) < count:
        raise ValueError(f"{rows_of(wanted)} < {count}")
    for way in ways:
        made = way.make([way.ready(document)])
        agree(way.name, wanted, (made.made if isinstance(made, Elsewhere) else made)[0])


def _contestants(budget: Budget, template: Template, ways: Sequence[Other], count: int) -> list[Contestant[Any]]:
    given = large(budget, count)
    document = whole_description(template, given)
    ours: list[Contestant[Any]] = [
        Contestant(OURS, lambda n: varied(given, n), lambda b: built(template, b)),
        Contestant("　其中：数据 → 描述", lambda n: varied(given, n), lambda b: whole_description(template, b)),
        Contestant("　其中：描述 → .docx", lambda _: document, template.writer.write),
    ]
    return [*ours, *(_contestant(w, document) for w in ways)]


def _contestant(way: Other, document: Document) -> Contestant[Any]:
    ready = [way.ready(document)]
    return Contestant(way.name, lambda _: ready, way.make)


def growth(budget: Budget, template: Template) -> Iterator[tuple[int, float, float, int]]:
    """Of each size: rows, seconds to describe, seconds to write, bytes."""
    for count in SIZES:
        given = large(budget, count)
        start = process_time()
        document = whole_description(template, given)
        middle = process_time()
        size = len(write_document(document, template.look))
        yield count, middle - start, process_time() - middle, size


def grown(measured: Sequence[tuple[int, float, float, int]]) -> Iterator[str]:
    """The growth as lines of Markdown."""
    yield "| 行 | 数据 → 描述（秒） | 描述 → .docx（秒） | 合计（秒） | 每千行（毫秒） | 文档（MB） |"
    yield "|---:|---:|---:|---:|---:|---:|"
    for count, described, written, size in measured:
        whole = described + written
        yield f"| {count:,} | {described:.2f} | {written:.2f} | {whole:.2f} | {whole / count * 1e6:.1f} | {size / 1e6:.2f} |"


def report(many: Mapping[str, Times], few: Mapping[str, Times], number: int) -> Iterator[str]:
    """The times as lines of Markdown."""
    yield f"支出明细每行一行，{ROWS:,} 行、6 列；{number} 轮交替测量处理器时间，我们每轮数字不同；文字、行列和合并已核对为完全相同。"
    yield ""
    yield from table(f"方式（{ROWS:,} 行）", many, DOCXTPL)
    yield f"\npython-docx 用时随行数的平方增长，只测 {FEWER:,} 行：\n"
    yield from table(f"方式（{FEWER:,} 行）", few, PYTHON_DOCX)


def main() -> None:
    """Compares, measures, prints and keeps the results."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    budget = sample()
    template = one_table(budget)
    measured = list(growth(budget, template))
    put("一张很长的表：随行数增长", grown(measured))
    (_, *middle, _), (_, *most, _) = measured[1:]
    reach(Goals.LINEAR, sum(most) / sum(middle) * SIZES[1] / SIZES[2])
    many, few = beside_others(budget, template, number)
    put("一张很长的表", report(many, few, number))
    best = min((n for n in many if n in _names(many)), key=lambda name: many[name].median)
    reach(
        Goals.ROWS,
        many[OURS].median / 1000,
        f"{best} {many[best].median / 1000:.2f} 秒",
        f"{many[STRINGS].median / 1000:.2f} 秒",
    )


def _names(times: Mapping[str, Times]) -> set[str]:
    """The ways that are others than ours and than the limit."""
    return {name for name in times if name not in {OURS, STRINGS} and not name.startswith("　")}


if __name__ == "__main__":
    main()
