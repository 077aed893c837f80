"""A measure: a figure with a name, its source cells and, where there is one, its counterpart last year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from figures.findings import Place
from figures.lean import lean

MONEY = "元"

Places = Callable[[], tuple[Place, ...]]


def no_places() -> tuple[Place, ...]:
    """The source of a figure that has none."""
    return ()


@lean
class Measure:
    """A figure that sentences may speak of.

    `amount` is as printed in the tables, in 元 when `unit` is MONEY, else a count in `unit` (辆, 平方米). `before` is the same figure in the
    series compared with (上年预算 unless the template says otherwise), None where it is not known. `formula` says in Chinese how it came
    about. `places` and `before_places` find the cells behind it when asked.
    """

    name: str
    amount: Decimal
    unit: str = MONEY
    before: Decimal | None = None
    formula: str = ""
    places: Places = no_places
    before_places: Places = no_places

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
