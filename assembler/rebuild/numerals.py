"""Numbers in Chinese characters: 九百, 一千零一十六点四一, 二〇二四."""

from __future__ import annotations

from decimal import Decimal

DIGITS = "零〇一二两三四五六七八九"
CHARACTERS = f"{DIGITS}十百千万亿"
_VALUES = {c: max(i - 1, 0) if i < 4 else i - 2 for i, c in enumerate(DIGITS)}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "亿": 10**8}


def parsed(text: str) -> Decimal | None:
    """The value of a number in Chinese characters; None for what is none (十百, 三五)."""
    whole, _, fraction = text.partition("点")
    value = _positional(whole) if len(whole) > 1 and all(c in _VALUES for c in whole) else _grouped(whole)
    if value is None or any(c not in _VALUES for c in fraction):
        return None
    return Decimal(f"{value}.{''.join(str(_VALUES[c]) for c in fraction)}") if fraction else Decimal(value)


def _positional(text: str) -> int | None:
    """Digits side by side: only a year is written so; two or three (三五个) say something vague."""
    return int("".join(str(_VALUES[c]) for c in text)) if len(text) == 4 else None


def _grouped(text: str) -> int | None:
    total = section = digit = 0
    last, above = 10**9, 10**4
    for c in text:
        if c in _VALUES:
            if digit:
                return None
            digit = _VALUES[c]
        elif (tens := _TENS.get(c, 0)) and tens < above and (digit or (c == "十" and not section)):
            section, digit, above = section + (digit or 1) * tens, 0, tens
        elif c in _SCALES and section + digit and _SCALES[c] < last:
            last = _SCALES[c]
            total, section, digit, above = total + (section + digit) * last, 0, 0, 10**4
        else:
            return None
    return total + section + digit if text else None
