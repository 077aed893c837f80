"""What a table, and a cell of it, is called where a change is told: the names that stand in the table itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assembler.cells import laid_out
from assembler.description import Row, Table
from assembler.diff.words import is_figure
from figures.lean import frozen
from figures.records import KIND_BY_NAME

HEAD = "表头"
"""What the rows of a table's head are called."""

_PERIODS: tuple[str, ...] = next(c.choices for c in KIND_BY_NAME["indicators"].columns if c.name == "period")
"""What the halves of a form begin with: for the whole term of a project, and for the year."""
_SELF_NAMED = re.compile(r"([^：:\n]{1,12})[：:].", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]")
_COUNTING = "栏次"


@frozen(slots=True)
class _Placed:
    """A cell of a row as read across and down: its text (of the cell above that it continues), and the grid columns it covers."""

    text: str
    start: int
    stop: int


class TableNames:
    """The names of a table and its cells. A form, which has no head, is named by what it is about and its cells by their labels."""

    def __init__(self, table: Table) -> None:
        self._rows = list(_placed(table.rows))
        self._heads = [n for n, row in enumerate(table.rows) if row.header]
        self._told = [n for n in self._heads if not _counts_columns(table.rows[n])]
        about = self._rows[0] if self._rows and not self._heads else []
        subject = _one_line(about[1].text) if len(about) == 2 and about[0].text else ""
        self.title = (table.description or table.id) + (f"（{subject}）" if subject else "")

    def cell(self, row: int, place: int) -> tuple[str, str]:
        """What the row and the column of a cell are called; the row alone where its own label says all, "" for what has no name."""
        if row in self._heads:
            return HEAD, ""
        cell = self._rows[row][place]
        if self._heads:
            left = _nearest([c.text for c in self._rows[row][:place]])
            names = left or next(([c.text] for c in self._rows[row] if _is_name(c.text)), [])
            return _joined(names), "/".join(self._above(row, cell.start))
        if all(_SELF_NAMED.match(c.text) for c in self._rows[row] if c.text):
            return _one_line(cell.text.replace("：", ":").partition(":")[0]), ""
        return self._in_form(row, place)

    def _above(self, row: int, column: int) -> list[str]:
        """The texts of the head above a grid column."""
        texts = (c.text for n in self._told if n < row for c in self._rows[n] if c.start <= column < c.stop and c.text)
        return list(dict.fromkeys(map(_one_line, texts)))

    def _in_form(self, row: int, place: int) -> tuple[str, str]:
        """The label of a cell of a form and, in the halves for the whole term and for the year, which of them it stands in."""
        cells = self._rows[row]
        cell = cells[place]
        half = self._half(row, cells[place - 1] if place else cell)
        if half is None:
            return _joined(_nearest([c.text for c in cells[:place]])), ""
        period, first, start = half
        names = [c.text for c in cells[:place] if c.start >= first and _is_name(c.text)]
        own = [c.text for c in cells[:place] if c.start >= start and _is_name(c.text)]
        if own and own[0] in names[: -len(own)]:  # what both halves have in common stands in the first of them only
            own = [*names[: names.index(own[0])], *own]
        label = _joined(own or [c.text for c in cells[:1]])
        return label, "" if period in label else period

    def _half(self, row: int, cell: _Placed) -> tuple[str, int, int] | None:
        """The half of a form that a cell stands in, by the nearest row above (or its own) that names both: its name, the grid column
        in which the first half begins, and the one in which this one does."""
        for n in range(row, -1, -1):
            starts = [(p, c.start) for c in self._rows[n] for p in _PERIODS if c.text.startswith(p)]
            if len(starts) > 1:
                found = [(p, start) for p, start in starts if start <= cell.start]
                return (found[-1][0], starts[0][1], found[-1][1]) if found else None
        return None


def _placed(rows: Sequence[Row]) -> Iterator[list[_Placed]]:
    above: dict[tuple[int, int], str] = {}
    for row in rows:
        cells = laid_out(row.cells)
        found: list[_Placed] = []
        for text, start, cell in zip(cells.texts, cells.layout.columns, cells.layout.cells, strict=True):
            stop = start + cell.span
            found.append(_Placed(above.get((start, stop), "") if cell.merge == "continue" else text, start, stop))
        above = {(c.start, c.stop): c.text for c in found}
        yield found


def _nearest(texts: Sequence[str]) -> list[str]:
    """The names nearest to the end that stand together."""
    found: list[str] = []
    for text in reversed(texts):
        if _is_name(text):
            found.insert(0, text)
        elif found:
            break
    return found


def _is_name(text: str) -> bool:
    return bool(text) and not is_figure(text)


def _counts_columns(row: Row) -> bool:
    """Whether a row of the head only numbers the columns (栏次 1 2 3=1+2)."""
    return not any(_WORD.search(text.replace(_COUNTING, "")) for text in laid_out(row.cells).texts)


def _joined(names: Sequence[str]) -> str:
    shown = [_one_line(name).rstrip("：:") for name in names]
    return " ".join([a for a, b in pairwise([*shown, ""]) if a != b])


def _one_line(text: str) -> str:
    return " ".join(text.split())
