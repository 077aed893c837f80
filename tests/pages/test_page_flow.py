"""Which block stands on which page: chains, widow lines, header rows, sections, charts, contents."""

from __future__ import annotations

from dataclasses import replace

import pytest
from page_samples import LOOK, document, grid, pie, text

from assembler.cells import Cell
from assembler.description import Block, Contents, Paragraph, Row, Run, Section, Table
from assembler.look import LookError
from assembler.pages.flow import Pages, first_lines, lay_out
from assembler.pages.profiles import LIBREOFFICE, PROFILES, WORD, Profile

HEIGHT = 700.2  # of an upright page
TEXT = 20.0  # a line of 正文: 35 on a page, 0.2 points left
LONG = "财" * 36  # of 12 points in 447.9: a full line is 37


def lines(count: int) -> str:
    """A text of `count` lines of 正文, by both profiles."""
    return "财" * (35 + 37 * (count - 2) + 20) if count > 1 else "财"


def pages(*blocks: Block, profile: Profile = WORD, page: str = "竖") -> Pages:
    return lay_out(document(Section(page, blocks)), LOOK, profile)


def filler(count: int) -> list[Paragraph]:
    """`count` paragraphs of one line."""
    return [text(f"行{i}", "正文", "财") for i in range(count)]


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_lines_of_a_paragraph(count: int) -> None:
    for profile in PROFILES.values():
        part = pages(text("文", "正文", lines(count)), profile=profile).sheets[0].parts[0]
        assert (part.start, part.stop) == (0, count)


def test_a_page_holds_what_fits() -> None:
    assert len(pages(*filler(35)).sheets) == 1
    laid = pages(*filler(36))
    assert [len(s.parts) for s in laid.sheets] == [35, 1]
    assert laid.page("行35") == 2
    assert laid.sheets[0].room == pytest.approx(0.2)


def split(free: int, count: int) -> list[int]:
    """How many lines of a paragraph of `count` lines stand on each page, when `free` lines are left on the first."""
    laid = pages(*filler(35 - free), text("文", "正文", lines(count)))
    place = laid.places["文"]
    return [p.stop - p.start for s in laid.sheets for p in s.parts if p.block == place]


def test_no_line_stands_alone() -> None:
    assert split(1, 2) == [2]  # its first line would stand alone
    assert split(2, 3) == [3]  # its last line would, and then its first
    assert split(3, 4) == [2, 2]
    assert split(2, 4) == [2, 2]
    assert split(1, 4) == [4]
    assert split(4, 5) == [3, 2]
    assert split(3, 7) == [3, 4]
    assert split(35, 80) == [35, 35, 10]
    assert split(35, 71) == [35, 34, 2]


def test_first_lines() -> None:
    assert [first_lines(n) for n in (1, 2, 3, 4, 9)] == [1, 2, 3, 2, 2]


def test_a_heading_stays_with_what_follows() -> None:
    # 33 lines and a heading of 26 leave 14 points: no room for the two lines that must follow
    laid = pages(*filler(33), text("题", "heading 2", "财政"), text("文", "正文", lines(4)))
    assert (laid.page("题"), laid.page("文")) == (2, 2)
    # 31 lines and a heading leave 54.2: two lines stand there
    laid = pages(*filler(31), text("题", "heading 2", "财政"), text("文", "正文", lines(4)))
    assert (laid.page("题"), laid.page("文")) == (1, 1)


def test_a_chain_of_headings_moves_as_one() -> None:
    chain = [text("甲", "heading 1", "财政"), text("乙", "heading 2", "财政"), text("丙", "heading 3", "财政")]
    laid = pages(*filler(31), *chain, text("文", "正文", "财"))
    assert {laid.page(i) for i in ("甲", "乙", "丙", "文")} == {2}
    laid = pages(*filler(29), *chain, text("文", "正文", "财"))
    assert {laid.page(i) for i in ("甲", "乙", "丙", "文")} == {1}


def test_a_chain_ends_at_a_new_page() -> None:
    laid = pages(
        *filler(33), text("甲", "heading 2", "财政"), text("乙", "heading 1", "财政", new_page=True), text("文", "正文", "财")
    )
    assert (laid.page("甲"), laid.page("乙")) == (1, 2)


def test_a_new_page_is_not_begun_twice() -> None:
    laid = pages(text("甲", "heading 1", "财政", new_page=True), *filler(1))
    assert laid.page("甲") == 1
    laid = pages(*filler(35), text("甲", "heading 1", "财政", new_page=True), *filler(1))
    assert laid.page("甲") == 2


def test_a_heading_stays_with_the_first_rows_of_a_table() -> None:
    # rows of 19: the header and the first row need 38.5, the lines above them 42
    title = [text("题", "heading 2", "财政"), text("位", "表单位", "单位：万元")]
    assert pages(*filler(31), *title, grid("表", 5)).page("题") == 2
    assert pages(*filler(30), *title, grid("表", 5)).page("题") == 1


def rows_on_pages(laid: Pages, table: str) -> list[tuple[int, int]]:
    place = laid.places[table]
    return [(p.start, p.stop) for s in laid.sheets for p in s.parts if p.block == place]


def test_header_rows_repeat() -> None:
    # 700.2 hold 36 rows of 19 with the closing line; on the second page a header row and 35 rows
    laid = pages(grid("表", 80))
    assert rows_on_pages(laid, "表") == [(0, 36), (36, 71), (71, 81)]
    laid = pages(grid("表", 80, headers=2))
    assert rows_on_pages(laid, "表") == [(0, 36), (36, 70), (70, 82)]
    assert laid.sheets[1].parts[0].bottom == pytest.approx(36 * 19)


def test_rows_are_never_split() -> None:
    table = Table("表", (2900,), tuple(Row(str(i), (Cell("财", "表文"),), 100.0) for i in range(9)))
    assert rows_on_pages(pages(table), "表") == [(0, 6), (6, 9)]  # seven would leave no room for the line below them


def test_the_last_row_on_a_page_needs_its_closing_line() -> None:
    exact = Table("表", (2900,), tuple(Row(str(i), (Cell("财", "表文"),), 233.4) for i in range(3)))
    assert rows_on_pages(pages(exact), "表") == [(0, 2), (2, 3)]
    lower = Table("表", (2900,), tuple(Row(str(i), (Cell("财", "表文"),), 233.2) for i in range(3)))
    assert rows_on_pages(pages(lower), "表") == [(0, 3)]


def test_header_rows_do_not_stand_alone() -> None:
    laid = pages(*filler(33), text("文", "表文", "财"), grid("表", 5))
    assert rows_on_pages(laid, "表") == [(0, 6)]
    assert laid.page("表") == 2


def test_header_rows_without_keep_stand_alone_in_word_only() -> None:
    look = replace(LOOK, styles={**LOOK.styles, "表头": replace(LOOK.styles["表头"], keep_next=False)})
    blocks = document(Section("竖", (*filler(34), grid("表", 5))))
    assert lay_out(blocks, look, WORD).page("表") == 1
    assert lay_out(blocks, look, LIBREOFFICE).page("表") == 2
    assert any("没有设“与下段同页”" in d for d in lay_out(blocks, look).doubts)


def test_sections_begin_pages_and_number_them() -> None:
    laid = lay_out(
        document(
            Section("竖", (text("封面", "封面", "财"),), numbered=False),
            Section(
                "竖",
                (text("甲", "正文", "财"), text("乙", "heading 1", "财", new_page=True), text("丙", "正文", "财")),
                restart=1,
            ),
            Section("横", (text("丁", "正文", "财"),)),
        ),
        LOOK,
    )
    assert [laid.page(i) for i in ("封面", "甲", "乙", "丙", "丁")] == [1, 2, 3, 3, 4]
    assert [laid.printed(i) for i in ("封面", "甲", "乙", "丙", "丁")] == [1, 1, 2, 2, 3]
    assert [s.section for s in laid.sheets] == [0, 1, 1, 2]
    assert laid.sheets[3].height == pytest.approx(447.9)


def test_a_section_that_ends_in_a_table_has_a_paragraph_more() -> None:
    exact = Table("表", (2900,), tuple(Row(str(i), (Cell("财", "表文"),), 233.2) for i in range(3)))
    sections = (Section("竖", (exact,)), Section("竖", (text("文", "正文", "财"),)))
    assert lay_out(document(*sections), LOOK, WORD).page("文") == 3  # 1 point high, it stands on a page of its own
    assert lay_out(document(*sections), LOOK, LIBREOFFICE).page("文") == 2  # LibreOffice drops it


def test_an_empty_line_at_a_sections_end_is_dropped_by_libreoffice() -> None:
    sections = (Section("竖", (*filler(35), text("", "正文", ""))), Section("竖", (text("文", "正文", "财"),)))
    assert lay_out(document(*sections), LOOK, WORD).page("文") == 3
    assert lay_out(document(*sections), LOOK, LIBREOFFICE).page("文") == 2


def test_two_tables_have_a_paragraph_between_them() -> None:
    laid = pages(grid("甲", 2), grid("乙", 2), text("文", "正文", "财"))
    first, between, second = laid.sheets[0].parts[:3]
    assert between.block < 0
    assert second.top == pytest.approx(first.bottom + 1)


def test_blank_lines_take_room() -> None:
    assert pages(*filler(34), text("", "正文", ""), text("文", "正文", "财")).page("文") == 2


def test_an_empty_section_has_a_page() -> None:
    laid = lay_out(document(Section("竖", ()), Section("竖", (text("文", "正文", "财"),))), LOOK)
    assert laid.page("文") == 2


def test_a_chart_stands_in_its_line() -> None:
    laid = pages(*filler(26), pie("图"), text("图题", "图题", "结构"))
    assert (laid.page("图"), laid.page("图题")) == (2, 2)
    laid = pages(*filler(25), pie("图"), text("图题", "图题", "结构"))
    assert (laid.page("图"), laid.page("图题")) == (1, 1)


def test_contents_take_a_line_an_entry() -> None:
    contents = Contents("目录", ("toc 1", "toc 2"), "TOC")
    heads = [text(f"题{i}", "heading 1", "财政", level=1 + i % 3) for i in range(40)]
    laid = lay_out(document(Section("竖", (contents,)), Section("竖", (*heads, text("文", "正文", "财")))), LOOK)
    parts = [p for s in laid.sheets for p in s.parts if p.block == 0]
    assert [p.stop for p in parts] == [*range(1, 42)]
    assert parts[-1].bottom - parts[-1].top == 1  # the field's end
    assert laid.page("题0") == 3


def test_a_tab_keeps_two_parts_on_one_line() -> None:
    laid = pages(text("位", "表单位", "部门名称：某某局\t单位：万元"), grid("表", 1))
    assert laid.sheets[0].parts[0].stop == 1
    assert not laid.doubts


def test_line_breaks_begin_lines() -> None:
    assert pages(text("文", "正文", "财\n财\n" + "财" * 50)).sheets[0].parts[0].stop == 4


def test_unknown_names_are_told() -> None:
    with pytest.raises(LookError, match="没有样式“无”"):
        pages(text("文", "无", "财"))
    with pytest.raises(LookError, match="没有版面“无”"):
        pages(text("文", "正文", "财"), page="无")


DOUBTFUL: dict[str, tuple[Block, ...]] = {
    "一段中有空格": (text("文", "正文", "财 " * 60),),
    "不知宽度的字符：☆": (text("文", "正文", "财☆"),),
    "左右两部分放不下": (text("位", "表单位", "财" * 40 + "\t" + "财" * 40),),
    "超过三行又与下段同页": (text("题", "heading 2", "财" * 120), text("文", "正文", "财")),
    "上部会被截去": (replace(pie("图"), height=150),),
    "比版心宽": (replace(grid("表", 2), widths=(4000, 4000, 4000)),),
    "有的行与列数不合": (replace(grid("表", 2), widths=(4000, 4000)),),
    "比一页还高": (Table("表", (2900,), (Row("1", (Cell("财", "表文"),), 800.0),)),),
    "不在表格开头": (Table("表", (2900,), (grid("表", 1, columns=1).rows[1], grid("表", 1, columns=1).rows[0])),),
    "正文行的样式“表头”": (Table("表", (2900,), (Row("1", (Cell("财", "表头"),), 19.0),)),),
    "没有与它同页的题目行": (text("文", "正文", "财"), grid("表", 3)),
    "一条一行放不下": (
        Contents("目录", ("toc 1",), "TOC"),
        text("题", "heading 1", "财" * 60, level=1),
        text("文", "正文", "财"),
    ),
}


@pytest.mark.parametrize("words", DOUBTFUL)
def test_doubts_are_told_by_name(words: str) -> None:
    told = pages(*DOUBTFUL[words]).doubts
    assert any(words in doubt for doubt in told), told


def test_fonts_of_unknown_width_are_told() -> None:
    styles = {**LOOK.styles, "正文": replace(LOOK.styles["正文"], latin="Arial", italic=True)}
    told = lay_out(document(Section("竖", (text("文", "正文", "12.34"),))), replace(LOOK, styles=styles)).doubts
    assert any("“Arial”不知字宽" in d for d in told)
    assert any("斜体" in d for d in told)


def test_a_good_document_leaves_no_doubt() -> None:
    laid = pages(
        text("题", "heading 1", "第一部分 概况", level=1),
        Paragraph("文", "正文", (Run("“三公”经费支出12.34万元，占5%。"), Run("【请填写】", "missing"))),
        text("位", "表单位", "部门名称：某某局\t单位：万元"),
        grid("表", 40),
        pie("图"),
        text("图题", "图题", "结构"),
    )
    assert laid.doubts == ()
