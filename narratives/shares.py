"""Shares of one whole: in percent, adding up to what their sum is of the whole, which is 100 where the parts are complete.

| case | share |
|---|---|
| zero part | 0, never adjusted |
| part = whole | 100.00 |
| total zero (also of parts that offset each other) | 0 for every part |
| shares that would not add up | adjusted by largest remainder, ties to the earlier part; never off by more than the last place |
| plain half up asked for (`adjust` False) | each half up by itself |
| negative part | a negative share; remainders are taken from the floor |
| negative whole | part ÷ whole with both signs, so that the shares still add up to 100; but none is said (`is_telling`) |
| tiny part | 0.00, unless it is adjusted to 0.01 |
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from math import lcm

from figures.amounts import EXACT, AmountFormat
from figures.apportionment import largest_remainder, round_steps
from figures.lean import lean
from narratives.measures import Family, Measure
from narratives.numbers import PercentFormat, exact_text, operand
from narratives.text import Number, Operand


@lean
class Share:
    """A part's share of its whole in percent; `adjusted` where it is not its own half-up value."""

    measure: Measure
    percent: Decimal
    adjusted: bool = False


def shares(family: Family, places: int = 2, adjust: bool = True) -> tuple[Share, ...]:
    """The shares of the family's parts with `places` decimal places, in the order of the parts."""
    ratios = [part.amount.as_integer_ratio() for part in (family.whole, *family.parts)]
    scale = lcm(*(below for _, below in ratios))
    whole, *parts = [above * (scale // below) for above, below in ratios]
    if not whole:
        return tuple(Share(part, Decimal(0)) for part in family.parts)
    steps_of_part = (1 if whole > 0 else -1) * 10 ** (places + 2)
    exact = [part * steps_of_part for part in parts]
    unit = abs(whole)
    plain = [round_steps(part, unit) for part in exact]
    steps = largest_remainder(round_steps(sum(exact), unit), exact, unit, range(len(exact))) if adjust else plain
    return tuple(
        Share(part, Decimal(step).scaleb(-places, EXACT), step != own)
        for part, step, own in zip(family.parts, steps, plain, strict=True)
    )


class FamilyShares:
    """The shares of a family's parts, worked out when the first is asked for: many families are only listed."""

    def __init__(self, family: Family, places: int = 2, adjust: bool = True) -> None:
        self.family = family
        self._places = places
        self._adjust = adjust

    @cached_property
    def of_parts(self) -> tuple[Share, ...]:
        """The shares in the order of the parts."""
        return shares(self.family, self._places, self._adjust)

    def of(self, part: Measure) -> Share:
        """The share of one of the parts."""
        return self._by_part[id(part)]

    @cached_property
    def _by_part(self) -> dict[int, Share]:
        return {id(share.measure): share for share in self.of_parts}


def is_telling(whole: Measure) -> bool:
    """Whether shares of `whole` are to be said: not of a negative one, of which the amounts alone tell something."""
    return whole.amount >= 0


def share_name(part: Measure, whole: Measure) -> str:
    """What the share of `part` in `whole` is called."""
    return f"{part.name}占{whole.name}的比重"


def share_number(share: Share, whole: Measure, percents: PercentFormat, amounts: AmountFormat) -> Number:
    """A share as a number of a sentence; its operands are the part and the whole."""
    part = share.measure

    def working() -> tuple[str, tuple[Operand, ...]]:
        formula = f"{exact_text(part.amount, part.unit, amounts)} ÷ {exact_text(whole.amount, whole.unit, amounts)}"
        if share.adjusted:
            formula += "，为使各项之和与合计一致调整末位"
        return formula, tuple([operand(m.name, m.amount, m.unit, amounts, m.places) for m in (part, whole)])

    text = percents.digits(share.percent) if part.amount and whole.amount else percents.show(share.percent)
    return Number(text, share.percent, share_name(part, whole), working, lambda: (*part.places(), *whole.places()))
