"""Figures of before in what a person added or copied: nothing brings them up to date, so they are told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from assembler.description import Chart, Paragraph
from assembler.rebuild.generated import Generated
from assembler.rebuild.matching import Matched
from assembler.rebuild.rows import is_number, texts_of
from assembler.rebuild.tables import Tools
from assembler.rebuild.telling import quoted
from assembler.rebuild.tokens import figures_of, quantity
from assembler.word.reading.body import Stretch
from assembler.word.reading.inline import text_of
from assembler.word.reading.tables import FileRow
from assembler.word.values import W, value
from figures.checks.reported import STALE
from figures.findings import Place, Severity
from figures.lean import frozen

_ADDED = Place(block="人加的内容")
_KINDS = ("元", "%", "百分点")
_LEAST_DIGITS = 5
_SAYS = "是更新前的数"
_QUOTED = re.compile("“([^”]+)”")
_WHITE = re.compile(r"[\s,，]")

Figure = tuple[str, object]
Piece = tuple[str, Sequence[etree._Element]]
"""A text and the paragraphs that it stands in."""


@frozen
class _Written:
    """Something that a person wrote: a paragraph, a row, a table; what a message calls it, and where it is. `known` is what is generated
    in its place."""

    pieces: Sequence[Piece]
    called: str
    place: Place
    in_cells: bool = False
    known: str = ""

    def figures(self) -> dict[Figure, tuple[str, Piece]]:
        """Its figures that are not generated in its place, with their texts and the pieces that they stand in."""
        found: dict[Figure, tuple[str, Piece]] = {}
        for piece in self.pieces:
            for figure, shown in _in(piece[0], self.in_cells).items():
                found.setdefault(figure, (shown, piece))
        return {f: there for f, there in found.items() if f not in _in(self.known, False)} if found and self.known else found


def tell_stale(
    tools: Tools, before: Mapping[str, Generated], now: Mapping[str, Generated], matched: Matched, stretches: Sequence[Stretch]
) -> None:
    """Tells of figures that were generated before and are generated nowhere now, where they stand in added or reworded text.

    Those that were told before are told again as long as the comment on them stands.
    """
    looked = [(w, figures) for w in _written(tools, now, matched, stretches) if (figures := w.figures())]
    if not looked:
        return
    in_cells = any(written.in_cells for written, _ in looked)
    current = _figures(now, in_cells)
    gone = set() if before is now else _figures(before, in_cells) - current
    for written, figures in looked:
        suspected = gone | (_told(tools, written) - current)
        stale = {shown: piece for figure, (shown, piece) in figures.items() if figure in suspected}
        if stale:
            _tell(tools, written, stale)


def _told(tools: Tools, written: _Written) -> set[Figure]:
    """The figures that comments of ours on what was written tell to be stale."""
    texts = tools.comments.standing_on([p for _, paragraphs in written.pieces for p in paragraphs])
    shown = (figure for text in texts if _SAYS in text for figure in _QUOTED.findall(text))
    return {figure for text in shown for figure in _in(text, written.in_cells)}


def _tell(tools: Tools, written: _Written, stale: Mapping[str, Piece]) -> None:
    shown = "、".join(f"“{figure}”" for figure in stale)
    first, (_, paragraphs) = next(iter(stale.items()))
    place = Place(block=written.place.block, cell=written.place.cell or first)
    message = f"{written.called}中的{shown}{_SAYS}，现在的数据里没有"
    said = f"{shown}{_SAYS}，请核对是否要改；改好或确认无误后请删去这条批注。"
    if tools.outcome.undecide(STALE, message, place, "、".join(stale)) and tools.comments.put(paragraphs, said):
        tools.outcome.changed = True


def _written(tools: Tools, now: Mapping[str, Generated], matched: Matched, stretches: Sequence[Stretch]) -> Iterator[_Written]:
    """What a person wrote: paragraphs and tables that are none of ours, rows added to ours, and reworded paragraphs of which nothing
    else is to be decided."""
    told = {finding.place.block for finding in tools.outcome.findings if finding.severity is not Severity.NOTE}
    ours = {id(s) for g in matched.groups for s in g.stretches}
    for group in tools.reworded:
        first, text = group.blocks[0], "\n".join(s.text for s in group.stretches)
        if first.id not in told:
            pieces, known = [(text, [s.element for s in group.stretches])], [now.get(b.id) for b in group.blocks]
            yield _Written(
                pieces,
                f"段落{quoted(text)}",
                Place(block=first.id),
                known="\n".join(b.text for b in known if isinstance(b, Paragraph)),
            )
    for stretch in stretches:
        if id(stretch) in ours or stretch.in_contents:
            continue
        if stretch.is_table:
            yield _Written([p for row in stretch.rows for p in _pieces(row)], "人加的表", _ADDED, True)
        elif text := stretch.text:
            yield _Written([(text, [stretch.element])], f"人加的一段{quoted(text)}", _ADDED)
    for box in tools.making.body.iter(f"{W}txbxContent"):
        host = next(p for p in box.iterancestors() if p.tag in (f"{W}p", f"{W}body"))
        if host.tag == f"{W}p":
            yield _Written([(text_of(p), [host]) for p in box.iter(f"{W}p")], "文本框", _ADDED)
    yield from _in_notes(tools)
    for block, row in tools.added_rows:
        yield _Written(list(_pieces(row)), f"表“{block.description or block.id}”中人加的一行", Place(block=block.id), True)


def _in_notes(tools: Tools) -> Iterator[_Written]:
    """Footnotes and endnotes, at the paragraphs that refer to them."""
    for kind, called in (("footnote", "脚注"), ("endnote", "尾注")):
        references = {value(r, "id"): r for r in tools.making.body.iter(f"{W}{kind}Reference")}
        name = tools.making.parts.target(f"{kind}s")
        for note in tools.making.parts.tree(name).iter(f"{W}{kind}") if references and name else ():
            reference = references.get(value(note, "id"))
            host = None if reference is None else next(reference.iterancestors(f"{W}p"), None)
            if host is not None:
                yield _Written([(text_of(p), [host]) for p in note.iter(f"{W}p")], called, _ADDED)


def _pieces(row: FileRow) -> Iterator[Piece]:
    for cell in row.cells:
        if cell.text and (paragraphs := cell.paragraphs):
            yield cell.text, paragraphs


def _figures(blocks: Mapping[str, Generated], in_cells: bool) -> set[Figure]:
    """All figures that are generated: those of sentences by kind and value, those of cells (where wanted) as they are written."""
    found: set[Figure] = set()
    for block in blocks.values():
        if isinstance(block, Paragraph):
            found.update(_in(block.text, False))
        elif in_cells and not isinstance(block, Chart):
            for row in block.rows:
                for text in texts_of(row):
                    if text:
                        found.update(_in(text, True))
    return found


def _in(text: str, is_cell: bool) -> dict[Figure, str]:
    """The figures of a text that tell of one place only, with their text: amounts, percents, numbers in cells, of some precision."""
    if is_cell and is_number(text):
        plain = _WHITE.sub("", text)
        return {("", plain): text.strip()} if "." in plain and plain.strip("-0.") else {}
    found: dict[Figure, str] = {}
    for token in figures_of(text):
        if "." in token.number or sum(c.isdigit() for c in token.number) >= _LEAST_DIGITS:
            amount = quantity(token)
            if amount.kind in _KINDS and amount.value:
                found.setdefault((amount.kind, amount.value), token.number)
    return found
