"""Descriptions as text that shows everything: what is printed, what it was made from, and the cells that this cites."""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from assembler.cells import laid_out
from assembler.describing import Description
from assembler.description import Table
from assembler.form_tables import IndicatorOrigins
from assembler.view_tables import CellOrigin


def everything(found: Description) -> str:
    """All blocks with their origins, what the vocabulary keeps of what was said, and the findings."""
    lines = [f"{found.document.title} {found.document.author} {found.document.subject} {found.document.created}"]
    for section in found.document.sections:
        lines.append(f"{section.page} {section.restart} {section.numbered}")
        for block in section.blocks:
            lines += _table(block) if isinstance(block, Table) else [_shown(block)]
    said = found.vocabulary
    lines += [str(sorted(said.used_totals)), str(list(said.without_last_year)), str(sorted(said.reasons.asked))]
    lines += [str((said.meter.steps, said.meter.characters))]
    return "\n".join([*lines, *map(_shown, found.findings)])


def _table(table: Table) -> list[str]:
    lines = [f"{table.id} {table.widths} {table.description} {table.margin}"]
    for row in table.rows:
        cells = laid_out(row.cells)
        lines.append(f"{row.key} {row.height} {row.header} {cells.layout.cells} {cells.texts} {_shown(cells.origins)}")
    return lines


def _shown(value: Any) -> str:
    """The value with its fields; what finds cells when asked is asked."""
    if isinstance(value, str):
        return f"{type(value).__name__} {str.__str__(value)!r} {getattr(value, 'place', '')}"
    if isinstance(value, CellOrigin):
        table = value.table
        places = table.places(value.row, value.column) if value.column in table.columns else ()
        return f"{table.view.name} {value.row.key} {value.row.amounts.get(value.column, Decimal(0)).normalize()} {value.column} {places}"
    if dataclasses.is_dataclass(value):
        return f"{type(value).__name__}({'; '.join([_shown(getattr(value, name)) for name in _fields(type(value))])})"
    if callable(value):
        return _shown(value())
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_shown(some)}" for key, some in value.items()) + "}"
    if isinstance(value, (tuple, list, IndicatorOrigins)):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return repr(value)


@cache
def _fields(of: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(of))
