"""Tables of very many rows as WordprocessingML: what lies alike is put together column by column, and never as one long text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from assembler.cells import RowLayout, laid_out
from assembler.description import Row, Table
from assembler.word.markup import ASCII_START, RUN_START, is_latin, needs_care
from assembler.word.tables import CELL_END, ROW_END, TABLE_END, TEXT_END, named_row, row_start, row_xml, starts_of, table_start
from assembler.word.writing import Writing

MANY = 60
"""From how many rows on a table is a long one."""

_ALIKE = 8
"""How many rows in a row that lie alike are worth being looked at by column."""

_AROUND = (("", CELL_END), (ASCII_START, TEXT_END), (RUN_START, TEXT_END))
"""What stands around a text in its cell: around none, a Latin one, and any."""


def long_table(writing: Writing, table: Table) -> Iterator[bytes]:
    """The same table as `tables.table_xml` makes, as UTF-8 in pieces."""
    yield table_start(table).encode()
    rows = list(table.rows)
    position, name = named_row(writing, table)
    if name:
        yield "".join([row_xml(writing, table, row) for row in rows[:position]]).encode()
        yield row_xml(writing, table, rows[position], name).encode()
        rows = rows[position + 1 :]
    for (layout, height, header, kept), alike in groupby(rows, _lies):
        some = list(alike)
        texts = [laid_out(row.cells).texts for row in some]
        if (
            len(some) < _ALIKE
            or not layout.cells
            or layout.marked
            or needs_care("".join(["".join(t) for t in texts])) is not None
        ):
            yield "".join([row_xml(writing, table, row) for row in some]).encode()
        else:
            yield _alike(row_start(height, header), starts_of(writing, table.widths, layout, kept), texts)
    yield TABLE_END.encode()


def _lies(row: Row) -> tuple[RowLayout, float, bool, bool]:
    """What a row is apart from its texts."""
    return laid_out(row.cells).layout, row.height, row.header, row.keep_next


def _alike(start: str, starts: Sequence[str], texts: Sequence[tuple[str, ...]]) -> bytes:
    """Rows that lie alike, of plain texts, by how they and their cells start: each is one of few patterns, filled."""
    columns = list(zip(*texts, strict=True))
    encoded = [_encoded(column) for column in columns]
    patterns: dict[tuple[int, ...], bytes] = {}
    out = []
    for kinds, values in zip(zip(*[_kinds(c) for c in columns], strict=True), zip(*encoded, strict=True), strict=True):
        pattern = patterns.get(kinds)
        if pattern is None:
            cells = [f"{cell}{_AROUND[kind][0]}\0{_AROUND[kind][1]}" for cell, kind in zip(starts, kinds, strict=True)]
            whole = f"{start}{''.join(cells)}{ROW_END}"
            pattern = patterns[kinds] = whole.replace("%", "%%").replace("\0", "%b").encode()
        out.append(pattern % values)
    return b"".join(out)


def _encoded(column: Sequence[str]) -> list[bytes]:
    return "\0".join(column).encode().split(b"\0")


def _kinds(column: Sequence[str]) -> Sequence[int]:
    """Which of `_AROUND` stands around each text of a column."""
    if all(column) and is_latin("".join(column)):
        return [1] * len(column)
    return [0 if not text else 1 if is_latin(text) else 2 for text in column]
