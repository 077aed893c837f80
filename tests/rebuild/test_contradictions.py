"""A reworded sentence that says the contrary of what is generated is not brought up to date as if it were beyond doubt."""

from __future__ import annotations

import hand_edits as hand
import pytest
from test_acknowledged import found
from test_rebuild import more, our_comments

from assembler.rebuild.figures_in_text import bring_up_to_date
from assembler.template import Template
from figures.budget import Budget
from yugong.rebuilding import rebuild_onto

PARTS = "支出预算892.96万元，其中：基本支出6.16万元，占0.69%；项目支出886.80万元，占99.31%。"
PARTS_NOW = "支出预算902.96万元，其中：基本支出6.16万元，占0.68%；项目支出896.80万元，占99.32%。"
SIZE = "当年支出892.96万元，比上年减少82.47万元，下降8.45%。"
SIZE_NOW = "当年支出902.96万元，比上年减少72.47万元，下降7.43%。"
GROWN = "当年支出992.96万元，比上年增加17.53万元，增长1.80%。"


def swapped(text: str) -> str:
    return text.replace("基本支出", "某").replace("项目支出", "基本支出").replace("某", "项目支出")


@pytest.mark.parametrize("figures_win", [False, True])
@pytest.mark.parametrize(
    ("before", "edited", "now"),
    [
        (PARTS, swapped(PARTS), PARTS_NOW),
        (PARTS, "项目支出6.16万元，占0.69%；基本支出886.80万元，占99.31%。", PARTS_NOW),
        (PARTS, "支出预算892.96万元，其中基本支出为886.80万元。", PARTS_NOW),
        (SIZE, SIZE.replace("减少", "增加").replace("下降", "增长"), SIZE_NOW),
        (SIZE, SIZE.replace("减少", "增加了"), SIZE_NOW),
        (SIZE, SIZE.replace("下降", "上升约"), SIZE_NOW),
    ],
)
def test_the_contrary_is_in_doubt(before: str, edited: str, now: str, figures_win: bool) -> None:
    merged = bring_up_to_date(before, edited, now, figures_win)
    assert merged.doubt
    assert not merged.edits


@pytest.mark.parametrize(
    ("before", "edited", "now"),
    [
        (PARTS, "其中：项目支出886.80万元，占99.31%；基本支出6.16万元，占0.69%；支出预算892.96万元。", PARTS_NOW),
        (PARTS, PARTS.replace("其中：", "经集体研究，其中"), PARTS_NOW),
        (SIZE, SIZE.replace("下降", "降低"), SIZE_NOW),
        (SIZE, SIZE.replace("比上年", "压减一般性支出，较上年"), GROWN),
    ],
)
def test_what_is_said_otherwise_is_not(before: str, edited: str, now: str) -> None:
    assert not bring_up_to_date(before, edited, now).doubt


def test_it_is_told_in_the_document(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    sentence = next(s for s in edited.paragraphs() if "减少82.47万元，下降8.45%" in s.text)
    hand.replace_words(sentence, "减少", "增加")
    rebuilt = rebuild_onto(edited.to_bytes(), more(budget, 100_000), template, pages=False)
    (told,) = found(rebuilt, "待定文字")
    assert "按现在的数据是“减少”" in told.message
    assert "增加82.47万元" in hand.Edited(rebuilt.data).text()
    assert any("减少72.47万元" in comment for comment in our_comments(rebuilt.data))
    assert rebuild_onto(rebuilt.data, more(budget, 100_000), template, pages=False).undecided == 1
