"""Built documents compared as their figures are: with identities, without, and after publication; and what their cells are called."""

from __future__ import annotations

import json
import re
import sys
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from diff_pairs import EXAMPLES, example, with_amount
from lxml import etree
from openpyxl import load_workbook
from test_differences import with_project

import yugong
from assembler.diff.changes import ParagraphChange
from assembler.word.reading.parts import open_parts
from assembler.word.values import W
from figures.budget import Budget
from figures.differences import differences
from figures.exchange import to_json
from figures.reading import read_bytes
from yugong.diff_data import as_data
from yugong.diff_page import as_html
from yugong.diff_records import facts
from yugong.diff_text import as_lines
from yugong.diffing import Comparison, built, compare_files, compared
from yugong.rebuilding import strip_document


def written(budget: Budget, path: Path, final: bool = False) -> Path:
    path.write_bytes(yugong.build(budget, final=final).to_bytes())
    return path


def of_form(**changes: Any) -> Comparison:
    """What changes with the performance target of the first project that has one."""
    old = example("quwenlvju-2025.xlsx")
    targets = (replace(old.targets[0], **changes), *old.targets[1:])
    return compared(built("甲", old), built("乙", replace(old, targets=targets)))


def with_copied_paragraph(document: bytes, suffix: str) -> bytes:
    """A document with a paragraph of figures twice, the bookmarks of the copy with `suffix` behind their names."""
    parts = open_parts(document)
    root = parts.tree(parts.main)
    paragraph = next(
        p for p in root.iterfind(f"{W}body/{W}p") if "收入总计892.96" in "".join(t.text or "" for t in p.iter(f"{W}t"))
    )
    copy = deepcopy(paragraph)
    for mark in copy.iter(f"{W}bookmarkStart"):
        mark.set(f"{W}name", mark.get(f"{W}name", "") + suffix)
    paragraph.addnext(copy)
    parts.put(parts.main, etree.tostring(root))
    return parts.to_bytes()


def test_a_paragraph_copied_with_its_bookmark_stays_the_same_when_libreoffice_renames_that(tmp_path: Path) -> None:
    plain = yugong.build(example()).to_bytes()
    old, new, once = (tmp_path / f"{n}.docx" for n in ("old", "new", "once"))
    once.write_bytes(plain)
    old.write_bytes(with_copied_paragraph(plain, ""))
    new.write_bytes(with_copied_paragraph(plain, "_Copy_1"))
    assert not compare_files(old, new)
    assert not compare_files(new, old)
    for other in (old, new):
        (section,) = compare_files(once, other).sections
        (change,) = section.blocks
        assert isinstance(change, ParagraphChange)
        assert change.before is None


@pytest.mark.parametrize("name", sorted(p.name for p in EXAMPLES.glob("*.xlsx")))
def test_a_workbook_and_its_document_say_the_same(name: str, tmp_path: Path) -> None:
    """Also the document that was stripped for publication and knows its blocks by nothing but their words."""
    document = written(example(name), tmp_path / "a.docx")
    published = tmp_path / "b.docx"
    published.write_bytes(strip_document(document.read_bytes()).data)
    for other in (document, published):
        assert not compare_files(EXAMPLES / name, other), other
        assert not compare_files(other, EXAMPLES / name), other


def test_published_documents_are_compared_as_those_with_identities_are(tmp_path: Path) -> None:
    budgets = example(), with_amount(example(), 2, Decimal(100_000))
    whole = [written(b, tmp_path / f"{n}.docx") for n, b in enumerate(budgets)]
    published = [written(b, tmp_path / f"p{n}.docx", final=True) for n, b in enumerate(budgets)]
    told, plainly = (compare_files(*pair) for pair in (whole, published))
    assert plainly.records is None
    assert [replace_ids(s) for s in plainly.sections] == [replace_ids(s) for s in told.sections]


def replace_ids(section: Any) -> str:
    return re.sub(r"id='[^']*'", "", repr(section))


def test_records_of_a_document_are_called_by_what_they_are(tmp_path: Path) -> None:
    old = written(example(), tmp_path / "a.docx")
    new = written(with_amount(example(), 2, Decimal(100_000)), tmp_path / "b.docx")
    (line, *_) = list(as_lines(compare_files(old, new)))[1:]
    unit = example().units[0].name
    assert (
        line == f"  支出明细第3笔 修改：{unit} 2013350 基本支出 30211 50502 一般公共预算 本年 金额（元） [-12600-] → {{+112600+}}"
    )


@pytest.mark.parametrize("by_json", [False, True])
def test_an_amount_that_cannot_be_read_is_told_as_it_stands(by_json: bool) -> None:
    """And nothing is advised of the line, which has no amount of zero."""
    old = example()
    given = json.loads(to_json(old))
    if by_json:
        given["支出明细"][2]["金额（元）"] = "abc"
        new = read_bytes(json.dumps(given).encode())
    else:
        book = load_workbook(EXAMPLES / "zonggai-xuanchuan-2024.xlsx")
        book["支出明细"]["K6"] = "abc"
        book.save(data := BytesIO())
        new = read_bytes(data.getvalue())
    comparison = compared(built("甲", old), built("乙", new))
    lines = list(as_lines(comparison))
    assert lines[1].endswith("金额（元） [-12600-] → {+“abc”（无法识别，按0处理）+}")
    assert "“abc”（无法识别，按0处理）" in as_html(comparison)
    records = as_data(comparison)["records"]
    assert [(f.get("before_unread"), f["now"], f["now_unread"]) for f in records[0]["fields"]] == [(None, "0", "abc")]
    codes = [finding.code for finding in yugong.check(new)]
    assert codes.count("数值有误") == 1
    assert "金额为零" not in codes
    (added,) = differences(replace(new, expenditure=()), replace(new, expenditure=new.expenditure[2:3])).this_year
    assert "金额（元） “abc”（无法识别，按0处理）" in facts(added.kind, added.now)


def test_a_form_is_called_by_its_project_and_its_halves_are_told_apart() -> None:
    lines = list(as_lines(of_form(total_local=Decimal(7), annual_local=Decimal(9), filled_on="某日")))
    project = example("quwenlvju-2025.xlsx").targets[0].project
    start = lines.index(f"  表“绩效目标表（{project}）”")
    assert [line.strip() for line in lines[start + 1 : -1]] == [
        "实施期资金总额：[-1,533,600-] → {+7+}",
        "年度资金总额：[-511,200-] → {+9+}",
        "市县（区）财政资金：实施期 [-1,533,600-] → {+7+}；年度 [-511,200-] → {+9+}",
        "填报日期：[-2024年11月10-]{+某+}日",
    ]


@pytest.mark.parametrize("by_documents", [False, True])
def test_the_form_of_a_renamed_project_is_compared_with_the_one_it_was(by_documents: bool, tmp_path: Path) -> None:
    """Also where the names have the separator of identities in them."""
    old = with_project(example(), "网络信息安全", "网络/信息安全")
    renamed = with_project(old, "网络/信息安全", "网络/安全")
    target = next(t for t in renamed.targets if t.project == "网络/安全")
    new = replace(renamed, targets=tuple(replace(t, overview="新的概况") if t is target else t for t in renamed.targets))
    if by_documents:
        comparison = compare_files(written(old, tmp_path / "a.docx"), written(new, tmp_path / "b.docx"))
    else:
        comparison = compared(built("甲", old), built("乙", new))
    lines = list(as_lines(comparison))
    start = lines.index("  表“绩效目标表（网络/安全）”")
    assert lines[start + 1] == "    项目名称：[-网络/信息安全-] → {+网络/安全+}"
    assert lines[start + 2].startswith("    项目概况：")
    assert comparison.counts["表格行"] == 0
    assert comparison.counts["文字"] == 0


def test_an_indicator_is_called_by_its_levels_in_both_halves() -> None:
    old = example("quwenlvju-2025.xlsx")
    place = next(n for n, i in enumerate(old.indicators) if not i.period and i.third)
    indicators = list(old.indicators)
    indicators[place] = replace(indicators[place], value="999项")
    told = "\n".join(as_lines(compared(built("甲", old), built("乙", replace(old, indicators=tuple(indicators))))))
    one = old.indicators[place]
    assert re.search(f"绩效指标 {one.first} {one.second} {re.escape(one.third)}：实施期 .*999.*；年度 .*999", told), told


def test_no_number_of_a_column_and_no_double_colon_in_what_a_cell_is_called() -> None:
    sides = [built(n, example(n)) for n in ("quwenlvju-2024.xlsx", "quwenlvju-2025.xlsx")]
    cells = [c for s in compared(*sides).sections for b in s.blocks for c in getattr(b, "cells", ())]
    assert len(cells) > 500
    for cell in cells:
        assert not re.search(r"/\d+$|：/|：$", f"{cell.row}/{cell.column}"), cell


def test_the_title_of_a_table_is_not_said_twice() -> None:
    lines = list(as_lines(compared(built("甲", example()), built("乙", with_amount(example(), 2)))))
    heading = next(n for n, line in enumerate(lines) if line == "【2024年预算收支总表】")
    assert lines[heading + 1].startswith("  一、一般公共预算：收入/2024年 [-")


def test_a_page_of_html_escapes_what_it_shows_and_needs_nothing_else() -> None:
    page = as_html(of_form(overview="<script>alert(1)</script>&"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search('(?:src|href)=(?!"#)', page)
    assert "url(" not in page
    assert "prefers-color-scheme:dark" in page
    assert "@media print" in page
