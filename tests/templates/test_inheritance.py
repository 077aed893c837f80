"""Templates that extend another one: what is said nearer goes before what is said farther, and errors name their place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import small

from assembler.describing import describe
from assembler.description import Paragraph, Table
from assembler.template import load_template
from figures.budget import Budget
from figures.declared import DeclarationError
from figures.records import Basics, ExpenditureLine

BUDGET = Budget(
    basics=Basics(department="甲局", year=2024),
    expenditure=(
        ExpenditureLine(function="2010101", category="基本支出", fund="一般公共预算", amount=Decimal(1_000_000)),
        ExpenditureLine(function="2050201", category="项目支出", fund="一般公共预算", amount=Decimal(250_000)),
    ),
)


def printed(folder: Path) -> list[str]:
    """Paragraphs and rows of the document that the template in `folder` makes."""
    lines: list[str] = []
    for block in describe(load_template(str(folder)), BUDGET).document.blocks():
        if isinstance(block, Paragraph) and block.text:
            lines.append(block.text)
        elif isinstance(block, Table):
            lines += ["|".join(cell.text for cell in row.cells) for row in block.rows]
    return lines


WHOLE = [
    *("甲局单位预算", "一、说明", "支出预算125.00万元。", "收入预算125.00万元。"),
    *("单位支出表", "科目|金额", "201|100.00", "205|25.00", "合计|125.00"),
    *("收入表", "合计|125.00", "甲：指市级财政的甲。", "乙：指乙。"),
]


def test_a_template_that_only_extends_is_the_same(tmp_path: Path) -> None:
    assert printed(small.parent(tmp_path)) == WHOLE
    assert printed(small.child(tmp_path, {})) == WHOLE


@pytest.mark.parametrize(
    ("files", "changed"),
    [
        (
            {"template.yaml": "继承: base\n用语: {级别: 区级}"},
            {"甲：指市级财政的甲。": "甲：指区级财政的甲。"},
        ),
        (
            {"lists.yaml": "类: [{值: '201', 名: 公共服务}, {值: '205', 名: 教育}]"},
            {"201|100.00": "公共服务|100.00", "205|25.00": "教育|25.00"},
        ),
        ({"tables/x.yaml": "名称: 支出表\n标题: 新支出表"}, {"单位支出表": "新支出表"}),
        (
            {"tables/x.yaml": "名称: 支出表\n格式: {单位: 元, 位数: 0}"},
            {"201|100.00": "201|1000000", "205|25.00": "205|250000", "合计|125.00": "合计|1250000"},
        ),
        (
            {"speech.yaml": "金额:\n  万元: {单位: 元, 位数: 0}"},
            {"支出预算125.00万元。": "支出预算1250000元。", "收入预算125.00万元。": "收入预算1250000元。"},
        ),
        ({"measures.yaml": "量:\n  支出: {表: 支出表, 行: '205', 列: 金额}"}, {"支出预算125.00万元。": "支出预算25.00万元。"}),
        ({"glossary.yaml": "- {名词: 乙, 解释: 指新的乙。}"}, {"乙：指乙。": "乙：指新的乙。"}),
        ({"glossary.yaml": "- {名词: 乙, 去掉: 是}"}, {"乙：指乙。": ""}),
        ({"narratives/说明.j2": "[全] 全新的说明。"}, {"支出预算125.00万元。": "全新的说明。", "收入预算125.00万元。": ""}),
        (
            {"narratives/说明.j2": '{% extends "base/narratives/说明.j2" %}{% block 支出 %}共支出{{ 支出|万元 }}{% endblock %}'},
            {"支出预算125.00万元。": "共支出125.00万元。"},
        ),
        ({"document.yaml": "改:\n  - {去掉: 说明}"}, {"一、说明": ""}),
        ({"document.yaml": "改:\n  - {去掉: 节/封面}"}, {"甲局单位预算": ""}),
        (
            {"document.yaml": "改:\n  - {替换: 文字/说明, 为: [{段: 略, 标识: 略}]}"},
            {"支出预算125.00万元。": "略", "收入预算125.00万元。": ""},
        ),
    ],
)
def test_what_a_child_says_replaces_only_that(tmp_path: Path, files: dict[str, str], changed: dict[str, str]) -> None:
    small.parent(tmp_path)
    expected = [changed.get(line, line) for line in WHOLE]
    if "格式" in files.get("tables/x.yaml", ""):
        expected[10] = WHOLE[10]  # 收入表 keeps its own unit
    assert printed(small.child(tmp_path, files)) == [line for line in expected if line]


def test_blocks_put_in_before_and_after(tmp_path: Path) -> None:
    small.parent(tmp_path)
    changes = """
        改:
          - {之前: 表/收入表, 插入: [{段: 收入见下表, 标识: 提示}]}
          - {之后: 文字/名词, 插入: [{段: 完, 标识: 完}]}
          - {去掉: 表/支出表}
    """
    lines = printed(small.child(tmp_path, {"document.yaml": changes}))
    assert lines == [*WHOLE[:4], "收入见下表", *WHOLE[9:], "完"]


def test_a_grid_of_its_own_replaces_the_whole_grid(tmp_path: Path) -> None:
    small.parent(tmp_path)
    table = "名称: 支出表\n列: [{名: 科目, 文字: 行名}, {名: 金额}, {名: 项目, 筛选: {支出类别: 项目支出}}]\n行: [{名: 合计}]"
    lines = printed(small.child(tmp_path, {"tables/x.yaml": table}))
    assert lines[4:6] == ["单位支出表", "合计|125.00|25.00"]


def test_a_table_taken_away(tmp_path: Path) -> None:
    small.parent(tmp_path)
    files = {
        "tables/x.yaml": "{名称: 收入表, 去掉: 是}",
        "measures.yaml": "量:\n  收入: {来源: 收入}",
        "document.yaml": "改:\n  - {去掉: 表/收入表}",
    }
    assert printed(small.child(tmp_path, files)) == [*WHOLE[:9], *WHOLE[11:]]


def test_a_grandchild_says_what_differs_from_the_child(tmp_path: Path) -> None:
    small.parent(tmp_path)
    small.child(tmp_path, {"template.yaml": "继承: base\n用语: {主体: 部门, 级别: 省级}"})
    small.child(tmp_path, {"template.yaml": "继承: child\n用语: {级别: 区级}"}, "grandchild")
    lines = printed(tmp_path / "grandchild")
    assert lines[0] == "甲局部门预算"
    assert lines[4] == "部门支出表"
    assert lines[11] == "甲：指区级财政的甲。"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"template.yaml": "名称: 子\n继承: child"}, "template.yaml 第2行：模板不能绕圈继承"),
        ({"template.yaml": "继承: ../base"}, "template.yaml 第1行：“继承”应写模板的名称，不能写路径"),
        ({"template.yaml": "继承: bose"}, "template.yaml 第1行：没有名为“bose”的模板"),
        ({"tables/x.yaml": "{名称: 支初表, 去掉: 是}"}, "tables/x.yaml 第1行：上级模板里没有“支初表”，是否应为“支出表”"),
        (
            {"document.yaml": "改:\n  - {去掉: 文字/说名}"},
            "document.yaml 第2行：上级模板的文档里没有“文字/说名”，是否应为“文字/说明”",
        ),
        ({"document.yaml": "改:\n  - {去掉: 说明, 替换: 说明}"}, "document.yaml 第2行：每一处改动应恰好写明一种"),
        ({"document.yaml": "改:\n  - {去掉: 说明, 为: []}"}, "不认识的名称“为”"),
        ({"tables/x.yaml": "名称: 收入表\n列: [{名: 金额}]"}, "缺少“行”"),
        ({"lists.yaml": "类: ['201']\n类: ['202']"}, "lists.yaml 第2行：“类”写了两次"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, files: dict[str, str], message: str) -> None:
    small.parent(tmp_path)
    with pytest.raises(DeclarationError) as caught:
        load_template(str(small.child(tmp_path, files)))
    assert message in str(caught.value)


def test_the_place_of_what_is_inherited_names_the_template_it_comes_from(tmp_path: Path) -> None:
    small.write(small.parent(tmp_path), {"tables/1.yaml": "名称: 支出表\n列: [{名: 金额}]\n行: [{分组: [功能累]}]"})
    with pytest.raises(DeclarationError, match=r"base/tables/1\.yaml 第3行"):
        load_template(str(small.child(tmp_path, {})))
    small.parent(tmp_path)
    small.write(tmp_path / "base", {"narratives/说明.j2": "[一] 好。\n[二] {% if 支除 %}有{% endif %}"})
    with pytest.raises(DeclarationError, match=r"base/narratives/说明\.j2 第2行.*是否应为“支出”"):
        printed(small.child(tmp_path, {}))


def test_cycles_and_long_chains_are_refused(tmp_path: Path) -> None:
    small.child(tmp_path, {}, "a", "b")
    small.child(tmp_path, {}, "b", "a")
    with pytest.raises(DeclarationError, match="绕圈继承") as caught:
        load_template(str(tmp_path / "b"))
    assert caught.value.place.line == 1
    small.parent(tmp_path, "t0")
    for number in range(1, 7):
        small.child(tmp_path, {}, f"t{number}", f"t{number - 1}")
    assert printed(tmp_path / "t4") == WHOLE
    with pytest.raises(DeclarationError, match=r"t2/template\.yaml 第1行：继承的层数太多"):
        load_template(str(tmp_path / "t6"))


def test_own_words_and_conditions_of_notes(tmp_path: Path) -> None:
    small.parent(tmp_path)
    notes = """
        名称: 收入表
        注:
          - {文字: "注：本{{ 主体 }}无收入", 条件: 空表}
          - {文字: "注：收入合计{{ 收入|万元 }}", 条件: 有数}
          - {文字: "{% if 支出 is 有上年数 %}注：有上年数{% endif %}"}
          - 注：单位为万元
    """
    lines = printed(small.child(tmp_path, {"tables/x.yaml": notes}))
    assert lines[11:13] == ["注：收入合计125.00万元", "注：单位为万元"]
