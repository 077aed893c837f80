"""Widths of characters in parts of an em, as far as they are known without opening a font."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

KNOWN_LATIN = "Times New Roman"
"""The one Latin font whose widths are known (Liberation Serif has the same)."""

_UNITS = 2048
_REGULAR = (
    "512 682 836 1024 1024 1706 1593 369 682 682 1024 1155 512 682 512 569 1024 1024 1024 1024 1024 1024 1024 1024 "
    "1024 1024 569 569 1155 1155 1155 909 1886 1479 1366 1366 1479 1251 1139 1479 1479 682 797 1479 1251 1821 1479 1479 "
    "1139 1479 1366 1139 1251 1479 1479 1933 1479 1479 1251 682 569 682 961 1024 682 909 1024 909 1024 909 682 1024 "
    "1024 569 569 1024 569 1593 1024 1024 1024 1024 682 797 569 1024 1024 1479 1024 1024 909 983 410 983 1108"
)
_BOLD = (
    "512 682 1137 1024 1024 2048 1706 569 682 682 1024 1167 512 682 512 569 1024 1024 1024 1024 1024 1024 1024 1024 "
    "1024 1024 682 682 1167 1167 1167 1024 1905 1479 1366 1479 1479 1366 1251 1593 1593 797 1024 1593 1366 1933 1479 1593 "
    "1251 1593 1479 1139 1366 1479 1479 2048 1479 1479 1366 682 569 682 1190 1024 682 1024 1139 909 1139 909 682 1024 "
    "1139 569 682 1139 569 1706 1139 1024 1139 1139 909 797 682 1139 1024 1479 1024 1024 909 807 451 807 1065"
)

NARROW_MARKS = {"·": 512, "×": 1155, "±": 1124, "÷": 1124, "°": 819, "–": 1024, "§": 1024, "¥": 1024}
"""Signs that a program without `w:hint` sets in the Latin font, wherever they stand."""

FOLLOWING_MARKS = {"“": 909, "”": 909, "‘": 682, "’": 682, "≤": 1124, "≥": 1124, "√": 1124}
"""Signs without a script of their own: in the Latin font they are as wide as this."""

_BOLD_MARKS = {"×": 1167, "“": 1024, "”": 1024}
_KNOWN = (
    *("\u0020-\u007e", "\u2e80-\u9fff", "\uac00-\ud7af", "\uf900-\ufaff", "\ufe10-\ufe1f", "\ufe30-\ufe4f"),
    *("\uff01-\uff60", "\uffe0-\uffe6", "\U00020000-\U0003ffff", "①-⑳", "Ⅰ-Ⅻ"),
)
_WIDE_MARKS = "“”‘’—…≤≥√→℃‰·×±÷°–§"


@lru_cache(maxsize=8)
def latin_widths(bold: bool, narrow_marks: bool) -> Mapping[str, float]:
    """Widths in em of the characters set in Times New Roman; what is not among them is 1 em wide.

    With `narrow_marks` the signs of `NARROW_MARKS` are among them, else only those that no hint moves to the East Asian font.
    """
    units = (_BOLD if bold else _REGULAR).split()
    widths = {chr(32 + i): int(u) / _UNITS for i, u in enumerate(units)}
    marks = NARROW_MARKS if narrow_marks else {"¥": NARROW_MARKS["¥"]}
    widths.update({c: (_BOLD_MARKS.get(c, u) if bold else u) / _UNITS for c, u in marks.items()})
    return widths


@lru_cache(maxsize=2)
def following_widths(bold: bool) -> Mapping[str, float]:
    """Widths in em of the signs of `FOLLOWING_MARKS` where they are set in Times New Roman."""
    return {c: (_BOLD_MARKS.get(c, u) if bold else u) / _UNITS for c, u in FOLLOWING_MARKS.items()}


def is_wide(character: str) -> bool:
    """Whether a character belongs to East Asian text: Han, its punctuation and full-width forms, quotation marks and dashes."""
    return character > "\u2e7f" or character in _WIDE_MARKS or "①" <= character <= "⑳" or "Ⅰ" <= character <= "Ⅻ"


def unknown_characters(text: str) -> str:
    """The characters of a text whose width is not known, each once, in order."""
    return "".join(c for c in dict.fromkeys(text) if not _is_known(c))


@lru_cache(maxsize=1 << 14)
def _is_known(c: str) -> bool:
    return c in _WIDE_MARKS or c in "¥\n" or any(known[0] <= c <= known[2] for known in _KNOWN)
