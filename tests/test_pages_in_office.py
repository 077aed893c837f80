"""Every entry of the contents of generated budgets and of the examples stands in LibreOffice's PDF where our calculator puts it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import yugong
from assembler import office
from assembler.word.identity import contents_name
from figures.budget import Budget
from tests.strategies import budgets
from yugong.api import BuiltDocument
from yugong.printing import for_libreoffice

pytestmark = pytest.mark.office

EXAMPLES = Path(__file__).parent.parent / "examples"
LAST_YEARS = {"quwenlvju-2025": "quwenlvju-2024"}
TEMPLATE = "shanxi/department-budget"
GENERATED = 20


def generated_documents() -> dict[str, BuiltDocument]:
    found: dict[str, BuiltDocument] = {}

    @settings(max_examples=GENERATED, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(budgets(min_lines=5, max_lines=60, template=TEMPLATE))
    def collect(budget: Budget) -> None:
        found[f"generated {len(found)}"] = yugong.build(budget, TEMPLATE)

    collect()
    return found


def example_documents() -> dict[str, BuiltDocument]:
    found = {}
    for path in sorted(EXAMPLES.glob("*.xlsx")):
        last = LAST_YEARS.get(path.stem)
        found[path.stem] = yugong.build(yugong.read(path, EXAMPLES / f"{last}.xlsx" if last else None))
    return found


@pytest.fixture(scope="module")
def documents() -> dict[str, BuiltDocument]:
    return {name: for_libreoffice(d) for name, d in (generated_documents() | example_documents()).items()}


@pytest.fixture(scope="module")
def places(documents: dict[str, BuiltDocument]) -> dict[str, dict[str, int]]:
    try:
        office.find_office()
    except office.OfficeMissingError:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip("LibreOffice is not installed")
    pdfs = office.to_pdfs({name: d.to_bytes() for name, d in documents.items()}, limit=600, places=True)
    return {name: office.pdf_places(pdf) for name, pdf in pdfs.items()}


def differences(document: BuiltDocument, pages: dict[str, int], sure_only: bool) -> list[str]:
    """The entries whose page differs, counted from the first entry."""
    assert document.pages is not None
    entries = document.pages.entries
    offset = pages[contents_name(entries[0].id)] - entries[0].number
    return [
        f"{e.text}: {e.number}, PDF {pages[contents_name(e.id)] - offset}"
        for e in entries
        if (e.sure or not sure_only) and pages[contents_name(e.id)] - offset != e.number
    ]


def test_every_entry_of_generated_budgets_and_examples_is_on_its_page(
    documents: dict[str, BuiltDocument], places: dict[str, dict[str, int]]
) -> None:
    assert len(documents) >= GENERATED
    wrong = {name: found for name, d in documents.items() if (found := differences(d, places[name], sure_only=False))}
    assert not wrong


def test_every_sure_number_written_for_word_is_right_in_libreoffice_too(places: dict[str, dict[str, int]]) -> None:
    documents = generated_documents() | example_documents()
    wrong = {name: found for name, d in documents.items() if (found := differences(d, places[name], sure_only=True))}
    assert not wrong
