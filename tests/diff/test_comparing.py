"""What follows from changed records: every changed number is told, and nothing else."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import STEP, TEMPLATE, edited_pairs, example, with_amount

from assembler.describing import describe
from assembler.description import Chart, Document, Paragraph, Table
from assembler.diff.changes import BlockChange, ChartChange, ParagraphChange, TableChange
from assembler.diff.comparing import compare
from assembler.diff.words import changed_sentences, compared, is_figure, words
from assembler.view_tables import CellOrigin
from figures.budget import Budget
from figures.findings import Place
from narratives.text import Number
from tests.strategies import budgets

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


@settings(max_examples=15, deadline=None)
@given(budgets())
def test_the_diff_of_equal_documents_is_empty(budget: Budget) -> None:
    assert compare(describe(TEMPLATE, budget).document, describe(TEMPLATE, budget).document) == ()


def shown(document: Document) -> dict[str, Counter[str]]:
    """The words of every block that has any, by its identity (those that share an identity together)."""
    found: dict[str, Counter[str]] = {}
    for block in document.blocks():
        if isinstance(block, Paragraph):
            texts = [block.text or (block.entry.text if block.entry else "")]
        elif isinstance(block, Table):
            texts = [c.text for r in block.rows for c in r.cells]
        elif isinstance(block, Chart):
            texts = [t for s in block.slices for t in (str(Decimal(s.value)), s.label)]
        else:
            continue
        found.setdefault(getattr(block, "id", ""), Counter()).update(w for t in texts for w in words(t) if is_figure(w))
    return found


def told(change: BlockChange) -> tuple[Counter[str], Counter[str]]:
    """The figures that a change says are gone, and those that are new."""
    gone: list[str] = []
    new: list[str] = []
    if isinstance(change, ParagraphChange):
        gone = [s.text for sentence in change.sentences for s in sentence if s.kind == "removed"]
        new = [s.text for sentence in change.sentences for s in sentence if s.kind == "added"]
    elif isinstance(change, TableChange):
        gone = [c.before for c in change.cells] + [t for r in change.rows if r.kind == "removed" for t in r.texts]
        new = [c.now for c in change.cells] + [t for r in change.rows if r.kind == "added" for t in r.texts]
    elif isinstance(change, ChartChange):
        gone = [t for s in change.slices for t in (str(s.before or ""), s.label_before)]
        new = [t for s in change.slices for t in (str(s.now or ""), s.label_now)]
    return figures_of(gone), figures_of(new)


def figures_of(texts: list[str]) -> Counter[str]:
    return Counter(w for t in texts for w in words(t) if is_figure(w))


@settings(max_examples=25, deadline=None)
@given(edited_pairs())
def test_every_changed_number_is_told_in_its_block(pair: tuple[Budget, Budget]) -> None:
    """What the changes say was removed and added leads from the figures of the old document to those of the new one."""
    old, new = (describe(TEMPLATE, budget).document for budget in pair)
    before, now = sum(shown(old).values(), Counter()), sum(shown(new).values(), Counter())
    for section in compare(old, new):
        for change in section.blocks:
            gone, added = told(change)
            before.subtract(gone)
            before.update(added)
    assert +before == now
    assert not -before


def numbers(document: Document) -> Iterator[tuple[str, str, frozenset[Place], bool]]:
    """Every number: where it stands, its text, the cells behind it, and whether it is a plain sum of them."""
    for block in document.blocks():
        if isinstance(block, Paragraph):
            for i, run in enumerate(block.runs):
                if isinstance(run.origin, Number):
                    origin = run.origin
                    places = frozenset(p for o in origin.operands for p in o.places()) | frozenset(origin.places())
                    yield f"{block.id}/{i}", run.text, places, not origin.formula
        elif isinstance(block, Table):
            for row in block.rows:
                for i, cell in enumerate(row.cells):
                    if isinstance(cell.origin, CellOrigin):
                        places = frozenset(cell.origin.table.places(cell.origin.row, cell.origin.column))
                        yield f"{block.id}/{row.key}/{i}", cell.text, places, not cell.text.endswith("%")


@pytest.mark.parametrize("name", ["zonggai-xuanchuan-2024.xlsx", "quwenlvju-2024.xlsx"])
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_a_record_moved_by_one_print_unit_changes_exactly_its_dependents(name: str, data: st.DataObject) -> None:
    old = example(name)
    at = data.draw(st.integers(0, len(old.expenditure) - 1))
    new = with_amount(old, at, STEP * data.draw(st.sampled_from((1, -1, 100))))
    source = old.expenditure[at].source
    assert source is not None
    cell = source.place("amount")
    before, now = describe(TEMPLATE, old).document, describe(TEMPLATE, new).document
    was, are = list(numbers(before)), list(numbers(now))
    if [n[0] for n in was] != [n[0] for n in are]:
        return  # the amount made a sentence or a row come or go
    changed = [(a, b) for a, b in zip(was, are, strict=True) if a[1] != b[1]]
    assert all(cell in a[2] | b[2] for a, b in changed), [a for a, b in changed if cell not in a[2] | b[2]]
    moved = {a[0] for a, _ in changed}
    still = [a for a in was if cell in a[2] and a[3] and a[1] and a[0] not in moved]
    assert not still
    steps = [Decimal(b[1]) - Decimal(a[1]) for a, b in changed if a[3] and is_figure(a[1]) and is_figure(b[1])]
    assert all(step % Decimal("0.01") == 0 for step in steps)
    for section in compare(before, now):
        for change in section.blocks:
            gone, added = told(change)
            assert gone or added
