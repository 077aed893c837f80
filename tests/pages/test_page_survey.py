"""The page numbers of the contents, whether they are sure, and what is told."""

from __future__ import annotations

from page_samples import LOOK, Author, document, text

from assembler.description import Contents, Section
from assembler.pages.flow import lay_out
from assembler.pages.profiles import LIBREOFFICE, WORD
from assembler.pages.survey import RUNS, Survey, Surveyed, note, page_numbers, survey

CONTENTS = Section("竖", (Contents("目录", ("toc 1",), "TOC"),))
# 35.3 characters stand on a first line: 35 in Word, 35.6 with the gaps that LibreOffice sets
EDGE = "财" * 33 + "1财1"


def edge_section(lines: int) -> Section:
    """A heading (36 points), `lines` lines, the one that only LibreOffice breaks, and a heading with its line (46), of 700.2 points."""
    return Section(
        "竖",
        (
            text("甲", "heading 1", "第一部分", level=1),
            *(text(f"行{i}", "正文", "财") for i in range(lines)),
            text("边", "正文", EDGE),
            text("乙", "heading 2", "一、“三公”经费", level=2),
            text("丙", "正文", "财"),
        ),
        restart=1,
    )


def test_numbers_are_those_printed() -> None:
    made = Author(5).document()
    pages = lay_out(made, LOOK, WORD)
    numbers = page_numbers(made, LOOK)
    assert list(numbers) == [p.id for p, _ in made.entries()]
    assert all(numbers[i] == pages.printed(i) for i in numbers)
    assert next(iter(numbers.values())) == 1
    assert survey(made, LOOK).numbers == numbers
    assert survey(made, LOOK, LIBREOFFICE).numbers == page_numbers(made, LOOK, LIBREOFFICE)


def test_all_runs_are_made() -> None:
    assert len(RUNS) == 8
    assert {p for p, _ in RUNS} == {WORD, LIBREOFFICE}
    assert all(len(entry.numbers) == 8 for entry in survey(Author(1).document(), LOOK).entries)


def test_what_the_programs_break_differently_is_not_sure() -> None:
    assert survey(document(CONTENTS, edge_section(28)), LOOK).unsure == ()
    tight = document(CONTENTS, edge_section(29))
    found = survey(tight, LOOK)
    assert [e.id for e in found.unsure] == ["乙"]
    assert page_numbers(tight, LOOK, WORD)["乙"] == 1
    assert page_numbers(tight, LOOK, LIBREOFFICE)["乙"] == 2
    assert note(found) == (
        "目录页码核对：共 2 条，1 条在个别软件中可能相差一页（“一、‘三公’经费”第 1 页）。请在 Word 中打开后按 F9 更新目录。"
    )


def surveyed(*numbers: tuple[int, ...], doubts: tuple[str, ...] = ()) -> Survey:
    return Survey(tuple(Surveyed(str(i), f"题{i}", n[0], n) for i, n in enumerate(numbers)), doubts)


def test_notes() -> None:
    assert note(surveyed((1, 1), (2, 2))) == ""
    assert "2 条在个别软件中可能相差 2 页（“题1”第 2 页；“题2”第 4 页）" in note(surveyed((1, 1), (2, 3), (4, 2)))
    told = note(surveyed((1, 1), doubts=("表格“甲”比版心宽",)))
    assert told.startswith("目录页码核对：共 1 条，各软件算得一致。另有 1 处的版面不能确知（表格“甲”比版心宽）。")
