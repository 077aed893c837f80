"""`yugong template`: all that is wrong with a template in one run, each with file, line, the text around it and what to do."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from assembler.template import load_template, template_names
from assembler.template_checking.budgets import trial_budgets
from assembler.template_checking.checking import check_template
from assembler.template_checking.listing import FACTS, FILTERS, TESTS, vocabulary_page
from assembler.template_checking.prose import punctuation_faults, typed_figures
from assembler.template_checking.shapes import empty_vocabulary
from assembler.template_checking.starting import copy_inherited, new_template
from figures.declared import DeclarationError
from figures.findings import Finding, Severity
from narratives.limits import JOIN, LOOP
from tests.templates import small
from yugong.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "词汇.md"
ALL_CLASSES = "类: [" + ", ".join(f"'{n}'" for n in range(201, 230)) + "]"


def made(folder: Path, files: Mapping[str, str]) -> Path:
    """A template that extends the small one, whose list of classes has all."""
    small.write(small.parent(folder), {"lists.yaml": ALL_CLASSES})
    return small.child(folder, files)


def checked(folder: Path, files: Mapping[str, str]) -> list[str]:
    """The errors and warnings of a template, as the officer reads them."""
    found = check_template(str(made(folder, files)))
    return [f"{f.place}：{f.message}" for f in found if f.severity is not Severity.NOTE]


@pytest.mark.parametrize("name", template_names())
def test_the_templates_that_come_with_the_program_have_no_faults(name: str) -> None:
    assert [f for f in check_template(name) if f.severity is not Severity.NOTE] == []


def test_a_template_that_says_nothing_has_no_faults(tmp_path: Path) -> None:
    assert checked(tmp_path, {}) == []


FAULTS = [
    ("[一] {{ 支初|万元 }}。", "没有“支初”这个名称，是否应为“支出”？"),
    ("[一] {% if 收入 and not 收如 %}有{% endif %}。", "没有“收如”这个名称，是否应为“收入”？"),
    ("[一] {% if 支出 is 有上年书 %}有{% endif %}。", "没有名为“有上年书”的检验，是否应为“有上年数”？"),
    ("[一] {{ 支出|万圆 }}。", "没有名为“万圆”的过滤器，是否应为“万元”？"),
    ("[一] {{ 支出 }}。", "“支出”是数，不能直接写出，请写明格式，例如 {{ 支出|万元 }}"),
    ("[一] {{ 部门名称|万元 }}。", "“部门名称”是文字，“万元”需要一个数"),
    ("[一] {% for 项 in 支出 %}甲{% endfor %}。", "支出是数，不能逐项列出"),
    ("[一] {% for 项 in 名词解释 %}{{ 项.名次 }}{% endfor %}。", "“项”里没有“名次”，是否应为“名词”？"),
    ("[一] {% for 项 in 公开项目 %}{{ 项.项目名 }}{% endfor %}。", "“项”里没有“项目名”，是否应为“项目名称”？"),
    ("[一] {% if 1 %}甲{% endif %}。", "这个条件总是一样，有一个分支永远不会出现"),
    ("[一] {% include 'narratives/明词.j2' %}", "找不到文字文件“narratives/明词.j2”，是否应为“narratives/"),
    ("[一] 支出{{ 支出|万元 }}，，收入。", "“，，”这里标点多余"),
    ("[一] 支出（{{ 支出|万元 }}。", "“（”没有对应的“）”"),
    ("[一] 支出{{ 支出|万元 }}），收入。", "“）”前面没有“（”"),
    ("[一] 支出125.00万元。", "文字里直接写了“125.00万元”，明年不会跟着变"),
    ("[一] 2024年的支出。", "文字里直接写了“2024年”，明年不会跟着变"),
    ("[一|正纹] 支出。", "look.docx 里没有样式“正纹”"),
    ("[一] {% if 支出 %}甲。", "模板写法有误：到文件末尾还有没有结束的标签"),
    ("[一] {{ 支出 收入 }}", "模板写法有误：这里应为“"),
    ("[一] {{ 支出，收入 }}", "模板写法有误：“，”不能写在"),
]


@pytest.mark.parametrize(("wording", "message"), FAULTS)
def test_a_fault_of_wording_is_told_with_its_line(tmp_path: Path, wording: str, message: str) -> None:
    lines = checked(tmp_path, {"narratives/说明.j2": f"[头] 好。\n{wording}"})
    assert any(line.startswith(f"narratives/说明.j2 第2行：{message}") for line in lines) or (
        "|" in wording.split("]", maxsplit=1)[0] and any(message in line for line in lines)
    ), lines


def test_all_errors_are_told_in_one_run(tmp_path: Path) -> None:
    files = {
        "narratives/说明.j2": "[一] {{ 支初|万元 }}{% if 收入 %}{{ 收如|万元 }}{% endif %}。\n[二] {{ 支出|万圆 }}，{{ 部门名 }}。",
        "narratives/名词.j2": "{% for 项 in 名词解释 %}{{ 项.解是 }}{% endfor %}",
        "tables/x.yaml": '- 名称: 支出表\n  标题: "{{ 主题 }}支出表"\n- 名称: 收入表\n  格式: {单位: 万圆}',
        "measures.yaml": "量:\n  甲: {表: 支出表, 行: 合计, 列: 金客}\n  乙: {表: 支出表, 行: 合计, 列: 金额, 单为: 个}",
        "speech.yaml": "措辞:\n  比上年:\n    增加: 比上年减少{额}\n    减少: 比上年{恶}",
    }
    lines = checked(tmp_path, files)
    for expected in (
        "narratives/说明.j2 第1行：没有“支初”",
        "narratives/说明.j2 第1行：没有“收如”",
        "narratives/说明.j2 第2行：没有名为“万圆”的过滤器",
        "narratives/说明.j2 第2行：没有“部门名”这个名称，是否应为“部门名称”",
        "narratives/名词.j2 第1行：“项”里没有“解是”",
        "tables/x.yaml 第4行：不认识“万圆”，是否应为“万元”",
        "measures.yaml 第2行：不认识“金客”",
        "measures.yaml 第3行：不认识的名称“单为”",
        "speech.yaml 第3行：表述“比上年减少{额}”",
        "speech.yaml 第4行：表述“比上年{恶}”：不认识的“{恶}”",
    ):
        assert any(line.startswith(expected) for line in lines), (expected, lines)
    assert not any("“收入表”" in line for line in lines), "a complaint that only follows from another one"


def test_files_that_cannot_be_read_are_all_told(tmp_path: Path) -> None:
    files = {
        "lists.yaml": "类: [a",
        "tables/x.yaml": "名称: 支出表\n标题:甲\n行: b",
        "narratives/说明.j2": "[一] 好。\n{% if %}",
        "look.docx": "x",
    }
    lines = checked(tmp_path, files)
    for expected in ("lists.yaml 第", "tables/x.yaml 第", "narratives/说明.j2 第2行：模板写法有误"):
        assert any(line.startswith(expected) for line in lines), (expected, lines)


def test_a_look_that_cannot_be_read_hides_nothing_else(tmp_path: Path) -> None:
    lines = checked(tmp_path, {"look.docx": "x", "narratives/说明.j2": "{{ 支初|万元 }}"})
    assert [line.split("：")[0] for line in lines] == ["look.docx", "narratives/说明.j2 第1行"]


def test_a_template_without_end_is_tried_once(tmp_path: Path) -> None:
    busy = "{% for a in [1,2,3,4,5,6,7,8,9,10] %}" * 6 + "甲{{ 支出|万元 }}" + "{% endfor %}" * 6
    begun = time.thread_time()
    assert any("次数太多" in line or "太长" in line for line in checked(tmp_path, {"narratives/说明.j2": busy}))
    assert time.thread_time() - begun < 6


def test_an_error_that_only_shows_with_certain_figures_says_which(tmp_path: Path) -> None:
    files = {"narratives/说明.j2": "[一] 支出{% if 支出 is 有上年数 %}{{ 支出|比上年 }}，{% endif %}。"}
    lines = checked(tmp_path, files)
    assert len(lines) == 1
    assert "“，。”这里标点多余（“各种资金都有，比上年增加”、" in lines[0]
    assert "没有任何数据" not in lines[0]
    wrong = {"narratives/说明.j2": "[头] 好。\n[一] {% for 项 in 单位 %}{{ 项['单位' ~ 部门名称] }}{% endfor %}。"}
    (line,) = checked(tmp_path / "b", wrong)
    assert line.startswith(
        "narratives/说明.j2 第2行：“单位”里没有“单位示例局”，是否应为“单位性质”？（“只有一般公共预算的基本支出”、"
    )


def test_what_is_never_used_is_told(tmp_path: Path) -> None:
    files = {
        "narratives/闲置.j2": "[一] 好。",
        "narratives/另存.docx": "x",
        "tables/x.yaml": "- 名称: 闲表\n  标题: 闲\n  列: [{名: 金额}]\n  行: [{名: 合计}]",
        "speach.yaml": "金额: {}",
    }
    lines = checked(tmp_path, files)
    assert [line.split("：")[1] for line in lines] == [
        "文字文件“闲置”没有用到",
        "这个文件不会被读取",
        "这个文件不会被读取，是否应为“speech.yaml”？",
        "表“闲表”没有用到",
    ] or {"文字文件“闲置”没有用到", "表“闲表”没有用到"} <= {line.split("：")[1] for line in lines}
    notes = check_template(
        str(made(tmp_path / "b", {"narratives/说明.j2": "[一] 好。\n{% if 部门名称 == '乙局' %}乙局的话{% endif %}"}))
    )
    assert any(f.place.line == 2 and "没有出现" in f.message for f in notes)


def test_a_case_without_wording_is_told(tmp_path: Path) -> None:
    lines = checked(tmp_path, {"speech.yaml": "措辞:\n  新措辞: {增加: '增加{额}，增长{率}'}"})
    (line,) = lines
    assert line.startswith("speech.yaml 第2行：“新措辞”没有这些情形的表述：减少、微减、持平、此增彼减、新增、")


def test_findings_have_the_text_around_them(tmp_path: Path) -> None:
    found = check_template(str(made(tmp_path, {"narratives/说明.j2": "[头] 好。\n[一] 共{{ 支初|万元 }}。"})))
    assert any(isinstance(f, Finding) and f.found == "[一] 共{{ 支初|万元 }}。" for f in found)


def test_the_command_tells_by_its_exit_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = made(tmp_path / "good", {})
    bad = made(tmp_path / "bad", {"narratives/说明.j2": "{{ 支初|万元 }}"})
    assert main(["template", "check", str(good)]) == 0
    assert main(["template", "check", str(bad)]) == 1
    assert main(["template", "check", str(tmp_path / "没有")]) == 2
    capsys.readouterr()
    main(["template", "check", str(bad), "--format", "json"])
    data = json.loads(capsys.readouterr().out)
    assert data[0]["file"] == "narratives/说明.j2"
    assert data[0]["line"] == 1
    assert data[0]["severity"] == "error"
    assert data[0]["text"] == "{{ 支初|万元 }}"


@pytest.mark.parametrize("parent", template_names())
def test_a_new_template_is_the_same_as_the_one_it_extends(tmp_path: Path, parent: str) -> None:
    folder = tmp_path / "新模板"
    assert new_template(folder, parent) == ("template.yaml",)
    assert [f.name for f in folder.iterdir()] == ["template.yaml"]
    assert [f for f in check_template(str(folder)) if f.severity is not Severity.NOTE] == []
    assert load_template(str(folder)).views.keys() == load_template(parent).views.keys()


def test_a_new_template_may_extend_the_one_beside_it_and_take_its_files_over(tmp_path: Path) -> None:
    small.parent(tmp_path)
    folder = tmp_path / "新"
    new_template(folder, "base")
    copied = copy_inherited(folder, "narratives/说明.j2")
    assert copied.read_text() == (tmp_path / "base/narratives/说明.j2").read_text()
    for again, message in (
        ("narratives/说明.j2", "没有覆盖"),
        ("narratives/说名.j2", "是否应为“narratives/说明.j2”"),
        ("../x", "上级模板里没有"),
    ):
        with pytest.raises(DeclarationError, match=message):
            copy_inherited(folder, again)


@pytest.mark.parametrize(("name", "parent"), [("新", "没有的"), ("新", "../base"), ("base", "base"), ("新 的", "base")])
def test_a_new_template_is_refused(tmp_path: Path, name: str, parent: str) -> None:
    small.parent(tmp_path)
    with pytest.raises(DeclarationError):
        new_template(tmp_path / name, parent)
    assert name == "base" or not (tmp_path / name).exists()


def test_the_page_of_the_vocabulary_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == vocabulary_page(""), "请运行 yugong template vocabulary > docs/词汇.md"


@pytest.mark.parametrize("name", template_names())
def test_every_name_filter_and_test_is_in_the_vocabulary(name: str) -> None:
    template = load_template(name)
    page = vocabulary_page(name)
    for key in empty_vocabulary(template):
        assert key in FACTS or f"`{key}`" in page
    for key in template.wording.filters:
        assert key in FILTERS or key in (LOOP, JOIN) or f"`{key}`" in page
    assert template.wording.tests.keys() - {"=="} == TESTS.keys()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共892.96万元，增长14.58%。", ["892.96万元", "14.58%"]),
        ("《2015年办法》（财库〔2018〕34号）", []),
        ("单价50万元以上、价值100万元（含）以上", []),
        ("2024年度预算", ["2024年度"]),
        ("一、二、三", []),
    ],
)
def test_figures_typed_into_wording(text: str, found: list[str]) -> None:
    assert list(typed_figures(text)) == found


@pytest.mark.parametrize(
    "text", ["正常的一句话。", "其中：（一）甲；（二）乙。", "（1）甲《乙》“丙”。", "1）甲。", "为何？！", "如下：", "甲；"]
)
def test_good_punctuation(text: str) -> None:
    assert list(punctuation_faults(text)) == []


@pytest.mark.parametrize(
    "text", ["甲，，乙。", "甲。。", "甲，。", "甲；。", "（甲。", "甲）乙。", "“甲。", "甲，", "（，甲）", "《甲（》）"]
)
def test_bad_punctuation(text: str) -> None:
    assert list(punctuation_faults(text))


def test_the_made_up_budgets_differ_in_what_they_are_called_by() -> None:
    budgets = trial_budgets({"甲": "甲"}, ("部门职责",))
    assert budgets["没有任何数据"].expenditure == ()
    assert len({r.fund for r in budgets["各种资金、各类支出都有，没有上年数"].expenditure}) == 5
    assert budgets["各种资金、各类支出都有，没有上年数"].last_year is None
    last = budgets["各种资金都有，比上年增加"].last_year
    assert last is not None
    assert last.basics.year == 2024
    assert budgets["上年只有总数"].last_year_totals
