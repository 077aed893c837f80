"""Short wording of text, names and figures ({{ 年度 }}年度, {{ 项目.总额|元数 }}), taken apart once: most of tables and forms is."""

from __future__ import annotations

import re
from functools import lru_cache

from figures.lean import frozen

_NAME = re.compile(r"\{\{ *(\w+)(?:\.(\w+))? *(?:\| *(\w+) *)?\}\}")


@frozen(slots=True)
class Literal:
    """Text, and how many lines below the first it begins."""

    text: str
    line: int


@frozen(slots=True)
class Slot:
    """A name, or (with a field) one of the values of the object called so; `filter` is what shows it ("" for none)."""

    name: str
    field: str
    filter: str = ""


@lru_cache(maxsize=4096)
def parts_of(source: str) -> tuple[Literal | Slot, ...]:
    """The parts of such wording in order; none where it is more than that, and Jinja's.

    >>> parts_of("（{{ 年度 }}年度）")
    (Literal(text='（', line=0), Slot(name='年度', field='', filter=''), Literal(text='年度）', line=0))
    """
    rest = _NAME.sub("", source)
    if "{" in rest or "}" in rest or "\r" in rest:
        return ()
    found: list[Literal | Slot] = []
    line = 0
    pieces = _NAME.split(source.removesuffix("\n"))
    for text, name, field, shower in zip(*(iter([*pieces, "", "", ""]),) * 4, strict=True):
        if text:
            found.append(Literal(text, line))
            line += text.count("\n")
        if name:
            found.append(Slot(name, field or "", shower or ""))
    return tuple(found)
