"""Figures in reworded sentences: brought up to date where there is no doubt, else left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.rebuild.figures_in_text import bring_up_to_date, text_edits
from assembler.rebuild.tokens import tokens_of
from assembler.word.reading.inline import Edit

BEFORE = "2024年收入总计892.96万元，比上年减少152.39万元，下降14.58%。主要原因是项目减少。支出总计892.96万元。"
NOW = "2024年收入总计900.00万元，比上年减少145.35万元，下降13.90%。主要原因是项目减少。支出总计900.00万元。"
MORE = "2024年收入总计1200.00万元，比上年增加154.65万元，增长14.79%。主要原因是项目增加。支出总计1200.00万元。"


def applied(text: str, edits: tuple[Edit, ...] | list[Edit]) -> str:
    """The text with the edits made."""
    for edit in reversed(edits):
        text = text[: edit.start] + edit.text + text[edit.stop :]
    return text


@pytest.mark.parametrize(
    ("old", "new"),
    [("主要原因是", "究其原因，系"), ("总计", "合计"), ("2024年", "今年"), ("。支出", "。另，本年新增项目3个。支出")],
)
@pytest.mark.parametrize("now", [NOW, MORE])
def test_rewording_beside_figures_is_kept(old: str, new: str, now: str) -> None:
    edited = BEFORE.replace(old, new)
    merged = bring_up_to_date(BEFORE, edited, now)
    assert not merged.doubt
    assert applied(edited, merged.edits) == now.replace(old, new)


@pytest.mark.parametrize(
    ("edited", "now"),
    [
        (BEFORE.replace("下降14.58%", "降幅14.58%"), MORE),
        (BEFORE + "另有892.96万元。", NOW),
        ("收入约893万元。", NOW),
        ("收入近九百万元。", NOW),
        (BEFORE.replace("892.96万元", "大半个千万元", 1), NOW),
        ("收入不变。", MORE),
    ],
)
def test_doubt_leaves_the_sentence_alone(edited: str, now: str) -> None:
    merged = bring_up_to_date(BEFORE, edited, now)
    assert merged.doubt
    assert not merged.edits


def test_what_a_person_dropped_is_not_missed() -> None:
    edited = "收入总计892.96万元。"
    assert applied(edited, bring_up_to_date(BEFORE, edited, NOW).edits) == "收入总计900.00万元。"


sentences = st.lists(
    st.sampled_from(["收入", "减少", "12.50万元", "7%", "1,200.00万元", "，", "2024年", "人", "\n", "x1"]), max_size=14
)


@given(sentences, sentences)
def test_edits_make_one_text_of_another(before: list[str], now: list[str]) -> None:
    old, new = "".join(before), "".join(now)
    assert applied(old, text_edits(old, new)) == new
    assert "".join(old[t.start : t.stop] for t in tokens_of(old)) == old


@given(sentences, sentences, sentences)
def test_all_or_nothing(before: list[str], edited: list[str], now: list[str]) -> None:
    old, hand, new = "".join(before), "".join(edited), "".join(now)
    merged = bring_up_to_date(old, hand, new)
    assert not (merged.doubt and merged.edits)
    if not merged.doubt and new not in (hand, old):
        stale = {t.key for t in tokens_of(old) if t.number} - {t.key for t in tokens_of(new) if t.number}
        assert not stale & {t.key for t in tokens_of(applied(hand, merged.edits)) if t.number}
