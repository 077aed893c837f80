"""Explaining: every number of a text with its name, formula and cells, held against the workbook and the template that they come from."""

import json
import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

import yugong
from assembler.describing import describe
from assembler.description import Paragraph
from assembler.template import load_template
from figures.findings import NOWHERE, Place
from narratives.explanation import explain, joined, sentences
from narratives.text import Missing, Number, Quote, Text, Words, plainly
from tests.strategies import budgets
from yugong.cli import main
from yugong.explaining import as_data, as_lines

EXAMPLES = Path(__file__).parents[2] / "examples"
TEMPLATE = Path(__file__).parents[2] / "templates" / "shanxi" / "department-budget"
ALONE = (EXAMPLES / "zonggai-xuanchuan-2024.xlsx", None)
PAIR = (EXAMPLES / "quwenlvju-2025.xlsx", EXAMPLES / "quwenlvju-2024.xlsx")
BOTH = pytest.mark.parametrize("files", [ALONE, PAIR], ids=["alone", "pair"])
UNSIGNED = re.compile(r"\d[\d,]*(?:\.\d+)?(?:%|亿元|万元|元)")
FIGURE = re.compile(f"-?{UNSIGNED.pattern}")


@lru_cache
def document(files):
    return yugong.build(yugong.read(*files), pages=False)


@lru_cache
def data(files):
    return as_data(document(files).explain())


def numbers(files):
    return [n for section in data(files) for p in section["paragraphs"] for n in p["numbers"]]


@lru_cache
def sheets(name):
    return openpyxl.load_workbook(EXAMPLES / name, data_only=True)


def cell(files, place):
    book = sheets(place.get("file", files[0].name))
    return book[place["sheet"]][place["cell"]].value


def piece(text="", value="0", *places, name="数", word=False):
    return Number(text, Decimal(value), name, plainly("算法"), lambda: places, word)


@BOTH
def test_every_amount_and_percent_is_among_the_numbers_in_order(files):
    for section in data(files):
        for paragraph in section["paragraphs"]:
            found = FIGURE.findall(paragraph["text"])
            shown = [n["shown"] for n in paragraph["numbers"] if FIGURE.fullmatch(n["shown"])]
            assert shown == found, paragraph["text"]


@BOTH
def test_the_text_is_the_paragraph_as_printed(files):
    printed = {b.id: b.text for b in document(files).description.document.blocks() if isinstance(b, Paragraph)}
    explained = {p["id"]: p["text"] for section in data(files) for p in section["paragraphs"]}
    assert explained == {key: text for key, text in printed.items() if key.startswith("文字/")}


@BOTH
def test_the_cells_of_an_amount_add_up_to_it(files):
    amounts = [
        n for n in numbers(files) if n["shown"].endswith("万元") and "operands" not in n and n["formula"] not in ("文字", "原文")
    ]
    assert len(amounts) > 30
    for number in amounts:
        cells = [c for c in number["cells"] if "cell" in c]
        total = sum((Decimal(str(cell(files, c) or 0)) for c in cells), Decimal(0)) / 10_000
        assert abs(total - Decimal(number["value"])) <= Decimal("0.01"), number


@BOTH
def test_shares_and_changes_follow_from_their_operands(files):
    computed = [n for n in numbers(files) if "operands" in n]
    assert computed
    for number in computed:
        first, second = (Decimal(o["value"]) for o in number["operands"])
        assert (len(number["operands"]) == 2 and "÷" in number["formula"]) or "−" in number["formula"]
        if number["name"].endswith("增减额"):
            assert Decimal(number["value"]) == abs(first - second)
        elif number["name"].endswith("增减率"):
            assert abs(Decimal(number["value"]) - abs(first - second) * 100 / second) <= Decimal("0.005")
        elif second:
            assert abs(Decimal(number["value"]) - first * 100 / second) <= Decimal("0.01")


@BOTH
def test_a_zero_names_the_range_that_was_searched(files):
    zeros = [n for n in numbers(files) if not Decimal(n["value"]) and n["formula"] not in ("文字", "原文")]
    assert zeros
    for number in zeros:
        assert {bool(c.get("range") and c["sheet"]) for c in number["cells"]} == {True}, number


@BOTH
def test_a_literal_of_the_wording_names_its_file_and_line(files):
    literals = [n for n in numbers(files) if n["formula"] == "文字"]
    assert literals
    for number in literals:
        (place,) = number["cells"]
        digits = re.match(r"\d+", number["shown"]).group()
        line = (TEMPLATE / place["file"]).read_text(encoding="utf-8").splitlines()[place["line"] - 1]
        assert digits in line or "loop.index" in line or "序号" in line


@BOTH
def test_digits_in_the_officers_text_cite_its_cell(files):
    quoted = [n for n in numbers(files) if n["formula"] == "原文"]
    assert quoted
    for number in quoted:
        (place,) = number["cells"]
        assert re.match(r"\d+", number["shown"]).group().lstrip("0") in str(cell(files, place)).replace(",", "")


def test_last_years_cells_name_their_workbook():
    places = [c for n in numbers(PAIR) if n["name"].endswith("增减率") for c in n["cells"]]
    assert {c.get("file") for c in places} == {None, PAIR[1].name}
    assert all("file" not in c for n in numbers(ALONE) if n["formula"] != "文字" for c in n["cells"])


def test_the_unit_that_the_wording_writes_belongs_to_the_number():
    text = Text(
        (Words("共", "a.j2", 1), piece("3", "3"), Words("万元，占", "a.j2", 1), piece("12.5", "12.5"), Words("%。", "a.j2", 1))
    )
    assert [(n.shown, n.start) for n in explain(text)] == [("3万元", 1), ("12.5%", 6)]
    assert [n.shown for n in explain(Text((piece("3辆", "3"), Words("元", "a.j2", 1))))] == ["3辆"]
    assert [n.shown for n in explain(Text((piece("3", "3"), Words("次元", "a.j2", 1))))] == ["3"]


def test_what_is_no_number():
    pieces = (piece("减少", "-5", word=True), piece("", "0"), Missing("【请填写2024年】", "原因"), Words("第一", "a.j2", 3))
    assert explain(Text(pieces)) == ()


def test_a_number_said_by_a_word_is_explained():
    (number,) = explain(Text((piece("无", "0"),)))
    assert (number.shown, number.start) == ("无", 0)


def test_less_than_the_smallest_percent_is_shown_by_its_digits():
    (number,) = explain(Text((Words("增长", "a.j2", 1), piece("不足0.01%", "0.01"), Words("。", "a.j2", 1))))
    assert (number.shown, number.start) == ("0.01%", 4)


def test_literals_of_wording_and_of_the_officer():
    text = Text(
        (
            Words("价值", "a.j2", 4),
            Words("50万元以上的", "a.j2", 5),
            Quote("2个项目，1,234.50元", Place("文字材料", "C4")),
            Quote("三公", NOWHERE),
            Words("7", "", 0),
        )
    )
    assert [(n.shown, str(n.value), n.formula, str(n.places[0])) for n in explain(text)] == [
        ("50万元", "50", "文字", "a.j2 第5行"),
        ("2个", "2", "原文", "文字材料!C4"),
        ("1,234.50元", "1234.50", "原文", "文字材料!C4"),
        ("7", "7", "文字", "a.j2 第4行"),
    ]


def test_the_programs_own_words_without_wording_around_them_have_no_place():
    (number,) = explain(Text((Words("7", "", 0),)))
    assert number.places == (NOWHERE,)


def test_sentences_share_out_the_numbers():
    text = Text(
        (
            Words("共", "a.j2", 1),
            piece("1元", "1"),
            Words("。其中“", "a.j2", 1),
            piece("2元", "2"),
            Words("。”另有3元", "a.j2", 1),
        )
    )
    assert [(s.text, [n.shown for n in s.numbers]) for s in sentences(text)] == [
        ("共1元。", ["1元"]),
        ("其中“2元。”", ["2元"]),
        ("另有3元", ["3元"]),
    ]


def test_neighbouring_cells_are_drawn_together():
    cells = [Place("明细", c) for c in ("B2", "B3", "B4", "C5", "B6", "B7:B9", "B10")]
    other = [Place("明细", "B11", "上年.xlsx"), Place("目标", "B12"), Place("目标", "")]
    assert [str(p) for p in joined([*cells, *other])] == [
        "明细!B2:B4",
        "明细!C5",
        "明细!B6",
        "明细!B7:B10",
        "明细!B11",
        "目标!B12",
        "目标",
    ]


def test_the_command_prints_each_sentence_and_its_numbers(capsys):
    assert main(["explain", str(ALONE[0]), "三公经费"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("【七、“三公”经费增减变动原因说明】\n2024年山西转型综合改革示范区宣传信息中心财政拨款安排的")
    assert "    0.27万元  “三公”经费比上年增减额 ＝ “三公”经费 − 上年“三公”经费\n" in printed
    assert "        上年“三公”经费 0.27万元  上年总数!B7\n" in printed
    assert "三公经费（全表没有数据）" in printed
    assert "【八" not in printed


def test_the_command_as_json_of_one_section(capsys):
    arguments = ["explain", str(PAIR[0]), "八、", "--last-year", str(PAIR[1]), "--format", "json"]
    assert main(arguments) == 0
    (section,) = json.loads(capsys.readouterr().out)
    (paragraph,) = section["paragraphs"]
    rate = next(n for n in paragraph["numbers"] if n["shown"] == "21.24%")
    assert (rate["value"], rate["formula"]) == ("21.24", "（398.30 − 328.53）÷ 328.53")
    assert [o["shown"] for o in rate["operands"]] == ["398.30万元", "328.53万元"]


def test_an_unknown_section_is_told_with_the_known_ones(capsys):
    assert main(["explain", str(ALONE[0]), "没有这一节"]) == 2
    assert "现有：" in capsys.readouterr().err


def test_lines_have_the_sentences_of_all_sections():
    lines = list(as_lines(document(PAIR).explain()))
    assert sum(line.startswith("【") for line in lines) == len(data(PAIR))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(budgets(template="shanxi/department-budget"))
def test_every_figure_of_any_document_is_explained(budget):
    described = describe(load_template("shanxi/department-budget"), budget).document
    for block in described.blocks():
        if isinstance(block, Paragraph) and block.id.startswith("文字/"):
            text = Text(tuple(run.origin for run in block.runs))
            found = explain(text)
            plain = re.sub("【[^】]*】", lambda m: "无" * len(m.group()), block.text)
            at = {(n.start + n.shown.startswith("-"), n.shown.lstrip("-")) for n in found}
            unexplained = [m for m in UNSIGNED.finditer(plain) if (m.start(), m.group()) not in at]
            assert all(_begins_in_a_name(text, m) for m in unexplained), (plain, unexplained)
            assert sorted(found, key=lambda n: n.start) == list(found)
            assert all(block.text.startswith(n.shown, n.start) for n in found)


def _begins_in_a_name(text, match):
    """An odd name may end in digits (007) or have a comma among them, so that this test's pattern reads one number where two stand."""
    position = 0
    for part in text.pieces:
        end = position + len(part.text)
        if position <= match.start() < end:
            return isinstance(part, Quote) or (isinstance(part, Words) and match.end() > end)
        position = end
    return False
