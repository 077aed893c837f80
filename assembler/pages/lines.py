"""How many lines a paragraph takes, and where they end, by the rules of a profile."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from assembler.look import Style
from assembler.pages.profiles import TOLERANCE, Profile
from assembler.pages.widths import FOLLOWING_MARKS, following_widths, latin_widths

_LATIN = re.compile("[0-9A-Za-z]+")
_FOLLOWING = frozenset(FOLLOWING_MARKS)
_WIDEST = 1.2
"""No character takes more than this, in em, a gap before it included."""


class _Letters(NamedTuple):
    size: float
    bold: bool


def count_lines(text: str, width: float, style: Style, profile: Profile) -> int:
    """How many lines a paragraph takes in an area `width` points wide, of which the style's indents are taken; at least 1."""
    room = width - style.left - style.right
    if len(text) * _WIDEST * style.size <= room - max(style.first_line, 0.0):
        return 1
    return len(_cuts(text, room, style.first_line, _Letters(style.size, style.bold), profile)) + 1


def line_starts(text: str, width: float, style: Style, profile: Profile) -> tuple[int, ...]:
    """The places in the text where its second and later lines begin, in an area `width` points wide."""
    return _cuts(text, width - style.left - style.right, style.first_line, _Letters(style.size, style.bold), profile)


def text_width(text: str, style: Style, profile: Profile) -> float:
    """How wide a text is on one line, points."""
    return _measure(text, style.bold, profile)[0][-1] * style.size


@lru_cache(maxsize=1 << 12)
def _cuts(text: str, room: float, first: float, letters: _Letters, profile: Profile) -> tuple[int, ...]:
    """Where the later lines begin. `room` is the width of all lines but the first, which is `first` narrower."""
    ends, gaps = _measure(text, letters.bold, profile)
    length, start = len(text), 0
    cuts: list[int] = []
    limit = (room - first + TOLERANCE) / letters.size
    while True:
        # the gap before a line's first character falls away
        full = bisect_right(ends, ends[start] + gaps.get(start, 0.0) + limit) - 1
        hanging = full
        while hanging < length and text[hanging] == " ":  # spaces hang over the edge, and the line ends after them
            hanging += 1
        if hanging >= length:
            return tuple(cuts)
        start = hanging if hanging > full else profile.last_break(text, start, max(full, start + 1))
        if start >= length:
            return tuple(cuts)
        cuts.append(start)
        limit = (room + TOLERANCE) / letters.size


@lru_cache(maxsize=1 << 11)
def _measure(text: str, bold: bool, profile: Profile) -> tuple[tuple[float, ...], Mapping[int, float]]:
    """Where each character begins on one long line, in em, and where the last one ends; and the gaps before characters."""
    latin = latin_widths(bold, profile.narrow_marks)
    widths = [latin.get(c, 1.0) for c in text]
    if profile.marks_follow and not _FOLLOWING.isdisjoint(text):
        narrow = following_widths(bold)
        for i in _after_latin(text, latin):
            widths[i] = narrow[text[i]]
    gaps = dict.fromkeys(_mixed(text), profile.gap) if profile.gap else {}
    for i, gap in gaps.items():
        widths[i] += gap
    return tuple(accumulate(widths, initial=0.0)), gaps


def _mixed(text: str) -> Iterator[int]:
    """The places where a letter or digit follows a Han character, or the other way round."""
    length = len(text)
    for found in _LATIN.finditer(text):
        start, end = found.span()
        if start and _is_han(text[start - 1]):
            yield start
        if end < length and _is_han(text[end]):
            yield end


def _is_han(c: str) -> bool:
    return "\u3400" <= c <= "\u9fff" or "①" <= c <= "⑳" or "Ⅰ" <= c <= "Ⅻ"


def _after_latin(text: str, latin: Mapping[str, float]) -> list[int]:
    """The signs without a script of their own that stand at the start or after a character of the Latin font."""
    found, narrow = [], True
    for i, c in enumerate(text):
        if c in _FOLLOWING:
            if narrow:
                found.append(i)
        elif c != " ":
            narrow = c in latin
    return found
