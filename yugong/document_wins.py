"""Figures typed by hand into a document, taken over into a copy of the figures: only where a cell stands for exactly one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
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
from narratives.text import Number, Quote, Text

_MOST_DIGITS = 18
_TARGETS = "targets"


@frozen(slots=True)
class _Field:
    """A field of one record: the kind of the record, its position among those, the name of the field."""

    kind: str
    position: int
    name: str


@frozen
class Taken:
    """The budget with the figures of the document, what was taken over or could not be (findings), and what each field became (`done`)."""

    budget: Budget
    findings: tuple[Finding, ...]
    done: Mapping[_Field, Decimal]


NOTHING: Mapping[_Field, Decimal] = MappingProxyType({})


class _NotOneRecordError(Exception):
    """Why a figure of the document cannot be written into the figures; a Chinese clause."""


def take_over(
    budget: Budget, description: Description, typed: Sequence[HandTyped], earlier: Mapping[_Field, Decimal] = NOTHING
) -> Taken:
    """Takes over what was typed. What follows from other cells (sums, shares) is left: it is computed from them.

    `earlier` is what fields became in a run before: another figure for one of them is not taken.
    """
    findings: list[Finding] = []
    taken: list[tuple[HandTyped, _Field]] = []
    done = dict(earlier)
    shown = {block.id: block for block in description.document.blocks() if block.id}
    for one in typed:
        try:
            field, value = _taken(budget, shown.get(one.block), one)
            if done.setdefault(field, value) != value:
                raise _NotOneRecordError("同一笔数据在文档的另一处改成了别的数，只取了先出现的一处")
        except _NotOneRecordError as why:
            findings.append(_refused(one, str(why)))
            continue
        taken.append((one, field))
    findings += (_told(budget, one, field, done) for one, field in taken)
    return Taken(_with(budget, done), tuple(findings), done)


def _told(budget: Budget, one: HandTyped, field: _Field, done: Mapping[_Field, Decimal]) -> Finding:
    """That a figure was taken over; and, where its project has a target that says the amount too, that this one was not."""
    record = budget.records(field.kind)[field.position]
    project = getattr(record, "project", "") if field.kind == "expenditure" else ""
    targets = {n for n, target in enumerate(budget.targets) if target.project == project != ""}
    changed = any(other.kind == _TARGETS and other.position in targets for other in done)
    remedy = f"“{project}”的绩效目标没有随之改动，请在副本的“绩效目标”中核对" if targets and not changed else ""
    message = f"{one.where}以文档为准，改为{one.found}"
    return TAKEN.finding(message, record.source.place(field.name), one.expected, one.found, remedy)


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
        if cell is not None and isinstance(cell.origin, Text) and one.at < 0:
            return _in_form(budget, cell.origin, one.found)
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


def _in_form(budget: Budget, said: Text, found: str) -> tuple[_Field, Decimal]:
    """The field behind a cell of a form that says nothing but one amount, in the unit in which the form says it."""
    numbers = [piece for piece in said.pieces if isinstance(piece, Number)]
    if len(numbers) != 1 or numbers[0].text != said.plain:
        raise _NotOneRecordError("这一格不是由数据中的金额得出")
    (number,) = numbers
    if number.operands:
        raise _NotOneRecordError(f"这个数是算出来的（{number.name}：{number.formula}）")
    field = _field_at(budget, number.places(), Type.AMOUNT)
    before = getattr(budget.records(field.kind)[field.position], field.name)
    unit = next((unit for unit in UNITS.values() if EXACT.multiply(number.value, unit) == before), None)
    if unit is None or not before:
        raise _NotOneRecordError("原来的数为零或印出时经过舍入，不能确定单位")
    return field, EXACT.multiply(_typed_number(found), unit)


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
    return EXACT.multiply(_typed_number(text), UNITS[format.unit])


def _typed_number(text: str) -> Decimal:
    try:
        typed = Decimal(text.replace(",", "").replace("，", "").strip() or "0")
    except InvalidOperation:
        raise _NotOneRecordError("填的不是数") from None
    if not typed.is_finite() or typed.adjusted() >= _MOST_DIGITS:
        raise _NotOneRecordError("填的数太大")
    return typed


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
