"""Names that wording may use, the nearer ones first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_NOTHING = object()


class NestedNames(Mapping[str, Any]):
    """Names of its own, and behind them those of `outer`. Nothing is computed to see whether a name is there."""

    __slots__ = ("outer", "own")

    def __init__(self, own: Mapping[str, Any], outer: Mapping[str, Any]) -> None:
        self.own = own
        self.outer = outer

    def __getitem__(self, name: str) -> Any:
        return self.own[name] if name in self.own else self.outer[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a name, `default` where there is none; what goes wrong in computing it is not taken for a missing name."""
        found = self.own.get(name, _NOTHING)
        return self.outer.get(name, default) if found is _NOTHING else found

    def __contains__(self, name: object) -> bool:
        return name in self.own or name in self.outer

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys((*self.own, *self.outer))

    def __len__(self) -> int:
        return len(dict.fromkeys((*self.own, *self.outer)))


def base_of(names: Mapping[str, Any]) -> Mapping[str, Any]:
    """The outermost names: those of the document's vocabulary."""
    while isinstance(names, NestedNames):
        names = names.outer
    return names
