"""How published sentences stand beside ours: where they were published, the formats that they use, and how ours are said."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from figures.amounts import AmountFormat
from figures.declared import read_declaration
from figures.findings import Place
from narratives.changes import say_change, say_parts
from narratives.declarations import read_speech
from narratives.listing import ItemStyle, ListStyle, say_items
from narratives.measures import Family, Measure
from narratives.numbers import PercentFormat, number, year
from narratives.shares import FamilyShares
from narratives.speaking import reason_at_no_change
from narratives.text import Quote, Text, Words
from narratives.wordings import Case, Form, Pattern

JIANGSU = "http://www.jszwfw.gov.cn/yjsgk/list.do （公开副本 github.com/ae86jack/open-budget：pdf_files/jszwfw/{}）"
SOURCES = {
    "山西宣传信息中心2024": "山西转型综合改革示范区宣传信息中心2024年度部门预算公开（examples/README.md）",
    "江苏高院2019": JIANGSU.format("江苏省高级人民法院/江苏省高级人民法院2019年度部门预算公开.pdf"),
    "江苏高院2017": JIANGSU.format("江苏省高级人民法院/省法院2017年度部门预算公开.pdf"),
    "江苏检察院2017": JIANGSU.format("江苏省人民检察院/2017年省检察院部门预算.pdf"),
    "江苏检察院2018": JIANGSU.format("江苏省人民检察院/2018年省检察院部门预算公开.pdf"),
    "江苏检察院2019": JIANGSU.format("江苏省人民检察院/2019年度部门预算公开.pdf"),
    "江苏人大2017": JIANGSU.format("江苏省人大办公厅/江苏省人大办公厅2017年度预算公开.pdf"),
    "江苏人大2018": JIANGSU.format("江苏省人大办公厅/省人大办公厅2018预算公开.pdf"),
    "江苏人大2019": JIANGSU.format("江苏省人大办公厅/江苏省人大常委会2019年度部门预算公开.pdf"),
    "江苏政协2017": JIANGSU.format("江苏省政协办公厅/江苏省政协办公厅2017年度部门预算.pdf"),
    "江苏政协2018": JIANGSU.format("江苏省政协办公厅/江苏省政协办公厅2018年度部门预算.pdf"),
    "江苏政协2019": JIANGSU.format("江苏省政协办公厅/江苏省政协办公厅2019年度部门预算.pdf"),
    "江苏省委办2018": JIANGSU.format("江苏省委办公厅/江苏省委办公厅2018年度部门预算公开文件.pdf"),
    "上海财政局2025": "上海市财政局2025年市级单位预算（PDF 的文字层）",
    "上海普陀司法局2026": "上海市普陀区司法局2026年区级部门预算（公开副本 github.com/zxj6827111-blip/GovBudgetChecker：tmp/pdfs/shpt_sfj_2026_budget.pdf）",
    "西南大学2024": "https://xxgk.swu.edu.cn/info/1117/4187.htm",
    "安徽寿县司法局2022": "https://www.shouxian.gov.cn/public/118322806/1258999741.html",
    "安徽宣州区直工委2020": "https://www.xuanzhou.gov.cn/OpennessContent/show/2128667.html",
    "安徽杜集开发区2020": "https://www.hbdj.gov.cn/zwgk/public/184/56284131.html",
    "广西梧州2023": "http://117.141.250.58:10060/wzyjsgkpt/uploadFile/upload843/upload20230331/E26C28AB51E06DED846A9BE66F242C41.html",
    "四川大英金元镇2023": "https://dyrmt.com/article-132669-3.html",
    "四川绵竹2025": "https://www.mz.gov.cn/gk/zfxxgk/fdzdnr/ysjs/bmys/2025nfjbmysxxgk/mzfbjsgjbczb/1620432.htm",
    "重庆涪陵青羊镇2024": "http://fl.gov.cn/jz/qxz/zwgk_46948/fdzdgknr_46950/ysjsjz/ysgk/bjys/202402/t20240220_12937599.html",
    "重庆彭水2021": "http://www.psx.gov.cn/zwgk_174/fdzdgknr/czyjs/xjys/202112/t20211209_10125264.html",
    "湖南桃江2019": "http://taojiang.gov.cn/26631/26632/content_2001885.html",
    "广东省级2021": "http://czt.gd.gov.cn/zwgk/sjjd/content/post_3238708.html",
    "鄂尔多斯园区2022": "http://ordoszxfztz.com/index.php?c=show&id=73",
    "中央本级2013": "http://xmwb.xinmin.cn/xmwb/html/2013-04/18/content_1_2.htm",
    "hlx2020": "http://www.hlx.gov.cn/zfxxgk/fdzdgknr/czxx/sgjf/1571070444591751170.html",
}

WAN = AmountFormat(zero="0")
BARE = AmountFormat(zero="0", trailing=False)
WHOLE = AmountFormat(places=0, grouping=True, zero="0")
GROUPED = AmountFormat(grouping=True, zero="0")
YI = AmountFormat("亿元", 2, zero="0", trailing=False)
YUAN = AmountFormat("元", 0, zero="0")
TWO = PercentFormat()
SHORT = PercentFormat(trailing=False)
ONE = PercentFormat(places=1, trailing=False)
INTEGER = PercentFormat(places=0)

BOTH = {"增加": "比{基}增加{额}，增长{率}", "减少": "比{基}减少{额}，下降{率}", "持平": "与{基}持平"}
ALIKE = {"增加": "与上年相比增加{额}，增长{率}", "减少": "与上年相比减少{额}，减少{率}", "持平": "与上年数一致"}
AMOUNT = {"增加": "比{基}增加{额}", "减少": "比{基}减少{额}", "持平": "与{基}持平"}
RATE = {"增加": "比{基}增加{率}", "减少": "比{基}减少{率}", "持平": "与{基}持平"}
EACH = {"增加": "{名称}增加{额}", "减少": "{名称}减少{额}", "持平": "{名称}持平"}


@dataclass(frozen=True)
class Published:
    """A published sentence, ours beside it, what ours says, and the published figures that are wrong."""

    source: str
    text: str
    ours: Callable[[], Text]
    says: str
    wrong: tuple[str, ...] = ()
    why: str = ""


def form(wordings: dict[str, str], base: str = "上年") -> Form:
    return Form("比上年", {Case(case): Pattern(text) for case, text in wordings.items()}, base)


def measure(name: str, now: str, before: str | None, unit: int = 10_000) -> Measure:
    return Measure(name, Decimal(now) * unit, before=None if before is None else Decimal(before) * unit)


def change(name, now, before, wordings=BOTH, amounts=WAN, percents=TWO, base="上年", unit=10_000):
    return lambda: say_change(
        measure(name, now, before, unit), form(wordings, base), amounts, percents, years={"上年度": year(2023, unit="")}
    )


def family(whole: tuple[str, str, str | None], *parts: tuple[str, str, str | None]) -> Family:
    return Family(whole[0], measure(*whole), tuple(measure(*part) for part in parts))


def with_parts(whole, *parts, wordings, each, amounts=WAN, percents=TWO, separator="，"):
    """The change of a whole and, behind a comma, those of its parts."""

    def said() -> Text:
        members = family(whole, *parts)
        first = say_change(members.whole, form(wordings), amounts, percents, parts=members.parts)
        rest = say_parts(members, form(each), amounts, percents, ListStyle(separator))
        return Text((*first.pieces, Words("，", "", 0), *rest.pieces))

    return said


def shared(whole, *parts, item="{名称}{本年}，占{占比}", amounts=WAN, percents=TWO, adjust=True, style=None, **choice):
    def said() -> Text:
        members = family((*whole, None), *((*part, None) for part in parts))
        listed = ItemStyle(style or ListStyle("；"), Pattern(item), amounts, **choice)
        return say_items(FamilyShares(members, percents.places, adjust), listed, percents)

    return said


def counted(name: str, count: str, unit: str) -> Callable[[], Text]:
    return lambda: Text((number(Measure(name, Decimal(count), unit), BARE),))


SPEECH = read_speech(
    read_declaration(
        """
        金额: {万元: {单位: 万元, 位数: 2, 零: "0", 尾零: 否}}
        百分比: {位数: 2}
        比较: 2025年预算
        措辞: {比上年: {增加: "比{基}增加{额}", 减少: "比{基}减少{额}", 持平: "与{基}持平"}}
        原因: {引语: 主要原因是, 持平: 有则写}
        """,
        "speech.yaml",
    )
)


def flat_with_reason(name: str, now: str, reason: str) -> Callable[[], Text]:
    def said() -> Text:
        spent = measure(name, now, now)
        style = SPEECH.forms["比上年"]
        flat = say_change(spent, style.form, style.amounts, style.percents)
        why = reason_at_no_change(spent, Quote(reason, Place("变动原因", "B4")), SPEECH.opener, SPEECH)
        return Text((*flat.pieces, *why.pieces))

    return said
