"""What the lines of expenditure are summed up in while they are rounded: all that does not depend on their amounts."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from figures.lean import frozen
from figures.name_trees import Column, Tree, tree_of
from figures.records import Category, ExpenditureLine


@frozen(slots=True)
class LineSums:
    """The tree that lines are apportioned by, and what its nodes of some depths count in across.

    Depths of the tree are fund, timing, 类, 款, 项, 支出类别, project, and all else that tells lines apart. Across, `timings` are of the
    nodes of depth 2, `subjects` (类 → 款 → 项) of depth 5, and `uses` (支出类别 → fund → timing) of depth 6.
    """

    tree: Tree
    timings: Tree
    subjects: Tree
    uses: Tree


def line_sums(lines: Sequence[ExpenditureLine]) -> LineSums:
    """What `lines` are summed up in."""
    categories = [line.category for line in lines]
    codes: list[Any] = [line.function for line in lines]
    if Category.CARRY_FORWARD in categories:  # it is no expenditure, and must not count in the sums of a subject
        codes = [("", "", line.function) if line.category == Category.CARRY_FORWARD else line.function for line in lines]
    tree = tree_of(
        [
            Column([line.fund for line in lines]),
            Column([line.timing for line in lines]),
            Column(codes, _subjects, depth=3),
            Column(categories),
            Column([line.project for line in lines]),
            Column(list(map(_OTHERS, lines))),
        ]
    )
    return LineSums(
        tree=tree,
        timings=_across(tree, (2,), of=2),
        subjects=_across(tree, (3, 4, 5), of=5),
        uses=_across(tree, (6, 1, 2), of=6),
    )


_OTHERS = attrgetter("unit", "economic", "government_economic", "project_kind")


def _subjects(value: str | tuple[str, str, str]) -> tuple[str, str, str]:
    """类, 款 and 项 of a code; of a line that is in no 类 or 款 it stands for itself."""
    return (value[:3], value[:5], value) if isinstance(value, str) else value


def _across(tree: Tree, depths: Sequence[int], of: int) -> Tree:
    """The tree in which the nodes of depth `of` count under the names that their paths have at `depths`."""
    return tree_of(list(map(Column, tree.names_at(depths, of))))
