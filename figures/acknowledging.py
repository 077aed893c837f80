"""Findings that the officer has looked at and accepts (核对说明): they are listed with the reason, and no longer raised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from figures.checks.reported import REBUILDING
from figures.checks.rule import Rule, place_of
from figures.findings import Finding, Place, Severity
from figures.lean import frozen
from figures.records import Acknowledgement

UNUSED = Rule(
    "核对说明未用到", Severity.NOTE, "“核对说明”的每一行对应一个问题", "问题已经解决时可以删去；否则请核对问题编号和位置"
)
NO_REASON = Rule("核对说明无原因", Severity.WARNING, "“核对说明”的每一行写明理由", "请填写“说明”，没有理由的不起作用")
UNFINISHED_STAYS = Rule(
    "未完成不能核销", Severity.WARNING, "还没有写的文字不能用“核对说明”代替", "请补写文字，并删去这一行核对说明"
)
RULES = (UNUSED, NO_REASON, UNFINISHED_STAYS)

_OF_REBUILDING = frozenset(rule.code for rule in REBUILDING)

UNFINISHED = frozenset({"缺变动原因", "缺文字"})
"""Findings that something is still to be written: no reason makes the document complete."""


@frozen(slots=True)
class _Spot:
    """What an acknowledgement is for: a sheet or block, and a cell, a row, or ("") the whole of it."""

    sheet: str
    cell: str

    def covers(self, place: Place) -> bool:
        """Whether `place` is this spot or lies within it."""
        if not self.sheet:
            return True
        other = _spot(str(place))
        if other.sheet != self.sheet:
            return False
        return not self.cell or other.cell == self.cell or (self.cell.isdecimal() and _row(other.cell) == self.cell)


def parted(acknowledgements: Iterable[Acknowledgement]) -> tuple[list[Acknowledgement], list[Acknowledgement]]:
    """Those for what is found in figures and in making a document, and those for what is found in bringing an edited one up to date."""
    making: list[Acknowledgement] = []
    rebuilding: list[Acknowledgement] = []
    for given in acknowledgements:
        (rebuilding if given.code.strip() in _OF_REBUILDING else making).append(given)
    return making, rebuilding


def accepts(acknowledgements: Iterable[Acknowledgement], finding: Finding) -> bool:
    """Whether the officer accepts a finding: says so with a reason, for its code and place."""
    return finding.code not in UNFINISHED and any(
        given.code.strip() == finding.code and given.reason.strip() and _spot(given.place).covers(finding.place)
        for given in acknowledgements
    )


def acknowledged(
    findings: Iterable[Finding], acknowledgements: Sequence[Acknowledgement], *, complete: bool = True
) -> tuple[Finding, ...]:
    """The findings in their order, those that the officer accepts as notes with her reason, then what is wrong with acknowledgements.

    An acknowledgement is for a code, at a place or (place left empty) anywhere: 支出明细!K7 a cell, 支出明细!7 a row, 支出明细 a sheet.
    What is unfinished stays what it is. `complete` False says that `findings` are not all there are: what fits none of them may yet fit.
    """
    by_code: dict[str, list[tuple[int, _Spot]]] = {}
    for number, given in enumerate(acknowledgements):
        if given.reason.strip():
            by_code.setdefault(given.code.strip(), []).append((number, _spot(given.place)))
    used: set[int] = set()
    out: list[Finding] = []
    for finding in findings:
        fitting = [number for number, spot in by_code.get(finding.code, ()) if spot.covers(finding.place)]
        used.update(fitting)
        accepted = fitting and finding.code not in UNFINISHED
        out.append(_listed(finding, acknowledgements[fitting[0]]) if accepted else finding)
    return (*out, *_doubtful(acknowledgements, used, complete))


def _listed(finding: Finding, given: Acknowledgement) -> Finding:
    reason = " ".join(given.reason.split()).rstrip("。；")
    return replace(finding, severity=Severity.NOTE, message=f"{finding.message}（已核实：{reason}）", remedy="")


def _doubtful(acknowledgements: Sequence[Acknowledgement], used: set[int], complete: bool) -> Iterator[Finding]:
    for number, given in enumerate(acknowledgements):
        place, what = place_of(given, "code"), given.code + (f"（{given.place}）" if given.place else "")
        if not given.reason.strip():
            yield NO_REASON.finding(f"核对说明“{what}”没有写明理由", place_of(given, "reason"))
        elif number not in used:
            if complete:
                yield UNUSED.finding(f"没有核对说明“{what}”所说的问题", place, what)
        elif given.code.strip() in UNFINISHED:
            yield UNFINISHED_STAYS.finding(f"“{given.code}”不能用核对说明代替", place, what)


def _spot(text: str) -> _Spot:
    """A place as an officer may write it: full-width marks, blanks, $ and small letters are all the same."""
    plain = re.sub(r"[\s$'“”‘’]", "", unicodedata.normalize("NFKC", text))
    sheet, _, cell = plain.rpartition("!") if "!" in plain else (plain, "", "")
    cell = cell.upper().removeprefix("第").removesuffix("行")
    start, _, end = cell.partition(":")
    return _Spot(sheet, start if start == end else cell)


def _row(cell: str) -> str:
    return cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
