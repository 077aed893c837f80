"""A measure: a figure with a name, its source cells and, where there is one, its counterpart last year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Protocol

from figures.findings import Place
from figures.lean import lean
from narratives.text import Operand

MONEY = "元"

Places = Callable[[], tuple[Place, ...]]


def no_places() -> tuple[Place, ...]:
    """The source of a figure that has none."""
    return ()


class Origin(Protocol):
    """Where a measure comes from; it is found when asked: only explanations ask."""

    @property
    def formula(self) -> str:
        """How this year's figure came about, in Chinese; "" for one that was not computed."""

    @property
    def places(self) -> Places:
        """The cells behind this year's figure."""

    @property
    def before_places(self) -> Places:
        """The cells behind the figure that it is compared with."""


@lean
class Known:
    """An origin that is known beforehand."""

    formula: str = ""
    places: Places = no_places
    before_places: Places = no_places


@lean
class Measure:
    """A figure that sentences may speak of.

    `amount` is as printed in the tables, in 元 when `unit` is MONEY, else a count in `unit` (辆, 平方米). `before` is the same figure in the
    series compared with (上年预算 unless the template says otherwise), None where it is not known. `origin` tells where it comes from.
    """

    name: str
    amount: Decimal
    unit: str = MONEY
    before: Decimal | None = None
    origin: Callable[[], Origin] = Known

    @property
    def formula(self) -> str:
        """How it came about, in Chinese."""
        return self.origin().formula

    def places(self) -> tuple[Place, ...]:
        """The cells behind the amount."""
        return self.origin().places()

    def before_places(self) -> tuple[Place, ...]:
        """The cells behind `before`."""
        return self.origin().before_places()

    def working(self) -> tuple[str, tuple[Operand, ...]]:
        """How it came about, as numbers tell it: it is computed from no other figures of the document."""
        return self.origin().formula, ()

    def __str__(self) -> str:
        raise TypeError(f"“{self.name}”是一个数，不能直接当作文字使用；请写明格式，例如 {{{{ {self.name}|万元 }}}}")


@lean
class Family:
    """A whole and its parts, in the order of the table; the parts add up to the whole."""

    name: str
    whole: Measure
    parts: tuple[Measure, ...]

    def __iter__(self) -> Iterator[Measure]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)

    def __str__(self) -> str:
        raise TypeError(f"“{self.name}”是一组数，不能直接当作文字使用；请用 for 循环逐项写出")
