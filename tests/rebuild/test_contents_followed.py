"""The contents follow captions that people word; what was typed into the contents themselves is told."""

from __future__ import annotations

import hand_edits as hand
import pytest
from lxml import etree
from test_acknowledged import found
from test_rebuild import more

from assembler.template import Template
from assembler.word.reading.inline import Edit, change_text
from assembler.word.values import W
from figures.budget import Budget
from yugong.rebuilding import rebuild_onto

CAPTION, WORDED = "2024年预算收入总表", "2024年部门预算收入总表"


def caption(edited: hand.Edited, text: str = CAPTION) -> hand.Stretch:
    return next(s for s in edited.stretches if s.text == text and not s.in_contents)


def contents(data: bytes) -> list[str]:
    return [s.text.rpartition("\t")[0] for s in hand.Edited(data).stretches if s.in_contents and "\t" in s.text]


def without_field(paragraph: etree._Element) -> None:
    for run in [r for r in paragraph.iter(f"{W}r") if r.find(f"{W}instrText") is not None or r.find(f"{W}fldChar") is not None]:
        parent = run.getparent()
        assert parent is not None
        parent.remove(run)


@pytest.mark.parametrize("pages", [True, False])
def test_a_worded_caption_is_followed(budget: Budget, template: Template, built: bytes, pages: bool) -> None:
    edited = hand.Edited(built)
    hand.replace_words(caption(edited), CAPTION, WORDED)
    first = rebuild_onto(edited.to_bytes(), budget, template, pages=pages)
    expected = [WORDED.join(line.split(CAPTION)) for line in contents(built)]
    assert f"表二{WORDED}" in contents(first.data)
    assert contents(first.data) == expected
    assert not found(first, "目录条目")
    again = hand.Edited(first.data)
    hand.replace_words(caption(again, WORDED), WORDED, f"{WORDED}（按单位）")
    second = rebuild_onto(again.to_bytes(), more(budget), template, pages=pages)
    assert f"表二{WORDED}（按单位）" in contents(second.data)
    assert rebuild_onto(second.data, more(budget), template, pages=pages).data == second.data


@pytest.mark.parametrize("words", [CAPTION, WORDED])
def test_a_caption_typed_anew_stays_in_the_contents(budget: Budget, template: Template, built: bytes, words: str) -> None:
    edited = hand.Edited(built)
    where = caption(edited)
    hand.replace_words(where, CAPTION, words)
    without_field(where.element)
    rebuilt = rebuild_onto(edited.to_bytes(), budget, template)
    assert f"表二{words}" in contents(rebuilt.data)
    assert len(contents(rebuilt.data)) == len(contents(built))
    assert len(found(rebuilt, "目录条目")) == 1


def test_what_was_typed_into_the_contents_is_told(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    line = next(s for s in edited.stretches if s.in_contents and CAPTION in s.text)
    start = line.text.index(CAPTION)
    change_text([line.element], [Edit(start, start + len(CAPTION), "收入总表（本级）")])
    rebuilt = rebuild_onto(edited.to_bytes(), budget, template)
    (told,) = found(rebuilt, "目录条目")
    assert "收入总表（本级）" in told.message
    assert contents(rebuilt.data) == contents(built)
