"""Whole documents from generated budgets: what every one of them must be, whatever the figures are."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

import yugong
from assembler.template import Template, load_template
from figures.amounts import EXACT
from figures.budget import Budget
from figures.records import ExpenditureLine, Reason
from figures.rounding import round_budget
from tests.document_checks import check_contents, check_tables, flaws, paragraphs_and_cells
from tests.read_back import ReadParagraph, between, read_body, texts
from tests.strategies import SEEDS, budgets, loose_budgets

TEMPLATE: Template = load_template("shanxi/department-budget")
QUANTUM = Decimal(100)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking: hundreds of whole documents would take minutes."""
NAMES = ("宣传中心", "第一小学", "机关服务局")
REASONS = ("人员减少", "人员减少。", "主要原因是人员减少；", "人员减少，\n会议也减少", "因人员减少")


def built(budget: Budget) -> yugong.BuiltDocument:
    return yugong.build(budget, TEMPLATE)


@settings(max_examples=30, deadline=None, phases=PHASES)
@given(budgets(fractions=True))
def test_documents(budget: Budget) -> None:
    """Every budget makes a document whose tables equal the figures, with its contents, the same each time."""
    document = built(budget)
    data = document.to_bytes()
    described = document.description.document
    check_contents(data, described)
    check_tables(data, round_budget(replace(budget, last_year=None), QUANTUM).printed)
    assert not re.search("None|nan|NaN", "\n".join(texts(read_body(data))))
    assert built(replace(budget)).to_bytes() == data


@settings(max_examples=6, deadline=None, phases=PHASES)
@given(budgets())
def test_documents_are_valid(budget: Budget) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "document.docx"
        built(budget).save(path)
        assert list(OpenXmlValidator().validate(str(path)).errors) == []
        with ZipFile(path) as archive:
            assert archive.testzip() is None


@settings(max_examples=15, deadline=None, phases=PHASES)
@given(loose_budgets(2))
def test_records_that_do_not_hang_together_make_a_document_too(budget: Budget) -> None:
    """Odd codes, years, units that are nowhere listed, negative amounts: findings, never a failure."""
    document = built(budget)
    check_contents(document.to_bytes(), document.description.document)


@st.composite
def plain_budgets(draw: st.DrawFn) -> Budget:
    """Budgets whose names are ordinary words, so that a flaw in a sentence is the program's; reasons end as officers end them."""
    budget = draw(budgets(max_lines=8))
    items = ("收入总计", "支出总计", "“三公”经费", "机关运行经费")
    reasons = tuple(Reason(item, draw(st.sampled_from(REASONS))) for item in items if draw(st.booleans()))
    plain = renamed(budget, draw(st.sampled_from(NAMES)))
    return replace(plain, reasons=reasons, texts=(), last_year=plain.last_year and renamed(plain.last_year, ""))


def renamed(budget: Budget, department: str) -> Budget:
    """The budget with plain names of department and projects."""
    names = {name: f"专项经费{number}" for number, name in enumerate(dict.fromkeys(p.name for p in budget.projects), 1)}
    return replace(
        budget,
        basics=replace(budget.basics, department=department),
        projects=tuple(replace(p, name=names[p.name]) for p in budget.projects),
        expenditure=tuple(replace(x, project=names.get(x.project, x.project)) for x in budget.expenditure),
        targets=tuple(replace(t, project=names[t.project]) for t in budget.targets),
        indicators=tuple(replace(i, project=names[i.project]) for i in budget.indicators),
    )


@settings(max_examples=30, deadline=None, phases=PHASES)
@given(plain_budgets())
def test_sentences_are_whole(budget: Budget) -> None:
    """No placeholder, no doubled punctuation, no negative zero; the total that they name is that of the records."""
    found = between(read_body(built(budget).to_bytes()), "第三部分", "第四部分")
    prose = [b.text for b in found if isinstance(b, ReadParagraph) and b.style == "Normal" and b.text]
    assert flaws(prose) == []
    printed = round_budget(replace(budget, last_year=None), QUANTUM).printed
    named = re.search(r"支出总计([\d,.]+)万元", prose[0])
    assert named is not None
    assert Decimal(named[1].replace(",", "")) == sum((x.amount for x in printed.expenditure), Decimal(0)) / 10_000


def shuffled(budget: Budget, random: Random) -> Budget:
    """The same records in another order, where their order means nothing."""
    kinds = ("expenditure", "income", "three_public", "operating", "procurement", "assets", "reasons", "last_year_totals")
    last = budget.last_year
    changed: dict[str, Any] = {kind: tuple(random.sample(budget.records(kind), len(budget.records(kind)))) for kind in kinds}
    return replace(budget, **changed, last_year=shuffled(last, random) if last else None)


def split(budget: Budget, random: Random) -> Budget:
    """The same figures with lines divided into two of one key."""
    return replace(budget, expenditure=tuple(part for line in budget.expenditure for part in _parts(line, random)))


def _parts(line: ExpenditureLine, random: Random) -> tuple[ExpenditureLine, ...]:
    cents = int(line.amount * 100)
    if cents < 2:
        return (line,)
    first = Decimal(random.randrange(1, cents)).scaleb(-2)
    return (replace(line, amount=first), replace(line, amount=EXACT.subtract(line.amount, first)))


@settings(max_examples=15, deadline=None, phases=PHASES)
@given(budgets(fractions=True), SEEDS)
def test_order_and_division_of_records_change_nothing(budget: Budget, seed: int) -> None:
    before = paragraphs_and_cells(built(budget).to_bytes())
    random = Random(seed)
    assert paragraphs_and_cells(built(shuffled(budget, random)).to_bytes()) == before
    assert paragraphs_and_cells(built(shuffled(split(budget, random), random)).to_bytes()) == before
