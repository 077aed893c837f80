"""Numbers as officers type them and spreadsheets store them, made exact."""

from __future__ import annotations

import math
import unicodedata
from decimal import ROUND_HALF_EVEN, Decimal

from figures.amounts import CENT, EXACT, UNITS, ZERO
from figures.patterns import late

ONE = Decimal(1)

# Amounts stay far inside the precision of figures.amounts.EXACT.
LARGEST = Decimal(10) ** 20
# No honest number is longer than this, and Decimal's cost grows with its length.
LONGEST_TEXT = 60

NOTHING = frozenset({"-", "--", "---", "—", "——", "–", "/", "\\", "无", "―", "─"})

_PLAIN = late(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+")
_SPACED_THOUSANDS = late(r"\d{1,3}(?: \d{3})+(?:\.\d*)?")
_AROUND_POINT = late(r"\s*([.,])\s*")
_UNIT = late(r"(.*?)\s*(亿元|亿|万元|万|千元|千|元整|元)?")
_MEASURE_WORD = late(r"(.*?)\s*(?:平方米|㎡|m2|台\(套\)|台|套|辆|人次|人|批次|批|团组|个|次)?")
_SCALES = {**UNITS, "亿": UNITS["亿元"], "万": UNITS["万元"], "千": UNITS["千元"], "元整": ONE}
_TINY_STEP = Decimal("1e-4")


def settled(value: float, quantum: Decimal) -> Decimal:
    """The decimal number that a spreadsheet's `value` stands for.

    A double carries noise in its last digits (0.1 + 0.2), and sums carry more. A value nearer to a multiple of `quantum` than a
    ten-thousandth of it, or than sixteen steps of the double, is that multiple, unless doubles of this size are too coarse to
    tell; any other value is its shortest decimal writing, exactly.
    """
    if value.is_integer():
        return Decimal(int(value))
    exact = Decimal(repr(value))
    near = exact.quantize(quantum, ROUND_HALF_EVEN, context=EXACT) if abs(value) < 1e30 else exact
    if near == exact:
        return exact
    slack = max(quantum * _TINY_STEP, 16 * Decimal(math.ulp(value)))
    return near + ZERO if abs(exact - near) <= slack < quantum / 4 else exact


def in_cents(value: float) -> Decimal | None:
    """`value` as it is written, where that takes at most two decimals and no exponent: what `settled` by cents makes of it. Else None."""
    text = repr(value)
    if text.find(".", -3) < 0:
        return None
    # No zero stands at the end but the one that says that there are no decimals.
    return Decimal(int(value)) if text[-1] == "0" else Decimal(text)


def amount_of(value: float, scale: Decimal) -> Decimal:
    """A spreadsheet's number in units of `scale` 元, in 元."""
    if scale == ONE:
        return settled(value, CENT)
    return EXACT.multiply(settled(value, CENT / scale), scale)


def count_of(value: float) -> Decimal:
    """A spreadsheet's number that counts or measures: fifteen digits are meant, the rest is noise."""
    return Decimal(int(value)) if value.is_integer() else Decimal(f"{value:.15g}")


def as_number(value: Decimal) -> float | None:
    """`value` as a number that a workbook can hold and `settled` reads back unchanged; None if there is none."""
    try:
        written = float(f"{float(value):.16G}")
    except OverflowError:
        return None
    if not math.isfinite(written):
        return None
    return written if settled(written, CENT) == value and count_of(written) == value else None


def plain_text(value: Decimal) -> str:
    """`value` without exponent and without trailing zeros: the one writing of a number as text."""
    text = format(value + ZERO if value else ZERO, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def simplified(text: str) -> str:
    """Full-width signs made half-width, blanks around points and commas taken out."""
    half = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    return _AROUND_POINT.sub(r"\1", half)


def amount_in(text: str, scale: Decimal) -> Decimal | None:
    """The amount (元) that `text` says, in units of `scale` 元 unless it names its own unit; None if that is not clear.

    >>> amount_in("12万", Decimal(1)), amount_in("892. 96", Decimal(10000)), amount_in("１２，０００", Decimal(1))
    (Decimal('120000'), Decimal('8929600.00'), Decimal('12000'))
    """
    if len(text) > LONGEST_TEXT:
        return None
    simple = simplified(text).lstrip("¥￥").strip()
    if simple in NOTHING:
        return ZERO
    parts = _UNIT.fullmatch(simple)
    if parts is None:
        return None
    number = _signed(parts.group(1))
    if number is None:
        return None
    unit = parts.group(2)
    return EXACT.multiply(number, _SCALES[unit] if unit else scale) + ZERO


def count_in(text: str) -> Decimal | None:
    """The count or measure that `text` says, with or without a measure word; None if that is not clear."""
    if len(text) > LONGEST_TEXT:
        return None
    simple = simplified(text)
    if simple in NOTHING:
        return ZERO
    parts = _MEASURE_WORD.fullmatch(simple)
    return _signed(parts.group(1)) if parts else None


def _signed(text: str) -> Decimal | None:
    """A number with an optional sign, or in brackets as accountants write negative ones."""
    if len(text) > 2 and text[0] == "(" and text[-1] == ")":
        inner = _unsigned(text[1:-1].strip())
        return None if inner is None else -inner
    sign = -1 if text.startswith("-") else 1
    number = _unsigned(text[1:].lstrip() if text[:1] in ("-", "+") else text)
    return None if number is None else sign * number + ZERO


def _unsigned(text: str) -> Decimal | None:
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _SPACED_THOUSANDS.fullmatch(text):
        return Decimal(text.replace(" ", ""))
    return None
