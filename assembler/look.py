"""The look of a document, as plain values: page geometry, paragraph styles, header and footer. Lengths are points.

The values are read from a template's `look.docx` (see `look_reading`); nothing else of that file reaches a document.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from figures.lean import frozen

Alignment = Literal["left", "center", "right", "both"]


class LookError(ValueError):
    """A look lacks what a document needs of it, or `look.docx` cannot be read; a Chinese sentence for the template's author."""


@frozen(slots=True)
class Style:
    """A paragraph style, flattened: no inheritance, no theme.

    `id` is the style's id in the file, `name` the name shown in Word ("heading 1" for the built-in 标题 1). `pitch` is the exact
    distance of lines; there is no space before or after a paragraph (air is made by the pitch or by empty paragraphs). `level` is
    the outline level (0 for 标题 1) or None.
    """

    name: str
    id: str
    east_asia: str
    latin: str
    size: float
    pitch: float
    align: Alignment = "left"
    first_line: float = 0.0
    left: float = 0.0
    right: float = 0.0
    bold: bool = False
    italic: bool = False
    colour: str = ""
    keep_next: bool = False
    level: int | None = None


@frozen(slots=True)
class Band:
    """A header or footer: paragraphs of text in which the page number stands where PAGE is written.

    Each item is (style name, parts); a part is text, or PAGE for the page-number field.
    """

    paragraphs: tuple[tuple[str, tuple[str, ...]], ...] = ()


PAGE = "\x00PAGE"


@frozen(slots=True)
class Page:
    """The geometry of a section's pages. `header_distance` and `footer_distance` are from the edge of the paper."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header_distance: float
    footer_distance: float
    header: Band = Band()
    footer: Band = Band()

    @property
    def text_width(self) -> float:
        """Width of the text area."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """Height of the text area."""
        return self.height - self.top - self.bottom

    @property
    def landscape(self) -> bool:
        """Whether the paper lies on its side (横向)."""
        return self.width > self.height


@frozen(slots=True, eq=False)
class Look:
    """All that a document takes from `look.docx`; equal to itself only, so that what is prepared for it is found quickly.

    `pages` by the name of the section they are for; `styles` by the style's name. `doubts` are constructs of the file outside the
    page recipe, each a Chinese sentence: they were not taken over.
    """

    pages: Mapping[str, Page]
    styles: Mapping[str, Style]
    doubts: tuple[str, ...] = ()
