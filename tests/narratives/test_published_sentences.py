"""Published sentences beside ours: each with its address, its figures, and the wording given here; where it is wrong, the test says so."""

import re

import pytest
from published_beside_ours import SOURCES, TWO, WAN, measure
from published_changes import CHANGES
from published_parts import LISTS_AND_COUNTS, SHARES, WITH_PARTS

from narratives.changes import case_of
from narratives.wordings import Case

ALL = [*CHANGES, *WITH_PARTS, *SHARES, *LISTS_AND_COUNTS]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:%|亿元|万元|元|辆|个)")


def numbers(text: str) -> set[str]:
    return set(NUMBER.findall(text.replace(" ", "")))


@pytest.mark.parametrize("published", ALL, ids=lambda p: f"{p.source}-{p.says[:16]}")
def test_our_sentence_beside_the_published_one(published):
    assert published.source in SOURCES
    ours = published.ours().plain
    assert ours == published.says
    said, printed = numbers(ours), numbers(published.text)
    for wrong in published.wrong:
        assert wrong in published.text.replace(" ", "")
        assert wrong not in said
    if not published.wrong and not published.why:
        assert said <= printed, "a sentence that is right is ours figure by figure"


def test_how_many_there_are():
    """Sixty sentences or so, of sixteen departments and more, in eleven provinces; those that are wrong say why."""
    assert len(ALL) >= 40
    departments = {re.sub(r"\d+$", "", p.source) for p in ALL}
    assert len(departments) >= 8
    assert all(p.why for p in ALL if p.wrong)


WITHOUT_EXAMPLE = {Case.SLIGHTLY_UP, Case.SLIGHTLY_DOWN, Case.NEW_DEDUCTION}
"""Cases for which no published sentence was found."""

OF_CASES = {
    Case.UP: ("3580.05", "3407.38"),
    Case.DOWN: ("892.96", "975.43"),
    Case.FLAT: ("288.70", "288.70"),
    Case.NEW: ("743.39", "0"),
    Case.GONE: ("0", "147.20"),
    Case.NONE: ("0", "0"),
    Case.UNKNOWN: ("445059.97", None),
}


def test_every_case_that_was_found_in_print_is_covered():
    for case, (now, before) in OF_CASES.items():
        assert case_of(measure("", now, before), WAN.quantum, TWO) == case
    assert set(OF_CASES) | WITHOUT_EXAMPLE | {Case.OFFSET} == set(Case)
