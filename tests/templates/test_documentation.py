"""The documentation of templates names every key that a template may have."""

from __future__ import annotations

from pathlib import Path

import pytest

from assembler import blocks, changing
from figures import view_reading, views
from narratives import declarations

DOCUMENTATION = (Path(__file__).parents[2] / "docs" / "模板.md").read_text(encoding="utf-8")
KEYS = {
    "table": view_reading.VIEW_KEYS,
    "column": view_reading._COLUMN_KEYS,
    "row": view_reading._ROW_KEYS,
    "format": view_reading.FORMAT_KEYS,
    "text column": (*views.ROW_TEXTS, *views.CLASSIFICATION_TEXTS[:9]),
    "series": views.SERIES,
    "block": blocks._LINE_KEYS,
    "chart": blocks._CHART_KEYS,
    "form": blocks._FORM_KEYS,
    "change": changing._ACTIONS,
    "measure": declarations._MEASURE_KEYS,
    "family": declarations._FAMILY_KEYS,
}


@pytest.mark.parametrize("kind", KEYS)
def test_every_key_is_documented(kind: str) -> None:
    assert [key for key in KEYS[kind] if key not in DOCUMENTATION] == []
