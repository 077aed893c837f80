"""The sentence of a found reason: named nodes in the template's words, those of one verb together, what offsets behind 同时."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from figures.amounts import ZERO, AmountFormat
from figures.findings import NOWHERE, Place
from figures.patterns import late
from narratives.measures import MONEY
from narratives.numbers import exact_text, operand, shown
from narratives.reasons.attribution import Attribution, Kind, Node
from narratives.reasons.declared import ReasonStyle, Verb
from narratives.reasons.given import cleaned
from narratives.text import Number, Operand, Piece, Quote, Text, Words, plainly

_SLOT = late(r"\{(名|额|率|处)\}")
_HALF, _MOST, _SOME = Decimal("0.5"), Decimal("0.8"), Decimal("0.2")
_PREFIXED = frozenset({Verb.NEW, Verb.ENDED, Verb.MOVED_IN})
"""Verbs that stand before the name: said once for several."""


def verb_of(node: Node) -> Verb:
    """What happened to the node."""
    if node.kind is Kind.RATE:
        return Verb.ALL_CUT if node.rate < 0 else Verb.ALL_GROWN
    if node.kind is Kind.MOVED_IN:
        return Verb.MOVED_IN
    if node.kind is Kind.MOVED_OUT:
        return Verb.MOVED_OUT
    if not node.before and node.now > 0:
        return Verb.NEW
    if not node.now and node.before > 0:
        return Verb.ENDED
    return Verb.GROWN if node.contribution > 0 else Verb.CUT


def say_found(found: Attribution, style: ReasonStyle, amounts: AmountFormat) -> Text:
    """The reason without opener and full stop; nothing where nothing is named."""
    if not found.direct:
        return Text()
    speaker = _Speaker(found, style, amounts)
    pieces: list[Piece] = [speaker.words(found.scope)] if found.scope else []
    pieces += speaker.side(found.direct)
    if found.offsetting:
        pieces += [speaker.words(style.meanwhile), *speaker.side(found.offsetting)]
    return Text(tuple(p for p in pieces if p.text))


class _Speaker:
    def __init__(self, found: Attribution, style: ReasonStyle, amounts: AmountFormat) -> None:
        self.found = found
        self.style = style
        self.amounts = amounts

    def words(self, text: str) -> Words:
        return Words(text, self.style.place.file, self.style.place.line)

    def side(self, nodes: Sequence[Node]) -> Iterator[Piece]:
        """The nodes of one direction: groups of one verb in the order of their largest, joined by ，."""
        groups: dict[tuple[Verb, str], list[Node]] = {}
        for node in nodes:
            groups.setdefault((verb_of(node), node.elsewhere), []).append(node)
        for number, ((verb, _), group) in enumerate(groups.items()):
            if number:
                yield self.words("，")
            yield from self._group(verb, group)

    def _group(self, verb: Verb, group: Sequence[Node]) -> Iterator[Piece]:
        pattern = self.style.words[verb]
        head, _, tail = pattern.partition("{名}")
        together = verb in _PREFIXED and bool(head)
        for number, node in enumerate(group):
            if number:
                yield self.words("、" if together else "，")
            yield from self._filled("{名}" + tail if together and number else pattern, node)
            yield from self._because(node, verb)

    def _filled(self, pattern: str, node: Node) -> Iterator[Piece]:
        end = 0
        for match in _SLOT.finditer(pattern):
            if match.start() > end:
                yield self.words(pattern[end : match.start()])
            end = match.end()
            yield self._slot(match.group(1), node)
        if end < len(pattern):
            yield self.words(pattern[end:])

    def _slot(self, slot: str, node: Node) -> Piece:
        if slot == "名":
            return self._name(node)
        if slot == "处":
            return self._elsewhere(node)
        return self._amount(node) if slot == "额" else self._rate(node)

    def _name(self, node: Node) -> Piece:
        """The name: a quotation of the cell where the officer wrote it, else wording."""
        lines = node.lines or next((below.lines for below in node.walk() if below.lines), ())
        sides = ((self.found.lines.now, "new"), (self.found.lines.last, "old"))
        elsewhere = node.kind in (Kind.MOVED_IN, Kind.MOVED_OUT)  # the project may be what the other side of the move is called
        for dataset, side in sides:
            behind = (dataset.records[i] for line in lines for i in getattr(line, side))
            for record in dataset.records if elsewhere else behind:
                if getattr(record, "project", None) == node.name:
                    return Quote(node.name, record.source.place("project") if record.source else NOWHERE)
        return self.words(node.name)

    def _elsewhere(self, node: Node) -> Piece:
        """Where money moved from or to: a unit is called as the officer calls it."""
        units = (data.context.order["单位名称"] for data in (self.found.lines.now, self.found.lines.last))
        named = any(node.elsewhere in of_year for of_year in units)
        return Quote(node.elsewhere, NOWHERE) if named else self.words(node.elsewhere)

    def _amount(self, node: Node) -> Number:
        amount, places = abs(node.contribution), self.found.places
        _, value = shown(amount, MONEY, self.amounts)

        def working() -> tuple[str, tuple[Operand, ...]]:
            return self._difference(node), (
                operand(f"{node.name}本年", node.now, MONEY, self.amounts, lambda: places(node)[1]),
                operand(f"{node.name}上年", node.before, MONEY, self.amounts, lambda: places(node)[0]),
            )

        text = f"{self.amounts.show(amount)}{self.amounts.unit}"
        return Number(text, value, f"{node.name}增减额", working, lambda: (*places(node)[1], *places(node)[0]))

    def _difference(self, node: Node) -> str:
        larger, smaller = (node.now, node.before) if node.contribution > 0 else (node.before, node.now)
        return f"{exact_text(larger, MONEY, self.amounts)} − {exact_text(smaller, MONEY, self.amounts)}"

    def _rate(self, node: Node) -> Number:
        places = self.found.places
        formula = "各行本年数均为上年数的" + str(100 + node.rate) + "%"
        return Number(
            f"{abs(node.rate)}%",
            Decimal(abs(node.rate)),
            f"{node.name}的比例",
            plainly(formula),
            lambda: (*places(node)[1], *places(node)[0]),
        )

    def _because(self, node: Node, verb: Verb) -> Iterator[Piece]:
        remarks = () if node.kind is not Kind.PART else telling_remarks(self.found, node, self.style.plain, verb)
        if not remarks:
            return
        head, _, tail = self.style.because.partition("{备注}")
        yield self.words(head)
        for number, (text, place) in enumerate(remarks):
            if number:
                yield self.words("、")
            yield Quote(text, place)
        yield self.words(tail)


def telling_remarks(
    found: Attribution, node: Node, plain: Iterable[str] = (), verb: Verb = Verb.GROWN
) -> tuple[tuple[str, Place], ...]:
    """The officer's remarks that account for a node's movement, each with its cell.

    The first must stand on lines with at least half of it; a second is added (not for what is new or ended) where the first accounts for
    less than four fifths, and the second for a fifth. Remarks in `plain` say nothing, and hide what is behind them.
    """
    weights: dict[str, Decimal] = {}
    places: dict[str, Place] = {}
    total = ZERO
    for below in node.walk():
        for line in below.lines:
            if (line.change > 0) != (node.contribution > 0) or not line.exact_change:
                continue
            total += abs(line.change)
            for text in dict.fromkeys(text for text, _, _ in found.lines.remarks(line)):
                weights[text] = weights.get(text, ZERO) + abs(line.change)
            for text, place, _ in found.lines.remarks(line):
                places[text] = min(places.get(text, place), place)
    ranked = sorted(weights, key=lambda text: (-weights[text], text))[: 1 if verb in (Verb.NEW, Verb.ENDED) else 2]
    if not ranked or weights[ranked[0]] < total * _HALF or ranked[0] in frozenset(plain):
        return ()
    if weights[ranked[0]] >= total * _MOST:
        ranked = ranked[:1]
    return tuple(
        (cleaned(text), places[text]) for text in ranked if text not in frozenset(plain) and weights[text] >= total * _SOME
    )
