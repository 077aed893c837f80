"""A look, small documents, and random documents shaped like published budgets, for the tests of pages."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from datetime import date

from assembler import office
from assembler.cells import Cell
from assembler.description import Block, Chart, Contents, Document, Entry, Paragraph, Row, Run, Section, Slice, Table
from assembler.look import Look, Style
from assembler.pages.rows import settle_rows
from tests.sample_look import COMMON, LANDSCAPE, TIMES, UPRIGHT

STYLES = (
    Style("封面", "Cover", "黑体", TIMES, 22, 48, "center"),
    Style("目录题", "ContentsTitle", "黑体", TIMES, 18, 36, "center"),
    *COMMON,
    Style("图题", "Caption", "宋体", TIMES, 9, 16, "center"),
)
LOOK = Look({"竖": UPRIGHT, "横": LANDSCAPE}, {style.name: style for style in STYLES})
HAN = (
    "财政拨款收入支出预算部门单位基本项目经费公用人员社会保障卫生健康住房改革其他一般公共服务教育科学技术文化旅游农林水交通运输"
    "上年结转主要原因增加减少职工工资福利商品和资本性对个人家庭补助用于保证机构正常运转完成日常工作任务绩效目标数量质量时效成本"
)
CLOSES = "。；"


def has_office() -> bool:
    """Whether LibreOffice is here; in CI it must be."""
    try:
        office.find_office()
    except office.OfficeMissingError:
        return os.environ.get("CI") == "true"
    return True


def text(block_id: str, style: str, words: str, *, level: int = 0, new_page: bool = False) -> Paragraph:
    """A paragraph; one with a level stands in the contents."""
    return Paragraph(block_id, style, (Run(words),) if words else (), new_page, Entry(words, level) if level else None)


def document(*sections: Section) -> Document:
    """A document of these sections."""
    return Document("部门预算", "某某局", "部门预算公开", date(2024, 2, 6), sections)


def pie(block_id: str) -> Chart:
    """A chart that its style's pitch leaves room for."""
    slices = (Slice("基本支出", "6.16", "0.69%"), Slice("项目支出", "886.80", "99.31%"))
    return Chart(block_id, "图", "支出预算结构图", "万元", slices, 400, 128, "饼图")


def grid(block_id: str, rows: int, height: float = 19.0, headers: int = 1, columns: int = 3) -> Table:
    """A plain table of `rows` rows below its header rows."""
    head = [Row(f"h{i}", (Cell("项目", "表头"),) * columns, height, header=True) for i in range(headers)]
    body = [Row(str(i), (Cell("支出", "表文"),) * columns, height) for i in range(rows)]
    return Table(block_id, (2900,) * columns, (*head, *body), "预算表")


def merged_form(block_id: str, groups: Sequence[int], height: float, mark: str = "支出") -> Table:
    """A form without header rows: three rows, then groups of so many rows each under a merged label, then two rows.

    The last cell of row n says `mark` and n.
    """
    labels = ["", "", ""]
    for number, count in enumerate(groups):
        labels += [f"第{number}组指标" + "甚长" * (number % 3)] + ["^"] * (count - 1)
    labels += ["", ""]
    rows = []
    for number, label in enumerate(labels):
        opens = number + 1 < len(labels) and labels[number + 1] == "^"
        first = Cell("" if label == "^" else label, "表文", merge="continue" if label == "^" else "start" if opens else "")
        rows.append(Row(str(number), (first, Cell(f"{mark}{number:02d}", "表文")), height))
    return Table(block_id, (900, 7900), tuple(rows), "绩效目标表")


class Author:
    """Writes random documents whose prose looks like that of published budgets. The same seed writes the same document."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.count = 0

    def han(self, low: int, high: int) -> str:
        return "".join(self.random.choice(HAN) for _ in range(self.random.randint(low, high)))

    def amount(self) -> str:
        return f"{self.random.uniform(0, 99999):{self.random.choice([',.2f', '.2f'])}}"

    def clause(self) -> str:
        r = self.random
        return r.choice(
            (
                lambda: self.han(4, 18),
                lambda: f"{self.han(2, 8)}{self.amount()}万元",
                lambda: f"比上年增加{self.amount()}万元，增长{r.uniform(0, 400):.2f}%",
                lambda: f"占{r.uniform(0, 100):.2f}%",
                lambda: f"（{self.han(2, 9)}）",
                lambda: f"“{self.han(2, 6)}”{self.han(1, 5)}",
                lambda: f"《{self.han(4, 12)}》（{self.han(2, 2)}〔{r.randint(2015, 2025)}〕{r.randint(1, 99)}号）",
                lambda: f"{r.randint(2020, 2026)}年{r.randint(1, 12)}月{r.randint(1, 28)}日",
                lambda: f"{self.han(2, 5)}(类){self.han(2, 4)}(款)",
                lambda: f"{self.han(2, 6)}{r.randint(1, 999)}人次、{self.han(2, 6)}{r.randint(1, 99)}台(套)",
                lambda: f"{self.han(2, 4)}—{self.han(2, 4)}",
                lambda: f"{self.han(2, 4)}≥{r.randint(80, 99)}%",
            )
        )()

    def sentence(self, low: int, high: int) -> str:
        return "，".join(self.clause() for _ in range(self.random.randint(low, high))) + self.random.choice(CLOSES)

    def prose(self) -> Paragraph:
        self.count += 1
        words = "".join(self.sentence(2, 9) for _ in range(self.random.randint(1, 4)))
        return text(f"文{self.count}", "正文", words)

    def heading(self, level: int, words: str, new_page: bool = False) -> Paragraph:
        """A heading; its number makes its title the only one of its kind."""
        self.count += 1
        return text(f"题{self.count}", f"heading {level}", f"{words}第{self.count}", level=level, new_page=new_page)

    def table(self, number: int, width: int) -> list[Block]:
        """A table under its title line: merged cells, one or two header rows, cells of several lines."""
        r = self.random
        columns = r.randint(2, 7)
        first = width // 3
        widths = (first,) + ((width - first) // (columns - 1),) * (columns - 1)
        rows = self._head(columns)
        height, merged, left = r.choice((15, 17, 19, 22.7)), r.random() < 0.4, 0
        for key in range(r.choice((3, 8, 14, 33, 60))):
            first_cell = Cell(self.han(2, 24), "表文", indent=r.randint(0, 2))
            if merged:
                first_cell = Cell("", "表文", merge="continue") if left else Cell(self.han(2, 30), "表文", merge="start")
                left = (left or r.randint(1, 5)) - 1
            rows.append(Row(str(key), (first_cell, *(self._cell() for _ in widths[1:])), height))
        table = settle_rows(Table(f"表{number}", widths, tuple(rows), f"预算表{number}"), LOOK)
        return [text(f"位{number}", "表单位", "部门名称：某某局\t单位：万元"), table]

    def _head(self, columns: int) -> list[Row]:
        if self.random.random() < 0.5:
            return [Row("h", tuple(Cell(self.han(2, 9), "表头") for _ in range(columns)), 16, header=True)]
        return [
            Row("h1", (Cell(self.han(2, 6), "表头", merge="start"), Cell(self.han(2, 20), "表头", columns - 1)), 14, header=True),
            Row(
                "h2",
                (Cell("", "表头", merge="continue"), *(Cell(self.han(2, 9), "表头") for _ in range(columns - 1))),
                14,
                header=True,
            ),
        ]

    def _cell(self) -> Cell:
        words = self.random.choice((*(self.amount,) * 4, lambda: self.sentence(1, 2), lambda: f"第一行\n{self.han(3, 9)}"))()
        return Cell(words, "表文")

    def tables(self) -> list[Section]:
        """The second part: tables on upright and landscape pages, some beginning a page, some with notes."""
        page, sections = "竖", []
        restart: int | None = 1
        blocks: list[Block] = [self.heading(1, "第一部分概况")]
        for _ in range(self.random.randint(2, 4)):
            blocks += [self.heading(2, self.han(4, 8)), *(self.prose() for _ in range(self.random.randint(1, 6)))]
        blocks.append(self.heading(1, "第二部分报表", new_page=True))
        for number in range(9):
            wanted = "横" if self.random.random() < 0.25 else "竖"
            if wanted != page:
                sections.append(Section(page, tuple(blocks), restart))
                page, restart, blocks = wanted, None, []
            blocks += [
                self.heading(2, self.han(4, 14), self.random.random() < 0.4),
                *self.table(number, 8900 if page == "竖" else 13900),
            ]
            if self.random.random() < 0.6:
                blocks.append(text(f"注{number}", "表文", f"注：{self.sentence(1, 4)}"))
            if self.random.random() < 0.2:
                blocks.append(text("", "正文", ""))
        return [*sections, Section(page, tuple(blocks), restart)]

    def explanation(self) -> Section:
        """The third part: prose under headings of three levels, with charts."""
        blocks: list[Block] = [self.heading(1, "第三部分说明")]
        for number in range(self.random.randint(7, 12)):
            blocks.append(self.heading(2, self.han(6, 30)))
            for _ in range(self.random.randint(0, 2)):
                blocks += [self.heading(3, "（一）" + self.han(4, 12)), *(self.prose() for _ in range(self.random.randint(1, 3)))]
            blocks += [self.prose() for _ in range(self.random.randint(1, 4))]
            if number in (1, 4):
                blocks += [pie(f"图{number}"), text(f"图题{number}", "图题", "图：" + self.han(4, 9))]
        return Section("竖", tuple(blocks))

    def document(self) -> Document:
        """A whole document: cover, contents, tables, explanation."""
        contents = Contents("目录", ("toc 1", "toc 2"), r'TOC \o "1-2" \h \z \f t')
        body = (*self.tables(), self.explanation())
        cover = Section("竖", (text("封面", "封面", "某某局部门预算"),), numbered=False)
        return document(cover, Section("竖", (text("目录题", "目录题", "目录"), contents), numbered=False), *body)
