"""The page of everything that wording may use: names, filters and tests, each with meaning, unit and example, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from assembler.template import Template, load_template
from assembler.template_checking.shapes import target_shape
from figures.attributes import kind_of
from figures.columns import Type
from figures.records import KIND_BY_NAME
from narratives.declarations import FamilySpec, MeasureSpec
from narratives.exposing import identifier
from narratives.measures import MONEY
from narratives.wordings import Case, Pattern

Row = tuple[str, ...]

FACTS: Mapping[str, tuple[str, str]] = {
    "年度": ("预算年度", "{{ 年度 }}年"),
    "上年度": ("预算年度的前一年", "比{{ 上年度 }}年"),
    "部门名称": ("“基本信息”里的部门名称", "{{ 部门名称 }}"),
    "部门代码": ("“基本信息”里的部门代码", "{{ 部门代码 }}"),
    "简称": ("“基本信息”里的简称，没有填就是部门名称", "{{ 简称 }}"),
    "资产统计日期": ("“基本信息”里的资产统计截止日期，没有填就标出待填", "截至{{ 资产统计日期 }}"),
    "文字": ("“文字材料”里一个栏目的各段", '{% for 段 in 文字("部门职责") %}{{ 段 }}{% endfor %}'),
    "待填": ("标出还要填写的地方", '{{ 待填("机构设置") }}'),
    "名词解释": ("名词解释各条：序号、名词、解释", "{% for 项 in 名词解释 %}{{ 项.名词 }}：{{ 项.解释 }}{% endfor %}"),
    "单位": ("“单位”表各行", "{% for 项 in 单位 %}{{ 项.单位名称 }}{% if not loop.last %}、{% endif %}{% endfor %}"),
    "公开项目": ("公开绩效目标的各个项目", "{% for 项 in 公开项目 %}{{ 项.项目名称 }}{% endfor %}"),
}
"""The names that every template has: meaning and example."""

FILTERS: Mapping[str, tuple[str, str]] = {
    "数": ("一个数和它的单位（个、辆、人次…），不分组", "{{ 项.数量|数 }}"),
    "占比": ("构成中的一项占整体的百分比；各项凑成100%", "{% for 项 in 构成名 %}{{ 项.名称 }}占{{ 项|占比 }}{% endfor %}"),
    "原因": ("变动的原因，连同前面的“，主要原因是”", "{{ 量名|比上年|接逗号 }}{{ 量名|原因 }}"),
    "接逗号": ("不为空时在前面加“，”", "{{ 量名|比上年|接逗号 }}"),
    "去逗号": ("去掉开头的“，”", '{{ 量名|原因("的主要原因是")|去逗号 }}'),
}
"""The filters that every template has."""

TESTS: Mapping[str, tuple[str, str]] = {
    "有上年数": ("知道上年数，而且不为零", "{% if 量名 is 有上年数 %}…{% endif %}"),
    "有变动": ("知道上年数，而且印出来与本年不同", "{% if 量名 is 有变动 %}…{% endif %}"),
    "相等": ("两个量本年相等（上年数都知道的，上年也相等），可以合在一起说", "{% if 量名 is 相等(另一个量) %}…{% endif %}"),
    "有占比": ("构成中的一项，整体不是负数：说占比才有意义", "{% if 项 is 有占比 %}，占{{ 项|占比 }}{% endif %}"),
    "此增彼减": ("构成的整体没有变，各项有增有减", "{% if 构成名 is 此增彼减 %}…{% endif %}"),
    "defined": ("有这个名称", "{% if 名称 is defined %}…{% endif %}"),
    "in": ("在一列值之中", '{% if 部门代码 in ["101", "102"] %}…{% endif %}'),
    "none": ("没有值", "{% if 名称 is none %}…{% endif %}"),
    "equalto": ("等于；也写作 ==", '{% if 部门代码 == "101" %}…{% endif %}'),
}
"""The tests that every template has."""

TAGS: Mapping[str, tuple[str, str]] = {
    "{{ … }}": ("写出一个名称", "{{ 部门名称 }}"),
    "{% if %}": ("有数（不为零）才写；也可以写 not、and、or", "{% if 量名 %}…{% elif 另一个量 %}…{% else %}…{% endif %}"),
    "{% for %}": (
        "逐项写；loop.first、loop.last、loop.index 是第几项",
        "{% for 项 in 构成名 %}…{% else %}一项也没有时写的{% endfor %}",
    ),
    "{% block %}": ("给一句话起名，继承的模板可以只改这一句", "{% block 总体 %}…{% endblock %}"),
    "{% extends %}": ("在上级模板的文字上只改几句", '{% extends "上级名称/narratives/文件.j2" %}'),
    "{{ super() }}": ("在 block 里写出上级原来的这一句", "{% block 总体 %}{{ super() }}另外…{% endblock %}"),
    "{% set %}": ("给一个值起个短名", "{% set 数 = 量名 %}"),
    "{% macro %}": ("反复用的一段写法", "{% macro 句(项) %}…{% endmacro %}{{ 句(甲) }}"),
    "{% include %}": ("放进另一个文字文件", '{% include "narratives/文件.j2" %}'),
    "{# … #}": ("注释，不印", "{# 明年再改 #}"),
}


def vocabulary_page(template: str) -> str:
    """The page for the template called `template` (or in that folder), "" for what all templates have."""
    lines = [*_common()] if not template else [*_of_template(load_template(template), template)]
    return "\n".join(lines) + "\n"


def _common() -> Iterator[str]:
    yield "# 词汇"
    yield ""
    yield "文字里可以用的名称、过滤器和检验。这一页由 `yugong template vocabulary` 生成；一份模板自己的量、构成和说法，请运行"
    yield "`yugong template vocabulary --template 模板`。模板里不能计算，也不能用这里没有列出的写法。"
    yield from _table("写法", ("写法", "意思", "例子"), _rows(TAGS))
    yield from _table("名称", ("名称", "意思", "例子"), _rows(FACTS))
    yield from _table("过滤器", ("过滤器", "意思", "例子"), _rows(FILTERS))
    yield from _table("检验", ("检验", "意思", "例子"), _rows(TESTS))
    yield from _table("“单位”各行可取的项", ("项", "单位", "说明"), _fields("units"))
    yield from _table("“公开项目”各项可取的项", ("项", "单位", "说明"), [*_fields("targets"), *_totals()])
    yield ""
    yield "量和构成的各项都可以取 `名称`（`{{ 项.名称 }}`）。"


def _rows(entries: Mapping[str, tuple[str, str]]) -> Iterator[Row]:
    return ((f"`{name}`", meaning, f"`{example}`") for name, (meaning, example) in entries.items())


def _fields(kind: str) -> Iterator[Row]:
    for column in KIND_BY_NAME[kind].columns:
        unit = {Type.AMOUNT: "金额", Type.COUNT: "数"}.get(column.type, "文字")
        yield f"`{identifier(column.label.removesuffix('（元）'))}`", unit, column.help or column.label


def _totals() -> Iterator[Row]:
    yield "`实施期资金总额`", "金额", "实施期各项资金之和"
    yield "`年度资金总额`", "金额", "年度各项资金之和"


def _of_template(template: Template, name: str) -> Iterator[str]:
    yield f"# {template.name}的词汇"
    yield ""
    yield "各模板都有的名称、过滤器和检验见 docs/词汇.md。"
    speech = template.speech
    amount = next(iter(speech.amounts))
    yield from _table(
        "用语", ("名称", "写成", "例子"), ((f"`{n}`", w.text, f"`{{{{ {n} }}}}`") for n, w in template.words.items())
    )
    yield from _table("量", ("名称", "文字里叫", "单位", "出处", "例子"), _measures(template.measures.measures, amount))
    yield from _table("构成", ("名称", "整体", "各项", "例子"), _families(template.measures.families))
    forms = ((f"`{n}`", "金额格式", "", f"`{{{{ 量名|{n} }}}}`") for n in speech.amounts)
    changes = ((f"`{n}`", "变动", _cases(s.form.wordings), f"`{{{{ 量名|{n} }}}}`") for n, s in speech.forms.items())
    lists = ((f"`{n}`", "列举构成的各项", "", f"`{{{{ 构成名|{n} }}}}`") for n in speech.lists)
    parts = ((f"`{n}`", "说各项的变动", "", f"`{{{{ 构成名|{n} }}}}`") for n in speech.parts)
    yield from _table("过滤器", ("过滤器", "种类", "写成", "例子"), [*forms, *changes, *lists, *parts])
    if template.forms:
        attributes = target_shape(template).attributes or {}
        yield from _table("表单里“项目”可取的项", ("项",), ((f"`项目.{n}`",) for n in attributes))
    files = ((f"`{n}`", f"`{path}`") for n, path in template.wording_files.items())
    yield from _table("文字文件", ("名称", "文件"), files)


def _measures(measures: Mapping[str, MeasureSpec], amount: str) -> Iterator[Row]:
    for key, spec in measures.items():
        origin = f"表“{spec.table}”“{spec.row}”行“{spec.column}”列" if spec.table else f"“{kind_of(spec.source).sheet}”的合计"
        said = amount if spec.unit == MONEY else "数"
        yield f"`{key}`", spec.name, "金额" if spec.unit == MONEY else spec.unit, origin, f"`{{{{ {key}|{said} }}}}`"


def _families(families: Mapping[str, FamilySpec]) -> Iterator[Row]:
    for key, spec in families.items():
        parts = "、".join(spec.parts) if spec.parts else f"表“{spec.table}”按{spec.attribute}的各行"
        yield f"`{key}`", spec.whole, parts, f"`{{% for 项 in {key} %}}{{{{ 项.名称 }}}}占{{{{ 项|占比 }}}}{{% endfor %}}`"


def _cases(wordings: Mapping[Case, Pattern]) -> str:
    return "；".join(f"{case}：{pattern.text or '（不写）'}" for case, pattern in wordings.items())


def _table(title: str, head: Row, rows: Iterable[Row]) -> Iterator[str]:
    lines = [*rows]
    if not lines:
        return
    yield ""
    yield f"## {title}"
    yield ""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in lines:
        yield f"| {' | '.join(_cell(text) for text in row)} |"


def _cell(text: str) -> str:
    """A cell of a Markdown table: a bar would end it."""
    return text.replace("|", "\\|").replace("\n", " ")
