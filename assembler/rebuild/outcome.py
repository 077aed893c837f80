"""What a rebuild did and could not do, as findings and as figures typed by hand that somebody must decide on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assembler.rebuild.telling import HandTyped
from figures.acknowledging import accepts
from figures.checks.reported import HAND_TYPED, PUT_RIGHT
from figures.checks.rule import Rule
from figures.findings import Finding, Place
from figures.records import Acknowledgement


@dataclass
class Outcome:
    """Collected while a document is rebuilt. `changed` says whether anything in the document's body was changed.

    What the officer accepts (`acknowledgements`) is listed, and decided.
    """

    acknowledgements: Sequence[Acknowledgement] = ()
    findings: list[Finding] = field(default_factory=list)
    typed: list[HandTyped] = field(default_factory=list)
    undecided: int = 0
    changed: bool = False

    def note(self, rule: Rule, message: str, block: str = "", found: str = "", expected: str = "") -> None:
        """Something worth knowing that needs no decision."""
        self.findings.append(rule.finding(message, Place(block=block), found, expected))

    def undecide(self, rule: Rule, message: str, place: Place, found: str = "", expected: str = "", remedy: str = "") -> bool:
        """Something that a person has to decide; whether it still is to be decided."""
        finding = rule.finding(message, place, found, expected, remedy)
        self.findings.append(finding)
        if accepts(self.acknowledgements, finding):
            return False
        self.undecided += 1
        return True

    def put_right(self, typed: HandTyped) -> None:
        """A figure typed by hand that gave way to the generated one: told with both, and with what was accepted of it before."""
        place = Place(block=typed.block, cell=typed.spot)
        found, expected = typed.found or "（空）", typed.expected or "（空）"
        given = accepts(self.acknowledgements, HAND_TYPED.finding("", place, found, expected))
        said = "（“核对说明”写明要保留，--figures-win 不保留）" if given else ""
        message = f"{typed.where}手工填的是“{found}”，已按数据改回“{expected}”{said}"
        self.findings.append(PUT_RIGHT.finding(message, place))

    def tell_typed(self, typed: HandTyped) -> bool:
        """A figure typed by hand that stays; whether it still is to be decided."""
        message = f"{typed.where}在文档中被改成了与数据不同的数，没有覆盖"
        place = Place(block=typed.block, cell=typed.spot)
        is_open = self.undecide(HAND_TYPED, message, place, typed.found or "（空）", typed.expected or "（空）")
        if is_open:
            self.typed.append(typed)
        return is_open
