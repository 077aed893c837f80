"""Blocks of the last document that are used again: those drawn from records that are still the same, to the cell and the last digit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from assembler.description import Block
from assembler.planning import Unit, What
from figures.budget import Budget
from figures.datasets import Figures
from figures.drawing import CELLS, SHAPING, Drawn, unchanged
from figures.lean import lean
from figures.tableset import TableSet
from figures.views import View
from narratives.tracing import DrawnNames, Trace
from narratives.vocabulary import Vocabulary


@lean
class KeptBlock:
    """What a block of the template made, and what it asked for and left behind on the way.

    `drawn` is what that was drawn from, `asked` what the names were that it asked for.
    """

    made: tuple[Block, ...]
    drawn: Drawn
    asked: Drawn
    trace: Trace


class Keeper:
    """What a template keeps of the last document that was made by it: the tables of one budget, and the blocks made of it.

    It grows with one document only. Several threads may describe at once: each takes what is kept when it begins, and leaves a whole.
    """

    def __init__(self, views: Mapping[str, View], names: DrawnNames) -> None:
        self.views, self.names = views, names
        self.last: Keeping | None = None

    def begin(self, budget: Budget) -> Keeping:
        """The tables of a document about to be described, and its blocks."""
        last = self.last
        if last is None:
            return Keeping(self, TableSet(self.views, Figures(budget)), (), frozenset())
        same = unchanged(last.tables.figures.budget, budget)
        return Keeping(self, TableSet.following(last.tables, budget, same), last.blocks, same, last.tables)


class Keeping:
    """The tables and blocks of one document, the blocks in the order of its template: kept ones where they cannot have changed, else made."""

    def __init__(
        self,
        keeper: Keeper,
        tables: TableSet,
        former: Sequence[KeptBlock],
        unchanged: Drawn,
        former_tables: TableSet | None = None,
    ) -> None:
        self.tables = tables
        self.blocks: list[KeptBlock] = []
        self._keeper, self._former, self._unchanged = keeper, former, unchanged
        self._former_tables = former_tables if SHAPING | {CELLS} <= unchanged else None

    def block(self, unit: Unit, make: Callable[[What], Iterable[Block]], vocabulary: Vocabulary) -> tuple[Block, ...]:
        """What the next part of the template's plan becomes: kept, or made by `make`, which asks `vocabulary` for names.

        One that prints a table and the values of such names stays as long as the table prints the same.
        """
        number = len(self.blocks)
        former = self._former[number] if number < len(self._former) else None
        if (
            former is not None
            and (former.drawn <= self._unchanged or self._prints_alike(former, unit.table))
            and vocabulary.repeats(former.trace)
        ):
            found = former
        else:
            found = self._made(unit, make, vocabulary, former)
        self.blocks.append(found)
        return found.made

    def _prints_alike(self, block: KeptBlock, table: str) -> bool:
        former = self._former_tables
        return bool(table) and former is not None and block.asked <= self._unchanged and self.tables[table].stands(former[table])

    def _made(
        self, unit: Unit, make: Callable[[What], Iterable[Block]], vocabulary: Vocabulary, former: KeptBlock | None
    ) -> KeptBlock:
        trace = vocabulary.begin_trace()
        made = tuple(make(unit.what))
        vocabulary.end_trace()
        if former is not None and trace.asks_as(former.trace):
            return KeptBlock(made, former.drawn, former.asked, trace)
        asked = self._keeper.names.of(trace)
        return KeptBlock(made, unit.drawn | asked, asked, trace)

    def end(self) -> None:
        """Keeps the document, described to its end, for the next one."""
        self._former, self._former_tables = (), None
        self._keeper.last = self
