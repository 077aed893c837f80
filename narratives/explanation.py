"""Showing the work: every number of a text with its name, formula and source cells, from the provenance that rendering made.

| number | name and formula | cells |
|---|---|---|
| an amount, count, share or percent | its own | those of its measure, or of both operands |
| one that is zero | its own | the ranges that were searched |
| digits in the wording of a template | 文字 | file and line |
| digits in an officer's own text, also a year or a name | 原文 | the cell of that text |
| digits in the template's own glossary or names | 文字 | file and line |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from figures.findings import NOWHERE, Place
from figures.lean import frozen
from narratives.text import Missing, Number, Operand, Piece, Quote, Text, Words

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT = r"%|％|‰|亿元|万元|千元|元|平方米|台（套）|个百分点|个|辆|批次|人次|年|月|日|倍"
_LITERAL = re.compile(rf"(?P<digits>{_DIGITS})(?P<unit>{_UNIT})?")
_SHOWN = re.compile(r"-?\d.*", re.DOTALL)
_BEHIND = re.compile(_UNIT)
_SENTENCE = re.compile(r"[^。]*。?[”）]?", re.DOTALL)


@frozen(slots=True)
class Explained:
    """A number of a text: what is shown and where it begins, its value in the unit shown, and what is behind it.

    `places` are the cells; for a zero the ranges searched; for a literal of the wording its file and line.
    """

    start: int
    shown: str
    value: Decimal
    name: str
    formula: str
    operands: tuple[Operand, ...]
    places: tuple[Place, ...]


@frozen(slots=True)
class Sentence:
    """A sentence of a paragraph and its numbers."""

    text: str
    numbers: tuple[Explained, ...]


def explain(text: Text) -> tuple[Explained, ...]:
    """Every number of a text in order; the words of a change (减少, 持平) are none."""
    plain = text.plain
    found: list[Explained] = []
    stretch: list[tuple[int, Piece]] = []
    position = 0
    for piece in text.pieces:
        if isinstance(piece, Number) and not piece.word:
            found += _literals(plain, stretch, position, text)
            stretch = []
            if piece.text:
                found.append(_explained(piece, position, plain))
        else:
            stretch.append((position, piece))
        position += len(piece.text)
    return (*found, *_literals(plain, stretch, position, text))


def sentences(text: Text) -> Iterator[Sentence]:
    """The sentences of a text, each with its numbers."""
    numbers = explain(text)
    for match in _SENTENCE.finditer(text.plain):
        if match.group().strip():
            yield Sentence(match.group().strip(), tuple(n for n in numbers if match.start() <= n.start < match.end()))


def _explained(number: Number, position: int, plain: str) -> Explained:
    """A number; its unit is what stands behind it where its format leaves that to the wording."""
    shown = _SHOWN.search(number.text)
    start = position + (shown.start() if shown else 0)
    text = number.text[start - position :]
    if text[-1].isdigit() and (unit := _BEHIND.match(plain, start + len(text))):
        text += unit.group()
    return Explained(
        start, text, number.value, number.name, number.formula, number.operands, tuple(dict.fromkeys(number.places()))
    )


def _literals(plain: str, stretch: list[tuple[int, Piece]], end: int, text: Text) -> Iterator[Explained]:
    """The digits in wording and quotations that stand between two numbers; the piece that they begin in is their source."""
    if not stretch:
        return
    start = stretch[0][0]
    for match in _LITERAL.finditer(plain, start, end):
        piece = next(p for at, p in reversed(stretch) if at <= match.start())
        if not isinstance(piece, Missing):
            value = Decimal(match.group("digits").replace(",", ""))
            place = _place_of(piece, text)
            formula = "原文" if place.sheet else "文字"
            name = "填报文字中的数" if place.sheet else "行文中的数"
            yield Explained(match.start(), match.group(), value, name, formula, (), (place,))


def _place_of(piece: Piece, text: Text) -> Place:
    """The place of wording or a quotation; the program's own words (the count of a loop) stand where the wording around them does."""
    if isinstance(piece, Quote) and piece.place != NOWHERE:
        return piece.place
    if isinstance(piece, Words) and piece.file:
        return Place(file=piece.file, line=piece.line)
    around = next((p for p in text.pieces if isinstance(p, Words) and p.file), None)
    return NOWHERE if around is None else Place(file=around.file, line=around.line)


def joined(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places with neighbouring cells of one column drawn together (B2, B3, B4: B2:B4), for reading; order is kept."""
    found: list[Place] = []
    for place in places:
        if found and (whole := _extended(found[-1], place)):
            found[-1] = whole
        else:
            found.append(place)
    return tuple(found)


_CELL = re.compile(r"(?:([A-Z]+)(\d+):)?([A-Z]+)(\d+)")


def _extended(before: Place, place: Place) -> Place | None:
    one, other = _CELL.fullmatch(before.cell), _CELL.fullmatch(place.cell)
    if one is None or other is None or ":" in place.cell or (before.sheet, before.file) != (place.sheet, place.file):
        return None
    if one[3] != other[3] or int(other[4]) != int(one[4]) + 1:
        return None
    first = f"{one[1]}{one[2]}" if one[1] else before.cell
    return replace(before, cell=f"{first}:{place.cell}")
