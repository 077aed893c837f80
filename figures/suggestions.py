"""What drop-downs offer where a column takes any text: the names that documents most often use."""

FIGURES = (
    "收入总计",
    "支出总计",
    "基本支出",
    "项目支出",
    "一般公共预算当年支出",
    "“三公”经费",
    "因公出国（境）费",
    "公务接待费",
    "公务用车购置费",
    "公务用车运行维护费",
    "机关运行经费",
)
"""Figures that reasons, approved and last year's totals are most often given for; a template may know more."""

TEXTS = ("部门职责", "机构设置", "政府购买服务指导性目录", "其他")
"""Headings under which documents most often print the officer's own text."""

ASSET_USES = (
    "领导用车",
    "机要通信用车",
    "应急保障用车",
    "执法执勤用车",
    "特种专业技术用车",
    "事业单位业务用车",
    "其他公务用车",
    "50万元以上",
    "100万元以上",
)
"""Usual uses of vehicles and values of equipment."""
