"""Shares of one whole: every row of the table in `narratives.shares`."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from figures.amounts import AmountFormat, half_up
from figures.findings import Place
from narratives.measures import Family, Known, Measure
from narratives.numbers import PercentFormat
from narratives.shares import share_number, shares

WAN = AmountFormat(zero="0")
LAST = Decimal("0.01")


def family(*amounts, whole=None):
    parts = tuple(Measure(f"第{i}项", Decimal(amount)) for i, amount in enumerate(amounts, 1))
    total = sum((part.amount for part in parts), Decimal(0)) if whole is None else Decimal(whole)
    return Family("支出构成", Measure("支出总计", total), parts)


def percents(*amounts, **options):
    return [str(share.percent) for share in shares(family(*amounts), **options)]


def test_the_sample():
    assert percents(61600, 8868000) == ["0.69", "99.31"]
    assert percents(6984600, 1945000) == ["78.22", "21.78"]


def test_zero_part_and_part_that_is_the_whole():
    assert percents(8929600, 0, 0) == ["100.00", "0.00", "0.00"]


def test_total_zero():
    assert [share.percent for share in shares(family(0, 0))] == [0, 0]
    assert [share.percent for share in shares(family(500, -500))] == [0, 0]


def test_shares_that_would_not_add_up_are_adjusted_by_largest_remainder():
    found = shares(family(100, 100, 100))
    assert [str(share.percent) for share in found] == ["33.34", "33.33", "33.33"]
    assert [share.adjusted for share in found] == [True, False, False]
    assert percents(100, 100, 100, adjust=False) == ["33.33"] * 3


def test_negative_parts_have_negative_shares():
    assert percents(1200, -200) == ["120.00", "-20.00"]


def test_a_negative_whole_keeps_shares_adding_up_to_a_hundred():
    assert percents(-300, -100, 0) == ["75.00", "25.00", "0.00"]


def test_parts_of_a_whole_that_are_not_all_of_it_add_up_to_the_share_of_their_sum():
    found = shares(family(100, 100, whole=300))
    assert [str(share.percent) for share in found] == ["33.34", "33.33"]


def test_a_share_as_a_number_knows_part_and_whole():
    whole = Measure("支出总计", Decimal(8929600), origin=lambda: Known(places=lambda: (Place("支出明细", "K2:K12"),)))
    part = Measure("基本支出", Decimal(61600), origin=lambda: Known(places=lambda: (Place("支出明细", "K2:K6"),)))
    share = shares(Family("", whole, (part, Measure("项目支出", Decimal(8868000)))))[0]
    shown = share_number(share, whole, PercentFormat(), WAN)
    assert (shown.text, shown.value, shown.name, shown.formula) == (
        "0.69%",
        Decimal("0.69"),
        "基本支出占支出总计的比重",
        "6.16 ÷ 892.96",
    )
    assert [operand.shown for operand in shown.operands] == ["6.16万元", "892.96万元"]
    assert shown.places() == (Place("支出明细", "K2:K6"), Place("支出明细", "K2:K12"))


def shown(*amounts, at=0):
    whole_and_parts = family(*amounts)
    return share_number(shares(whole_and_parts)[at], whole_and_parts.whole, PercentFormat(), WAN)


def test_an_adjusted_share_says_so():
    assert shown(100, 100, 100).formula == "0.01 ÷ 0.03，为使各项之和与合计一致调整末位"


def test_nothing_is_told_from_next_to_nothing():
    assert shown(0, 100).text == "0%"
    assert shown(100, 10**9).text == "0.00%"
    assert shown(0, 0).text == "0%"


amounts = st.lists(st.integers(-(10**9), 10**11), min_size=1, max_size=12)


@given(amounts, st.integers(0, 4))
def test_shares_add_up_and_are_within_the_last_place_of_half_up(parts, places):
    whole_and_parts = family(*parts)
    whole = whole_and_parts.whole.amount
    found = shares(whole_and_parts, places)
    last = Decimal(1).scaleb(-places)
    if not whole:
        assert all(share.percent == 0 for share in found)
        return
    assert sum(share.percent for share in found) == 100
    for share in found:
        own = half_up(share.measure.amount * 100 / whole, last)
        assert abs(share.percent - own) <= last
        assert share.adjusted == (share.percent != own)
        assert share.measure.amount or share.percent == 0


@given(amounts, st.integers(2, 1000))
def test_scaling_keeps_every_share(parts, factor):
    assert percents(*parts) == percents(*(part * factor for part in parts))


@given(amounts)
def test_plain_shares_are_half_up(parts):
    whole = sum(parts)
    for share in shares(family(*parts), adjust=False) if whole else ():
        assert share.percent == half_up(share.measure.amount * 100 / Decimal(whole), LAST)
        assert not share.adjusted
