"""The reasons of all changes that a template wants explained, as text and data, and as records of the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from assembler.describing import describe
from assembler.template import Template
from figures.amounts import ZERO, AmountFormat
from figures.budget import Budget
from figures.exchange import to_json
from figures.lean import frozen
from figures.records import Reason
from narratives.reasons.reasoning import Reasoned
from narratives.reasons.showing import as_data as attribution_data
from narratives.reasons.showing import table
from yugong.api import loaded_template

AMOUNTS = AmountFormat()


@frozen
class Changes:
    """The changes of a budget with their reasons, by the measures' keys; `said` are those whose reasons the document has a place for."""

    reasons: dict[str, Reasoned]
    said: frozenset[str]


def changes_of(budget: Budget, template: str | Template | None = None) -> Changes:
    """All measures that the template declares in 原因/对象 and that changed as the document says it, in the template's order."""
    prepared = template if isinstance(template, Template) else loaded_template(budget, template)
    vocabulary = describe(prepared, budget).vocabulary
    said = vocabulary.reasons.asked
    found = {key: vocabulary.reason(key, vocabulary.measure(key)) for key in prepared.speech.reasons.trees}
    return Changes({key: r for key, r in found.items() if vocabulary.moved(key, r.measure)}, said)


def reasons_of(budget: Budget, template: str | Template | None = None) -> dict[str, Reasoned]:
    """The reasons of `changes_of`."""
    return changes_of(budget, template).reasons


def state(reasoned: Reasoned) -> str:
    """Whether the reason was given, found, or is still to be written."""
    return "已填写" if reasoned.given is not None else "由数据得出" if reasoned.found else "待填写"


def as_lines(reasons: Mapping[str, Reasoned]) -> Iterator[str]:
    """The changes as an officer reads them: figures, reason, findings, and the table behind a found reason."""
    if not reasons:
        yield "没有需要说明原因的变动（或没有上年数）"
    for key, reasoned in reasons.items():
        measure = reasoned.measure
        before = measure.before or ZERO
        word = "增加" if measure.amount > before else "减少"
        change = AMOUNTS.show(abs(measure.amount - before))
        yield f"{key}：本年{AMOUNTS.show(measure.amount)}万元，上年{AMOUNTS.show(before)}万元，{word}{change}万元"
        yield f"  [{state(reasoned)}] {reasoned.text.plain}".rstrip()
        for finding in reasoned.findings:
            if reasoned.given is not None:
                yield f"  {finding.message}；{finding.expected}"
        if reasoned.found and reasoned.attribution is not None:
            yield from (f"    {line}" for line in table(reasoned.attribution))
        yield ""


def as_data(reasons: Mapping[str, Reasoned]) -> list[dict[str, Any]]:
    """The changes as JSON has them; amounts in 万元 as text."""
    return [_datum(key, reasoned) for key, reasoned in reasons.items()]


def _datum(key: str, reasoned: Reasoned) -> dict[str, Any]:
    measure = reasoned.measure
    before = measure.before if measure.before is not None else measure.amount
    return {
        "item": key,
        "name": measure.name,
        "now": AMOUNTS.show(measure.amount),
        "before": AMOUNTS.show(before),
        "state": state(reasoned),
        "text": reasoned.text.plain,
        "findings": [f.message for f in reasoned.findings if reasoned.given is not None],
        "reasons": [] if reasoned.attribution is None else [attribution_data(reasoned.attribution)],
    }


def accepted(budget: Budget, reasons: Mapping[str, Reasoned], suffix: str = ".xlsx") -> bytes:
    """The workbook (or, with the suffix .json, the exchange file) of `budget` with the found ones of `reasons` added as given ones."""
    from figures.workbook.writing import write_workbook  # loads slowly, and only acceptance needs it

    added = tuple(Reason(item=key, text=reasoned.text.plain) for key, reasoned in reasons.items() if reasoned.found)
    drafted = replace(budget, reasons=(*budget.reasons, *added))
    return to_json(drafted).encode("utf-8") if suffix.lower() == ".json" else write_workbook(drafted)
