"""Two tables held against each other: cells of the same rows by text, rows that stand in one only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from assembler.cells import laid_out
from assembler.description import Row, Table
from assembler.diff.changes import CellChange, RowChange, TableChange
from assembler.diff.naming import TableNames
from assembler.diff.words import is_figure, opcodes


def table_change(old: Table | None, new: Table | None) -> TableChange | None:
    """What changed between two tables, None where nothing did."""
    table = new or old
    if table is None:
        return None
    names = TableNames(table)
    if old is None or new is None:
        kind = "removed" if new is None else "added"
        return TableChange(
            table.id, names.title, kind, rows=tuple(RowChange(kind, _texts(r)) for r in table.rows if not r.header)
        )
    cells: list[CellChange] = []
    rows: list[RowChange] = []
    number = -1
    for before, now in _paired_rows(old.rows, new.rows):
        number += now is not None
        if before is None:
            rows.append(RowChange("added", () if now is None else _texts(now)))
        elif now is None:
            rows.append(RowChange("removed", _texts(before)))
        else:
            cells += _cells(names, number, before, now)
    return TableChange(new.id, names.title, "changed", tuple(cells), tuple(rows)) if cells or rows else None


def _texts(row: Row) -> tuple[str, ...]:
    return laid_out(row.cells).texts


def _shape(row: Row) -> tuple[int, ...]:
    """The grid columns in which the cells of a row begin."""
    return laid_out(row.cells).layout.columns


def _paired_rows(old: Sequence[Row], new: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """The rows side by side: by their keys, or (in a table read from a file) by what they are called; others by position and shape."""
    by_key = all(r.key for r in (*old, *new) if not r.header)
    before, now = _names(old, by_key), _names(new, by_key)
    for tag, low, high, start, stop in opcodes(before, now):
        if tag == "equal" or (high - low == stop - start and _alike(old[low:high], new[start:stop])):
            yield from zip(old[low:high], new[start:stop], strict=True)
        else:
            yield from ((row, None) for row in old[low:high])
            yield from ((None, row) for row in new[start:stop])


def _alike(old: Sequence[Row], new: Sequence[Row]) -> bool:
    """Whether rows of other names are of one shape and share texts: one that only was renamed."""
    return all(
        _shape(a) == _shape(b) and any(x == y != "" for x, y in zip(_texts(a), _texts(b), strict=True))
        for a, b in zip(old, new, strict=True)
    )


def _names(rows: Sequence[Row], by_key: bool) -> list[tuple[object, ...]]:
    """What identifies each row, with its shape; several of one name are numbered."""
    used: Counter[str] = Counter()
    names: list[tuple[object, ...]] = []
    for number, row in enumerate(rows):
        name = row.key if by_key else "|".join(text for text in _texts(row) if text and not is_figure(text))
        name = f"头{number}" if row.header else name
        used[name] += 1
        names.append((name, used[name], _shape(row)))
    return names


def _cells(names: TableNames, number: int, before: Row, now: Row) -> Iterator[CellChange]:
    for place, (a, b) in enumerate(zip(_texts(before), _texts(now), strict=True)):
        if a != b:
            yield CellChange(*names.cell(number, place), a, b)
