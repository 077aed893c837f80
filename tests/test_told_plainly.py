"""What the officer is told: in any order of the command line, once, with the place and the way out."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from cli_samples import SAMPLE, TEMPLATE, drop_sheet, edited, refusal, refusal_lines

import yugong
from figures.exchange import to_json
from figures.records import PerformanceTarget
from yugong.cli import main

Captured = pytest.CaptureFixture[str]
DISTRICT = "shanghai/district-department-budget"


@pytest.mark.parametrize(
    "rest",
    [["三公经费", "--template", str(TEMPLATE)], ["--template", str(TEMPLATE), "三公经费"], ["--format", "text", "三公经费"]],
)
def test_the_section_may_stand_behind_options(rest: list[str], capsys: Captured) -> None:
    assert main(["explain", str(SAMPLE), *rest]) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("【")] == [
        "【七、“三公”经费增减变动原因说明】"
    ]


def test_figures_may_stand_behind_options(tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "公开.docx"
    assert main(["build", "-o", str(target), "--template", str(TEMPLATE), str(SAMPLE)]) == 0
    assert target.exists()
    capsys.readouterr()


def test_too_many_arguments_are_told_in_chinese(capsys: Captured) -> None:
    with pytest.raises(SystemExit):
        main(["explain", "甲", "--format", "text", "乙", "丙"])
    told = capsys.readouterr().err
    assert told.startswith("用法：yugong")
    assert told.endswith("命令写法有误：不认识 丙\n")


def test_what_is_lacking_in_several_places_is_told_once() -> None:
    budget = yugong.read(SAMPLE)
    targets = tuple(PerformanceTarget(name, overview="略") for name in ("甲项目", "乙项目"))
    findings = yugong.build(replace(budget, targets=targets, indicators=()), DISTRICT, pages=False).findings
    lacking = [f for f in findings if f.code == "缺文字"]
    assert max(Counter(f.found for f in lacking).values()) == 1
    (basis,) = (f for f in lacking if f.found == "【请填写立项依据】")
    assert "2处：" in basis.message
    assert "甲项目" in basis.message
    assert "乙项目" in basis.message


def test_every_explained_section_has_a_heading() -> None:
    budget = yugong.read(SAMPLE)
    for template in (DISTRICT, "shanghai/unit-budget", "shanxi/department-budget"):
        document = yugong.build(budget, template, pages=False)
        assert all(section.heading for section in document.explain())
    document = yugong.build(budget, DISTRICT, pages=False)
    assert [s.heading for s in document.explain("机关运行")] == ["二、机关运行经费预算"]
    assert len(document.explain("其他相关情况说明")) == 5


def test_a_workbook_without_basic_facts_is_told_what_is_missing(tmp_path: Path, capsys: Captured) -> None:
    book = edited(tmp_path / "数据.xlsx", drop_sheet("基本信息"))
    told = refusal(["build", str(book), "-o", str(tmp_path / "公开.docx")], capsys)
    assert "基本信息：工作簿中没有这张工作表" in told
    assert "yugong new" in told


def faulty_template(folder: Path, faulty: int) -> Path:
    """A template with so many errors, each in a wording file of its own."""
    assert main(["template", "new", str(folder), "--from", "shanxi/department-budget"]) == 0
    (folder / "narratives").mkdir(exist_ok=True)
    for name in ("其他", "绩效", "收入")[:faulty]:
        (folder / "narratives" / f"{name}.j2").write_text("[总体] {{ 收入总记|万元 }}\n", "utf-8")
    return folder


@pytest.mark.parametrize("faulty", [1, 3])
def test_all_errors_of_a_template_are_told_at_once(faulty: int, tmp_path: Path, capsys: Captured) -> None:
    folder = faulty_template(tmp_path / "模板", faulty)
    capsys.readouterr()
    told = refusal_lines(["build", str(SAMPLE), "--template", str(folder), "-o", str(tmp_path / "公开.docx")], capsys)
    assert f"yugong template check {folder}" in told[0]
    assert sum("是否应为“收入总计”" in line for line in told) == faulty
    assert told[1:2] == ([] if faulty == 1 else ["同一模板还有2处错误："])


def test_errors_of_the_template_that_a_workbook_names_are_told_too(tmp_path: Path, capsys: Captured) -> None:
    folder = faulty_template(tmp_path / "模板", 3)
    data = json.loads(to_json(yugong.read(SAMPLE)))
    data["基本信息"]["模板"] = str(folder)
    figures = tmp_path / "数据.json"
    figures.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    capsys.readouterr()
    told = refusal_lines(["check", str(figures)], capsys)
    assert sum("是否应为“收入总计”" in line for line in told) == 3


def test_texts_that_are_not_printed_are_told_why() -> None:
    budget = yugong.read(SAMPLE)
    odd = replace(
        budget,
        reasons=tuple(replace(r, item="基本支出") if n == 0 else r for n, r in enumerate(budget.reasons)),
        texts=tuple(replace(t, item="人员情况") if n == 0 else t for n, t in enumerate(budget.texts)),
    )
    told = [f.message for f in yugong.build(odd, pages=False).findings if f.code == "文字未用到"]
    assert told == [
        "“基本支出”的变动原因没有写进文档：这个数与上年持平、没有上年数，或者模板不写它的原因",
        "“人员情况”的这段文字没有写进文档：模板中没有这一栏，或者这一栏由数据写出",
    ]


def test_only_reasons_that_the_document_says_are_accepted(tmp_path: Path, capsys: Captured) -> None:
    now, last = (SAMPLE.with_name(f"quwenlvju-{year}.xlsx") for year in (2025, 2024))
    copy = tmp_path / "副本.xlsx"
    assert main(["reasons", str(now), "--last-year", str(last), "--accept", "-o", str(copy)]) == 0
    assert "文档不写“" in capsys.readouterr().out
    budget = yugong.read(copy, last)
    added = {r.item for r in budget.reasons} - {r.item for r in yugong.read(now).reasons}
    unused = {f.found for f in yugong.build(budget, pages=False).findings if f.code == "文字未用到"}
    assert added
    assert not added & unused
