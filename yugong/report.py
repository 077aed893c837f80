"""Findings as an officer reads them: a table in a terminal, one a line when piped, or JSON."""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TextIO

from figures.findings import Finding, Severity
from yugong.colours import in_colours

NAMES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"}
_COLOURS = {Severity.ERROR: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.NOTE: "\x1b[36m"}
IN_TERMINAL = 20
"""How many findings of one code a terminal shows."""
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def write_report(findings: Sequence[Finding], format: str, out: TextIO) -> None:
    """Writes `findings` to `out`: format "json", or text (a table in a terminal, else one finding a line, never wrapped).

    A terminal gets the first of each code only, and how many more there are.
    """
    if format == "json":
        out.write(json.dumps([as_plain(f) for f in findings], ensure_ascii=False, indent=2) + "\n")
        return
    ordered = sorted(findings, key=lambda f: _ORDER[f.severity])
    lines = [*_table(_first(ordered), in_colours(out)), *_left_out(ordered)] if out.isatty() else (one_line(f) for f in ordered)
    for line in lines:
        out.write(line + "\n")
    if ordered:
        out.write(summary(ordered) + "\n")


def _first(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first findings of each code."""
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.code] += 1
        if counts[finding.code] <= IN_TERMINAL:
            yield finding


def _left_out(findings: Iterable[Finding]) -> Iterator[str]:
    counts = Counter(f.code for f in findings)
    more = [f"[{code}] {count - IN_TERMINAL} 条" for code, count in counts.items() if count > IN_TERMINAL]
    if more:
        yield f"另有 {'、'.join(more)}；输出到文件（> 问题.txt）可看到全部"


def as_plain(finding: Finding) -> dict[str, object]:
    """A finding as JSON has it."""
    return {**asdict(finding), "severity": str(finding.severity), "place": str(finding.place)}


def one_line(finding: Finding) -> str:
    """The finding on one line."""
    parts = [f"{NAMES[finding.severity]} [{finding.code}] {_where(finding)}{finding.message}"]
    parts += [f"{name}：{text}" for name, text in _details(finding)]
    return "；".join(" ".join(p.split()).rstrip("。；") for p in parts)


def summary(findings: Iterable[Finding]) -> str:
    """How many of each severity."""
    counts = dict.fromkeys(NAMES, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return "共" + "，".join(f"{NAMES[s]} {n} 条" for s, n in counts.items() if n)


def _where(finding: Finding) -> str:
    place = str(finding.place)
    return f"{place}：" if place else ""


def _details(finding: Finding) -> Iterator[tuple[str, str]]:
    for name, text in (("现为", finding.found), ("应为", finding.expected), ("处理", finding.remedy)):
        if text:
            yield name, text


def _table(findings: Iterable[Finding], colours: bool) -> Iterator[str]:
    width = max(40, shutil.get_terminal_size((100, 24)).columns)
    for finding in findings:
        name = NAMES[finding.severity]
        shown = f"{_COLOURS[finding.severity]}{name}\x1b[0m" if colours else name
        yield f"{shown} [{finding.code}] {finding.place}".rstrip()
        yield from _wrapped(finding.message, width, "  ")
        for name, text in _details(finding):
            yield from _wrapped(f"{name}：{text}", width, "    ")


def _wrapped(text: str, width: int, indent: str) -> Iterator[str]:
    line, used = indent, len(indent)
    for character in " ".join(text.split()):
        wide = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used + wide > width:
            yield line
            line, used = indent, len(indent)
        line, used = line + character, used + wide
    yield line
