"""Figures typed by hand over generated ones in sentences: told with both values, or put right, never kept in silence."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import hand_edits as hand
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_rebuild import more, our_comments, with_total

import yugong
from assembler.rebuild.figures_in_text import bring_up_to_date
from assembler.rebuild.own_figures import own_figures
from assembler.rebuild.telling import Typed
from assembler.template import Template
from assembler.word.reading.inline import Edit
from figures.budget import Budget
from yugong.document_wins import take_over
from yugong.rebuilding import rebuild_onto

BEFORE = "2024年收入总计892.96万元，比上年减少152.39万元，下降14.58%。其中：项目支出392.96万元，共3个项目。"
NOW = "2024年收入总计900.00万元，比上年减少145.35万元，下降13.90%。其中：项目支出400.00万元，共3个项目。"


def applied(text: str, edits: tuple[Edit, ...]) -> str:
    for edit in reversed(edits):
        text = text[: edit.start] + edit.text + text[edit.stop :]
    return text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("892.96万元", "950.00万元", "892.96万元"),
        ("总计892.96万元", "合计950万元", "892.96万元"),
        ("892.96万元", "892.96元", "892.96万元"),
        ("892.96万元", "9.5亿元", "892.96万元"),
        ("892.96万元", "950 万元", "892.96万元"),
        ("892.96万元", "893万元", "892.96万元"),
        ("892.96万元", "约950万元", "892.96万元"),
        ("14.58%", "14.85%", "14.58%"),
        ("2024年", "2023年", "2024年"),
        ("3个", "4个", "3个"),
        ("3个", "两个", "3个"),
        ("892.96万元", "九百万元", "892.96万元"),
        ("892.96万元", "近九百五十万元", "892.96万元"),
        ("892.96万元", "近890万元", "892.96万元"),
        ("892.96万元", "超过900万元", "892.96万元"),
        ("892.96万元", "约880万元", "892.96万元"),
        ("892.96万元", "九百余万元", "892.96万元"),
        ("892.96万元", "790多万元", "892.96万元"),
        ("14.58%", "百分之十四点八五", "14.58%"),
        ("2024年", "二〇二三年", "2024年"),
        ("14.58%", "14.58‰", "14.58%"),
        ("14.58%", "14.58个百分点", "14.58%"),
        ("14.58%", "0.1458", "14.58%"),
        ("892.96万元", "892.96", "892.96万元"),
        ("3个", "4项", "3个"),
    ],
)
def test_a_figure_over_a_generated_one_is_found(old: str, new: str, expected: str) -> None:
    edited = BEFORE.replace(old, new, 1)
    (own,) = bring_up_to_date(BEFORE, edited, BEFORE).own
    assert (own.now, BEFORE[own.at :].startswith(expected)) == (expected, True)
    assert new.endswith(own.found) or own.found in new
    fixed = applied(edited, bring_up_to_date(BEFORE, edited, BEFORE, figures_win=True).edits)
    assert expected in fixed
    assert not bring_up_to_date(BEFORE, fixed, BEFORE).own


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("892.96万元", "8,929,600元"),
        ("892.96万元", "892.960万元"),
        ("892.96万元", "约893万元"),
        ("892.96万元", "近900万元"),
        ("892.96万元", "约900万元"),
        ("892.96万元", "超过890万元"),
        ("892.96万元", "不足 900 万元"),
        ("892.96万元", "近九百万元"),
        ("892.96万元", "八百九十二点九六万元"),
        ("892.96万元", "八百九十二万九千六百元"),
        ("892.96万元", "八百九十余万元"),
        ("892.96万元", "890余万元"),
        ("892.96万元", "八百多万元"),
        ("892.96万元", "892.96 万元"),
        ("14.58%", "百分之十四点五八"),
        ("2024年", "二〇二四年"),
        ("3个", "三个"),
        ("3个", "3项"),
        ("14.58%", "145.8‰"),
        ("共3个", "涉及一批、三五个科室，共3个"),
        ("2024年", "本年"),
        ("，下降14.58%", ""),
        ("其中：", "经2024年3月5日第3次会议审议，其中："),
        ("。其中", "，另有12.00万元待批。其中"),
        ("共3个项目", "共3个项目，涉及5个科室"),
        ("比上年", "比2023年"),
    ],
)
def test_other_figures_of_a_person_are_none_of_ours(old: str, new: str) -> None:
    edited = BEFORE.replace(old, new, 1)
    assert not [own for own in own_figures(BEFORE, edited, BEFORE) if not own.right]
    merged = bring_up_to_date(BEFORE, edited, BEFORE)
    assert (merged.edits, merged.doubt, merged.own) == ((), "", ())


@pytest.mark.parametrize(
    "written", ["892.96 万元", "八百九十二点九六万元", "八百九十二万九千六百元", "8,929,600元", "0.089296 亿元"]
)
def test_the_same_amount_written_otherwise_is_brought_up_to_date(written: str) -> None:
    merged = bring_up_to_date(BEFORE, BEFORE.replace("892.96万元", written), NOW)
    assert (merged.doubt, merged.own) == ("", ())
    assert applied(BEFORE.replace("892.96万元", written), merged.edits) == NOW


def test_what_stands_around_is_brought_up_to_date() -> None:
    edited = BEFORE.replace("892.96万元", "950.00万元").replace("下降", "降幅为")
    merged = bring_up_to_date(BEFORE, edited, NOW)
    assert not merged.doubt
    assert [(own.found, own.now) for own in merged.own] == [("950.00万元", "900.00万元")]
    after = applied(edited, merged.edits)
    assert after == NOW.replace("900.00万元", "950.00万元").replace("下降", "降幅为")
    assert applied(edited, bring_up_to_date(BEFORE, edited, NOW, figures_win=True).edits) == NOW.replace("下降", "降幅为")


def test_another_unit_is_brought_up_to_date() -> None:
    edited = BEFORE.replace("14.58%", "145.8‰")
    merged = bring_up_to_date(BEFORE, edited, NOW)
    assert (merged.doubt, merged.own, merged.rewritten) == ("", (), (("145.8‰", "13.90%"),))
    assert applied(edited, merged.edits) == NOW


def test_a_person_may_be_ahead_of_the_figures() -> None:
    edited = BEFORE.replace("892.96万元", "900.00万元")
    merged = bring_up_to_date(BEFORE, edited, NOW)
    assert (merged.doubt, merged.own) == ("", ())
    assert applied(edited, merged.edits) == NOW


@given(st.lists(st.integers(0, 4), min_size=1, max_size=4), st.integers(1, 99_999), st.booleans())
def test_no_wrong_figure_is_kept_in_silence(places: list[int], amount: int, changed: bool) -> None:
    figures = ["892.96万元", "152.39万元", "14.58%", "392.96万元", "3个"]
    edited = BEFORE
    for number in places:
        unit = figures[number].lstrip("0123456789.")
        edited = edited.replace(figures[number], f"7{amount}.77{unit}", 1)
    now = NOW if changed else BEFORE
    merged = bring_up_to_date(BEFORE, edited, now)
    assert merged.doubt or {own.found for own in merged.own} >= {
        f"7{amount}.77{figures[n].lstrip('0123456789.')}" for n in places
    }
    assert applied(edited, bring_up_to_date(BEFORE, edited, now, figures_win=True).edits) == now


@pytest.mark.parametrize("by", [0, 1_234_500])
def test_it_is_told_in_the_document(budget: Budget, template: Template, built: bytes, by: int) -> None:
    edited = hand.Edited(built)
    sentence = with_total(edited)
    hand.replace_words(sentence, "892.96万元", "999.99万元")
    hand.reword(sentence, "经反复测算，", 3)
    data = edited.to_bytes()
    rebuilt = rebuild_onto(data, more(budget, by), template)
    wanted = yugong.build(more(budget, by), template, pages=False).description.document
    right = f"{sum((line.amount for line in more(budget, by).expenditure), Decimal(0)) / 10000:.2f}万元"
    assert [(t.found, t.expected) for t in rebuilt.typed] == [("999.99万元", right)]
    assert rebuilt.undecided == 1
    (comment,) = our_comments(rebuilt.data)
    assert "999.99万元" in comment
    assert right in comment
    assert rebuild_onto(rebuilt.data, more(budget, by), template).data == rebuilt.data
    winning = rebuild_onto(rebuilt.data, more(budget, by), template, typed=Typed.FIGURES_WIN)
    assert (winning.undecided, our_comments(winning.data)) == (0, [])
    text = hand.Edited(winning.data).by_name()[sentence.names[0]].text
    block = next(b for b in wanted.blocks() if b.id == rebuilt.typed[0].block)
    assert text.replace("经反复测算，", "") == block.text  # type: ignore[union-attr]


def test_the_document_wins_where_a_sentence_says_one_record(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    lines = {f"{line.amount / 10000:.2f}万元" for line in budget.expenditure}
    stretch, amount = next((s, a) for s in edited.paragraphs() for a in sorted(lines) if a in s.text and "项目" in s.text)
    hand.replace_words(stretch, amount, "77.77万元")
    typed = rebuild_onto(edited.to_bytes(), budget, template, pages=False).typed
    description = yugong.build(budget, template, pages=False).description
    taken = take_over(budget, description, typed)
    if taken.done:
        assert Decimal(777_700) in {line.amount for line in taken.budget.expenditure}
    else:
        assert [f.code for f in taken.findings] == ["不能取自文档"]


def test_two_figures_for_one_record_are_not_both_taken(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    project = "媒体合作与宣传经费"
    amount = next(f"{line.amount / 10000:.2f}" for line in budget.expenditure if line.project == project)
    rows = (row for table in edited.tables() for row in hand.rows_of(table.element) if project in row.texts)
    cells = [cell for row in rows for cell in row.cells if cell.text == amount]
    for number, cell in enumerate(cells):
        hand.type_into(cell, f"12{number}.45")
    assert len(cells) > 1
    typed = rebuild_onto(edited.to_bytes(), budget, template, pages=False).typed
    taken = take_over(budget, yugong.build(budget, template, pages=False).description, typed)
    assert len(taken.done) == 1
    assert any("另一处" in f.message for f in taken.findings)
    assert replace(taken.budget, expenditure=()) == replace(budget, expenditure=())
