"""Where lines end, by the rules of Word and of LibreOffice: each quirk by a text that shows it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembler.look import Style
from assembler.pages.lines import count_lines, line_starts, text_width
from assembler.pages.profiles import LIBREOFFICE, PROFILES, WORD, Profile

TEN = Style("正文", "Text", "宋体", "Times New Roman", 10, 15)
BOLD = Style("粗", "Bold", "宋体", "Times New Roman", 10, 15, bold=True)

CASES = {
    # what it shows: (text, width in em, where Word's later lines begin, where LibreOffice's do)
    "Han breaks anywhere": ("财" * 25, 10, (10, 20), (10, 20)),
    "a text that just fits": ("财" * 10, 10, (), ()),
    "no line begins with 。": ("财" * 10 + "。财", 10, (9,), (9,)),
    "no line begins with 。）": ("财" * 9 + "。）财", 10, (8,), (8,)),
    "no line ends with （": ("财" * 9 + "（财财）", 10, (9,), (9,)),
    "no line ends with 《": ("财" * 8 + "（《财财》）", 10, (8,), (8,)),
    "a number stays whole": ("财" * 8 + "12345.67万", 10, (8,), (8,)),
    "a number with commas stays whole": ("财" * 7 + "12,345.67万", 10, (7,), (7,)),
    "a Latin word stays whole": ("财" * 8 + "budget财", 10, (8,), (8,)),
    "a number takes its per cent sign along": ("财" * 8 + "100%财", 10, (8,), (8,)),
    "LibreOffice sets a gap between Han and a number": ("财" * 9 + "12", 10, (), (9,)),
    "a gap falls away at the line's beginning": ("财" * 10 + "1" * 20, 10, (10,), (10,)),
    "LibreOffice does not part ， and a number": ("财" * 7 + "，12345", 10, (8,), (6,)),
    "LibreOffice does not part ） and a number": ("财" * 7 + "）12345", 10, (8,), (6,)),
    "LibreOffice does not part 、 and a Latin word": ("财" * 7 + "、budget", 10, (8,), (6,)),
    "LibreOffice does part ： and a number": ("财" * 7 + "：12345", 10, (8,), (8,)),
    "LibreOffice does not part 5%， and “": ("财" * 7 + "占5%，“财财”", 10.5, (11,), (8,)),
    "LibreOffice parts 5%， and “ when “ itself would fit": ("财" * 6 + "占5%，“财财”", 10.6, (10,), (10,)),
    "LibreOffice does not part 5 and （": ("财" * 8 + "12（财）", 10, (10,), (8,)),
    "“ is narrow at the start in LibreOffice": ("“" + "财" * 10, 10.5, (10,), ()),
    "“ is narrow after a number in LibreOffice": ("5“" + "财" * 9, 10.2, (10,), ()),
    "“ is wide after Han in both": ("财“" + "财" * 9, 10.5, (10,), (10,)),
    "—— is one sign in Word": ("财" * 9 + "——财", 10, (9,), (10,)),
    "…… is one sign in Word": ("财" * 9 + "……财", 10, (8,), (10,)),
    "LibreOffice begins lines with ％": ("财" * 10 + "％财", 10, (9,), (10,)),
    "LibreOffice breaks 2024-2025": ("财" * 6 + "2024-2025财", 9, (6,), (11,)),
    "a word may end at its hyphen": ("财" * 7 + "e-mails", 8.5, (9,), (9,)),
    "≥ stays with its number in LibreOffice": ("财" * 8 + "≥95%财", 10, (9,), (8,)),
    "· is narrow in LibreOffice": ("财" * 5 + "·" + "财" * 5, 10.5, (10,), ()),
    "spaces hang over the edge": ("财" * 10 + "  财", 10, (12,), (12,)),
    "a line may end with a slash after Han": ("财" * 9 + "和/或", 10.5, (11,), (11,)),
    "LibreOffice ends a line without a break after its first sign": ("〔2016〕98财", 4.5, (6,), (1, 8)),
    "a word longer than the line is cut": ("a" * 30, 10, (22,), (22,)),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_cuts(name: str, profile: Profile) -> None:
    text, em, word, libreoffice = CASES[name]
    wanted = word if profile is WORD else libreoffice
    assert line_starts(text, em * 10, TEN, profile) == wanted
    assert count_lines(text, em * 10, TEN, profile) == len(wanted) + 1


def test_indents_narrow_the_lines() -> None:
    style = Style("正文", "Text", "宋体", "Times New Roman", 10, 15, first_line=20, left=10, right=20)
    assert line_starts("财" * 24, 130, style, WORD) == (8, 18)
    hanging = Style("正文", "Text", "宋体", "Times New Roman", 10, 15, first_line=-20, left=20)
    assert line_starts("财" * 24, 120, hanging, WORD) == (12, 22)


def test_bold_letters_are_wider() -> None:
    assert text_width("Budget", BOLD, WORD) > text_width("Budget", TEN, WORD)
    assert text_width("12.34", BOLD, WORD) == text_width("12.34", TEN, WORD)


def test_empty_paragraph_has_one_line() -> None:
    assert count_lines("", 100, TEN, WORD) == 1


TEXTS = st.text(alphabet="财政支出12345.,%，。、（）“”《》〔〕—…abC-/ ≥·①：；", min_size=1, max_size=120)
WIDTHS = st.floats(min_value=25, max_value=400)


@given(TEXTS, WIDTHS, st.sampled_from(list(PROFILES.values())))
def test_every_line_holds_what_it_must(text: str, width: float, profile: Profile) -> None:
    cuts = line_starts(text, width, TEN, profile)
    edges = (0, *cuts, len(text))
    assert list(edges) == sorted(set(edges))
    assert count_lines(text, width, TEN, profile) == len(cuts) + 1
    for start, end in pairwise(edges):
        line = text_width(text[:end], TEN, profile) - text_width(text[:start], TEN, profile)
        hanging = text[start:end].rstrip(" ")
        gaps = 0.2 * TEN.size
        assert line - text_width(" ", TEN, WORD) * (end - start - len(hanging)) <= width + gaps + 0.1 or end - start == 1


@given(TEXTS, WIDTHS, st.floats(min_value=0, max_value=60), st.sampled_from(list(PROFILES.values())))
def test_a_wider_area_never_takes_more_lines_of_han(text: str, width: float, more: float, profile: Profile) -> None:
    han = "".join(c for c in text if c in "财政支出")
    assert count_lines(han, width + more, TEN, profile) <= count_lines(han, width, TEN, profile)


@given(TEXTS, st.text(alphabet="财政12，。“a", max_size=30), WIDTHS, st.sampled_from(list(PROFILES.values())))
def test_what_follows_changes_no_line_before_the_last(text: str, more: str, width: float, profile: Profile) -> None:
    before = line_starts(text, width, TEN, profile)
    after = line_starts(text + more, width, TEN, profile)
    assert after[: max(len(before) - 1, 0)] == before[: max(len(before) - 1, 0)]


@given(TEXTS, WIDTHS)
def test_no_gap_no_difference_in_plain_han(text: str, width: float) -> None:
    plain = "".join(c for c in text if c in "财政支出，。、（）《》")
    plain = plain.lstrip("“”")
    assert line_starts(plain, width, TEN, WORD) == line_starts(plain, width, TEN, LIBREOFFICE)
