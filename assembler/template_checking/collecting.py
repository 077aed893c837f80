"""Reading declarations past their first fault: what is at fault is taken out, and the rest read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from assembler.look import Look
from assembler.template_reading import Reading
from figures.declared import DeclarationError, Node
from figures.findings import Place

T = TypeVar("T")
Path = tuple[str | int, ...]
MAX_FAULTS = 50


class Collecting(Reading):
    """Reading that goes on; `errors` are those found, `gone` the names of what was taken out.

    Complaints that only follow from what was taken out are not told.
    """

    def __init__(self) -> None:
        self.errors: list[DeclarationError] = []
        self.gone: set[str] = set()

    def one(self, reader: Callable[[Node], T], node: Node) -> T:
        """What `reader` makes of the sound part of `node`; DeclarationError where nothing is sound."""
        for _ in range(MAX_FAULTS):
            try:
                return reader(node)
            except DeclarationError as error:
                self._tell(error)
                node = self._pruned(reader, node, error)
        return reader(node)

    def each(self, reader: Callable[[Node], T], nodes: list[Node]) -> list[T]:
        """What `reader` makes of those that are sound."""
        made = []
        for node in nodes:
            try:
                made.append(reader(node))
            except DeclarationError as error:
                self._tell(error)
                self.gone |= set(_names(node))
        return made

    def look(self, reader: Callable[[], Look]) -> Look:
        """The look, or one without pages and styles where it cannot be read."""
        try:
            return reader()
        except DeclarationError as error:
            self._tell(error)
            return Look({}, {})

    def follows(self, message: str) -> bool:
        """Whether a complaint only follows from what was taken out."""
        return any(f"“{name}”" in message for name in self.gone)

    def _tell(self, error: DeclarationError) -> None:
        if not self.follows(error.message) and str(error) not in [str(e) for e in self.errors]:
            self.errors.append(error)

    def _pruned(self, reader: Callable[[Node], T], node: Node, error: DeclarationError) -> Node:
        """The node without the smallest entry at the place of the error that mends that place; the error itself where there is none."""
        for path in _paths_at(node, error.place):
            pruned = _without(node, path)
            try:
                reader(pruned)
            except DeclarationError as next_error:
                if next_error.place == error.place:
                    continue
            gone = _at(node, path)
            # What stands in a single text is no name that others could refer to.
            self.gone |= {*([path[-1]] if isinstance(path[-1], str) and not isinstance(gone.value, str) else []), *_names(gone)}
            return pruned
        raise error


def _paths_at(node: Node, place: Place) -> Iterator[Path]:
    """The entries that stand at a place, inner ones first."""
    for key, item in _entries(node):
        yield from ((key, *rest) for rest in _paths_at(item, place))
        if item.place == place:
            yield (key,)


def _entries(node: Node) -> list[tuple[str | int, Node]]:
    if isinstance(node.value, str):
        return []
    return [*enumerate(node.value)] if isinstance(node.value, list) else [*node.value.items()]


def _at(node: Node, path: Path) -> Node:
    for key in path:
        node = dict(_entries(node))[key]
    return node


def _without(node: Node, path: Path) -> Node:
    key, *rest = path
    kept = [(k, _without(item, tuple(rest)) if k == key else item) for k, item in _entries(node) if rest or k != key]
    if isinstance(node.value, list):
        return Node([item for _, item in kept], node.place)
    return Node({str(k): item for k, item in kept}, node.place)


def _names(node: Node) -> Iterator[str]:
    """The name that a taken-out item of a list goes by."""
    if not isinstance(node.value, (str, list)):
        for key in ("名称", "名词", "标识", "名"):
            named = node.value.get(key)
            if named is not None and isinstance(named.value, str):
                yield named.value
