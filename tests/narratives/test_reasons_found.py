"""Found reasons, by hand: each kind of movement in the words that an officer would use."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from figures.amounts import AmountFormat
from figures.declared import DeclarationError, Entries, read_declaration
from figures.records import IncomeItem, Project
from figures.renumbering import renumbered
from narratives.reasons.declared import KEYS, Thresholds, Verb, read_reason_style
from narratives.reasons.saying import verb_of
from narratives.reasons.showing import as_data, rows, table
from narratives.text import Number, Quote
from tests.narratives.reason_cases import attributed, basic, budget, project, reasoned, said, sentence, two_years, yuan


def test_the_example_of_the_sample_department() -> None:
    last = [project("媒体合作与宣传经费", 690), project("综合专项经费", 107), project("公务出行", "2.3")]
    now = [
        project("媒体合作与宣传经费", 570),
        project("综合专项经费", 67),
        project("公务出行", "2.3"),
        project("网络信息安全项目", 53),
    ]
    assert said(last, now) == "媒体合作与宣传经费减少120.00万元，综合专项经费减少40.00万元；同时新增网络信息安全项目53.00万元"


def test_new_and_ended_projects_share_their_verb() -> None:
    last = [project("甲", 80), project("乙", 60), project("丙", 10)]
    now = [project("丙", 12)]
    assert said(last, now) == "不再安排甲80.00万元、乙60.00万元"
    assert said(now, last) == "新增甲80.00万元、乙60.00万元"


def test_a_whole_kind_is_named_where_all_of_it_went_one_way() -> None:
    last = [basic("30101", 100), basic("30102", 50), project("甲", 100)]
    now = [basic("30101", 120), basic("30102", 70), project("甲", 100)]
    assert said(last, now) == "人员经费增加40.00万元"


def test_one_project_behind_all_of_its_kind_is_named_itself() -> None:
    last = [basic("30101", 100), project("甲", 100), project("乙", 50)]
    now = [basic("30101", 104), project("甲", 160), project("乙", 52)]
    assert said(last, now) == "甲增加60.00万元"


def test_remarks_are_woven_in_and_cited() -> None:
    last = [project("报刊征订费", 46), project("甲", 10)]
    now = [project("报刊征订费", 31, remark="因征订数量减少。"), project("甲", 10)]
    found = reasoned(budget(last, 2024), budget(now))
    assert found.text.plain == "报刊征订费减少15.00万元（因征订数量减少）"
    assert any(isinstance(p, Quote) and p.text == "征订数量减少" for p in found.text.pieces)


def test_a_remark_on_a_small_part_of_it_is_not_the_reason() -> None:
    last = [project("甲", 50, economic="30201"), project("甲", 50, economic="30227")]
    now = [project("甲", 48, economic="30201", remark="用纸减少"), project("甲", 20, economic="30227")]
    assert said(last, now) == "甲减少32.00万元"


def test_a_common_rate_is_said_once() -> None:
    last = [project(name, wan) for name, wan in (("甲", 100), ("乙", 120), ("丙", 100))] + [basic("30101", 50)]
    now = [project(name, wan) for name, wan in (("甲", 90), ("乙", 108), ("丙", 90))] + [basic("30101", 50)]
    found = reasoned(budget(last, 2024), budget(now))
    assert found.text.plain == "统一压减10%，共32.00万元"
    assert [p.text for p in found.text.pieces if isinstance(p, Number)] == ["10%", "32.00万元"]
    assert found.attribution is not None
    named = [c for c in as_data(found.attribution)["contributions"] if c["named"]]
    assert [(c["name"], c["contribution"], c["leaf"]) for c in named] == [("统一压减10%", "-32.00", True)]


def test_a_common_rate_over_basic_lines_leaves_the_rest_of_them() -> None:
    last = [basic("30201", 30), basic("30202", 20), basic("30211", 40), basic("30213", 20), basic("30101", 100)]
    now = [basic("30201", 27), basic("30202", 18), basic("30211", 36), basic("30213", "20.5"), basic("30101", 100)]
    assert said(last, now) == "统一压减10%，共9.00万元"


def test_a_rate_that_one_item_has_in_all_units_is_no_common_rate() -> None:
    last = [basic("30101", 100, "本级"), basic("30101", 60, "执法队"), basic("30101", 80, "艺术中心")]
    now = [basic("30101", 105, "本级"), basic("30101", 63, "执法队"), basic("30101", 84, "艺术中心")]
    assert said(last, now) == "人员经费增加12.00万元"


def test_a_project_cut_otherwise_too_keeps_its_own_name() -> None:
    last = [project("甲", 100), project("乙", 120), project("丙", 100), project("丙", 50, economic="30201")]
    now = [project("甲", 90), project("乙", 108), project("丙", 90), project("丙", 20, economic="30201")]
    assert said(last, now) == "丙减少40.00万元，乙减少12.00万元"


def test_money_moved_between_basic_and_project_is_no_reason() -> None:
    last = [project("机关物业管理费", "48.6", economic="30209"), project("甲", 100), basic("30209", 10)]
    now = [basic("30209", "58.6"), project("甲", 130)]
    found = reasoned(budget(last, 2024), budget(now))
    assert found.text.plain == "甲增加30.00万元"
    assert found.attribution is not None
    moved = [c for c in as_data(found.attribution)["contributions"] if c["moved"]]
    assert sorted((c["name"], c["contribution"]) for c in moved) == [("机关物业管理费", "-48.60"), ("机关物业管理费", "48.60")]


def test_money_that_moved_out_of_the_scope_is_said_to_have_moved() -> None:
    last = [project("机关物业管理费", "48.6", economic="30209"), project("甲", 100)]
    now = [basic("30209", "48.6"), project("甲", 98)]
    assert said(last, now, "项目支出") == "机关物业管理费48.60万元调整至基本支出列支"
    assert said(last, now, "基本支出") == "由项目支出调整列支机关物业管理费48.60万元"


@pytest.mark.parametrize(
    "there",
    [
        {"unit": "执法队"},
        {"function": "2130599"},
        {"timing": "上年结转"},
        {"unit": "执法队", "function": "2130599"},
    ],
)
def test_a_project_that_only_moved_is_marked_and_never_named(there: dict[str, str]) -> None:
    last = [project("驻村经费", 60, **there), project("甲", 100)]
    now = [project("驻村经费", 60), project("甲", 103)]
    found = reasoned(budget(last, 2024), budget(now))
    assert found.text.plain == "甲增加3.00万元"
    assert found.attribution is not None
    assert [(c["name"], c["contribution"]) for c in as_data(found.attribution)["contributions"] if c["moved"]] == [
        ("驻村经费", "0.00")
    ]


def test_carried_over_money_budgeted_anew_is_an_adjustment_within_the_year() -> None:
    last = [project("数字资源", 38, timing="上年结转"), project("甲", 100)]
    now = [project("数字资源", 38), project("甲", 100)]
    assert said(last, now, "一般公共预算当年支出") == "由上年结转调整列支数字资源38.00万元"


def test_a_renamed_project_is_one_project() -> None:
    last = [project("群众文化经费", 168), project("甲", 30)]
    now = [project("乐享文化经费", 182), project("甲", 30)]
    told = budget(now, projects=[Project("乐享文化经费", former_name="群众文化经费")])
    assert reasoned(budget(last, 2024), told).text.plain == "乐享文化经费增加14.00万元"
    coded = budget(now, projects=[Project("乐享文化经费", code="T201")])
    assert reasoned(budget(last, 2024, [Project("群众文化经费", code="T201")]), coded).text.plain == "乐享文化经费增加14.00万元"
    assert said(last, now) == "新增乐享文化经费182.00万元；同时不再安排群众文化经费168.00万元"


def test_a_code_used_for_a_project_that_goes_on_renames_nothing() -> None:
    last = budget([project("甲", 100)], 2024, [Project("甲", code="T1")])
    now = budget([project("甲", 100), project("乙", 20)], projects=[Project("乙", code="T1"), Project("甲", code="T2")])
    assert reasoned(last, now).text.plain == "新增乙20.00万元"


def test_a_renumbered_subject_is_one_subject() -> None:
    assert renumbered(2023, 2024)["2010308"] == "2014004"
    assert not renumbered(2024, 2025)
    last = replace(budget([project("信访经费", 20, function="2010308"), project("甲", 10)]), basics=budget([], 2023).basics)
    now = replace(budget([project("信访经费", 20, function="2014004"), project("甲", 16)]), basics=budget([], 2024).basics)
    found = reasoned(last, now)
    assert found.attribution is not None
    assert not [c for c in as_data(found.attribution)["contributions"] if c["moved"]]
    assert found.text.plain == "甲增加6.00万元"


def test_what_only_rounding_changed_is_never_named() -> None:
    last = [replace(project(str(i), 0), amount=Decimal("1000033.33")) for i in range(3)]
    now = [*last[:2], replace(last[2], amount=Decimal("1000033.34")), replace(project("甲", 0), amount=Decimal("50.01"))]
    found = attributed(two_years(budget(last, 2024), budget(now)))
    for node in (*found.direct, *found.offsetting):
        assert not node.steady


def test_income_is_explained_by_its_sources_and_by_projects_where_there_is_one_source() -> None:
    last, now = [project("甲", 100), project("乙", 80, fund="单位资金")], [project("甲", 130), project("乙", 90, fund="单位资金")]
    assert said(last, now, "收入总计") == "一般公共预算拨款收入增加30.00万元，其他收入增加10.00万元"
    assert said(last[:1], now[:1], "收入总计") == "甲增加30.00万元"


def test_income_items_of_their_own_are_the_tree_of_income() -> None:
    def income(wan: int) -> tuple[IncomeItem, ...]:
        return (
            IncomeItem("本级", "单位资金", "事业收入", amount=yuan(wan)),
            IncomeItem("本级", "单位资金", "其他收入", amount=yuan(20)),
        )

    last = replace(budget([project("甲", 100, fund="单位资金")], 2024), income=income(80))
    now = replace(budget([project("甲", 110, fund="单位资金")]), income=income(90))
    assert reasoned(last, now, "收入总计").text.plain == "甲增加10.00万元"


def test_the_scope_is_named_where_funds_move_differently() -> None:
    last = [project("甲", 100), project("乙", 80, fund="政府性基金预算")]
    now = [project("甲", 160), project("乙", 60, fund="政府性基金预算")]
    assert said(last, now).startswith("按全部资金计算，")
    assert said(last, now, "一般公共预算当年支出") == "甲增加60.00万元"


def test_neither_given_nor_found() -> None:
    without = replace(budget([project("甲", 100)]), last_year=None)
    template_free = reasoned(budget([], 2024), without)
    assert not template_free.text.pieces
    assert template_free.attribution is None


def test_the_maximum_gives_way_to_the_threshold_but_holds_for_offsets() -> None:
    last = [project(f"减{i}", 20) for i in range(8)]
    now = [project(f"增{i}", 30) for i in range(10)]
    found = attributed(two_years(budget(last, 2024), budget(now)), Thresholds(most=3))
    assert len(found.direct) == 8
    assert not found.offsetting
    wide = attributed(two_years(budget(last, 2024), budget(now)), Thresholds(most=30))
    net = sum(n.contribution for n in (*wide.direct, *wide.offsetting))
    assert abs(net - wide.change) <= wide.change / 5


def test_the_table_says_why_each_node_is_named_or_not() -> None:
    last = [project("甲", 100), project("乙", 50), project("丙", 60, unit="执法队"), basic("30101", 30)]
    now = [project("甲", 160), project("乙", 48), project("丙", 60), basic("30101", 31)]
    found = attributed(two_years(budget(last, 2024), budget(now)))
    why = {row.node.name: row.why for row in rows(found)}
    assert why["甲"] == "点名"
    assert why["丙"] == "不点名：只是调整列支，没有增减"
    assert why["项目支出"] == "不点名：由其下的项目说明"
    assert why["人员经费"] == "不点名：已点名的足以说明"
    lines = list(table(found))
    assert lines[-1].split() == ["合计", "+59.00", "100.00%"]
    assert lines[-2].split() == ["两年明细之外", "0.00"]


def test_verbs() -> None:
    last = [project("甲", 10), project("乙", 10), project("丙", 10)]
    now = [project("乙", 25), project("丙", 2), project("丁", 30)]
    found = attributed(two_years(budget(last, 2024), budget(now)), depth=2)
    assert {n.name: verb_of(n) for n in found.nodes() if n.leaf} == {
        "甲": Verb.ENDED,
        "乙": Verb.GROWN,
        "丙": Verb.CUT,
        "丁": Verb.NEW,
    }


def test_numbers_of_the_sentence_know_both_years() -> None:
    found = reasoned(budget([project("甲", 100)], 2024), budget([project("甲", 160)]))
    (number,) = [p for p in found.text.pieces if isinstance(p, Number)]
    assert (number.text, number.value, number.formula) == ("60.00万元", Decimal("60.00"), "160.00 − 100.00")
    assert [(o.name, o.shown) for o in number.operands] == [("甲本年", "160.00万元"), ("甲上年", "100.00万元")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("门槛: {解释: 0}", "“解释”应为大于0"),
        ("门槛: {最多: 0}", "“最多”应为不小于1的整数"),
        ("树: {支出: {来源: 支出, 按: 支出类型}}", "不认识“支出类型”"),
        ("对象: {支出总计: 支出}", "不认识“支出”"),
        ("词句: {新增: 新增}", "缺少{名}"),
        ("因由: 因为", "缺少{备注}"),
        ("词句: {扩大: x}", "不认识的名称“扩大”"),
    ],
)
def test_what_is_declared_wrongly_is_told_with_its_line(text: str, told: str) -> None:
    node = read_declaration(text, "speech.yaml")
    with pytest.raises(DeclarationError, match=told) as error:
        read_reason_style(Entries(node, KEYS))
    assert error.value.place.line == 1


def test_the_second_example_reads_like_a_signed_text() -> None:
    import yugong
    from yugong.reasons import reasons_of

    folder = Path(__file__).parents[2] / "examples"
    both = yugong.read(folder / "quwenlvju-2025.xlsx", folder / "quwenlvju-2024.xlsx")
    found = reasons_of(both)
    assert found["收入总计"].text.plain == (
        "一般公共预算拨款收入增加294.58万元，上年结转增加68.47万元；同时政府性基金预算拨款收入减少143.30万元"
    )
    assert found["支出总计"].text.plain.startswith(
        "按全部资金计算，新增云岭古道文旅融合示范项目600.00万元、智慧文旅平台建设（一期）380.00万元、"
    )
    assert found["项目支出"].found
    for reason in found.values():
        assert reason.attribution is not None
        data = as_data(reason.attribution)
        total = sum(Decimal(c["contribution"]) for c in data["contributions"] if c["leaf"]) + Decimal(data["remainder"])
        assert total == Decimal(data["change"])
        assert data["remainder"] == "0.00"


def test_amounts_follow_the_format() -> None:
    both = two_years(budget([project("甲", 100)], 2024), budget([project("甲", 160)]))
    assert sentence(attributed(both)) == "甲增加60.00万元"
    assert AmountFormat(places=0).show(yuan(60)) == "60"
