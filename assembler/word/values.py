"""Values of WordprocessingML as they stand in a file: names, lengths, switches."""

from __future__ import annotations

import re

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_LENGTH = re.compile(r"([+-]?\d{1,9}(?:\.\d{1,9})?)(mm|cm|in|pt|pc|pi)?")
_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0, "pc": 12.0, "pi": 12.0}


class BadValueError(ValueError):
    """A value that is no length or number; a Chinese sentence without its place."""


def value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute of an element, "" when either is missing."""
    return "" if element is None else element.get(W + name, "")


def points(text: str, per_unit: float = 20) -> float:
    """A length in points; a bare number is in units of which `per_unit` make a point (twips; half-points for sizes of type)."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise BadValueError(f"“{text}”不是长度")
    number = float(found[1])
    return number * _POINTS[found[2]] if found[2] else number / per_unit


def is_on(text: str) -> bool:
    """Whether a switch with this value is on (without a value it is)."""
    return text not in ("0", "false", "off")


def shown(number: float) -> str:
    """A length for a message: at most two places, none that say nothing."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
