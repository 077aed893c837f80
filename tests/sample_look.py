"""The styles and pages that the looks of several tests have in common."""

from __future__ import annotations

from assembler.look import Page, Style

TIMES = "Times New Roman"
COMMON = (
    Style("toc 1", "TOC1", "黑体", TIMES, 11, 19),
    Style("toc 2", "TOC2", "宋体", TIMES, 11, 19, left=22),
    Style("heading 1", "Heading1", "方正小标宋简体", TIMES, 18, 36, "center", keep_next=True, level=0),
    Style("heading 2", "Heading2", "黑体", TIMES, 14, 26, first_line=28, keep_next=True, level=1),
    Style("heading 3", "Heading3", "楷体", TIMES, 12, 22, first_line=24, bold=True, keep_next=True, level=2),
    Style("正文", "Text", "仿宋_GB2312", TIMES, 12, 20, "both", first_line=24),
    Style("表单位", "TableUnit", "宋体", TIMES, 9, 16, keep_next=True),
    Style("表头", "TableHead", "宋体", TIMES, 9, 12, "center", bold=True, keep_next=True),
    Style("表文", "TableText", "宋体", TIMES, 9, 12),
    Style("图", "Chart", "宋体", TIMES, 9, 165, "center", keep_next=True),
)
UPRIGHT = Page(595.3, 841.9, 70.85, 70.85, 73.7, 73.7, 42.55, 42.55)
LANDSCAPE = Page(841.9, 595.3, 73.7, 73.7, 70.85, 70.85, 42.55, 42.55)
