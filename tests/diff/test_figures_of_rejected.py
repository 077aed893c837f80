"""A document whose revisions were accepted or rejected goes by the figures of the text that stands in it."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import TEMPLATE, edited_pairs, example, with_amount
from lxml import etree
from revision_checks import AUTHOR, DATE, charts_of, contents_of, read_normal

import yugong
from assembler.description import Paragraph
from assembler.revisions.settling import accepted, rejected
from assembler.revisions.tracking import tracked
from assembler.word.reading.parts import open_parts
from assembler.word.values import W
from figures.budget import Budget
from figures.exchange import to_json
from yugong.cli import main
from yugong.rebuilding import note_on_revisions, rebuild_onto, unpack_figures
from yugong.revising import with_revisions

OLD = example()
NEW = with_amount(OLD, 2, Decimal(100_000))


def built(budget: Budget) -> bytes:
    return yugong.build(budget, TEMPLATE).to_bytes()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(edited_pairs())
def test_the_figures_are_those_of_the_text(pair: tuple[Budget, Budget]) -> None:
    old, new = (yugong.build(budget, TEMPLATE, pages=False).to_bytes() for budget in pair)
    both = tracked(old, new, AUTHOR, DATE)
    back = (
        pair[1] if read_normal(old) == read_normal(new) else pair[0]
    )  # a text that does not tell them apart goes with the new ones
    for settled, budget in ((both, pair[1]), (accepted(both), pair[1]), (rejected(both), back)):
        assert to_json(unpack_figures(settled)) == to_json(budget)
    assert note_on_revisions(accepted(both)) == note_on_revisions(rejected(both)) == ""


def test_a_rejected_document_is_rebuilt_and_compared_by_its_own_figures(tmp_path: Path) -> None:
    old, both = built(OLD), with_revisions(built(OLD), NEW, TEMPLATE).data
    back = rejected(both)
    rebuilt = rebuild_onto(back, NEW, TEMPLATE)
    assert (rebuilt.undecided, rebuilt.typed) == (0, ())
    assert read_normal(rebuilt.data) == read_normal(built(NEW))
    assert contents_of(rebuilt.data) == contents_of(built(NEW))
    for name, data in (("old", old), ("back", back)):
        (tmp_path / f"{name}.docx").write_bytes(data)
    assert main(["diff", str(tmp_path / "old.docx"), str(tmp_path / "back.docx")]) == 0
    again = with_revisions(back, NEW, TEMPLATE)
    assert to_json(unpack_figures(rejected(again.data))) == to_json(OLD)
    assert to_json(unpack_figures(accepted(again.data))) == to_json(NEW)


@pytest.mark.parametrize("more", [0, 100_000, 300_000])
def test_a_document_with_pending_revisions_is_rebuilt_as_if_they_were_accepted(more: int) -> None:
    """Nothing is taken for typed by hand: of a chart in a revision, the one that came counts; the former ones stay as they are."""
    budget = with_amount(OLD, 2, Decimal(more))
    both = with_revisions(built(OLD), NEW, TEMPLATE).data
    rebuilt = rebuild_onto(both, budget, TEMPLATE)
    assert (rebuilt.undecided, rebuilt.typed) == (0, ())
    assert read_normal(accepted(rebuilt.data)) == read_normal(built(budget))
    assert charts_of(rejected(rebuilt.data)) == charts_of(built(OLD))
    assert (rebuilt.data == both) == (budget == NEW)


def test_what_is_pending_or_half_settled_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = with_revisions(built(OLD), NEW, TEMPLATE).data
    path, figures = tmp_path / "both.docx", tmp_path / "figures.json"
    path.write_bytes(both)
    assert main(["unpack", str(path), "-o", str(figures)]) == 0
    assert "没有处理的修订" in capsys.readouterr().err
    assert yugong.read(figures) == NEW
    new = tmp_path / "new.docx"
    for option in ("--onto", "--track-changes"):
        assert main(["build", str(figures), option, str(path), "-o", str(new)]) == 0
        assert capsys.readouterr().err.count("没有处理的修订，按全部接受") == 1
        assert read_normal(accepted(new.read_bytes())) == read_normal(built(NEW))
        new.unlink()
    new.write_bytes(built(NEW))
    assert main(["diff", str(path), str(new)]) == 0
    assert "没有处理的修订" in capsys.readouterr().err
    parts = open_parts(accepted(both))
    text = next(t for t in parts.tree(parts.main).iter(f"{W}t") if t.text and "902.96" in t.text)
    text.text = (text.text or "").replace("902.96", "892.96")
    body = etree.tostring(parts.tree(parts.main))
    parts.put(parts.main, body)
    assert "已接受，但有的文字" in note_on_revisions(parts.to_bytes())
    assert to_json(unpack_figures(parts.to_bytes())) == to_json(NEW)


@pytest.mark.parametrize(("taken", "told"), [(0, "已拒绝，但有的文字"), (1, "有的接受、有的拒绝")])
def test_what_was_typed_beside_revisions_is_not_taken_for_some_of_them_accepted(taken: int, told: str) -> None:
    """A sentence with figures was reworded before all was rejected; then one other sentence is as it was accepted."""
    edited = with_other_words(built(OLD), "预算收入总计892.96万元", "今年的预算收入总计892.96万元")
    both = with_revisions(edited, NEW, TEMPLATE).data
    back = rejected(both)
    if taken:
        pairs = zip(paragraphs(OLD), paragraphs(NEW), strict=True)
        old, new = next((a.text, b.text) for a, b in pairs if a.text != b.text and "支出预算892.96" in a.text)
        back = with_other_words(back, old, new)
    assert told in note_on_revisions(back)
    assert to_json(unpack_figures(back)) == to_json(OLD)


def paragraphs(budget: Budget) -> list[Paragraph]:
    return [b for b in yugong.build(budget, TEMPLATE, pages=False).description.document.blocks() if isinstance(b, Paragraph)]


def with_other_words(document: bytes, old: str, new: str) -> bytes:
    """A document in which the first paragraph with `old` in it has `new` there, all in its first run."""
    parts = open_parts(document)
    root = parts.tree(parts.main)
    for paragraph in root.iterfind(f"{W}body/{W}p"):
        texts = list(paragraph.iter(f"{W}t"))
        whole = "".join(t.text or "" for t in texts)
        if old in whole:
            for text in texts:
                text.text = ""
            texts[0].text = whole.replace(old, new)
            parts.put(parts.main, etree.tostring(root))
            return parts.to_bytes()
    raise AssertionError(old)


@pytest.mark.parametrize("more", [0, 300_000])
def test_figures_brought_up_to_date_within_an_insertion_leave_what_is_outside(more: int) -> None:
    """The unit behind a figure stands outside of the insertion, and is still there when that is rejected."""
    both = with_revisions(built(OLD), NEW, TEMPLATE).data
    rebuilt = rebuild_onto(both, with_amount(OLD, 2, Decimal(more)), TEMPLATE)
    assert read_normal(rejected(rebuilt.data)) == read_normal(built(OLD))


def test_a_line_break_in_a_cell_of_a_form_tells_them_apart() -> None:
    pair = [replace(OLD, targets=(replace(OLD.targets[0], measures=t), *OLD.targets[1:])) for t in ("甲\n乙", "甲乙")]
    for old, new in (pair, pair[::-1]):
        both = tracked(built(old), built(new), AUTHOR, DATE)
        assert to_json(unpack_figures(accepted(both))) == to_json(new)
        assert to_json(unpack_figures(rejected(both))) == to_json(old)
