"""Published sentences beside ours: each with its address, its figures, and the wording given here; where it is wrong, the test says so."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest

from figures.amounts import AmountFormat
from figures.declared import read_declaration
from figures.findings import Place
from narratives.changes import case_of, say_change, say_parts
from narratives.declarations import read_speech
from narratives.listing import Closing, ItemStyle, ListStyle, Order, say_items
from narratives.measures import Family, Measure
from narratives.numbers import PercentFormat, number, year
from narratives.shares import shares
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
        return say_items(shares(members, percents.places, adjust), members.whole, listed, percents)

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


ALIKE = {"增加": "与上年相比增加{额}，增长{率}", "减少": "与上年相比减少{额}，减少{率}", "持平": "与上年数一致"}
AMOUNT = {"增加": "比{基}增加{额}", "减少": "比{基}减少{额}", "持平": "与{基}持平"}
RATE = {"增加": "比{基}增加{率}", "减少": "比{基}减少{率}", "持平": "与{基}持平"}
EACH = {"增加": "{名称}增加{额}", "减少": "{名称}减少{额}", "持平": "{名称}持平"}

CHANGES = [
    Published(
        "山西宣传信息中心2024",
        "一般公共预算当年支出892.96万元,比上年减少82.47万元 , 下降8.45%。",
        change("一般公共预算当年支出", "892.96", "975.43"),
        "比上年减少82.47万元，下降8.45%",
    ),
    Published(
        "江苏高院2019",
        "一般公共预算机关运行经费预算支出3580.05万元，与上年相比增加172.67万元，增长5.07%。",
        change("机关运行经费", "3580.05", "3407.38", ALIKE),
        "与上年相比增加172.67万元，增长5.07%",
    ),
    Published(
        "江苏高院2019",
        "法院（款）机关服务（项）支出1400万元，与上年相比减少200万元，减少12.5%。",
        change("机关服务", "1400", "1600", ALIKE, BARE, SHORT),
        "与上年相比减少200万元，减少12.5%",
    ),
    Published(
        "江苏检察院2017",
        "机关运行经费预算支出6032.55万元，比2016年增加3401.59万元，增长129.97%。",
        change("机关运行经费", "6032.55", "2630.96", {"增加": "增加{额}，增长{率}"}),
        "增加3401.59万元，增长129.29%",
        ("129.97%",),
        "3401.59 ÷ 2630.96 = 129.29%",
    ),
    Published(
        "江苏高院2017",
        "机关运行经费预算支出9193.40万元，比2016年增加5503.07万元，增长149.12%。",
        change("机关运行经费", "9193.40", "3690.33", {"增加": "增加{额}，增长{率}"}),
        "增加5503.07万元，增长149.12%",
    ),
    Published(
        "江苏人大2019",
        "机关运行经费预算支出1642.08万元，与上年相比增加62.7万元，增长3.97%。",
        change("机关运行经费", "1642.08", "1579.38", ALIKE, BARE),
        "与上年相比增加62.7万元，增长3.97%",
    ),
    Published(
        "江苏检察院2018",
        "机关运行经费预算支出2,722.57万元，比上年相比减少3,309.98万元，降幅54.9%。",
        change("机关运行经费", "2722.57", "6032.55", {"减少": "比上年减少{额}，下降{率}"}, GROUPED, ONE),
        "比上年减少3,309.98万元，下降54.9%",
    ),
    Published(
        "江苏检察院2018",
        "一般行政管理事务（项）支出3,666万元，与上年相比增加21.8万元，增长0.06%。",
        change("一般行政管理事务", "3666", "3644.2", ALIKE, AmountFormat(grouping=True, trailing=False)),
        "与上年相比增加21.8万元，增长0.60%",
        ("0.06%",),
        "21.8 ÷ 3644.2 = 0.60%，少乘了10",
    ),
    Published(
        "江苏检察院2018",
        "公诉、审判、侦查、执行等检察监督支出（项）1,895万元，与上年相比减少134万元，降幅0.66%。",
        change("检察监督支出", "1895", "2029", ALIKE, BARE),
        "与上年相比减少134万元，减少6.60%",
        ("0.66%",),
        "134 ÷ 2029 = 6.60%，少乘了10",
    ),
    Published(
        "江苏检察院2018",
        "项目支出预算数为5,573万元。与上年相比增加4024万元，增长0.72%。主要原因是南京铁路检察院增加了40万元的检察办案费预算。",
        change("项目支出", "5573", "5532.76", ALIKE),
        "与上年相比增加40.24万元，增长0.73%",
        ("4024万元", "0.72%"),
        "单位写错：40.24万元；40.24 ÷ 5532.76 = 0.73%，误以本年为分母",
    ),
    Published(
        "江苏检察院2018",
        "单位预留机动经费预算数为2,388.04万元。与上年相比增加2,247.84万元（上年财政仅安排省检察院本级预留机动140.2万元），增长16倍。",
        change("单位预留机动经费", "2388.04", "140.2", ALIKE, GROUPED),
        "与上年相比增加2,247.84万元，增长1,603.31%",
        ("16倍",),
        "我们不写倍数，写1,603.31%；原句不算错",
    ),
    Published(
        "江苏检察院2019",
        "项目支出预算数为4335.3万元。与上年相比减少了1237.7万元，减少13.22%。",
        change("项目支出", "4335.3", "5573", ALIKE, BARE),
        "与上年相比减少1237.7万元，减少22.21%",
        ("13.22%",),
        "1237.7 ÷ 5573 = 22.21%；13.22%是前一句基本支出的增幅",
    ),
    Published(
        "江苏政协2017",
        "2017年度收入、支出预算总计9,146.79万元，与上年相比收、支预算总计各增加498.72万元，增长5.77%。",
        change("预算总计", "9146.79", "8648.07", ALIKE, GROUPED),
        "与上年相比增加498.72万元，增长5.77%",
    ),
    Published(
        "江苏省委办2018",
        "2018年度收入、支出预算总计24458.43万元，与上年相比收、支预算总计各增加3608.98万元，增长317.31%。",
        change("预算总计", "24458.43", "20849.45", ALIKE),
        "与上年相比增加3608.98万元，增长17.31%",
        ("317.31%",),
        "3608.98 ÷ 20849.45 = 17.31%",
    ),
    Published(
        "江苏省委办2018",
        "单位预留机动经费预算数为1973.86万元。与上年相比增加1777.14万元，增长903.39%,主要是用于工资福利支出的增加部分。",
        change("单位预留机动经费", "1973.86", "196.72", ALIKE),
        "与上年相比增加1777.14万元，增长903.39%",
    ),
    Published(
        "江苏省委办2018",
        "财政专户管理资金收入预算总计0万元。与上年相比减少147.20万元，减少100%。",
        change("财政专户管理资金收入", "0", "147.20", ALIKE, WAN, SHORT),
        "与上年相比减少147.20万元，减少100%",
    ),
    Published(
        "江苏省委办2018",
        "机关事业单位基本养老保险缴费（项）支出743.39万元，与上年相比增加743.39万元。此项级科目为今年新增科目。",
        change(
            "机关事业单位基本养老保险缴费",
            "743.39",
            "0",
            {**ALIKE, "新增": "与上年相比增加{额}。此项级科目为今年新增科目"},
        ),
        "与上年相比增加743.39万元。此项级科目为今年新增科目",
    ),
    Published(
        "广西梧州2023",
        "2023 年政府采购预算 17000 元,同比增加 17000 元,上年无该预算,增长率无可比性。",
        change("政府采购预算", "17000", "0", {**BOTH, "新增": "同比增加{额}，上年无该预算，增长率无可比性"}, YUAN, TWO, unit=1),
        "同比增加17000元，上年无该预算，增长率无可比性",
    ),
    Published(
        "hlx2020",
        "公务用车购置支出56万元比上年增加56万元",
        change("公务用车购置支出", "56", "0", {**BOTH, "新增": "比上年增加{额}"}, BARE),
        "比上年增加56万元",
    ),
    Published(
        "hlx2020",
        "2020年“三公”经费支出431万元,比上年累计支出433万元减少2万元,下降0.46%",
        change("“三公”经费", "431", "433", {"减少": "比上年累计支出{上年}减少{额}，下降{率}"}, BARE),
        "比上年累计支出433万元减少2万元，下降0.46%",
    ),
    Published(
        "hlx2020",
        "公务用车及运行维护费支出251万元,比上年累计支出285万元下降34万元,下降12%",
        change("公务用车运行维护费", "251", "285", {"减少": "比上年累计支出{上年}减少{额}，下降{率}"}, BARE, INTEGER),
        "比上年累计支出285万元减少34万元，下降12%",
    ),
    Published(
        "四川大英金元镇2023",
        "大英县金元镇人民政府的机关运行经费财政拨款预算为46.8万元,较2022年预算增加15.60万元,增长33.33%。",
        change("机关运行经费", "46.8", "31.2", {"增加": "较2022年预算增加{额}，增长{率}"}),
        "较2022年预算增加15.60万元，增长50.00%",
        ("33.33%",),
        "15.60 ÷ 31.20 = 50.00%，误以本年为分母",
    ),
    Published(
        "四川绵竹2025",
        "“三公”经费预算总额为1969万元,较2024年的2190万元减少221万元,下降10.1%",
        change("“三公”经费", "1969", "2190", {"减少": "较2024年的{上年}减少{额}，下降{率}"}, BARE, ONE),
        "较2024年的2190万元减少221万元，下降10.1%",
    ),
    Published(
        "四川绵竹2025",
        "公务用车购置及运行维护费1687万元,较上年减少209万元,下降11%",
        change("公务用车购置及运行维护费", "1687", "1896", {"减少": "较上年减少{额}，下降{率}"}, BARE, ONE),
        "较上年减少209万元，下降11%",
    ),
    Published(
        "重庆涪陵青羊镇2024",
        "2024年一般公共预算“三公”经费支出预算为14.01万元……与2023年预算相比增长16.75%,……公务用车运行维护费增加2.01万元",
        change("公务用车运行维护费", "14.01", "12", {"增加": "与2023年预算相比增长{率}"}),
        "与2023年预算相比增长16.75%",
    ),
    Published(
        "安徽杜集开发区2020",
        "公务接待费支出22.20万元,比2019年预算减少4.8万元,下降17.78%",
        change("公务接待费", "22.20", "27", BOTH, BARE, TWO, "2019年预算"),
        "比2019年预算减少4.8万元，下降17.78%",
    ),
    Published(
        "安徽杜集开发区2020",
        "“三公”经费支出预算为40.20万元,比2019年预算减少4.80万元,下降10.67%。",
        change("“三公”经费", "40.20", "45", BOTH, WAN, TWO, "2019年预算"),
        "比2019年预算减少4.80万元，下降10.67%",
    ),
    Published(
        "安徽宣州区直工委2020",
        "公务接待费支出0.36万元,比2019年预算减少0.02万元,下降5.26%",
        change("公务接待费", "0.36", "0.38", BOTH, WAN, TWO, "2019年预算"),
        "比2019年预算减少0.02万元，下降5.26%",
    ),
    Published(
        "安徽宣州区直工委2020",
        "因公出国(境)费支出0万元。与2019年预算相比,减少0万元,下降0%。",
        change("因公出国（境）费", "0", "0", {**BOTH, "均为零": "未安排{名称}，与{基}持平"}, WAN, TWO, "2019年预算"),
        "未安排因公出国（境）费，与2019年预算持平",
        ("0%",),
        "两年都是零，没有下降，也没有百分比",
    ),
    Published(
        "江苏人大2019",
        "政府性基金收入预算0万元，与上年相比增加（减少）0万元，增长（减少）0%。主要原因是本部门无此项收入。",
        change("政府性基金收入", "0", "0", {**ALIKE, "均为零": "{名称}预算{本年}，与上年数一致，本部门无此项收入"}),
        "政府性基金收入预算0万元，与上年数一致，本部门无此项收入",
        ("0%",),
        "样张的“增加（减少）”没有选定，零底数写了百分比",
    ),
    Published(
        "江苏政协2018",
        "政府性基金收入预算0万元，与上年数一致，本部门无此项收入。",
        change("政府性基金收入", "0", "0", {**ALIKE, "均为零": "{名称}预算{本年}，与上年数一致，本部门无此项收入"}),
        "政府性基金收入预算0万元，与上年数一致，本部门无此项收入",
    ),
    Published(
        "上海财政局2025",
        "财政拨款收入17,192万元，比2024年预算减少990万元",
        change("财政拨款收入", "17192", "18182", AMOUNT, WHOLE, TWO, "2024年预算"),
        "比2024年预算减少990万元",
    ),
    Published(
        "上海财政局2025",
        "（一）因公出国（境）费288.70万元，与2024年预算持平。",
        change("因公出国（境）费", "288.70", "288.70", AMOUNT, WAN, TWO, "2024年预算"),
        "与2024年预算持平",
    ),
    Published(
        "上海普陀司法局2026",
        "2025年当年预算执行数为1690.69万元，2026年预算安排1672.67万元，比2025年预算执行数减少1.07%。",
        change("行政运行", "1672.67", "1690.69", RATE, WAN, TWO, "2025年预算执行数"),
        "比2025年预算执行数减少1.07%",
    ),
    Published(
        "上海普陀司法局2026",
        "2025年当年预算执行数为43269.3万元，2026年预算安排3845.49万元，比2025年预算执行数增加17.62%。",
        change("社区矫正等", "3845.49", "43269.3", RATE, WAN, TWO, "2025年预算执行数"),
        "比2025年预算执行数减少91.11%",
        ("17.62%",),
        "执行数应为3269.3万元，多写了一位；照所写的数是减少",
    ),
    Published(
        "上海普陀司法局2026",
        "2025年当年预算执行数为0.50万元，2026年预算安排0.64万元，比2025年预算执行数增加28%。",
        change("其他支出", "0.64", "0.50", RATE, WAN, SHORT, "2025年预算执行数"),
        "比2025年预算执行数增加28%",
    ),
    Published(
        "上海普陀司法局2026",
        "2025年当年预算执行数为198.34万元，2026年预算安排201.50万元，比2025年预算执行数增加5.27%。",
        change("住房公积金", "201.50", "198.34", RATE, WAN, TWO, "2025年预算执行数"),
        "比2025年预算执行数增加1.59%",
        ("5.27%",),
        "（201.50 − 198.34）÷ 198.34 = 1.59%",
    ),
    Published(
        "中央本级2013",
        "2013年中央本级“三公经费”财政拨款预算79.69亿元……中央本级2012年“三公经费”财政拨款预算执行数为80.95亿元",
        change("“三公经费”", "79.69", "80.95", {"减少": "比{基}{上年}减少{额}"}, YI, TWO, "2012年预算执行数", 10**8),
        "比2012年预算执行数80.95亿元减少1.26亿元",
        why="减少额页上分三项写出：0.29、0.33、0.64亿元，合1.26亿元",
    ),
    Published(
        "重庆彭水2021",
        "一般公共预算总财力拟调整为635000万元,比……批准的调整预算(以下简称“中期调整预算”)调增93000万元",
        change("总财力", "635000", "542000", {"增加": "比{基}调增{额}", "减少": "比{基}调减{额}"}, BARE, TWO, "中期调整预算"),
        "比中期调整预算调增93000万元",
    ),
    Published(
        "重庆彭水2021",
        "税收收入拟调整为85000万元,调减16000万元,下降9.7%",
        change("税收收入", "85000", "101000", {"增加": "调增{额}", "减少": "调减{额}"}, BARE),
        "调减16000万元",
        why="9.7%的底数是上年同口径数，与调减额的底数不同，不能写在一个变动里",
    ),
    Published(
        "江苏人大2018",
        "公务用车购置预算支出0万元，比上年预算增加（减少）0万元，主要原因无此项预算。",
        change("公务用车购置", "0", "0", {**BOTH, "均为零": "未安排{名称}，与上年预算持平"}),
        "未安排公务用车购置，与上年预算持平",
        ("0万元",),
        "没有增减，不写“增加（减少）0万元”",
    ),
    Published(
        "西南大学2024",
        "我校2024年本年收入预算445,059.97万元",
        change("本年收入预算", "445059.97", None),
        "",
        why="该校不与上年比较：没有上年数，就不说变动",
    ),
]

WITH_PARTS = [
    Published(
        "江苏高院2019",
        "收、支预算总计各增加4016.19万元，增长12.11%。主要原因是基本支出增加……3397.18万元、项目经费支出安排减少1134.33万元、单位预留机动经费增加1753.34万元。",
        with_parts(
            ("预算总计", "37188.34", "33172.15"),
            ("基本支出", "21968", "18570.82"),
            ("项目支出", "10208.94", "11343.27"),
            ("单位预留机动经费", "5011.4", "3258.06"),
            wordings={"增加": "增加{额}，增长{率}"},
            each=EACH,
            separator="、",
        ),
        "增加4016.19万元，增长12.11%，基本支出增加3397.18万元、项目支出减少1134.33万元、单位预留机动经费增加1753.34万元",
    ),
    Published(
        "江苏政协2017",
        "增加498.72万元，增长5.77%。按功能分类，一般公共服务支出减少108.56万元，社会保障和就业支出增加140.96万元，住房保障支出增加466.32万元。",
        with_parts(
            ("支出总计", "9146.79", "8648.07"),
            ("一般公共服务支出", "6543.55", "6652.11"),
            ("社会保障和就业支出", "1509.72", "1368.76"),
            ("住房保障支出", "1093.52", "627.20"),
            wordings={"增加": "增加{额}，增长{率}"},
            each=EACH,
        ),
        "增加498.72万元，增长5.77%，一般公共服务支出减少108.56万元，社会保障和就业支出增加140.96万元，住房保障支出增加466.32万元",
    ),
    Published(
        "江苏人大2017",
        "项目支出预算数为5853.96万元。与上年持平。……会议费预算支出1305.25万元，本年数小于上年预算数403.75万元，原因是从会议费预算中调减403.75万元用于培训费开支。",
        with_parts(
            ("项目支出", "5853.96", "5853.96"),
            ("会议费", "1305.25", "1709"),
            ("培训费", "403.75", "0"),
            ("其他项目支出", "4144.96", "4144.96"),
            wordings={**BOTH, "此增彼减": "总额与上年持平"},
            each=EACH,
        ),
        "总额与上年持平，会议费减少403.75万元，培训费增加403.75万元",
    ),
    Published(
        "鄂尔多斯园区2022",
        "2022年度“三公”经费预算较2021年度增加1.68万元,其中公务接待较上年同期减少0.58万元,减少4.68%。公务用车运行费用较上年同期增加2.27万元,增长29.37%。",
        with_parts(
            ("“三公”经费", "21.8", "20.12"),
            ("公务接待", "11.8", "12.39"),
            ("公务用车运行费用", "10", "7.73"),
            wordings={"增加": "增加{额}"},
            each={"增加": "{名称}增加{额}，增长{率}", "减少": "{名称}减少{额}，减少{率}"},
        ),
        "增加1.68万元，公务接待减少0.59万元，减少4.76%，公务用车运行费用增加2.27万元，增长29.37%",
        ("0.58万元", "4.68%"),
        "11.80 − 12.39 = −0.59；照原文各项加不出1.68",
    ),
    Published(
        "安徽寿县司法局2022",
        "“三公”经费支出预算为79万元,比上年预算减少49万元,下降38.28%。……公务接待费……减少4万元……公务用车购置及运行费……减少45万元",
        with_parts(
            ("“三公”经费", "79", "128"),
            ("因公出国（境）费", "0", "0"),
            ("公务接待费", "4", "8"),
            ("公务用车购置及运行费", "75", "120"),
            wordings={"减少": "比上年预算减少{额}，下降{率}"},
            each={"增加": "{名称}增加{额}", "减少": "{名称}减少{额}"},
            amounts=BARE,
        ),
        "比上年预算减少49万元，下降38.28%，公务接待费减少4万元，公务用车购置及运行费减少45万元",
        why="原文表中购置50万元、运行25万元，文字却写成运行50万元、购置25万元；小计75万元两处一致",
    ),
]

SHARES = [
    Published(
        "山西宣传信息中心2024",
        "主要用于以下方面：一般公共服务支出698.46万元，占78.22%；文化旅游体育与传媒支出194.50万元，占21.78%等。",
        shared(
            ("一般公共预算当年支出", "892.96"),
            ("一般公共服务支出", "698.46"),
            ("文化旅游体育与传媒支出", "194.50"),
            style=ListStyle("；", closing=Closing.CUSTOMARY),
        ),
        "一般公共服务支出698.46万元，占78.22%；文化旅游体育与传媒支出194.50万元，占21.78%等",
    ),
    Published(
        "山西宣传信息中心2024",
        "一般公共预算拨款收入892.96万元，占100.00%；政府性基金预算拨款收入0万元，占0%",
        shared(
            ("收入", "892.96"),
            ("一般公共预算拨款收入", "892.96"),
            ("政府性基金预算拨款收入", "0"),
            zeros=True,
            item="{名称}{本年}，占{占比}",
        ),
        "一般公共预算拨款收入892.96万元，占100.00%；政府性基金预算拨款收入0万元，占0%",
    ),
    Published(
        "西南大学2024",
        "财政拨款收入 244,675.66 万元，占 54.98%；事业收入141,934.81万元，占31.89%；其他收入 58,449.50 万元，占 13.13%。",
        shared(
            ("本年收入", "445059.97"),
            ("财政拨款收入", "244675.66"),
            ("事业收入", "141934.81"),
            ("其他收入", "58449.50"),
            amounts=GROUPED,
        ),
        "财政拨款收入244,675.66万元，占54.98%；事业收入141,934.81万元，占31.89%；其他收入58,449.50万元，占13.13%",
    ),
    Published(
        "江苏高院2019",
        "基本支出21968万元，占59.07%；项目支出10208.94万元，占27.45%；单位预留机动经费5011.4万元，占13.48%；",
        shared(
            ("支出", "37188.34"),
            ("基本支出", "21968"),
            ("项目支出", "10208.94"),
            ("单位预留机动经费", "5011.4"),
            amounts=BARE,
        ),
        "基本支出21968万元，占59.07%；项目支出10208.94万元，占27.45%；单位预留机动经费5011.4万元，占13.48%",
    ),
    Published(
        "江苏检察院2018",
        "一般公共预算收入21,940.96万元，占99.94%；其他资金14.39万元，占0.06%；",
        shared(("收入", "21955.35"), ("一般公共预算收入", "21940.96"), ("其他资金", "14.39"), amounts=GROUPED),
        "一般公共预算收入21,940.96万元，占99.93%；其他资金14.39万元，占0.07%",
        ("99.94%", "0.06%"),
        "21940.96 ÷ 21955.35 = 99.9345%",
    ),
    Published(
        "江苏政协2019",
        "因公出国（境）费支出106万元，占“三公”经费的16.06%；公务用车购置及运行维护费支出156.6万元，占“三公”经费的23.72%；公务接待费支出397.5万元，占“三公”经费的60.22%。",
        shared(
            ("“三公”经费", "660.1"),
            ("因公出国（境）费", "106"),
            ("公务用车购置及运行维护费", "156.6"),
            ("公务接待费", "397.5"),
            item="{名称}支出{本年}，占“三公”经费的{占比}",
            amounts=BARE,
        ),
        "因公出国（境）费支出106万元，占“三公”经费的16.06%；公务用车购置及运行维护费支出156.6万元，占“三公”经费的23.72%；"
        "公务接待费支出397.5万元，占“三公”经费的60.22%",
    ),
    Published(
        "湖南桃江2019",
        "公务接待费为20.10万元,占88.86%;公务用车运行维护费为2.52万元,占11.14%。",
        shared(("“三公经费”", "22.62"), ("公务接待费", "20.10"), ("公务用车运行维护费", "2.52"), item="{名称}为{本年}，占{占比}"),
        "公务接待费为20.10万元，占88.86%；公务用车运行维护费为2.52万元，占11.14%",
    ),
    Published(
        "广东省级2021",
        "总支出安排6571.85亿元……省本级支出1478.55亿元,占总支出的22.5%;……税收返还和转移支付4404.78亿元,占总支出的67%……上解中央支出598.75亿元,占总支出的9.1%;预备费24亿元,占总支出的0.4%……债务还本支出65.78亿元,占总支出的1%。",
        shared(
            ("总支出", "65718500"),
            ("省本级支出", "14785500"),
            ("税收返还和转移支付", "44047800"),
            ("上解中央支出", "5987500"),
            ("预备费", "240000"),
            ("债务还本支出", "657800"),
            item="{名称}{本年}，占总支出的{占比}",
            amounts=YI,
            percents=ONE,
            adjust=False,
        ),
        "省本级支出1478.55亿元，占总支出的22.5%；税收返还和转移支付4404.78亿元，占总支出的67%；上解中央支出598.75亿元，占总支出的9.1%；"
        "预备费24亿元，占总支出的0.4%；债务还本支出65.78亿元，占总支出的1%",
    ),
    Published(
        "广西梧州2023",
        "货物类采购 10000 元,占政府采购预算 58.8%;工程类采购 0 元,占政府采购预算 0%;服务类采购 7000 元,占政府采购预算 41.2%。",
        shared(
            ("政府采购预算", "1.7"),
            ("货物类采购", "1"),
            ("工程类采购", "0"),
            ("服务类采购", "0.7"),
            item="{名称}{本年}，占政府采购预算{占比}",
            amounts=YUAN,
            percents=ONE,
            zeros=True,
        ),
        "货物类采购10000元，占政府采购预算58.8%；工程类采购0元，占政府采购预算0%；服务类采购7000元，占政府采购预算41.2%",
    ),
]

LISTS_AND_COUNTS = [
    Published(
        "山西宣传信息中心2024",
        "公用经费6.16万元，主要包括：邮电费、办公费、维修(护)费、其他交通费用、差旅费等。",
        shared(
            ("公用经费", "6.16"),
            *(
                ("办公费", "3"),
                ("咨询费", "0"),
                ("邮电费", "1.5"),
                ("差旅费", "1.26"),
                ("维修(护)费", "0.3"),
                ("其他交通费用", "0.1"),
            ),
            item="{名称}",
            style=ListStyle(closing=Closing.CUSTOMARY),
            order=Order.AMOUNT,
        ),
        "办公费、邮电费、差旅费、维修(护)费、其他交通费用等",
        why="名称和“等”与原文相同；原文的顺序既不是表的顺序，也不是金额的顺序",
    ),
    Published(
        "山西宣传信息中心2024", "人员经费 0万元，主要包括：无；", shared(("人员经费", "0"), style=ListStyle(empty="无")), "无"
    ),
    Published("湖南桃江2019", "公务用车保有量为2辆", counted("公务用车保有量", "2", "辆"), "2辆"),
    Published("湖南桃江2019", "国内公务接待批次为520个,接待人次为4200人", counted("接待批次", "520", "个"), "520个"),
    Published(
        "安徽寿县司法局2022",
        "本年度预计购置执法执勤用车2辆,比上年度少3辆",
        lambda: say_change(
            Measure("购置执法执勤用车", Decimal(2), "辆", Decimal(5)), form({"减少": "{本年}，比上年度减少{额}"}), WAN, TWO
        ),
        "2辆，比上年度减少3辆",
    ),
    Published(
        "上海普陀司法局2026",
        "公务用车运行费9.98万元，与2025年预算持平，主要原因是公务车用车运行无变化。",
        flat_with_reason("公务用车运行费", "9.98", "公务车用车运行无变化"),
        "与2025年预算持平，主要原因是公务车用车运行无变化",
    ),
]

ALL = [*CHANGES, *WITH_PARTS, *SHARES, *LISTS_AND_COUNTS]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:%|亿元|万元|元|辆|个)")


def numbers(text: str) -> set[str]:
    return set(NUMBER.findall(text.replace(" ", "")))


@pytest.mark.parametrize("published", ALL, ids=lambda p: f"{p.source}-{p.says[:16]}")
def test_our_sentence_beside_the_published_one(published):
    assert published.source in SOURCES
    ours = published.ours().plain
    assert ours == published.says
    said, printed = numbers(ours), numbers(published.text)
    for wrong in published.wrong:
        assert wrong in published.text.replace(" ", "")
        assert wrong not in said
    if not published.wrong and not published.why:
        assert said <= printed, "a sentence that is right is ours figure by figure"


def test_how_many_there_are():
    """Sixty sentences or so, of sixteen departments and more, in eleven provinces; those that are wrong say why."""
    assert len(ALL) >= 40
    departments = {re.sub(r"\d+$", "", p.source) for p in ALL}
    assert len(departments) >= 8
    assert all(p.why for p in ALL if p.wrong)


WITHOUT_EXAMPLE = {Case.SLIGHTLY_UP, Case.SLIGHTLY_DOWN, Case.NEW_DEDUCTION}
"""Cases for which no published sentence was found."""

OF_CASES = {
    Case.UP: ("3580.05", "3407.38"),
    Case.DOWN: ("892.96", "975.43"),
    Case.FLAT: ("288.70", "288.70"),
    Case.NEW: ("743.39", "0"),
    Case.GONE: ("0", "147.20"),
    Case.NONE: ("0", "0"),
    Case.UNKNOWN: ("445059.97", None),
}


def test_every_case_that_was_found_in_print_is_covered():
    for case, (now, before) in OF_CASES.items():
        assert case_of(measure("", now, before), WAN.quantum, TWO) == case
    assert set(OF_CASES) | WITHOUT_EXAMPLE | {Case.OFFSET} == set(Case)
