"""The parts of a finished document, opened to be changed: what is not touched stays byte for byte."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from lxml import etree

from assembler.word.archive import archive, deflated
from assembler.word.opening import Package, PackageError, Relation, malformed, open_package
from assembler.word.values import W

_CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


_OTHERS = {"xl/": "电子表格", "ppt/": "演示文稿"}
"""Other packages of office programs, by the folder of their main part."""


def parse_whole(data: bytes, name: str) -> etree._Element:
    """The root of a part with its comments and instructions kept; PackageError for anything but well-formed XML without a DTD."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise malformed(name) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise PackageError(f"部件 {name} 带有文档类型声明（DTD），Word 文档中不应有它；请用 Word 打开后另存。")
    return root


@dataclass
class Parts:
    """The parts of a document by name, and the trees of those that were opened; `changed` are those to be written anew."""

    package: Package
    main: str
    data: dict[str, bytes]
    trees: dict[str, etree._Element] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)

    def tree(self, name: str) -> etree._Element:
        """The root of a part; PackageError when it is missing or spoilt."""
        if name not in self.trees:
            if name not in self.data:
                raise PackageError(f"文件中缺少部件 {name}，可能不是 Word 文档或已损坏；请用 Word 打开后另存。")
            self.trees[name] = parse_whole(self.data[name], name)
        return self.trees[name]

    def body(self) -> etree._Element:
        """The body of the document; PackageError when the package holds none."""
        root = self.tree(self.main)
        found = root.find(f"{W}body")
        if root.tag != f"{W}document" or found is None:
            kind = next((what for start, what in _OTHERS.items() if self.main.startswith(start)), "文件")
            raise PackageError(f"这是{kind}，不是 Word 文档：其中没有正文；请核对文件名，或用 Word 另存为“Word 文档（*.docx）”。")
        return found

    def change(self, name: str) -> None:
        """Notes that the tree of a part was changed."""
        self.changed.add(name)

    def put(self, name: str, data: bytes) -> None:
        """Sets a part's bytes, if they are others than before."""
        if self.data.get(name) != data:
            self.data[name] = data
            self.trees.pop(name, None)
            self.changed.add(name)

    def drop(self, name: str) -> None:
        """Takes a part away, with its relations, its content type and the relations of the package and of the main part to it."""
        for gone in (name, _relations_of(name)):
            if self.data.pop(gone, None) is not None:
                self.trees.pop(gone, None)
                self.changed.add(gone)
        types = self.tree(_CONTENT_TYPES)
        for override in types.findall(f"{_TYPES}Override"):
            if override.get("PartName") == f"/{name}":
                types.remove(override)
                self.changed.add(_CONTENT_TYPES)
        for owner in ("", self.main):
            self._unrelate(owner, name)

    def _unrelate(self, owner: str, name: str) -> None:
        part = _relations_of(owner)
        if part not in self.data:
            return
        gone = {i for i, relation in self.relations(owner).items() if relation.target == name}
        root = self.tree(part)
        for item in list(root):
            if item.get("Id") in gone:
                root.remove(item)
                self.changed.add(part)

    def relations(self, owner: str) -> dict[str, Relation]:
        """The internal relations of a part by id, as they are now."""
        part = _relations_of(owner)
        if part not in self.data:
            return {}
        folder = posixpath.dirname(owner)
        return {
            item.get("Id", ""): Relation(item.get("Type", "").rsplit("/", 1)[-1], _resolved(folder, item.get("Target", "")))
            for item in self.tree(part)
            if isinstance(item.tag, str) and item.get("TargetMode") != "External"
        }

    def target(self, kind: str) -> str:
        """The part that the main part is related to in this way, "" when there is none."""
        return next((r.target for r in self.relations(self.main).values() if r.kind == kind), "")

    def relate(self, owner: str, kind: str, target: str) -> str:
        """Adds a relation of a part to the part `target`; returns its id. `kind` is the last word of an official type."""
        part = _relations_of(owner)
        if part not in self.data:
            self.data[part] = f'<Relationships xmlns="{_RELATIONSHIPS}"/>'.encode()
        root = self.tree(part)
        taken = {item.get("Id") for item in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rIdYg{n}" not in taken)
        start = posixpath.dirname(owner)
        relation = {"Id": f"rIdYg{number}", "Type": f"{_KINDS}/{kind}", "Target": posixpath.relpath(target, start or ".")}
        etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship", relation)
        self.changed.add(part)
        return f"rIdYg{number}"

    def declare(self, name: str, content_type: str) -> None:
        """Gives a part its content type."""
        root = self.tree(_CONTENT_TYPES)
        if not any(item.get("PartName") == f"/{name}" for item in root):
            etree.SubElement(root, f"{_TYPES}Override", {"PartName": f"/{name}", "ContentType": content_type})
            self.changed.add(_CONTENT_TYPES)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Gives all parts with an extension their content type."""
        root = self.tree(_CONTENT_TYPES)
        if not any(item.get("Extension", "").lower() == extension for item in root.findall(f"{_TYPES}Default")):
            root.insert(0, root.makeelement(f"{_TYPES}Default", {"Extension": extension, "ContentType": content_type}))
            self.changed.add(_CONTENT_TYPES)

    def free_name(self, pattern: str) -> str:
        """The first name of the pattern (with {} for a number) that no part has."""
        return next(name for n in range(1, len(self.data) + 2) if (name := pattern.format(n)) not in self.data)

    def to_bytes(self) -> bytes:
        """The package, its parts in their order; new ones follow."""
        for name in self.changed & set(self.trees):
            if name in self.data:
                self.data[name] = etree.tostring(self.trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
        return archive(deflated(name, data) for name, data in self.data.items())


def open_parts(data: bytes) -> Parts:
    """The parts of a document; PackageError says in Chinese why it cannot be opened."""
    package = open_package(data)
    if any(not name.isascii() for name in package.parts):
        raise PackageError("压缩包内有的部件名不是 ASCII 字符，不像 Word 文档；请用 Word 打开后另存。")
    return Parts(package, package.main(), dict(package.parts))


def _relations_of(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
