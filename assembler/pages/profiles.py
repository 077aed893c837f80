"""The rules in which Word and LibreOffice lay out the same document differently, each by name and with its reason."""

from __future__ import annotations

from collections.abc import Callable

from assembler.pages import breaks_libreoffice, breaks_word
from figures.lean import frozen

TOLERANCE = 0.05
"""Lengths closer than a twip are the same length."""

BORDER = 0.5
"""Width of a table's lines: a page has room for a row only with the line that closes the table below it, in both programs."""

EDGE = 1.0
"""Where the first rows of a table have room at a page's foot but the line that closes them has not, LibreOffice 7.4 neither moves the
table nor goes on with it: the other rows are lost. So near to that (points, the line and as much again for rounding) it is told what to do."""

CLOSING_PITCH = 1.0
"""Pitch of the empty paragraph that the file format needs after a table where a section ends or another table follows."""

WIDOW_LINES = 2
"""With widow control on, neither the first nor the last line of a paragraph stands alone on its page."""

FRAME_SHARE = 1.25
"""A picture alone in an exact line needs a pitch of this times its height: the baseline is at 80 % of the line."""


@frozen(eq=False)
class Profile:
    """One program's rules. Two profiles are equal only when they are the same object.

    name: what the command line calls it.
    title: what the officer calls it.
    gap: space between Han and a Latin letter or digit, in em. Our styles switch it off (autoSpaceDE/DN = 0) and Word obeys;
        LibreOffice 7.4 ignores the switch and always sets a fifth of an em. A line that begins with the second of the two has no gap.
    narrow_marks: signs such as · × ± stand in the Latin font. Word sets them in the East Asian font because of `w:hint`, which
        LibreOffice does not read.
    marks_follow: “ ” ‘ ’ ≤ ≥ √ take the font of what stands before them, so they are narrow at the start of a paragraph and
        after Latin. LibreOffice only: Word has the hint.
    keeps_header_rows: a table's header rows never stand at a page's foot without the row after them. LibreOffice holds to that by
        itself, Word only where their paragraphs stay with the next (which header styles should say).
    drops_section_ends: an empty paragraph that only ends a section (after a table, or an empty line) takes no room. LibreOffice removes
        it; in Word it stands there, and may come to stand on a page of its own.
    last_break: where a line ends, given the text, where the line begins and the first character that does not fit; LibreOffice
        breaks by Unicode's rules near numbers.
    """

    name: str
    title: str
    gap: float
    narrow_marks: bool
    marks_follow: bool
    keeps_header_rows: bool
    drops_section_ends: bool
    last_break: Callable[[str, int, int], int]


WORD = Profile(
    name="word",
    title="Word",
    gap=0.0,
    narrow_marks=False,
    marks_follow=False,
    keeps_header_rows=False,
    drops_section_ends=False,
    last_break=breaks_word.last_break,
)
LIBREOFFICE = Profile(
    name="libreoffice",
    title="LibreOffice",
    gap=0.2,
    narrow_marks=True,
    marks_follow=True,
    keeps_header_rows=True,
    drops_section_ends=True,
    last_break=breaks_libreoffice.last_break,
)
PROFILES = {p.name: p for p in (WORD, LIBREOFFICE)}


@frozen(slots=True)
class Perturbation:
    """A text area a little wider or higher (points): what a different rounding or a font's other width would come to."""

    width: float = 0.0
    height: float = 0.0


EXACTLY = Perturbation()
STEP = 0.6
"""How far the survey moves an edge, points: more than any rounding, less than any character."""
