"""The contents are what Word would make of the field."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from toc import Line, targets, updated, written
from word_samples import DOCUMENT, LOOK, NUMBERS, paragraph
from word_strategies import documents, printable

from assembler.description import Contents, Document, Section
from assembler.word.contents import identifier
from assembler.word.package import write_document
from assembler.word.paragraphs import quoted


def test_the_sample_document() -> None:
    data = write_document(DOCUMENT, LOOK, NUMBERS)
    assert updated(data) == [Line(e.text, e.level) for _, e in DOCUMENT.entries()]
    assert written(data) == [Line(e.text, None, str(NUMBERS[p.id])) for p, e in DOCUMENT.entries()]


def test_without_numbers_their_places_are_empty() -> None:
    assert {line.page for line in written(write_document(DOCUMENT, LOOK))} == {""}


def test_each_line_leads_to_its_paragraph() -> None:
    found = targets(write_document(DOCUMENT, LOOK, NUMBERS))
    assert found == [(p.text, e.text) for p, e in DOCUMENT.entries()]


@settings(max_examples=60, deadline=None)
@given(documents())
def test_an_update_changes_no_entry(document: Document) -> None:
    data = write_document(document, LOOK)
    texts = [printable(e.text.replace("\r", "").replace("\n", " ")) for _, e in document.entries()]
    assert [line.text for line in written(data)] == texts
    assert [(line.text, line.level) for line in updated(data)] == list(
        zip(texts, [e.level for _, e in document.entries()], strict=True)
    )


@pytest.mark.parametrize(
    ("text", "inside"),
    [("表一收支总表", "表一收支总表"), ('a"b', r"a\"b"), ("“三公”", r"\“三公\”"), ("a\\b", r"a\\b"), ("a\tb\r\nc", "a b c")],
)
def test_text_in_a_field_code(text: str, inside: str) -> None:
    assert quoted(text) == inside


@pytest.mark.parametrize(
    ("instruction", "letter"),
    [(r'TOC \o "1-2" \h \z \f t', "t"), (r'TOC \f "x" \h', "x"), (r'TOC \o "1-2"', ""), (r"TOC \f \h", "")],
)
def test_fields_carry_the_letter_that_the_contents_collect(instruction: str, letter: str) -> None:
    contents = Contents("目录", ("toc 1",), instruction)
    assert identifier(replace(DOCUMENT, sections=(Section("正文", (contents,)),))) == letter


def test_contents_without_entries_are_still_a_field() -> None:
    contents = Contents("目录", ("toc 1",), r'TOC \o "1-2" \h \z \f t')
    data = write_document(replace(DOCUMENT, sections=(Section("正文", (contents, paragraph("", "正文", "无"))),)), LOOK)
    assert updated(data) == written(data) == []
