"""Small budgets of two years for tests of reasons: written as lines, explained as the shanxi template explains them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from assembler.template import load_template
from figures.amounts import AmountFormat
from figures.budget import Budget
from figures.datasets import Figures
from figures.records import Basics, ExpenditureLine, Project, Reason, Unit
from figures.tableset import TableSet
from narratives.measures import Measure
from narratives.reasons.attribution import Attribution, Node, attribute
from narratives.reasons.choosing import choose
from narratives.reasons.declared import ReasonStyle, Thresholds
from narratives.reasons.lines import Lines, line_up
from narratives.reasons.reasoning import Reasoned
from narratives.reasons.saying import say_found
from narratives.vocabulary import Vocabulary

WAN = AmountFormat()
QUANTUM = Decimal(100)
UNITS = ("本级", "执法队", "艺术中心")


def yuan(wan: float | str) -> Decimal:
    """万元 in 元."""
    return Decimal(str(wan)) * 10_000


def basic(economic: str, wan: float | str, unit: str = "本级", function: str = "2070101", remark: str = "") -> ExpenditureLine:
    """A line of basic expenditure out of the general public budget."""
    return ExpenditureLine(
        unit=unit, function=function, category="基本支出", economic=economic, fund="一般公共预算", amount=yuan(wan), remark=remark
    )


def project(
    name: str,
    wan: float | str,
    unit: str = "本级",
    function: str = "2070101",
    economic: str = "30227",
    fund: str = "一般公共预算",
    timing: str = "本年",
    remark: str = "",
) -> ExpenditureLine:
    """A line of project expenditure."""
    return ExpenditureLine(
        unit=unit,
        function=function,
        category="项目支出",
        economic=economic,
        project=name,
        fund=fund,
        timing=timing,
        amount=yuan(wan),
        remark=remark,
    )


def budget(
    lines: Iterable[ExpenditureLine], year: int = 2025, projects: Iterable[Project] = (), reasons: Iterable[Reason] = ()
) -> Budget:
    """A budget of one year."""
    units = tuple(Unit(name, f"10{i}", kind) for i, (name, kind) in enumerate(zip(UNITS, ("行政", "参公", "事业"), strict=True)))
    basics = Basics(department="某局", year=year)
    return Budget(basics=basics, units=units, expenditure=tuple(lines), projects=tuple(projects), reasons=tuple(reasons))


def two_years(last: Budget, now: Budget) -> Budget:
    """This year's budget with last year's beside it."""
    return replace(now, last_year=replace(last, basics=replace(last.basics, year=now.basics.year - 1)))


def reasoned(last: Budget, now: Budget, key: str = "支出总计") -> Reasoned:
    """The reason of a measure of the shanxi template."""
    template = load_template("shanxi/department-budget")
    tables = TableSet(template.views, Figures(two_years(last, now)))
    vocabulary = Vocabulary(tables, template.measures, template.speech, ())
    return vocabulary.reason(key, vocabulary.measure(key))


def said(last: Iterable[ExpenditureLine], now: Iterable[ExpenditureLine], key: str = "支出总计") -> str:
    """The found reason of a measure, as text."""
    return reasoned(budget(last, 2024), budget(now), key).text.plain


def style() -> ReasonStyle:
    """The reasons of the shanxi template."""
    return load_template("shanxi/department-budget").speech.reasons


def lined_up(both: Budget) -> Lines:
    """All expenditure lines of two years."""
    figures = Figures(both)
    assert figures.last_year is not None
    tree = style().trees["支出总计"][0]
    return line_up(figures.last_year, figures, tree.source, (), (*tree.top.attributes(), "资金来源"), QUANTUM)


def attributed(both: Budget, thresholds: Thresholds | None = None, depth: int = 2) -> Attribution:
    """The change of all expenditure, attributed and chosen."""
    tree = replace(style().trees["支出总计"][0], depth=depth)
    lines = lined_up(both)
    change = sum((line.change for line in lines.lines), Decimal(0))
    return choose(attribute(tree, lines, change, "支出总计", style()), thresholds or style().thresholds)


def sentence(found: Attribution) -> str:
    """The found reason as text."""
    return say_found(found, style(), WAN).plain


def leaves(found: Attribution) -> Sequence[Node]:
    """The leaves of an attribution."""
    return [node for node in found.nodes() if node.leaf]


def measure_of(found: Attribution) -> Measure:
    """The measure that an attribution explains."""
    return Measure(found.name, found.root.now + found.remainder, before=found.root.before)
