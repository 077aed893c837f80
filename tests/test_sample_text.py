"""The sample document against the published one, sentence by sentence; each difference is listed with its reason.

Only spaces and the width of punctuation are evened out before comparing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path

import pytest

import yugong
from tests.published_words import CONTENTS, COVER, PART_FOUR, PART_ONE, PART_THREE
from tests.read_back import ReadParagraph, ReadTable, between, read_body, texts
from tests.word.toc import targets, updated, written

SAMPLE = Path(__file__).parents[1] / "examples" / "zonggai-xuanchuan-2024.xlsx"
PART_TITLES = ("第一部分", "第二部分", "第三部分", "第四部分")

MISTAKE = "a mistake of the published text: its own tables say otherwise"
TWO_PLACES = "uniform number format: amounts and shares have two places"
PUNCTUATION = "uniform punctuation"
ONE_WORDING = "one wording for all items of the sentence"

Difference = tuple[str, str, str]

DIFFERENCES: tuple[Difference, ...] = (
    (
        "主要原因是因2024年度行业媒体、",
        "主要原因是2024年度行业媒体、",
        "“是因” says it twice; the reason in the workbook has no “因”",
    ),
    ("电子阅报栏征订减少\n", "电子阅报栏征订减少。\n", PUNCTUATION + ": a sentence ends with a full stop"),
    ("项目支出886.8万元，占99.31%。", "项目支出886.80万元，占99.31%。", TWO_PLACES),
    (
        "主要包括：邮电费、办公费、维修(护)费、其他交通费用、差旅费等。",
        "主要包括：办公费、邮电费、差旅费、维修(护)费、其他交通费用等。",
        "economic items are named in the order of 表六",
    ),
    ("“三公”经费预算0万元比2023年减少0.27万元，", "“三公”经费预算0万元，比2023年减少0.27万元，", PUNCTUATION),
    ("与上年相比预算数减少0.27万元；", "与上年预算数相比减少0.27万元；", ONE_WORDING),
    ("涉及部门预算资金926.93万元，", "涉及部门预算资金892.96万元，", MISTAKE + " (basic 6.16 and project 886.80 make 892.96)"),
    ("其中基本支出6.16万元，项目支出886.8万元。", "其中基本支出6.16万元，项目支出886.80万元。", TWO_PLACES),
    ("占部门（单位）项目支出总额的100%。", "占部门（单位）项目支出总额的100.00%。", TWO_PLACES),
    (
        "其中：其他运转类项目6个，涉及项目金额886.80万元；",
        "其中：其他运转类项目4个，涉及项目金额692.30万元；",
        MISTAKE + " (four and two of the six projects are named just before)",
    ),
    ("六、财政专户管理资金：\n专指", "六、财政专户管理资金：专指", "the published entry is broken into two paragraphs"),
    ("九、一般公共预算是指", "九、一般公共预算：是指", PUNCTUATION + ": term and colon, as in the other entries"),
    ("十一、国有资本经营预算是对", "十一、国有资本经营预算：是对", PUNCTUATION + ": term and colon, as in the other entries"),
)
"""(published, ours, why): stretches of text, a line break is the end of a paragraph; each must occur."""

OURS_ONLY = {
    "2024年收入预算结构图": "the title of the chart; the published text has a picture here and does not repeat its title"
}
"""Paragraphs that the published text does not have."""


@cache
def sample(program: str = "word") -> bytes:
    return yugong.build(yugong.read(SAMPLE), program=program).to_bytes()


@cache
def body() -> tuple[ReadParagraph | ReadTable, ...]:
    return tuple(read_body(sample()))


def even(text: str) -> str:
    """Without spaces, punctuation of one width; a line is a paragraph."""
    return "\n".join("".join(line.split()) for line in text.split("\n")).translate(str.maketrans("，：；（）", ",:;()"))


def sentences(paragraphs: str) -> list[str]:
    return re.findall(r"[^。;\n]+[。;]?", paragraphs)


def as_ours(published: Sequence[str]) -> tuple[str, set[Difference]]:
    """The published paragraphs with the listed differences applied, and those that occurred."""
    text, used = even("\n".join(published)), set()
    for difference in DIFFERENCES:
        theirs, ours = even(difference[0]), even(difference[1])
        if theirs in text:
            used.add(difference)
            text = text.replace(theirs, ours)
    return text, used


def compare(published: Sequence[str], ours: Sequence[str]) -> None:
    """Fails at the first sentence that differs otherwise than listed."""
    text, _ = as_ours(published)
    assert text.count("\n") + 1 == len(ours)
    for theirs, mine in zip_longest(sentences(text), sentences(even("\n".join(ours))), fillvalue="（缺）"):
        assert mine == theirs


def part(number: int) -> list[str]:
    end = PART_TITLES[number] if number < len(PART_TITLES) else ""
    found = between(body(), PART_TITLES[number - 1], end)
    return texts([b for b in found if isinstance(b, ReadParagraph) and not b.style.startswith(("绩效", "toc"))])


def part_three() -> list[str]:
    return [p for p in part(3) if p not in OURS_ONLY]


def test_part_one() -> None:
    compare(PART_ONE, part(1))


def test_part_three_sentence_by_sentence() -> None:
    assert len(part(3)) == len(part_three()) + len(OURS_ONLY)
    compare(PART_THREE, part_three())


def test_part_four() -> None:
    compare(PART_FOUR, part(4))


def test_every_listed_difference_is_one() -> None:
    assert as_ours(PART_THREE)[1] | as_ours(PART_FOUR)[1] == set(DIFFERENCES)
    assert all(even(theirs) != even(ours) and why for theirs, ours, why in DIFFERENCES)


def test_cover_and_title_of_contents() -> None:
    front = texts([b for b in body() if not (isinstance(b, ReadParagraph) and b.style.startswith("toc"))])[:3]
    assert [even(t) for t in front] == [*COVER, "目录"]


@pytest.mark.parametrize("program", ["word", "libreoffice"])
def test_contents_entries_and_their_published_pages(program: str) -> None:
    lines = written(sample(program))
    assert [(line.text, line.page) for line in lines] == [(text, str(page)) for text, page in CONTENTS]


def test_an_update_of_the_field_changes_no_entry() -> None:
    assert [line.text for line in updated(sample())] == [text for text, _ in CONTENTS]
    assert [line.level for line in updated(sample())] == [1 if text.startswith("第") else 2 for text, _ in CONTENTS]


def test_each_entry_leads_to_its_heading_or_title() -> None:
    for target, entry in targets(sample()):
        assert entry.endswith(target)
        assert entry.removesuffix(target) in ("", *(f"表{n}" for n in "一二三四五六七八九十"), "表十一", "表十二", "表十三")


def test_nothing_is_missing_in_the_sample() -> None:
    document = yugong.build(yugong.read(SAMPLE), final=True)
    assert document.ok
    assert [f.code for f in document.findings] == ["收入由支出得出"]
