"""What documents with revisions are held against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from lxml import etree

from assembler.rebuild.comparing import Normal, normal_form
from assembler.revisions.ends import end_mark
from assembler.word.identity import FORMER, PREFIX
from assembler.word.reading.body import CHART, stretches_of
from assembler.word.reading.describing import read_description
from assembler.word.reading.parts import Parts, open_parts
from assembler.word.values import R, W, value

_FIGURE = re.compile(r"(?<![\d.,])[-－−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[%％‰]?(?![\d.,]*\d)")
"""A figure that nobody can read otherwise, found without the program's own idea of words."""
AUTHOR, DATE = "预公", datetime(2024, 3, 19)


def read_normal(data: bytes) -> Normal:
    """The normal form of a file, with the names of its bookmarks as identities."""
    parts = open_parts(data)
    body = parts.tree(parts.main).find(f"{W}body")
    assert body is not None
    stretches = stretches_of(body)
    reading = read_description(parts, body, stretches, {n: n for s in stretches for n in s.names})
    return normal_form(reading.document, reading.look)


def contents_of(data: bytes) -> list[str]:
    """The lines of the contents of a file, page numbers included."""
    parts = open_parts(data)
    body = parts.tree(parts.main).find(f"{W}body")
    assert body is not None
    return [s.text for s in stretches_of(body) if s.in_contents and s.text]


def bands_of(data: bytes) -> list[tuple[str, ...]]:
    """The texts of the headers and footers of each section of a file, without page numbers and without those that show nothing."""
    parts = open_parts(data)
    relations = parts.relations(parts.main)
    found = []
    for section in parts.body().iter(f"{W}sectPr"):
        references = section.iterchildren(f"{W}headerReference", f"{W}footerReference")
        roots = [parts.tree(relations[r.get(f"{R}id", "")].target) for r in references]
        found.append(tuple(sorted(filter(None, map(_outside_fields, roots)))))
    return found


def _outside_fields(root: etree._Element) -> str:
    texts, depth = [], 0
    for node in root.iter(f"{W}t", f"{W}fldChar"):
        if node.tag == f"{W}fldChar":
            depth += {"begin": 1, "end": -1}.get(value(node, "fldCharType"), 0)
        elif not depth:
            texts.append(node.text or "")
    return "".join(texts)


def assert_figures_whole(both: bytes) -> None:
    """That no mark begins or ends within a figure, be it of the old text or of the new one: sign, separators and percent included."""
    for paragraph in open_parts(both).body().iter(f"{W}p"):
        for left_out in (f"{W}ins", f"{W}del"):
            text, seams = "", set()
            former = False
            for node in paragraph.iter(f"{W}t", f"{W}delText"):
                tags = {a.tag for a in node.iterancestors()}
                if left_out in tags:
                    continue
                is_marked = bool(tags & {f"{W}ins", f"{W}del"})
                if is_marked != former:
                    seams.add(len(text))
                former = is_marked
                text += node.text or ""
            for figure in _FIGURE.finditer(text):
                assert not any(figure.start() < seam < figure.end() for seam in seams), (text, figure[0])


@dataclass(frozen=True)
class Limits:
    """What LibreOffice 7.4 cannot settle in one document with revisions, all accepted or all rejected.

    `blanks`: how many empty lines stay: it cannot join a paragraph with the table after it, so a paragraph that goes before a table
    leaves its line, where the end of the paragraph before could not be marked instead (after a table, at the start of a section).
    `breaks`: the blocks after a paragraph that goes, where one of both begins a page and the end before could not be marked: it gives the
    page break of the first to the second.
    `charts`: the paragraphs in which a chart was replaced by another: it takes no revisions on charts, so that both stay.
    """

    blanks: int
    breaks: frozenset[str]
    charts: frozenset[str]


def limits(both: bytes, accept: bool) -> Limits:
    """What LibreOffice cannot settle in a document with revisions."""
    parts = open_parts(both)
    body = parts.tree(parts.main).find(f"{W}body")
    assert body is not None
    gone = f"{W}del" if accept else f"{W}ins"
    blanks, breaks = 0, set()
    blocks = [e for e in body if e.tag in (f"{W}p", f"{W}tbl")]
    is_settled = False
    for element, after in pairwise([*blocks, None]):
        assert element is not None
        mark = end_mark(element)
        if mark is None or mark.tag != gone:
            is_settled = False
            continue
        is_settled = is_settled or _stays(element, gone)
        if is_settled:
            continue
        blanks += after is None or after.tag == f"{W}tbl"
        if after is not None and any(e.find(f"{W}pPr/{W}pageBreakBefore") is not None for e in (element, after)):
            breaks |= names_in(element) | names_in(after)
    charts = {n for p in body.iter(f"{W}p") if len(list(p.iter(CHART))) > 1 for n in names_in(p)}
    return Limits(blanks, frozenset(breaks), frozenset(charts))


def _stays(paragraph: etree._Element, gone: str) -> bool:
    """Whether a paragraph whose end goes shows something that does not: then the paragraphs after it go by the ends before them."""
    return any(t.text for t in paragraph.iter(f"{W}t", f"{W}delText") if not any(a.tag == gone for a in t.iterancestors()))


def names_in(element: etree._Element) -> set[str]:
    """The identities of the blocks in a paragraph, without the mark of former ones."""
    names = {value(m, "name") for m in element.iter(f"{W}bookmarkStart")}
    return {n.removesuffix(FORMER) for n in names if n.startswith(PREFIX)}


def charts_of(data: bytes) -> dict[str, list[tuple[str, ...]]]:
    """The data of all charts in the paragraphs of a file that have an identity."""
    parts = open_parts(data)
    paragraphs = parts.tree(parts.main).iter(f"{W}p")
    found = {n: [_values(parts, c) for c in p.iter(CHART)] for p in paragraphs for n in names_in(p)}
    return {name: charts for name, charts in found.items() if charts}


def _values(parts: Parts, chart: etree._Element) -> tuple[str, ...]:
    root = parts.tree(parts.relations(parts.main)[chart.get(f"{R}id", "")].target)
    return tuple(v.text or "" for n in root.iter("{*}val") for v in n.iter("{*}v"))


def assert_settled(found: bytes, expected: bytes, limit: Limits) -> None:
    """That what LibreOffice made of a document with revisions is `expected` as it saves it, but for the limits, each of them as stated."""
    blocks, wanted = (list(_blocks(read_normal(data), limit)) for data in (found, expected))
    extra = 0
    for tag, low, high, start, stop in SequenceMatcher(None, wanted, blocks, autojunk=False).get_opcodes():
        if tag != "equal":
            assert all(_is_blank(b) for b in blocks[start:stop]), (wanted[low:high], blocks[start:stop])
            assert tag == "insert", (wanted[low:high], blocks[start:stop])
            extra += stop - start
    assert extra == limit.blanks, f"{extra} empty lines, {limit.blanks} expected"
    assert contents_of(found) == contents_of(expected), (contents_of(found), contents_of(expected))
    assert bands_of(found) == bands_of(expected)
    charts, expected_charts = charts_of(found), charts_of(expected)
    assert charts.keys() == expected_charts.keys(), (set(charts), set(expected_charts))
    for name, shown in charts.items():
        assert len(shown) == (2 if name in limit.charts else 1), f"{len(shown)} charts in {name}"
        assert expected_charts[name][0] in shown


def _blocks(normal: Normal, limit: Limits) -> Iterator[tuple[Any, ...]]:
    for section in normal:
        yield ("section", *section[:2])
        for block in section[2]:
            if block[0] == "contents":
                yield block
                continue
            kind, name = block[0], block[1].removesuffix(FORMER)  # nobody but us gives a former block its own name back
            if kind == "paragraph" and name in limit.breaks:
                yield (kind, name, *block[2:4], *block[5:])
            else:
                yield (kind, name, *block[2 : 3 if kind == "chart" else None])


def _is_blank(block: tuple[Any, ...]) -> bool:
    return bool(block[0] == "paragraph" and block[1] == block[3] == "")
