"""What of a chart can be drawn as a pie."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation

from assembler.description import Chart


def drawable(chart: Chart) -> bool:
    """Whether `chart` can be drawn: no amount below zero (a pie has no place for it), and something above zero."""
    try:
        values = [Decimal(s.value) for s in chart.slices]
    except InvalidOperation:
        return False
    return all(v.is_finite() and v >= 0 for v in values) and any(values)


def nonzero(chart: Chart) -> Chart:
    """`chart` without the slices whose amount is zero; the others keep their order."""
    return replace(chart, slices=tuple(s for s in chart.slices if Decimal(s.value)))
