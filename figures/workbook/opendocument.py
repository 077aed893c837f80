"""What the content of an .ods tells beyond its values: how far tables reach, error values, formulas never calculated."""

from __future__ import annotations

import re
from html import unescape

from figures.workbook.form import letters
from figures.workbook.trouble import Trouble

_TAG = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])"
    + rb"""((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*"""
    + rb"(/?)>"
)
_NAME = re.compile(rb"""\stable:name\s*=\s*["']([^"']{1,200})["']""")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,12})["']""")
_SHOWN = re.compile(rb"\s*<text:p[^>]{0,200}>([^<]{1,20})</text:p>")
_ERROR = re.compile(rb"#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|N/A)|Err:[0-9]{3}")
MOST_REPEATED = 100
"""Rows, and columns, of a repeated cell that are told."""


def reaches(xml: bytes) -> dict[str, tuple[int, int]]:
    """Rows and columns of each table of an .ods up to its last cell that holds something, repetitions counted."""
    found: dict[str, tuple[int, int]] = {}
    name, row, column, repeated_rows = "", 0, 0, 0
    for kind, attributes, empty in _TAG.findall(xml):
        repeated = max((int(number) for number in _REPEATED.findall(attributes)), default=1)
        if kind == b"table":
            named = _NAME.search(attributes)
            name = f"{len(found) + 1} {unescape(named.group(1).decode('utf-8', 'replace')) if named else ''}"
            row = repeated_rows = 0
            found[name] = (0, 0)
        elif kind == b"table-row":
            row, column, repeated_rows = row + repeated_rows, 0, repeated
        else:
            column += repeated
            if not empty:
                rows, columns = found.get(name, (0, 0))
                found[name] = (max(rows, row + repeated_rows), max(columns, column))
    return found


def troubles(xml: bytes) -> dict[str, Trouble]:
    """Error values and formulas without a calculated one, by sheet name."""
    found: dict[str, Trouble] = {}
    if b"table:formula" not in xml:
        return found
    errors: dict[str, str] = {}
    uncalculated: set[str] = set()
    name, row, column, repeated_rows = "", 0, 0, 0
    for tag in _TAG.finditer(xml):
        kind, attributes, _ = tag.groups()
        repeated = max((int(number) for number in _REPEATED.findall(attributes)), default=1)
        if kind == b"table":
            found[name] = Trouble(errors, frozenset(uncalculated))
            named = _NAME.search(attributes)
            name = unescape(named.group(1).decode("utf-8", "replace")) if named else ""
            errors, uncalculated, row, repeated_rows = {}, set(), 0, 0
        elif kind == b"table-row":
            row, column, repeated_rows = row + repeated_rows, 0, repeated
        else:
            if b"table:formula" in attributes:
                cells = _addresses(row, column, repeated_rows, repeated)
                error = _error(attributes, xml, tag.end())
                if error:
                    errors |= dict.fromkeys(cells, error)
                elif b"office:value-type" not in attributes and not _SHOWN.match(xml, tag.end()):
                    uncalculated.update(cells)
            column += repeated
    found[name] = Trouble(errors, frozenset(uncalculated))
    return found


def _addresses(row: int, column: int, rows: int, columns: int) -> list[str]:
    """The addresses (B7) of a cell that stands `rows` times below itself and `columns` times beside; `row` and `column` count from 0."""
    down, across = range(row, row + min(rows, MOST_REPEATED)), range(column, column + min(columns, MOST_REPEATED))
    return [f"{letters(c)}{r + 1}" for r in down for c in across]


def _error(attributes: bytes, xml: bytes, end: int) -> str:
    """The error value of a cell whose tag ends at `end`, "" for none: a formula without text of its own that shows one."""
    if b'calcext:value-type="error"' not in attributes and b'office:string-value=""' not in attributes:
        return ""
    shown = _SHOWN.match(xml, end)
    text = unescape(shown.group(1).decode("utf-8", "replace")) if shown else ""
    return text if _ERROR.fullmatch(text.encode()) else "错误" if b'value-type="error"' in attributes else ""
