"""Places of hand-typed figures: each its own, and on the side of the table where the figure stands."""

from __future__ import annotations

import hand_edits as hand
from test_acknowledged import accepting, found

import yugong
from assembler.description import Table
from assembler.rebuild.generated import generated_blocks
from assembler.rebuild.rows import texts_of
from assembler.rebuild.spots import Spots
from assembler.template import Template
from assembler.word.reading.tables import FileRow, rows_of
from figures.budget import Budget
from figures.findings import Severity
from yugong.rebuilding import rebuild_onto


def row_with(edited: hand.Edited, words: str, count: int, table: int = 0) -> FileRow:
    """A row in which these words stand that often."""
    rows = [row for t in edited.tables() for row in rows_of(t.element) if row.texts.count(words) == count]
    return rows[table]


def test_no_two_cells_have_one_place(budget: Budget, template: Template) -> None:
    document = yugong.build(budget, template, pages=False).description.document
    tables = [b for b in generated_blocks(document).values() if isinstance(b, Table)]
    assert tables
    for table in tables:
        spots = Spots(table)
        rows = [row for row in table.rows if not row.header]
        cells = [spots.of_cell(row, i) for row in rows for i in range(len(texts_of(row)))]
        assert len(set(cells)) == len(cells)
        assert len({spots.of_row(row) for row in rows}) == len(rows)


def test_one_half_of_a_form_is_accepted_alone(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    row = row_with(edited, "市县（区）财政资金", 2)
    for cell, typed in zip([c for c in row.cells if c.text[:1].isdigit()], ("999,999", "111,111"), strict=True):
        hand.type_into(cell, typed)
    told = found(rebuild_onto(edited.to_bytes(), budget, template, pages=False), "手填数字")
    assert len({f.place for f in told}) == len({f.message for f in told}) == 2
    assert [f.place.cell for f in told] == ["市县（区）财政资金（第1处）", "市县（区）财政资金（第2处）"]
    accepted = accepting(budget, "手填数字", str(told[0].place))
    again = found(rebuild_onto(edited.to_bytes(), accepted, template, pages=False), "手填数字")
    assert [(f.found, f.severity is Severity.NOTE) for f in again] == [("999,999", True), ("111,111", False)]


def test_the_same_figure_in_two_places_of_a_sentence(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    sentence = next(s for s in edited.paragraphs() if "政府采购货物预算2.00万元" in s.text)
    hand.replace_words(sentence, "货物预算2.00万元", "货物预算5.00万元")
    hand.replace_words(edited.by_name()[sentence.names[0]], "工程预算0万元", "工程预算5.00万元")
    told = found(rebuild_onto(edited.to_bytes(), budget, template, pages=False), "手填数字")
    assert [f.place.cell.endswith(words) for f, words in zip(told, ("货物预算5.00万元", "工程预算5.00万元"), strict=True)] == [
        True
    ] * 2
    accepted = accepting(budget, "手填数字", str(told[0].place))
    again = found(rebuild_onto(edited.to_bytes(), accepted, template, pages=False), "手填数字")
    assert [f.severity is Severity.NOTE for f in again] == [True, False]


def test_the_department_and_its_unit_are_two_rows(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    name = budget.basics.department
    rows = [r for t in edited.tables() for r in rows_of(t.element) if r.texts[:2] == (name, "886.80")]
    for row, typed in zip(rows, ("1.11", "2.22"), strict=True):
        hand.type_into(row.cells[1], typed)
    told = found(rebuild_onto(edited.to_bytes(), budget, template, pages=False), "手填数字")
    assert len({f.place for f in told}) == 2


def test_a_table_of_two_sides_has_two_names_in_a_row(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    row = row_with(edited, "一、一般公共服务支出", 1)
    assert "一、一般公共预算" in row.texts
    hand.type_into(row.cells[1], "1.11")
    hand.type_into(row.cells[4], "2.22")
    told = {f.found: f for f in found(rebuild_onto(edited.to_bytes(), budget, template, pages=False), "手填数字")}
    assert told["1.11"].place.cell.startswith("一、一般公共预算/")
    assert told["2.22"].place.cell == "一、一般公共服务支出/当年预算安排"
    assert "一般公共服务支出" in told["2.22"].message
