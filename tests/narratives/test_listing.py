"""Listing: every row of the table in `narratives.listing`."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.declared import DeclarationError
from narratives.listing import Closing, ListStyle, Order, choose, say_list
from narratives.measures import Measure
from narratives.text import Text, Words


def measures(**amounts):
    return [Measure(name, Decimal(amount)) for name, amount in amounts.items()]


def say_names(chosen, style):
    return say_list([Text((Words(part.name, "", 0),)) for part in chosen.named], style, chosen.left_out)


def said(*names, style=None, left_out=0):
    return say_list([Text((Words(name, "", 0),)) for name in names], style or ListStyle(), left_out).plain


EXPENSES = {"办公费": 300, "邮电费": 150, "差旅费": 126, "咨询费": 0, "维修(护)费": 30}


def test_nothing_to_list():
    assert said() == ""
    assert said(style=ListStyle(empty="无")) == "无"


def test_one_two_and_many_items():
    assert said("甲") == "甲"
    assert said("甲", "乙") == "甲、乙"
    assert said("甲", "乙", "丙", style=ListStyle("，")) == "甲，乙，丙"
    assert said("甲", "乙", "丙", style=ListStyle("；")) == "甲；乙；丙"


def test_a_word_before_the_last_item():
    style = ListStyle(last="和")
    assert said("甲", style=style) == "甲"
    assert said("甲", "乙", style=style) == "甲和乙"
    assert said("甲", "乙", "丙", style=ListStyle(last="以及")) == "甲、乙以及丙"
    assert said("甲", "乙", "丙", style=style, left_out=1) == "甲、乙、丙等"


def test_deng_only_where_items_were_left_out_or_custom_wants_it():
    assert said("甲", "乙") == "甲、乙"
    assert said("甲", "乙", left_out=1) == "甲、乙等"
    assert said("甲", left_out=3) == "甲等"
    assert said("甲", "乙", style=ListStyle(closing=Closing.CUSTOMARY)) == "甲、乙等"
    assert said("甲", style=ListStyle(closing=Closing.CUSTOMARY)) == "甲"
    assert said("甲", "乙", style=ListStyle(closing=Closing.NEVER), left_out=2) == "甲、乙"


def test_zero_items_are_left_out_and_not_counted_as_left_out():
    chosen = choose(measures(**EXPENSES))
    assert [m.name for m in chosen.named] == ["办公费", "邮电费", "差旅费", "维修(护)费"]
    assert chosen.left_out == 0
    assert say_names(chosen, ListStyle()).plain == "办公费、邮电费、差旅费、维修(护)费"


def test_zero_items_can_be_listed():
    assert "咨询费" in [m.name for m in choose(measures(**EXPENSES), zeros=True).named]


def test_order_by_amount_with_ties_in_table_order():
    parts = measures(甲=1, 乙=5, 丙=5, 丁=-9)
    assert [m.name for m in choose(parts, Order.AMOUNT).named] == ["乙", "丙", "甲", "丁"]
    assert [m.name for m in choose(parts).named] == ["甲", "乙", "丙", "丁"]


def test_at_most_so_many_are_named_the_largest_ones():
    chosen = choose(measures(**EXPENSES), most=2)
    assert [m.name for m in chosen.named] == ["办公费", "邮电费"]
    assert chosen.left_out == 2
    assert say_names(chosen, ListStyle()).plain == "办公费、邮电费等"
    assert [m.name for m in choose(measures(甲=1, 乙=2, 丙=3), most=2).named] == ["乙", "丙"]


def test_items_keep_their_pieces():
    pieces = (Words("甲", "收入.j2", 3), Words("项", "收入.j2", 4))
    joined = say_list([Text(pieces), Text(pieces)], ListStyle(file="收入.j2", line=9))
    assert joined.pieces == (*pieces, Words("、", "收入.j2", 9), *pieces)


def test_a_style_that_no_list_has_is_an_error_with_its_place():
    with pytest.raises(DeclarationError, match=r"speech\.yaml 第7行：列举的“分隔”不能是“\+”"):
        ListStyle("+", file="speech.yaml", line=7)
    with pytest.raises(DeclarationError, match="列举的“末项之前”不能是“及以”，是否应为“以及”？"):
        ListStyle(last="及以")


@given(st.lists(st.integers(-5, 20), max_size=8), st.sampled_from(list(Order)), st.booleans(), st.none() | st.integers(1, 8))
def test_what_is_named_and_what_is_left_out_are_all_that_is_not_zero(amounts, order, zeros, most):
    parts = [Measure(str(i), Decimal(amount)) for i, amount in enumerate(amounts)]
    chosen = choose(parts, order, zeros=zeros, most=most)
    assert sum(1 for m in chosen.named if m.amount) + chosen.left_out == sum(1 for a in amounts if a)
    assert len(chosen.named) <= (most or len(parts))
    smallest = min((m.amount for m in chosen.named), default=None)
    others = [m.amount for m in parts if m not in chosen.named and (m.amount or zeros)]
    assert all(amount <= smallest for amount in others)
    says = say_names(chosen, ListStyle()).plain
    assert says.endswith("等") == (chosen.left_out > 0 and bool(chosen.named))
