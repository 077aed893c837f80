"""Values of single cells: whatever stands in one gives a value of its column, or a remark that says what was found."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from figures.amounts import CENT, EXACT
from figures.columns import Column, Type
from figures.records import KIND_BY_NAME
from figures.workbook.numbers import LARGEST, count_in, in_cents, settled
from figures.workbook.texts import CONTROL, trimmed
from figures.workbook.values import Reader, Remark


@given(st.sampled_from([c for k in KIND_BY_NAME.values() for c in k.columns]), st.data())
def test_any_value_of_any_cell_gives_a_value_or_a_remark(column: Column, data: st.DataObject) -> None:
    raw = data.draw(
        st.one_of(
            st.text(max_size=50),
            st.floats(),
            st.integers(-(10**30), 10**30),
            st.booleans(),
            st.dates(),
            st.datetimes(),
            st.times(),
            st.timedeltas(),
            st.decimals(allow_nan=False, allow_infinity=False, places=3),
        )
    )
    value = Reader(column)[raw]
    if type(value) is Remark:
        assert value.message
        assert value.found or not str(raw).strip()
        value = value.value
    assert isinstance(value, type(column.default)) or (column.type is Type.DATE and (value is None or isinstance(value, date)))


def test_a_truth_value_is_shown_as_spreadsheets_show_it() -> None:
    for column in KIND_BY_NAME["expenditure"].columns:
        if column.type is Type.AMOUNT:
            remark = Reader(column)[True]
            assert (remark.found, "逻辑值" in remark.remedy) == ("TRUE", True)


def test_counts_with_measure_words() -> None:
    assert [count_in(t) for t in ("12辆", "1,234.5平方米", "3台（套）", "5人次", "-", "12")] == [
        12,
        Decimal("1234.5"),
        3,
        5,
        0,
        12,
    ]
    assert count_in("若干") is None


@given(st.floats() | st.decimals(-(10**17), 10**17, places=2).map(float) | st.integers(-(10**19), 10**19).map(float))
def test_plain_amounts_are_what_settling_makes_of_them(value: float) -> None:
    plain = in_cents(value)
    if plain is not None:
        assert plain.as_tuple() == settled(value, CENT).as_tuple()
        assert abs(plain) < LARGEST
        assert plain == plain.quantize(CENT, context=EXACT)


@given(st.integers(-(10**14), 10**14))
def test_amounts_of_whole_cents_are_plain(cents: int) -> None:
    assert in_cents(float(Decimal(cents) / 100)) == Decimal(cents) / 100


@given(st.lists(st.floats(-1e6, 1e6) | st.decimals(-(10**6), 10**6, places=2).map(float) | st.booleans() | st.text(max_size=3)))
def test_amounts_read_together_are_those_read_one_by_one(cells: list[Any]) -> None:
    column = KIND_BY_NAME["expenditure"].by_label["金额（元）"]
    together, one_by_one = Reader(column), Reader(column)
    together.read_plain_amounts(cells)
    for cell in cells:
        if not isinstance(cell, bool):
            assert repr(together[cell]) == repr(one_by_one[cell])


@given(st.text(max_size=12) | st.text("甲 a\u3000\xa0\u200b\xad\ufeff\x85\u2028\r\n\t\x07", max_size=12))
def test_printable_text_is_trimmed_as_any_other(text: str) -> None:
    expected = CONTROL.sub("", re.sub("\r\n?|[\x85\u2028\u2029]", "\n", text))
    blank = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
    while (shorter := expected.strip().strip(blank)) != expected:
        expected = shorter
    assert trimmed(text) == expected
