"""What is found in holding a described document against the figures: rounding, figures given by name, texts that nothing says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from assembler.cells import laid_out
from assembler.description import Chart, Document, LateRows, Paragraph, Table
from assembler.form_tables import IndicatorOrigins
from assembler.unsaid import unsaid
from assembler.view_tables import FigureCells
from figures.checks.named_figures import check_control_figures, check_item_names, check_last_year_totals, check_texts_used
from figures.findings import Finding
from figures.notes import SHARE, exact_tables, rounding_notes
from figures.tableset import TableSet
from figures.views import SERIES, AmountColumn
from narratives.exposing import ExposedFamily, Part
from narratives.measures import MONEY, Measure
from narratives.shares import share_name
from narratives.text import Number, Quote, Text
from narratives.vocabulary import Vocabulary


def further_findings(document: Document, tables: TableSet, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Notes on rounding and shares, and what is wrong with figures and texts that the officer gives by name."""
    used = frozenset(vocabulary.used_totals)  # before the checks below look up every figure
    yield from rounding_notes(tables)
    origins = list(_origins(document))
    yield from _share_notes(vocabulary, {o.name for o in origins if isinstance(o, Number)})
    named = tuple(_named_figures(vocabulary))
    yield from named
    yield from check_texts_used(vocabulary.budget, {o.place for o in origins if isinstance(o, Quote)})
    columns = _column_totals(tables) if vocabulary.budget.last_year_totals else ()
    yield from unsaid(tables, vocabulary, used | {(total, series) for total in columns for series in SERIES}, named)


def _origins(document: Document) -> Iterator[Any]:
    """What the pieces of text of a document were made from."""
    for block in document.blocks():
        if isinstance(block, Paragraph):
            yield from (run.origin for run in block.runs)
        elif isinstance(block, Chart):
            yield from (part.origin for part in block.slices)
        elif isinstance(block, Table):
            for row in block.rows.worded if isinstance(block.rows, LateRows) else block.rows:
                origins = () if isinstance(row.cells, FigureCells) else laid_out(row.cells).origins
                if not isinstance(origins, IndicatorOrigins):  # those of figures and of indicators are no texts
                    yield from (piece for origin in origins if isinstance(origin, Text) for piece in origin.pieces)


def _parts(vocabulary: Vocabulary) -> Iterator[Part]:
    for key in vocabulary.specs.families:
        family: ExposedFamily = vocabulary[key]
        yield from (part for part in family.all_parts if isinstance(part, Part))


def _share_notes(vocabulary: Vocabulary, said: Collection[str]) -> Iterator[Finding]:
    """The adjusted shares among the numbers that the document says, each once."""
    seen: set[tuple[str, str]] = set()
    for part in _parts(vocabulary):
        pair = (part.measure.name, part.whole.name)
        if part.share.adjusted and pair not in seen and share_name(part.measure, part.whole) in said:
            seen.add(pair)
            percent = vocabulary.speech.percent.show(part.share.percent)
            message = f"{part.whole.name}中“{part.measure.name}”的占比{percent}，为使各项之和为100%调整末位"
            yield SHARE.finding(message, found=percent)


def _named_figures(vocabulary: Vocabulary) -> Iterator[Finding]:
    """What is wrong with 批复数, 上年总数 and 变动原因: names that mean nothing, figures that are not ours."""
    budget = vocabulary.budget
    totals = [total.item for total in budget.last_year_totals]
    compared = [control.item for control in budget.control_figures] + (totals if budget.last_year else [])
    items = {*compared, *totals, *(reason.item for reason in budget.reasons)}
    if not items:
        return
    known = set(_keys(vocabulary))
    if items - known:
        known |= {name for part in _parts(vocabulary) for name in part.called}
    known_totals = known | _column_totals(vocabulary.tables) if items - known else known
    yield from check_item_names(budget, sorted(known), sorted(known_totals))
    if compared:
        tables = exact_tables(vocabulary.tables)
        exact = vocabulary if tables is vocabulary.tables else Vocabulary(tables, vocabulary.specs, vocabulary.speech, ())
        money = {item: m for item, m in _measures(exact, compared).items() if m.unit == MONEY}
        yield from check_control_figures(budget, {item: measure.amount for item, measure in money.items()})
        yield from check_last_year_totals(budget, {item: measure.before for item, measure in money.items()})


def _keys(vocabulary: Vocabulary) -> dict[str, str]:
    """The keys of measures by all that they are called."""
    specs = vocabulary.specs.measures
    return {spec.name: key for key, spec in specs.items()} | {key: key for key in specs}


def _measures(vocabulary: Vocabulary, items: Iterable[str]) -> dict[str, Measure]:
    """The measures, and parts of families, that `items` name."""
    keys = _keys(vocabulary)
    found = {item: vocabulary.measure(keys[item]) for item in items if item in keys}
    wanted = set(items) - set(found)
    for part in _parts(vocabulary) if wanted else ():
        found |= {name: part.measure for name in part.called if name in wanted}
    return found


def _column_totals(tables: TableSet) -> set[str]:
    """The names under which columns of tables look for last year's totals."""
    names: set[str] = set()
    for name, view in tables.views.items():
        patterns = [c.total_name for c in view.columns() if isinstance(c, AmountColumn) and c.total_name]
        if patterns:
            rows = [row.name for stack in tables[name].stacks for row in stack.rows()]
            names |= {pattern.replace("{行}", row) for pattern in patterns for row in rows}
    return names
