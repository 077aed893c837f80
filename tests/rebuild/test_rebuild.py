"""Single cases of rebuilding, each as an officer would meet it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import hand_edits as hand
import pytest
from test_reading import read_normal

import yugong
from assembler.rebuild.comments import AUTHOR
from assembler.rebuild.telling import Typed
from assembler.template import Template
from assembler.word.reading.tables import rows_of
from assembler.word.values import W, value
from figures.budget import Budget
from yugong.document_wins import take_over
from yugong.rebuilding import rebuild_onto, strip_document, unpack_figures


def more(budget: Budget, by: int = 1_234_500) -> Budget:
    """The budget with one figure changed."""
    lines = list(budget.expenditure)
    lines[3] = replace(lines[3], amount=lines[3].amount + Decimal(by))
    return replace(budget, expenditure=tuple(lines))


def with_total(edited: hand.Edited) -> hand.Stretch:
    """The first sentence that says the total of the budget."""
    return next(s for s in edited.paragraphs() if "892.96万元" in s.text)


def our_comments(data: bytes) -> list[str]:
    """The texts of the program's comments."""
    edited = hand.Edited(data)
    name = edited.parts.target("comments")
    if not name:
        return []
    return ["".join(t.text or "" for t in c.iter(f"{W}t")) for c in edited.parts.tree(name) if value(c, "author") == AUTHOR]


def test_an_untouched_document_is_as_if_built_anew(budget: Budget, template: Template, built: bytes) -> None:
    assert rebuild_onto(built, budget, template).data == built
    assert rebuild_onto(built, more(budget), template).data == yugong.build(more(budget), template).to_bytes()


def test_a_touched_document_has_the_same_normal_form(budget: Budget, template: Template, built: bytes) -> None:
    touched = hand.Edited(built).to_bytes()
    assert rebuild_onto(touched, budget, template).data == touched
    rebuilt = rebuild_onto(touched, more(budget), template)
    assert read_normal(rebuilt.data) == read_normal(yugong.build(more(budget), template).to_bytes())
    assert read_normal(rebuild_onto(rebuilt.data, budget, template).data) == read_normal(built)
    assert not rebuilt.undecided


def test_a_reworded_sentence_keeps_its_words_and_gets_new_figures(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    sentence = with_total(edited)
    hand.reword(sentence, "经反复测算，", 3)
    words = sentence.text
    rebuilt = rebuild_onto(edited.to_bytes(), more(budget), template)
    text = hand.Edited(rebuilt.data).text()
    assert "经反复测算，" in text
    assert words not in text
    assert "892.96万元" not in text
    assert not rebuilt.undecided


def test_a_figure_that_cannot_be_matched_is_told_in_a_comment(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    sentence = with_total(edited)
    hand.replace_words(sentence, "892.96万元", "数百万元")
    words = sentence.text
    data = edited.to_bytes()
    rebuilt = rebuild_onto(data, more(budget), template)
    assert rebuilt.undecided == 1
    assert words in hand.Edited(rebuilt.data).text()
    told = our_comments(rebuilt.data)
    assert len(told) == 1
    assert "按现在的数据" in told[0]
    assert rebuild_onto(rebuilt.data, more(budget), template).data == rebuilt.data
    undone = rebuild_onto(rebuilt.data, budget, template)
    assert our_comments(undone.data) == []
    assert read_normal(undone.data) == read_normal(data)


def without_comments(data: bytes) -> hand.Edited:
    """The document after its comments were deleted by hand."""
    edited = hand.Edited(data)
    for mark in list(edited.body.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")):
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)
    return edited


def test_a_comment_that_was_deleted_is_decided_but_wrong_figures_are_told_again(
    budget: Budget, template: Template, built: bytes
) -> None:
    edited = hand.Edited(built)
    sentence = with_total(edited)
    old = sentence.text
    hand.replace_words(sentence, "892.96万元", "数百万元")
    told = without_comments(rebuild_onto(edited.to_bytes(), more(budget), template).data)
    place = told.by_name()[sentence.names[0]]
    again = rebuild_onto(told.to_bytes(), more(budget), template)
    assert {("152.47万元", True), ("14.58%", True)} <= {(t.found, t.at >= 0) for t in again.typed}
    new = hand.Edited(yugong.build(more(budget), template).to_bytes()).by_name()[sentence.names[0]].text
    hand.change_text(
        [place.element], [hand.Edit(0, len(old), new.replace(new[new.index("总计") + 2 : new.index("，")], "近千万元", 1))]
    )
    assert not rebuild_onto(told.to_bytes(), more(budget), template).undecided


def test_a_figure_typed_into_a_table_is_told_with_both_values(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    table = next(t for t in edited.tables() if any(True for _ in hand.number_cells(t)))
    cell = next(hand.number_cells(table))
    was = cell.text
    hand.type_into(cell, "1000.00")
    data = edited.to_bytes()
    told = [f for f in rebuild_onto(data, budget, template).findings if f.code == "手填数字"]
    assert [(f.found, f.expected) for f in told] == [("1000.00", was)]
    winning = rebuild_onto(data, budget, template, typed=Typed.FIGURES_WIN)
    assert not winning.undecided
    assert read_normal(winning.data) == read_normal(built)


@pytest.mark.parametrize(
    ("written", "expected"), [("约892.96", "约{}"), ("892.96（不含结转）", "{}（不含结转）"), ("892.960", "{}")]
)
def test_a_number_with_words_beside_it_is_brought_up_to_date(
    budget: Budget, template: Template, built: bytes, written: str, expected: str
) -> None:
    edited = hand.Edited(built)
    cell = next(c for t in edited.tables() for c in hand.number_cells(t) if c.text == "892.96")
    hand.type_into(cell, written)
    data = edited.to_bytes()
    assert rebuild_onto(data, budget, template).data == data
    rebuilt = rebuild_onto(data, more(budget), template)
    assert not rebuilt.undecided
    total = f"{sum((line.amount for line in more(budget).expenditure), Decimal(0)) / 10000:.2f}"
    texts = [c.text for t in hand.Edited(rebuilt.data).tables() for r in rows_of(t.element) for c in r.cells]
    assert expected.format(total) in texts


def test_the_document_wins_where_a_cell_is_one_record(budget: Budget, template: Template, built: bytes) -> None:
    single = more(replace(budget, expenditure=budget.expenditure), 0)
    description = yugong.build(single, template, pages=False).description
    edited = hand.Edited(built)
    table = next(t for t in edited.tables() if any("媒体合作与宣传经费" in r.texts for r in rows_of(t.element)))
    row = next(r for r in rows_of(table.element) if "媒体合作与宣传经费" in r.texts)
    cell = next(c for c in row.cells if hand.re.fullmatch(r"\d+\.\d\d", c.text) and c.text != "0.00")
    hand.type_into(cell, "123.45")
    typed = rebuild_onto(edited.to_bytes(), budget, template).typed
    taken = take_over(budget, description, typed)
    assert len(taken.done) == 1
    again = rebuild_onto(edited.to_bytes(), taken.budget, template)
    assert "123.45" in hand.Edited(again.data).text()
    assert not any(one.found == "123.45" and one.row == typed[0].row and one.block == typed[0].block for one in again.typed)


def test_rows_that_a_person_inserted_stay(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    table = next(t for t in edited.tables() if any(True for _ in hand.number_cells(t)))
    rows = rows_of(table.element)
    new = hand.deepcopy(rows[4].element)
    rows[4].element.addnext(new)
    for paragraph in new.iter(f"{W}p"):
        hand.change_text([paragraph], [hand.Edit(0, len(hand.p_text(paragraph)), "人加的行")])
    rebuilt = rebuild_onto(edited.to_bytes(), more(budget), template)
    after = next(t for t in hand.Edited(rebuilt.data).tables() if t.names == table.names)
    assert any(set(r.texts) == {"人加的行"} for r in rows_of(after.element))


def test_deleted_blocks_stay_deleted_and_are_listed(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    sentence = with_total(edited)
    hand.delete(sentence)
    rebuilt = rebuild_onto(edited.to_bytes(), more(budget), template)
    assert sentence.names[0] not in hand.Edited(rebuilt.data).by_name()
    assert [f for f in rebuilt.findings if f.code == "已删除"]


def test_headings_that_a_person_added_stand_in_the_contents(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    heading = next(s for s in edited.stretches if s.text.startswith("二、机构设置") and not s.in_contents)
    hand.add_paragraph(heading, "补充：人加的标题")
    rebuilt = rebuild_onto(edited.to_bytes(), budget, template)
    lines = [s.text for s in hand.Edited(rebuilt.data).stretches if s.in_contents]
    assert any(line.startswith("补充：人加的标题\t") for line in lines)


def test_figures_come_back_and_a_clean_copy_has_none(budget: Budget, built: bytes) -> None:
    assert unpack_figures(built) == budget
    clean = strip_document(built)
    assert not clean.unsettled
    edited = hand.Edited(clean.data)
    assert not any("_yg" in value(m, "name") for m in edited.body.iter(f"{W}bookmarkStart"))
    assert not [name for name in edited.parts.data if name.startswith("customXml")]
    with pytest.raises(ValueError, match="没有本程序写入的数据"):
        unpack_figures(clean.data)
