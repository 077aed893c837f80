"""Rendered wording parted into paragraphs, each with the label that it is known by."""

from __future__ import annotations

from collections.abc import Iterator

from narratives.text import Piece, Quote, Text, Words


def paragraphs(text: Text) -> Iterator[tuple[str, Text]]:
    """The lines of rendered wording, each (label, text): empty lines are left out, a label in brackets at the start is taken off.

    `[总体] 2024年度…` is the paragraph labelled 总体; the label is its identity within the section and is not printed.
    """
    for pieces in _lines(text):
        _trim_start(pieces)
        _trim_end(pieces)
        if not pieces:
            continue
        label = ""
        first = pieces[0]
        if isinstance(first, Words) and first.text.startswith("[") and (close := _closing(pieces)) > 0:
            label = _take_label(pieces, close)
        if pieces:
            yield label, Text(tuple(pieces))


def _closing(pieces: list[Piece]) -> int:
    """Where the label ends, which mostly is in the first piece; -1 where it does not."""
    close = pieces[0].text.find("]")
    return close if close >= 0 else "".join(p.text for p in pieces).find("]")


def _take_label(pieces: list[Piece], close: int) -> str:
    """The label, taken off the pieces."""
    start = pieces[0].text
    label = (start if close < len(start) else "".join(p.text for p in pieces))[1:close]
    rest = close + 1
    while pieces and rest >= len(pieces[0].text):
        rest -= len(pieces.pop(0).text)
    if pieces and rest:
        first = pieces[0]
        if isinstance(first, Words):
            pieces[0] = Words(first.text[rest:], first.file, first.line)
    _trim_start(pieces)
    return label.strip()


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


def _trim_start(pieces: list[Piece]) -> None:
    while pieces:
        first = pieces[0]
        if not isinstance(first, (Words, Quote)):
            return
        text = first.text.lstrip()
        if text or isinstance(first, Quote):
            if text != first.text:
                pieces[0] = _replaced(first, text)
            return
        del pieces[0]


def _trim_end(pieces: list[Piece]) -> None:
    while pieces:
        last = pieces[-1]
        if not isinstance(last, (Words, Quote)):
            return
        text = last.text.rstrip()
        if text or isinstance(last, Quote):
            if text != last.text:
                pieces[-1] = _replaced(last, text)
            return
        del pieces[-1]


def _replaced(piece: Words | Quote, text: str) -> Words | Quote:
    if isinstance(piece, Words):
        return Words(text, piece.file, piece.line)
    return Quote(text, piece.place)
