"""What an officer calls a figure's place within a block: the words beside it, the heading above it, and which one where several are
called the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from assembler.cells import laid_out
from assembler.description import Row, Table
from assembler.rebuild.rows import is_number, texts_of

_BEFORE = re.compile(r"[\u4e00-\u9fff]{1,12}[ \u3000\xa0]*$")

Names = tuple[str, str, str]
"""The words beside a cell, the heading above it, and which one it is ("" where no other has both)."""


def row_label(row: Row) -> str:
    """The first words of a row."""
    return next((t for t in texts_of(row) if _is_words(t)), "")


def spot_in_text(text: str, start: int, found: str) -> str:
    """A figure in a sentence, with the words before it; and which one, where the same is said more than once."""
    before = _BEFORE.search(text, 0, start)
    called = f"{before[0].strip() if before else ''}{found}"
    written = text[before.start() : start] + found if before else found
    return called if text.count(written) < 2 else f"{called}{_which(text[:start].count(written) + 1)}"


class Spots:
    """The cells of a generated table by name; two of them never have the same. Cells with figures are counted before those with words."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def of_cell(self, row: Row, index: int) -> str:
        """The name of a cell as findings tell it and acknowledgements repeat it."""
        label, heading, which = self.names(row, index)
        return f"{'/'.join(filter(None, (label, heading)))}{which}"

    def of_row(self, row: Row) -> str:
        """The name of a row, by its first words."""
        return self._rows.get(row.key, row_label(row))

    def names(self, row: Row, index: int) -> Names:
        """The parts of a cell's name."""
        return self._cells.get((row.key, index)) or (row_label(row), "", "")

    @cached_property
    def _rows(self) -> dict[str, str]:
        labels = {row.key: row_label(row) for row in self.table.rows if not row.header}
        counts, seen = Counter(labels.values()), Counter[str]()
        for key, label in labels.items():
            seen[label] += 1
            if counts[label] > 1:
                labels[key] = f"{label}{_which(seen[label])}"
        return labels

    @cached_property
    def _cells(self) -> dict[tuple[str, int], Names]:
        named = dict(self._plain())
        words = {(row.key, i) for row in self.table.rows for i, text in enumerate(texts_of(row)) if _is_words(text)}
        figures = Counter(name for place, name in named.items() if place not in words)
        seen = Counter[tuple[str, str]]()
        found: dict[tuple[str, int], Names] = {}
        for place in sorted(named, key=words.__contains__):
            name = named[place]
            seen[name] += 1
            found[place] = (*name, _which(seen[name]) if figures[name] > 1 or seen[name] > 1 else "")
        return found

    def _plain(self) -> Iterator[tuple[tuple[str, int], tuple[str, str]]]:
        for number, row in enumerate(self.table.rows, 1):
            if not row.header:
                columns, texts = _columns(row), texts_of(row)
                for index in range(len(texts)):
                    yield (row.key, index), (_beside(texts, index) or f"第{number}行", self._heading(columns[index]))

    @cached_property
    def _heads(self) -> list[list[tuple[int, int, str]]]:
        """The headings with the columns that they stand over, the lowest first."""
        heads = []
        for row in reversed([row for row in self.table.rows if row.header]):
            cells = zip(_columns(row), laid_out(row.cells), strict=True)
            heads.append([(start, start + cell.span, cell.text) for start, cell in cells if _is_words(cell.text)])
        return heads

    def _heading(self, column: int) -> str:
        """The lowest heading above a column."""
        return next((text for head in self._heads for low, high, text in head if low <= column < high), "")


def _columns(row: Row) -> list[int]:
    """The column in which each cell of a row begins."""
    starts, column = [], 0
    for cell in laid_out(row.cells):
        starts.append(column)
        column += cell.span
    return starts


def _beside(texts: tuple[str, ...], index: int) -> str:
    """The first of the words that stand together next on the left of a cell: a table may have several sides. A cell of words without
    any on its left is called by itself."""
    last = next((i for i in reversed(range(index)) if _is_words(texts[i])), -1)
    if last < 0:
        return texts[index] if _is_words(texts[index]) else ""
    first = last
    while first > 0 and _is_words(texts[first - 1]):
        first -= 1
    return texts[first]


def _is_words(text: str) -> bool:
    return bool(text) and not is_number(text)


def _which(number: int) -> str:
    return f"（第{number}处）"
