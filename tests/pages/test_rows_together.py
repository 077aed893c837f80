"""Rows that stay together: the first and last ones of a form, merged cells, and what the pages make of them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from page_samples import LOOK, document, merged_form, text

from assembler.description import Section, Table
from assembler.pages.flow import Pages, lay_out
from assembler.pages.profiles import BORDER, EDGE, PROFILES, WORD
from assembler.pages.rows import settle_rows
from assembler.pages.survey import survey, with_page_breaks
from assembler.pages.together import FIRST_ROWS, GROUP, LAST_ROWS, LONGEST, MergedCell, kept_rows

ROW = 20.0


def kept(count: int, *merged: MergedCell, wanted: tuple[int, ...] = (), is_form: bool = False, height: float = ROW) -> set[int]:
    return set(kept_rows([height] * count, wanted, merged, is_form))


def test_the_first_and_last_rows_of_a_form_stay_together() -> None:
    assert kept(9, is_form=True) == {0, 1, 7}
    assert kept(9) == set()
    assert kept(1, is_form=True) == kept(0, is_form=True) == set()


def test_a_low_merged_cell_stays_whole() -> None:
    assert kept(9, MergedCell(2, 5, 15.0)) == {2, 3}
    assert kept(9, MergedCell(2, 8, 15.0)) == {2, 3, 4, 5, 6}  # 120 points


def test_of_a_high_one_the_rows_stay_together_that_its_text_needs() -> None:
    assert kept(9, MergedCell(1, 9, 15.0)) == set()
    assert kept(9, MergedCell(1, 9, 50.0)) == {1, 2}


def test_a_chain_ends_before_it_is_too_high() -> None:
    assert kept(6, wanted=(0, 1, 2, 3, 4), height=100.0) == {0, 1, 3, 4}
    assert kept(3, wanted=(0, 1), height=LONGEST) == set()


SPECS = st.lists(
    st.tuples(
        st.floats(min_value=5, max_value=400),
        st.booleans(),
    ),
    min_size=1,
    max_size=40,
)


@given(SPECS, st.booleans(), st.data())
def test_no_chain_is_higher_than_any_page(specs: list[tuple[float, bool]], is_form: bool, data: st.DataObject) -> None:
    heights = [h for h, _ in specs]
    rows = st.integers(0, len(heights) - 1)
    spans = data.draw(st.lists(st.tuples(rows, rows, st.floats(min_value=0, max_value=500)), max_size=5))
    merged = [MergedCell(min(a, b), max(a, b) + 1, need) for a, b, need in spans]
    found = kept_rows(heights, [i for i, (_, wanted) in enumerate(specs) if wanted], merged, is_form)
    chain = heights[0]
    for number, (height, following) in enumerate(pairwise(heights)):
        chain = (chain if number - 1 in found else height) + (following if number in found else 0)
        assert number not in found or chain <= LONGEST + 1e-6
    assert len(heights) - 1 not in found
    for cell in merged:  # low groups are whole where nothing else makes their chain too high
        rows_of = range(cell.first, cell.stop - 1)
        if sum(heights[cell.first : cell.stop]) <= GROUP and not is_form and not any(w for _, w in specs) and len(merged) == 1:
            assert found.issuperset(rows_of)


def laid(lines: int, form: Table, more: int = 0) -> Pages:
    """A page of `lines` lines of 20 points and `more` of 16, then a form under its title of 16."""
    above = [text(f"行{i}", "正文", "财") for i in range(lines)]
    above += [text(f"又{i}", "图题", "财") for i in range(more)]
    return lay_out(document(Section("竖", (*above, text("题", "表单位", "绩效"), form))), LOOK)


def splits(pages: Pages, table: str) -> list[int]:
    """The rows before which the page is turned."""
    return [p.start for s in pages.sheets for p in s.parts if p.block == pages.places[table] and p.start]


@given(st.integers(0, 34), st.integers(0, 3), st.data())
def test_a_form_is_never_broken_where_it_is_read_together(lines: int, more: int, data: st.DataObject) -> None:
    form = settle_rows(merged_form("表", data.draw(st.lists(st.integers(1, 7), min_size=2, max_size=8)), ROW), LOOK)
    for split in splits(laid(lines, form, more), "表"):
        assert not form.rows[split - 1].keep_next
        assert FIRST_ROWS <= split <= len(form.rows) - LAST_ROWS


def test_a_title_goes_to_the_next_page_with_the_first_rows() -> None:
    form = settle_rows(merged_form("表", [5, 5, 5], ROW), LOOK)
    # 700.2 points hold 31 lines, the title and three rows with their closing line
    assert laid(31, form).page("题") == 1
    assert laid(32, form).page("题") == 2


def test_where_only_the_closing_line_finds_no_room_the_page_break_is_told() -> None:
    found = {}
    for step in range(12):
        height = 21.0 + step * 0.1
        form = settle_rows(merged_form("表", [5, 5, 5], height), LOOK)
        pages = laid(31, form)
        room = 700.2 - 620 - 16 - 3 * form.rows[0].height  # from 1.2 down to -2.1
        found[round(room, 2)] = pages.edges
        assert (pages.page("题") == 2) == (room < BORDER - 0.05)
    for room, edges in found.items():
        assert edges == ((31,) if BORDER - EDGE < room < BORDER - 0.05 else ())
    assert {bool(e) for e in found.values()} == {True, False}


def test_told_page_breaks_move_nothing() -> None:
    form = settle_rows(merged_form("表", [5, 5, 5], 21.25), LOOK)
    above = [text(f"行{i}", "正文", "财") for i in range(31)]
    made = document(Section("竖", (*above, text("题", "表单位", "绩效", level=1), form)))
    found = survey(made, LOOK)
    assert found.edges == (31,)
    told = with_page_breaks(made, found.edges)
    assert [b.id for b in told.blocks() if getattr(b, "new_page", False)] == ["题"]
    for profile in PROFILES.values():
        assert lay_out(told, LOOK, profile).sheets == lay_out(made, LOOK, profile).sheets
    assert survey(told, LOOK).edges == ()
    assert lay_out(told, LOOK, WORD).edges == ()
