"""Tables of very many rows as WordprocessingML: what lies alike is put together column by column, and never as one long text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from assembler.cells import RowLayout, laid_out
from assembler.description import Table
from assembler.word.markup import needs_care
from assembler.word.tables import TABLE_END, named_row, row_form, row_pattern, row_start, row_xml, table_start, text_kinds
from assembler.word.writing import Writing

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
    for (layout, height, header), alike in groupby(rows, lambda row: (laid_out(row.cells).layout, row.height, row.header)):
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
            yield _alike(writing, table, layout, row_start(height, header), texts)
    yield TABLE_END


def _alike(writing: Writing, table: Table, layout: RowLayout, start: str, texts: Sequence[tuple[str, ...]]) -> bytes:
    """Rows that lie alike, of plain texts: each is one of few patterns, filled."""
    form = row_form(writing, table.widths, layout)
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
