"""What the document still lacks: reasons and texts that placeholders stand for, each told once with the places it is lacking in."""

from __future__ import annotations

from collections.abc import Iterator

from assembler.description import Document, Paragraph
from figures.findings import Finding, Place, Severity
from narratives.text import Missing


def lacking_texts(document: Document) -> Iterator[Finding]:
    """One finding for each text that is lacking, however often the document says so."""
    blocks: dict[tuple[str, str], list[str]] = {}
    for block in document.blocks():
        if isinstance(block, Paragraph):
            for run in block.runs:
                if isinstance(run.origin, Missing):
                    blocks.setdefault((run.origin.item, run.origin.text), []).append(block.id)
    for (item, text), places in blocks.items():
        yield _lacking(item, text, tuple(dict.fromkeys(places)))


def _lacking(item: str, text: str, places: tuple[str, ...]) -> Finding:
    is_reason = "原因" in text
    what = "与上年不同，但没有填写原因" if is_reason else "没有填写"
    several = "" if len(places) == 1 else f"（{len(places)}处：{'、'.join(places[:8])}{'等' if len(places) > 8 else ''}）"
    return Finding(
        "缺变动原因" if is_reason else "缺文字",
        Severity.WARNING,
        f"“{item}”{what}，文中以{text}标出{several}",
        Place(block=places[0]),
        text,
        "变动的主要原因" if is_reason else "文字内容",
        f"请在工作表“变动原因”中为“{item}”填写原因" if is_reason else f"请在工作簿中填写“{item}”",
    )
