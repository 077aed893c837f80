"""What is wrong or worth knowing, where, and what to do about it."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from figures.lean import frozen, lean


class Severity(StrEnum):
    """How much a finding matters: an error blocks publication, a warning should be looked at, a note only informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@lean(order=True)
class Place:
    """A place the officer can go to: a cell of a workbook, a line of a template, or a block of the document (`cell` then names what of it)."""

    sheet: str = ""
    cell: str = ""
    file: str = ""
    line: int = 0
    block: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        if self.file:
            return f"{self.file} 第{self.line}行" if self.line else self.file
        return f"{self.block}!{self.cell}" if self.cell else self.block


NOWHERE = Place()


@frozen(slots=True)
class Finding:
    """One thing found; `code` is stable, so that it can be searched for, acknowledged and tested.

    `message` is one Chinese sentence that can stand alone; `found`, `expected` and `remedy` (what to do) complete it.
    """

    code: str
    severity: Severity
    message: str
    place: Place = field(default=NOWHERE)
    found: str = ""
    expected: str = ""
    remedy: str = ""
