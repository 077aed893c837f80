"""Wording as an editor reads it: figures typed by hand, punctuation doubled, brackets and quotation marks without their other half."""

from __future__ import annotations

import re
from collections.abc import Iterator

_QUOTED = re.compile(r"《[^》]*》|〔[^〕]*〕|[（(][^（()）]*号[)）]|“[^”]*”")
_TYPED = re.compile(
    r"(\d[\d,.]*\s*(?:万元|亿元|千元|元|%|％|个百分点|年度?|人次|批次))(?!(?:（[^（）]*）)?(?:及?以上|及?以下|以内))"
)
_STOPS = "，。；、：？！"
_DOUBLED = re.compile(rf"[{_STOPS}][，。；、：？！]|[（《“][，。；、：]|[，、](?=[）》]|$)|；(?=[）》])")
_FINE = ("？！", "！？")
_PAIRS = {"（": "）", "《": "》", "“": "”", "【": "】", "〔": "〕", "(": ")"}
_CLOSING = {close: opening for opening, close in _PAIRS.items()}


def typed_figures(text: str) -> Iterator[str]:
    """Amounts, percents, years and counts that are written into wording; what is quoted, and thresholds (50万元以上), are left alone."""
    for match in _TYPED.finditer(_QUOTED.sub(lambda m: "□" * len(m[0]), text)):
        yield match[1]


def punctuation_faults(text: str) -> Iterator[tuple[int, str]]:
    """Where the punctuation of a printed paragraph is wrong, each (position, what is wrong)."""
    for match in _DOUBLED.finditer(text):
        if match[0] not in _FINE:
            last = match.end() == len(text) and len(match[0]) == 1
            yield match.start(), f"段末是“{match[0]}”" if last else f"“{match[0]}”这里标点多余"
    yield from _unbalanced(text)


def _unbalanced(text: str) -> Iterator[tuple[int, str]]:
    open_: list[tuple[int, str]] = []
    for position, mark in enumerate(text):
        if mark in _PAIRS:
            open_.append((position, mark))
        elif mark in _CLOSING:
            if open_ and open_[-1][1] == _CLOSING[mark]:
                open_.pop()
            elif not re.search(r"(?:^|[^\w])[\d一二三四五六七八九十]+$", text[:position]):
                yield position, f"“{mark}”前面没有“{_CLOSING[mark]}”"
    for position, mark in open_:
        yield position, f"“{mark}”没有对应的“{_PAIRS[mark]}”"


def around(text: str, position: int, width: int = 14) -> str:
    """The words around a position of a text."""
    start, end = max(position - width, 0), position + width
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
