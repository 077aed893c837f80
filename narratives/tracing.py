"""What a stretch of wording asked of a vocabulary and left behind in it, and which records that was drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from figures.amounts import AmountFormat
from figures.drawing import Drawn, drawn_by_source, drawn_by_view
from figures.views import View
from narratives.declarations import FamilySpec, Measures, MeasureSpec, Speech
from narratives.reasons.reasoning import Reasoned

_FACTS: Mapping[str, Drawn] = {
    "文字": frozenset({"texts"}),
    "待填": frozenset(),
    "名词解释": frozenset({"glossary"}),
    "单位": frozenset({"units"}),
    "公开项目": frozenset({"targets", "basics"}),
}
_BASICS: Drawn = frozenset({"basics"})
"""What all other facts are drawn from."""
_REASONS: Drawn = frozenset({"reasons"})


@dataclass(slots=True)
class Trace:
    """What was asked for: names, and reasons by key (True: another stretch had asked before); and what was left behind.

    `formats` are those in which changes were said, `formats_met` those of former stretches that were looked up (None: there was none);
    `totals` and `unknown` are what `Vocabulary` calls `used_totals` and `without_last_year`; `steps` and `characters` what it took.
    """

    names: set[str] = field(default_factory=set)
    reasons: dict[str, tuple[Reasoned, bool]] = field(default_factory=dict)
    formats: dict[str, AmountFormat] = field(default_factory=dict)
    formats_met: dict[str, AmountFormat | None] = field(default_factory=dict)
    totals: set[tuple[str, str]] = field(default_factory=set)
    unknown: dict[str, None] = field(default_factory=dict)
    steps: int = 0
    characters: int = 0

    def asks_as(self, other: Trace) -> bool:
        """Whether the same names and reasons were asked for."""
        return self.names == other.names and self.reasons.keys() == other.reasons.keys()


class DrawnNames:
    """What each name of a template's vocabulary, and the reason of each measure, is drawn from."""

    def __init__(self, views: Mapping[str, View], measures: Measures, speech: Speech) -> None:
        self._views = {name: drawn_by_view(view) for name, view in views.items()}
        named = {key: self._measure(spec) for key, spec in measures.measures.items()}
        self._names = named | {key: self._family(spec, named) for key, spec in measures.families.items()}
        self._reasons = {
            key: frozenset[str]().union(*(drawn_by_source(tree.source) for tree in trees))
            for key, trees in speech.reasons.trees.items()
        }

    def _measure(self, spec: MeasureSpec) -> Drawn:
        return self._views[spec.table] if spec.table else drawn_by_source(spec.source)

    def _family(self, spec: FamilySpec, named: Mapping[str, Drawn]) -> Drawn:
        return named[spec.whole].union(*(named[key] for key in spec.parts), self._views.get(spec.table, frozenset()))

    def of_view(self, name: str) -> Drawn:
        """What a table is drawn from."""
        return self._views[name]

    def of(self, trace: Trace) -> Drawn:
        """What a stretch with this trace is drawn from."""
        distinct = {self._names.get(name) or _FACTS.get(name, _BASICS) for name in trace.names}
        if trace.reasons:
            distinct |= {_REASONS, *(self._reasons.get(key, frozenset()) for key in trace.reasons)}
        return frozenset[str]().union(*distinct)
