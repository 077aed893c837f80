"""Text as it may stand in a workbook, in JSON and in a document: no control characters, no blanks around it."""

from __future__ import annotations

from figures.patterns import late

LONGEST = 32_767
"""Characters that a cell of a spreadsheet holds at most."""

# What XML 1.0 cannot hold, further control characters, and the lone surrogates that JSON can smuggle in.
CONTROL = late("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_LINE_ENDS = late("\r\n?|[\x85\u2028\u2029]")
_BREAKS_WITHIN_LINE = late(r"[ \t\u3000]*[\n\t]+[ \t\u3000]*")
_LATIN = late(r"[\x21-\x7e]")


def trimmed(text: str) -> str:
    """`text` without control characters, line ends as \\n, and no blanks of any kind or invisible characters at its ends."""
    # Printable text has no line ends, no control characters, and of all blanks the plain one alone.
    if text.isprintable():
        return text.strip()
    text = CONTROL.sub("", _LINE_ENDS.sub("\n", text))
    while (shorter := text.strip().strip(_INVISIBLE)) != text:
        text = shorter
    return text


def one_line(text: str) -> str:
    """`trimmed` text with its line breaks and tabs taken out: a blank stays where Latin letters would run together."""
    text = trimmed(text)
    if "\n" in text or "\t" in text:
        text = _BREAKS_WITHIN_LINE.sub(lambda gap: _joint(gap.string, gap.start(), gap.end()), text)
    return text


def _joint(text: str, start: int, end: int) -> str:
    return " " if _LATIN.match(text[start - 1]) and _LATIN.match(text[end]) else ""
