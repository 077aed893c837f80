"""A document described after another one is the document described by itself: what is used again cannot have changed."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import yugong
from assembler.blocks import TableBlock
from assembler.blocks import Wording as WordingBlock
from assembler.describing import describe
from assembler.description import Paragraph
from assembler.template import Template, load_template
from figures.amounts import AmountFormat
from figures.budget import Budget
from figures.columns import Column, Kind, Source, Type
from figures.declared import DeclarationError
from figures.drawing import CELLS, LAST_YEAR, LINES, drawn_by_source, unchanged
from figures.records import KINDS, Category, FreeText, Fund
from narratives import speaking
from narratives.rendering import Wording
from tests.canonical import everything
from tests.strategies import budgets

SAMPLE = Path(__file__).parents[1] / "examples" / "zonggai-xuanchuan-2024.xlsx"
NAMES = ("shanxi/department-budget", "shanghai/unit-budget", "shanghai/district-department-budget")


def alone(template: Template, budget: Budget) -> str:
    """The document by a template that has described nothing before."""
    return told(replace(template), budget)


def told(template: Template, budget: Budget) -> str:
    """All of a description, or why there is none."""
    try:
        return everything(describe(template, budget))
    except DeclarationError as error:
        return str(error)


def in_cells(budget: Budget) -> Budget:
    """The budget as read from a workbook: every record knows its row."""
    read: dict[str, Any] = {}
    for kind in KINDS:
        records = budget.records(kind.name)
        letters = {column.name: chr(ord("A") + number) for number, column in enumerate(kind.columns)}
        placed = tuple(replace(record, source=Source(kind.sheet, letters, row)) for row, record in enumerate(records, 2))
        read[kind.name] = placed[0] if kind.single else placed
    last = budget.last_year and in_cells(budget.last_year)
    return replace(budget, **read, last_year=last, name="预算.xlsx")


def reread(budget: Budget) -> Budget:
    """The same budget, with no record that is the same object."""
    copied = {f.name: getattr(budget, f.name) for f in fields(budget)}
    for kind in KINDS:
        records = tuple(replace(record) for record in budget.records(kind.name))
        copied[kind.name] = records[0] if kind.single else records
    return Budget(**copied)


@st.composite
def edits(draw: st.DrawFn, budget: Budget) -> Budget:
    """The budget after one edit of the workbook, or of last year's."""
    if budget.last_year is not None and draw(st.integers(0, 4)) == 0:
        last = draw(st.one_of(edits(budget.last_year), st.just(None), st.just(replace(budget.last_year, name="别的.xlsx"))))
        return replace(budget, last_year=last)
    kind = draw(st.sampled_from([kind for kind in KINDS if budget.records(kind.name)]))
    records = list(budget.records(kind.name))
    at = draw(st.integers(0, len(records) - 1))
    what = "值" if kind.single else draw(st.sampled_from(("值", "值", "值", "删去", "重复", "移到最前", "下移一行")))
    if what == "删去":
        del records[at]
    elif what == "重复":
        records.insert(at, records[at])
    elif what == "移到最前":
        records.insert(0, records.pop(at))
    elif what == "下移一行":
        records[at:] = [replace(r, source=replace(r.source, row=r.source.row + 1)) for r in records[at:]]
    else:
        records[at] = draw(changed(kind, records[at]))
    return replace(budget, **{kind.name: records[0] if kind.single else tuple(records)})


@st.composite
def changed(draw: st.DrawFn, kind: Kind, record: Any) -> Any:
    """The record with another value in one column."""
    column = draw(st.sampled_from([c for c in kind.columns if c.name != "template"]))
    return replace(record, **{column.name: draw(st.sampled_from(others(column, getattr(record, column.name))))})


def others(column: Column, value: Any) -> list[Any]:
    """Other values of a column, and for numbers one that is equal but written otherwise."""
    if column.type in (Type.AMOUNT, Type.COUNT):
        return [value + 100, value - 1, -value, Decimal(0), value.quantize(Decimal("0.001"))]
    if column.type is Type.YES_NO:
        return [not value]
    if column.type is Type.DATE:
        return [None, date(2023, 6, 30)]
    if column.type is Type.YEAR:
        return [value - 1]
    if column.type is Type.CODE:
        return ["", value[:3], "2013299", "30201"]
    return [*column.choices, "", f"{value}改"]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(budgets(), st.sampled_from(NAMES), st.data())
def test_a_document_after_another_is_the_document_alone(first: Budget, name: str, data: st.DataObject) -> None:
    template = replace(load_template(name))
    budget = in_cells(first)
    told(template, budget)
    for _ in range(3):
        budget = data.draw(edits(budget))
        assert told(template, budget) == alone(template, budget)


def test_every_edit_of_the_sample_shows() -> None:
    """Each column of each kind, one after the other, and rows that move: nothing of the edit before is left."""
    budget = yugong.read(SAMPLE)
    template = replace(load_template(budget.basics.template))
    wanted = alone(template, budget)
    for kind in KINDS:
        for edited in edited_samples(kind, budget.records(kind.name)):
            other = replace(budget, **{kind.name: edited[0] if kind.single else edited})
            assert told(template, other) == alone(template, other), kind.sheet
    assert told(template, budget) == wanted


def edited_samples(kind: Kind, records: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The records with another value in each column of the first, and (those of more than one) read from other cells."""
    if not records:
        return
    for column in kind.columns:
        if column.name != "template":
            yield replace(records[0], **{column.name: others(column, getattr(records[0], column.name))[0]}), *records[1:]
    if not kind.single:
        yield tuple(replace(r, source=replace(r.source, row=r.source.row + 1)) for r in records)


def with_wordings(*wordings: str) -> Template:
    """The template of the sample with a section of these wording files only; 比上年 says changes in whole 亿元."""
    template = load_template("shanxi/department-budget")
    speech = template.speech
    coarse = replace(speech.forms["比上年"], amounts=AmountFormat(unit="亿元", places=0))
    speech = replace(speech, forms={**speech.forms, "比上年": coarse})
    files = {f"甲{number}": f"narratives/甲{number}.j2" for number in range(len(wordings))}
    wording = Wording(dict(zip(files.values(), wordings, strict=True)), speaking.filters(speech), speaking.tests(speech))
    blocks = tuple(WordingBlock(file, "正文", template.title_place) for file in files)
    sections = (replace(template.sections[-1], blocks=blocks),)
    return replace(template, speech=speech, wording=wording, wording_files=files, sections=sections)


def test_a_reason_follows_what_an_earlier_block_said_of_the_change() -> None:
    """Whether a reason is due depends on the format in which a sentence before, in another block, said the change."""
    template = with_wordings('{% for 段 in 文字("其他") %}{{ 三公经费|比上年 }}{% endfor %}', "三公{{ 三公经费|原因 }}")
    budget = yugong.read(SAMPLE)
    silent, speaking = (replace(budget, texts=texts) for texts in ((), (FreeText(item="其他", text="无"),)))
    shown = [told(template, b) for b in (silent, speaking, silent)]
    assert shown == [alone(template, b) for b in (silent, speaking, silent)]
    assert shown[0].split("三公")[1] != shown[1].split("三公")[1]


def test_wording_beyond_the_limit_is_refused_again() -> None:
    """What is used again counts as what is said anew."""
    long = "{% for 段 in 文字('其他') %}{{ 段 }}{% endfor %}"
    template = with_wordings(*["长" * 150_000] * 19, long)
    budget = yugong.read(SAMPLE)
    fitting, beyond = (replace(budget, texts=(FreeText(item="其他", text="字" * n),)) for n in (100_000, 160_000))
    assert told(template, fitting) == alone(template, fitting)
    assert told(template, beyond) == alone(template, beyond)
    assert "太长" in told(template, beyond)


def test_what_stays_is_the_same_object_and_what_is_read_again_counts_as_staying() -> None:
    """A form whose project stays needs not be written again, either."""
    budget = yugong.read(SAMPLE)
    template = replace(load_template(budget.basics.template))
    one = describe(template, budget).document
    lines = list(budget.expenditure)
    lines[0] = replace(lines[0], amount=lines[0].amount + 100)
    other = describe(template, reread(replace(budget, expenditure=tuple(lines)))).document
    before, after = {b.id: b for b in one.blocks()}, {b.id: b for b in other.blocks()}
    assert before.keys() == after.keys()
    assert all(before[id] is after[id] for id in before if id.startswith(("表单/", "文字/名词解释/", "表/三公经费表")))
    assert before["表/收支总表"] != after["表/收支总表"]
    # Drawn from the lines, too, but none of its figures changed.
    assert before["表/项目支出表"] is after["表/项目支出表"]


def test_a_note_changes_below_a_table_that_does_not() -> None:
    """What is carried into next year stands in the note of the table, not in the table."""
    sample = yugong.read(SAMPLE)
    template = replace(load_template(sample.basics.template))
    line = replace(sample.expenditure[0], fund=str(Fund.GOVERNMENT_FUND), category=str(Category.CARRY_FORWARD))
    for amount in (Decimal(500), Decimal(700)):
        budget = replace(sample, expenditure=(*sample.expenditure, replace(line, amount=amount)))
        assert told(template, budget) == alone(template, budget)
        assert f"{amount / 10000:.2f}万元结转下年使用" in "".join(b.text for b in notes(template, budget))


def notes(template: Template, budget: Budget) -> list[Paragraph]:
    """The notes below the tables."""
    blocks = describe(template, budget).document.blocks()
    return [b for b in blocks if isinstance(b, Paragraph) and "/注" in b.id]


def test_what_is_kept_is_one_document() -> None:
    """However many documents a template makes, it keeps the blocks of the last one."""
    budget = yugong.read(SAMPLE)
    template = replace(load_template(budget.basics.template))
    for number in range(3):
        describe(template, replace(budget, basics=replace(budget.basics, code=str(number))))
    assert template.keeper.last is not None
    blocks = [block for section in template.sections for block in section.blocks]
    tables = sum(isinstance(block, TableBlock) for block in blocks)  # the lines above a table are kept by themselves
    assert len(template.keeper.last.blocks) == len(blocks) + tables


def test_only_what_is_the_same_to_the_cell_and_the_digit_is_unchanged() -> None:
    budget = in_cells(yugong.read(SAMPLE))
    everything_of_it = {kind.name for kind in KINDS} | {LINES, CELLS, LAST_YEAR}
    assert unchanged(budget, reread(budget)) == everything_of_it
    line, *rest = budget.expenditure
    asset, *others_of_it = budget.assets
    changes: list[tuple[dict[str, Any], set[str]]] = [
        ({"expenditure": (replace(line, amount=line.amount + 1), *rest)}, {"expenditure"}),
        ({"expenditure": (replace(line, project="另一个项目"), *rest)}, {"expenditure", LINES}),
        ({"expenditure": (replace(line, source=Source("支出明细", {})), *rest)}, {"expenditure", CELLS}),
        ({"expenditure": tuple(rest)}, {"expenditure", LINES, CELLS}),
        ({"assets": (replace(asset, count=asset.count.quantize(Decimal("0.01"))), *others_of_it)}, {"assets"}),
        ({"last_year": replace(budget, name="上年.xlsx")}, {LAST_YEAR}),
    ]
    for change, told_of in changes:
        assert everything_of_it - unchanged(budget, replace(budget, **change)) == told_of
    last = replace(budget, last_year=budget)
    assert LAST_YEAR in unchanged(last, replace(budget, last_year=reread(budget)))
    assert LAST_YEAR not in unchanged(last, replace(budget, last_year=replace(budget, name="改名.xlsx")))


def test_figures_are_drawn_from_all_that_their_attributes_follow_from() -> None:
    """The kind of a target's project stands in the lines, too; income and operating costs may follow from the lines."""
    assert {"targets", "projects", "units", "basics", LINES, LAST_YEAR, "last_year_totals"} <= drawn_by_source("targets")
    assert all("expenditure" in drawn_by_source(source) for source in ("income", "funded", "operating"))
