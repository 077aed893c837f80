"""How a kind of record is declared: its columns, where its records were read, and the sheet that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from figures.findings import Place
from figures.lean import frozen, known_fields, lean


class Type(StrEnum):
    """What a column holds."""

    TEXT = "文本"
    LONG_TEXT = "长文本"
    CODE = "编码"
    AMOUNT = "金额（元）"
    COUNT = "数量"
    YEAR = "年度"
    DATE = "日期"
    YES_NO = "是否"


@frozen(slots=True)
class Column:
    """One fact of a record, as a column of its sheet.

    `aliases` are other headings under which the column is recognised. `choices` are the only values allowed; where a template may
    name more, `open_choices` is set and the choices are suggestions.
    """

    name: str
    label: str
    type: Type = Type.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    open_choices: bool = False
    aliases: tuple[str, ...] = ()
    help: str = ""
    width: int = 14
    default: Any = None


_EMPTY: dict[Type, Any] = {Type.AMOUNT: Decimal(0), Type.COUNT: Decimal(0), Type.YEAR: 0, Type.DATE: None, Type.YES_NO: False}


def column(
    label: str,
    type: Type = Type.TEXT,
    *,
    default: Any = None,
    required: bool = False,
    choices: type[StrEnum] | tuple[str, ...] = (),
    open_choices: bool = False,
    aliases: tuple[str, ...] = (),
    help: str = "",
    width: int = 14,
) -> Any:
    """A dataclass field that declares a column; its default is the empty value of its type."""
    value = _EMPTY.get(type, "") if default is None else default
    meta = Column("", label, type, required, tuple(str(c) for c in choices), open_choices, aliases, help, width, value)
    return field(default=value, metadata={"column": meta})


@lean
class Source:
    """Where a record was read: a row of a sheet, or (facts one below the other) a cell for each field.

    `unread` are the fields whose cells could not be read, each with what stands there; the record has their empty value.
    """

    sheet: str
    columns: Mapping[str, str]
    row: int | None = None
    unread: tuple[tuple[str, str], ...] = ()

    def place(self, name: str = "") -> Place:
        """The cell of field `name`; the row as a whole where the field had no column of its own."""
        letters = self.columns.get(name)
        if letters is None:
            return Place(self.sheet, f"{self.row}:{self.row}" if self.row else "")
        return Place(self.sheet, f"{letters}{self.row}" if self.row else letters)


def unread(record: Any, field: str) -> str:
    """What stands in the cell of a record's field where that could not be read, "" for others."""
    return "" if record.source is None else dict(record.source.unread).get(field, "")


def source() -> Any:
    """The field that holds a record's source: no part of its identity."""
    return field(default=None, compare=False, repr=False, kw_only=True)


@frozen
class Kind:
    """A kind of record: its class, the budget's attribute that holds its records, its sheet and what the sheet is for.

    `single` kinds have exactly one record and are written as facts one below the other. `optional` sheets may be missing.
    """

    record: type[Any]
    name: str
    sheet: str
    help: str
    single: bool = False
    optional: bool = True
    aliases: tuple[str, ...] = ()

    SINGLE_HEAD: ClassVar[tuple[str, str]] = ("项目", "内容")

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns in the order of the sheet."""
        return tuple(
            _named(f.metadata["column"], name) for name, f in known_fields(self.record).items() if "column" in f.metadata
        )

    @cached_property
    def by_label(self) -> Mapping[str, Column]:
        """The columns by their Chinese heading."""
        return {c.label: c for c in self.columns}


def _named(meta: Column, name: str) -> Column:
    return Column(
        name,
        meta.label,
        meta.type,
        meta.required,
        meta.choices,
        meta.open_choices,
        meta.aliases,
        meta.help,
        meta.width,
        meta.default,
    )
