"""The rules by which findings are reported, as the table that officers read (docs/核对规则.md)."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from figures import acknowledging, notes
from figures.checks import (
    balance,
    basics,
    classification,
    holdings,
    lines,
    named_figures,
    operating,
    performance,
    projects,
    reported,
    three_public,
    units,
)
from figures.checks.rule import Rule
from figures.findings import Severity

SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.NOTE: "提示"}

SUBJECTS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("读入工作簿", reported.READING),
    ("基本信息", basics.RULES),
    ("单位", units.RULES),
    ("逐笔填写", lines.RULES),
    ("收支平衡", balance.RULES),
    ("科目", classification.RULES),
    ("“三公”经费", three_public.RULES),
    ("机关运行经费", operating.RULES),
    ("项目", projects.RULES),
    ("绩效目标", performance.RULES),
    ("国有资产和政府采购", holdings.RULES),
    ("批复数、上年总数、变动原因", named_figures.RULES),
    ("四舍五入", notes.RULES),
    ("生成文档", reported.MAKING),
    ("改后重建（build --onto）", reported.REBUILDING),
    ("核对说明", acknowledging.RULES),
)
"""The rules by subject, in the order of the table."""

_HEAD = """# 核对规则

`yugong check` 和 `yugong build` 按下列规则核对。编号固定不变：可以按编号查找，也可以在工作表“核对说明”中写明编号和理由，问题即列为“已核实”，不再作为错误或警告。

“核对说明”的“位置”可写单元格（`支出明细!K7`）、一行（`支出明细!7`）、一张工作表（`支出明细`），不写则对该编号的全部问题有效；
改后重建的问题写列出时所用的位置：`表/收支总表!一般公共服务支出/合计` 一格，`文字/收支变动/总体!900万元` 一段中的一个数，`表/收支总表` 整张表。
缺变动原因、缺文字不能这样核销。

错误不解决不能定稿（`--final`）；警告应当查看；提示供参考。
"""


def catalogue() -> str:
    """The table of all rules in Markdown, by subject."""
    return _HEAD + "".join(f"\n## {subject}\n\n{''.join(_table(rules))}" for subject, rules in SUBJECTS)


def _table(rules: Iterable[Rule]) -> Iterator[str]:
    yield "| 编号 | 级别 | 核对什么 | 不符时怎么办 |\n|---|---|---|---|\n"
    for rule in rules:
        yield f"| {rule.code} | {SEVERITIES[rule.severity]} | {rule.constraint} | {rule.remedy} |\n"


if __name__ == "__main__":
    sys.stdout.write(catalogue())
