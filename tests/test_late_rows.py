"""Rows that are made when they are looked at: findings do without them, and whoever looks sees what stands there in the end."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import yugong
from assembler.describing import describe
from assembler.description import LateRows, Row, Table
from assembler.look import LookError
from assembler.template import load_template

SAMPLE = Path(__file__).parents[1] / "examples" / "zonggai-xuanchuan-2024.xlsx"
ROWS = (Row("1", (), 15), Row("2", (), 20))


class Maker:
    """Makes rows, or fails as often as told, and counts."""

    def __init__(self, failing: int = 0) -> None:
        self.made, self.failing = 0, failing

    def __call__(self) -> Sequence[Row]:
        self.made += 1
        if self.made <= self.failing:
            raise LookError("没有样式")
        return ROWS


def test_rows_are_made_once_and_stand_for_the_tuple_of_them() -> None:
    make = Maker()
    late = LateRows(make)
    assert make.made == 0
    assert len(late) == 2
    assert list(late) == [late[0], late[1]] == list(late[:2])
    assert make.made == 1
    assert late == ROWS
    assert {ROWS, late} == {ROWS}
    assert late == LateRows(lambda: ROWS)
    assert late != LateRows(lambda: ROWS[:1])
    assert late != 2
    assert hash(Table("表", (1,), late)) == hash(Table("表", (1,), ROWS))
    assert repr(late) == repr(ROWS)


def test_rows_that_could_not_be_made_are_tried_again() -> None:
    late = LateRows(Maker(failing=2))
    for _ in range(2):
        with pytest.raises(LookError):
            len(late)
    assert late == ROWS


def test_findings_look_at_no_row_but_at_the_wording_in_forms() -> None:
    budget = yugong.read(SAMPLE)
    description = describe(replace(load_template(budget.basics.template)), budget)  # one that keeps no document
    tables = [block for block in description.document.blocks() if isinstance(block, Table)]
    assert isinstance(description.findings, tuple)
    late = [table.rows for table in tables if isinstance(table.rows, LateRows)]
    assert len(late) == len(tables) > 10
    assert all(rows._make is not None for rows in late)
    assert any(rows.worded for rows in late)
    for rows in late:
        assert not rows.worded or [row.cells for row in rows.worded] == [row.cells for row in rows]
