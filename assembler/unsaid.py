"""State assets and totals of last year that neither a table nor a sentence of the document speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from figures.amounts import ZERO
from figures.checks.named_figures import check_totals_used
from figures.checks.reported import UNSAID
from figures.checks.rule import place_of
from figures.datasets import Dataset
from figures.findings import Finding
from figures.records import KIND_BY_NAME, Asset
from figures.tableset import TableSet
from figures.views import AmountColumn, GroupedRows, ListedRows, RecordRows, RowBlock, SingleRow, View
from narratives.numbers import count_text
from narratives.vocabulary import Vocabulary

ASSETS = "assets"


def unsaid(
    tables: TableSet, vocabulary: Vocabulary, used: Collection[tuple[str, str]], told: Iterable[Finding]
) -> Iterator[Finding]:
    """Notes on the assets and totals that nothing of the template draws on.

    `used` are the totals (item, series) that wording and tables look for; of what `told` speaks nothing more is said.
    """
    yield from _unsaid_assets(tables, vocabulary)
    places = {finding.place for finding in told}
    yield from (f for f in check_totals_used(vocabulary.budget, used) if f.place not in places or not f.place.cell)


def _unsaid_assets(tables: TableSet, vocabulary: Vocabulary) -> Iterator[Finding]:
    """One note for each kind and use of assets, with the cells."""
    assets = vocabulary.budget.assets
    said = _said(tables, vocabulary) if assets else set()
    found: dict[tuple[str, str, str], list[Asset]] = {}
    for position, asset in enumerate(assets):
        for field in ("count", "planned"):
            if getattr(asset, field) and (position, field) not in said:
                found.setdefault((asset.kind, asset.use, field), []).append(asset)
    labels = {column.name: column.label for column in KIND_BY_NAME[ASSETS].columns}
    for (kind, use, field), some in found.items():
        total = sum((getattr(asset, field) for asset in some), ZERO)
        message = f"“{kind}”{f'（{use}）' if use else ''}的{labels[field]}{count_text(total)}没有写在文档中"
        cells = "、".join(cell for asset in some[:8] if (cell := place_of(asset, field).cell))
        yield UNSAID.finding(message, place_of(some[0], field), cells)


def _said(tables: TableSet, vocabulary: Vocabulary) -> set[tuple[int, str]]:
    """The assets by position, each with the field, that some table or measure counts."""
    found: set[tuple[int, str]] = set()
    for view in tables.views.values():
        found |= set(_in_view(view, tables))
    quantum = min((view.quantum for view in tables.views.values()), default=None)
    for spec in vocabulary.specs.measures.values():
        if spec.source == ASSETS and quantum is not None:
            data = tables.figures.dataset(ASSETS, quantum)
            found |= {(i, spec.field) for i in data.matching(spec.condition)}
    return found


def _in_view(view: View, tables: TableSet) -> Iterator[tuple[int, str]]:
    for stack in view.stacks:
        for column in stack.columns:
            if isinstance(column, AmountColumn) and column.source == ASSETS and not column.series:
                data = tables.figures.dataset(ASSETS, view.quantum)
                for block in stack.rows:
                    yield from ((i, column.field) for i in _in_rows(block, column, data))


def _in_rows(block: RowBlock, column: AmountColumn, data: Dataset) -> Iterator[int]:
    """The records that the rows of a block show in a column."""
    if not isinstance(block, (SingleRow, ListedRows, GroupedRows, RecordRows)):
        return
    shown = data.matching(column.condition + block.condition)
    if isinstance(block, ListedRows):
        listed, values = {value for value, _ in block.items}, data.values(block.attribute)
        shown = [i for i in shown if values[i] in listed]
    yield from shown
