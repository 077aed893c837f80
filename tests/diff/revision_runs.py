"""Two documents that differ by paragraphs which go and come side by side, in every mix, before every kind of block."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "word"))

from word_samples import BUDGET, LOOK, paragraph

from assembler.description import Block, Document, Section, Table
from assembler.look import PAGE, Band, Look, Page
from assembler.word.package import write_document

FOLLOWERS = ("text", "page", "table")
GOING = ("heading 3", "表单位")
COMING = ("正文", "表文")


def documents_with_runs(end: tuple[int, int]) -> tuple[bytes, bytes]:
    """The older and the newer: at every place none, one or two paragraphs go and none, one or two come; `end` says how many
    of both at the end of the document.

    Their styles differ from each other and from that of the paragraph before, so that each end must keep its own; the last ones have a
    single character, so that they are not exchanged in place.
    """
    old: list[Block] = []
    new: list[Block] = []
    cases = [case for case in product(FOLLOWERS, range(3), range(3), ("", "old", "new")) if case[1] + case[2]]
    for follower, going, coming, breaks in [*cases, ("end", *end, "")]:
        name = f"{follower}{going}{coming}{breaks}"
        start = paragraph(f"{name}前", "heading 2", f"{name}之前的标题")
        gone = [
            paragraph(f"{name}旧{i}", GOING[i], f"{i}" * (1 + going - i), new_page=breaks == "old" and not i)
            for i in range(going)
        ]
        came = [
            paragraph(f"{name}新{i}", COMING[i], f"{i}" * (1 + coming - i), new_page=breaks == "new" and not i)
            for i in range(coming)
        ]
        after = _after(name, follower)
        old += [start, *gone, *after]
        new += [start, *came, *after]
    return _written(old), _written(new)


def _after(name: str, follower: str) -> list[Block]:
    if follower == "table":
        return [
            Table(f"{name}表", BUDGET.widths, BUDGET.rows, f"{name}的表"),
            paragraph(f"{name}后", "正文", f"{name}之后的正文"),
        ]
    return [] if follower == "end" else [paragraph(f"{name}后", "正文", f"{name}之后的正文", new_page=follower == "page")]


def _written(blocks: list[Block], look: Look = LOOK) -> bytes:
    return write_document(Document("段落增删", "预公", "", date(2024, 3, 19), (Section("正文", tuple(blocks)),)), look)


def documents_with_bands() -> tuple[bytes, bytes]:
    """The older and the newer: the words above and below their pages differ, the page number stays."""
    blocks: list[Block] = [paragraph("正文", "正文", "页眉页脚有不同")]
    older, newer = (_written(blocks, replace(LOOK, pages=_pages(name))) for name in ("甲局2024年", "乙局2025年"))
    return older, newer


def _pages(name: str) -> dict[str, Page]:
    bands = Band((("表文", (f"{name}部门预算公开",)),)), Band((("页脚", (f"{name}第", PAGE, "页")),))
    return {key: replace(page, header=bands[0], footer=bands[1]) for key, page in LOOK.pages.items()}
