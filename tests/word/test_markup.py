"""Escaping: what goes in comes out again, and nothing else."""

from __future__ import annotations

from hypothesis import given
from lxml import etree
from word_strategies import printable, texts

from assembler.word.markup import NAMESPACES, attribute, escape, run


@given(texts)
def test_text_survives_escaping(text: str) -> None:
    plain = text.replace("\r", "")
    assert (etree.fromstring(f"<t>{escape(plain)}</t>").text or "") == printable(plain)


@given(texts)
def test_attributes_survive_escaping(text: str) -> None:
    expected = printable(text.replace("\r", "")).replace("\n", " ").replace("\t", " ")
    assert etree.fromstring(f'<t a="{attribute(text)}"/>').get("a") == expected


@given(texts)
def test_a_run_shows_its_text(text: str) -> None:
    root = etree.fromstring(f"<x {NAMESPACES}>{run(text)}</x>")
    shown = "".join({"tab": "\t", "br": "\n"}.get(etree.QName(e).localname, e.text or "") for e in root.iter())
    assert shown == printable(text.replace("\r", ""))
