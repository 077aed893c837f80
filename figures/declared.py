"""Data that a template declares in YAML, read with the line of everything, so that an error can point at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from figures.findings import Place
from figures.lean import frozen

if TYPE_CHECKING:
    import yaml

MAX_BYTES = 1_000_000
MAX_NESTING = 30


class DeclarationError(Exception):
    """A declaration that cannot be used: a Chinese sentence with file and line, and what to do."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(f"{place}：{message}" if str(place) else message)
        self.message = message
        self.place = place


def nearest(name: str, known: Iterable[str]) -> str:
    """A Chinese hint at the known name nearest to `name`, "" if none is near."""
    import difflib

    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.4)
    return f"，是否应为“{close[0]}”？" if close else ""


@frozen(slots=True)
class Node:
    """A value with its place: a mapping by key, a list, or the text of a scalar."""

    value: Mapping[str, Node] | list[Node] | str
    place: Place

    def fail(self, message: str) -> DeclarationError:
        """The error that says `message` at this place."""
        return DeclarationError(message, self.place)

    @property
    def is_mapping(self) -> bool:
        """Whether this is a mapping."""
        return isinstance(self.value, dict)

    def mapping(self, known: Iterable[str] | None = None) -> Mapping[str, Node]:
        """The entries by key; keys outside `known` are an error that names the nearest known one."""
        if not isinstance(self.value, dict):
            raise self.fail("这里应为若干“名称: 值”")
        if known is not None:
            names = tuple(known)
            for key, node in self.value.items():
                if key not in names:
                    raise node.fail(f"不认识的名称“{key}”{nearest(key, names)}可用的有：{'、'.join(names)}")
        return self.value

    def list(self) -> list[Node]:
        """The items; a single value counts as a list of one."""
        return self.value if isinstance(self.value, list) else [self]

    def text(self) -> str:
        """The text of a scalar."""
        if not isinstance(self.value, str):
            raise self.fail("这里应为文字")
        return self.value

    def number(self) -> Decimal:
        """The value of a number."""
        try:
            value = Decimal(self.text())
        except InvalidOperation:
            raise self.fail(f"这里应为数字，现为“{self.text()}”") from None
        if not value.is_finite() or value.adjusted() > 5 or abs(value) > 100_000:
            raise self.fail(f"数字“{self.text()}”超出范围")
        return value

    def count(self, most: int) -> int:
        """A whole number from 0 to `most`."""
        value = self.number()
        if value % 1 or not 0 <= value <= most:
            raise self.fail(f"这里应为0到{most}的整数，现为“{self.text()}”")
        return int(value)

    def flag(self) -> bool:
        """是 or 否."""
        known = {"是": True, "否": False, "true": True, "false": False}
        if self.text() not in known:
            raise self.fail(f"这里应为“是”或“否”，现为“{self.text()}”")
        return known[self.text()]

    def choice(self, known: Iterable[str]) -> str:
        """A text out of `known`."""
        names = tuple(known)
        if self.text() not in names:
            raise self.fail(f"不认识“{self.text()}”{nearest(self.text(), names)}可用的有：{'、'.join(names)}")
        return self.text()


class Entries:
    """Reads the entries of a mapping by key, with defaults: the short way to a declaration's fields."""

    def __init__(self, node: Node, known: Iterable[str]) -> None:
        self.node = node
        self._entries = node.mapping(known)

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return iter(self._entries.items())

    def get(self, key: str) -> Node | None:
        """The entry, None if it is not there."""
        return self._entries.get(key)

    def need(self, key: str) -> Node:
        """The entry; an error if it is not there."""
        node = self._entries.get(key)
        if node is None:
            raise self.node.fail(f"缺少“{key}”")
        return node

    def text(self, key: str, default: str = "") -> str:
        """The text of an entry."""
        node = self._entries.get(key)
        return default if node is None else node.text()

    def number(self, key: str, default: float) -> float:
        """The number of an entry."""
        node = self._entries.get(key)
        return default if node is None else float(node.number())

    def count(self, key: str, default: int, most: int) -> int:
        """The whole number from 0 to `most` of an entry."""
        node = self._entries.get(key)
        return default if node is None else node.count(most)

    def flag(self, key: str, default: bool = False) -> bool:
        """Whether an entry says 是."""
        node = self._entries.get(key)
        return default if node is None else node.flag()

    def list(self, key: str) -> list[Node]:
        """The items of an entry, none if it is not there."""
        node = self._entries.get(key)
        return [] if node is None else node.list()


def read_declaration(text: str, file: str) -> Node:
    """The YAML `text` of a template's `file`; anchors and aliases are refused, doubled keys are an error."""
    import yaml  # not where a prepared template comes from the cache

    if len(text) > MAX_BYTES:
        raise DeclarationError("文件过大", Place(file=file))
    loader = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            line = event.start_mark.line + 1 if event.start_mark else 0
            if isinstance(event, yaml.AliasEvent):
                raise DeclarationError("不能使用 YAML 的 & 和 * 引用", Place(file=file, line=line))
            if depth > MAX_NESTING:
                raise DeclarationError(f"嵌套太深，最多{MAX_NESTING}层", Place(file=file, line=line))
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DeclarationError(
            "不是正确的 YAML：请看这一行和上一行的缩进、冒号后的空格、引号是否成对", Place(file=file, line=line)
        ) from None
    except (yaml.YAMLError, RecursionError):
        raise DeclarationError("不是正确的 YAML：文件中有不能使用的字符，或嵌套太深", Place(file=file)) from None
    if root is None:
        raise DeclarationError("文件是空的", Place(file=file))
    return _node(root, file)


def _node(node: yaml.Node, file: str) -> Node:
    import yaml

    place = Place(file=file, line=node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        entries: dict[str, Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise DeclarationError("名称应为文字", place)
            if key.value in entries:
                raise DeclarationError(f"“{key.value}”写了两次", Place(file=file, line=key.start_mark.line + 1))
            entries[key.value] = _node(value, file)
        return Node(entries, place)
    if isinstance(node, yaml.SequenceNode):
        return Node([_node(item, file) for item in node.value], place)
    return Node(str(node.value), place)
