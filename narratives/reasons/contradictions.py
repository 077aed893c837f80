"""A given reason held against the figures: amounts, percents and directions that they do not bear out.

| in the text | contradicts where |
|---|---|
| something with a name in the figures and a direction (宣传经费增加) | it moved otherwise, or not at all |
| … and an amount (宣传经费增加20万元) | that is neither its change nor either year's amount, at the places written |
| an amount of the whole (故减少0.27万元) | it is not the change |
| any other amount or percent | nothing in the figures of both years has it (only where these are known in full) |
| directions only against the change (for what increased: 减少, 压减) | always; what stands behind 同时 may go the other way |

What stands in brackets explains, and is not held against anything; nor is an amount with 约, 近, 余 or 多. Amounts of a clause that names several things may be their sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from figures.amounts import UNITS, ZERO, AmountFormat
from figures.findings import Finding, Severity
from figures.lean import frozen
from figures.patterns import late
from narratives.measures import MONEY, Measure
from narratives.text import Quote

if TYPE_CHECKING:
    from narratives.reasons.attribution import Attribution

_UP = "增加|增长|上升|提高|增多|新增|增至|扩大|上调"
_DOWN = "减少|下降|降低|压减|缩减|削减|压缩|减至|不再安排|取消|下调|未安排"
_DIRECTION = late(f"({_UP})|({_DOWN})")
_SUM = r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)\s*(亿元|万元|元)"
_AMOUNT = late(_SUM)
_PERCENT = late(r"(?<![\d.])(\d+(?:\.\d+)?)\s*[%％]")
_ROUGH_BEFORE, _ROUGH_AFTER = ("约", "近", "超过", "超", "逾"), ("余", "多", "左右", "以上")
_NAMED_BY = ("支出类别", "经费类别", "部门经济款", "项目名称", "收入类别", "项目", "功能项")
_OF_ITSELF = late(f"(?:故|总计|总额|比上年|较上年|同比)(?:{_UP}|{_DOWN})" + _SUM)
_GOES_ON = late(rf"(?:{_UP}|{_DOWN})了?\d")
_TOGETHER = late("共|合计")
_REMARK = late("（[^（）]*）")
_FORMAT = AmountFormat()
_SHOWN = 6
_FIRST_MARK, _MARKS = 0xE000, 6400
"""Characters of private use, that stand for names while a text is read."""


@frozen(slots=True)
class Moved:
    """What something with a name was and is, in 元."""

    before: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        """Now minus before."""
        return self.now - self.before


def contradictions(measure: Measure, given: Quote, found: Attribution | None) -> Iterator[Finding]:
    """The findings about a given reason for a measure that changed; `found` is the attribution where both years' records are known."""
    if measure.before is None or measure.amount == measure.before:
        return
    checker = _Checker(measure, found)
    for said, told in checker.check(given.text):
        yield Finding(
            "原因与数据不符",
            Severity.WARNING,
            f"“{measure.name}”的变动原因写“{said}”，{told}",
            given.place,
            said,
            summary(found) if found is not None else checker.change_told,
            "请核对原因或数据；原因有误时请改写，或清空这一格，由程序按两年数据写出",
        )


def summary(found: Attribution) -> str:
    """The attribution in one line: what moved most, both ways."""
    leaves = sorted((n for n in found.nodes() if n.leaf and n.contribution), key=lambda n: (-abs(n.contribution), n.number))
    shown = "，".join(f"{n.name}{_signed(n.contribution)}{'（调整列支）' if n.moved else ''}" for n in leaves[:_SHOWN])
    more = f"，其余{len(leaves) - _SHOWN}项" if len(leaves) > _SHOWN else ""
    rest = f"，两年明细之外{_signed(found.remainder)}" if found.remainder else ""
    return f"变动{_signed(found.change)}：{shown}{more}{rest}"


def _signed(amount: Decimal) -> str:
    return f"{'+' if amount > 0 else '-' if amount < 0 else ''}{_FORMAT.show(abs(amount))}万元"


class _Checker:
    def __init__(self, measure: Measure, found: Attribution | None) -> None:
        self.measure = measure
        self.own = Moved(measure.before or ZERO, measure.amount)
        self.found = found
        self.named = {} if found is None else _named(found)
        self.marks: dict[str, str] = {}

    @property
    def change_told(self) -> str:
        change = self.own.change
        word = "增加" if change > 0 else "减少"
        return f"本年比上年{word}" + (f"{_FORMAT.show(abs(change))}万元" if self.measure.unit == MONEY else "")

    def check(self, text: str) -> Iterator[tuple[str, str]]:
        """What was said and what the figures tell, for each contradiction."""
        marked = _REMARK.sub("", self._marked(text))
        borne_out = False
        before: list[str] = []
        mentioned: list[str] = []
        for clause in (c for c in re.split("[，；。]", marked) if c.strip()):
            names = [self.marks[c] for c in dict.fromkeys(clause) if c in self.marks]
            if not names and _GOES_ON.match(clause):
                names = before
            before, mentioned = names, list(dict.fromkeys((*mentioned, *names)))
            of = mentioned if not names and _TOGETHER.search(clause) else names
            told = self._direction(clause, names) or self._own_change(clause, of) or self._figures(clause, of)
            if told:
                yield self._unmarked(clause), told
            borne_out = borne_out or bool(names)
        if not borne_out:
            yield from self._against(marked)

    def _marked(self, text: str) -> str:
        """The text with each name replaced by one character, so that no part of a name is read as anything else."""
        for name in sorted((n for n in self.named if n in text), key=lambda n: (-len(n), n))[:_MARKS]:
            if name in text:
                mark = chr(_FIRST_MARK + len(self.marks))
                self.marks[mark] = name
                text = text.replace(name, mark)
        return text

    def _unmarked(self, text: str) -> str:
        return "".join(self.marks.get(c, c) for c in text)

    def _direction(self, clause: str, names: list[str]) -> str:
        up, down = _directions(clause)
        if up == down:
            return ""
        for name in names:
            moved = self.named[name]
            if any((m.change > 0) == up for m in moved if m.change):
                continue
            one = moved[0]
            if not one.change:
                return f"但“{name}”两年都是{_FORMAT.show(one.now)}万元，没有变化"
            return f"但“{name}”由{_FORMAT.show(one.before)}万元变为{_FORMAT.show(one.now)}万元，方向相反"
        return ""

    def _own_change(self, clause: str, names: list[str]) -> str:
        """An amount that is said of the measure itself (故减少0.27万元) must be its change."""
        match = _OF_ITSELF.search(clause) if self.measure.unit == MONEY and not names else None
        if match is None or _rough(clause, match) or _same(abs(self.own.change), *_stated(match)):
            return ""
        return f"但{self.change_told}"

    def _figures(self, clause: str, names: list[str]) -> str:
        if self.measure.unit != MONEY or self.found is None:
            return ""
        for part in clause.split("、"):
            own = [self.marks[c] for c in dict.fromkeys(part) if c in self.marks]
            of = names if _TOGETHER.search(part) or _GOES_ON.match(part) else own
            if told := self._figures_of(part, of, any(_directions(clause))):
                return told
        return ""

    def _figures_of(self, part: str, names: list[str], moved: bool) -> str:
        of_names = [m for name in names for m in self.named[name]] if moved else []
        for match in _AMOUNT.finditer(part):
            if not _rough(part, match) and not self._known_amount(match, of_names):
                return f"但数据中没有这一金额{self._told(names)}"
        for match in _PERCENT.finditer(part):
            if not _rough(part, match) and not self._known_percent(match, of_names):
                return "但数据中没有这一比例"
        return ""

    def _told(self, names: list[str]) -> str:
        moved = [(name, self.named[name][0]) for name in names[:2]]
        told = "，".join(f"“{n}”由{_FORMAT.show(m.before)}万元变为{_FORMAT.show(m.now)}万元" for n, m in moved)
        return f"：{told}" if told else ""

    def _known_amount(self, match: re.Match[str], of_names: list[Moved]) -> bool:
        stated, step = _stated(match)
        values = (abs(v) for m in of_names or self._all() for v in (m.before, m.now, m.change))
        together = abs(sum((m.change for m in of_names), ZERO))
        return any(_same(value, stated, step) for value in (*values, together))

    def _known_percent(self, match: re.Match[str], of_names: list[Moved]) -> bool:
        stated = Decimal(match.group(1))
        step = Decimal(1).scaleb(min(0, int(stated.as_tuple().exponent)))
        return any(_same(abs(m.change) * 100 / abs(m.before), stated, step) for m in of_names or self._all() if m.before)

    def _all(self) -> Iterator[Moved]:
        yield self.own
        for moved in self.named.values():
            yield from moved
        if self.found is not None:
            for line in self.found.lines.lines:
                if line.inside:
                    yield Moved(line.before, line.now)

    def _against(self, text: str) -> Iterator[tuple[str, str]]:
        up, down = _directions(text.split("同时", 1)[0])
        if up not in (down, self.own.change > 0):
            yield self._unmarked(text), f"但{self.change_told}"


def _stated(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """An amount of a text in 元, and the step of its last place."""
    unit = UNITS[match.group(2)]
    stated = Decimal(match.group(1).replace(",", ""))
    return stated * unit, Decimal(1).scaleb(min(0, int(stated.as_tuple().exponent))) * unit


def _same(value: Decimal, stated: Decimal, step: Decimal) -> bool:
    """Whether `value`, rounded to the places written, is what was stated."""
    return abs(value - stated) * 2 <= step


def _directions(text: str) -> tuple[bool, bool]:
    found = _DIRECTION.findall(text)
    return any(up for up, _ in found), any(down for _, down in found)


def _rough(text: str, match: re.Match[str]) -> bool:
    return text[: match.start()].endswith(_ROUGH_BEFORE) or text[match.end() :].startswith(_ROUGH_AFTER)


def _named(found: Attribution) -> dict[str, list[Moved]]:
    """Everything in the scope that has a name: projects, subjects, items, kinds, and the tree's nodes; some names stand for several."""
    lines = found.lines
    named: dict[str, list[Moved]] = {}
    for attribute in (a for a in _NAMED_BY if a in lines.attributes):
        at = lines.position(attribute)
        sums: dict[str, Moved] = {}
        for line in lines.lines:
            if line.inside and line.key[at]:
                known = sums.get(line.key[at], Moved(ZERO, ZERO))
                sums[line.key[at]] = Moved(known.before + line.before, known.now + line.now)
        for value, moved in sums.items():
            _add(named, lines.now.context.name_of(attribute, value), moved)
    for node in found.nodes():
        _add(named, node.name, Moved(node.before, node.now))
    return {name: moved for name, moved in named.items() if len(name) > 1}


def _add(named: dict[str, list[Moved]], name: str, moved: Moved) -> None:
    known = named.setdefault(name, [])
    if moved not in known:
        known.append(moved)
