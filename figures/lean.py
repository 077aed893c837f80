"""Values that are made by the thousand for every document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def lean(cls: type[T], /) -> type[T]: ...


@overload
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def lean(*, order: bool) -> Callable[[type[T]], type[T]]: ...


def lean(cls: type[Any] | None = None, /, *, order: bool = False) -> Any:
    """A dataclass with slots that is compared and hashed by its fields, and that type checkers hold to be frozen.

    Nothing may change one. Only the program's own checks see to that: a dataclass that is frozen while running sets each field by way of
    `object.__setattr__`, three times as slow, and that was a quarter of the time that a whole document takes.
    """
    made = dataclass(slots=True, unsafe_hash=True, order=order)
    return made if cls is None else made(cls)
