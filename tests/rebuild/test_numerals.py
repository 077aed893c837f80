"""Numbers in Chinese characters are read as a person reads them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.rebuild.numerals import parsed

_DIGITS = "零一二三四五六七八九"


def spoken(number: int) -> str:
    """A whole number below a billion as it is read out."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return f"{spoken(high)}万" + ("" if not low else ("零" if low < 1000 else "") + spoken(low))
    text = ""
    for name, scale in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // scale % 10
        if digit:
            text += _DIGITS[digit] + name
        elif text and number % scale and not text.endswith("零"):
            text += "零"
    return text


@given(st.integers(1, 99_999_999))
def test_whole_numbers(number: int) -> None:
    assert parsed(spoken(number)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", "10"), ("十三", "13"), ("两百", "200"), ("二〇二四", "2024"), ("三点五", "3.5"), ("零点五", "0.5"),
        ("一亿零五百万", "105000000"), ("一千零一十六点四一", "1016.41"), ("零", "0"), ("一百一十", "110"),
    ],
)  # fmt: skip
def test_usual_ways_of_writing(text: str, value: str) -> None:
    assert parsed(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "三五", "十百", "百", "万", "一二三", "五万八亿", "二十三十", "三百三百五五"])
def test_what_is_no_number(text: str) -> None:
    assert parsed(text) is None
