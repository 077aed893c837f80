"""Charts that stand twice: what LibreOffice leaves of settled revisions goes, any other is told, and none is printed twice silently."""

from __future__ import annotations

from copy import deepcopy

import hand_edits as hand
import pytest
from test_acknowledged import found
from test_rebuild import more, our_comments

from assembler.rebuild.charts import chart_values
from assembler.revisions.settling import settle
from assembler.template import Template
from assembler.word.reading.body import CHART
from assembler.word.values import W
from figures.budget import Budget
from yugong.rebuilding import Typed, rebuild_onto, strip_document
from yugong.revising import with_revisions


def charts(data: bytes) -> int:
    return sum(1 for _ in hand.Edited(data).body.iter(CHART))


@pytest.fixture(scope="session")
def with_both(budget: Budget, template: Template, built: bytes) -> bytes:
    """A document with revisions as LibreOffice accepts them: it leaves both charts of each pair."""
    edited = hand.Edited(with_revisions(built, more(budget), template).data)
    for chart in list(edited.body.iter(CHART)):
        for deleted in list(chart.iterancestors(f"{W}del")):
            for run in list(deleted):
                deleted.addprevious(run)
    settle(edited.body, accept=True)
    return edited.to_bytes()


@pytest.mark.parametrize("typed", [Typed.TELL, Typed.FIGURES_WIN])
@pytest.mark.parametrize("amount", [0, 10_000, 20_000])
def test_what_settled_revisions_left_goes(
    budget: Budget, template: Template, built: bytes, with_both: bytes, typed: Typed, amount: int
) -> None:
    assert charts(with_both) == 2 * charts(built)
    rebuilt = rebuild_onto(with_both, more(budget, amount), template, pages=False, typed=typed)
    assert charts(rebuilt.data) == charts(built)
    assert len(found(rebuilt, "多余的图已删")) == charts(built)
    assert rebuilt.undecided == 0
    edited = hand.Edited(rebuilt.data)
    parts = [n for n in edited.parts.data if n.startswith(("word/charts/chart", "word/embeddings/"))]
    assert len(parts) == 2 * charts(built), "the figures of what went are not published"
    anew = rebuild_onto(built, more(budget, amount), template, pages=False).data
    assert values(rebuilt.data) == values(anew)


def values(data: bytes) -> list[list[object]]:
    edited = hand.Edited(data)
    relations = edited.parts.relations(edited.parts.main)
    names = [relations[next(iter(c.attrib.values()))].target for c in edited.body.iter(CHART)]
    return [list(chart_values(edited.parts.tree(name))) for name in names]


def test_they_are_not_published(with_both: bytes, built: bytes) -> None:
    assert sum("重复的图" in told for told in strip_document(with_both).unsettled) == charts(built)


@pytest.mark.parametrize("typed", [Typed.TELL, Typed.FIGURES_WIN])
@pytest.mark.parametrize("beside", [True, False])
def test_a_copy_is_told_and_stays(budget: Budget, template: Template, built: bytes, typed: Typed, beside: bool) -> None:
    edited = hand.Edited(built)
    chart = next(edited.body.iter(CHART))
    copied = next(chart.iterancestors(f"{W}r" if beside else f"{W}p"))
    copied.addnext(deepcopy(copied))
    rebuilt = rebuild_onto(edited.to_bytes(), more(budget), template, pages=False, typed=typed)
    assert charts(rebuilt.data) == charts(built) + 1
    assert [f.code for f in rebuilt.findings if f.place.block.startswith("图")] == ["重复的图"]
    assert (rebuilt.undecided, len(our_comments(rebuilt.data))) == (1, 1)
    assert any("重复的图" in told for told in strip_document(edited.to_bytes()).unsettled)
