"""What changed in a text, word by word, figures as whole numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any, Literal

from figures.lean import frozen

Kind = Literal["same", "removed", "added"]

# A figure is one word, with its sign, its groups of digits, its fraction and its percent; a sign between two figures (2023-2024) is none.
_WORD = re.compile(
    r"(?<![\d.])[-－−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?[%％‰]?|(?<![\d.])[-－−]?\d+(?:\.\d+)?[%％‰]?|[A-Za-z]+|.", re.DOTALL
)
_NUMBER = re.compile(r"[-－−]?\d[\d,]*(?:\.\d+)?[%％‰]?")
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]+[”’）]*|[^。；！？\n]+")

_LONG = 12
"""Characters from which on two texts with words in common are read as one."""
_MUCH = 0.5
"""The share of the shorter of two texts that is in both where they are read as one."""


@frozen(slots=True)
class Stretch:
    """Text that stands in both, was removed, or was added."""

    kind: Kind
    text: str


def words(text: str) -> list[str]:
    """The words of a text: whole figures, Latin words, single characters; joined they are the text."""
    return _WORD.findall(text)


def is_figure(word: str) -> bool:
    """Whether a word is a figure."""
    return _NUMBER.fullmatch(word) is not None


def opcodes(old: Sequence[Any], new: Sequence[Any]) -> list[tuple[str, int, int, int, int]]:
    """How `new` comes from `old`, as difflib tells it; what both begin and end with is not looked at again."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    stop, end = len(old) - tail, len(new) - tail
    middle = SequenceMatcher(None, old[head:stop], new[head:end], autojunk=False).get_opcodes()
    found: list[tuple[str, int, int, int, int]] = [(tag, a + head, b + head, c + head, d + head) for tag, a, b, c, d in middle]
    if head:
        found.insert(0, ("equal", 0, head, 0, head))
    if tail:
        found.append(("equal", stop, len(old), end, len(new)))
    return found


def compared(old: str, new: str) -> tuple[Stretch, ...]:
    """The stretches of both texts in order; those that are "same" or "removed" are the old text, "same" or "added" the new one."""
    before, now = words(old), words(new)
    found: list[Stretch] = []
    for tag, low, high, start, stop in opcodes(before, now):
        if tag == "equal":
            found.append(Stretch("same", "".join(before[low:high])))
            continue
        if low < high:
            found.append(Stretch("removed", "".join(before[low:high])))
        if start < stop:
            found.append(Stretch("added", "".join(now[start:stop])))
    return tuple(found)


def inline(old: str, new: str) -> tuple[Stretch, ...]:
    """The stretches of two texts that are best read as one, long ones of which at least half of the shorter is in both; else none."""
    if max(len(old), len(new)) < _LONG:
        return ()
    found = compared(old, new)
    return found if _in_common(found) >= _MUCH else ()


def _in_common(stretches: Sequence[Stretch]) -> float:
    """How much of the shorter of two compared texts is in both, from 0 to 1."""
    length = {kind: sum(len(s.text) for s in stretches if s.kind == kind) for kind in ("same", "removed", "added")}
    return length["same"] / ((length["same"] + min(length["removed"], length["added"])) or 1)


def _sentence(old: str, new: str) -> tuple[Stretch, ...]:
    """Two sentences compared; those with little in common are told one after the other, one that stands alone by itself."""
    found = compared(old, new)
    return found if len(found) == 1 or _in_common(found) >= _MUCH else (Stretch("removed", old), Stretch("added", new))


def changed_sentences(old: str, new: str) -> tuple[tuple[Stretch, ...], ...]:
    """The sentences in which two texts differ, each compared word by word."""
    before, now = _SENTENCE.findall(old), _SENTENCE.findall(new)
    found: list[tuple[Stretch, ...]] = []
    for tag, low, high, start, stop in opcodes(before, now):
        if tag == "equal":
            continue
        if high - low == stop - start:
            found += (_sentence(a, b) for a, b in zip(before[low:high], now[start:stop], strict=True))
        else:
            found.append(_sentence("".join(before[low:high]), "".join(now[start:stop])))
    return tuple(found)
