"""Given reasons: cleaned up, used, and held against the figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from figures.findings import Place
from figures.records import Reason
from narratives.measures import Measure
from narratives.reasons.contradictions import contradictions
from narratives.reasons.given import cleaned
from narratives.reasons.reasoning import Reasoned, say_reason
from narratives.text import Missing, Quote, Text
from tests.narratives.reason_cases import basic, budget, project, reasoned, yuan

LAST = [
    project("媒体经费", 690),
    project("综合经费", 107),
    project("旧项目（一期）", 30),
    project("不变项目", 20),
    basic("30201", 40),
    basic("30211", 20),
    basic("30213", 30),
]
NOW = [
    project("媒体经费", 570),
    project("综合经费", 67),
    project("新项目", 53),
    project("不变项目", 20),
    basic("30201", 36),
    basic("30211", 18),
    basic("30213", 27),
]


def _reasoned(text: str) -> Reasoned:
    return reasoned(budget(LAST, 2024), budget(NOW, reasons=[Reason("支出总计", text)]))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("主要原因是因征订减少。", "征订减少"),
        ("因2024年度征订减少", "2024年度征订减少"),
        ("原因：项目调整；", "项目调整"),
        ("由于人员减少。。", "人员减少"),
        ("一是人员增加；二是新增项目。", "一是人员增加；二是新增项目"),
        ("因此前已安排", "因此前已安排"),
        ("因公出国（境）团组减少", "因公出国（境）团组减少"),
        ("主要原因是因公出国（境）团组减少", "因公出国（境）团组减少"),
        ("其主要原因在于压减一般性支出", "压减一般性支出"),
        ("主要是由于机构改革", "机构改革"),
        ("。", ""),
    ],
)
def test_cleaned(text: str, clean: str) -> None:
    assert cleaned(text) == clean


def test_cleaning_twice_changes_nothing() -> None:
    for text in ("主要原因是因征订减少。", "因为由于主要是因人员减少", "一是…；二是…。"):
        assert cleaned(cleaned(text)) == cleaned(text)


def test_the_given_reason_stands_in_the_text() -> None:
    given = _reasoned("因媒体经费减少120万元。")
    assert given.text.plain == "媒体经费减少120万元"
    assert not given.found
    assert not given.findings
    assert given.attribution is not None


@pytest.mark.parametrize(
    "text",
    [
        "媒体经费减少120.00万元，综合经费减少40万元；同时新增新项目53万元",
        "媒体经费、综合经费共减少160万元",
        "媒体经费、综合经费减少，共减少160万元",
        "新项目增加53万元，综合经费减少40万元，合计增加13万元",
        "媒体经费减少120万元，下降17.39%",
        "媒体经费减少约100万元",
        "压减媒体经费",
        "落实过紧日子要求，办公费、差旅费统一压减10%",
        "不再安排旧项目（一期）30.00万元",
        "办公费由40万元减至36万元",
        "机构改革",
        "任务减少（每场次减少0.5万元）",
        "一是媒体经费减少；二是综合经费减少",
        "压减一般性支出，同时新增项目",
        "故减少146.00万元",
    ],
)
def test_what_the_figures_bear_out_is_no_finding(text: str) -> None:
    assert not _reasoned(text).findings


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("媒体经费增加", "方向相反"),
        ("媒体经费减少100万元", "由690.00万元变为570.00万元"),
        ("媒体经费减少120万元，综合经费增加40万元", "“综合经费”由107.00万元变为67.00万元，方向相反"),
        ("不变项目减少", "没有变化"),
        ("压减经费77万元", "没有这一金额"),
        ("统一压减15%", "没有这一比例"),
        ("任务增加", "本年比上年减少146.00万元"),
        ("故减少100万元", "本年比上年减少146.00万元"),
        ("旧项目（一期）增加", "方向相反"),
    ],
)
def test_what_contradicts_the_figures_is_a_finding_that_shows_the_attribution(text: str, told: str) -> None:
    (finding,) = _reasoned(text).findings
    assert finding.code == "原因与数据不符"
    assert told in finding.message
    assert finding.expected.startswith("变动-146.00万元：媒体经费-120.00万元，新项目+53.00万元")


def test_with_totals_only_direction_and_the_change_itself_are_checked() -> None:
    measure = Measure("“三公”经费", yuan(0), before=yuan("0.27"))
    fine = ("24年因接待费统一由综合办支付，故减少0.27万元", "压减接待", "接待费减少0.10万元")
    assert not [f for text in fine for f in contradictions(measure, Quote(text, Place()), None)]
    wrong = ("故减少0.37万元", "接待任务增加")
    assert [f.code for text in wrong for f in contradictions(measure, Quote(text, Place()), None)] == ["原因与数据不符"] * 2


def test_a_finding_points_at_the_cell() -> None:
    place = Place("变动原因", "B3")
    measure = Measure("支出总计", yuan(2), before=yuan(1))
    (finding,) = contradictions(measure, Quote("任务减少", place), None)
    assert finding.place == place


def test_nothing_is_checked_where_nothing_changed() -> None:
    measure = Measure("支出总计", yuan(2), before=yuan(2))
    assert not list(contradictions(measure, Quote("任务减少", Place()), None))
    assert not list(contradictions(replace(measure, before=None), Quote("任务减少", Place()), None))


def test_the_sentence_opens_once_or_asks() -> None:
    measure = Measure("支出总计", yuan(2), before=yuan(1))
    given = Reasoned(measure, Quote("任务增加", Place()), None, Text((Quote("任务增加", Place()),)))
    assert say_reason(given, "主要原因是", "【请填写】", Place()).plain == "，主要原因是任务增加"
    neither = say_reason(Reasoned(measure, None, None, Text()), "主要原因是", "【请填写】", Place())
    assert neither.plain == "，主要原因是【请填写】"
    assert isinstance(neither.pieces[-1], Missing)
    unchanged = Reasoned(replace(measure, before=Decimal(20_000)), None, None, Text())
    assert not say_reason(unchanged, "主要原因是", "【请填写】", Place()).pieces
