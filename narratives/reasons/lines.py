"""Both years' records side by side: merged by what they are, with what they were and what they have become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from figures.amounts import CENT, ZERO
from figures.datasets import Condition, Dataset, Figures
from figures.findings import Place
from figures.lean import frozen
from narratives.reasons.identity import identity

IDENTITY: Mapping[str, tuple[str, ...]] = {
    "expenditure": ("单位名称", "功能项", "支出类别", "部门经济款", "项目名称", "资金来源", "资金时间"),
    "income": ("单位名称", "资金来源", "收入类别", "收入科目编码"),
    "three_public": ("单位名称", "资金来源", "项目"),
    "operating": ("单位名称", "资金来源"),
}
"""What makes records of two years the same, by kind."""


class Line:
    """What one key of records was last year and is now, in 元: as printed, and to the cent; and which records they are.

    `change` and `exact_change` are now minus before. `inside` tells whether it belongs to the scope explained. Positions are those of the datasets of the two years.
    """

    __slots__ = ("before", "change", "exact_before", "exact_change", "exact_now", "inside", "key", "new", "now", "old")

    def __init__(self, key: tuple[str, ...], inside: bool) -> None:
        self.key = key
        self.inside = inside
        self.before = self.now = self.exact_before = self.exact_now = self.change = self.exact_change = ZERO
        self.old: list[int] = []
        self.new: list[int] = []


@frozen
class Lines:
    """All lines of one kind, inside the scope or not; `attributes` are what their keys consist of, in that order."""

    attributes: tuple[str, ...]
    lines: tuple[Line, ...]
    last: Dataset
    now: Dataset

    def position(self, attribute: str) -> int:
        """Where in a key the attribute stands."""
        return self.attributes.index(attribute)

    def remarks(self, line: Line) -> Iterable[tuple[str, Place, Decimal]]:
        """The officer's remarks on the line, with cell and amount: this year's; last year's only where nothing is left of it."""
        dataset, positions = (self.now, line.new) if line.new else (self.last, line.old)
        for i in positions:
            record = dataset.records[i]
            text = getattr(record, "remark", "").strip()
            if text:
                yield text, record.source.place("remark") if record.source else Place(), record.amount

    def places(self, lines: Iterable[Line]) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
        """The cells of the amounts of both years, last year's (with the name of its workbook) first; where there are none, the range searched."""
        some = tuple(lines)
        old = _cells(self.last, [i for line in some for i in line.old]) or self.last.searched()
        name = self.last.context.budget.name
        return tuple(replace(place, file=name) for place in old), _cells(
            self.now, [i for line in some for i in line.new]
        ) or self.now.searched()


def _cells(dataset: Dataset, positions: Sequence[int]) -> tuple[Place, ...]:
    return tuple(r.source.place("amount") for i in sorted(positions) if (r := dataset.records[i]).source is not None)


def line_up(last: Figures, now: Figures, source: str, scope: Condition, attributes: Iterable[str], quantum: Decimal) -> Lines:
    """The lines of `source`, keyed by what makes them the same and by `attributes`, printed amounts in multiples of `quantum`."""
    names = tuple(dict.fromkeys((*IDENTITY.get(source, ()), *attributes)))
    same = identity(last.budget, now.budget)
    found: dict[tuple[tuple[str, ...], bool], Line] = {}
    for figures, is_last in ((now, False), (last, True)):
        dataset = figures.dataset(source, quantum)
        columns = [same.values(dataset, a) if is_last else dataset.values(a) for a in names]
        exact = figures.dataset(source, CENT).amounts()
        inside = bytearray(len(dataset))
        for i in dataset.matching(scope):
            inside[i] = 1
        _add(found, dataset, exact, columns, inside, is_last)
    for line in found.values():
        line.change, line.exact_change = line.now - line.before, line.exact_now - line.exact_before
    return Lines(names, tuple(found.values()), last.dataset(source, quantum), now.dataset(source, quantum))


def _add(
    found: dict[tuple[tuple[str, ...], bool], Line],
    dataset: Dataset,
    exact: Sequence[Decimal],
    columns: Sequence[Sequence[str]],
    inside: bytearray,
    is_last: bool,
) -> None:
    keys = zip(*columns, strict=True) if columns else iter([()] * len(dataset))
    for i, (key, amount, cents) in enumerate(zip(keys, dataset.amounts(), exact, strict=True)):
        of = (key, bool(inside[i]))
        line = found.get(of)
        if line is None:
            line = found[of] = Line(key, of[1])
        if is_last:
            line.before += amount
            line.exact_before += cents
            line.old.append(i)
        else:
            line.now += amount
            line.exact_now += cents
            line.new.append(i)
