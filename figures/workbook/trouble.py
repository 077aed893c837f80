"""What is amiss in the cells of a sheet, whatever the form of the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from figures.lean import frozen


@frozen(slots=True)
class Trouble:
    """Cells of a sheet by address (B7) that hold an error value, with the value; and formulas without a calculated one."""

    errors: Mapping[str, str] = field(default_factory=dict)
    uncalculated: frozenset[str] = frozenset()
