"""What LibreOffice cannot settle, each limit on its own: a test fails when one falls away, or when anything else is left."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import TEMPLATE, example, with_amount
from revision_checks import charts_of, contents_of, read_normal
from test_revisions_in_office import Pair, settled

import yugong
from assembler.description import Block, Chart, Document, Section, Table
from assembler.word.identity import bookmark_name
from assembler.word.package import write_document
from figures.budget import Budget


def shortened(budget: Budget) -> Document:
    """The document of a budget with its first two tables only: the others do not matter here and take time."""
    document = yugong.build(budget, TEMPLATE).description.document
    spare = [b.id for b in document.blocks() if isinstance(b, Table)][2:]
    sections = [replace(s, blocks=tuple(b for b in s.blocks if identity(b) not in spare)) for s in document.sections]
    return replace(document, sections=tuple(sections))


def identity(block: Block) -> str:
    return getattr(block, "id", "")


WHOLE = shortened(example())
TABLES = [b.id for b in WHOLE.blocks() if isinstance(b, Table)]
BEFORE_SECOND = [b.id for b in WHOLE.sections[-1].blocks[10:13]]
"""The paragraphs between the first table and the second one; the first of them begins a page."""
Files = Mapping[str, Mapping[str, bytes]]
Left = list[tuple[list[Any], list[Any]]]


def of(sections: tuple[Section, ...]) -> bytes:
    return write_document(replace(WHOLE, sections=sections), TEMPLATE.look)


def without(goes: Callable[[Block], bool]) -> bytes:
    return of(tuple(replace(s, blocks=tuple(b for b in s.blocks if not goes(b))) for s in WHOLE.sections))


def pairs() -> Mapping[str, Pair]:
    whole, body = of(WHOLE.sections), WHOLE.sections[-1]
    others = {
        "other chart": write_document(shortened(with_amount(example(), 2, Decimal(100_000))), TEMPLATE.look),
        "chart": without(lambda b: isinstance(b, Chart)),
        "line": without(lambda b: identity(b) in (*BEFORE_SECOND, TABLES[1])),
        "break": without(lambda b: identity(b) == BEFORE_SECOND[0]),
        "section": of(WHOLE.sections[1:]),
        "page": of((*WHOLE.sections[:-1], replace(body, page="横向表格", restart=3))),
    }
    back = ("chart", "line", "break", "section")
    return {name: (whole, other) for name, other in others.items()} | {f"no {name}": (others[name], whole) for name in back}


def in_libreoffice(folder: Path) -> Files:
    """By name of the pair what LibreOffice makes: old and new as it saves them, all accepted, all rejected."""
    some = pairs()
    settled(list(some.values()), folder)
    names = ("old", "new", "accepted", "rejected")
    return {pair: {n: (folder / f"{number}-{n}.docx").read_bytes() for n in names} for number, pair in enumerate(some)}


def left(files: Mapping[str, bytes], command: str) -> Left:
    """The blocks that are not as they should be: as they should be, and as they are; contents are always right."""
    wanted = files["new" if command == "accepted" else "old"]
    assert contents_of(files[command]) == contents_of(wanted)
    blocks, expected = ([b for s in read_normal(d) for b in (("section", *s[:2]), *s[2])] for d in (files[command], wanted))
    found = SequenceMatcher(None, expected, blocks, autojunk=False).get_opcodes()
    return [(expected[low:high], blocks[start:stop]) for tag, low, high, start, stop in found if tag != "equal"]


def coming_and_going(files: Files, name: str) -> list[tuple[Left, Left]]:
    """For a thing that goes and is accepted (that comes and is rejected): what is left, and what is left of the opposite."""
    goes, comes = files[name], files[f"no {name}"]
    return [(left(goes, "accepted"), left(goes, "rejected")), (left(comes, "rejected"), left(comes, "accepted"))]


def check_of_a_chart_and_another_both_stay(files: Files) -> None:
    for command in ("accepted", "rejected"):
        shown = charts_of(files["other chart"][command])
        assert len(shown) == 2
        assert all(len(charts) == 2 for charts in shown.values())
        assert all(b[0][0] == "chart" for pair in left(files["other chart"], command) for b in pair)


def check_a_chart_stays_in_the_paragraph_beside_it(files: Files) -> None:
    charts = [b for b in WHOLE.blocks() if isinstance(b, Chart)]
    for gone, kept in coming_and_going(files, "chart"):
        assert kept == []
        assert len(gone) == len(charts)
        for (wanted, found), chart in zip(gone, charts, strict=True):
            assert [(b[0], b[3]) for b in wanted] == [(b[0], b[3]) for b in found] == [("paragraph", chart.title)]
            assert found[0][1] == bookmark_name(chart.id)
    assert len(charts_of(files["chart"]["accepted"])) >= len(charts)
    assert charts_of(files["chart"]["new"]) == {}


def check_an_empty_line_stays_between_tables(files: Files) -> None:
    for gone, kept in coming_and_going(files, "line"):
        assert kept == []
        (((wanted, found)),) = gone
        assert wanted == []
        assert [(b[0], b[1], b[3]) for b in found] == [("paragraph", "", "")]


def check_a_page_break_is_lost_or_comes_where_a_paragraph_after_a_table_goes(files: Files) -> None:
    for gone, kept in coming_and_going(files, "break"):
        assert kept == []
        ((wanted, found),) = gone
        assert [b[4] for b in wanted] == [False]
        assert [b[4] for b in found] == [True]
        assert [(*b[:4], *b[5:]) for b in wanted] == [(*b[:4], *b[5:]) for b in found]


def check_a_section_stays_with_an_empty_line(files: Files) -> None:
    for gone, kept in coming_and_going(files, "section"):
        assert kept == []
        ((wanted, found),) = gone
        assert wanted == []
        assert [(b[0], b[3] if b[0] == "paragraph" else "") for b in found] == [("section", ""), ("paragraph", "")]


def check_another_page_stays(files: Files) -> None:
    assert left(files["page"], "accepted") == []
    (((wanted,), (found,)),) = left(files["page"], "rejected")
    assert wanted[0] == found[0] == "section"
    assert wanted[1] != found[1]
    assert wanted[2] != found[2]


LIMITS = (
    check_of_a_chart_and_another_both_stay,
    check_a_chart_stays_in_the_paragraph_beside_it,
    check_an_empty_line_stays_between_tables,
    check_a_page_break_is_lost_or_comes_where_a_paragraph_after_a_table_goes,
    check_a_section_stays_with_an_empty_line,
    check_another_page_stays,
)


@pytest.mark.office
def test_each_limit_and_nothing_else(tmp_path: Path) -> None:
    """All in one run of LibreOffice, so that workers which share the tests do not start it once each."""
    files, broken = in_libreoffice(tmp_path), []
    for check in LIMITS:
        try:
            check(files)
        except (AssertionError, ValueError) as error:  # ValueError: more or fewer blocks than one are left
            broken.append(f"{check.__name__}: {error}")
    assert not broken, "\n".join(broken)
