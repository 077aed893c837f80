"""What a template may speak of: the names that stand for a budget's facts, measures and families, each looked up when first used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from figures.amounts import ZERO, AmountFormat, half_up
from figures.budget import Budget
from figures.findings import Place
from figures.records import LastYearTotal
from figures.tables import Table, TableRow
from figures.tableset import TableSet
from figures.views import AmountColumn
from narratives.changes import has_moved
from narratives.declarations import LAST_YEAR_BUDGET, FamilySpec, Measures, MeasureSpec, Speech, Term
from narratives.exposing import ExposedFamily, Named
from narratives.facts import FACTS, Facts
from narratives.limits import Meter
from narratives.measures import MONEY, Family, Measure
from narratives.origins import CellOrigin, ComparedOrigin, RecordsOrigin
from narratives.reasons.reasoning import Reasoned, Reasons, Scope
from narratives.rendering import pieces_of
from narratives.shares import FamilyShares
from narratives.text import Piece, Words
from narratives.tracing import Trace


class Vocabulary(Mapping[str, Any]):
    """The names of a budget: a mapping that computes what is asked for, once."""

    def __init__(self, tables: TableSet, measures: Measures, speech: Speech, glossary: tuple[Term, ...]) -> None:
        self.tables = tables
        self.specs = measures
        self.speech = speech
        self.meter = Meter()
        self.budget: Budget = tables.figures.budget
        self._quantum = min((v.format.quantum for v in tables.views.values()), default=Decimal(1))
        self.reasons = Reasons(tables, speech.reasons, next(iter(speech.amounts.values())).format)
        self._last_tables = tables.last_year
        self._totals: dict[str, dict[str, LastYearTotal]] = {}
        for total in reversed(self.budget.last_year_totals):
            self._totals.setdefault(total.series, {})[total.item] = total
        self.used_totals: set[tuple[str, str]] = set()
        """What sentences have compared with last year so far: what its total may be called, and the series."""
        self._said_in: dict[str, AmountFormat] = {}
        self.without_last_year: dict[str, None] = {}
        """The measures whose change was asked for though last year is not known, in the order of the sentences."""
        self._known: dict[str, Any] = {}
        self._facts = Facts(tables.figures, speech.dates, glossary)
        self.trace = self._untraced = Trace()
        """What the stretch of wording that is being said has asked for so far; what is asked for between them is of no account."""

    def __getitem__(self, name: str) -> Any:
        self.trace.names.add(name)
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = self.meter.outside(self._made, name)
        return found

    def _made(self, name: str) -> Any:
        family = self.specs.families.get(name)
        if family is not None:
            return self._family(family)
        spec = self.specs.measures.get(name)
        if spec is None:
            return FACTS[name](self._facts)
        return Named(name, self._table_measure(spec) if spec.table else self._source_measure(spec), spec.place)

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a name, `default` where there is none; what goes wrong in computing it is not taken for a missing name."""
        found = self._known.get(name)
        if found is None:
            if name not in self:
                return default
            found = self._known[name] = self.meter.outside(self._made, name)
        self.trace.names.add(name)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self.specs.measures or name in self.specs.families or name in FACTS  # without computing it

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys((*FACTS, *self.specs.measures, *self.specs.families))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @cached_property
    def years(self) -> Mapping[str, Piece]:
        """The pieces that stand for the year, and the one before, in the wording of a change."""
        return {name: next(iter(pieces_of(self[name])), Words("", "", 0)) for name in ("年度", "上年度")}

    def measure(self, key: str) -> Measure:
        """The measure called `key`."""
        found: Measure = self[key].measure
        return found

    def note_change(self, key: str, amounts: AmountFormat) -> None:
        """Keeps in which format a sentence says the change of the measure called `key`: whether a reason is due depends on it."""
        self._said_in[key] = self.trace.formats[key] = amounts

    def note_totals(self, names: Iterable[str], series: str) -> None:
        """Keeps which totals of `series` a sentence looks for."""
        totals = [(name, series) for name in names]
        self.used_totals.update(totals)
        self.trace.totals.update(totals)

    def note_unknown(self, name: str) -> None:
        """Keeps that a sentence asked for the change of a measure whose last year is not known."""
        self.without_last_year[name] = self.trace.unknown[name] = None

    def moved(self, key: str, measure: Measure) -> bool:
        """Whether the measure called `key` changed as the last sentence said it, or, where none did, as the tables print it."""
        amounts = self._said_in.get(key)
        if key not in self.trace.formats:
            self.trace.formats_met[key] = amounts
        if amounts is None:
            return measure.before is not None and measure.amount != measure.before
        return has_moved(measure, amounts)

    def reason(self, key: str, measure: Measure) -> Reasoned:
        """Why the measure called `key` changed: given by the officer, or found in the records of both years."""
        trace, known = self.trace, self.reasons.known(key)
        found = self.meter.outside(self._reason, key, measure)
        if key in self:
            trace.names.add(key)
        trace.reasons.setdefault(key, (found, known is not None))
        return found

    def _reason(self, key: str, measure: Measure) -> Reasoned:
        spec = self.specs.measures.get(key)
        return self.reasons.of(key, measure, None if spec is None else self._scope(spec))

    def begin_trace(self) -> Trace:
        """A new trace, of what is said from now on."""
        self.trace = Trace(steps=self.meter.steps, characters=self.meter.characters)
        return self.trace

    def end_trace(self) -> None:
        """Ends the trace begun last: its steps and characters are what was taken since."""
        trace, meter = self.trace, self.meter
        trace.steps, trace.characters = trace.steps - meter.steps, trace.characters - meter.characters
        self.trace = self._untraced

    def repeats(self, trace: Trace) -> bool:
        """Leaves behind what a stretch with this trace does, unless it would not meet now what it met when it was said (then False)."""
        if (trace.formats_met or trace.reasons) and not self._fits(trace):
            return False
        if not self.meter.takes(trace.steps, trace.characters):
            return False
        if trace.formats or trace.totals or trace.unknown or trace.reasons:
            self._said_in |= trace.formats
            self.used_totals |= trace.totals
            self.without_last_year |= trace.unknown
            for key, (found, _) in trace.reasons.items():
                self.reasons.keep(key, found)
        return True

    def _fits(self, trace: Trace) -> bool:
        """Whether former stretches left behind what the one with this trace met."""
        if any(self._said_in.get(key) != amounts for key, amounts in trace.formats_met.items()):
            return False
        known = self.reasons.known
        return all(known(key) is (found if met else None) for key, (found, met) in trace.reasons.items())

    def _scope(self, spec: MeasureSpec) -> Scope | None:
        """The records that a measure is the sum of; None where it counts, or adds up another field than the amount."""
        if not spec.table:
            return Scope(spec.source, spec.condition, self._quantum) if spec.field == "amount" else None
        table = self.tables[spec.table]
        column, row = table.columns[spec.column], table.row(spec.row, spec.column)
        if row is None or not isinstance(column, AmountColumn) or column.field != "amount":
            return None
        return Scope(column.source, column.condition + row.condition, table.view.format.quantum)

    def _table_measure(self, spec: MeasureSpec) -> Measure:
        table = self.tables[spec.table]
        row = table.row(spec.row, spec.column)
        return self._cell(spec.name, spec.unit, table, row, spec.row, spec.column, (spec.key, spec.name))

    def _cell(
        self, name: str, unit: str, table: Table, row: TableRow | None, key: str, column: str, called: tuple[str, ...]
    ) -> Measure:
        """A measure that is a cell of a table, with the same cell of last year's table or last year's total of that name."""
        amount = ZERO if row is None else row.amounts.get(column, ZERO)
        if self._last_tables is not None:
            last = self._last_tables[table.view.name]
            return Measure(name, amount, unit, last.amount(key, column), partial(CellOrigin, table, row, key, column, last))
        total = self._last_total(called) if self._totals else None
        before = None if total is None else self._rounded(total, unit)
        return Measure(name, amount, unit, before, partial(CellOrigin, table, row, key, column, total))

    def _source_measure(self, spec: MeasureSpec) -> Measure:
        figures = self.tables.figures
        data = figures.dataset(spec.source, self._quantum)
        amount = data.total(spec.condition, spec.field)
        if figures.last_year is not None:
            last = figures.last_year.dataset(spec.source, self._quantum)
            origin = partial(RecordsOrigin, data, spec.condition, spec.field, last)
            return Measure(spec.name, amount, spec.unit, last.total(spec.condition, spec.field), origin)
        total = self._last_total((spec.key, spec.name))
        before = None if total is None else self._rounded(total, spec.unit)
        return Measure(spec.name, amount, spec.unit, before, partial(RecordsOrigin, data, spec.condition, spec.field, total))

    def compared(self, measure: Measure, called: tuple[str, ...], series: str) -> Measure:
        """The measure with its counterpart in `series`, known by last year's total that has one of the names `called`, else not at all."""
        total = self._last_total(called, series)
        before = None if total is None else self._rounded(total, measure.unit)
        return replace(measure, before=before, origin=partial(ComparedOrigin, measure, total))

    def _last_total(self, called: tuple[str, ...], series: str = LAST_YEAR_BUDGET) -> LastYearTotal | None:
        totals = self._totals.get(series)
        if totals is not None:
            for item in called:
                if item in totals:
                    return totals[item]
        return None

    def _rounded(self, total: LastYearTotal, unit: str) -> Decimal:
        return half_up(total.amount, self._quantum) if unit == MONEY else total.amount

    def _family(self, spec: FamilySpec) -> ExposedFamily:
        found = [*self._listed(spec), *self._rows(spec)]
        family = Family(spec.key, self.measure(spec.whole), tuple([measure for _, measure, _ in found]))
        said = FamilyShares(family, self.speech.percent.places, spec.adjust)
        return ExposedFamily(said, spec.whole, [(key, place) for key, _, place in found], spec.skip_zero)

    def _listed(self, spec: FamilySpec) -> Iterator[tuple[str, Measure, Place]]:
        """The parts of a family that are listed, each with its key and the place that its name comes from."""
        for key in spec.parts:
            yield key, self.measure(key), self.specs.measures[key].place

    def _rows(self, spec: FamilySpec) -> Iterator[tuple[str, Measure, Place]]:
        """The parts of a family that are the rows of a table."""
        if not spec.table:
            return
        table, last = self.tables[spec.table], self._last_tables
        rows = table.grouped(spec.attribute, spec.column)
        ended = () if last is None else last[spec.table].grouped(spec.attribute, spec.column)
        context = self.tables.figures.context
        for row, is_ended in _with_ended(rows, ended) if ended else [(row, False) for row in rows]:
            value = [*row.keys.values()][-1]
            known = last.figures.context if is_ended and last is not None else context
            name = known.name_of(spec.attribute, value) if value else row.name
            now = None if is_ended else row
            yield value, self._cell(name, spec.unit, table, now, row.key, spec.column, (f"{spec.key}.{name}",)), spec.place


def _with_ended(rows: Sequence[TableRow], before: Sequence[TableRow]) -> Iterator[tuple[TableRow, bool]]:
    """This year's rows, and among them, behind the row that they followed, those of last year that have ended (True)."""
    present = {row.key for row in rows}
    following: dict[str, list[TableRow]] = {}
    behind = ""
    for row in before:
        if row.key in present:
            behind = row.key
        else:
            following.setdefault(behind, []).append(row)
    yield from ((ended, True) for ended in following.get("", ()))
    for row in rows:
        yield row, False
        yield from ((ended, True) for ended in following.get(row.key, ()))
