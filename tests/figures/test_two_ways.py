"""Sums that run two ways through the same figures."""

from hypothesis import given, settings
from hypothesis import strategies as st

from figures.apportionment import largest_remainder, round_steps
from figures.name_trees import Column, tree_of
from figures.sum_trees import half_up_total, spread, sums_of, to_rows
from figures.two_ways import mend
from tests.figures import plain_two_ways as plain

UNIT = 100
amounts = st.integers(-2000, 2000)
names = st.sampled_from("abcd")
paths = st.tuples(st.sampled_from("xyz"), st.sampled_from("pq"), names, names)
cells = st.dictionaries(paths, amounts, min_size=1, max_size=40)
halves = st.dictionaries(paths, st.integers(-1, 20).map(lambda n: 10 * n + 50), min_size=20, max_size=40)
"""Amounts near half a step, of which a sum across is soon off."""


def tree_by(columns):
    """The tree of rows by columns of names."""
    return tree_of([Column(column) for column in columns])


def started(exact):
    """The sums of cells by path, and their rounding by largest remainder."""
    sums = sums_of(tree_by(list(zip(*exact, strict=True))), list(exact.values()), UNIT)
    return sums, spread(sums, half_up_total(sums), len(next(iter(exact))))


def cells_of(sums, raised):
    """The steps of the cells by path."""
    tree = sums.tree
    return {tree.path(n): sums.steps(n, raised[n]) for n in tree.nodes(len(tree.starts) - 2)}


def across_names(tree):
    """The tree of the cells by the last two names of their paths, for sums across."""
    return tree_by(tree.names_at((3, 4), of=4))


def round_two_ways(exact, across):
    """Steps of cells by path: the total half up, sums down their paths and along `across` floor or ceiling."""
    sums, raised = started(exact)
    tree = sums.tree
    ways = [across(tree.path(n)) for n in tree.nodes(len(tree.starts) - 2)]
    return cells_of(sums, mend(sums, raised, tree_by(list(zip(*ways, strict=True)))))


def within_one_step(exact, steps):
    depth = len(next(iter(exact)))
    for level in range(depth + 1):
        given_sums, found = plain.totals(exact, level), plain.totals(steps, level)
        assert all(abs(found[path] * UNIT - given_sums[path]) < UNIT for path in given_sums)


def along(exact, steps, across):
    """The cells summed up by where `across` puts them: distinct cells may share a path."""
    exact_sums, step_sums = {}, {}
    for path in exact:
        exact_sums[across(path)] = exact_sums.get(across(path), 0) + exact[path]
        step_sums[across(path)] = step_sums.get(across(path), 0) + steps[path]
    return exact_sums, step_sums


@given(cells)
def test_every_sum_of_both_trees_is_within_one_step(exact):
    def across(path):
        return (path[2], path[2] + path[3])

    steps = round_two_ways(exact, across)
    assert sum(steps.values()) == round_steps(sum(exact.values()), UNIT)
    within_one_step(exact, steps)
    within_one_step(*along(exact, steps, across))


@given(cells)
def test_order_of_the_cells_changes_nothing(exact):
    turned = dict(reversed(exact.items()))
    assert round_two_ways(exact, lambda path: path[2:]) == round_two_ways(turned, lambda path: path[2:])


@given(cells)
def test_fixed_levels_do_not_move(exact):
    sums, raised = started(exact)
    mended = mend(sums, raised, across_names(sums.tree), fixed=2)
    assert mended[: sums.tree.starts[3]] == raised[: sums.tree.starts[3]]
    within_one_step(exact, cells_of(sums, mended))


@given(cells)
def test_every_sum_is_that_of_its_cells(exact):
    sums, raised = started(exact)
    tree = sums.tree
    mended = mend(sums, raised, across_names(tree))
    found = cells_of(sums, mended)
    for depth in range(5):
        assert {tree.path(n): sums.steps(n, mended[n]) for n in tree.nodes(depth)} == plain.totals(found, depth)


def step_by_step(exact, fixed):
    """What the plain way makes of cells, fixed levels kept, and which of the steps it started with it moved."""
    start = plain.spread(exact, UNIT, {(): round_steps(sum(exact.values()), UNIT)})
    return start, plain.mend(exact, start, UNIT, lambda path: path[2:], fixed)


@settings(max_examples=300)
@given(cells | halves, st.sampled_from([0, 0, 1, 2, 3]))
def test_the_same_steps_are_moved_as_in_the_whole_graph(exact, fixed):
    start, mended = step_by_step(exact, fixed)
    sums, raised = started(exact)
    assert cells_of(sums, raised) == start
    assert cells_of(sums, mend(sums, raised, across_names(sums.tree), fixed)) == mended


def test_the_cells_drawn_do_need_mending():
    moved = []

    @settings(max_examples=100, database=None)
    @given(halves)
    def count(exact):
        start, mended = step_by_step(exact, 0)
        moved.append(start != mended)

    count()
    assert sum(moved) > len(moved) / 10


@given(cells)
def test_whole_steps_are_not_touched(exact):
    whole = {path: amount * UNIT for path, amount in exact.items()}
    assert round_two_ways(whole, lambda path: path[2:]) == exact


def test_largest_remainder_stands_where_no_sum_across_is_off():
    exact = {("x", "a"): 160, ("x", "b"): 140, ("y", "a"): 30, ("y", "b"): 70}
    assert round_two_ways(exact, lambda path: path[1:]) == {("x", "a"): 2, ("x", "b"): 1, ("y", "a"): 0, ("y", "b"): 1}


def test_a_sum_across_that_is_a_step_off_is_mended():
    exact = {(fund, part): 51 if part == "a" else 49 for fund in "xyz" for part in "ab"}
    by_funds = cells_of(*started(exact))
    assert sum(by_funds[fund, "a"] for fund in "xyz") == 3, "every fund rounds its own a up"
    mended = round_two_ways(exact, lambda path: path[1:])
    assert sum(mended[fund, "a"] for fund in "xyz") == 2
    within_one_step(exact, mended)


@settings(max_examples=20)
@given(cells, st.integers(2, 50))
def test_scaling_unit_and_amounts_changes_nothing(exact, factor):
    tree = tree_by(list(zip(*exact, strict=True)))
    sums = sums_of(tree, [amount * factor for amount in exact.values()], UNIT * factor)
    mended = mend(sums, spread(sums, half_up_total(sums), 4), across_names(tree))
    assert cells_of(sums, mended) == round_two_ways(exact, lambda path: path[2:])


def test_nothing_to_round():
    sums = sums_of(tree_by([(), ()]), [], UNIT)
    assert mend(sums, spread(sums, half_up_total(sums), 2), tree_by([()])) == [0]
    assert to_rows(sums, [0], []) == []


@given(st.lists(st.tuples(st.sampled_from("xy"), amounts), min_size=1, max_size=20))
def test_amounts_of_one_node_divide_its_steps(rows):
    exact = [amount for _, amount in rows]
    sums = sums_of(tree_by([[name for name, _ in rows]]), exact, UNIT)
    raised = spread(sums, half_up_total(sums), 1)
    tree = sums.tree
    found = to_rows(sums, raised, exact)
    for node in tree.nodes(1):
        own = [i for i, (name, _) in enumerate(rows) if name == tree.names[node]]
        assert [found[i] for i in own] == largest_remainder(
            sums.steps(node, raised[node]), [exact[i] for i in own], UNIT, [exact[i] for i in own]
        )
