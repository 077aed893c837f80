"""Figures typed by hand into a document, taken over into a copy of the figures: only where a cell stands for exactly one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from assembler.describing import Description
from assembler.description import Table
from assembler.rebuild.outcome import HandTyped
from assembler.view_tables import CellOrigin
from figures.amounts import EXACT, UNITS
from figures.budget import Budget
from figures.findings import Finding, Place, Severity
from figures.lean import frozen
from figures.records import KINDS


@frozen
class Taken:
    """The budget with the figures of the document, and what was taken over or could not be (findings)."""

    budget: Budget
    findings: tuple[Finding, ...]
    count: int


def take_over(budget: Budget, description: Description, typed: Sequence[HandTyped]) -> Taken:
    """Takes over what was typed. What follows from other cells (sums) is left: it is computed from them."""
    findings: list[Finding] = []
    count = 0
    for one in typed:
        origin = _origin(description, one)
        amount = None if origin is None else _amount(origin, one.found)
        found = None if origin is None else _record(budget, origin)
        if amount is None or found is None:
            findings.append(_refused(one, "这一格不是数，或不只来自一笔数据" if origin else "这一格不是由数据中的金额得出"))
            continue
        kind, position, field = found
        records = list(budget.records(kind))
        records[position] = replace(records[position], **{field: amount})
        changed: dict[str, Any] = {kind: tuple(records)}
        budget = replace(budget, **changed)
        count += 1
        place = records[position].source.place(field)
        message = f"{one.where}以文档为准，改为{one.found}"
        findings.append(Finding("以文档为准", Severity.NOTE, message, place, one.expected, one.found))
    return Taken(budget, tuple(findings), count)


def _refused(one: HandTyped, why: str) -> Finding:
    return Finding(
        "不能取自文档",
        Severity.WARNING,
        f"{one.where}在文档中被改过，但{why}，没有写入数据",
        Place(block=one.block),
        one.found,
        one.expected,
        "请在工作簿中修改相应的数据，或用 --figures-win 恢复",
    )


def _origin(description: Description, one: HandTyped) -> CellOrigin | None:
    for block in description.document.blocks():
        if isinstance(block, Table) and block.id == one.block:
            for row in block.rows:
                if row.key == one.row and one.cell < len(row.cells):
                    origin = row.cells[one.cell].origin
                    return origin if isinstance(origin, CellOrigin) else None
    return None


def _amount(origin: CellOrigin, text: str) -> Decimal | None:
    """What was typed, in 元; an empty cell is zero."""
    view = origin.table.view
    format = origin.table.columns[origin.column].format or view.format
    try:
        typed = Decimal(text.replace(",", "").replace("，", "").strip() or "0")
    except InvalidOperation:
        return None
    return EXACT.multiply(typed, UNITS[format.unit]) if typed.is_finite() and typed.adjusted() < 18 else None


def _record(budget: Budget, origin: CellOrigin) -> tuple[str, int, str] | None:
    """The one record behind a cell: its kind, position and field; None where there are none or several."""
    places = origin.table.places(origin.row, origin.column)
    if len(places) != 1:
        return None
    for kind in KINDS:
        if kind.single or kind.sheet != places[0].sheet:
            continue
        for position, record in enumerate(budget.records(kind.name)):
            field = _field(record, places[0])
            if field:
                return kind.name, position, field
    return None


def _field(record: Any, place: Place) -> str:
    """The field of a record that stands in that cell."""
    if record.source is None:
        return ""
    return next((name for name in record.source.columns if record.source.place(name) == place), "")
