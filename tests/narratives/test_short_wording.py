"""Short wording filled in without Jinja is what Jinja makes of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.declared import DeclarationError
from figures.findings import Place
from narratives import rendering
from narratives.exposed import Exposed, Phrase
from narratives.rendering import Wording, render_string
from narratives.text import Text

AT = Place(file="表.yaml", line=7)
NAMES: dict[str, Any] = {
    "年度": Phrase("2024", Place("基本信息", "B6")),
    "空": Phrase("", Place("基本信息", "B7")),
    "项目": Exposed("项目", {"名称": Phrase("宣传经费 {{ 年度 }}", Place("项目", "A2")), "内": Exposed("内", {})}),
}
PIECES: tuple[str, ...] = (
    "年度",
    "（",
    " ",
    "\n",
    "\r\n",
    "{{ 年度 }}",
    "{{年度}}",
    "{{ 空 }}",
    "{{ 项目.名称 }}",
    "{{ 项目.内 }}",
    "{{ 项目 }}",
    "{{ 无 }}",
)
PIECES += (
    "{{ 项目.无 }}",
    "{{ 年度.名称 }}",
    "{{ 1 }}",
    "{{ none }}",
    "{{- 年度 -}}",
    "{# 注 #}",
    "{% if 年度 %}有{% endif %}",
    "{",
    "}}",
)


def outcome(source: str) -> Text | str:
    """The text, or the error's message with its place."""
    try:
        return render_string(Wording({}, {}, {}), NAMES, source, AT)
    except DeclarationError as error:
        return str(error)


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_filled_in_it_is_what_jinja_makes_of_it(source: str) -> None:
    quick = outcome(source)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "_filled", lambda *_: None)
        assert quick == outcome(source)
