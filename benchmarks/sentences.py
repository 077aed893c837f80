"""All sentences of the sample, from filled tables to texts whose numbers know their cells; some of them beside RosaeNLG.

python -m benchmarks.sentences [ROUNDS]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from assembler.blocks import Wording
from assembler.template import Template, load_template
from benchmarks import node
from benchmarks.agreement import DisagreementError
from benchmarks.budgets import sample, varied
from benchmarks.measuring import Contestant, Elsewhere, Times, rounds
from benchmarks.results import Goals, put, reach
from figures.budget import Budget
from figures.datasets import Figures
from figures.tableset import TableSet
from narratives.explanation import explain
from narratives.paragraphs import paragraphs
from narratives.rendering import render
from narratives.text import Text
from narratives.vocabulary import Vocabulary

SENTENCES, EXPLAINED = "预公：全部文字（表已填好）", "　再加：每个数的名称、算法和单元格"
ROSAENLG = "RosaeNLG：比较的几段"
COMPARED = ("收入", "支出")
TOGETHER = 5
"""Documents in a row in one measurement: the first one pays for a machine gone cold while the input was made."""


def filled(template: Template, budget: Budget) -> TableSet:
    """The tables of a budget, filled."""
    tables = TableSet(template.views, Figures(budget))
    for name in template.views:
        tables[name].row("", "")
    return tables


def said(template: Template, tables: TableSet, only: Collection[str] = ()) -> list[Text]:
    """Every paragraph of wording, or those of the files `only`."""
    vocabulary = _vocabulary(template, tables)
    files = [block.file for section in template.sections for block in section.blocks if isinstance(block, Wording)]
    chosen = [file for file in files if not only or file in only]
    return [text for file in chosen for _, text in paragraphs(render(template.wording, vocabulary, f"narratives/{file}.j2"))]


def _vocabulary(template: Template, tables: TableSet) -> Vocabulary:
    return Vocabulary(tables, template.measures, template.speech, template.glossary)


def known(template: Template, tables: TableSet) -> dict[str, Any]:
    """What RosaeNLG is given to say the paragraphs of `COMPARED`: amounts in 元, by name where there are several."""
    vocabulary = _vocabulary(template, tables)

    def parts(name: str) -> list[dict[str, Any]]:
        """The parts of a family that its paragraph says: all of income, of expenditure those that there are."""
        family = vocabulary[name].parts
        said = [p for p in family if p or name == "收入构成" or p.key in {"基本支出", "项目支出"}]
        return [{"name": p.measure.name, "amount": float(p.measure.amount)} for p in said]

    basics = tables.figures.budget.basics
    return {
        "year": basics.year,
        "department": basics.department,
        "income": float(vocabulary["收入构成"].family.whole.amount),
        "incomes": parts("收入构成"),
        "expenditure": float(vocabulary["支出构成"].family.whole.amount),
        "expenditures": parts("支出构成"),
    }


def by_rosaenlg(given: list[dict[str, Any]]) -> Elsewhere:
    """The paragraphs of `COMPARED` by RosaeNLG, one after the other for each of `given`."""
    return node.node().fill("rosaenlg", (node.PEERS / "budget.pug").read_bytes(), given, ".pug")


def characters(template: Template, tables: TableSet, with_peer: bool) -> int:
    """How many characters the compared paragraphs have; DisagreementError where RosaeNLG says others (apart from spaces that it puts in)."""
    ours = "".join(t.plain for t in said(template, tables, COMPARED))
    if with_peer:
        theirs = re.sub(r"<[^>]*>|\s", "", by_rosaenlg([known(template, tables)]).made[0].decode())
        if ours != theirs:
            raise DisagreementError(f"{ours} != {theirs}")
    return len(ours)


def report(times: Mapping[str, Times], texts: list[Text], compared: int, number: int) -> Iterator[str]:
    """The results as lines of Markdown."""
    signs = sum(len(t.plain) for t in texts)
    numbers = sum(len(explain(t)) for t in texts)
    yield f"{number} 轮，每轮连续 {TOGETHER} 份、数字不同，均已预热，时间是每份的；{len(texts)} 段，{signs:,} 字，{numbers} 个数。"
    yield f"与 RosaeNLG 比较的是其中 {len(COMPARED)} 段，{compared} 字（约 130 个词）；所说已核对为相同（除去它在汉字间加的空格）。"
    if node.missing():
        yield f"\n{node.missing()}。"
    yield ""
    yield "| 工作 | 中位数（毫秒） | 最小（毫秒） |"
    yield "|---|---:|---:|"
    for name, spent in times.items():
        yield f"| {name} | {spent.median / TOGETHER:.2f} | {spent.least / TOGETHER:.2f} |"
    yield ""
    yield "RosaeNLG 拿到的是算好的金额，也不记每个数的来处；预公由表取数、比较、算占比，每个数都知道自己的名称、算法和单元格。"


def ways(template: Template, budget: Budget) -> list[Contestant[Any]]:
    """All that is measured in the same rounds."""

    def tables(round: int) -> list[TableSet]:
        return [filled(template, varied(budget, round * TOGETHER + n)) for n in range(TOGETHER)]

    ours: list[Contestant[Any]] = [
        Contestant(SENTENCES, tables, lambda given: [said(template, one) for one in given]),
        Contestant(
            EXPLAINED,
            lambda n: [said(template, one) for one in tables(n)],
            lambda given: [explain(t) for ts in given for t in ts],
        ),
        Contestant("预公：其中比较的几段", tables, lambda given: [said(template, one, COMPARED) for one in given]),
    ]
    if node.missing():
        return ours
    return [*ours, Contestant(ROSAENLG, lambda n: [known(template, one) for one in tables(n)], by_rosaenlg)]


def main() -> None:
    """Compares, measures, prints and keeps the results."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    budget = sample()
    template = load_template(budget.basics.template)
    compared = characters(template, filled(template, budget), not node.missing())
    times = rounds(ways(template, budget), number)
    put("样本的文字", report(times, said(template, filled(template, budget)), compared, number))
    peer = f"RosaeNLG {times[ROSAENLG].median / TOGETHER:.2f} 毫秒（{compared} 字）" if ROSAENLG in times else ""
    reach(Goals.SENTENCES, times[SENTENCES].median / TOGETHER, peer)


if __name__ == "__main__":
    main()
