"""What holds for the pages of any document."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from page_samples import LOOK, document, grid, pie, text

from assembler.description import Block, Section
from assembler.pages.flow import Pages, lay_out
from assembler.pages.profiles import BORDER, EXACTLY, PROFILES, STEP, Perturbation, Profile

HEADINGS = ("heading 1", "heading 2", "heading 3")


@st.composite
def blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    """Headings, prose of any length, tables under their lines, charts, empty lines; prose at the end."""
    found: list[Block] = []
    for number in range(draw(st.integers(min_value=1, max_value=30))):
        kind = draw(st.sampled_from(("题", "题", "文", "文", "文", "表", "图", "空")))
        if kind == "题":
            words = "财" * draw(st.integers(min_value=1, max_value=30))
            found.append(text(f"题{number}", draw(st.sampled_from(HEADINGS)), words, new_page=draw(st.integers(0, 5)) == 0))
        elif kind == "文":
            found.append(text(f"文{number}", "正文", "财政12，。" * draw(st.integers(min_value=1, max_value=120))))
        elif kind == "表":
            rows, height = draw(st.integers(min_value=1, max_value=70)), draw(st.sampled_from((15.0, 19.0, 22.7)))
            found += [text(f"位{number}", "表单位", "单位：万元"), grid(f"表{number}", rows, height, draw(st.integers(0, 2)))]
        elif kind == "图":
            found += [pie(f"图{number}"), text(f"图题{number}", "图题", "结构")]
        else:
            found.append(text("", "正文", ""))
    return (*found, text("末", "正文", "财"))


ANY_PROFILE = st.sampled_from(list(PROFILES.values()))
ANY_PAGE = st.sampled_from(("竖", "横"))


def laid(content: tuple[Block, ...], page: str, profile: Profile, change: Perturbation = EXACTLY) -> Pages:
    return lay_out(document(Section(page, content)), LOOK, profile, change)


@given(blocks(), ANY_PAGE, ANY_PROFILE)
@settings(max_examples=60, deadline=None)
def test_pages_never_fall_and_nothing_is_lost(content: tuple[Block, ...], page: str, profile: Profile) -> None:
    pages = laid(content, page, profile)
    numbers = [sheet.number for sheet in pages.sheet_of]
    assert numbers == sorted(numbers)
    assert [s.number for s in pages.sheets] == list(range(1, len(pages.sheets) + 1))
    parts = [p for s in pages.sheets for p in s.parts if p.block >= 0]
    assert [p.block for p in parts] == sorted(p.block for p in parts)
    for before, after in pairwise(parts):
        assert after.start == (before.stop if before.block == after.block else 0)
    for sheet in pages.sheets:
        assert sheet.room >= -BORDER - 0.1
        for before, after in pairwise(sheet.parts):
            assert after.top >= before.bottom - 1e-6


@given(blocks(), ANY_PAGE, ANY_PROFILE)
@settings(max_examples=60, deadline=None)
def test_no_heading_stands_alone_at_a_foot(content: tuple[Block, ...], page: str, profile: Profile) -> None:
    pages = laid(content, page, profile)
    for sheet, following in pairwise(pages.sheets):
        chain = 0.0
        last = None
        for part in reversed(sheet.parts):
            block = content[part.block]
            if getattr(block, "style", "") not in (*HEADINGS, "表单位", "图"):
                break
            chain += part.bottom - part.top
            last = part
        if last is not None and not getattr(content[following.parts[0].block], "new_page", False):
            assert last.top == 0  # a chain longer than a page


@given(blocks(), blocks(), ANY_PAGE, ANY_PROFILE)
@settings(max_examples=40, deadline=None)
def test_what_is_added_after_a_page_break_moves_nothing_before(
    content: tuple[Block, ...], more: tuple[Block, ...], page: str, profile: Profile
) -> None:
    before = laid(content, page, profile)
    after = laid((*content, text("新", "heading 1", "财", new_page=True), *more), page, profile)
    assert after.sheets[: len(before.sheets)] == before.sheets


@given(blocks(), st.integers(min_value=1, max_value=200), ANY_PAGE, ANY_PROFILE)
@settings(max_examples=40, deadline=None)
def test_more_lines_move_nothing_before_them(content: tuple[Block, ...], more: int, page: str, profile: Profile) -> None:
    short = laid((*content, text("尾", "正文", "财" * 200)), page, profile)
    long = laid((*content, text("尾", "正文", "财" * (200 + more))), page, profile)
    place = short.places["尾"]
    assert [s.number for s in short.sheet_of[:place]] == [s.number for s in long.sheet_of[:place]]


@given(blocks(), ANY_PAGE, ANY_PROFILE)
@settings(max_examples=30, deadline=None)
def test_the_same_document_gives_the_same_pages(content: tuple[Block, ...], page: str, profile: Profile) -> None:
    assert laid(content, page, profile) == laid(content, page, profile)
    higher = laid(content, page, profile, Perturbation(height=STEP))
    assert higher.sheets[0].height == laid(content, page, profile).sheets[0].height + STEP
