"""Not one line of Python knows a region: neither code nor docstrings nor help texts name one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGIONS = (
    *(
        "北京",
        "天津",
        "河北",
        "山西",
        "内蒙古",
        "辽宁",
        "吉林",
        "黑龙江",
        "上海",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
    ),
    *(
        "湖北",
        "湖南",
        "广东",
        "广西",
        "海南",
        "重庆",
        "四川",
        "贵州",
        "云南",
        "西藏",
        "陕西",
        "甘肃",
        "青海",
        "宁夏",
        "新疆",
        "普陀",
    ),
)
PINYIN = re.compile(r"shanxi|shanghai|beijing|jiangsu|chongqing|guangxi|yunnan|sichuan|zhejiang|hebei|putuo", re.IGNORECASE)


@pytest.mark.parametrize("package", ["figures", "narratives", "assembler", "yugong", "templates"])
def test_no_python_names_a_region(package: str) -> None:
    found = []
    for file in sorted((ROOT / package).rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        names = [name for name in REGIONS if name in text] + PINYIN.findall(text)
        found += [f"{file.relative_to(ROOT)}：{name}" for name in names]
    assert not found
