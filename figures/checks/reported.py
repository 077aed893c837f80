"""What is found in reading figures and in making the document, in the words of the table of rules; the findings themselves say more."""

from __future__ import annotations

from figures.checks.rule import Rule
from figures.findings import Severity

READING = (
    Rule("缺少工作表", Severity.ERROR, "必需的工作表都有", "请补上该工作表，或改正表名"),
    Rule("缺少选填表", Severity.NOTE, "选填的工作表没有也可以", "不需要这些内容时不必处理"),
    Rule("未知工作表", Severity.NOTE, "工作表的名称是认识的", "自用的表不必处理；否则请改正表名"),
    Rule("列名缺失", Severity.ERROR, "每张表有一行列名", "请补上一行列名"),
    Rule("缺少列", Severity.ERROR, "必填的列、必填的事项都有", "请补上，或改正列名"),
    Rule("缺少选填列", Severity.NOTE, "选填的列没有也可以", "不需要这些内容时不必处理"),
    Rule("未知列", Severity.NOTE, "列名是认识的", "自用的列不必处理；否则请改正列名"),
    Rule("重复列", Severity.WARNING, "同一列、同一事项只有一个", "请删除或改名其中一个"),
    Rule("必填项为空", Severity.ERROR, "必填的单元格都填写了（金额为空时是警告）", "请填写该单元格"),
    Rule("选项有误", Severity.ERROR, "有固定选项的单元格填写其中一项", "请从下拉列表中选择"),
    Rule("数值有误", Severity.ERROR, "金额和数量是可用的数字", "请改填数字"),
    Rule("年度有误", Severity.ERROR, "年度是四位数年份", "请填写四位数年份"),
    Rule("日期有误", Severity.ERROR, "日期年、月、日俱全", "请填写日期"),
    Rule("日期为文本", Severity.NOTE, "日期是日期，不是文字", "已按文字读出，可以改填日期"),
    Rule("编码有误", Severity.ERROR, "编码由数字、字母组成", "请以文本形式填写编码"),
    Rule("编码失真", Severity.ERROR, "编码没有因存为数字而丢失末位", "请将单元格设为文本格式后重新填写"),
    Rule("金额小数过多", Severity.WARNING, "以元为单位的金额最多两位小数", "请核对金额"),
    Rule("控制字符", Severity.WARNING, "文字中没有看不见的控制字符", "请重新键入该单元格"),
    Rule("文字过长", Severity.ERROR, "文字长度在单元格的限度内", "请缩短文字"),
    Rule("错误值", Severity.ERROR, "单元格不是错误值（#REF! 等）", "请改正公式，或直接填写数值"),
    Rule(
        "公式无结果",
        Severity.ERROR,
        "公式有算好的结果（.xls、.et 里没有算过的公式与结果为空的写法相同，按空单元格读入）",
        "请在办公软件中打开、保存一次，或直接填写数值",
    ),
    Rule("数值合并单元格", Severity.WARNING, "金额不在合并的单元格中", "请取消合并，逐行填写金额"),
    Rule("合计行", Severity.NOTE, "明细表中没有合计行（有则不读入）", "合计由程序计算，可以删去该行"),
    Rule("附注行", Severity.NOTE, "明细表中没有附注（有则不读入）", "不必处理"),
    Rule("结构有误", Severity.ERROR, "JSON 的结构符合公布的格式", "请按格式改正"),
    Rule("重复的键", Severity.WARNING, "JSON 对象中没有重复的键", "请删去其中一个"),
)
"""Codes of `figures.workbook` and `figures.exchange`."""

UNSAID = Rule(
    "资产未说明",
    Severity.NOTE,
    "“国有资产”的每一行都写在文档中",
    "所用的模板没有说到这类资产：请核对资产类别、用途或规格；不需要公开的不必处理",
)

MAKING = (
    Rule(
        "表列未设", Severity.ERROR, "固定行次的表中，每一笔金额都有所属的行", "请核对编码；编码无误时，请在模板的清单中增加这一行"
    ),
    Rule("缺变动原因", Severity.WARNING, "需要写明变动原因的数有原因（定稿时是错误）", "请在“变动原因”中填写"),
    Rule("缺文字", Severity.WARNING, "文档需要的文字都有（定稿时是错误）", "请在工作簿中填写"),
    Rule(
        "缺上年数",
        Severity.WARNING,
        "应与上年相比的数都有上年数（定稿时是错误，可在“核对说明”中写明没有上年）",
        "请给出上年工作簿或上年总数",
    ),
    UNSAID,
    Rule(
        "变动原因由数据得出", Severity.NOTE, "没有填写的变动原因由两年数据得出时，请审阅", "可用 yugong reasons 查看，并填写原因"
    ),
    Rule("原因与数据不符", Severity.WARNING, "所写的变动原因与两年数据不矛盾", "请核对原因"),
    Rule("目录页码", Severity.NOTE, "目录的页码算得准确；没有把握的逐一列出", "请在 Word 中打开核对"),
    Rule("页码核对", Severity.ERROR, "目录的页码与 LibreOffice 排版相同（--check-pages，相同时是提示）", "请在 Word 中打开核对"),
    Rule("缺少字体", Severity.WARNING, "转成 PDF 所用的字体都已安装", "安装该字体后再转成 PDF；Word 文档本身不受影响"),
    Rule("不能转成PDF", Severity.ERROR, "LibreOffice 能转成 PDF（--pdf）", "请按说明处理；Word 文档已经生成"),
)
"""Codes found in making the document and its PDF."""

HAND_TYPED = Rule(
    "手填数字",
    Severity.WARNING,
    "文档中站在生成的数的位置上的数与数据相同",
    "以数据为准请加 --figures-win，以文档为准请加 --document-wins；有意不同的请在“核对说明”写明理由",
)
PUT_RIGHT = Rule(
    "已按数据改回",
    Severity.NOTE,
    "--figures-win 改回的手填的数逐个列出，写明原来填的和现在的",
    "请核对；要保留所填的数，请用原来的文档不加 --figures-win 重做",
)
FORM = Rule("写法未保留", Severity.NOTE, "人换了写法的数更新后仍是人的写法", "请核对；需要时再改写法")
UNDECIDED_WORDS = Rule("待定文字", Severity.WARNING, "改写过的句子都能随数据更新", "请按批注修改，改好后删去批注")
OTHER_CELLS = Rule("表格结构", Severity.WARNING, "格子被增减、合并过的行都能随数据更新", "请对照应有的内容手工修改这一行")
STALE = Rule("旧数", Severity.WARNING, "人加的、复制的内容中没有更新前的数", "请核对是否要改；改好或确认无误后删去批注")
NO_LONGER = Rule("不再生成", Severity.WARNING, "被人改过的内容按现在的数据仍然要写", "不需要时请在文档中删去")
CHART_ANEW = Rule("图已重做", Severity.NOTE, "人改过样式的图，项目没有增减，样式保留", "请核对图的样式")
REPEATED_CHART = Rule("重复的图", Severity.WARNING, "生成的每幅图在文档中只有一幅", "请在文档中删去多余的一幅")
OTHER_CHART_GONE = Rule(
    "多余的图已删", Severity.NOTE, "接受或拒绝修订后只留下一份文档的图（LibreOffice 两份都留下）", "请核对图的位置"
)
CONTENTS_LINE = Rule("目录条目", Severity.NOTE, "目录的条目与标题、表题相同（目录随标题更新）", "要改目录请改标题或表题")
DELETED = Rule("已删除", Severity.NOTE, "生成的内容都在文档中（被人删去的不补回）", "确实不要的不必处理")
OTHER_DEPARTMENT = Rule("部门信息有变", Severity.NOTE, "文档与数据的部门名称、代码、年度相同", "名称、代码有更正时不必处理")
LAST_YEAR_LACKING = Rule(
    "未给上年数据",
    Severity.WARNING,
    "文档带有上年数据的，更新时也给出上年数据",
    "请加 --last-year 重做；没有上年工作簿的，可用 yugong unpack 文档 -o 数据.xlsx --last-year 上年.xlsx 从文档取回",
)
UNVERIFIED = Rule(
    "无法核验", Severity.NOTE, "文档由同一版本的程序和模板生成，自带的数据能够核对", "请用 yugong diff 与新生成的文档核对"
)
UNKNOWN_LAYOUT = Rule("版面", Severity.NOTE, "改过的版面都在目录页码的算法之内", "请在 Word 中打开核对目录页码")
TAKEN = Rule("以文档为准", Severity.NOTE, "--document-wins 写入数据副本的数逐个列出", "请核对数据的副本")
NOT_TAKEN = Rule(
    "不能取自文档",
    Severity.WARNING,
    "--document-wins 时，文档中的数都能写入数据的副本",
    "请在工作簿中修改相应的数据，或用 --figures-win 恢复",
)
REBUILDING = (
    HAND_TYPED,
    PUT_RIGHT,
    FORM,
    UNDECIDED_WORDS,
    OTHER_CELLS,
    STALE,
    NO_LONGER,
    CHART_ANEW,
    REPEATED_CHART,
    OTHER_CHART_GONE,
    CONTENTS_LINE,
    DELETED,
    OTHER_DEPARTMENT,
    LAST_YEAR_LACKING,
    UNVERIFIED,
    UNKNOWN_LAYOUT,
    TAKEN,
    NOT_TAKEN,
)
"""Codes found in bringing an edited document up to date; they can be acknowledged by the place that is told with them."""
