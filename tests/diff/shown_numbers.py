"""The numbers that a described document shows, each with what it is and the cells of the workbook behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from diff_pairs import STEP

from assembler.description import Chart, Document, Paragraph, Row, Run, Table
from assembler.diff.changes import BlockChange, ChartChange, ParagraphChange, TableChange
from assembler.diff.words import is_figure, words
from assembler.view_tables import CellOrigin
from figures.budget import Budget
from figures.columns import Source, Type
from figures.findings import Place
from figures.records import KINDS
from narratives.text import Number, Quote, Text


@dataclass(frozen=True)
class Shown:
    """A text with a number in it: what it is (the same in both documents), where it stands, and the cells behind it.

    `unit` is the sentence or the row that it stands in: the smallest thing that comes or goes as a whole. `plain`: a sum of cells, not
    a share or a change, so that it moves whenever one of them does.
    """

    key: tuple[Any, ...]
    block: str
    unit: str
    text: str
    places: frozenset[Place]
    plain: bool


def shown_numbers(document: Document) -> list[Shown]:
    """All numbers of sentences, of cells and of charts."""
    found: list[Shown] = []
    used: Counter[tuple[Any, ...]] = Counter()
    for block in document.blocks():
        if isinstance(block, Paragraph):
            parts = _of_paragraph(block)
        elif isinstance(block, Table):
            parts = (p for row in block.rows for p in _of_row(block.id, row))
        elif isinstance(block, Chart):
            parts = _of_chart(block)
        else:
            continue
        for part in parts:
            used[part.key] += 1
            found.append(replace(part, key=(*part.key, used[part.key])))
    return found


def _of_paragraph(paragraph: Paragraph) -> Iterator[Shown]:
    for sentence in _sentences(paragraph.runs):
        unit = "".join(r.text for r in sentence)
        for run in sentence:
            if isinstance(run.origin, Number):
                yield _number(run.origin, ("文字", paragraph.id, run.origin.name, run.origin.word), paragraph.id, unit)


def _sentences(runs: Iterable[Run]) -> Iterator[list[Run]]:
    sentence: list[Run] = []
    for run in runs:
        sentence.append(run)
        if run.text.rstrip().endswith(("。", "；", "\n")):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _number(origin: Number, key: tuple[Any, ...], block: str, unit: str) -> Shown:
    places = frozenset(p for o in origin.operands for p in o.places()) | frozenset(origin.places())
    return Shown(key, block, unit, origin.text, places, not origin.formula and not origin.word)


def _of_row(table: str, row: Row) -> Iterator[Shown]:
    unit = f"{table}/{row.key}"
    for i, cell in enumerate(row.cells):
        key = ("单元格", table, row.key, i)
        if isinstance(cell.origin, CellOrigin):
            places = frozenset(cell.origin.table.places(cell.origin.row, cell.origin.column))
            yield Shown(key, table, unit, cell.text, places, not cell.text.endswith("%"))
        elif isinstance(cell.origin, Text):
            for piece in cell.origin.pieces:
                if isinstance(piece, Number):
                    yield _number(piece, (*key, piece.name), table, unit)
                elif isinstance(piece, Quote):
                    yield Shown(key, table, unit, piece.text, frozenset([piece.place]), False)


def _of_chart(chart: Chart) -> Iterator[Shown]:
    for part in chart.slices:
        if isinstance(part.origin, Number):
            unit = f"{chart.id}/{part.name}"
            label = _number(part.origin, ("图", chart.id, part.name), chart.id, unit)
            yield replace(label, text=part.label)
            yield replace(label, key=(*label.key, "数"), text=str(Decimal(part.value)))


def figures_in(texts: Iterable[str]) -> Counter[str]:
    """The figures in some texts, as whole numbers."""
    return Counter(w for t in texts for w in words(t) if is_figure(w))


def all_figures(document: Document) -> dict[str, Counter[str]]:
    """The figures of everything that a block shows, of wording, of codes and years too, by what `known_as` calls the block."""
    found: dict[str, Counter[str]] = {}
    for block in document.blocks():
        if isinstance(block, Paragraph):
            texts = [block.text or (block.entry.text if block.entry else "")]
        elif isinstance(block, Table):
            texts = [c.text for r in block.rows for c in r.cells]
        elif isinstance(block, Chart):
            texts = [t for s in block.slices for t in (str(Decimal(s.value)), s.label)]
        else:
            continue
        found.setdefault(known_as(block.id), Counter()).update(figures_in(texts))
    return found


def known_as(identity: str) -> str:
    """The identity of a block without the number by which it is told from others of its kind: they may be taken for each other."""
    return re.sub(r"#\d+$", "", identity)


def assert_figures_follow(old: Document, new: Document, changes: Iterable[BlockChange]) -> None:
    """That the figures which the changes say are gone and new lead, block by block, from those of one document to the other's."""
    figures = all_figures(old)
    for change in changes:
        gone, added = told(change)
        counted = figures.setdefault(known_as(change.id), Counter())
        counted.update(added)
        counted.subtract(gone)
    found = {name: {f: n for f, n in counted.items() if n} for name, counted in figures.items()}
    assert {name: counted for name, counted in found.items() if counted} == {
        name: dict(counted) for name, counted in all_figures(new).items() if counted
    }


def told(change: BlockChange) -> tuple[Counter[str], Counter[str]]:
    """The figures that a change says are gone, and those that are new."""
    gone: list[str] = []
    new: list[str] = []
    if isinstance(change, ParagraphChange):
        gone = [s.text for sentence in change.sentences for s in sentence if s.kind == "removed"]
        new = [s.text for sentence in change.sentences for s in sentence if s.kind == "added"]
    elif isinstance(change, TableChange):
        gone = [c.before for c in change.cells] + [t for r in change.rows if r.kind == "removed" for t in r.texts]
        new = [c.now for c in change.cells] + [t for r in change.rows if r.kind == "added" for t in r.texts]
    elif isinstance(change, ChartChange):
        gone = [t for s in change.slices for t in ("" if s.before is None else str(s.before), s.label_before)]
        new = [t for s in change.slices for t in ("" if s.now is None else str(s.now), s.label_now)]
    return figures_in(gone), figures_in(new)


def with_sources(budget: Budget, book: str = "") -> Budget:
    """The same budget as if it had been read from a workbook: each record knows its cells. Amounts are whole units of print."""
    last = None if budget.last_year is None else with_sources(budget.last_year, "上年")
    values: dict[str, Any] = {}
    for kind in KINDS:
        letters = {c.name: chr(ord("A") + i) if i < 26 else f"A{chr(ord('A') + i - 26)}" for i, c in enumerate(kind.columns)}
        amounts = [c.name for c in kind.columns if c.type is Type.AMOUNT]
        records = [
            replace(r, source=Source(book + kind.sheet, letters, row), **{n: getattr(r, n) // STEP * STEP for n in amounts})
            for row, r in enumerate(budget.records(kind.name), 2)
        ]
        values[kind.name] = records[0] if kind.single else tuple(records)
    return replace(budget, last_year=last, **values)
