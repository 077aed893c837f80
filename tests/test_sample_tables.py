"""The sample's thirteen tables and six performance tables against the published ones, cell by cell; each difference is listed.

Only spaces and the width of punctuation are evened out before comparing.
"""

from __future__ import annotations

from functools import cache
from itertools import zip_longest
from pathlib import Path

import pytest

import yugong
from tests.published_forms import FORMS
from tests.published_tables import TABLES, PublishedTable
from tests.read_back import ReadParagraph, ReadTable, between, read_body, tables

SAMPLE = Path(__file__).parents[1] / "examples" / "zonggai-xuanchuan-2024.xlsx"

TABLE_DIFFERENCES: dict[tuple[str, str, str], str] = {
    ("表三", "文化创意与保护", "文化创作与保护"): "a slip of the published table: 2070111 has its official name in 表二 and 表五",
    ("表九", "", "合计"): "the total is named on the expenditure side too",
    ("表十一", "2024预算数", "2024年预算数"): "as in the heads of all other tables",
}
"""Cells: (table, published, ours) and why."""

NUMBER_DIFFERENCES = {
    "表四": ("", "预算公开表4"),
    "表五": ("", "预算公开表5"),
    "表八": ("", "预算公开表8"),
    "表九": ("部门公开表9", "预算公开表9"),
    "表十一": ("", "预算公开表11"),
    "表十二": ("", "预算公开表12"),
    "表十三": ("", "预算公开表13"),
}
"""Official numbers: published and ours; every table of ours has one, of one form."""

MISREAD = "the name of the zone, misread in the published text"
CUT_OFF = "cut off at the edge of the published cell; the other side has the whole name"
FORM_DIFFERENCES: dict[tuple[str, str], str] = {
    ("626-", "628-"): "the department's code is 628 in the four other tables",
    ("媒体合作与宣传经费。", "媒体合作与宣传经费"): "the project's name in 表十二 has no full stop",
    ("绿改区", "综改区"): MISREAD,
    ("绿改示范区", "综改示范区"): MISREAD,
    ("公务出行便捷程", "公务出行便捷程度"): CUT_OFF,
    ("推送省级文化产", "推送省级文化产业发展专"): CUT_OFF,
    ("内容更新、维修及时", "内容更新、维修维护及时"): CUT_OFF,
    ("文明交通志愿活动", "文明交通志愿活动频次"): CUT_OFF,
    ("获得省、市级文", "获得省、市级文化产业发展"): CUT_OFF,
    ("综改示范区知名", "综改示范区知名度"): CUT_OFF,
    ("获得新增省、市", "获得新增省、市级文化产"): CUT_OFF,
    ("观展人、市民、", "观展人、市民、文化企业"): CUT_OFF,
    ("官网安全运行天", "官网安全运行天数"): CUT_OFF,
    ("文化企业生产创", "文化企业生产创新性、市"): CUT_OFF,
    ("推动文化企业发", "推动文化企业发展"): CUT_OFF,
    ("发掘保护传统工", "发掘保护传统工艺"): CUT_OFF,
    ("培育知名品牌促", "培育知名品牌促进企业发"): CUT_OFF,
    ("服务对象满意度指", "服务对象满意度指标"): CUT_OFF,
    ("服务对象满意度", "服务对象满意度指标"): "the indicator's name in full",
}
"""Stretches of cells: (published, ours) and why."""


@cache
def body() -> tuple[ReadParagraph | ReadTable, ...]:
    return tuple(read_body(yugong.build(yugong.read(SAMPLE)).to_bytes()))


def even(text: str) -> str:
    return "".join(text.split()).translate(str.maketrans("，：；（）", ",:;()"))


def printed(number: int) -> tuple[list[str], ReadTable, list[str]]:
    """The number-th table of part two: the paragraphs before it, itself, and those up to the next table's number."""
    blocks = between(body(), "第二部分", "第三部分")
    at = [i for i, b in enumerate(blocks) if isinstance(b, ReadTable)][number]
    found = blocks[at]
    assert isinstance(found, ReadTable)
    before = [b for b in blocks[at - 3 : at] if isinstance(b, ReadParagraph)]
    after = [b for b in blocks[at + 1 : at + 2] if isinstance(b, ReadParagraph) and b.style == "表注"]
    return [b.text for b in before], found, [b.text for b in after]


def rows_of(table: PublishedTable) -> list[list[str]]:
    return [line.split("|") for line in table.rows.strip().split("\n")]


@pytest.mark.parametrize("number", range(13), ids=[t.label for t in TABLES])
def test_cells_of_a_table(number: int) -> None:
    published, found = TABLES[number], printed(number)[1]
    rows = rows_of(published)
    grid = found.grid
    assert len(grid) == len(rows)
    for row, (theirs, ours) in enumerate(zip(rows, grid, strict=True)):
        for column, (his, mine) in enumerate(zip_longest(theirs, ours)):
            listed = (published.label, his, mine) in TABLE_DIFFERENCES
            assert even(mine) == even(his) or listed, (published.label, row, column)


def test_every_listed_cell_differs() -> None:
    met = set()
    for number, published in enumerate(TABLES):
        for theirs, ours in zip(rows_of(published), printed(number)[1].grid, strict=True):
            met |= {(published.label, his, mine) for his, mine in zip(theirs, ours, strict=True) if even(his) != even(mine)}
    assert met == set(TABLE_DIFFERENCES)


@pytest.mark.parametrize("number", range(13), ids=[t.label for t in TABLES])
def test_header_grid(number: int) -> None:
    """Every empty place of the published head belongs to a merged cell, and the head repeats on each page."""
    published, found = TABLES[number], printed(number)[1]
    assert found.header == published.head
    for row, texts in zip(found.rows[: published.head], rows_of(published)[: published.head], strict=True):
        column = 0
        for cell in row:
            assert bool(texts[column]) is not cell.goes_on
            assert not any(texts[column + 1 : column + cell.span])
            column += cell.span
        assert column == len(texts)


@pytest.mark.parametrize("number", range(13), ids=[t.label for t in TABLES])
def test_number_title_line_and_note(number: int) -> None:
    published = TABLES[number]
    (official, title, line), _, notes = printed(number)
    theirs, ours = NUMBER_DIFFERENCES.get(published.label, (published.number, published.number))
    assert (published.number, official) == (theirs, ours)
    assert even(title) == even(published.title)
    assert even(line) == even(published.line)
    assert notes == ([published.note] if published.note else [])


def test_thirty_classes_are_listed() -> None:
    for number in (0, 3):
        listed = [row[2] for row in printed(number)[1].grid if "、" in row[2]]
        assert len(listed) == 30
        assert listed[0] == "一、一般公共服务支出"
        assert listed[29] == "三十、抗疫特别国债安排的支出"


def forms() -> list[ReadTable]:
    return tables(between(body(), "2、项目绩效目标", "十一、"))


def form_rows(number: int) -> list[tuple[list[str], list[str]]]:
    """The rows of a performance table: published cells and ours, those that are not empty."""
    published = [line.split("|") for line in FORMS[number].strip().split("\n")]
    ours = forms()[number].filled
    published[-1] = ["".join(published[-1])]
    ours[-1] = ["".join(ours[-1])]
    assert len(ours) == len(published)
    return [([even(c) for c in theirs], [even(c) for c in mine]) for theirs, mine in zip(published, ours, strict=True)]


def form_differences(his: str, mine: str) -> set[tuple[str, str]]:
    """The listed differences that make the published cell ours; fails where they do not."""
    if his == mine:
        return set()
    whole = {(a, b) for a, b in FORM_DIFFERENCES if (even(a), even(b)) == (his, mine)}
    if whole:
        return whole
    used = set()
    for (a, b), why in FORM_DIFFERENCES.items():
        if why != CUT_OFF and even(a) in his:
            used.add((a, b))
            his = his.replace(even(a), even(b))
    assert his == mine
    return used


@pytest.mark.parametrize("number", range(6))
def test_cells_of_a_performance_table(number: int) -> None:
    for theirs, ours in form_rows(number):
        assert len(theirs) == len(ours), (theirs, ours)
        for his, mine in zip(theirs, ours, strict=True):
            form_differences(his, mine)


def test_every_listed_difference_of_the_performance_tables_is_one() -> None:
    cells = [pair for n in range(6) for theirs, ours in form_rows(n) for pair in zip(theirs, ours, strict=True)]
    assert set().union(*(form_differences(his, mine) for his, mine in cells)) == set(FORM_DIFFERENCES)


def test_titles_of_the_performance_tables() -> None:
    blocks = between(body(), "2、项目绩效目标", "十一、")
    titles = [b.text for b in blocks if isinstance(b, ReadParagraph) and b.style in ("绩效标题", "绩效年度")]
    assert titles == ["项目支出绩效目标表", "（2024年度）"] * 6


def test_merges_of_a_performance_table() -> None:
    """项目资金 stands beside its six rows, 绩效指标 beside all indicators, 产出指标 beside its five."""
    found = forms()[0]
    assert [row[0].goes_on for row in found.rows[3:9]] == [False] + [True] * 5
    assert [row[0].goes_on for row in found.rows[16:27]] == [False] + [True] * 10
    assert [row[1].goes_on for row in found.rows[17:22]] == [False] + [True] * 4
    assert all(sum(cell.span for cell in row) == 8 for row in found.rows)
