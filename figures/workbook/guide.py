"""The workbook's first sheet: how to fill in the others."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from figures.workbook.form import SheetPlan
from figures.workbook.styles import Styles

_STEPS = (
    "一、先填“基本信息”，再填“支出明细”：这两张表是必需的，其他表按本部门实际情况填写，没有的内容留空即可。",
    "二、每张表第一行说明该表的用途，第二行说明各列怎样填写，第三行是列名，从第四行起每行填写一项内容。",
    "三、橙色列名为必填，蓝色列名为选填；带下拉箭头的单元格请从列表中选择。",
    "四、金额以元为单位填写。如需以万元填写，请把列名改为“金额（万元）”。",
    "五、只填明细，不填合计、小计：公开文档中的全部合计数、占比和增减变动由程序计算。已经填入的合计行不计入。",
    "六、编码按文本填写，保留全部位数；科目名称可不填，由程序按编码查出。",
    "七、单元格中填写数值，不要填写公式；列的顺序可以调整，也可以增加自用的列，但不要改动列名和工作表名称。",
    "八、填好后运行 yugong check 检查，运行 yugong build 生成公开文档。",
)
_HEADINGS = ("工作表", "用途", "必填的列")


def write_guide(sheet: Worksheet, styles: Styles, plans: tuple[SheetPlan, ...]) -> None:
    """Fills in the guide: general rules, then one row a sheet with a link, its purpose and its required columns."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 62)
    sheet.set_column(2, 2, 52)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "部门预算公开数据：填写说明", styles.title)
    for row, step in enumerate(_STEPS, 1):
        sheet.merge_range(row, 0, row, 2, step, styles.text)
        sheet.set_row(row, 20)
    top = len(_STEPS) + 2
    for index, heading in enumerate(_HEADINGS):
        sheet.write_string(top, index, heading, styles.heading)
    for row, plan in enumerate(plans, top + 1):
        required = "、".join(c.column.label for c in plan.columns if c.column.required)
        sheet.write_url(row, 0, f"internal:'{plan.kind.sheet}'!A1", styles.link, plan.kind.sheet)
        sheet.write_string(row, 1, plan.kind.help + ("（可不填）" if plan.kind.optional else "（必需）"), styles.listed)
        sheet.write_string(row, 2, required, styles.listed)
