"""Bringing figures up to date in a sentence that a person reworded: three ways, and only where there is no doubt.

Known are the sentence as it was generated, as it was edited, and as it is generated now. What changed from the first to the last is
looked for in the edited one: a figure by itself where it stands for one thing only, everything else by what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from assembler.rebuild.contradictions import other_direction, other_name
from assembler.rebuild.own_figures import OwnFigure, own_figures
from assembler.rebuild.tokens import Token, figures_of, span_of, tokens_of
from assembler.word.reading.inline import Edit
from figures.lean import frozen

_IN_WORDS = re.compile(
    r"[〇零一二两三四五六七八九十百千]+(?:点[〇零一二三四五六七八九]+)?(?:余|多)?(?:万|亿|元|成|倍|分之)|(?:过|近)半|一半|翻番"
)
_MOST_CONTEXT = 8


@frozen(slots=True)
class Merged:
    """The edits that bring an edited text up to date; or, with `doubt`, none and why (a Chinese clause).

    `own` are figures that a person typed over generated ones and that are wrong now; they stay. `put_right` are such figures that the
    edits replace, `rewritten` those that said what was generated in another form, with the text that the edits put there.
    """

    edits: tuple[Edit, ...] = ()
    doubt: str = ""
    own: tuple[OwnFigure, ...] = ()
    put_right: tuple[OwnFigure, ...] = ()
    rewritten: tuple[tuple[str, str], ...] = ()


@frozen(slots=True)
class _Change:
    """What changed from the sentence before to the sentence now: tokens `start` to `stop` there became `new` here."""

    start: int
    stop: int
    new: str
    figure: bool


def text_edits(before: str, now: str, marks: Sequence[bool] = ()) -> list[Edit]:
    """The edits that make the text `before` the text `now`; `marks` says for each character of `now` whether it is highlighted."""
    if before == now:
        return []
    if not any(marks) and (quick := _of_figures(before, now)):
        return quick
    old, new = tokens_of(before), tokens_of(now)
    edits = []
    for start, stop, low, high in _differences(
        old, new, [before[t.start : t.stop] for t in old], [now[t.start : t.stop] for t in new]
    ):
        first, last = span_of(old, start, stop, len(before)), span_of(new, low, high, len(now))
        marked = bool(marks) and last[0] < last[1] and marks[last[0]]
        edits.append(Edit(*first, now[slice(*last)], marked))
    return edits


def _of_figures(before: str, now: str) -> list[Edit]:
    """The edits between texts that differ in figures alone; none where they differ in words too."""
    old, new = figures_of(before), figures_of(now)
    if len(old) != len(new):
        return []
    edits, at, there = [], 0, 0
    spans = [(a.start, a.stop, b.start, b.stop) for a, b in zip(old, new, strict=True)]
    for start, stop, low, high in [*spans, (len(before), len(before), len(now), len(now))]:
        if before[at:start] != now[there:low]:
            return []
        if before[start:stop] != now[low:high]:
            edits.append(Edit(start, stop, now[low:high]))
        at, there = stop, high
    return edits


def bring_up_to_date(before: str, edited: str, now: str, figures_win: bool = False) -> Merged:
    """How the edited text takes over what changed from `before` to `now`; with `figures_win`, in place of figures typed by hand too.

    A figure that a person typed over a generated one is no obstacle to the others: it is looked at as if it had not been typed, and stays.
    """
    if edited in (before, now):
        return Merged(tuple(text_edits(edited, now)))
    own = own_figures(before, edited, now)
    restored = _with(edited, own)
    if restored == before:
        merged = Merged(tuple(text_edits(before, now)))
    else:
        merged = Merged() if now in (before, restored) else _Merger(before, restored, now).merged()
    if merged.doubt:
        return merged
    done = _with_own(merged.edits, own, figures_win) if own else merged
    if done.edits and before != now:
        made = "".join(_pieces(edited, done.edits))
        if doubt := other_name(before, restored) or other_direction(made, now):
            return Merged(doubt=doubt)
    return replace(done, rewritten=tuple(_rewritten(before, edited, done)))


def _pieces(text: str, edits: Sequence[Edit]) -> Iterator[str]:
    """The text with the edits made, in pieces."""
    at = 0
    for edit in edits:
        yield text[at : edit.start]
        yield edit.text
        at = edit.stop
    yield text[at:]


def _rewritten(before: str, edited: str, merged: Merged) -> Iterator[tuple[str, str]]:
    """Figures of the edited text that said what was generated in a form of the person's, and what replaces them."""
    others = {one.start for one in merged.put_right}
    for edit in merged.edits:
        found = edited[edit.start : edit.stop]
        tokens = tokens_of(found)
        if len(tokens) == 1 and tokens[0].number and edit.start not in others and "".join(found.split()) not in before:
            yield found, edit.text


def _with(text: str, own: Sequence[OwnFigure]) -> str:
    """The text with what was generated in place of what was typed over it."""
    for one in reversed(own):
        text = text[: one.start] + one.before + text[one.stop :]
    return text


def _with_own(edits: Sequence[Edit], own: Sequence[OwnFigure], figures_win: bool) -> Merged:
    """Edits of the text with generated figures in place of typed ones, as edits of the text as it is."""
    made: list[Edit] = []
    over_typed: list[OwnFigure] = []
    left = {one: one for one in own if not one.right}
    for edit in edits:
        moved, over = _moved(edit, own)
        exact = len(over) == 1 and (moved.start, moved.stop) == (over[0].start, over[0].stop)
        if exact and over[0].right:
            continue
        if all(one.same or figures_win for one in over):
            made.append(moved)
            over_typed += (replace(one, now=edit.text) if exact else one for one in over if not (one.same or one.right))
            left = {one: wrong for one, wrong in left.items() if one not in over}
        elif exact:
            left[over[0]] = replace(over[0], now=edit.text)
        else:
            return Merged(doubt=f"手工填写的“{over[0].found}”所在的地方按现在的数据要改写")
    wrong = tuple(left.values())
    if lost := next((one for one in wrong if one.now is None), None):
        return Merged(doubt=f"手工填写的“{lost.found}”现在没有对应的数")
    if not figures_win:
        return Merged(tuple(made), own=wrong)
    made += [Edit(one.start, one.stop, one.now or "") for one in wrong]
    put_right = tuple(sorted([*over_typed, *wrong], key=lambda one: one.start))
    if unsure := next((one for one in put_right if one.unsure), None):
        return Merged(doubt=f"“{unsure.found}”与生成的“{unsure.before}”是否说的同一件事无法确定，没有改回")
    return Merged(tuple(sorted(made, key=lambda e: (e.start, e.stop))), put_right=put_right)


def _moved(edit: Edit, own: Sequence[OwnFigure]) -> tuple[Edit, list[OwnFigure]]:
    """The edit as one of the text as it is, and the typed figures that it touches."""
    start, stop, shift = edit.start, edit.stop, 0
    over = []
    for one in own:
        low, high = one.start + shift, one.start + shift + len(one.before)
        longer = one.stop - one.start - len(one.before)
        if high <= edit.start:
            start, stop = start + longer, stop + longer
        elif low < edit.stop:
            over.append(one)
            stop += longer
        shift -= longer
    return Edit(start, stop, edit.text, edit.marked), over


def _differences(
    old: Sequence[Token], new: Sequence[Token], old_keys: Sequence[str], new_keys: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """The stretches of tokens that differ: (start, stop) in the old text, (start, stop) in the new one; figures pair with figures."""
    matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    for kind, start, stop, low, high in matcher.get_opcodes():
        if kind == "equal":
            continue
        if stop - start == high - low and all(
            bool(a.number) == bool(b.number) for a, b in zip(old[start:stop], new[low:high], strict=True)
        ):
            for i in range(stop - start):
                if old_keys[start + i] != new_keys[low + i]:
                    yield start + i, start + i + 1, low + i, low + i + 1
        else:
            yield start, stop, low, high


class _Merger:
    """One sentence, three ways."""

    def __init__(self, before: str, edited: str, now: str) -> None:
        self.now = now
        self.edited_text = edited
        self.old, self.edited, self.new = tokens_of(before), tokens_of(edited), tokens_of(now)
        self.old_keys, self.edited_keys = [t.key for t in self.old], [t.key for t in self.edited]
        self.changes = [self._change(*d) for d in _differences(self.old, self.new, self.old_keys, [t.key for t in self.new])]

    def _change(self, start: int, stop: int, low: int, high: int) -> _Change:
        a, b = self.old[start:stop], self.new[low:high]
        figure = len(a) == len(b) == 1 and bool(a[0].number and b[0].number)
        return _Change(start, stop, self.now[slice(*span_of(self.new, low, high, len(self.now)))], figure)

    def merged(self) -> Merged:
        edits: dict[tuple[int, int], Edit] = {}
        for change in self.changes:
            found = self._figure_places(change) if change.figure else self._place(change)
            if found is None:
                return Merged(doubt=self._why(change))
            for start, stop in found:
                begin, end = span_of(self.edited, start, stop, len(self.edited_text))
                edits[begin, end] = Edit(begin, end, change.new)
        ordered = [edits[key] for key in sorted(edits)]
        if any(a.stop > b.start for a, b in pairwise(ordered)):
            return Merged(doubt="改动的地方互相重叠")
        stale = self._stale(ordered)
        if stale:
            return Merged(doubt=f"句中的“{stale}”是否仍然有效无法确定")
        return Merged(tuple(e for e in ordered if e.text != self.edited_text[e.start : e.stop]))

    def _figure_places(self, change: _Change) -> list[tuple[int, int]] | None:
        """Where a figure stands in the edited text; none where the person dropped it; None for doubt."""
        key = self.old_keys[change.start]
        same = [c for c in self.changes if c.figure and self.old_keys[c.start] == key]
        became = {c.new for c in same}
        places = [i for i, k in enumerate(self.edited_keys) if k == key]
        if len(places) < self.old_keys.count(key) and self._written_anew(key):
            return None
        if not places:
            return []
        if len(became) == 1 and len(same) == self.old_keys.count(key) and len(places) <= len(same):
            return [(i, i + 1) for i in places]
        return self._place(change)

    def _written_anew(self, key: str) -> bool:
        """Whether the edited text has figures of its own that may stand for one that is missing."""
        unit = key.partition("\x00")[2]
        known = {t.key for t in (*self.old, *self.new)}
        own = [t for t in self.edited if t.number and t.key not in known]
        return any(t.key.partition("\x00")[2] in (unit, "") or unit in ("万元", "元", "亿元") for t in own) or (
            _IN_WORDS.search(self.edited_text) is not None
        )

    def _place(self, change: _Change) -> list[tuple[int, int]] | None:
        """The one place in the edited text that has what stood around the change before; None where there is none or more than one."""
        for left, right in _contexts():
            low, high = max(change.start - left, 0), min(change.stop + right, len(self.old))
            if high == low or (low == change.start and high == change.stop and change.stop == change.start):
                continue
            wanted = self.old_keys[low:high]
            if len(_found(self.old_keys, wanted)) != 1:
                continue
            places = _found(self.edited_keys, wanted)
            if len(places) == 1:
                start = places[0] + change.start - low
                return [(start, start + change.stop - change.start)]
            if len(places) > 1:
                return None
        return None

    def _stale(self, edits: Sequence[Edit]) -> str:
        """A figure that was true before and no longer is, and still stands in the text outside the edits."""
        now = {t.key for t in self.new}
        gone = {t.key for t in self.old if t.number} - now
        for token in self.edited:
            if token.key in gone and not any(e.start <= token.start and token.stop <= e.stop for e in edits):
                return token.number
        return ""

    def _why(self, change: _Change) -> str:
        old = "".join(k.replace("\x00", "") for k in self.old_keys[change.start : change.stop])
        if not old:
            return f"新增的“{change.new}”在改写后的句子里找不到确定的位置"
        became = f"“{change.new}”" if change.new else "（删去）"
        return f"“{old}”应变为{became}，但在改写后的句子里找不到唯一对应的地方"


def _contexts() -> Iterator[tuple[int, int]]:
    """How many tokens to look at left and right, the surest surroundings first."""
    for size in range(_MOST_CONTEXT, 1, -1):
        yield size, size
    for size in range(_MOST_CONTEXT, 2, -1):
        yield size, 0
        yield 0, size


def _found(keys: Sequence[str], wanted: Sequence[str]) -> list[int]:
    count = len(wanted)
    return [i for i in range(len(keys) - count + 1) if keys[i] == wanted[0] and keys[i : i + count] == wanted]
