"""Comments in which the program says what it could not decide; a person who deletes one has decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from assembler.word.markup import NAMESPACES
from assembler.word.reading.inline import take_out
from assembler.word.reading.parts import Parts
from assembler.word.values import W, value

AUTHOR = "预公"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_MARKS = (f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference")


@dataclass
class Comments:
    """The comments of a document. `standing` are the texts of ours that were there, by their number in the file."""

    parts: Parts
    body: etree._Element
    standing: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    def put(self, paragraphs: Sequence[etree._Element], text: str) -> bool:
        """Sees to it that these paragraphs carry a comment of ours with this text; whether anything had to be changed."""
        for paragraph in paragraphs:
            for mark in paragraph.iter(f"{W}commentRangeStart"):
                number = value(mark, "id")
                if self.standing.get(number) == text:
                    self.kept.add(number)
                    return False
        self._add(paragraphs, text)
        return True

    def standing_on(self, paragraphs: Sequence[etree._Element]) -> list[str]:
        """The comments of ours that these paragraphs carried when the document was opened."""
        marks = (m for p in paragraphs for m in p.iter(f"{W}commentRangeStart")) if self.standing else ()
        return [self.standing[number] for m in marks if (number := value(m, "id")) in self.standing]

    def is_standing(self, paragraphs: Sequence[etree._Element]) -> bool:
        """Whether these paragraphs carried a comment of ours when the document was opened."""
        return bool(self.standing_on(paragraphs))

    def drop_settled(self) -> int:
        """Takes away those of ours that were not put again; how many there were."""
        gone = set(self.standing) - self.kept
        if gone:
            remove_comments(self.parts, self.body, gone)
        return len(gone)

    def _add(self, paragraphs: Sequence[etree._Element], text: str) -> None:
        name = self.parts.target("comments") or self._new_part()
        root = self.parts.tree(name)
        taken = {value(c, "id") for c in root} | {value(m, "id") for m in self.body.iter(f"{W}commentRangeStart")}
        number = next(str(n) for n in range(len(taken) + 1) if str(n) not in taken)
        comment = etree.SubElement(root, f"{W}comment", {f"{W}id": number, f"{W}author": AUTHOR, f"{W}initials": AUTHOR})
        for line in text.split("\n"):
            paragraph = etree.SubElement(comment, f"{W}p")
            written = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
            written.text = line
        self.parts.change(name)
        _surround(paragraphs, number)
        self.kept.add(number)

    def _new_part(self) -> str:
        name = self.parts.free_name("word/comments{}.xml") if "word/comments.xml" in self.parts.data else "word/comments.xml"
        self.parts.put(name, f"<w:comments {NAMESPACES}/>".encode())
        self.parts.declare(name, _TYPE)
        self.parts.relate(self.parts.main, "comments", name)
        return name


def open_comments(parts: Parts, body: etree._Element) -> Comments:
    """The comments of a document, ours noted."""
    name = parts.target("comments")
    comments = Comments(parts, body)
    if name in parts.data:
        for comment in parts.tree(name).findall(f"{W}comment"):
            if value(comment, "author") == AUTHOR:
                lines = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in comment.findall(f"{W}p"))
                comments.standing[value(comment, "id")] = "\n".join(lines)
    return comments


def remove_comments(parts: Parts, body: etree._Element, numbers: set[str] | None = None) -> None:
    """Takes comments with their marks away, all of them without `numbers`; replies to them go too."""
    for mark in list(body.iter(*_MARKS)):
        if numbers is None or value(mark, "id") in numbers:
            take_out(mark)
    name = parts.target("comments")
    if not name:
        return
    root = parts.tree(name)
    for comment in root.findall(f"{W}comment"):
        if numbers is None or value(comment, "id") in numbers:
            root.remove(comment)
            parts.change(name)
    if len(root) == 0:
        for relation in list(parts.relations(parts.main).values()):
            if relation.kind.startswith("comments"):
                parts.drop(relation.target)


def _surround(paragraphs: Sequence[etree._Element], number: str) -> None:
    first, last = paragraphs[0], paragraphs[-1]
    start = etree.Element(f"{W}commentRangeStart", {f"{W}id": number})
    first.insert(1 if first.find(f"{W}pPr") is not None else 0, start)
    etree.SubElement(last, f"{W}commentRangeEnd", {f"{W}id": number})
    etree.SubElement(etree.SubElement(last, f"{W}r"), f"{W}commentReference", {f"{W}id": number})
