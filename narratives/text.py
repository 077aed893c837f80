"""Text whose numbers know where they come from: the pieces that rendering collects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from figures.findings import Place


@dataclass(frozen=True, slots=True)
class Words:
    """Wording of a template: text, with the file and line that it was written in."""

    text: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Text of the officer's own (a name, a reason, a duty), with the cell that it was written in."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure that another one was computed from."""

    name: str
    value: Decimal
    shown: str
    places: Callable[[], tuple[Place, ...]]


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a sentence: the text shown, its value, what it is, how it was computed, and its cells.

    `value` is in the unit shown (892.96 for 892.96万元, 14.58 for 14.58%). `places` finds the source cells when asked (only explanations ask):
    the cells for an amount, the ranges searched for a zero. `word` marks the words of a change (减少, 持平): they carry a figure too.
    """

    text: str
    value: Decimal
    name: str
    formula: str
    operands: tuple[Operand, ...]
    places: Callable[[], tuple[Place, ...]]
    word: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """Something the officer still has to write, shown as a highlighted placeholder; `item` is what it is about."""

    text: str
    item: str


Piece = Words | Quote | Number | Missing


@dataclass(frozen=True, slots=True)
class Text:
    """Pieces one after the other. It must never be flattened to a string inside a template, or provenance would be lost."""

    pieces: tuple[Piece, ...] = ()

    @property
    def plain(self) -> str:
        """The text as printed."""
        return "".join(p.text for p in self.pieces)
