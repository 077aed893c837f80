"""Rounding parts so that they add up: largest remainder.

Amounts are whole numbers of a small unit, of which `unit` make one step (one of what is printed), so nothing here is inexact.
The remainder of an amount is taken from its floor, for negative amounts too: −2.3 lies 0.7 above −3.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import Any


def round_steps(amount: int, unit: int) -> int:
    """`amount` ÷ `unit` as a whole number, halves away from zero (四舍五入)."""
    steps = (2 * abs(amount) + unit) // (2 * unit)
    return steps if amount >= 0 else -steps


def largest_remainder(total: int, parts: Sequence[int], unit: int, keys: Sequence[Any]) -> list[int]:
    """Whole steps for `parts` that add up to `total`: each floor or ceiling of its exact value, the largest remainders up.

    Ties go to the smaller key. A part that is a whole number of steps is never touched. ValueError where `total` cannot be
    reached so; floor and ceiling of the exact sum always can.
    """
    steps = [part // unit for part in parts]
    missing = total - sum(steps)
    if not missing:
        return steps
    fractional = [(-(part % unit), keys[i], i) for i, part in enumerate(parts) if part % unit]
    if not 0 < missing <= len(fractional):
        raise out_of_reach(total, sum(parts), unit)
    for _, _, i in sorted(fractional)[:missing]:
        steps[i] += 1
    return steps


def out_of_reach(total: int, exact: int, unit: int) -> ValueError:
    """The error of a `total` (steps) that no floors and ceilings of parts, which add up to `exact`, make."""
    return ValueError(f"cannot apportion {total} among parts that add up to {Fraction(exact, unit)}")


def apportion(total_steps: int, exact_parts: Sequence[Fraction | Decimal], keys: Sequence[Any]) -> list[int]:
    """Largest remainder over exact parts in steps (Decimal or Fraction); see `largest_remainder` for ties, errors and signs.

    >>> apportion(100, [Fraction(100, 3)] * 3, "abc")
    [34, 33, 33]
    """
    ratios = [part.as_integer_ratio() for part in exact_parts]
    unit = lcm(*(below for _, below in ratios))
    return largest_remainder(total_steps, [above * (unit // below) for above, below in ratios], unit, keys)
