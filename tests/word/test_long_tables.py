"""Tables of many rows are written as others are, column by column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from word_samples import LOOK
from word_strategies import in_cells, texts

from assembler.cells import Cell, CellLayout, Cells, row_layout
from assembler.description import Row, Table
from assembler.word.fixed import fixed_parts
from assembler.word.long_tables import MANY, long_table
from assembler.word.tables import table_xml
from assembler.word.writing import Writing

plain = st.text("财政拨款 0123456789.,-%d%s", max_size=8)
layouts = st.lists(st.builds(CellLayout, st.sampled_from(in_cells), mark=st.sampled_from(["", "", "", "missing"])), max_size=3)


@st.composite
def long_tables(draw: st.DrawFn) -> Table:
    """Rows of a few layouts, one after another, of texts that are plain but for some."""
    rows: list[Row] = []
    for layout in draw(st.lists(layouts, min_size=1, max_size=4)):
        cell_texts = st.tuples(*[plain if draw(st.booleans()) else plain | texts for _ in layout])
        some = draw(st.lists(cell_texts, min_size=1, max_size=4))
        height, header = draw(st.sampled_from([15.0, 30.35])), draw(st.booleans())
        for i in range(draw(st.integers(1, 20))):
            rows.append(Row(f"{len(rows)}", Cells(row_layout(tuple(layout)), some[i % len(some)]), height, header))
    return Table(draw(st.sampled_from(["", "表/一"])), (900, 900, 900), tuple(rows), "说明")


def writing(identities: bool) -> Writing:
    fixed = fixed_parts(LOOK)
    return Writing(fixed.openings, None, identities)


@given(long_tables(), st.booleans())
def test_column_by_column_or_row_by_row_is_the_same(table: Table, identities: bool) -> None:
    assert b"".join(long_table(writing(identities), table)) == table_xml(writing(identities), table)


def test_many_plain_rows_are_filled_patterns() -> None:
    cells = (Cell("100%", "表文"), Cell("", "表文"), Cell("财政", "表文"))
    table = Table("表", (900, 900, 900), tuple(Row(f"{n}", (*cells[:2], Cell(f"财{n}", "表文")), 15.0) for n in range(MANY)))
    assert b"".join(long_table(writing(True), table)) == table_xml(writing(True), table)
