"""The body of an edited document brought up to date: three ways, between what was generated, what people made of it, and what is
generated now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from lxml import etree

from assembler.description import Block, Chart, Document, Paragraph, Table
from assembler.look import Look
from assembler.rebuild.charts import update_chart, was_typed, workbook_typed
from assembler.rebuild.entries import update_entry
from assembler.rebuild.figures_in_text import bring_up_to_date, text_edits
from assembler.rebuild.generated import Generated
from assembler.rebuild.matching import Group, Matched, match
from assembler.rebuild.order import moved
from assembler.rebuild.own_figures import OwnFigure
from assembler.rebuild.repeated_charts import settle_repeated
from assembler.rebuild.rows import texts_of
from assembler.rebuild.sections import insert_after, remove
from assembler.rebuild.spots import spot_in_text
from assembler.rebuild.tables import Tools, merge_table
from assembler.rebuild.telling import HandTyped, Typed, comment_on, quoted
from assembler.word.reading.body import Stretch
from assembler.word.reading.inline import Edit, change_text, cross_revisions, is_plain
from assembler.word.values import W, value
from figures.checks.reported import CHART_ANEW, CONTENTS_LINE, DELETED, FORM, HAND_TYPED, NO_LONGER, UNDECIDED_WORDS
from figures.findings import Place
from figures.lean import frozen


@frozen
class Known:
    """What the document knew: generated blocks, older states of those still to be decided, blocks that are no longer generated but
    were worked on, and the identities of deleted ones. `other` are the blocks of the document that it was not taken for, where it has
    settled revisions."""

    blocks: Mapping[str, Generated]
    settled: Mapping[str, Generated] = field(default_factory=dict)
    gone: Mapping[str, Generated] = field(default_factory=dict)
    deleted: frozenset[str] = frozenset()
    other: Mapping[str, Generated] = field(default_factory=dict)


def merge_body(
    tools: Tools, stretches: Sequence[Stretch], known: Known, document: Document, now: Mapping[str, Generated], look: Look
) -> tuple[Known, Matched]:
    """Brings the body up to date in place; `now` are the generated blocks of the document. Returns what the document knows afterwards, and which blocks stood where."""
    merger = _Merger(tools, stretches, known, document, now, look)
    merger.merge()
    return merger.afterwards(), merger.matched


class _Merger:
    def __init__(
        self,
        tools: Tools,
        stretches: Sequence[Stretch],
        known: Known,
        document: Document,
        now: Mapping[str, Generated],
        look: Look,
    ) -> None:
        self.stretches = stretches
        self.tools, self.making, self.outcome = tools, tools.making, tools.outcome
        self.known = known
        self.now = now
        self.full = {block.id: block for block in document.blocks() if block.id}
        self.order = tuple(_in_sections(document, self.now))
        self.widths = {i: look.pages[s.page].text_width for i, s in enumerate(document.sections)}
        self.matched = match({**known.gone, **known.blocks}, stretches)
        self.elements = {b.id: g.stretches[-1].element for g in self.matched.groups for b in g.blocks}
        contents = [s.element for s in stretches if s.in_contents]
        self.contents = contents[-1] if contents else None
        self.settled: dict[str, Generated] = {}
        self.gone: dict[str, Generated] = {}
        self.deleted = set(known.deleted) - {b.id for g in self.matched.groups for b in g.blocks}

    def afterwards(self) -> Known:
        return Known(self.now, self.settled, self.gone, frozenset(self.deleted))

    def merge(self) -> None:
        for group in self.matched.groups:
            self._group(group)
        for block in self.matched.missing:
            if block.id in self.now:
                self._tell_deleted(block)
            elif block.id in self.known.blocks:
                self.deleted.add(block.id)
        for identity in self.deleted & set(self.now) - set(self.known.blocks):
            self._tell_deleted(self.now[identity])
        self._place_blocks()

    def _group(self, group: Group) -> None:
        first = group.blocks[0]
        if len(group.blocks) == 1 and first.id not in self.now:
            self._no_longer(group, first)
        elif isinstance(first, Table):
            self._table(group, first)
        elif isinstance(first, Chart):
            self._chart(group, first)
        else:
            self._paragraphs(group)

    def _tell_deleted(self, block: Generated) -> None:
        self.outcome.note(DELETED, f"{_what(block)}已被人从文档中删除，没有补回", block.id)

    def _no_longer(self, group: Group, block: Generated) -> None:
        """A block that is no longer generated goes, unless a person worked on it."""
        elements = [s.element for s in group.stretches]
        if len(elements) == 1 and _is_untouched(group.stretches[0], block) and _may_go(elements[0], block):
            remove(self.making, elements[0])
            del self.elements[block.id]
            self.outcome.changed = True
            return
        self.gone[block.id] = block
        message = f"{_what(block)}按现在的数据不再生成，但被人改过，保留在文档中"
        if self.outcome.undecide(NO_LONGER, message, Place(block=block.id)) and not isinstance(block, Table):
            self._comment(elements, "按现在的数据，这一段不再生成；因为有人改过，没有删去。不需要时请删去这一段。")

    def _table(self, group: Group, base: Table) -> None:
        now, settled = self.now[base.id], self.known.settled.get(base.id)
        if not isinstance(now, Table) or (settled is not None and not isinstance(settled, Table)):
            return
        full = self.full[now.id]
        left = merge_table(self.tools, group.stretches[0], base, now, full if isinstance(full, Table) else now, settled)
        if left != now:
            self.settled[base.id] = left

    def _chart(self, group: Group, base: Chart) -> None:
        now, element = self.now[base.id], group.stretches[0].element
        if not isinstance(now, Chart):
            return
        settle_repeated(self.tools, self.stretches, element, base, self.known.other.get(base.id))
        typed, winning = was_typed(self.making, element, base), self.tools.typed is Typed.FIGURES_WIN
        behind = workbook_typed(self.making, element, base, now)
        if winning and (found := typed or behind):
            shown = HandTyped(
                now.id, "", -1, f"{_what(now)}{'' if typed else '的数据表'}", found, "、".join(s.value for s in now.slices)
            )
            self.outcome.put_right(shown)
        if typed and not winning:
            if was_typed(self.making, element, now):
                self._typed_chart(element, now, typed)
        elif typed or base != now or (behind and winning):
            if update_chart(self.making, element, base, now, winning or not behind):
                self.outcome.note(CHART_ANEW, f"{_what(now)}在文档中被改过，现在的项目有增减，已按数据重做，请核对样式", now.id)
            self.outcome.changed = True
        if behind and not typed and not winning:
            self._typed_chart(element, now, behind, "的数据表")

    def _typed_chart(self, element: etree._Element, now: Chart, found: str, what: str = "") -> None:
        wanted = "、".join(s.value for s in now.slices)
        message = f"{_what(now)}{what or '的数据'}在文档中被人改过，没有覆盖"
        remedy = "以数据为准请加 --figures-win；图中的数不能写回数据"
        if self.outcome.undecide(HAND_TYPED, message, Place(block=now.id), found, wanted, remedy):
            self._comment([element], f"图{what or '的数据'}“{found}”是手工改的，按现在的数据应为“{wanted}”。")

    def _paragraphs(self, group: Group) -> None:
        blocks = [b for b in group.blocks if isinstance(b, Paragraph)]
        elements = [s.element for s in group.stretches]
        standing = self.tools.comments.is_standing(elements)
        bases = [self._base(b, standing) for b in blocks]
        nows = [n for b in blocks if isinstance(n := self.now.get(b.id), Paragraph)]
        before, now = "\n".join(b.text for b in bases), "\n".join(n.text for n in nows)
        edited = "\n".join(s.text for s in group.stretches)
        if before == edited == now and bases == nows:
            if len(blocks) == len(nows) == len(elements) == 1:
                self._entry(elements[0], blocks[0], nows[0])
            return
        if not edited.strip() and before.strip():
            for block in blocks:
                self._tell_deleted(block)
            return
        edits = text_edits(before, now, [r.mark == "missing" for n in nows for r in n.runs for _ in r.text])
        if edited == before and len(elements) == 1 and not cross_revisions(elements, edits):
            self._write(elements, edits)
        elif edited != now:
            self.tools.reworded.append(group)
            self._reworded(group, bases, nows, (before, edited, now))
        if len(blocks) == len(nows) == 1:
            self._form(elements[0], blocks[0], nows[0])

    def _base(self, block: Paragraph, standing: bool) -> Paragraph:
        """What a paragraph was last brought in line with: an older state as long as the comment about it stands."""
        older = self.known.settled.get(block.id)
        return older if standing and isinstance(older, Paragraph) else block

    def _reworded(self, group: Group, bases: Sequence[Paragraph], nows: Sequence[Paragraph], texts: tuple[str, str, str]) -> None:
        before, edited, now = texts
        elements = [s.element for s in group.stretches]
        merged = bring_up_to_date(before, edited, now, self.tools.typed is Typed.FIGURES_WIN)
        doubt = merged.doubt or _crossing(merged.edits, group, edited)
        if not doubt and cross_revisions(elements, merged.edits):
            doubt = "要改的地方有一部分在没有处理的修订里，请先接受或拒绝这处修订"
        if not doubt:
            self._write(elements, merged.edits)
            where = f"段落{quoted(edited)}中的一个数"
            self._typed(elements, [_hand_typed(nows, one, where, edited) for one in merged.own])
            for one in merged.put_right:
                self.outcome.put_right(_hand_typed(nows, one, where, edited))
            for found, shown in merged.rewritten:
                self.outcome.note(FORM, f"段落{quoted(edited)}中的“{found}”更新为“{shown}”，人的写法没有保留", bases[0].id)
            return
        for base in bases:
            self.settled[base.id] = base
        message = f"改写过的一段{quoted(edited)}没有更新：{doubt}"
        place = Place(block=bases[0].id)
        if self.outcome.undecide(UNDECIDED_WORDS, message, place, quoted(edited, 60), quoted(now, 200)):
            self._comment(elements, f"按现在的数据，这里应为：{now}\n没有自动修改的原因：{doubt}。")

    def _typed(self, elements: Sequence[etree._Element], own: Sequence[HandTyped]) -> None:
        """Tells of figures that a person typed into a sentence over generated ones."""
        typed = [one for one in own if self.outcome.tell_typed(one)]
        if typed:
            self._comment(elements, comment_on(typed))

    def _comment(self, elements: Sequence[etree._Element], text: str) -> None:
        if self.tools.comments.put(elements, text):
            self.outcome.changed = True

    def _write(self, elements: Sequence[etree._Element], edits: Sequence[Edit]) -> None:
        if edits:
            change_text(elements, edits)
            self.outcome.changed = True

    def _form(self, element: etree._Element, block: Paragraph, now: Paragraph) -> None:
        """Takes over another style and another entry in the contents, where a person left them as they were."""
        style = element.find(f"{W}pPr/{W}pStyle")
        if block.style != now.style and style is not None and value(style) == self.making.style_id(block.style):
            style.set(f"{W}val", self.making.style_id(now.style))
            self.outcome.changed = True
        self._entry(element, block, now)

    def _entry(self, element: etree._Element, block: Paragraph, now: Paragraph) -> None:
        if block.entry is None or now.entry is None or not now.entry.by_field:
            return
        told = update_entry(self.making, element, block, now)
        self.outcome.changed |= told is not None
        if told:
            self.outcome.note(CONTENTS_LINE, told, now.id)

    def _place_blocks(self) -> None:
        """Puts new blocks after the block that they follow, and moves those whose order among the generated ones has changed."""
        moving = moved([*self.known.blocks], [*self.now])
        last: tuple[int, etree._Element | None] = (-1, None)
        for section, identity in self.order:
            if identity == "":
                last = (section, self.contents if self.contents is not None else last[1])
                continue
            element = self.elements.get(identity)
            if element is None and not self._is_new(identity):
                continue
            if element is None:
                element = self.elements[identity] = self._make(self.full[identity], section)
                self._put(element, identity, section, last)
            elif identity in moving and self._is_alone(identity):
                remove(self.making, element)
                self._put(element, identity, section, last)
            last = (section, element)

    def _is_new(self, identity: str) -> bool:
        return identity not in self.known.blocks and identity not in self.deleted

    def _is_alone(self, identity: str) -> bool:
        return all(len(g.blocks) == len(g.stretches) == 1 for g in self.matched.groups if any(b.id == identity for b in g.blocks))

    def _make(self, block: Block, section: int) -> etree._Element:
        if isinstance(block, Table):
            return self.making.table(block)
        if isinstance(block, Chart):
            return self.making.chart(block)
        return self.making.paragraph(block, self.widths[section]) if isinstance(block, Paragraph) else self.making.end()

    def _put(self, element: etree._Element, identity: str, section: int, last: tuple[int, etree._Element | None]) -> None:
        self.outcome.changed = True
        following = self._next_standing(identity, section)
        if last[1] is not None and (last[0] == section or following is None):
            insert_after(self.making, last[1], element)
        elif following is not None:
            following.addprevious(element)
        else:
            self.making.body.insert(0, element)

    def _next_standing(self, identity: str, section: int) -> etree._Element | None:
        """The element of the first block after this one, in its section, that stands in the document."""
        place = self.order.index((section, identity))
        for there, name in self.order[place + 1 :]:
            if there == section and name in self.elements:
                return self.elements[name]
        return None


def _in_sections(document: Document, now: Mapping[str, Generated]) -> Iterator[tuple[int, str]]:
    """The identities of generated blocks with their section, in order; "" for the contents."""
    seen: set[str] = set()
    for number, section in enumerate(document.sections):
        for block in section.blocks:
            identity = "" if not isinstance(block, (Paragraph, Table, Chart)) else block.id
            if identity == "" and isinstance(block, (Paragraph, Table, Chart)):
                continue
            if identity == "" or (identity in now and identity not in seen):
                seen.add(identity)
                yield number, identity


def _hand_typed(nows: Sequence[Paragraph], own: OwnFigure, where: str, edited: str) -> HandTyped:
    """A figure typed into the sentence `edited`, with its place in the paragraph among `nows` that it stands in."""
    block, at = nows[0], own.at
    for block in nows:
        if at <= len(block.text):
            break
        at -= len(block.text) + 1
    spot = spot_in_text(edited, own.start, own.found)
    return HandTyped(block.id, "", -1, where, own.found, own.now or "", at if own.at >= 0 else -1, spot)


def _crossing(edits: Sequence[Edit], group: Group, edited: str) -> str:
    """Why edits cannot be made in a text of several paragraphs."""
    if len(group.stretches) == 1 and len(group.blocks) == 1:
        return ""
    return "段落被拆分或合并过" if any("\n" in edited[e.start : e.stop] + e.text for e in edits) else ""


def _is_untouched(stretch: Stretch, block: Generated) -> bool:
    if isinstance(block, Paragraph):
        return stretch.text == block.text
    if isinstance(block, Table):
        return [r.texts for r in stretch.rows] == [texts_of(row) for row in block.rows]
    return True


def _may_go(element: etree._Element, block: Generated) -> bool:
    """Whether nothing stands in an element that a person added; a chart of ours alone may be there."""
    others = list(element.iter(f"{W}drawing", f"{W}pict", f"{W}object", f"{W}commentReference", f"{W}footnoteReference"))
    return is_plain(element) or (isinstance(block, Chart) and len(others) == 1)


def _what(block: Generated) -> str:
    if isinstance(block, Paragraph):
        return f"段落{quoted(block.text)}"
    return f"表“{block.description or block.id}”" if isinstance(block, Table) else f"图“{block.title or block.id}”"
