"""Blocks of the last document that are used again: those drawn from records that are still the same, to the cell and the last digit."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assembler.description import Block
from figures.budget import Budget
from figures.drawing import Drawn, unchanged
from figures.lean import lean
from narratives.tracing import DrawnNames, Trace
from narratives.vocabulary import Vocabulary


@lean
class KeptBlock:
    """What a block of the template made, what that was drawn from, and what it asked for and left behind on the way."""

    made: tuple[Block, ...]
    drawn: Drawn
    trace: Trace


class Keeper:
    """What a template keeps of the last document that was made by it: one budget, and the blocks made of it.

    It grows with one document only. Several threads may describe at once: each takes what is kept when it begins, and leaves a whole.
    """

    def __init__(self, names: DrawnNames) -> None:
        self.names = names
        self._last: tuple[Budget, list[KeptBlock]] | None = None

    @property
    def blocks(self) -> tuple[KeptBlock, ...]:
        """What is kept, in the order of the template's blocks."""
        return () if self._last is None else tuple(self._last[1])

    def begin(self, budget: Budget, vocabulary: Vocabulary) -> Keeping:
        """The blocks of a document about to be described."""
        if self._last is None:
            return Keeping(self, budget, vocabulary, [], frozenset())
        before, blocks = self._last
        return Keeping(self, budget, vocabulary, blocks, unchanged(before, budget))

    def keep(self, budget: Budget, blocks: list[KeptBlock]) -> None:
        """Keeps a document that was described to its end."""
        self._last = budget, blocks


class Keeping:
    """The blocks of one document, asked for in the order of its template: kept ones where they cannot have changed, else made."""

    def __init__(self, keeper: Keeper, budget: Budget, vocabulary: Vocabulary, former: list[KeptBlock], unchanged: Drawn) -> None:
        self._keeper, self._budget, self._vocabulary = keeper, budget, vocabulary
        self._former, self._unchanged = former, unchanged
        self._blocks: list[KeptBlock] = []

    def block(self, make: Callable[[], Iterable[Block]], drawn: Drawn) -> tuple[Block, ...]:
        """What the next block of the template makes; `drawn` is what it is drawn from apart from the names that it asks for."""
        number = len(self._blocks)
        found = self._former[number] if number < len(self._former) else None
        if found is not None and found.drawn <= self._unchanged and self._vocabulary.fits(found.trace):
            self._vocabulary.repeat(found.trace)
        else:
            found = self._made(make, drawn)
        self._blocks.append(found)
        return found.made

    def _made(self, make: Callable[[], Iterable[Block]], drawn: Drawn) -> KeptBlock:
        trace = self._vocabulary.begin_trace()
        made = tuple(make())
        self._vocabulary.end_trace()
        return KeptBlock(made, drawn | self._keeper.names.of(trace), trace)

    def end(self) -> None:
        """Keeps the document for the next one."""
        self._keeper.keep(self._budget, self._blocks)
