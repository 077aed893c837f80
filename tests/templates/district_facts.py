"""The facts of a district department's published budget of 2026, as records: what its tables and sentences say of figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from figures.budget import Budget
from figures.records import (
    Asset,
    Basics,
    ExpenditureLine,
    IncomeItem,
    LastYearTotal,
    PerformanceTarget,
    ProcurementItem,
    Project,
    Reason,
    ThreePublicItem,
    Unit,
)

NAME = "上海市普陀区司法局"
GENERAL = "一般公共预算"

BASIC = (
    *(("2040601", "30101", "2892504"), ("2040601", "30102", "10538218"), ("2040601", "30112", "29881")),
    *(("2040601", "30199", "1193598"), ("2040601", "30201", "120000"), ("2040601", "30202", "30000")),
    *(("2040601", "30204", "760"), ("2040601", "30207", "130000"), ("2040601", "30211", "95000")),
    *(("2040601", "30213", "45000"), ("2040601", "30215", "5000"), ("2040601", "30216", "16000")),
    *(("2040601", "30217", "8265"), ("2040601", "30226", "40000"), ("2040601", "30227", "91260")),
    *(("2040601", "30228", "265974.44"), ("2040601", "30231", "99750"), ("2040601", "30239", "495280")),
    *(("2040601", "30299", "593635"), ("2040601", "31002", "36600")),
    *(("2080501", "30302", "478680"), ("2080501", "30299", "99360"), ("2080505", "30108", "1839485")),
    *(("2080506", "30109", "919739"), ("2080599", "30299", "6440"), ("2101101", "30110", "1149678")),
    *(("2210201", "30113", "2087959"), ("2210203", "30102", "2433600")),
)
"""Functional item, economic item, amount of basic expenditure."""

PROJECTS = (
    *(("人民调解", "2040604", "7950000"), ("社区矫正", "2040604", "6203947"), ("安置帮教", "2040604", "4550000")),
    *(("医患纠纷调解", "2040604", "3000000"), ("法治宣传", "2040605", "1242900"), ("法律援助", "2040607", "4860000")),
    *(("公证服务", "2040607", "2000000"), ("信息化运行维护", "2040613", "2278800")),
    *((f"依法治区{number}", "2040699", "3204575") for number in range(1, 13)),
)
"""Projects; only the first is named in the published document, the others stand for the twenty with performance targets."""

USES = (
    "部级领导干部用车",
    "主要领导干部用车",
    "机要通信用车",
    "应急保障用车",
    "执法执勤用车",
    "特种专业技术用车",
    "离退休干部用车",
    "其他用车",
)

UNCHANGED = {
    "因公出国（境）费": "因公出国（境）无变化",
    "公务用车购置及运行费": "公务车用车运行无变化",
    "公务用车购置费": "无公车购置计划",
    "公务用车运行费": "公务车用车运行无变化",
    "公务接待费": "公务接待无变化",
}


def _lines() -> tuple[ExpenditureLine, ...]:
    basic = (
        ExpenditureLine(function=f, economic=e, category="基本支出", fund=GENERAL, amount=Decimal(a), unit=f"{NAME}本部")
        for f, e, a in BASIC
    )
    projects = (
        ExpenditureLine(function=f, category="项目支出", fund=GENERAL, amount=Decimal(a), project=n, unit=f"{NAME}本部")
        for n, f, a in PROJECTS
    )
    return (*basic, *projects)


LINES = _lines()
TOTAL = sum((line.amount for line in LINES), Decimal(0))

FACTS = Budget(
    basics=Basics(department=NAME, year=2026, assets_date=date(2025, 8, 31), template="shanghai/district-department-budget"),
    units=(Unit(f"{NAME}本部", kind="行政"), Unit("上海市普陀区法律援助中心", kind="参公")),
    expenditure=LINES,
    income=(IncomeItem(fund=GENERAL, kind="财政拨款收入", amount=TOTAL),),
    three_public=(
        ThreePublicItem(item="公务接待费", amount=Decimal(8265)),
        ThreePublicItem(item="公务用车运行维护费", amount=Decimal(99750)),
    ),
    procurement=tuple(
        ProcurementItem(name=name, category=kind, amount=Decimal(a), small_enterprises=Decimal(a), micro_enterprises=Decimal(a))
        for name, kind, a in (("办公设备", "货物", 36600), ("修缮", "工程", 364400), ("调解服务", "服务", 14463200))
    ),
    assets=tuple(Asset(kind="车辆", use=use, count=Decimal(3 if use == "执法执勤用车" else 0)) for use in USES),
    projects=tuple(Project(name=n, kind="特定目标类") for n, _, _ in PROJECTS),
    targets=tuple(
        PerformanceTarget(
            project=name,
            disclosed=name == "人民调解",
            annual_local=Decimal(amount),
            total_local=Decimal(amount),
            overview="人民调解承担着化解社会矛盾、维护社会稳定的责任。",
            basis="《财政部、司法部关于进一步加强人民调解经费保障的意见》（财行〔2007〕179号）。",
            plan="与区人民调解协会签订购买服务合同。",
            period="2026年1月1日-2026年12月31日",
            total_goal="完善人民调解经费保障体系。",
        )
        for name, _, amount in PROJECTS
    ),
    reasons=(Reason("财政拨款收入", "工作量增加"), *(Reason(item, text) for item, text in UNCHANGED.items())),
    last_year_totals=(
        *(
            LastYearTotal(item, TOTAL - Decimal(7931400))
            for item in ("财政拨款收入", "财政拨款支出预算", "一般公共预算拨款支出预算")
        ),
        *(
            LastYearTotal(item, Decimal(0))
            for item in ("政府性基金拨款支出预算", "国有资本经营预算拨款支出预算", "因公出国（境）费", "公务用车购置费")
        ),
        LastYearTotal("“三公”经费", Decimal(108_000)),
        LastYearTotal("公务用车购置及运行费", Decimal(99_700)),
        LastYearTotal("公务用车运行费", Decimal(99_700)),
        LastYearTotal("公务接待费", Decimal(8_300)),
    ),
)
