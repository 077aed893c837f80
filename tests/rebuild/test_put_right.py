"""Figures that --figures-win puts right are told with both values; a sentence that may have been turned round is left alone."""

from __future__ import annotations

import hand_edits as hand
import pytest
from test_acknowledged import accepting, found
from test_rebuild import more, with_total

from assembler.rebuild.figures_in_text import bring_up_to_date
from assembler.rebuild.telling import Typed
from assembler.template import Template
from assembler.word.reading.tables import rows_of
from figures.budget import Budget
from yugong.rebuilding import rebuild_onto

SIZE = "2024年度示范区宣传中心一般公共预算当年支出892.96万元，比上年减少82.47万元，下降8.45%。"
SIZE_NOW = "2024年度示范区宣传中心一般公共预算当年支出902.96万元，比上年减少72.47万元，下降7.43%。"


@pytest.mark.parametrize(
    "edited",
    [
        "本单位2023年一般公共预算当年支出975.43万元，2024年892.96万元，减少82.47万元。",
        "2023年度本单位一般公共预算当年支出975.43万元，今年892.96万元，减少82.47万元。",
    ],
)
@pytest.mark.parametrize("now", [SIZE, SIZE_NOW])
def test_a_year_of_another_figure_is_not_put_right(edited: str, now: str) -> None:
    merged = bring_up_to_date(SIZE, edited, now, figures_win=True)
    assert not [e for e in merged.edits if e.start < edited.index("2023年") + 5 and e.stop > edited.index("2023年")]
    assert not merged.put_right


@pytest.mark.parametrize("by", [0, 1_234_500])
@pytest.mark.parametrize("typed", ["待定", "1.00", "-67.00", "五百七十"])
def test_each_figure_put_right_is_told(budget: Budget, template: Template, built: bytes, typed: str, by: int) -> None:
    edited = hand.Edited(built)
    hand.replace_words(with_total(edited), "892.96万元", "999.99万元")
    table = next(t for t in edited.tables() if "综合专项经费" in hand.all_text(t.element))
    row = next(r for r in rows_of(table.element) if "综合专项经费" in r.texts)
    hand.type_into(next(c for c in row.cells if c.text == "67.00"), typed)
    rebuilt = rebuild_onto(edited.to_bytes(), more(budget, by), template, pages=False, typed=Typed.FIGURES_WIN)
    told = found(rebuilt, "已按数据改回")
    right = f"{(8_929_600 + by) / 10000:.2f}万元"
    assert len(told) == 2
    assert any(f"手工填的是“999.99万元”，已按数据改回“{right}”" in f.message for f in told)
    assert any(f"手工填的是“{typed}”，已按数据改回“67.00”" in f.message for f in told)
    assert rebuilt.undecided == 0


def test_what_was_accepted_is_said_to_be_put_right(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    hand.replace_words(with_total(edited), "892.96万元", "999.99万元")
    accepted = accepting(budget, "手填数字", "")
    rebuilt = rebuild_onto(edited.to_bytes(), accepted, template, pages=False, typed=Typed.FIGURES_WIN)
    (told,) = found(rebuilt, "已按数据改回")
    assert "核对说明" in told.message
    assert not found(rebuilt, "核对说明未用到")


@pytest.mark.parametrize("written", ["0.089296亿元", "8,929,600元", "八百九十二点九六万元"])
def test_a_form_that_is_not_kept_is_told(budget: Budget, template: Template, built: bytes, written: str) -> None:
    edited = hand.Edited(built)
    hand.replace_words(with_total(edited), "892.96万元", written)
    rebuilt = rebuild_onto(edited.to_bytes(), more(budget, 1_234_500), template, pages=False)
    (told,) = found(rebuilt, "写法未保留")
    assert f"“{written}”" in told.message
    assert not found(rebuild_onto(edited.to_bytes(), budget, template, pages=False), "写法未保留")


def test_a_form_that_is_not_kept_in_a_cell_is_told(budget: Budget, template: Template, built: bytes) -> None:
    edited = hand.Edited(built)
    row = next(r for t in edited.tables() for r in rows_of(t.element) if r.texts[:2] == ("合计", "892.96"))
    hand.type_into(row.cells[1], "892.960")
    (told,) = found(rebuild_onto(edited.to_bytes(), more(budget, 1_234_500), template, pages=False), "写法未保留")
    assert "“892.960”更新为“1016.41”" in told.message
    assert not found(rebuild_onto(built, more(budget, 1_234_500), template, pages=False), "写法未保留")


def test_a_blank_in_a_figure_is_no_form() -> None:
    merged = bring_up_to_date(SIZE, SIZE.replace("892.96万元", "892.96 万元"), SIZE_NOW)
    assert (merged.rewritten, len(merged.edits)) == ((), 3)
