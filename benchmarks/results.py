"""RESULTS.md: one section for each benchmark, replaced when it is measured again."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
_TITLE = "# 测量结果\n\n每一节由 `python -m benchmarks.…` 写出；时间因机器而异，看比值。\n"


def put(name: str, lines: Iterable[str]) -> None:
    """Prints the section called `name` and puts it into RESULTS.md in place of the one that is there."""
    text = "\n".join(lines)
    sys.stdout.write(f"{text}\n")
    old = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else _TITLE
    head, *sections = re.split(r"^## ", old, flags=re.MULTILINE)
    known = {s.split("\n", 1)[0]: s.split("\n", 1)[1].strip() for s in sections} | {name: text}
    RESULTS.write_text(head + "\n\n".join(f"## {title}\n\n{body}" for title, body in known.items()) + "\n", encoding="utf-8")
