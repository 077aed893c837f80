"""One figure changed in the sample: the document brought up to date, untouched and edited by a person.

    python -m benchmarks.rebuilding [ROUNDS]

The template is loaded; the edited document holds reworded and added paragraphs and was written by another program's hand (every part
written anew, the marks of an untouched document gone).
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import docx

import yugong
from assembler.template import Template, load_template
from benchmarks.budgets import sample, varied
from benchmarks.measuring import Contestant, Times, rounds
from benchmarks.results import put
from figures.budget import Budget
from yugong.rebuilding import rebuild_onto

NAME = "改后重建"
UNTOUCHED = "没有人动过的文档"
_WORDS = "经部门预算领导小组审议，"
_EVERY = 12
"""Every so many paragraphs of running text one is reworded, and another one is added."""


def edited(data: bytes) -> bytes:
    """The document with words before every twelfth paragraph of running text, and a new paragraph before the one after it."""
    opened = docx.Document(BytesIO(data))
    texts = [p for p in opened.paragraphs if len(p.text) > 20 and p.runs and "\t" not in p.text]
    for number, paragraph in enumerate(texts):
        if number % _EVERY == 0:
            paragraph.runs[0].text = _WORDS + paragraph.runs[0].text
        elif number % _EVERY == 1:
            paragraph.insert_paragraph_before("这一段是人加的。", paragraph.style)
    written = BytesIO()
    opened.save(written)
    return written.getvalue()


def contestants(budget: Budget, template: Template) -> list[Contestant[Any]]:
    """The ways to come to a document with the new figure."""
    built = yugong.build(budget, template).to_bytes()
    by_hand = edited(built)

    def given(number: int) -> Budget:
        return varied(budget, number)

    def of_others(number: int) -> tuple[bytes, Budget]:
        return edited(yugong.build(varied(budget, 1000 + number), template).to_bytes()), given(number)

    return [
        Contestant("重新生成（不更新，作比较）", given, lambda b: yugong.build(b, template, pages=False).to_bytes()),
        Contestant(UNTOUCHED, given, lambda b: rebuild_onto(built, b, template, pages=False)),
        Contestant("人改过的文档", given, lambda b: rebuild_onto(by_hand, b, template, pages=False)),
        Contestant(
            "人改过的文档，旧数据第一次见到", of_others, lambda pair: rebuild_onto(pair[0], pair[1], template, pages=False)
        ),
        Contestant("人改过的文档，连同目录页码", given, lambda b: rebuild_onto(by_hand, b, template)),
        Contestant("人改过的文档，数没有变", lambda _: budget, lambda b: rebuild_onto(by_hand, b, template, pages=False)),
    ]


def report(times: Mapping[str, Times], number: int) -> Iterator[str]:
    """The results as lines of Markdown."""
    yield f"Python {platform.python_version()}，{number} 轮，每轮改一个数，模板已读入，均已预热，处理器时间。目标：不算页码 25 毫秒以内。"
    yield ""
    yield "| 更新 | 中位数（毫秒） | 最小（毫秒） |"
    yield "|---|---:|---:|"
    for name, spent in times.items():
        yield f"| {name} | {spent.median:.1f} | {spent.least:.1f} |"
    yield ""
    yield (
        "新的数据描述一遍，用于更新。文档自带的内容要与旧数据核验：旧数据若是这个进程刚描述过的（接着再更新时就是），用那一次的结果；"
        "第一次见到的另描述一遍。"
    )


def main() -> None:
    """Measures, prints and keeps the results."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    budget = sample()
    put(NAME, report(rounds(contestants(budget, load_template(budget.basics.template)), number), number))


if __name__ == "__main__":
    main()
