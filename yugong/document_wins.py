"""Figures typed by hand into a document, taken over into a copy of the figures: only where a cell stands for exactly one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from assembler.describing import Description
from assembler.description import Block, Paragraph, Table
from assembler.rebuild.telling import HandTyped
from assembler.rebuild.tokens import quantity, tokens_of
from assembler.view_tables import CellOrigin
from assembler.word.markup import printable
from figures.amounts import EXACT, UNITS
from figures.budget import Budget
from figures.checks.reported import NOT_TAKEN, TAKEN
from figures.columns import Type
from figures.findings import NOWHERE, Finding, Place
from figures.lean import frozen
from figures.records import KINDS
from narratives.text import Number, Quote

_MOST_DIGITS = 18


@frozen(slots=True)
class _Field:
    """A field of one record: the kind of the record, its position among those, the name of the field."""

    kind: str
    position: int
    name: str


@frozen
class Taken:
    """The budget with the figures of the document, and what was taken over or could not be (findings)."""

    budget: Budget
    findings: tuple[Finding, ...]
    count: int


class _NotOneRecordError(Exception):
    """Why a figure of the document cannot be written into the figures; a Chinese clause."""


def take_over(budget: Budget, description: Description, typed: Sequence[HandTyped]) -> Taken:
    """Takes over what was typed. What follows from other cells (sums, shares) is left: it is computed from them."""
    findings: list[Finding] = []
    done: dict[_Field, Decimal] = {}
    shown = {block.id: block for block in description.document.blocks() if block.id}
    for one in typed:
        try:
            field, value = _taken(budget, shown.get(one.block), one)
            if done.setdefault(field, value) != value:
                raise _NotOneRecordError("同一笔数据在文档的另一处改成了别的数，只取了先出现的一处")
        except _NotOneRecordError as why:
            findings.append(_refused(one, str(why)))
            continue
        message = f"{one.where}以文档为准，改为{one.found}"
        place = budget.records(field.kind)[field.position].source.place(field.name)
        findings.append(TAKEN.finding(message, place, one.expected, one.found))
    return Taken(_with(budget, done), tuple(findings), len(done))


def _with(budget: Budget, done: Mapping[_Field, Decimal]) -> Budget:
    for field, value in done.items():
        records = list(budget.records(field.kind))
        records[field.position] = replace(records[field.position], **{field.name: value})
        changed: dict[str, Any] = {field.kind: tuple(records)}
        budget = replace(budget, **changed)
    return budget


def _refused(one: HandTyped, why: str) -> Finding:
    message = f"{one.where}在文档中被改过，但{why}，没有写入数据"
    return NOT_TAKEN.finding(message, Place(block=one.block, cell=one.spot), one.found or "（空）", one.expected or "（空）")


def _taken(budget: Budget, block: Block | None, one: HandTyped) -> tuple[_Field, Decimal]:
    """The field that a figure stands for, and what is to be written there."""
    if isinstance(block, Table):
        cell = next((r.cells[one.cell] for r in block.rows if r.key == one.row and one.cell < len(r.cells)), None)
        if cell is None or not isinstance(cell.origin, CellOrigin) or one.at >= 0:
            raise _NotOneRecordError("这一格不是由数据中的金额得出")
        origin = cell.origin
        value = _amount(origin, one.found)
        if getattr(origin.table.columns[origin.column], "series", ""):
            raise _NotOneRecordError("这一格是上年的数")
        return _field_at(budget, origin.table.places(origin.row, origin.column), Type.AMOUNT), value
    if not isinstance(block, Paragraph):
        raise _NotOneRecordError("这里的数不是由数据中的金额得出")
    number = _number_at(block, one.at)
    if number.operands:
        raise _NotOneRecordError(f"这个数是算出来的（{number.name}：{number.formula}）")
    typed = quantity(tokens_of(one.found)[0])
    if typed.kind != quantity(tokens_of(one.expected)[0]).kind:
        raise _NotOneRecordError("单位与生成的不同")
    return _field_at(budget, number.places(), Type.AMOUNT if typed.kind == "元" else Type.COUNT), typed.value


def _number_at(block: Paragraph, at: int) -> Number:
    """The number of a paragraph that its figure at this place was made from."""
    position = 0
    for run in block.runs:
        end = position + len(printable(run.text))
        if position <= at < end:
            if isinstance(run.origin, Number):
                return run.origin
            if isinstance(run.origin, Quote) and run.origin.place != NOWHERE:
                raise _NotOneRecordError(f"这个数写在“{run.origin.place}”的文字中")
            break
        position = end
    raise _NotOneRecordError("这个数是模板中的文字，不由数据得出")


def _amount(origin: CellOrigin, text: str) -> Decimal:
    """What was typed, in 元; an empty cell is zero."""
    view = origin.table.view
    format = origin.table.columns[origin.column].format or view.format
    try:
        typed = Decimal(text.replace(",", "").replace("，", "").strip() or "0")
    except InvalidOperation:
        raise _NotOneRecordError("填的不是数") from None
    if not typed.is_finite() or typed.adjusted() >= _MOST_DIGITS:
        raise _NotOneRecordError("填的数太大")
    return EXACT.multiply(typed, UNITS[format.unit])


def _field_at(budget: Budget, places: Sequence[Place], type: Type) -> _Field:
    """The one field behind a figure."""
    if len(places) != 1:
        raise _NotOneRecordError(f"它来自 {len(places)} 个单元格，不只是一笔数据" if places else "它不是由数据中的一笔得出")
    for kind in KINDS:
        if kind.single or kind.sheet != places[0].sheet:
            continue
        for position, record in enumerate(budget.records(kind.name)):
            name = _field(record, places[0])
            if name and any(c.name == name and c.type is type for c in kind.columns):
                return _Field(kind.name, position, name)
    raise _NotOneRecordError(f"它来自“{places[0]}”，不是本年的一笔数据")


def _field(record: Any, place: Place) -> str:
    """The field of a record that stands in that cell."""
    if record.source is None:
        return ""
    return next((name for name in record.source.columns if record.source.place(name) == place), "")
