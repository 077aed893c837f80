"""Figures that a person typed where a generated one stood: found by what stands around them, and held against what is generated now.

A figure that a person added beside generated ones (a meeting's number, a date) is none. One that says the same amount in another unit, or
that is said to be approximate and still is right, is no mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from assembler.rebuild.tokens import quantity, says, tokens_of
from figures.lean import frozen

_LEAST_CONTEXT = 3


@frozen(slots=True)
class OwnFigure:
    """A figure typed over a generated one: where it stands in the edited text, the generated text that it replaced, and the one that is
    generated now with its place in the text now (None, -1 where nothing stands there any more).

    `same` says that it is the amount that was generated before, only written otherwise; `right` that it agrees with what is generated now;
    `unsure` that the sentence may have been turned round: the generated figure still stands elsewhere, or a year has another figure after it.
    """

    start: int
    stop: int
    found: str
    before: str
    now: str | None
    at: int
    same: bool
    right: bool
    unsure: bool = False


def own_figures(before: str, edited: str, now: str) -> tuple[OwnFigure, ...]:
    """The figures of the edited text that were typed where a generated one stood, in order."""
    old, theirs = _Figures(before), _Figures(edited)
    all_pairs = _counterparts(old, theirs)
    pairs = [(i, j) for i, j in all_pairs.items() if old.tokens[i].key != theirs.tokens[j].key]
    if not pairs:
        return ()
    new = old if before == now else _Figures(now)
    places = {i: i for i, _ in pairs} if before == now else _counterparts(old, new)
    found = (
        replace(_own(old, i, theirs, j, new, places.get(i)), unsure=_may_be_turned(old, i, theirs, j, all_pairs))
        for i, j in pairs
    )
    return tuple(sorted(found, key=lambda own: own.start))


class _Figures:
    """A text in tokens, with what each is compared by where figures may differ: words by themselves, figures by their kind."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.keys = [t.key for t in self.tokens]
        self.kinds = [f"\x00{quantity(t).kind}" if t.number else t.key for t in self.tokens]

    def numbers(self, places: range) -> list[int]:
        """The positions of figures among these tokens."""
        return [i for i in places if self.tokens[i].number]


def _own(old: _Figures, i: int, theirs: _Figures, j: int, new: _Figures, k: int | None) -> OwnFigure:
    token, was = theirs.tokens[j], old.tokens[i]
    same, right, shown, at = quantity(token).equals(quantity(was)) and says(token, theirs.text, quantity(was)), False, None, -1
    if k is not None:
        shown, at = new.tokens[k].number, new.tokens[k].start
        right = says(token, theirs.text, quantity(new.tokens[k]))
    return OwnFigure(token.start, token.stop, token.number, was.number, shown, at, same, right)


def _may_be_turned(old: _Figures, i: int, theirs: _Figures, j: int, pairs: Mapping[int, int]) -> bool:
    """Whether the generated figure still stands in the edited text where no other one of the same stood, or a year now belongs to
    another figure than it did."""
    key = old.tokens[i].key
    unmoved = {there for here, there in pairs.items() if old.tokens[here].key == key == theirs.tokens[there].key}
    if any(token.key == key and place not in unmoved for place, token in enumerate(theirs.tokens)):
        return True
    if quantity(old.tokens[i]).kind != "年":
        return False
    following, next_there = old.numbers(range(i + 1, len(old.tokens))), theirs.numbers(range(j + 1, len(theirs.tokens)))
    return bool(next_there) and (not following or pairs.get(following[0]) != next_there[0])


def _counterparts(old: _Figures, other: _Figures) -> dict[int, int]:
    """Which figure of another text (its position among the tokens) stands where one of the old text stood."""
    found: dict[int, int] = {}
    for kind, start, stop, low, high in SequenceMatcher(None, old.keys, other.keys, autojunk=False).get_opcodes():
        if kind == "equal":
            found.update((i, low + i - start) for i in old.numbers(range(start, stop)))
        elif kind == "replace":
            found.update(_in_gap(old, other, range(start, stop), range(low, high)))
    return found


def _in_gap(old: _Figures, other: _Figures, ours: range, theirs: range) -> Iterator[tuple[int, int]]:
    """Pairs of figures between tokens that are not equal: one for one, whatever they count, where nothing else was changed; all in order
    where both sides have the same kinds of figures; else those with the same words beside them."""
    mine, own = old.numbers(ours), other.numbers(theirs)
    alone = len(ours) == len(theirs) == len(mine) == len(own) == 1
    if alone or [old.kinds[i] for i in mine] == [other.kinds[j] for j in own]:
        yield from zip(mine, own, strict=True)
        return
    matcher = SequenceMatcher(None, [old.kinds[i] for i in ours], [other.kinds[j] for j in theirs], autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        if size >= _LEAST_CONTEXT:
            yield from ((ours[i + n], theirs[j + n]) for n in range(size) if old.tokens[ours[i + n]].number)
