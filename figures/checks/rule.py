"""A rule that figures are held against, and how checks report that it does not hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from figures.findings import NOWHERE, Finding, Place, Severity
from figures.lean import frozen


@frozen(slots=True)
class Rule:
    """One rule: its stable code, how much it matters, what must hold and what to do where it does not (both in Chinese, for officers)."""

    code: str
    severity: Severity
    constraint: str
    remedy: str

    def finding(
        self, message: str, place: Place = NOWHERE, found: object = "", expected: object = "", remedy: str = ""
    ) -> Finding:
        """The finding that this rule does not hold; `remedy` where there is more to say than for the rule in general."""
        return Finding(self.code, self.severity, message, place, str(found), str(expected), remedy or self.remedy)


def place_of(record: Any, field: str = "") -> Place:
    """The cell of a record's field; nowhere for records that were not read from a workbook."""
    source = record.source
    return source.place(field) if source is not None else NOWHERE


def yuan(amount: object) -> str:
    """An exact amount as messages show it.

    >>> yuan(1234.5)
    '1,234.50元'
    """
    return f"{amount:,.2f}元"


def named(names: Iterable[str], most: int = 8) -> str:
    """Names in a message: the first few, and how many there are in all where those are not all."""
    listed = list(names)
    shown = "、".join(f"“{name}”" for name in listed[:most])
    return shown if len(listed) <= most else f"{shown}等{len(listed)}个"
