"""A change: every row of the table in `narratives.changes`, and what must hold for all changes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.amounts import AmountFormat, half_up
from figures.findings import Place
from narratives.changes import (
    Case,
    Form,
    Pattern,
    WordingError,
    case_of,
    part_changes,
    say_change,
    say_parts,
)
from narratives.listing import ListStyle
from narratives.measures import Family, Known, Measure
from narratives.numbers import PercentFormat, year
from narratives.text import Number, Words
from narratives.wordings import FALLING, RISING, STANDING

WAN = AmountFormat(zero="0")
WHOLE = AmountFormat(places=0, grouping=True)
PERCENTS = PercentFormat()
QUANTUM = Decimal(100)


def form(base="上年", **wordings):
    return Form("比上年", {Case(case): Pattern(text, "speech.yaml", 5) for case, text in wordings.items()}, base)


FULL = form(
    增加="比{基}增加{额}，增长{率}", 减少="比{基}减少{额}，下降{率}", 持平="与{基}持平", 新增="比{基}增加{额}（{基}无此项预算）"
)
ALL = Form(
    "全",
    {
        **FULL.wordings,
        Case.NONE: Pattern("未安排{名称}，与上年持平"),
        Case.GONE: Pattern("减少{额}，本年不再安排"),
        Case.SLIGHTLY_UP: Pattern("略增{额}"),
        Case.SLIGHTLY_DOWN: Pattern("略减{额}"),
        Case.OFFSET: Pattern("总额与上年持平"),
        Case.UNKNOWN: Pattern("上年数未提供"),
    },
)


def measure(now, before, name="收入总计", unit="元"):
    return Measure(name, Decimal(str(now)), unit, None if before is None else Decimal(str(before)))


def said(now, before, wording=FULL, amounts=WAN, **options):
    return say_change(measure(now, before), wording, amounts, PERCENTS, **options).plain


CASES = [
    (Case.UP, 8929600, 8000000, "比上年增加92.96万元，增长11.62%"),
    (Case.DOWN, 8929600, 10454300, "比上年减少152.47万元，下降14.58%"),
    (Case.FLAT, 8929600, 8929600, "与上年持平"),
    (Case.FLAT, 8929640, 8929600, "与上年持平"),
    (Case.NEW, 530000, 0, "比上年增加53.00万元（上年无此项预算）"),
    (Case.GONE, 0, 2700, "比上年减少0.27万元，下降100.00%"),
    (Case.NEW_DEDUCTION, -530000, 0, "比上年减少53.00万元（上年无此项预算）"),
    (Case.UP, 0, -50000, "比上年增加5.00万元，增长100.00%"),
    (Case.NONE, 0, 0, "与上年持平"),
    (Case.UNKNOWN, 100, None, ""),
    (Case.SLIGHTLY_UP, 1000000100, 1000000000, "比上年增加0.01万元，增长不足0.01%"),
    (Case.SLIGHTLY_DOWN, 999999900, 1000000000, "比上年减少0.01万元，下降不足0.01%"),
    (Case.UP, 1155400, 100000, "比上年增加105.54万元，增长1,055.40%"),
    (Case.UP, -50000, -100000, "比上年增加5.00万元，增长50.00%"),
    (Case.DOWN, -50000, 100000, "比上年减少15.00万元，下降150.00%"),
    (Case.UP, 50000, -100000, "比上年增加15.00万元，增长150.00%"),
]


@pytest.mark.parametrize(("case", "now", "before", "text"), CASES)
def test_cases_and_what_is_said_with_few_wordings(case, now, before, text):
    assert case_of(measure(now, before), QUANTUM, PERCENTS) == case
    assert said(now, before) == text


OWN = [
    (0, 0, "未安排收入总计，与上年持平"),
    (0, 2700, "减少0.27万元，本年不再安排"),
    (1000000100, 1000000000, "略增0.01万元"),
    (999999900, 1000000000, "略减0.01万元"),
    (100, None, "上年数未提供"),
]


@pytest.mark.parametrize(("now", "before", "text"), OWN)
def test_a_wording_of_its_own_goes_before_the_one_fallen_back_on(now, before, text):
    assert said(now, before, ALL) == text


def test_amount_only_percent_only_and_both_years():
    assert said(110, 100, form(增加="增加{额}"), AmountFormat(unit="元")) == "增加10.00元"
    assert said(110, 100, form(增加="增长{率}"), AmountFormat(unit="元")) == "增长10.00%"
    assert said(11000, 10000, form(增加="由{上年}增加到{本年}")) == "由1.00万元增加到1.10万元"


def test_the_named_base_belongs_to_the_form_or_to_the_sentence():
    assert said(11000, 10000, form("上年预算数", 增加="比{基}增加{额}")) == "比上年预算数增加0.10万元"
    assert said(11000, 10000, FULL, base="2023年执行数") == "比2023年执行数增加0.10万元，增长10.00%"


def test_years_in_wording():
    wording = form(增加="比{上年度}年增加{额}")
    assert said(11000, 10000, wording, years={"上年度": year(2023, unit="")}) == "比2023年增加0.10万元"
    with pytest.raises(WordingError, match="没有给出年度"):
        said(11000, 10000, wording)


def test_a_sentence_with_fewer_places_rounds_only_what_it_shows():
    assert said(171915169, 150000000, amounts=WHOLE) == "比上年增加2,192万元，增长14.61%"
    assert said(1004000, 1006000, amounts=WHOLE) == "与上年持平"


def test_counts_change_in_their_own_unit():
    vehicles = measure(3, 2, "车辆", "辆")
    assert say_change(vehicles, FULL, WAN, PERCENTS).plain == "比上年增加1辆，增长50.00%"
    assert case_of(measure("1200.5", "1200.4", "面积", "平方米"), QUANTUM) == Case.UP


def test_offset_is_told_by_the_parts():
    parts = (measure(300, 100, "基本支出"), measure(100, 300, "项目支出"))
    assert case_of(measure(400, 400), QUANTUM, None, parts) == Case.OFFSET
    assert said(400, 400, ALL, parts=parts) == "总额与上年持平"
    assert said(400, 400, FULL, parts=parts) == "与上年持平"
    assert said(400, 400, ALL, parts=(measure(400, 400),)) == "与上年持平"


def test_a_new_deduction_without_wording_of_its_own():
    assert said(-10000, 0, form(减少="减少{额}")) == "减少1.00万元"
    assert said(-10000, 0, form(减少="下降{率}", 新增="上年无此项预算，新增{额}")) == "上年无此项预算，冲减1.00万元"
    assert said(-10000, 0, form(新增冲减="冲减{额}")) == "冲减1.00万元"
    with pytest.raises(WordingError, match="上年为零时没有百分比"):
        said(-10000, 0, form(增加="增长{率}", 减少="下降{率}"))


def test_provenance_of_a_change():
    now_cells, last_cells = (Place("支出明细", "K2:K12"),), (Place("上年总数", "B2"),)
    changed = Measure(
        "收入总计",
        Decimal(8929600),
        before=Decimal(10454300),
        origin=lambda: Known(places=lambda: now_cells, before_places=lambda: last_cells),
    )
    pieces = say_change(changed, FULL, WAN, PERCENTS).pieces
    assert pieces[0] == Words("比", "speech.yaml", 5)
    down, amount, fall, rate = (piece for piece in pieces if isinstance(piece, Number))
    assert (down.text, down.word, down.value) == ("减少", True, Decimal("-152.47"))
    assert (fall.text, fall.word) == ("下降", True)
    assert (amount.value, amount.formula, amount.word) == (Decimal("152.47"), "收入总计 − 上年收入总计", False)
    assert (rate.value, rate.formula) == (Decimal("14.58"), "（892.96 − 1,045.43）÷ 1,045.43")
    assert [(o.name, o.value, o.shown) for o in rate.operands] == [
        ("收入总计", Decimal("892.96"), "892.96万元"),
        ("上年收入总计", Decimal("1045.43"), "1,045.43万元"),
    ]
    assert rate.places() == now_cells + last_cells
    assert rate.operands[1].places() == last_cells


def test_provenance_names_another_base_and_a_negative_one():
    text = say_change(measure(-50000, -100000), FULL, WAN, PERCENTS, base="上年执行数")
    rate = text.pieces[-1]
    assert isinstance(rate, Number)
    assert rate.formula == "（-5.00 − -10.00）÷ |-10.00|"
    assert rate.operands[1].name == "收入总计（上年执行数）"


def test_a_direction_elsewhere_in_the_wording_is_only_a_word():
    pieces = say_change(measure(11000, 10000), form(增加="因人员减少后补齐，增加了{额}"), WAN, PERCENTS).pieces
    assert [piece.text for piece in pieces if isinstance(piece, Number)] == ["增加", "0.10万元"]


def test_lines_of_a_wording_of_several_lines():
    pieces = say_change(measure(11000, 10000), form(增加="比上年\n增加{额}，\n如上"), WAN, PERCENTS).pieces
    assert [piece.line for piece in pieces if isinstance(piece, Words)] == [5, 6]
    assert pieces[0].text == "比上年\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("增加{金额}", r"speech\.yaml 第5行：表述“增加\{金额\}”：不认识的“\{金额\}”，是否应为“额”？可用的有：\{额\}、\{率\}"),
        ("增加{额", "多余的“{”"),
        ("增加额}", "多余的“}”"),
        ("增加\n{比率}", r"第6行：表述“\{比率\}”：不认识的“\{比率\}”，是否应为“率”"),
        ("增加{}", "不认识的"),
    ],
)
def test_a_pattern_names_what_it_does_not_know(text, message):
    with pytest.raises(WordingError, match=message.replace("“{”", r"“\{”").replace("“}”", r"“\}”")):
        Pattern(text, "speech.yaml", 5)


@pytest.mark.parametrize(
    ("case", "text", "message"),
    [
        ("新增", "增长{率}", "上年为零，没有百分比"),
        ("持平", "增长{率}", "没有增减，不写百分比"),
        ("均为零", "{率}", "没有增减，不写百分比"),
        ("无上年", "{率}", "没有上年数"),
        ("无上年", "{额}", "没有上年数"),
        ("无上年", "上年{上年}", "没有上年数"),
        ("增加", "减少{额}", "“减少”与情形“增加”不符"),
        ("减少", "减少{额}，增长{率}", "“增长”与情形“减少”不符"),
        ("持平", "增加{额}", "“增加”与情形“持平”不符"),
        ("归零", "减少{额}，增长100%", "“增长”与情形“归零”不符"),
    ],
)
def test_a_form_refuses_what_its_case_cannot_have(case, text, message):
    with pytest.raises(WordingError, match=message):
        form(**{case: text})


def test_a_percent_over_a_zero_base_is_an_error_that_names_the_wording():
    wording = form(增加="增长{率}", 减少="下降{率}", 持平="持平")
    with pytest.raises(WordingError, match=r"speech\.yaml 第5行.*上年为零时没有百分比.*补写“新增”"):
        said(100, 0, wording)
    assert wording.gaps == (Case.NEW, Case.NEW_DEDUCTION)


def test_a_missing_wording_is_an_error_that_names_form_and_case():
    with pytest.raises(WordingError, match=r"speech\.yaml 第5行：“比上年”没有“减少”的表述，请补写"):
        said(100, 300, form(增加="增加{额}"))
    lacking = (Case.DOWN, Case.SLIGHTLY_DOWN, Case.FLAT, Case.OFFSET, Case.NEW_DEDUCTION, Case.GONE, Case.NONE)
    assert form(增加="增加{额}").gaps == lacking
    assert FULL.gaps == ()
    assert Form("空", {}).gaps == tuple(case for case in Case if case != Case.UNKNOWN)


PART = form(增加="{名称}增加{额}", 减少="{名称}减少{额}", 持平="{名称}持平")
COMMA = ListStyle("，")


def whole(*parts):
    known = all(part.before is not None for part in parts)
    before = sum((part.before for part in parts), Decimal(0)) if known else None
    return Family("支出", Measure("支出总计", sum((part.amount for part in parts), Decimal(0)), before=before), parts)


def test_a_net_change_is_said_by_the_parts_that_moved():
    family = whole(measure(50000, 20000, "基本支出"), measure(100, 100, "上缴支出"), measure(10000, 90000, "项目支出"))
    assert say_parts(family, PART, WAN, PERCENTS, COMMA).plain == "基本支出增加3.00万元，项目支出减少8.00万元"


def test_a_flat_total_whose_parts_moved_against_each_other():
    family = whole(measure(300, 100, "基本支出"), measure(100, 300, "项目支出"))
    assert say_parts(family, PART, WAN, PERCENTS, COMMA).plain == "基本支出增加0.02万元，项目支出减少0.02万元"


def test_no_parts_are_said_where_none_moved_or_one_is_unknown():
    assert say_parts(whole(measure(100, 100)), PART, WAN, PERCENTS, COMMA).plain == ""
    assert say_parts(whole(measure(100, 200), measure(100, None)), PART, WAN, PERCENTS, COMMA).plain == ""


def test_parts_shown_with_fewer_places_add_up_all_the_same():
    family = whole(*(measure(14000, 10000, name) for name in "甲乙丙"))
    assert say_change(family.whole, PART, WHOLE, PERCENTS).plain == "支出总计增加1万元"
    assert say_parts(family, PART, WHOLE, PERCENTS, COMMA).plain == "甲增加1万元"


steps = st.integers(-3000, 10**9)
MEASURES = st.builds(lambda now, before: measure(now * 100, before * 100), steps | st.just(0), steps | st.just(0))


def figures_of(text):
    """The figures that a sentence says, by their unit, and the words of its directions."""
    numbers = [piece for piece in text.pieces if isinstance(piece, Number)]
    return (
        [n.value for n in numbers if n.text.endswith("万元")],
        [n for n in numbers if n.text.endswith("%")],
        [n.text for n in numbers if n.word],
    )


@given(MEASURES)
def test_direction_amount_and_percent_follow_the_printed_amounts(changed):
    amounts, rates, words = figures_of(say_change(changed, FULL, WAN, PERCENTS))
    change = changed.amount - changed.before
    if change > 0:
        assert set(words) <= {"增加", "增长"}
    elif change < 0:
        assert set(words) <= {"减少", "下降"}
    else:
        assert words == ["持平"]
    assert words
    assert amounts == ([abs(change) / 10000] if change else [])
    if change and changed.before:
        exact = half_up(abs(change) * 100 / abs(changed.before), Decimal("0.01"))
        (rate,) = rates
        assert rate.value == (exact or Decimal("0.01"))
        assert rate.text.startswith("不足") == (exact == 0)
    else:
        assert not rates


@given(MEASURES)
def test_swapping_years_swaps_direction_and_keeps_the_amount(changed):
    turned = measure(changed.before, changed.amount)
    sides = {case_of(m, QUANTUM) for m in (changed, turned)}
    against = ({Case.UP, Case.DOWN}, {Case.NEW, Case.GONE}, {Case.UP, Case.NEW_DEDUCTION})
    assert sides in (*against, {Case.FLAT}, {Case.NONE})
    assert figures_of(say_change(changed, FULL, WAN, PERCENTS))[0] == figures_of(say_change(turned, FULL, WAN, PERCENTS))[0]


@given(MEASURES, st.integers(2, 1000))
def test_scaling_both_years_keeps_the_percent(changed, factor):
    scaled = measure(changed.amount * factor, changed.before * factor)
    rates = [[n.text for n in figures_of(say_change(m, FULL, WAN, PERCENTS))[1]] for m in (changed, scaled)]
    assert rates[0] == rates[1]


@given(MEASURES, st.sampled_from([AmountFormat(), WHOLE, AmountFormat(unit="元", places=0)]))
def test_the_case_agrees_with_what_is_shown(changed, amounts):
    case = case_of(changed, amounts.quantum, PERCENTS)
    change = half_up(changed.amount - changed.before, amounts.quantum)
    assert (case in RISING, case in FALLING, case in STANDING) == (change > 0, change < 0, change == 0)
    assert say_change(changed, ALL, amounts, PERCENTS).plain


@given(st.lists(MEASURES, min_size=1, max_size=8), st.sampled_from([WAN, WHOLE]))
def test_parts_add_up_to_the_change_of_the_whole(parts, amounts):
    family = whole(*parts)
    changes = part_changes(family, amounts.quantum)
    assert sum(changes) == half_up(family.whole.amount - family.whole.before, amounts.quantum)
    for part, change in zip(parts, changes, strict=True):
        exact = part.amount - part.before
        assert abs(change - exact) < amounts.quantum
        assert change * exact >= 0


def test_an_error_names_the_line_of_a_wording_of_several_lines():
    for text, line in (("比上年\n增加{幅}\n多", 6), ("{幅}\n增加\n多", 5), ("比上年\n增加\n多{", 7)):
        with pytest.raises(WordingError) as raised:
            Pattern(text, "speech.yaml", 5)
        assert raised.value.place == Place(file="speech.yaml", line=line)
        assert f"表述“{text.splitlines()[line - 5]}”" in str(raised.value)
