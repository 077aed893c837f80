"""All sentences of the sample, from filled tables to texts whose numbers know their cells.

python -m benchmarks.sentences [ROUNDS]
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from assembler.blocks import Wording
from assembler.template import Template, load_template
from benchmarks.budgets import sample, varied
from benchmarks.measuring import Contestant, Times, rounds
from benchmarks.results import put
from figures.budget import Budget
from figures.datasets import Figures
from figures.tableset import TableSet
from narratives.explanation import explain
from narratives.paragraphs import paragraphs
from narratives.rendering import render
from narratives.text import Text
from narratives.vocabulary import Vocabulary

SENTENCES, EXPLAINED = "全部文字（表已填好）", "　再加：每个数的名称、算法和单元格"
NAME = "样本的文字"
TOGETHER = 5
"""Documents in a row in one measurement: the first one pays for a machine gone cold while the input was made."""


def filled(template: Template, budget: Budget) -> TableSet:
    """The tables of a budget, filled."""
    tables = TableSet(template.views, Figures(budget))
    for name in template.views:
        tables[name].row("", "")
    return tables


def said(template: Template, tables: TableSet) -> list[Text]:
    """Every paragraph of wording."""
    vocabulary = Vocabulary(
        tables, template.measures, template.speech, tuple((t.term, t.text, t.place) for t in template.glossary)
    )
    files = (block.file for section in template.sections for block in section.blocks if isinstance(block, Wording))
    return [text for file in files for _, text in paragraphs(render(template.wording, vocabulary, f"narratives/{file}.j2"))]


def report(times: Mapping[str, Times], texts: int, numbers: int, number: int) -> Iterator[str]:
    """The results as lines of Markdown."""
    yield f"Python {platform.python_version()}，{number} 轮，每轮连续 {TOGETHER} 份、数字不同，均已预热，时间是每份的；{texts} 段，{numbers} 个数。目标：3 毫秒以内。"
    yield ""
    yield "| 工作 | 中位数（毫秒） | 最小（毫秒） |"
    yield "|---|---:|---:|"
    for name, spent in times.items():
        yield f"| {name} | {spent.median / TOGETHER:.2f} | {spent.least / TOGETHER:.2f} |"


def main() -> None:
    """Measures, prints and keeps the results."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    budget = sample()
    template = load_template(budget.basics.template)

    def tables(round: int) -> list[TableSet]:
        return [filled(template, varied(budget, round * TOGETHER + n)) for n in range(TOGETHER)]

    ways: list[Contestant[Any]] = [
        Contestant(SENTENCES, tables, lambda given: [said(template, one) for one in given]),
        Contestant(
            EXPLAINED,
            lambda n: [said(template, one) for one in tables(n)],
            lambda given: [explain(t) for ts in given for t in ts],
        ),
    ]
    texts = said(template, filled(template, budget))
    put(NAME, report(rounds(ways, number), len(texts), sum(len(explain(t)) for t in texts), number))


if __name__ == "__main__":
    main()
