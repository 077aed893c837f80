"""Tables of very many rows as WordprocessingML: what lies alike is put together column by column, and never as one long text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from assembler.cells import RowLayout, laid_out
from assembler.description import Row, Table
from assembler.word.markup import needs_care
from assembler.word.tables import TABLE_END, named_row, row_form, row_pattern, row_start, row_xml, table_start, text_kinds
from assembler.word.writing import RowForm, Writing

MANY = 60
"""From how many rows on a table is a long one."""

_ALIKE = 8
"""How many rows in a row that lie alike are worth being looked at by column."""


def long_table(writing: Writing, table: Table) -> Iterator[bytes]:
    """The same table as `tables.table_xml` makes, as UTF-8 in pieces."""
    yield table_start(table).encode()
    rows = list(table.rows)
    position, name = named_row(writing, table)
    if name:
        yield from (row_xml(writing, table, row) for row in rows[:position])
        yield row_xml(writing, table, rows[position], name)
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
            yield from (row_xml(writing, table, row) for row in some)
        else:
            form = row_form(writing, table.widths, layout, kept)
            yield _alike(row_start(height, header), form, texts)
    yield TABLE_END


def _lies(row: Row) -> tuple[RowLayout, float, bool, bool]:
    """What a row is apart from its texts."""
    return laid_out(row.cells).layout, row.height, row.header, row.keep_next


def _alike(start: str, form: RowForm, texts: Sequence[tuple[str, ...]]) -> bytes:
    """Rows that lie alike, of plain texts, by how they start and their form: each is one of few patterns, filled."""
    columns = list(zip(*texts, strict=True))
    encoded = ["\0".join(column).encode().split(b"\0") for column in columns]
    patterns: dict[tuple[int, ...], bytes] = {}
    out = []
    for kinds, values in zip(zip(*map(text_kinds, columns), strict=True), zip(*encoded, strict=True), strict=True):
        pattern = patterns.get(kinds)
        if pattern is None:
            pattern = patterns[kinds] = start.encode() + row_pattern(form, kinds)
        out.append(pattern % values)
    return b"".join(out)
