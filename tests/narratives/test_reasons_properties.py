"""What holds for every found reason, over generated pairs of years that share many lines."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from figures.budget import Budget
from figures.datasets import Figures
from figures.findings import Place
from figures.records import ExpenditureLine
from narratives.reasons.attribution import Attribution, Kind, Node, attribute
from narratives.reasons.choosing import choose
from narratives.reasons.contradictions import contradictions
from narratives.reasons.declared import Thresholds, Verb
from narratives.reasons.given import cleaned
from narratives.reasons.lines import line_up
from narratives.reasons.saying import say_found, verb_of
from narratives.reasons.showing import as_data, rows
from narratives.text import Quote
from tests.narratives.reason_cases import (
    QUANTUM,
    WAN,
    attributed,
    basic,
    budget,
    leaves,
    lined_up,
    measure_of,
    project,
    sentence,
    style,
    two_years,
)
from tests.narratives.reason_strategies import pairs

WIDE = Thresholds(most=10_000)
FAST = settings(max_examples=60, deadline=None)


def _toward(found: Attribution, node: Node) -> Decimal:
    return node.contribution if found.change > 0 else -node.contribution


def _gross(found: Attribution) -> Decimal:
    return sum((max(_toward(found, n), Decimal(0)) for n in leaves(found) if not n.moved), Decimal(0))


@given(pairs())
@FAST
def test_leaves_add_up_to_the_change_and_every_node_to_its_children(both: Budget) -> None:
    found = attributed(both)
    data = as_data(found)
    assert data["remainder"] == "0.00"
    assert sum((Decimal(c["contribution"]) for c in data["contributions"] if c["leaf"]), Decimal(0)) == Decimal(data["change"])
    assert all(Decimal(c["now"]) - Decimal(c["before"]) == Decimal(c["contribution"]) for c in data["contributions"])
    for node in found.nodes():
        if not node.leaf:
            assert node.contribution == sum((c.contribution for c in node.children), Decimal(0))
    assert sum((n.contribution for n in leaves(found) if n.moved), Decimal(0)) == 0


@given(pairs(), st.integers(1, 3))
@FAST
def test_what_is_named_reaches_the_threshold(both: Budget, depth: int) -> None:
    found = attributed(both, depth=depth)
    explained = sum((_toward(found, n) for n in found.direct), Decimal(0))
    assert explained >= _gross(found) * Decimal("0.8")
    assert bool(found.direct) == (found.change != 0 and _gross(found) > 0)


@given(pairs())
@FAST
def test_each_has_the_sign_of_the_change_or_stands_behind_meanwhile(both: Budget) -> None:
    found = attributed(both)
    assert all(_toward(found, n) > 0 for n in found.direct)
    assert all(_toward(found, n) < 0 for n in found.offsetting)
    head, _, tail = sentence(found).partition("；同时")
    for text, nodes in ((head, found.direct), (tail, found.offsetting)):
        said = sorted(re.findall(r"(?<=[^\d])(\d[\d,]*\.\d\d)万元", text))
        assert said == sorted(WAN.show(abs(n.contribution)) for n in nodes)


@given(pairs(), st.integers(1, 3))
@FAST
def test_no_money_is_named_twice(both: Budget, depth: int) -> None:
    found = attributed(both, depth=depth)
    for node in (*found.direct, *found.offsetting):
        assert not [below for below in node.walk() if below is not node and below.number in found.named]


@given(pairs())
@FAST
def test_the_net_of_what_is_named_comes_near_the_change(both: Budget) -> None:
    found = attributed(both, WIDE)
    if found.direct:
        net = sum((n.contribution for n in (*found.direct, *found.offsetting)), Decimal(0))
        assert abs(net - found.change) <= abs(found.change) / 5


@given(pairs())
@FAST
def test_what_did_not_change_or_only_moved_is_never_named(both: Budget) -> None:
    found = attributed(both)
    for node in (*found.direct, *found.offsetting):
        assert not node.steady
        assert not node.moved
        assert node.unmoved == node.contribution
    assert [row for row in rows(found) if row.why.startswith("点名")] or not found.direct


def _antichains(nodes: list[Node], size: int) -> Iterator[tuple[Node, ...]]:
    below = {n.number: {b.number for b in n.walk()} for n in nodes}
    for some in combinations(nodes, size):
        if all(b.number not in below[a.number] and a.number not in below[b.number] for a, b in combinations(some, 2)):
            yield some


@given(pairs(max_lines=8), st.integers(1, 3))
@settings(max_examples=40, deadline=None)
def test_the_fewest_are_named(both: Budget, depth: int) -> None:
    found = attributed(both, Thresholds(most=1), depth=depth)
    assume(found.direct)
    nodes = [n for n in found.nodes() if n.nameable and _toward(found, n) > 0]
    wanted = _gross(found) * Decimal("0.8")
    for size in range(1, len(found.direct)):
        assert all(sum(_toward(found, n) for n in some) < wanted for some in _antichains(nodes, size))


@given(pairs(), st.randoms(use_true_random=False))
@FAST
def test_the_order_of_lines_changes_nothing(both: Budget, random: Random) -> None:
    assert both.last_year is not None
    old, new = list(both.last_year.expenditure), list(both.expenditure)
    random.shuffle(old)
    random.shuffle(new)
    again = replace(both, expenditure=tuple(new), last_year=replace(both.last_year, expenditure=tuple(old)))
    assert sentence(attributed(again)) == sentence(attributed(both))


@given(pairs(), st.data())
@FAST
def test_splitting_a_line_changes_nothing(both: Budget, data: st.DataObject) -> None:
    assume(both.expenditure)
    at = data.draw(st.integers(0, len(both.expenditure) - 1))
    line = both.expenditure[at]
    part = QUANTUM * data.draw(st.integers(0, int(line.amount / QUANTUM)))
    halves = (replace(line, amount=part), replace(line, amount=line.amount - part))
    again = replace(both, expenditure=(*both.expenditure[:at], *halves, *both.expenditure[at + 1 :]))
    assert sentence(attributed(again)) == sentence(attributed(both))


@given(pairs(), st.sampled_from((project("项目另", 33), basic("30309", 7), project("项目甲", 5, economic="39999"))))
@FAST
def test_an_unchanged_line_changes_nothing(both: Budget, line: ExpenditureLine) -> None:
    assert both.last_year is not None
    last = replace(both.last_year, expenditure=(*both.last_year.expenditure, line))
    again = replace(both, expenditure=(*both.expenditure, line), last_year=last)
    before, after = attributed(both), attributed(again)
    assert _names(after) == _names(before)


def _names(found: Attribution) -> list[tuple[str, Decimal]]:
    return sorted((n.name, n.contribution) for n in (*found.direct, *found.offsetting))


SWAPPED = {
    Verb.NEW: Verb.ENDED,
    Verb.ENDED: Verb.NEW,
    Verb.GROWN: Verb.CUT,
    Verb.CUT: Verb.GROWN,
    Verb.MOVED_IN: Verb.MOVED_OUT,
    Verb.MOVED_OUT: Verb.MOVED_IN,
}


@given(pairs(rates=False))
@FAST
def test_swapping_the_years_swaps_new_and_ended(both: Budget) -> None:
    assert both.last_year is not None
    bare = replace(both, expenditure=tuple(replace(line, remark="") for line in both.expenditure))
    last = bare.last_year
    assert last is not None
    swapped = two_years(replace(bare, last_year=None), last)
    one, other = attributed(bare), attributed(swapped)
    assume(all(n.kind is not Kind.RATE for found in (one, other) for n in found.nodes()))
    assert other.change == -one.change
    for side in ("direct", "offsetting"):
        here = sorted((n.name, n.contribution, str(SWAPPED[verb_of(n)])) for n in getattr(one, side))
        there = sorted((n.name, -n.contribution, str(verb_of(n))) for n in getattr(other, side))
        assert here == there


@given(pairs())
@FAST
def test_an_accepted_reason_is_borne_out_by_the_figures(both: Budget) -> None:
    found = attributed(both)
    text = sentence(found)
    assume(text)
    assert cleaned(text) == text
    assert not list(contradictions(measure_of(found), Quote(text, Place()), found))


def test_many_equal_movements_are_all_named_where_the_threshold_wants_it() -> None:
    last = budget([project(f"项目{i}", 501 + i) for i in range(200)], 2024)
    now = budget([project(f"项目{i}", 501 + i + (1 if i % 4 else 0)) for i in range(200)])
    found = attributed(two_years(last, now))
    assert len(found.direct) == 120


def test_five_thousand_lines_against_five_thousand_take_less_than_a_tenth_of_a_second() -> None:
    random = Random(8)
    old = [
        project(f"项目{i % 400}", random.randint(1, 900), economic=f"302{i % 30:02}", function=f"20701{i % 60:02}")
        for i in range(5000)
    ]
    new = [replace(line, amount=line.amount + random.choice((0, 0, 0, 100, -300, 5000)) * 100) for line in old]
    figures = Figures(two_years(budget(old, 2024), budget(new)))
    last = figures.last_year
    assert last is not None
    for one in (figures, last):
        one.dataset("expenditure", QUANTUM)
        one.dataset("expenditure", Decimal("0.01"))
    tree, best = style().trees["支出总计"][0], 10.0
    for _ in range(8):
        started = time.process_time()
        lines = line_up(last, figures, tree.source, (), (*tree.top.attributes(), "资金来源"), QUANTUM)
        change = sum((line.change for line in lines.lines), Decimal(0))
        found = choose(attribute(tree, lines, change, "支出总计", style()), style().thresholds)
        assert say_found(found, style(), WAN).plain
        best = min(best, time.process_time() - started)
    assert best < 0.1


def test_lines_outside_the_scope_are_lined_up_too() -> None:
    both = two_years(budget([project("甲", 10)], 2024), budget([project("甲", 12)]))
    assert [line.change for line in lined_up(both).lines] == [Decimal(20_000)]
