"""Heights of rows: exact, and high enough for all text by both profiles."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_samples import LOOK

from assembler.cells import Cell
from assembler.description import Row, Table
from assembler.look import LookError, Style
from assembler.pages.lines import count_lines
from assembler.pages.profiles import PROFILES
from assembler.pages.rows import AIR, row_height, settle_rows

STYLES = {"文": Style("文", "T", "宋体", "Times New Roman", 10, 15)}
LINE, MARGIN = 15, 4.0


def height(*cells: Cell, widths: tuple[int, ...] = (2165, 2165), minimum: float = 0) -> float:
    """2165 twips are 100 points of text and a little for rounding."""
    return row_height(cells, widths, STYLES, minimum, MARGIN)


def test_one_line() -> None:
    assert height(Cell("财政", "文")) == LINE + AIR
    assert height(Cell("财政", "文"), minimum=30) == 30
    assert height(Cell("", "文"), minimum=12) == 12


def test_the_fullest_cell_counts() -> None:
    assert height(Cell("财" * 10, "文"), Cell("财" * 21, "文")) == 3 * LINE + AIR


def test_the_fuller_profile_counts() -> None:
    assert height(Cell("财" * 9 + "12", "文")) == 2 * LINE + AIR  # one line in Word, two with LibreOffice's gap
    assert height(Cell("“" + "财" * 10, "文")) == 2 * LINE + AIR  # two lines in Word, one more character in LibreOffice


def test_lines_are_paragraphs() -> None:
    assert height(Cell("财政\n支出" + "财" * 10, "文")) == 3 * LINE + AIR


def test_an_indent_takes_room() -> None:
    assert height(Cell("财" * 9, "文", indent=1)) == LINE + AIR
    assert height(Cell("财" * 9, "文", indent=2)) == 2 * LINE + AIR


def test_a_cell_over_columns_has_their_width() -> None:
    assert height(Cell("财" * 20, "文", span=2)) == LINE + AIR
    assert height(Cell("财" * 22, "文", span=2)) == 2 * LINE + AIR


def test_merged_cells_do_not_raise_their_first_row() -> None:
    assert height(Cell("财" * 50, "文", merge="start"), minimum=20) == 20


def test_heights_are_whole_twips() -> None:
    assert (height(Cell("财", "文"), minimum=19.013) * 20).is_integer()


def rows(*specs: tuple[str, str]) -> tuple[Row, ...]:
    """Rows of a merged cell (its merge, its text) and a plain one."""
    return tuple(Row(str(i), (Cell(t, "表文", merge=m), Cell("一", "表文")), 15.0) for i, (m, t) in enumerate(specs))  # type: ignore[arg-type]


def settled(*specs: tuple[str, str]) -> list[float]:
    return [r.height for r in settle_rows(Table("表", (1100, 1100), rows(*specs)), LOOK).rows]


def test_the_last_row_of_a_merge_is_raised() -> None:
    # 46.75 points hold five characters of 9 points: 20 characters are four lines of 12
    assert settled(("start", "财" * 20), ("continue", ""), ("continue", "")) == [15, 15, 21]
    assert settled(("start", "财" * 5), ("continue", "")) == [15, 15]
    assert settled(("start", "财" * 20), ("continue", ""), ("start", "财" * 15), ("continue", "")) == [15, 36, 15, 24]
    assert settled(("start", "财" * 20)) == [51]
    assert settled(("start", "财" * 20), ("", "财")) == [51, 15]


def test_only_heights_change_and_what_stays_together() -> None:
    table = Table("表", (1100, 1100), rows(("start", "财" * 20), ("continue", "")), "说明", 3.0)
    done = settle_rows(table, LOOK)
    assert [r.keep_next for r in done.rows] == [True, False]
    assert replace(done, rows=tuple(replace(r, height=15.0, keep_next=False) for r in done.rows)) == table
    assert settle_rows(done, LOOK) == done


def test_header_rows_are_settled_too() -> None:
    table = Table("表", (1100,), (Row("h", (Cell("财" * 20, "表头"),), 10, header=True),))
    assert settle_rows(table, LOOK).rows[0].height == 51


def test_a_missing_style_is_told() -> None:
    with pytest.raises(LookError, match="没有样式“无此样式”"):
        settle_rows(Table("表", (1100,), (Row("1", (Cell("财", "无此样式"),), 15),)), LOOK)


CELLS = st.text(alphabet="财政支出12345.,%，。、（）“”≥\n-", max_size=60)


@given(st.lists(st.tuples(CELLS, CELLS, st.booleans()), min_size=1, max_size=8), st.integers(min_value=600, max_value=4000))
def test_nothing_is_clipped(texts: list[tuple[str, str, bool]], width: int) -> None:
    built, opened = [], False
    for i, (merged, plain, more) in enumerate(texts):
        cell = Cell("", "表文", merge="continue") if opened and more else Cell(merged, "表文", merge="start")
        opened = True
        built.append(Row(str(i), (cell, Cell(plain, "表文")), 5.0))
    table = settle_rows(Table("表", (width, width), tuple(built)), LOOK)
    style, room = LOOK.styles["表文"], width / 20 - 2 * table.margin
    for i, row in enumerate(table.rows):
        for cell in row.cells:
            if cell.merge == "continue" or not cell.text:
                continue
            last = i + 1
            while cell.merge and last < len(table.rows) and table.rows[last].cells[0].merge == "continue":
                last += 1
            given_height = sum(r.height for r in table.rows[i:last])
            for profile in PROFILES.values():
                lines = sum(count_lines(part, room, style, profile) for part in cell.text.split("\n"))
                assert given_height >= lines * style.pitch


@given(st.lists(st.tuples(CELLS, CELLS, st.sampled_from([5.0, 15.0, 40.0])), min_size=1, max_size=8), st.integers(600, 4000))
def test_rows_of_a_table_are_as_high_as_each_by_itself(texts: list[tuple[str, str, float]], width: int) -> None:
    built = [
        Row(str(i), (Cell(first, "表文", indent=i % 2), Cell(second, "表文")), least)
        for i, (first, second, least) in enumerate(texts * 80)
    ]
    alone = [row_height(r.cells, (width, width), LOOK.styles, r.height, Table("表", (), ()).margin) for r in built[:80]]
    for count in (80, 20, 20):  # a long table, a short one, and one whose rows are known
        settled_rows = settle_rows(Table("表", (width, width), tuple(built[:count])), LOOK).rows
        assert [r.height for r in settled_rows] == alone[:count]
