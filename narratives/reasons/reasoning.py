"""The reason for each measure that a document speaks of: given, or found along the template's trees; and what was found on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, partial
from typing import TYPE_CHECKING

from figures.amounts import ZERO, AmountFormat
from figures.datasets import Condition
from figures.findings import Finding, Place, Severity
from figures.lean import frozen
from figures.records import APPROPRIATIONS
from figures.tableset import TableSet
from narratives.measures import MONEY, Measure
from narratives.reasons.contradictions import contradictions
from narratives.reasons.declared import ALL_FUNDS, APPROPRIATION, ReasonStyle, Tree
from narratives.reasons.given import cleaned, given_reason
from narratives.text import Missing, Piece, Quote, Text, Words

if TYPE_CHECKING:
    from narratives.reasons.attribution import Attribution
    from narratives.reasons.lines import Lines


@frozen(slots=True)
class Scope:
    """The records that a measure is the sum of, and the step (元) that it is printed in."""

    source: str
    condition: Condition
    quantum: Decimal


@frozen(eq=False)
class Reasoned:
    """The reason for one change: the officer's (`given`), or the one found (`text`, with named nodes in `attribution`), or neither.

    `attribution` is there wherever both years' records are known and a tree is declared, also for a given reason.
    """

    measure: Measure
    given: Quote | None
    attribution: Attribution | None
    text: Text
    find: Callable[[], tuple[Finding, ...]] = tuple

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the officer should know of it, looked for when first asked for."""
        return self.find()

    @property
    def found(self) -> bool:
        """Whether the reason was found in the figures."""
        return self.given is None and bool(self.text.pieces)


class Reasons:
    """The reasons of a document, each worked out when first asked for."""

    def __init__(self, tables: TableSet, style: ReasonStyle, amounts: AmountFormat) -> None:
        self.tables = tables
        self.style = style
        self.amounts = amounts
        self._known: dict[str, Reasoned] = {}

    def of(self, key: str, measure: Measure, scope: Scope | None) -> Reasoned:
        """The reason for the change of the measure called `key` in templates; `scope` None where its records are not known."""
        if key not in self._known:
            self._known[key] = self._reasoned(key, measure, scope)
        return self._known[key]

    def known(self, key: str) -> Reasoned | None:
        """The reason of the measure called `key` where it has been asked for."""
        return self._known.get(key)

    def keep(self, key: str, reasoned: Reasoned) -> None:
        """Takes a reason that was worked out before from the same records."""
        self._known.setdefault(key, reasoned)

    @property
    def asked(self) -> frozenset[str]:
        """The keys of the measures whose reasons have been asked for so far."""
        return frozenset(self._known)

    @property
    def attributions(self) -> dict[str, Attribution]:
        """The attributions of the found reasons so far, by the measures' keys."""
        return {k: r.attribution for k, r in self._known.items() if r.found and r.attribution is not None}

    def within(self, pieces: Iterable[Piece]) -> tuple[Reasoned, ...]:
        """The reasons, given or found, that a paragraph of these pieces contains, in its order."""
        reasons = {id(p): r for r in self._known.values() for p in r.text.pieces}
        return tuple(dict.fromkeys(reasons[id(piece)] for piece in pieces if id(piece) in reasons))

    def findings(self) -> Iterator[Finding]:
        """Given reasons that the figures contradict, and found ones that the officer should read, of all reasons asked for so far."""
        for reasoned in self._known.values():
            yield from reasoned.findings

    def _reasoned(self, key: str, measure: Measure, scope: Scope | None) -> Reasoned:
        given = given_reason((key, measure.name), self.tables.figures.budget.reasons)
        found = self._attributed(key, measure, scope)
        if given is not None:
            find = partial(_contradicted, measure, given, found, self.style, self.amounts)
            return Reasoned(measure, given, found, Text((given,)), find)
        if found is None:
            return Reasoned(measure, None, None, Text())
        text = _said(found, self.style, self.amounts)
        return Reasoned(measure, None, found, text, partial(_noted, measure, text))

    def _attributed(self, key: str, measure: Measure, scope: Scope | None) -> Attribution | None:
        if measure.before is None or measure.amount == measure.before or measure.unit != MONEY or scope is None:
            return None
        trees = self.style.trees.get(key, ())
        tried: list[Attribution] = []
        for number, tree in enumerate(trees, 1):
            found = self._along(tree, measure, scope)
            if found is None:
                continue
            if found.direct and not found.remainder and (number == len(trees) or not _tautology(found)):
                return found
            tried.append(found)
        return min(tried, key=lambda a: (not a.direct, abs(a.remainder)), default=None)

    def _along(self, tree: Tree, measure: Measure, scope: Scope) -> Attribution | None:
        now, last = self.tables.figures, self.tables.figures.last_year
        if last is None or measure.before is None:
            return None
        # Most budgets come without the records of last year, and all of this is for them.
        from narratives.reasons.attribution import attribute
        from narratives.reasons.choosing import choose
        from narratives.reasons.lines import line_up

        condition = scope.condition if tree.source == scope.source else tree.condition
        names = (*tree.top.attributes(), *(("资金来源",) if tree.source in _WITH_FUNDS else ()))
        lines = line_up(last, now, tree.source, condition, names, scope.quantum)
        if not len(lines.last) or not len(lines.now):
            return None
        found = attribute(tree, lines, measure.amount - measure.before, measure.name, self.style)
        return choose(replace(found, scope=self._scope_words(tree, lines, condition, measure.name)), self.style.thresholds)

    def _scope_words(self, tree: Tree, lines: Lines, condition: Condition, name: str) -> str:
        """What the scope is called, where funds moved in different directions and neither the tree nor the measure names them."""
        if not self.style.scopes or "资金来源" not in lines.attributes or "资金来源" in tuple(tree.top.attributes()):
            return ""
        at = lines.position("资金来源")
        by_fund: dict[str, Decimal] = {}
        for line in lines.lines:
            by_fund[line.key[at]] = by_fund.get(line.key[at], ZERO) + line.change
        appropriated = sum((by_fund.get(str(f), ZERO) for f in APPROPRIATIONS), ZERO)
        changes = [*by_fund.values(), appropriated, sum(by_fund.values(), ZERO)]
        if not (any(c > 0 for c in changes) and any(c < 0 for c in changes)):
            return ""
        called = _called(condition)
        return "" if called in name else self.style.scopes.get(called, "")


_WITH_FUNDS = frozenset({"expenditure", "income", "three_public", "operating"})


def _called(condition: Condition) -> str:
    """Which funds a condition leaves: one by its name, the appropriation, or all."""
    for term in condition:
        if term.attribute == "资金来源" and not term.negated and len(term.values) == 1:
            return next(iter(term.values))
        if term.attribute == "财政拨款" and term.values == {"是"} and not term.negated:
            return APPROPRIATION
    return ALL_FUNDS


def _tautology(found: Attribution) -> bool:
    """Whether the only thing named is all that moved: income that comes from one source says nothing by naming it."""
    return len(found.direct) == 1 and not found.offsetting and sum(1 for n in found.nodes() if n.leaf and not n.steady) == 1


def _said(found: Attribution, style: ReasonStyle, amounts: AmountFormat) -> Text:
    from narratives.reasons.saying import say_found

    return say_found(found, style, amounts)


def _contradicted(
    measure: Measure, given: Quote, found: Attribution | None, style: ReasonStyle, amounts: AmountFormat
) -> tuple[Finding, ...]:
    """Where a given reason and the figures disagree; a found one that was accepted as it stood is what the figures say."""
    text = _said(found, style, amounts) if found is not None else Text()
    accepted = bool(text.pieces) and given.text == cleaned(text.plain)
    return () if accepted else tuple(contradictions(measure, given, found))


def _noted(measure: Measure, text: Text) -> tuple[Finding, ...]:
    """That a reason was found, if anything was."""
    if not text.pieces:
        return ()
    note = Finding(
        "变动原因由数据得出",
        Severity.NOTE,
        f"“{measure.name}”没有填写变动原因，文中的原因由两年数据得出，请审阅",
        Place("变动原因"),
        text.plain,
        remedy="可用 yugong reasons 查看全部变动，并把原因写入工作簿的副本后修改",
    )
    return (note,)


def say_reason(reasoned: Reasoned, opener: str, missing: str, place: Place) -> Text:
    """“，主要原因是…” for a measure that changed as printed; nothing for one that did not, or whose last year is not known.

    Where no reason was given or found, the placeholder `missing` stands in its place, to be highlighted and reported. `place` is where
    the opener is declared.
    """
    measure = reasoned.measure
    if measure.before is None or measure.amount == measure.before:
        return Text()
    head = Words(f"，{opener}", place.file, place.line)
    return Text((head, *(reasoned.text.pieces or (Missing(missing, measure.name),))))
