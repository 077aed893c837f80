"""Text whose numbers know where they come from: the pieces that rendering collects."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import NoReturn

from figures.findings import Place
from figures.lean import frozen, lean


class _Kept:
    """A piece of text that must never be flattened to a string inside a template, or its provenance would be lost."""

    __slots__ = ()

    def __str__(self) -> NoReturn:
        raise TypeError("模板里请不要用 ~ 连接，直接并排写出即可")


@lean
class Words(_Kept):
    """Wording of a template: text, with the file and line that it was written in."""

    text: str
    file: str
    line: int


@lean
class Quote(_Kept):
    """Text of the officer's own (a name, a reason, a duty), with the cell that it was written in."""

    text: str
    place: Place


@lean
class Operand:
    """A figure that another one was computed from."""

    name: str
    value: Decimal
    shown: str
    places: Callable[[], tuple[Place, ...]]


Working = Callable[[], tuple[str, tuple[Operand, ...]]]
"""How a number was computed: the formula, and the figures that stand in it. It is worked out when asked: only explanations ask."""


def plainly(formula: str) -> Working:
    """The working of a number that is computed from no other figures of the document."""
    return lambda: (formula, ())


@lean
class Number(_Kept):
    """A number in a sentence: the text shown, its value, what it is, how it was computed, and its cells.

    `value` is in the unit shown (892.96 for 892.96万元, 14.58 for 14.58%). `places` finds the source cells when asked (only explanations ask):
    the cells for an amount, the ranges searched for a zero. `word` marks the words of a change (减少, 持平): they carry a figure too.
    """

    text: str
    value: Decimal
    name: str
    working: Working
    places: Callable[[], tuple[Place, ...]]
    word: bool = False

    @property
    def formula(self) -> str:
        """How it was computed, in Chinese, "" for what was not."""
        return self.working()[0]

    @property
    def operands(self) -> tuple[Operand, ...]:
        """The figures that the formula speaks of."""
        return self.working()[1]


@frozen(slots=True)
class Missing(_Kept):
    """Something the officer still has to write, shown as a highlighted placeholder; `item` is what it is about."""

    text: str
    item: str


Piece = Words | Quote | Number | Missing


@lean
class Text(_Kept):
    """Pieces one after the other."""

    pieces: tuple[Piece, ...] = ()

    @property
    def plain(self) -> str:
        """The text as printed."""
        return "".join([p.text for p in self.pieces])
