"""What follows from changed records: every changed number is told, and nothing else."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import TEMPLATE, edited_pairs
from shown_numbers import all_figures, assert_figures_follow, told

import yugong
from assembler.describing import describe
from assembler.description import Document
from assembler.diff.comparing import compare
from assembler.diff.words import Stretch, changed_sentences, compared, words
from figures.budget import Budget
from tests.strategies import budgets
from yugong.diffing import load

TEXTS = st.lists(
    st.sampled_from(("892.96", "902.96万元", "，", "。", "减少", "增加", "14.58%", "-3", "1,234.50", "2023-2024", "a")),
    max_size=12,
)


@given(TEXTS.map("".join))
def test_words_are_the_whole_text(text: str) -> None:
    assert "".join(words(text)) == text


def test_figures_are_whole_words() -> None:
    assert words("892.96万元，-3.5%，1,234.50；2023-2024年") == [
        *("892.96", "万", "元", "，", "-3.5%", "，", "1,234.50", "；", "2023", "-", "2024", "年")
    ]


@given(TEXTS.map("".join), TEXTS.map("".join))
def test_stretches_are_both_texts(old: str, new: str) -> None:
    stretches = compared(old, new)
    assert "".join(s.text for s in stretches if s.kind != "added") == old
    assert "".join(s.text for s in stretches if s.kind != "removed") == new
    assert bool(changed_sentences(old, new)) == (old != new)


def test_sentences_with_little_in_common_are_told_one_after_the_other() -> None:
    old, new = "负责新闻报道、对外宣传和网络信息安全工作。", "新的职责。"
    (sentence,) = changed_sentences(old, new)
    assert [(s.kind, s.text) for s in sentence] == [("removed", old), ("added", new)]


@given(TEXTS.map("".join), TEXTS.map("".join))
def test_no_sentence_is_told_with_an_empty_mark(old: str, new: str) -> None:
    assert all(s.text for sentence in changed_sentences(old, new) for s in sentence)


def test_a_paragraph_that_came_or_went_is_told_by_itself() -> None:
    old, new = "有些话。", "有些话。补充的一句。"
    assert changed_sentences("", old) == ((Stretch("added", old),),)
    assert changed_sentences(old, "") == ((Stretch("removed", old),),)
    assert changed_sentences(old, new) == ((Stretch("added", "补充的一句。"),),)


@settings(max_examples=15, deadline=None)
@given(budgets())
def test_the_diff_of_equal_documents_is_empty(budget: Budget) -> None:
    assert compare(describe(TEMPLATE, budget).document, describe(TEMPLATE, budget).document) == ()


@settings(max_examples=10, deadline=None)
@given(edited_pairs())
def test_every_changed_number_is_told_of_documents_without_identities(pair: tuple[Budget, Budget]) -> None:
    """As of those published: blocks are then known by what they say, and what is told still leads from all old figures to all new ones."""
    old, new = (published(budget) for budget in pair)
    figures: Counter[str] = sum(all_figures(old).values(), Counter())
    for section in compare(old, new):
        for change in section.blocks:
            gone, added = told(change)
            figures.update(added)
            figures.subtract(gone)
    assert {f: n for f, n in figures.items() if n} == dict(sum(all_figures(new).values(), Counter()))


def published(budget: Budget) -> Document:
    """A document as it is read from a file without identities."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.docx"
        path.write_bytes(yugong.build(budget, TEMPLATE, pages=False, final=True).to_bytes())
        return load(path).document


@settings(max_examples=25, deadline=None)
@given(edited_pairs())
def test_every_changed_number_is_told_in_its_block(pair: tuple[Budget, Budget]) -> None:
    """What the changes say was removed and added leads from the figures of the old document to those of the new one."""
    old, new = (describe(TEMPLATE, budget).document for budget in pair)
    assert_figures_follow(old, new, [change for section in compare(old, new) for change in section.blocks])
