"""Revisions accepted and rejected by LibreOffice: the same as the new and the old document saved by it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import TEMPLATE, edited_pairs, example, with_amount
from revision_checks import AUTHOR, DATE, Limits, assert_settled, limits
from revision_runs import documents_with_bands, documents_with_runs

import yugong
from assembler.description import Chart, Paragraph
from assembler.revisions.tracking import tracked
from assembler.word.package import write_document
from figures.budget import Budget
from figures.exchange import to_json
from yugong.rebuilding import unpack_figures

SYSTEM_PYTHON = "/usr/bin/python3"
"""The Python that LibreOffice's own module belongs to."""
SETTLE = Path(__file__).with_name("settle_in_libreoffice.py")
GENERATED = 8

Pair = tuple[bytes, bytes]


def built(budget: Budget) -> tuple[bytes, set[str]]:
    document = yugong.build(budget, TEMPLATE)
    charts = {b.id for b in document.description.document.blocks() if isinstance(b, Chart)}
    return document.to_bytes(), charts


def generated_pairs() -> list[Pair]:
    """Pairs with the same charts: LibreOffice takes no revisions on a chart, so one that comes or goes stays there."""
    pairs: list[Pair] = []

    @settings(
        max_examples=GENERATED * 3,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(edited_pairs())
    def collect(pair: tuple[Budget, Budget]) -> None:
        (old, before), (new, now) = built(pair[0]), built(pair[1])
        if old != new and before == now and len(pairs) < GENERATED:
            pairs.append((old, new))

    collect()
    return pairs


def reversed_and_shortened(budget: Budget) -> list[Pair]:
    """A document with and without the paragraphs directly before its tables, and with another page begun: no empty line may stay."""
    document = yugong.build(budget, TEMPLATE)
    described = document.description.document
    sections = []
    for section in described.sections:
        blocks = [b for b in section.blocks if not (isinstance(b, Paragraph) and b.style == "表单位")]
        sections.append(replace(section, blocks=tuple(blocks)))
    shorter = write_document(replace(described, sections=tuple(sections)), TEMPLATE.look)
    return [(document.to_bytes(), shorter), (shorter, document.to_bytes())]


def settled(pairs: list[Pair], folder: Path) -> None:
    """Writes for each pair what LibreOffice makes of both documents and of the one with revisions, accepted and rejected."""
    jobs = []
    for number, (old, new) in enumerate(pairs):
        both = tracked(old, new, AUTHOR, DATE)
        commands = {
            "old": (old, ""),
            "new": (new, ""),
            "accepted": (both, "AcceptAllTrackedChanges"),
            "rejected": (both, "RejectAllTrackedChanges"),
        }
        for name, (data, command) in commands.items():
            source = folder / f"{number}-{name}-source.docx"
            source.write_bytes(data)
            jobs.append([str(source), str(folder / f"{number}-{name}.docx"), command])
    subprocess.run([SYSTEM_PYTHON, str(SETTLE), json.dumps(jobs)], check=True, capture_output=True, timeout=600)


@pytest.mark.office
def test_accepting_and_rejecting_in_libreoffice(tmp_path: Path) -> None:
    sample, first, second = example(), example("quwenlvju-2024.xlsx"), example("quwenlvju-2025.xlsx")
    named = [(sample, with_amount(sample, 2, Decimal(100_000))), (first, second)]
    pairs = [(built(old)[0], built(new)[0]) for old, new in named]
    shorter, runs = reversed_and_shortened(sample), documents_with_runs((2, 1))
    pairs += [*shorter, runs, runs[::-1], documents_with_bands(), *generated_pairs()]
    settled(pairs, tmp_path)
    for number in range(len(pairs)):
        both = (tmp_path / f"{number}-accepted-source.docx").read_bytes()
        for got, wanted in (("accepted", "new"), ("rejected", "old")):
            found, expected = ((tmp_path / f"{number}-{name}.docx").read_bytes() for name in (got, wanted))
            assert_settled(found, expected, limits(both, got == "accepted"))
            if number < len(named):
                assert to_json(unpack_figures(found)) == to_json(named[number][wanted == "new"])
    for number in range(len(named), len(named) + 4):
        both = (tmp_path / f"{number}-accepted-source.docx").read_bytes()
        assert limits(both, accept=True).blanks == limits(both, accept=False).blanks == 0
        if number >= len(named) + 2:
            assert limits(both, accept=True) == limits(both, accept=False) == Limits(0, frozenset(), frozenset())
