"""A budget: all records of one year, with last year's beside it where they are known."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from figures.findings import Finding
from figures.lean import frozen
from figures.records import (
    KIND_BY_NAME,
    Acknowledgement,
    Asset,
    Basics,
    ControlFigure,
    ExpenditureLine,
    FreeText,
    GlossaryEntry,
    IncomeItem,
    Indicator,
    LastYearTotal,
    OperatingItem,
    PerformanceTarget,
    ProcurementItem,
    Project,
    Reason,
    ThreePublicItem,
    Unit,
)


@frozen(slots=True)
class Budget:
    """Records by kind, in the order of the workbook; amounts exact in 元.

    `last_year` is a budget of the same shape (the series 上年预算) or None where it is known by totals only (`last_year_totals`).
    `findings` are those of reading: what could not be read or placed. `name` is how messages call the workbook.
    """

    basics: Basics = field(default_factory=Basics)
    units: tuple[Unit, ...] = ()
    expenditure: tuple[ExpenditureLine, ...] = ()
    income: tuple[IncomeItem, ...] = ()
    three_public: tuple[ThreePublicItem, ...] = ()
    operating: tuple[OperatingItem, ...] = ()
    procurement: tuple[ProcurementItem, ...] = ()
    assets: tuple[Asset, ...] = ()
    projects: tuple[Project, ...] = ()
    targets: tuple[PerformanceTarget, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    reasons: tuple[Reason, ...] = ()
    last_year_totals: tuple[LastYearTotal, ...] = ()
    control_figures: tuple[ControlFigure, ...] = ()
    texts: tuple[FreeText, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    acknowledgements: tuple[Acknowledgement, ...] = ()
    last_year: Budget | None = None
    findings: tuple[Finding, ...] = field(default=(), compare=False)
    name: str = field(default="", compare=False)

    def records(self, kind: str) -> tuple[Any, ...]:
        """The records of the kind named `kind` (a key of KIND_BY_NAME)."""
        value = getattr(self, KIND_BY_NAME[kind].name)
        return value if isinstance(value, tuple) else (value,)
