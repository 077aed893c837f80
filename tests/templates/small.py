"""A small template written into a folder, and templates that extend it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

LOOK = Path(__file__).parents[2] / "templates" / "shanghai" / "unit-budget" / "look.docx"

FILES = {
    "template.yaml": """
        标题: "{{ 部门名称 }}"
        用语: {主体: 单位, 级别: 市级}
    """,
    "lists.yaml": "类: ['201', '205']",
    "tables/1.yaml": """
        - 名称: 支出表
          标题: "{{ 主体 }}支出表"
          表头: [[科目, 金额]]
          列: [{名: 科目, 文字: 行名}, {名: 金额}]
          行: [{清单: {按: 功能类, 用: 类}}, {名: 合计}]
        - 名称: 收入表
          标题: 收入表
          来源: 收入
          列: [{名: 科目, 文字: 行名}, {名: 金额}]
          行: [{名: 合计}]
    """,
    "measures.yaml": """
        量:
          支出: {表: 支出表, 行: 合计, 列: 金额}
          收入: {表: 收入表, 行: 合计, 列: 金额}
    """,
    "speech.yaml": """
        金额:
          万元: {单位: 万元, 位数: 2}
        百分比: {位数: 2}
        措辞:
          比上年: {增加: "比上年增加{额}", 减少: "比上年减少{额}", 持平: 持平, 无上年: ""}
        原因: {引语: 主要原因是}
    """,
    "glossary.yaml": """
        - {名词: 甲, 解释: "指{{ 级别 }}财政的甲。"}
        - {名词: 乙, 解释: 指乙。}
    """,
    "document.yaml": """
        - 节: 封面
          页面: 封面
          内容:
            - {段: "{{ 部门名称 }}{{ 主体 }}预算", 样式: 封面标题, 标识: 封面}
        - 节: 正文
          页面: 正文
          内容:
            - {标题: 一、说明, 级: 2, 标识: 说明}
            - {文字: 说明}
            - {表: 支出表}
            - {表: 收入表}
            - {文字: 名词}
    """,
    "narratives/说明.j2": """
        [支出] {% block 支出 %}支出预算{{ 支出|万元 }}{% endblock %}。
        [收入] {% block 收入 %}收入预算{{ 收入|万元 }}{% endblock %}。
    """,
    "narratives/名词.j2": "{% for 项 in 名词解释 %}[{{ 项.名词 }}] {{ 项.名词 }}：{{ 项.解释 }}\n{% endfor %}",
}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """The files of a template, without the indent that they have in tests."""
    for path, text in files.items():
        lines = text.strip("\n").split("\n")
        indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("\n".join(line[indent:] for line in lines) + "\n", encoding="utf-8")
    return folder


def parent(folder: Path, name: str = "base") -> Path:
    """The whole small template."""
    made = write(folder / name, FILES)
    shutil.copy(LOOK, made / "look.docx")
    return made


def child(folder: Path, files: Mapping[str, str], name: str = "child", extends: str = "base") -> Path:
    """A template that extends the small one with `files`."""
    return write(folder / name, {"template.yaml": f"继承: {extends}", **files})
