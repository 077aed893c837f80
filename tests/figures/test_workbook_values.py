"""Values of single cells: whatever stands in one gives a value of its column, or a remark that says what was found."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from figures.columns import Column, Type
from figures.records import KIND_BY_NAME
from figures.workbook.numbers import count_in
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
