"""Figures of before in what a person copied, moved or added are told; rows put elsewhere are known."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

import hand_edits as hand
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree
from test_acknowledged import accepting, found
from test_rebuild import more, our_comments, with_total, without_comments

import yugong
from assembler.template import Template
from assembler.word.reading.tables import rows_of
from assembler.word.values import W
from figures.budget import Budget
from yugong.api import BuiltDocument
from yugong.rebuilding import rebuild_onto


def nameless(element: etree._Element) -> etree._Element:
    """A copy without bookmarks, as an office program pastes."""
    copy = deepcopy(element)
    for mark in list(copy.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        parent = mark.getparent()
        assert parent is not None
        parent.remove(mark)
    return copy


def copied_sentence(edited: hand.Edited) -> None:
    edited.paragraphs()[-1].element.addprevious(nameless(with_total(edited).element))


def moved_sentence(edited: hand.Edited) -> None:
    source, target = with_total(edited), edited.paragraphs()[-1]
    at = source.text.index("；") + 1
    words = source.text[at:]
    hand.change_text([source.element], [hand.Edit(at, len(source.text), "")])
    hand.change_text([target.element], [hand.Edit(len(target.text), len(target.text), f"另外，{words}")])


def copied_table(edited: hand.Edited) -> None:
    table = next(t for t in edited.tables() if "892.96" in hand.all_text(t.element))
    with_total(edited).element.addnext(nameless(table.element))


def copied_row(edited: hand.Edited) -> None:
    table = next(t for t in edited.tables() if "892.96" in hand.all_text(t.element))
    row = next(r for r in rows_of(table.element) if "892.96" in r.texts)
    copy = nameless(row.element)
    row.element.addnext(copy)
    hand.change_text([next(copy.iter(f"{W}p"))], [hand.Edit(0, 0, "其中重复")])


def in_a_box(edited: hand.Edited) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>总计892.96万元</w:t></w:r></w:p></w:txbxContent>"
    run = f'<w:r xmlns:w="{W[1:-1]}" xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>'
    with_total(edited).element.append(etree.fromstring(run))


def in_a_footnote(edited: hand.Edited) -> None:
    from test_constructs import footnote

    footnote(edited)
    name = edited.parts.target("footnotes")
    text = next(edited.parts.tree(name).iter(f"{W}t"))
    text.text = f"{text.text}，即892.96万元"
    edited.parts.change(name)


@pytest.mark.parametrize("edit", [copied_sentence, moved_sentence, copied_table, copied_row, in_a_box, in_a_footnote])
def test_old_figures_in_copies_are_told(
    budget: Budget, template: Template, built: bytes, edit: Callable[[hand.Edited], None]
) -> None:
    edited = hand.Edited(built)
    edit(edited)
    data = edited.to_bytes()
    assert not rebuild_onto(data, budget, template).undecided
    rebuilt = rebuild_onto(data, more(budget), template)
    (told,) = found(rebuilt, "旧数")
    assert "892.96" in told.found
    assert rebuilt.undecided == len(our_comments(rebuilt.data)) == 1
    again = rebuild_onto(rebuilt.data, more(budget), template)
    assert (again.data, again.undecided) == (rebuilt.data, 1), "as long as the comment stands"
    assert not rebuild_onto(without_comments(rebuilt.data).to_bytes(), more(budget), template).undecided
    accepted = rebuild_onto(data, accepting(more(budget), "旧数", str(told.place)), template)
    assert (accepted.undecided, our_comments(accepted.data)) == (0, [])
    undone = rebuild_onto(rebuilt.data, budget, template)
    assert (undone.undecided, our_comments(undone.data)) == (0, []), "the figures are those of now again"


def test_a_persons_own_figures_are_not_taken_for_old_ones(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    hand.add_paragraph(with_total(edited), "经2024年3月5日第3次会议审议，另有12.34万元待批，占1.5%，共3个项目、165平方米。")
    assert not rebuild_onto(edited.to_bytes(), more(budget), template).undecided


def test_rows_put_in_another_order_are_brought_up_to_date(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    table = next(t for t in edited.tables() if "892.96" in hand.all_text(t.element) and len(rows_of(t.element)) > 8)
    first, *others = [r for r in rows_of(table.element) if not r.header]
    for row in others:
        first.element.addnext(row.element)
    rebuilt = rebuild_onto(edited.to_bytes(), more(budget), template)
    assert not rebuilt.undecided
    assert not found(rebuilt, "已删除")
    after = hand.Edited(rebuilt.data).by_name()[table.names[0]]
    new = hand.Edited(yugong.build(more(budget), template).to_bytes()).by_name()[table.names[0]]
    assert sorted(r.texts for r in after.rows) == sorted(r.texts for r in new.rows)
    heads = len([r for r in after.rows if r.header])
    assert [r.texts[0] for r in after.rows[heads + 1 :]] == [r.texts[0] for r in reversed(others)], "in the order of the person"


OURS = "人写的话："
AMOUNT = re.compile(r"\d+\.\d+(?:万元|%)")


def said(document: BuiltDocument) -> set[str]:
    """The amounts and percents that the sentences of a document say."""
    return {shown for b in document.description.document.blocks() for shown in AMOUNT.findall(getattr(b, "text", ""))}


@settings(max_examples=20, deadline=None, phases=(Phase.reuse, Phase.generate))
@given(
    source=st.integers(0, 99),
    place=st.integers(0, 99),
    line=st.integers(0, 99),
    amount=st.integers(1, 90_000_000),
    within=st.booleans(),
)
def test_whatever_is_copied_no_figure_of_before_stands_there_in_silence(
    budget: Budget, template: Template, built: bytes, source: int, place: int, line: int, amount: int, within: bool
) -> None:
    edited = hand.Edited(built)
    saying = [p for p in edited.paragraphs() if AMOUNT.search(p.text)]
    text = saying[source % len(saying)].text
    target = edited.paragraphs()[place % len(edited.paragraphs())]
    if within:
        hand.change_text([target.element], [hand.Edit(len(target.text), len(target.text), f"{OURS}{text}")])
    else:
        hand.add_paragraph(target, f"{OURS}{text}")
    lines = list(budget.expenditure)
    lines[line % len(lines)] = replace(lines[line % len(lines)], amount=Decimal(amount))
    changed = replace(budget, expenditure=tuple(lines))
    rebuilt = rebuild_onto(edited.to_bytes(), changed, template, pages=False)
    gone = said(yugong.build(budget, template, pages=False)) - said(yugong.build(changed, template, pages=False))
    (standing,) = [s.text for s in hand.Edited(rebuilt.data).stretches if OURS in s.text and not s.in_contents]
    stale = {shown for shown in AMOUNT.findall(standing) if shown in gone}
    undecided = [f for f in rebuilt.findings if f.code == "待定文字"]
    told = {shown for f in rebuilt.findings if f.code in ("旧数", "手填数字") for shown in f.found.split("、")}
    assert undecided or stale <= told
    if not within:
        assert (stale > set()) == bool(found(rebuilt, "旧数"))
