"""Charts that a person worked on: in their workbook alone, in the picture alone, in both; their labels and their look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import hand_edits as hand
import openpyxl
import pytest
from lxml import etree
from test_acknowledged import found
from test_rebuild import more, our_comments

import yugong
from assembler.template import Template
from figures.budget import Budget
from figures.records import Fund
from yugong.rebuilding import Typed, rebuild_onto

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class Charted:
    """The first chart of a document and the workbook behind it."""

    def __init__(self, data: bytes) -> None:
        self.edited = hand.Edited(data)
        parts = self.edited.parts
        self.name = min(n for n in parts.data if n.startswith("word/charts/chart"))
        self.workbook = next(r.target for r in parts.relations(self.name).values())
        self.root = parts.tree(self.name)
        self.book = openpyxl.load_workbook(BytesIO(parts.data[self.workbook]))

    @property
    def shown(self) -> list[str]:
        return [v.text or "" for v in self.root.iterfind(f".//{C}val//{C}pt/{C}v")]

    @property
    def behind(self) -> list[Decimal]:
        sheet = self.book.worksheets[0]
        return [Decimal(str(sheet.cell(i + 2, 2).value)) for i in range(len(self.shown))]

    def texts(self) -> str:
        return "".join(self.root.itertext())

    def to_bytes(self, with_book: bool = True) -> bytes:
        written = BytesIO()
        self.book.save(written)
        if with_book:
            self.edited.parts.put(self.workbook, written.getvalue())
        self.edited.parts.change(self.name)
        return self.edited.to_bytes()


def in_workbook(charted: Charted) -> None:
    charted.book.worksheets[0]["B2"] = 123.45


def in_picture(charted: Charted) -> None:
    next(charted.root.iterfind(f".//{C}val//{C}pt/{C}v")).text = "123.45"


def in_both(charted: Charted) -> None:
    in_workbook(charted)
    in_picture(charted)


def edited(built: bytes, *edits: Callable[[Charted], None], with_book: bool = True) -> bytes:
    charted = Charted(built)
    for edit in edits:
        edit(charted)
    return charted.to_bytes(with_book)


@pytest.mark.parametrize("edit", [in_workbook, in_picture, in_both])
@pytest.mark.parametrize("by", [0, 1_234_500])
def test_figures_typed_into_either_are_told(
    budget: Budget, template: Template, built: bytes, edit: Callable[[Charted], None], by: int
) -> None:
    data = edited(built, edit, with_book=edit is not in_picture)
    told = rebuild_onto(data, more(budget, by), template)
    assert [f.found.split("、")[0] for f in found(told, "手填数字")] == ["123.45"]
    assert told.undecided == len(our_comments(told.data)) == 1
    assert rebuild_onto(told.data, more(budget, by), template).data == told.data
    after, was = Charted(told.data), Charted(data)
    assert after.behind == was.behind
    new = Charted(yugong.build(more(budget, by), template).to_bytes())
    assert after.shown == (new.shown if edit is in_workbook else was.shown)
    winning = Charted(rebuild_onto(told.data, more(budget, by), template, typed=Typed.FIGURES_WIN).data)
    assert (winning.shown, winning.behind) == (new.shown, new.behind)


def test_what_a_person_noted_in_the_workbook_stays(budget: Budget, template: Template, built: bytes) -> None:
    def note(charted: Charted) -> None:
        charted.book.worksheets[0]["D5"] = "领导的备注"
        charted.book.create_sheet("测算")["A1"] = 7

    rebuilt = rebuild_onto(edited(built, note), more(budget), template)
    after, new = Charted(rebuilt.data), Charted(yugong.build(more(budget), template).to_bytes())
    assert (after.shown, after.behind) == (new.shown, new.behind)
    assert after.book.worksheets[0]["D5"].value == "领导的备注"
    assert after.book["测算"]["A1"].value == 7
    assert not rebuilt.undecided


def test_a_label_that_was_worded_keeps_its_words(budget: Budget, template: Template, built: bytes) -> None:
    def word(charted: Charted) -> None:
        label = next(charted.root.iterfind(f".//{C}dLbl//{A}t"))
        label.text = f"（主要来源）{label.text}"

    after = Charted(rebuild_onto(edited(built, word), more(budget), template).data)
    label = next(after.root.iterfind(f".//{C}dLbl//{A}t")).text or ""
    new = Charted(yugong.build(more(budget), template).to_bytes())
    assert label == f"（主要来源）{next(new.root.iterfind(f'.//{C}dLbl//{A}t')).text}"


def test_a_look_that_is_lost_is_told_and_the_title_kept(budget: Budget, template: Template, built: bytes) -> None:
    def look(charted: Charted) -> None:
        for colour in charted.root.iter(f"{A}srgbClr"):
            colour.set("val", "123456")
        chart = charted.root.find(f"{C}chart")
        assert chart is not None
        title = f"<c:title xmlns:c='{C[1:-1]}' xmlns:a='{A[1:-1]}'><c:tx><c:rich><a:p><a:r><a:t>人起的图名</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        chart.insert(0, etree.fromstring(title))
        charted.book.worksheets[0]["D5"] = "领导的备注"

    other = replace(budget.expenditure[0], fund=str(Fund.OWN), amount=Decimal(50_000))
    rebuilt = rebuild_onto(edited(built, look), replace(budget, expenditure=(*budget.expenditure, other)), template)
    after = Charted(rebuilt.data)
    assert len(after.shown) == 2
    assert "人起的图名" in after.texts()
    assert after.book.worksheets[0]["D5"].value == "领导的备注"
    assert found(rebuilt, "图已重做")
    assert found(rebuild_onto(rebuilt.data, more(budget), template), "图已重做")
