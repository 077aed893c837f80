"""Money that only moved: the same amount gone here and come there, between 基本 and 项目, subjects, units, or from carry-over.

| what moved | is the same | differs |
|---|---|---|
| a project's money | project, fund; exactly equal amounts | unit, subject, or 本年/上年结转 |
| basic and project | unit, fund, 本年/上年结转, economic item (or both unknown, or the project is called after it); exactly equal amounts, or all the project's where a remark on either line says 调整, 转列, 改列, 划转 or 列支 | 支出类别 |
| basic money | fund, economic item; exactly equal amounts | subject (same unit), or unit (same subject; gone there, new here) |

Equal means to the cent. What rounding leaves of a printed amount beside the moved one stays with the line, and is never a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple, TypeVar

from figures.amounts import ZERO
from figures.lean import frozen
from figures.records import Category
from narratives.reasons.lines import Line, Lines

T = TypeVar("T")

_EVIDENCE = ("调整", "转列", "改列", "划转", "列支", "调剂")
_DIMENSIONS = ("支出类别", "资金时间", "单位名称", "功能项")
"""What a move is told by: the first of these that differs."""


def _is_evidence(remark: str) -> bool:
    return any(word in remark for word in _EVIDENCE)


@frozen(slots=True)
class Move:
    """Money that moved: what it is called (a value of `attribute`), and what it moved between (`across`, from and to)."""

    attribute: str
    value: str
    across: str
    gone_from: str
    come_to: str


class Part(NamedTuple):
    """A part of a line: with `move` the money that moved (`partner` is inside the scope or not), without it the rest."""

    line: Line
    before: Decimal
    now: Decimal
    exact_before: Decimal
    exact_now: Decimal
    move: Move | None = None
    partner_inside: bool = True
    partner: Line | None = None


def whole(line: Line) -> Part:
    """The line in one part."""
    return Part(line, line.before, line.now, line.exact_before, line.exact_now)


def parts_of(lines: Lines) -> Iterable[Part]:
    """All lines inside the scope, those whose money moved in several parts."""
    moved = _Finder(lines).found() if lines.now.name == "expenditure" else {}
    for line in lines.lines:
        if not line.inside:
            continue
        own = moved.get(id(line))
        if own is None:
            yield whole(line)
        else:
            yield from _split(line, own)


def _split(line: Line, moved: Sequence[_Moved]) -> Iterable[Part]:
    before, now, exact_before, exact_now = line.before, line.now, line.exact_before, line.exact_now
    for one in moved:
        gone = one.amount < 0
        amount, exact = abs(one.amount), abs(one.exact)
        old, new = (amount, ZERO) if gone else (ZERO, amount)
        old_cents, new_cents = (exact, ZERO) if gone else (ZERO, exact)
        before, now, exact_before, exact_now = before - old, now - new, exact_before - old_cents, exact_now - new_cents
        yield Part(line, old, new, old_cents, new_cents, one.move, one.partner.inside, one.partner)
    if before or now:
        yield Part(line, before, now, exact_before, exact_now)


@frozen(slots=True)
class _Moved:
    amount: Decimal
    exact: Decimal
    move: Move
    partner: Line


class _Cell:
    """The lines of one project that agree in all that money could move between."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.key = min(line.key for line in lines)
        self.change = sum((line.change for line in lines), ZERO)
        self.exact = sum((line.exact_change for line in lines), ZERO)


class _Finder:
    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.at = {name: lines.position(name) for name in lines.attributes}
        self.moved: dict[int, list[_Moved]] = {}
        changed = sorted((line for line in lines.lines if line.exact_change), key=lambda line: (line.key, line.inside))
        category, project = self.at["支出类别"], self.at["项目名称"]
        self.of_projects = [line for line in changed if line.key[project]]
        self.by_category = {c: [line for line in changed if line.key[category] == c] for c in (Category.BASIC, Category.PROJECT)}
        self.near = itemgetter(*(self.at[a] for a in ("单位名称", "资金来源", "资金时间")))

    def found(self) -> Mapping[int, Sequence[_Moved]]:
        self._within_projects()
        self._basic_and_project()
        self._within_basic()
        return self.moved

    def _value(self, line: Line, attribute: str) -> str:
        return line.key[self.at[attribute]]

    def _grouped(self, lines: Iterable[Line], *attributes: str) -> dict[tuple[str, ...], list[Line]]:
        groups: dict[tuple[str, ...], list[Line]] = {}
        key_of = itemgetter(*(self.at[a] for a in attributes))
        for line in lines:
            groups.setdefault(key_of(line.key), []).append(line)
        return groups

    def _free(self, category: Category) -> list[Line]:
        return [line for line in self.by_category[category] if id(line) not in self.moved]

    def _within_projects(self) -> None:
        for same in self._grouped(self.of_projects, "项目名称", "资金来源", "支出类别").values():
            if len(same) < 2:
                continue
            cells = [_Cell(c) for c in self._grouped(same, "单位名称", "功能项", "资金时间").values()]
            for gone, come in _pairs(cells, lambda c: c.exact, lambda c: c.key):
                self._move_cells(gone, come)

    def _move_cells(self, gone: _Cell, come: _Cell) -> None:
        move = self._move(gone.lines[0], come.lines[0], "项目名称")
        most = min(abs(gone.change), abs(come.change))
        for cell, partner in ((gone, come.lines[0]), (come, gone.lines[0])):
            spare = abs(cell.change) - most
            for line in sorted(cell.lines, key=lambda line: (-abs(line.change), line.key)):
                amount = line.change
                if spare and (amount < 0) == (cell.change < 0):
                    amount += min(spare, abs(amount)) * (1 if amount < 0 else -1)
                    spare -= abs(line.change - amount)
                self._note(line, amount, line.exact_change, move, partner)

    def _move(self, gone: Line, come: Line, attribute: str) -> Move:
        across = next((d for d in _DIMENSIONS if self._value(gone, d) != self._value(come, d)), "")
        old, new = (self._value(line, across) if across else "" for line in (gone, come))
        return Move(attribute, self._value(gone, attribute) or self._value(come, attribute), across, old, new)

    def _note(self, line: Line, amount: Decimal, exact: Decimal, move: Move, partner: Line) -> None:
        if amount or exact:
            self.moved.setdefault(id(line), []).append(_Moved(amount, exact, move, partner))

    def _basic_and_project(self) -> None:
        basics = self._free(Category.BASIC)
        equal: dict[tuple[object, ...], list[Line]] = {}
        likely: dict[tuple[str, ...], list[Line]] = {}
        for line in basics:
            near = self.near(line.key)
            equal.setdefault((*near, line.exact_change), []).append(line)
            likely.setdefault((*near, self._value(line, "部门经济款")), []).append(line)
        told = bool(basics) and self._anything_told()
        for line in self._free(Category.PROJECT) if basics else ():
            wanted = equal.get((*self.near(line.key), -line.exact_change), ())
            candidates = [b for b in wanted if self._same_item(line, b)] or (self._told_of(line, likely) if told else [])
            free = [b for b in candidates if id(b) not in self.moved]
            if free:
                self._pair(line, free[0])

    def _anything_told(self) -> bool:
        """Whether any remark of either year speaks of money that moved."""
        return any(_is_evidence(r.remark) for data in (self.lines.now, self.lines.last) for r in data.records if r.remark)

    def _same_item(self, project: Line, basic: Line) -> bool:
        item, other = self._value(project, "部门经济款"), self._value(basic, "部门经济款")
        return item == other or (not item and self._called_after(project, other))

    def _called_after(self, project: Line, item: str) -> bool:
        name = self.lines.now.context.name_of("部门经济款", item)
        return bool(item) and name in self._value(project, "项目名称")

    def _told_of(self, project: Line, likely: Mapping[tuple[str, ...], Sequence[Line]]) -> list[Line]:
        """Basic lines that gained (or lost) at least all that the project lost (or gained), where a remark on either says it moved."""
        same = likely.get((*self.near(project.key), self._value(project, "部门经济款")), ())
        told = self._says_so(project) if same else False
        change = project.exact_change
        fitting = [b for b in same if (b.exact_change < 0) != (change < 0) and abs(b.exact_change) > abs(change)]
        return [b for b in fitting if told or self._says_so(b)]

    def _says_so(self, line: Line) -> bool:
        return any(_is_evidence(text) for text, _, _ in self.lines.remarks(line))

    def _pair(self, one: Line, other: Line, attribute: str = "项目名称") -> None:
        gone, come = (one, other) if one.exact_change < 0 else (other, one)
        amount, exact = min(abs(gone.change), abs(come.change)), min(abs(gone.exact_change), abs(come.exact_change))
        move = self._move(gone, come, attribute)
        self._note(gone, -amount, -exact, move, come)
        self._note(come, amount, exact, move, gone)

    def _within_basic(self) -> None:
        free = self._free(Category.BASIC)
        for same in self._grouped(free, "单位名称", "部门经济款", "资金来源", "资金时间").values():
            for gone, come in _pairs(same, lambda line: line.exact_change, lambda line: line.key):
                self._pair(gone, come, "部门经济款")
        ended = [line for line in self._free(Category.BASIC) if not line.exact_now or not line.exact_before]
        for same in self._grouped(ended, "功能项", "部门经济款", "资金来源", "资金时间").values():
            for gone, come in _pairs(same, lambda line: line.exact_change, lambda line: line.key):
                self._pair(gone, come, "部门经济款")


def _pairs(items: Sequence[T], change: Callable[[T], Decimal], key: Callable[[T], tuple[str, ...]]) -> Iterable[tuple[T, T]]:
    """Those that lost exactly what another one gained, (gone, come), each at most once, in the order of their keys."""
    gone: dict[Decimal, list[T]] = {}
    for item in sorted(items, key=key):
        if change(item) < 0:
            gone.setdefault(-change(item), []).append(item)
    for item in sorted(items, key=key):
        waiting = gone.get(change(item))
        if waiting:
            yield waiting.pop(0), item
