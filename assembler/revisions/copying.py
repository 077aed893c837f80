"""Taking elements of one document over into another: styles by name, pictures and charts with their parts, names that stay unique."""

from __future__ import annotations

import hashlib
import posixpath
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from assembler.rebuild.making import style_ids
from assembler.word.identity import FORMER, PREFIX
from assembler.word.reading.parts import Parts
from assembler.word.values import R, W, value

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_LEFT_OUT = tuple(
    f"{W}{t}"
    for t in (
        *("commentRangeStart", "commentRangeEnd", "commentReference", "footnoteReference", "endnoteReference"),
        *("permStart", "permEnd", "proofErr", "lastRenderedPageBreak"),
    )
)
_STYLED = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")


@dataclass
class Copying:
    """Takes elements of `old` over into `new`. Comments and notes are left behind: their parts belong to the old document."""

    old: Parts
    new: Parts
    copied: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        body = self.new.tree(self.new.main)
        numbers = [int(value(m, "id")) for m in body.iter(f"{W}bookmarkStart") if value(m, "id").isdecimal()]
        drawings = [int(d.get("id", "0")) for d in body.iter(_DRAWING) if d.get("id", "").isdecimal()]
        self.names = {value(m, "name") for m in body.iter(f"{W}bookmarkStart")}
        self._bookmarks = count(max(numbers, default=0) + 1)
        self._drawings = count(max(drawings, default=0) + 1)
        ids = style_ids(self.new)
        self._styles = {old: ids[name] for name, old in style_ids(self.old).items() if name in ids}

    def element(self, element: etree._Element) -> etree._Element:
        """A copy of a paragraph, table, row or run that can stand in the new document."""
        copy = deepcopy(element)
        for node in list(copy.iter(*_LEFT_OUT)):
            parent = node.getparent()
            if parent is not None:
                parent.remove(node)
        for node in copy.iter(*_STYLED):
            node.set(f"{W}val", self._style(value(node)))
        self._bookmarks_of(copy)
        self._relations_of(copy)
        for drawing in copy.iter(_DRAWING):
            drawing.set("id", str(next(self._drawings)))
        return copy

    def _style(self, identity: str) -> str:
        """The id in the new document of a style; one that it lacks is added to it."""
        if identity in self._styles:
            return self._styles[identity]
        ours, theirs = self.new.target("styles"), self.old.target("styles")
        found = self.old.tree(theirs).iterfind(f"{W}style") if theirs else iter(())
        style = next((s for s in found if value(s, "styleId") == identity), None)
        known = {value(s, "styleId"): s for s in self.new.tree(ours).iterfind(f"{W}style")} if ours else {}
        self._styles[identity] = identity
        if style is None or not ours:
            return identity
        name = value(style.find(f"{W}name"))
        same = next((i for i, s in known.items() if value(s.find(f"{W}name")) == name), "")
        if same:
            self._styles[identity] = same
            return same
        copy = deepcopy(style)
        if identity in known:
            self._styles[identity] = f"{identity}{len(known)}"
            copy.set(f"{W}styleId", self._styles[identity])
        for link in copy.findall(f"{W}basedOn") + copy.findall(f"{W}next") + copy.findall(f"{W}link"):
            copy.remove(link)
        self.new.tree(ours).append(copy)
        self.new.change(ours)
        return self._styles[identity]

    def _bookmarks_of(self, copy: etree._Element) -> None:
        """Numbers the bookmarks anew. A block that the new document has too is called by a name of its own here; others are dropped."""
        numbers: dict[str, str] = {}
        for mark in list(copy.iter(f"{W}bookmarkStart")):
            name = value(mark, "name")
            if name in self.names and name.startswith(PREFIX):
                name += FORMER
            parent = mark.getparent()
            if name in self.names and parent is not None:
                parent.remove(mark)
                continue
            self.names.add(name)
            numbers[value(mark, "id")] = str(next(self._bookmarks))
            mark.set(f"{W}name", name)
            mark.set(f"{W}id", numbers[value(mark, "id")])
        for mark in list(copy.iter(f"{W}bookmarkEnd")):
            parent = mark.getparent()
            if value(mark, "id") in numbers:
                mark.set(f"{W}id", numbers[value(mark, "id")])
            elif parent is not None:
                parent.remove(mark)

    def _relations_of(self, copy: etree._Element) -> None:
        relations = self.old.relations(self.old.main)
        for node in list(copy.iter()):
            for name in [n for n in node.attrib if str(n).startswith(R)]:
                relation = relations.get(str(node.get(name)))
                if relation is None or relation.target not in self.old.data:
                    del node.attrib[name]
                else:
                    target = self._part(relation.target)
                    node.set(name, self.new.relate(self.new.main, relation.kind, target))

    def _part(self, name: str) -> str:
        """The name in the new document of a part taken over with all that it refers to."""
        if name in self.copied:
            return self.copied[name]
        stem, extension = posixpath.splitext(name)
        new = self.new.free_name(f"{stem.rstrip('0123456789')}{{}}{extension}")
        self.copied[name] = new
        self.new.put(new, self.old.data[name])
        self._declare(name, new)
        folder, base = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if relations in self.old.data:
            root = deepcopy(self.old.tree(relations))
            targets = {i: self._part(r.target) for i, r in self.old.relations(name).items() if r.target in self.old.data}
            for item in list(root):
                if item.get("Id", "") in targets:
                    item.set("Target", posixpath.relpath(targets[item.get("Id", "")], posixpath.dirname(new)))
            own = posixpath.join(posixpath.dirname(new), "_rels", f"{posixpath.basename(new)}.rels")
            self.new.put(own, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
        return new

    def _declare(self, name: str, new: str) -> None:
        types = self.old.tree("[Content_Types].xml")
        extension = posixpath.splitext(name)[1].lstrip(".").lower()
        for item in types:
            if item.get("PartName") == f"/{name}":
                self.new.declare(new, item.get("ContentType", ""))
                return
        for item in types.findall(f"{_TYPES}Default"):
            if item.get("Extension", "").lower() == extension:
                self.new.declare_extension(extension, item.get("ContentType", ""))


def object_key(parts: Parts, run: etree._Element) -> tuple[str, ...]:
    """What a run shows that is no text, so that the same in two documents is equal: of a chart its data, of a picture its bytes."""
    relations = parts.relations(parts.main)
    found: list[str] = []
    for node in run.iter():
        for name in sorted(map(str, node.attrib)):
            if name.startswith(R):
                relation = relations.get(node.get(name, ""))
                found.append(_data_key(parts, relation.target) if relation is not None else "")
            elif name in ("descr", "cx", "cy"):
                found.append(f"{name}={node.get(name, '')}")
        found.append(str(node.tag))
    return tuple(found)


def _data_key(parts: Parts, target: str) -> str:
    data = parts.data.get(target, b"")
    if "/charts/" in f"/{target}" and data:
        root = parts.tree(target)
        return "|".join(node.text or "" for node in root.iter(f"{_CHART}v", f"{_A}t"))
    return hashlib.sha256(data).hexdigest()
