"""A district department's budget of 2026: the finance bureau's blank form over the facts of one that was published with mistakes."""

from __future__ import annotations

from dataclasses import asdict, replace
from decimal import Decimal
from functools import lru_cache

import pytest
from built import described, said, sentences, table_rows
from district_facts import FACTS, NAME, TOTAL
from drawing import expected

from assembler.describing import Description
from assembler.template import load_template
from figures.budget import Budget

TEMPLATE = "shanghai/district-department-budget"


@lru_cache
def document() -> Description:
    return described(TEMPLATE, FACTS)


def test_the_form_extends_that_of_units() -> None:
    district, unit = load_template(TEMPLATE), load_template("shanghai/unit-budget")
    assert asdict(district.look) == asdict(unit.look)
    assert district.views.keys() == unit.views.keys()
    assert [t.term for t in district.glossary] == [t.term for t in unit.glossary]
    assert "区级" in district.glossary[0].text
    assert "市级" in unit.glossary[0].text
    assert len(district.sections[-1].blocks) == len(unit.sections[-1].blocks) + 2


def test_contents_of_the_blank_form() -> None:
    entries = [entry.text for _, entry in document().document.entries()]
    assert entries[0] == "一、部门主要职能"
    assert entries[4:6] == ["五、部门预算表", "1. 2026年部门财务收支预算总表"]
    assert entries[-2:] == ["六、其他相关情况说明", "七、项目经费情况说明"]


def test_tables_as_published() -> None:
    assert table_rows(document(), "财务收支预算总表") == expected("""
        一、财政拨款收入     | 96,282,213.44 | 一、公共安全支出      | 87,267,272.44
        ·1. 一般公共预算     | 96,282,213.44 | 二、社会保障和就业支出 | 3,343,704.00
        ·2. 政府性基金预算   |               | 三、卫生健康支出      | 1,149,678.00
        ·3. 国有资本经营预算 |               | 四、住房保障支出      | 4,521,559.00
        二、事业收入        | | |
        三、事业单位经营收入 | | |
        四、其他收入        | | |
        收入总计 | 96,282,213.44 | 支出总计 | 96,282,213.44
    """).split("\n")
    rows = table_rows(document(), "支出预算总表")
    for row in (
        "204|06||司法|87,267,272.44|16,726,725.44|70,540,547.00",
        "204|06|04|基层司法业务|21,703,947.00||21,703,947.00",
        "204|06|99|其他司法支出|38,454,900.00||38,454,900.00",
        "合计|96,282,213.44|25,741,666.44|70,540,547.00",
    ):
        assert row in rows
    rows = table_rows(document(), "基本支出经济分类表")
    for row in (
        "301||工资福利支出|23,084,662.00|23,084,662.00|",
        "302||商品和服务支出|2,141,724.44||2,141,724.44",
        "302|99|其他商品和服务支出|699,435.00||699,435.00",
        "合计|25,741,666.44|23,563,342.00|2,178,324.44",
    ):
        assert row in rows
    assert table_rows(document(), "政府性基金预算支出表") == ["无||||||", "||||||", "合计|||"]
    assert "注：本部门2026年无政府性基金预算财政拨款安排的预算，故本表为空表。" in sentences(document())


def test_sentences_of_the_blank_form() -> None:
    text = said(document())
    for sentence in (
        "本部门中，行政单位1家，参公单位1家，具体包括：",
        "2026年上海市普陀区司法局下属1家机关和1家参公事业单位财政拨款的机关运行经费预算为217.83万元。",
        "2026年本部门政府采购预算1,486.42万元，其中：政府采购货物预算3.66万元、政府采购工程预算36.44万元、政府采购服务预算1,446.32万元。",
        "2026年本部门面向中小企业预留政府采购项目预算金额1,486.42万元，其中，预留给小型和微型企业的政府采购项目预算为1,486.42万元。",
        "本部门2个预算单位开展了2026年项目预算绩效目标编报工作，编报绩效目标的项目20个，涉及项目预算资金7,054.05万元。",
        "政府性基金拨款支出预算0万元，与2025年预算持平",
        "人民调解项目经费情况说明",
    ):
        assert sentence in text


# (what was published, what is wrong with it, what the form makes of the same facts)
MISTAKES = (
    (
        "财政拨款收入9628.22万元，比2026年预算增加793.14万元",
        "比较的年度应为2025年",
        "财政拨款收入9,628万元，比2025年预算增加793万元",
    ),
    ("与2026年预算持平；国有资本", "比较的年度应为2025年", "与2025年预算持平；国有资本"),
    (
        "“三公”经费预算数为10.81万元，比2025年预算持平",
        "应为“与2025年预算持平”；各项先舍入再相加多0.01万元",
        "“三公”经费预算数为10.80万元，与2025年预算持平",
    ),
    (
        "（三）公务接待费0.83万元。与2025年预算持平",
        "句号应为逗号",
        "（三）公务接待费0.83万元，与2025年预算持平，主要原因是公务接待无变化。",
    ),
    ("医疗卫生与计划生育支出（210类）", "科目的旧名称，表中为“卫生健康支出”", "“卫生健康支出”科目115万元"),
    (
        "2026年预算安排201.50万元，比2025年预算执行数增加5.27%",
        "同一句前面为208.8万元，表中为2,087,959.00元",
        "“住房保障支出”科目452万元",
    ),
    ("2025年1月1日-2025年12月31日", "2026年预算的实施周期写成2025年", "2026年1月1日-2026年12月31日"),
)

ONLY_IN_THE_PUBLISHED_TEXT = (
    ("。。2025年", "句号写了两次"),
    (
        "2025年当年预算执行数为43269.3万元，2026年预算安排3845.49万元，比2025年预算执行数增加17.62%",
        "数字与百分比矛盾，应为3269.43万元上下",
    ),
    ("执行数为77.99万元，2026年预算安排91.97万元，比2025年预算执行数增加17.66%", "应为17.93%"),
    ("优秀调解案例”活动", "引号不成对"),
    ("（六）组织实施和指导监督本区社区矫正工作", "职能（六）至（十）印了两遍"),
    ("无\n\n                 合计\n注:本部门", "半角冒号与全角混用"),
    ("87267272.44    87267272.44", "表2、3、5、8没有千位分隔，表1、4有"),
)
"""Mistakes of sentences that the blank form does not have, or of typing."""

PUBLISHED = (
    "2026年，上海市普陀区司法局收入预算9628.22万元，其中：财政拨款收入9628.22万元，比2026年预算增加793.14万元",
    "政府性基金拨款支出预算0万元，与2026年预算持平；国有资本经营预算拨款支出预算0万元，与2026年预算持平。",
    "2026年“三公”经费预算数为10.81万元，比2025年预算持平。",
    "（三）公务接待费0.83万元。与2025年预算持平，主要原因是公务接待无变化。",
    "11、医疗卫生与计划生育支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）114.97万元。",
    "12、住房保障支出（221类）住房改革支出（02款）住房公积金（01项）208.8万元。主要用于：行政事业单位为职工缴纳的住房公积金。"
    "2025年当年预算执行数为198.34万元，2026年预算安排201.50万元，比2025年预算执行数增加5.27%。",
    "五、实施周期 2025年1月1日-2025年12月31日",
)
"""The published sentences that the form has too, as they were printed."""


@pytest.mark.parametrize(("mistake", "wrong", "ours"), MISTAKES)
def test_published_mistakes_do_not_happen(mistake: str, wrong: str, ours: str) -> None:
    assert any(mistake in sentence for sentence in PUBLISHED), wrong
    assert ours in said(document())
    assert mistake not in said(document())


@pytest.mark.parametrize(("mistake", "wrong"), ONLY_IN_THE_PUBLISHED_TEXT)
def test_mistakes_of_the_published_text_alone(mistake: str, wrong: str) -> None:
    assert mistake not in said(document()), wrong


def test_the_percentages_of_the_published_text() -> None:
    def rate(now: str, before: str) -> Decimal:
        return ((Decimal(now) - Decimal(before)) / Decimal(before) * 100).quantize(Decimal("0.01"))

    assert rate("91.97", "77.99") == Decimal("17.93")  # printed: 17.66
    assert rate("3845.49", "43269.3") == Decimal("-91.11")  # printed: 增加17.62
    assert rate("208.80", "198.34") == Decimal("5.27")  # printed beside 201.50


def test_the_parts_of_the_published_sum_were_rounded_one_by_one() -> None:
    # 0.8265 + 9.975 = 10.8015万元: printed 0.83 + 9.98 = 10.81, ours is half up of the whole.
    assert table_rows(document(), "三公经费和机关运行经费表") == ["10.80||0.83|9.97||9.97|217.83"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"procurement": ()}, f"{NAME}2026年未安排政府采购预算。"),
        ({"units": (replace(FACTS.units[0], kind="事业"), replace(FACTS.units[1], kind="事业"))}, "本部门无机关运行经费。"),
        ({"targets": ()}, "2026年度，本部门没有编报绩效目标的项目。"),
        ({"targets": ()}, "本部门没有公开绩效目标的项目。"),
        ({"units": FACTS.units[:1]}, f"{NAME}部门预算是{NAME}本部的综合收支计划。"),
        ({}, f"{NAME}部门预算是包括{NAME}本部以及下属1家预算单位的综合收支计划。"),
    ],
)
def test_what_is_said_when_there_is_nothing(change: dict[str, object], sentence: str) -> None:
    changed: Budget = replace(FACTS, **change)  # type: ignore[arg-type]
    assert sentence in said(described(TEMPLATE, changed))


def test_the_facts_add_up() -> None:
    assert Decimal("96282213.44") == TOTAL
