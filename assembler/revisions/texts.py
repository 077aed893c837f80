"""The text of paragraphs that stand in both documents: only the words that changed are marked, figures whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from assembler.diff.words import opcodes, words
from assembler.revisions.copying import Copying, object_key
from assembler.revisions.marks import WRAPPERS, Marks, properties_of
from assembler.revisions.sides import Side
from assembler.word.reading.parts import Parts
from assembler.word.values import W, value

_GLUE = frozenset(
    f"{W}{t}" for t in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd")
)
_END = "¶"
_OF_THE_PAGE = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True)
class Item:
    """The smallest stretch that is marked: a word, something that is no text, a field, or the end of a paragraph.

    `key` is what must be equal in both documents. `runs` are the runs it stands in; those of words of one look are joined later.
    `before` are the marks (bookmarks) that stand before it. `properties` are those of the paragraph that an end ends.
    """

    key: tuple[object, ...]
    runs: list[etree._Element] = field(default_factory=list)
    before: list[etree._Element] = field(default_factory=list)
    properties: etree._Element | None = None


def revised(
    marks: Marks,
    copying: Copying,
    sides: tuple[Side, Side],
    old: Sequence[etree._Element],
    new: Sequence[etree._Element],
    *,
    is_apart: bool = False,
) -> list[etree._Element]:
    """The paragraphs of a block or a cell with what changed in them marked; `old` and `new` have at least one each.

    What was deleted stands before what was inserted. `is_apart`: nothing follows the last one that marks at its end could be joined with,
    as in a cell; elsewhere the insertion comes first where the block begins or ends with the change.
    """
    before, now = list(_items(sides[0], old)), list(_items(sides[1], new))
    writer = _Writer(marks)
    if now:
        writer.place(now[0].before)
        now[0].before = []
    *_, last_old = before
    *_, last_new = now
    for tag, low, high, start, stop in opcodes([i.key for i in before[:-1]], [i.key for i in now[:-1]]):
        if tag == "equal":
            for item in now[start:stop]:
                writer.put("", item)
            continue
        gone = [Item(i.key, [copying.element(r) for r in i.runs], [], _copied(copying, i.properties)) for i in before[low:high]]
        changes = [("del", gone), ("ins", now[start:stop])]
        only_text = all(i.key[0] == "text" for i in (*gone, *now[start:stop]))
        if only_text and not is_apart and (start == 0 or stop == len(now) - 1):
            # LibreOffice makes one of two insertions (or deletions) that meet at the end of a paragraph, and takes that end for
            # inserted too; so at either end of a block the insertion comes first.
            changes.reverse()
        elif gone and gone[-1].key[0] == "object" and start < stop and now[start].key[0] == "object":
            changes.insert(1, ("both", [_between()]))
        for kind, items in changes:
            for item in items:
                writer.put(kind, item)
    last = properties_of(etree.Element(f"{W}p")) if last_new.properties is None else deepcopy(last_new.properties)
    if last_old.key != last_new.key and last_old.properties is not None:
        marks.changed_properties(last, copying.element(last_old.properties))
    writer.place(last_new.before)
    writer.close(last)
    return writer.paragraphs


def shown(side: Side, paragraphs: Sequence[etree._Element]) -> list[tuple[object, ...]]:
    """What of paragraphs must be equal for them to be the same: their words, fields, objects and ends."""
    return [item.key for item in _items(side, paragraphs)]


def _between() -> Item:
    """A soft hyphen, inserted and deleted, so that it goes either way. LibreOffice takes the mark of a chart for that of the character
    after it: of two charts side by side it would drop the wrong one."""
    return Item(("text",), [_run(None, etree.Element(f"{W}softHyphen"))])


def _copied(copying: Copying, properties: etree._Element | None) -> etree._Element | None:
    return None if properties is None else copying.element(properties)


def _items(side: Side, paragraphs: Sequence[etree._Element]) -> Iterator[Item]:
    waiting: list[etree._Element] = []
    for paragraph in paragraphs:
        for item in _of_paragraph(side.parts, paragraph, waiting):
            item.before, waiting[:] = [*waiting, *item.before], []
            yield item
        key = (_END, *side.settings(paragraph))
        end = Item(key, properties=properties_of(paragraph), before=list(waiting))
        waiting = []
        yield end


def _of_paragraph(parts: Parts, parent: etree._Element, waiting: list[etree._Element]) -> Iterator[Item]:
    code: list[etree._Element] = []
    depth = 0
    for child in parent:
        if child.tag in _GLUE:
            waiting.append(child)
        elif child.tag in WRAPPERS:
            yield from _of_paragraph(parts, child, waiting)
        elif child.tag == f"{W}r":
            kinds = [value(mark, "fldCharType") for mark in child.iter(f"{W}fldChar")]
            depth += kinds.count("begin") - kinds.count("end")
            if depth or kinds or code:
                code.append(child)
                if not depth:
                    yield Item(_field_key(code), code)
                    code = []
            else:
                yield from _of_run(parts, child)


def _field_key(code: Sequence[etree._Element]) -> tuple[object, ...]:
    """The instruction of a field and what it shows; not the latter of one that is of the page, as it is another on every page."""
    instruction = "".join(t.text or "" for r in code for t in r.iter(f"{W}instrText")).strip()
    if instruction.split(" ")[0].upper() in _OF_THE_PAGE:
        return ("field", instruction)
    return ("field", instruction, *(t.text for r in code for t in r.iter(f"{W}t")))


def _of_run(parts: Parts, run: etree._Element) -> Iterator[Item]:
    look = run.find(f"{W}rPr")
    marked = look is not None and look.find(f"{W}highlight") is not None
    for node in run:
        if node.tag == f"{W}t":
            for word in words(node.text or ""):
                text = etree.Element(f"{W}t", {_SPACE: "preserve"})
                text.text = word
                yield Item(("text", word, marked), [_run(look, text)])
        elif node.tag in (f"{W}tab", f"{W}cr") or (node.tag == f"{W}br" and not value(node, "type")):
            yield Item(("text", str(node.tag), marked), [_run(look, deepcopy(node))])
        elif node.tag not in (f"{W}rPr", f"{W}lastRenderedPageBreak"):
            yield Item(("object", *object_key(parts, node)), [_run(look, deepcopy(node))])


def _run(look: etree._Element | None, node: etree._Element) -> etree._Element:
    run = etree.Element(f"{W}r")
    if look is not None:
        run.append(deepcopy(look))
    run.append(node)
    return run


class _Writer:
    """Puts items together to paragraphs; neighbours of one kind are one mark, and words of one look one run."""

    def __init__(self, marks: Marks) -> None:
        self.paragraphs: list[etree._Element] = []
        self._marks = marks
        self._content: list[etree._Element] = []
        self._kind = ""
        self._runs: list[etree._Element] = []

    def put(self, kind: str, item: Item) -> None:
        """Adds an item: kind "" as it is, "ins", "del" or "both"."""
        self.place(item.before)
        if item.properties is not None:
            properties = deepcopy(item.properties)
            if kind:
                self._marks.paragraph_end(properties, kind)
            self.close(properties)
            return
        if kind != self._kind:
            self._flush()
            self._kind = kind
        for run in item.runs:
            _join(self._runs, run)

    def place(self, marks: Sequence[etree._Element]) -> None:
        """Adds bookmarks and the like."""
        if marks:
            self._flush()
            self._content += [deepcopy(mark) for mark in marks]

    def close(self, properties: etree._Element) -> None:
        """Ends a paragraph."""
        self._flush()
        paragraph = etree.Element(f"{W}p")
        paragraph.append(properties)
        paragraph.extend(self._content)
        self.paragraphs.append(paragraph)
        self._content = []

    def _flush(self) -> None:
        if self._runs:
            self._content += [self._marks.runs(self._kind, self._runs)] if self._kind else self._runs
        self._runs = []


def _join(runs: list[etree._Element], run: etree._Element) -> None:
    """Adds a run, or its text to the run before it when both are words of one look."""
    if runs and _look(runs[-1]) == _look(run):
        text, before = run[-1], runs[-1][-1]
        if text.tag == before.tag == f"{W}t":
            before.text = (before.text or "") + (text.text or "")
            return
    runs.append(deepcopy(run))


def _look(run: etree._Element) -> bytes:
    look = run.find(f"{W}rPr")
    return b"" if look is None else etree.tostring(look, method="c14n")
