"""Rendered wording parted into paragraphs, each with the label that it is known by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from narratives.text import Piece, Quote, Text, Words


def paragraphs(text: Text) -> Iterator[tuple[str, Text]]:
    """The lines of rendered wording, each (label, text): empty lines are left out, a label in brackets at the start is taken off.

    `[总体] 2024年度…` is the paragraph labelled 总体; the label is its identity within the section and is not printed.
    """
    for line in _lines(text):
        pieces = _trimmed(line)
        if not pieces:
            continue
        label = ""
        first = pieces[0]
        if isinstance(first, Words) and first.text.startswith("[") and (close := _closing(pieces)) > 0:
            label, pieces = _take_label(pieces, close)
        if pieces:
            yield label, Text(tuple(pieces))


def _closing(pieces: list[Piece]) -> int:
    """Where the label ends, which mostly is in the first piece; -1 where it does not."""
    close = pieces[0].text.find("]")
    return close if close >= 0 else "".join(p.text for p in pieces).find("]")


def _take_label(pieces: list[Piece], close: int) -> tuple[str, list[Piece]]:
    start = pieces[0].text
    label = (start if close < len(start) else "".join(p.text for p in pieces))[1:close]
    rest, left = close + 1, list(pieces)
    while left and rest >= len(left[0].text):
        rest -= len(left.pop(0).text)
    if left and rest:
        first = left[0]
        if isinstance(first, Words):
            left[0] = Words(first.text[rest:], first.file, first.line)
    return label.strip(), _trimmed(left)


def _lines(text: Text) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for piece in text.pieces:
        if "\n" not in piece.text:
            line.append(piece)
            continue
        for number, part in enumerate(piece.text.split("\n")):
            if number:
                yield line
                line = []
            if part:
                line.append(_part(piece, part, number))
    yield line


def _part(piece: Piece, text: str, line: int) -> Piece:
    if isinstance(piece, Words):
        return Words(text, piece.file, piece.line + line)
    if isinstance(piece, Quote):
        return Quote(text, piece.place)
    return piece


def _trimmed(pieces: Iterable[Piece]) -> list[Piece]:
    kept = list(pieces)
    while kept and isinstance(kept[0], Words) and not kept[0].text.strip():
        kept.pop(0)
    while kept and isinstance(kept[-1], Words) and not kept[-1].text.strip():
        kept.pop()
    if kept and isinstance(kept[0], (Words, Quote)):
        kept[0] = _replaced(kept[0], kept[0].text.lstrip())
    if kept and isinstance(kept[-1], (Words, Quote)):
        kept[-1] = _replaced(kept[-1], kept[-1].text.rstrip())
    return kept


def _replaced(piece: Words | Quote, text: str) -> Words | Quote:
    if text == piece.text:
        return piece
    if isinstance(piece, Words):
        return Words(text, piece.file, piece.line)
    return Quote(text, piece.place)
