"""A template's files as it and those that it extends give them: what the nearer one says goes before what the farther one says.

| what | replaced |
|---|---|
| wording (narratives/*.j2), look.docx | file by file; a wording file can also extend the one it replaces, by `{% extends "NAME/narratives/x.j2" %}` |
| template.yaml, measures.yaml, speech.yaml and the like | entry by entry to the second level (a measure, a wording of a change, a word) |
| lists.yaml | list by list |
| tables | table by table, by name, and in it entry by entry; what makes its grid is taken over whole or not at all |
| forms, glossary.yaml | form by form, term by term |
| document.yaml | whole, or changed block by block (改: 去掉, 替换, 之前, 之后) |

The places of what is inherited begin with the name of the template it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from assembler.changing import changed_document
from figures.declared import MAX_BYTES, DeclarationError, Entries, Node, nearest, read_declaration
from figures.findings import Place
from figures.lean import frozen
from figures.view_reading import LAYOUT_KEYS

MAX_DEPTH = 5
"""How many templates may extend one another."""

MAX_FILES = 200
"""How many files a sub-folder of a template may have."""

MAIN = "template.yaml"
_NAME = re.compile(r"[\w-]+(/[\w-]+)*")


@frozen
class Layer:
    """One template of a chain: `prefix` stands before the places of its files ("" for the template itself)."""

    name: str
    folder: Path
    prefix: str

    def place(self, path: str) -> Place:
        """The place of a file of this template."""
        return Place(file=self.prefix + path)

    def has(self, path: str) -> bool:
        """Whether the template has that file itself."""
        return self.folder.joinpath(*path.split("/")).is_file()

    def data(self, path: str, limit: int = MAX_BYTES) -> bytes:
        """The bytes of a file; one that a link leads to outside the template's folder is refused."""
        file = self.folder.joinpath(*path.split("/"))
        if not file.resolve().is_relative_to(self.folder.resolve()):
            raise DeclarationError("这个文件是指向模板文件夹之外的链接，不能使用", self.place(path))
        with file.open("rb") as stream:
            found = stream.read(limit + 1)
        if len(found) > limit:
            raise DeclarationError(f"文件过大，最多{limit // 1000}千字节", self.place(path))
        return found

    def text(self, path: str) -> str:
        """The text of a file."""
        try:
            return self.data(path).decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise DeclarationError("不是 UTF-8 编码的文本，请用 UTF-8 编码保存", self.place(path)) from None

    def declaration(self, path: str) -> Node:
        """The YAML of a file."""
        return read_declaration(self.text(path), self.prefix + path)

    def files(self, under: str, suffix: str) -> Iterator[str]:
        """The paths of the files of a sub-folder, in the order of their names."""
        folder = self.folder / under
        if folder.is_dir():
            found = sorted((f for f in folder.iterdir() if f.name.endswith(suffix)), key=lambda f: f.name)
            if len(found) > MAX_FILES:
                raise DeclarationError(f"文件太多，一个文件夹最多{MAX_FILES}个", self.place(under))
            for file in found:
                if file.is_file():
                    yield f"{under}/{file.name}"


Find = Callable[[str], Path | None]
"""The folder of the template of a name, None where there is none."""


def chain(folder: Path, name: str, find: Find, known: tuple[str, ...]) -> tuple[Layer, ...]:
    """The template in `folder` and those that it extends (继承), the nearest first; `known` are names for the hint of an error."""
    layers = [Layer(name, folder, "")]
    while (node := _parent(layers[-1])) is not None:
        parent = node.text()
        if not _NAME.fullmatch(parent):
            raise node.fail(f"“继承”应写模板的名称，不能写路径：“{parent}”")
        if parent in [layer.name for layer in layers]:
            raise node.fail(f"模板不能绕圈继承：{' → '.join(layer.name for layer in layers)} → {parent}")
        if len(layers) == MAX_DEPTH:
            raise node.fail(f"继承的层数太多，最多{MAX_DEPTH}层：{' → '.join(layer.name for layer in layers)} → {parent}")
        found = find(parent)
        if found is None:
            raise node.fail(f"没有名为“{parent}”的模板{nearest(parent, known)}现有模板：{'、'.join(known)}")
        layers.append(Layer(parent, found, f"{parent}/"))
    return tuple(layers)


def _parent(layer: Layer) -> Node | None:
    if not layer.has(MAIN):
        raise DeclarationError("缺少文件", layer.place(MAIN))
    return layer.declaration(MAIN).mapping().get("继承")


class TemplateFiles:
    """The files of a chain of templates, merged."""

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self.layers = layers

    def own(self, path: str) -> Node:
        """A declaration as the template itself gives it."""
        return self.layers[0].declaration(path)

    def declaration(self, path: str, depth: int = 2) -> Node:
        """A declaration merged entry by entry to `depth` levels; an error where no template of the chain has it."""
        found = self.optional(path, depth)
        if found is None:
            raise DeclarationError("缺少文件", self.layers[0].place(path))
        return found

    def optional(self, path: str, depth: int = 2) -> Node | None:
        """The same, None where no template of the chain has the file."""
        merged: Node | None = None
        for layer in reversed(self.layers):
            if layer.has(path):
                node = layer.declaration(path)
                merged = node if merged is None else merged_entries(merged, node, depth)
        return merged

    def named(self, under: str, key: str, merge: Callable[[Node, Node], Node] | None = None) -> list[Node]:
        """The items in the YAML files of a sub-folder (or in one file), by the name under `key`, each as the nearest template has it.

        `merge` joins an item with the one that it replaces; an item that says 去掉: 是 takes it away.
        """
        merged: dict[str, Node] = {}
        for layer in reversed(self.layers):
            seen: set[str] = set()
            for path in [under] if layer.has(under) else layer.files(under, ".yaml"):
                for node in layer.declaration(path).list():
                    name = _named(node, key)
                    if name in seen:
                        raise node.fail(f"已有名为“{name}”的一项")
                    seen.add(name)
                    if _taken_away(node, key):
                        if merged.pop(name, None) is None:
                            raise node.fail(f"上级模板里没有“{name}”{nearest(name, merged)}")
                    else:
                        merged[name] = merge(merged[name], node) if merge is not None and name in merged else node
        return list(merged.values())

    def document(self) -> Node:
        """document.yaml: the nearest that is written out, changed by those that say what differs."""
        merged: Node | None = None
        for layer in reversed(self.layers):
            if layer.has("document.yaml"):
                node = layer.declaration("document.yaml")
                if not node.is_mapping:
                    merged = node
                elif merged is None:
                    raise node.fail("没有可改的上级模板，这里应逐节写出文档")
                else:
                    merged = changed_document(merged, node)
        if merged is None:
            raise DeclarationError("缺少文件", self.layers[0].place("document.yaml"))
        return merged

    def wordings(self) -> tuple[dict[str, str], dict[str, str]]:
        """The sources of wording by path, and the path of each wording file by its name.

        What is inherited stands under the name of its template as well, so that a file can extend it.
        """
        sources: dict[str, str] = {}
        paths: dict[str, str] = {}
        for layer in reversed(self.layers):
            for path in layer.files("narratives", ".j2"):
                text = layer.text(path)
                sources[path] = sources[layer.prefix + path] = text
                paths[path.removeprefix("narratives/").removesuffix(".j2")] = layer.prefix + path
        return sources, paths

    def look(self, limit: int) -> tuple[bytes, Place]:
        """The bytes of the nearest look.docx, and its place."""
        for layer in self.layers:
            if layer.has("look.docx"):
                return layer.data("look.docx", limit), layer.place("look.docx")
        raise DeclarationError("缺少样式文件", self.layers[0].place("look.docx"))


def _named(node: Node, key: str) -> str:
    name = node.mapping().get(key)
    if name is None:
        raise node.fail(f"缺少“{key}”")
    return name.text()


def _taken_away(node: Node, key: str) -> bool:
    if "去掉" not in node.mapping():
        return False
    return Entries(node, (key, "去掉")).flag("去掉")


def merged_entries(farther: Node, nearer: Node, depth: int) -> Node:
    """The entries of two mappings; the nearer one's replace the farther one's, below `depth` levels whole."""
    if depth == 0 or not (farther.is_mapping and nearer.is_mapping):
        return nearer
    entries: dict[str, Node] = dict(farther.mapping())
    for key, node in nearer.mapping().items():
        entries[key] = merged_entries(entries[key], node, depth - 1) if key in entries else node
    return Node(entries, nearer.place)


def merged_table(farther: Node, nearer: Node) -> Node:
    """A table that says what differs; where it has a grid of its own, nothing of the farther one's grid is left."""
    own: Mapping[str, Node] = nearer.mapping()
    kept = farther.mapping()
    if any(key in own for key in ("栏", "列", "行")):
        kept = {key: node for key, node in kept.items() if key not in LAYOUT_KEYS}
    return Node({**kept, **own}, nearer.place)
