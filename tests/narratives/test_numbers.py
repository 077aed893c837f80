"""Figures as sentences show them: every row of the table in `narratives.numbers`."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.amounts import AmountFormat
from figures.findings import Place
from narratives.measures import MONEY, Known, Measure
from narratives.numbers import PercentFormat, count_text, date_pattern, date_text, exact_text, number, operand, year

WAN = AmountFormat(zero="0")


def test_an_amount_has_its_unit_and_its_value_is_what_is_shown():
    places = (Place("支出明细", "K5"),)
    shown = number(Measure("收入总计", Decimal("8929649"), origin=lambda: Known("各项之和", lambda: places)), WAN)
    assert (shown.text, shown.value, shown.name, shown.formula) == ("892.96万元", Decimal("892.96"), "收入总计", "各项之和")
    assert shown.places() == places


@pytest.mark.parametrize(
    ("amount", "amounts", "text"),
    [
        ("0", WAN, "0万元"),
        ("0", AmountFormat(), "0.00万元"),
        ("0", AmountFormat(zero=""), ""),
        ("-50000", WAN, "-5.00万元"),
        ("-1", AmountFormat(), "0.00万元"),
        ("171915169", AmountFormat(places=0, grouping=True), "17,192万元"),
        ("171915169", AmountFormat(unit="元", places=0, grouping=True), "171,915,169元"),
        ("8868000", AmountFormat(trailing=False), "886.8万元"),
    ],
)
def test_amounts_follow_their_format(amount, amounts, text):
    assert number(Measure("某项", Decimal(amount)), amounts).text == text


def test_the_unit_can_be_left_to_the_wording():
    assert (
        number(Measure("某项", Decimal(23000)), AmountFormat(unit="元", places=0, grouping=True), with_unit=False).text
        == "23,000"
    )


@pytest.mark.parametrize(
    ("count", "unit", "text"),
    [("3", "辆", "3辆"), ("1234.50", "平方米", "1234.5平方米"), ("2.00", "台（套）", "2台（套）"), ("0", "批次", "0批次")],
)
def test_counts_have_no_needless_zeros(count, unit, text):
    shown = number(Measure("某物", Decimal(count), unit=unit), WAN)
    assert (shown.text, shown.value) == (text, Decimal(count))


def test_counts_are_grouped_where_amounts_are():
    assert number(Measure("面积", Decimal("12345.6"), unit="平方米"), AmountFormat(grouping=True)).text == "12,345.6平方米"
    assert count_text(Decimal("1E+3"), grouping=True) == "1,000"
    assert count_text(Decimal("-0")) == "0"


def test_percents():
    percents = PercentFormat()
    assert percents.show(Decimal("14.58")) == "14.58%"
    assert percents.show(Decimal("1055.4")) == "1,055.40%"
    assert percents.show(Decimal(0)) == "0%"
    assert percents.digits(Decimal(0)) == "0.00%"
    assert PercentFormat(zero=None).show(Decimal(0)) == "0.00%"
    assert PercentFormat(places=0, grouping=False).show(Decimal(1055)) == "1055%"


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**12), st.integers(0, 4))
def test_a_percent_is_half_up(part, whole, places):
    exact = Decimal(100 * part) / Decimal(whole)
    wanted = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert PercentFormat(places).percent(Decimal(part), Decimal(whole)) == wanted


def test_operands_are_exact_and_grouped():
    assert exact_text(Decimal("10454300"), MONEY, WAN) == "1,045.43"
    assert exact_text(Decimal("171915169"), MONEY, AmountFormat(places=0)) == "17,191.5169"
    assert exact_text(Decimal("8930000"), MONEY, WAN) == "893.00"
    shown = operand("收入总计", Decimal("10454300"), MONEY, WAN, lambda: ())
    assert (shown.value, shown.shown) == (Decimal("1045.43"), "1,045.43万元")
    assert operand("车辆", Decimal(3), "辆", WAN, lambda: ()).shown == "3辆"


def test_years_are_not_grouped():
    assert (year(2024).text, year(2024).value) == ("2024年", 2024)
    assert year(2024, unit="").text == "2024"


@given(st.dates(min_value=date(1949, 1, 1)))
def test_dates_read_as_chinese_dates_do(day):
    read = re.fullmatch(r"([1-9]\d{3})年([1-9]\d?)月([1-9]\d?)日", date_text(day, date_pattern()))
    assert read is not None
    assert date(*map(int, read.groups())) == day
