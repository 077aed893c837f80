"""What a template may declare of its speech, said through its filters: formats, named bases, lists, parts, openers of reasons."""

from dataclasses import replace
from decimal import Decimal

import pytest

from figures.budget import Budget
from figures.datasets import Figures
from figures.declared import DeclarationError, read_declaration
from figures.records import Basics, LastYearTotal, Reason, ThreePublicItem
from figures.tableset import TableSet
from narratives import speaking
from narratives.declarations import read_measures, read_speech
from narratives.explanation import explain
from narratives.rendering import Wording, render
from narratives.vocabulary import Vocabulary

MEASURES = """
量:
  三公经费: {来源: 三公经费, 名: “三公”经费}
  出国费: {来源: 三公经费, 筛选: {项目: 因公出国（境）费}, 名: 因公出国（境）费}
  接待费: {来源: 三公经费, 筛选: {项目: 公务接待费}, 名: 公务接待费}
  购置费: {来源: 三公经费, 筛选: {项目: 公务用车购置费}, 名: 公务用车购置费}
  接待批次: {来源: 三公经费, 筛选: {项目: 公务接待费}, 字段: 团组数或批次, 单位: 批次}
  接待人次: {来源: 三公经费, 筛选: {项目: 公务接待费}, 字段: 人次, 单位: 人次}
构成:
  三公构成: {整体: 三公经费, 部分: [出国费, 接待费, 购置费]}
  不凑整: {整体: 三公经费, 部分: [出国费, 接待费, 购置费], 凑整: 否}
"""
SPEECH = """
金额:
  万元: {单位: 万元, 位数: 2, 零: "0"}
  整万元: {单位: 万元, 位数: 0, 分组: 是}
  元: {单位: 元, 位数: 0, 分组: 是}
  去尾零: {单位: 万元, 位数: 2, 尾零: 否}
百分比: {位数: 2, 零: "0", 分组: 是}
比较: 上年
措辞:
  比上年:
    增加: 比{基}增加{额}，增长{率}
    减少: 比{基}减少{额}，下降{率}
    持平: 与{基}持平
    此增彼减: 总额与{基}持平
    新增: 比{基}增加{额}（{基}无此项预算）
    均为零: 未安排{名称}，与{基}持平
    无上年: 上年数未提供
  比执行数: {口径: 上年执行数, 增加: "比{基}增加{额}", 减少: "比{基}减少{额}", 持平: "与{基}持平"}
  比年初预算: {基: 年初预算数, 增加: "比{基}增加{额}", 减少: "比{基}减少{额}", 持平: "与{基}持平"}
  只说额: {金额: 整万元, 增加: "增加{额}", 减少: "减少{额}", 持平: 持平}
  只说率: {百分比: {位数: 1, 尾零: 否}, 增加: "增长{率}", 减少: "下降{率}", 持平: 持平}
  两年数: {增加: "由{上年}增加到{本年}", 减少: "由{上年}减少到{本年}", 持平: "两年均为{本年}"}
  各项变动: {增加: "{名称}增加{额}", 减少: "{名称}减少{额}", 持平: ""}
列举:
  名称列举: {等: 习惯, 无: 无}
  金额列举: {每项: "{名称}{本年}（{占比}）", 分隔: ；, 顺序: 按金额, 至多: 2}
  全部列举: {零: 列出, 末项之前: 和}
各项:
  分项增减: {措辞: 各项变动, 分隔: ，, 无: 各项均无增减}
原因:
  引语: {增加: 增加原因是, 减少: 减少原因是, 持平: 持平原因是}
  持平: 有则写
"""


def item(name, amount, batches=0, people=0):
    return ThreePublicItem(item=name, amount=Decimal(amount), batches=Decimal(batches), people=Decimal(people))


def budget(abroad="0", reception="0", vehicles="0", **kinds):
    items = (item("因公出国（境）费", abroad), item("公务接待费", reception, 1520, 12), item("公务用车购置费", vehicles))
    return Budget(Basics("某局", year=2025), three_public=items, **kinds)


def say(wording, this, speech=SPEECH):
    declared = read_speech(read_declaration(speech, "speech.yaml"))
    measures = read_measures(read_declaration(MEASURES, "measures.yaml"), {})
    vocabulary = Vocabulary(TableSet({}, Figures(this)), measures, declared, ())
    environment = Wording({"a.j2": wording}, speaking.filters(declared), speaking.tests(declared))
    return render(environment, vocabulary, "a.j2")


NOW = budget("120000", "60000", "200000")
BEFORE = budget("100000", "80000", "200000")
BOTH_YEARS = replace(NOW, last_year=BEFORE)


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("{{ 三公经费|万元 }}", "38.00万元"),
        ("{{ 三公经费|整万元 }}", "38万元"),
        ("{{ 三公经费|元 }}", "380,000元"),
        ("{{ 三公经费|去尾零 }}", "38万元"),
        ("{{ 接待批次|数 }}、{{ 接待人次|数 }}", "1520批次、12人次"),
        ("{{ 接待费|比上年 }}", "比上年减少2.00万元，下降25.00%"),
        ("{{ 接待费|比年初预算 }}", "比年初预算数减少2.00万元"),
        ("{{ 接待费|只说额 }}", "减少2万元"),
        ("{{ 接待费|只说率 }}", "下降25%"),
        ("{{ 接待费|两年数 }}", "由8.00万元减少到6.00万元"),
        ("{{ 三公构成|比上年 }}", "总额与上年持平"),
        ("{{ 三公构成|分项增减 }}", "因公出国（境）费增加2.00万元，公务接待费减少2.00万元"),
        ("{% if 三公构成 is 此增彼减 %}有增有减{% endif %}", "有增有减"),
        ("{{ 三公构成|名称列举 }}", "因公出国（境）费、公务接待费、公务用车购置费等"),
        ("{{ 三公构成|金额列举 }}", "公务用车购置费20.00万元（52.63%）；因公出国（境）费12.00万元（31.58%）等"),
    ],
)
def test_a_filter_says_what_its_declaration_says(wording, text):
    assert say(wording, BOTH_YEARS).plain == text


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("{名称}{本年}（{占比}）", "因公出国（境）费1.00万元、公务接待费-3.00万元"),
        ("{名称}{本年}（占{占比}，减少）", "因公出国（境）费1.00万元、公务接待费-3.00万元"),
        ("{名称}{本年}，占{占比}", "因公出国（境）费1.00万元、公务接待费-3.00万元"),
        ("{名称}占{占比}", "因公出国（境）费、公务接待费"),
    ],
)
def test_items_of_a_negative_whole_are_listed_without_shares(item, text):
    speech = SPEECH.replace("全部列举: {零: 列出, 末项之前: 和}", f'全部列举: {{每项: "{item}"}}')
    assert speech != SPEECH
    assert say("{{ 三公构成|全部列举 }}", budget("10000", "-30000", "0"), speech).plain == text


@pytest.mark.parametrize(
    ("grouping", "percents", "text"),
    [
        ("是", "", "增长11,900.00%"),
        ("否", "", "增长11900.00%"),
        ("是", ", 分组: 否", "增长11900.00%"),
        ("否", ", 分组: 是", "增长11,900.00%"),
    ],
)
def test_percents_are_grouped_as_amounts_are_unless_declared(grouping, percents, text):
    speech = SPEECH.replace('万元: {单位: 万元, 位数: 2, 零: "0"}', f"万元: {{位数: 2, 分组: {grouping}}}", 1)
    speech = speech.replace('百分比: {位数: 2, 零: "0", 分组: 是}', f"百分比: {{位数: 2{percents}}}")
    now = replace(budget("1200000", "0", "0"), last_year_totals=(LastYearTotal("“三公”经费", Decimal(10_000)),))
    assert say("{{ 三公经费|比上年 }}", now, speech).plain.endswith(text)


def test_zero_items_and_none():
    none = budget()
    assert say("{{ 三公构成|名称列举 }}", none).plain == "无"
    assert say("{{ 三公构成|全部列举 }}", none).plain == "因公出国（境）费、公务接待费和公务用车购置费"
    assert say("{{ 三公构成|分项增减 }}", replace(none, last_year=none)).plain == "各项均无增减"
    assert say("{{ 三公构成|比上年 }}", replace(none, last_year=none)).plain == "未安排“三公”经费，与上年持平"


def test_a_base_of_its_own_series_beside_last_years_budget():
    executed = (
        LastYearTotal("公务接待费", Decimal(70000), "上年执行数"),
        LastYearTotal("三公经费", Decimal(350000), "上年执行数"),
    )
    text = say("{{ 接待费|比上年 }}，{{ 接待费|比执行数 }}", replace(BOTH_YEARS, last_year_totals=executed))
    assert text.plain == "比上年减少2.00万元，下降25.00%，比上年执行数减少1.00万元"
    assert explain(text)[-1].formula == "公务接待费 − 公务接待费（上年执行数）"
    assert say("{{ 三公构成|比执行数 }}", replace(BOTH_YEARS, last_year_totals=executed)).plain == "比上年执行数增加3.00万元"
    assert say("{{ 出国费|比执行数 }}", replace(BOTH_YEARS, last_year_totals=executed)).plain == ""


def test_parts_compare_with_totals_named_after_their_family():
    executed = tuple(
        LastYearTotal(f"三公构成.{name}", Decimal(amount), "上年执行数")
        for name, amount in (("因公出国（境）费", 120000), ("公务接待费", 50000), ("公务用车购置费", 210000))
    )
    speech = SPEECH.replace("各项变动: {增加", "各项变动: {口径: 上年执行数, 增加")
    said = say("{{ 三公构成|分项增减 }}", replace(NOW, last_year_totals=executed), speech)
    assert said.plain == "公务接待费增加1.00万元，公务用车购置费减少1.00万元"


def test_no_last_year_at_all():
    assert say("{{ 三公经费|比上年 }}", NOW).plain == "上年数未提供"
    assert say("{{ 三公构成|分项增减 }}", NOW).plain == "各项均无增减"


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("{{ 接待费|原因 }}", "，减少原因是压减接待"),
        ("{{ 接待费|原因('主要是') }}", "，主要是压减接待"),
        ("{{ 购置费|原因 }}", "，持平原因是按计划更新"),
        ("{{ 三公经费|原因 }}", ""),
        ("{{ 出国费|原因 }}", "，增加原因是【请填写变动原因】"),
    ],
)
def test_openers_by_direction_and_a_reason_at_no_change(wording, text):
    reasons = (Reason("接待费", "压减接待。"), Reason("公务用车购置费", "按计划更新"))
    assert say(wording, replace(BOTH_YEARS, reasons=reasons)).plain == text


def test_a_reason_at_no_change_may_be_required_or_unwanted():
    required, unwanted = SPEECH.replace("持平: 有则写", "持平: 须写"), SPEECH.replace("持平: 有则写", "持平: 不写")
    reasons = (Reason("购置费", "按计划更新"),)
    assert say("{{ 三公经费|原因 }}", BOTH_YEARS, required).plain == "，持平原因是【请填写变动原因】"
    assert say("{{ 购置费|原因 }}", replace(BOTH_YEARS, reasons=reasons), unwanted).plain == ""


def test_plain_half_up_shares_where_the_template_asks_for_them():
    thirds = budget("100000", "100000", "100000")
    wording = "{% for 项 in 构成 %}{{ 项|占比 }} {% endfor %}"
    assert say(wording.replace("构成", "三公构成"), thirds).plain == "33.34% 33.33% 33.33% "
    assert say(wording.replace("构成", "不凑整"), thirds).plain == "33.33% 33.33% 33.33% "


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("口径: 上年执行数", "口径: 上年决算数", "不认识“上年决算数”"),
        ("金额: 整万元", "金额: 整万", "不认识“整万”，是否应为“整万元”？"),
        ("至多: 2", "至多: 0", "“至多”应为正整数，现为“0”"),
        ("至多: 2", "至多: 1.5", "“至多”应为正整数"),
        ("（{占比}）", "（{率}）", "列举的每一项不能有{率}"),
        ("比{基}增加{额}，增长{率}", "比{基}增加{额}，占{占比}", "占比请在“列举”中使用"),
        ("{措辞: 各项变动", "{措辞: 各项变", "是否应为“各项变动”？"),
        ("末项之前: 和", "末项之前: 与", "末项之前"),
        ("由{上年}减少到{本年}", "由{上年}增加到{本年}", "“增加”与情形“减少”不符"),
        ("持平: 有则写", "持平: 看情况", "不认识“看情况”"),
        ("百分比: {位数: 1, 尾零: 否}", "百分比: {位: 1}", "不认识的名称“位”"),
    ],
)
def test_a_wrong_declaration_says_where_and_what_to_do(old, new, message):
    assert old in SPEECH
    with pytest.raises(DeclarationError, match=r"speech\.yaml 第\d+行") as raised:
        say("", NOW, SPEECH.replace(old, new))
    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("formats", "message"),
    [
        ("{粗: {位数: 0, 小额: 细}, 细: {位数: 2, 小额: 粗}}", "比“细”更细的金额格式"),
        ("{粗: {位数: 0, 小额: 粗}, 细: {位数: 2}}", "不认识“粗”"),
        ("{粗: {位数: 0, 写单位: 否, 小额: 元}, 元: {单位: 元, 位数: 0}}", "“粗”不写单位"),
    ],
)
def test_a_format_for_small_amounts_must_be_finer(formats, message):
    text = SPEECH.replace(SPEECH[SPEECH.index("金额:") : SPEECH.index("百分比:")], f"金额: {formats}\n")
    with pytest.raises(DeclarationError, match=message):
        read_speech(read_declaration(text.encode(), "speech.yaml"))


def test_at_least_one_format_of_amounts():
    head, tail = SPEECH.split("百分比:", 1)
    assert "万元" in head
    with pytest.raises(DeclarationError, match="至少要有一种金额格式"):
        say("", NOW, "金额: {}\n百分比:" + tail)


@pytest.mark.parametrize(
    "wording", ["{{ 三公经费|名称列举 }}", "{{ 三公经费|分项增减 }}", "{% if 三公经费 is 此增彼减 %}{% endif %}"]
)
def test_what_is_no_family_has_no_parts(wording):
    with pytest.raises(DeclarationError, match="“三公”经费”不是“构成”"):
        say(wording, NOW)
