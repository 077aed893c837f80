"""How much work a document takes, counted in calls of our own functions: slower code is seen without a clock."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest

import yugong
from assembler.describing import describe
from assembler.description import Document, Table
from assembler.pages.profiles import WORD
from assembler.pages.survey import survey
from assembler.template import Template, load_template
from figures.budget import Budget

ROOT = Path(__file__).parents[1]
OURS = tuple(f"{ROOT / name}/" for name in ("figures", "narratives", "assembler"))
NESTED = ("<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>")
"""Comprehensions are calls in some versions of Python and none in others."""

LIMIT = 1.3
DESCRIBED, CHANGED, WRITTEN, PAGED = 5_500, 5_250, 2_100, 25_100
"""Calls that the sample takes at present, warm and with other figures than before (CHANGED: with one other); to be lowered when it takes fewer."""


FEWEST = 50
"""Fewer would mean that nothing was counted."""


def with_other_figures(budget: Budget) -> Budget:
    """The budget with another amount in every line: nothing that was kept of the one before helps more than in real use."""
    return replace(budget, expenditure=tuple(replace(x, amount=x.amount + 100 * i) for i, x in enumerate(budget.expenditure, 1)))


def with_one_other(budget: Budget) -> Budget:
    """The budget with another amount in one line."""
    first, *others = budget.expenditure
    return replace(budget, expenditure=(replace(first, amount=first.amount + 100), *others))


def calls(work: Callable[[], object]) -> Counter[str]:
    """Calls of our own functions while `work` runs, by place."""
    counted: Counter[str] = Counter()

    def count(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            code = frame.f_code
            if code.co_name not in NESTED and code.co_filename.startswith(OURS):
                counted[f"{Path(code.co_filename).name}:{code.co_name}"] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


def whole(template: Template, budget: Budget) -> Document:
    """The description, with the rows of its tables, which are made when they are looked at."""
    document = describe(template, budget).document
    assert all(block.rows for block in document.blocks() if isinstance(block, Table))
    return document


STEPS = [("describe", DESCRIBED), ("describe one changed", CHANGED), ("write", WRITTEN), ("pages", PAGED)]


@pytest.mark.parametrize(("step", "present"), STEPS)
def test_the_sample_takes_no_more_calls(step: str, present: int) -> None:
    budget = yugong.read(ROOT / "examples" / "zonggai-xuanchuan-2024.xlsx")
    template = load_template(budget.basics.template)
    given = with_other_figures(budget)
    document, warm = whole(template, given), whole(template, budget)  # the one described last is kept
    template.writer.write(warm)
    survey(warm, template.look, WORD)
    steps: dict[str, Callable[[], object]] = {
        "describe": lambda: whole(template, given),
        "describe one changed": lambda: whole(template, with_one_other(budget)),
        "write": lambda: template.writer.write(document),
        "pages": lambda: survey(document, template.look, WORD),
    }
    counted = calls(steps[step])
    most = "，".join(f"{place} {number}" for place, number in counted.most_common(8))
    assert FEWEST < counted.total() <= LIMIT * present, f"{step}: {counted.total()} calls, most of them {most}"
