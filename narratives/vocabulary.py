"""What a template may speak of: the names that stand for a budget's facts, measures and families, each looked up when first used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from figures.amounts import ZERO, AmountFormat, half_up
from figures.attributes import kind_of
from figures.budget import Budget
from figures.datasets import Dataset
from figures.findings import Place
from figures.records import KIND_BY_NAME, LastYearTotal
from figures.tables import Table, TableRow, chinese_number
from figures.tableset import TableSet
from figures.views import AmountColumn
from narratives.changes import has_moved
from narratives.declarations import LAST_YEAR_BUDGET, FamilySpec, Measures, MeasureSpec, Speech
from narratives.exposed import Exposed, ExposedFamily, Function, Phrase
from narratives.exposing import Named, Part, exposed_record, exposed_target
from narratives.limits import Meter, Pause
from narratives.measures import MONEY, Family, Measure, Places, no_places
from narratives.numbers import date_text, year
from narratives.reasons.reasoning import Reasoned, Reasons, Scope
from narratives.rendering import pieces_of
from narratives.shares import shares
from narratives.text import Missing, Piece, Words
from narratives.tracing import Trace


class Vocabulary(Mapping[str, Any]):
    """The names of a budget: a mapping that computes what is asked for, once."""

    def __init__(
        self, tables: TableSet, measures: Measures, speech: Speech, glossary: tuple[tuple[str, str, Place], ...]
    ) -> None:
        self.tables = tables
        self.specs = measures
        self.speech = speech
        self.glossary = glossary
        self.meter = Meter()
        self.budget: Budget = tables.figures.budget
        self._quantum = min((v.format.quantum for v in tables.views.values()), default=Decimal(1))
        self.reasons = Reasons(tables, speech.reasons, next(iter(speech.amounts.values())).format)
        self._totals = {(t.item, t.series): t for t in reversed(self.budget.last_year_totals)}
        self.used_totals: set[tuple[str, str]] = set()
        """What sentences have compared with last year so far: what its total may be called, and the series."""
        self._said_in: dict[str, AmountFormat] = {}
        self.without_last_year: dict[str, None] = {}
        """The measures whose change was asked for though last year is not known, in the order of the sentences."""
        self._known: dict[str, Any] = {}
        self._facts = self._made_facts()
        self.trace = self._untraced = Trace()
        """What the stretch of wording that is being said has asked for so far; what is asked for between them is of no account."""

    def __getitem__(self, name: str) -> Any:
        self.trace.names.add(name)
        found = self._known.get(name)
        if found is None:
            with Pause():
                found = self._known[name] = self._made(name)
        return found

    def _made(self, name: str) -> Any:
        specs = self.specs
        if name in specs.families:
            return self._family(specs.families[name])
        return self._named(specs.measures[name]) if name in specs.measures else self._facts[name]()

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a name, `default` where there is none; what goes wrong in computing it is not taken for a missing name."""
        found = self._known.get(name)
        if found is None and name in self:
            return self[name]
        if found is None:
            return default
        self.trace.names.add(name)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self.specs.measures or name in self.specs.families or name in self._facts  # without computing it

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys((*self._facts, *self.specs.measures, *self.specs.families))

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
        spec = self.specs.measures.get(key)
        trace, known = self.trace, self.reasons.known(key)
        with Pause():
            found = self.reasons.of(key, measure, None if spec is None else self._scope(spec))
        if key in self:
            trace.names.add(key)
        trace.reasons.setdefault(key, (found, known is not None))
        return found

    def begin_trace(self) -> Trace:
        """A new trace, of what is said from now on."""
        self.trace = Trace(steps=self.meter.steps, characters=self.meter.characters)
        return self.trace

    def end_trace(self) -> None:
        """Ends the trace begun last: its steps and characters are what was taken since."""
        trace, meter = self.trace, self.meter
        trace.steps, trace.characters = trace.steps - meter.steps, trace.characters - meter.characters
        self.trace = self._untraced

    def fits(self, trace: Trace) -> bool:
        """Whether a stretch with this trace would meet what it met when it was said, as far as former stretches decide that."""
        if trace.formats_met and any(self._said_in.get(key) != amounts for key, amounts in trace.formats_met.items()):
            return False
        if trace.reasons:
            known = self.reasons.known
            if any(known(key) is not (found if met else None) for key, (found, met) in trace.reasons.items()):
                return False
        return self.meter.leaves(trace.steps, trace.characters)

    def repeat(self, trace: Trace) -> None:
        """Leaves behind what a stretch with this trace, which `fits`, does."""
        if trace.formats or trace.totals or trace.unknown or trace.reasons:
            self._said_in |= trace.formats
            self.used_totals |= trace.totals
            self.without_last_year |= trace.unknown
            for key, (found, _) in trace.reasons.items():
                self.reasons.keep(key, found)
        self.meter.take(trace.steps, trace.characters)

    def _scope(self, spec: MeasureSpec) -> Scope | None:
        """The records that a measure is the sum of; None where it counts, or adds up another field than the amount."""
        if not spec.table:
            return Scope(spec.source, spec.condition, self._quantum) if spec.field == "amount" else None
        table = self.tables[spec.table]
        column, row = table.columns[spec.column], table.row(spec.row, spec.column)
        if row is None or not isinstance(column, AmountColumn) or column.field != "amount":
            return None
        return Scope(column.source, column.condition + row.condition, table.view.format.quantum)

    def _made_facts(self) -> dict[str, Callable[[], Any]]:
        basics = self.budget.basics

        def place(name: str) -> Place:
            return basics.source.place(name) if basics.source else Place()

        short = (basics.short_name, place("short_name")) if basics.short_name else (basics.department, place("department"))
        return {
            "年度": lambda: Phrase(str(basics.year), place("year")),
            "上年度": lambda: year(basics.year - 1, "上年度", lambda: (place("year"),), unit="", formula="年度 − 1"),
            "部门名称": lambda: Phrase(basics.department, place("department")),
            "部门代码": lambda: Phrase(basics.code, place("code")),
            "简称": lambda: Phrase(*short),
            "资产统计日期": lambda: self._date(basics.assets_date, place("assets_date"), "资产统计截止日期"),
            "文字": lambda: Function(self._texts),
            "待填": lambda: Function(lambda item: Missing(f"【请填写{item}】", str(item))),
            "名词解释": self._terms,
            "单位": lambda: self._exposed_records("units"),
            "公开项目": lambda: [exposed_target(t, self.tables.figures) for t in self.budget.targets if t.disclosed],
        }

    def _date(self, value: Any, place: Place, item: str) -> Any:
        return Missing(f"【请填写{item}】", item) if value is None else Phrase(date_text(value, self.speech.dates), place)

    def _texts(self, item: str) -> list[Phrase]:
        """The officer's paragraphs under a heading; lines of one cell are paragraphs of their own."""
        found = []
        for text in self.budget.texts:
            if text.item == item:
                place = text.source.place("text") if text.source else Place()
                found += [Phrase(line.strip(), place) for line in text.text.splitlines() if line.strip()]
        return found

    def _terms(self) -> list[Exposed]:
        """The glossary: the template's terms, each with the officer's explanation where there is one; hers that are new come after."""
        own = {entry.term: entry for entry in self.budget.glossary}
        entries = []
        for term, text, place in self.glossary:
            entry = own.pop(term, None)
            if entry is None:
                entries.append((Phrase(term, place), Phrase(text, place)))
            elif entry.text:
                at = entry.source.place("text") if entry.source else Place()
                entries.append((Phrase(term, at), Phrase(entry.text, at)))
        for entry in own.values():
            at = entry.source.place("text") if entry.source else Place()
            entries.append((Phrase(entry.term, at), Phrase(entry.text, at)))
        return [
            Exposed("名词", {"序号": Phrase(chinese_number(n), Place()), "名词": term, "解释": text})
            for n, (term, text) in enumerate(entries, 1)
        ]

    def _exposed_records(self, kind: str) -> list[Exposed]:
        return [exposed_record(KIND_BY_NAME[kind], record) for record in self.budget.records(kind)]

    def _named(self, spec: MeasureSpec) -> Named:
        return Named(spec.key, self._table_measure(spec) if spec.table else self._source_measure(spec), spec.place)

    def _table_measure(self, spec: MeasureSpec) -> Measure:
        table = self.tables[spec.table]
        return self._cell(
            spec.name, spec.unit, table, table.row(spec.row, spec.column), spec.row, spec.column, (spec.key, spec.name)
        )

    def _cell(
        self, name: str, unit: str, table: Table, row: TableRow | None, key: str, column: str, called: tuple[str, ...]
    ) -> Measure:
        """A measure that is a cell of a table, with the same cell of last year's table or last year's total of that name."""
        amount = ZERO if row is None else row.amounts.get(column, ZERO)
        formula = f"{table.view.label or table.view.name}“{row.name if row else key}”行“{column}”列"
        last = self.tables.last_year
        if last is not None:
            before_table = last[table.view.name]
            before_row = before_table.row(key, column)
            return Measure(
                name,
                amount,
                unit,
                before_table.amount(key, column),
                formula,
                lambda: table.places(row, column),
                self._of_last_year(lambda: before_table.places(before_row, column)),
            )
        total = self._last_total(called)
        places = self._total_places(total)
        return Measure(name, amount, unit, self._rounded(total, unit), formula, lambda: table.places(row, column), places)

    def _source_measure(self, spec: MeasureSpec) -> Measure:
        figures = self.tables.figures
        data = figures.dataset(spec.source, self._quantum)
        formula = f"“{kind_of(spec.source).sheet}”中的合计"
        places = _later(data.places, spec.condition, spec.field)
        last = figures.last_year
        if last is not None:
            before: Dataset = last.dataset(spec.source, self._quantum)
            total = before.total(spec.condition, spec.field)
            old = self._of_last_year(_later(before.places, spec.condition, spec.field))
            return Measure(spec.name, data.total(spec.condition, spec.field), spec.unit, total, formula, places, old)
        known = self._last_total((spec.key, spec.name))
        amount = data.total(spec.condition, spec.field)
        return Measure(spec.name, amount, spec.unit, self._rounded(known, spec.unit), formula, places, self._total_places(known))

    def compared(self, measure: Measure, called: tuple[str, ...], series: str) -> Measure:
        """The measure with its counterpart in `series`, known by last year's total that has one of the names `called`, else not at all."""
        total = self._last_total(called, series)
        return replace(measure, before=self._rounded(total, measure.unit), before_places=self._total_places(total))

    def _of_last_year(self, places: Places) -> Places:
        """The places with the name of last year's workbook, whose sheets are called as this year's are."""
        last = self.budget.last_year
        name = last.name if last is not None else ""
        return lambda: tuple(replace(place, file=name) for place in places())

    def _last_total(self, called: tuple[str, ...], series: str = LAST_YEAR_BUDGET) -> LastYearTotal | None:
        for item in called:
            if (item, series) in self._totals:
                return self._totals[item, series]
        return None

    def _rounded(self, total: LastYearTotal | None, unit: str) -> Decimal | None:
        if total is None:
            return None
        return half_up(total.amount, self._quantum) if unit == MONEY else total.amount

    def _total_places(self, total: LastYearTotal | None) -> Callable[[], tuple[Place, ...]]:
        if total is None or total.source is None:
            return no_places
        place = total.source.place("amount")
        return lambda: (place,)

    def _family(self, spec: FamilySpec) -> ExposedFamily:
        found = list(self._parts(spec))
        family = Family(spec.key, self.measure(spec.whole), tuple(measure for _, measure, _ in found))
        said = shares(family, places=self.speech.percent.places, adjust=spec.adjust)
        parts = tuple(
            Part(key, (key, measure.name, f"{spec.key}.{measure.name}"), measure, share, family.whole, place)
            for (key, measure, place), share in zip(found, said, strict=True)
        )
        shown = tuple(p for p in parts if p.measure.amount or not spec.skip_zero)
        names = {p.measure.name: p for p in parts} | {p.key: p for p in parts}
        return ExposedFamily(family, spec.whole, parts, shown, names)

    def _parts(self, spec: FamilySpec) -> Iterator[tuple[str, Measure, Place]]:
        """The parts of a family, each with its key and the place that its name comes from."""
        for key in spec.parts:
            yield key, self.measure(key), self.specs.measures[key].place
        if spec.table:
            table = self.tables[spec.table]
            last = self.tables.last_year
            rows = table.grouped(spec.attribute, spec.column)
            ended = () if last is None else last[spec.table].grouped(spec.attribute, spec.column)
            for row, is_ended in _with_ended(rows, ended):
                value = [*row.keys.values()][-1]
                context = self.tables.figures.context if last is None or not is_ended else last.figures.context
                name = context.name_of(spec.attribute, value) if value else row.name
                called = (f"{spec.key}.{name}",)
                now = None if is_ended else row
                yield value, self._cell(name, spec.unit, table, now, row.key, spec.column, called), spec.place


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


def _later(function: Callable[..., Any], *args: Any) -> Callable[[], Any]:
    return lambda: function(*args)
