"""What is written is a valid file, the same each time, and reads back as what was described."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.table import Table as ReadTable
from hypothesis import HealthCheck, given, settings
from lxml import etree
from openxml_audit import OpenXmlValidator
from word_samples import BUDGET, DOCUMENT, LOOK, NUMBERS, paragraph
from word_strategies import documents, printable

from assembler.description import Document, Paragraph, Row, Section, Table
from assembler.look import Look, LookError
from assembler.word.identity import bookmark_name
from assembler.word.package import write_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALIDATOR = OpenXmlValidator()


def problems(data: bytes, folder: Path) -> list[str]:
    """What the validator finds in a file."""
    path = folder / "file.docx"
    path.write_bytes(data)
    return [str(error) for error in VALIDATOR.validate(path).errors]


def body(data: bytes) -> etree._Element:
    """The body of a file."""
    return etree.fromstring(ZipFile(BytesIO(data)).read("word/document.xml"))[0]


def one_section(*blocks: Paragraph | Table) -> bytes:
    """A file of one section with these blocks."""
    return write_document(replace(DOCUMENT, sections=(Section("正文", blocks),)), LOOK)


def all_numbers(document: Document) -> dict[str, int]:
    """Some page number for each entry."""
    return {p.id: n for n, (p, _) in enumerate(document.entries(), 1)}


@pytest.mark.parametrize("numbers", [None, NUMBERS])
@pytest.mark.parametrize("identities", [True, False])
def test_the_sample_document_is_valid(tmp_path: Path, numbers: dict[str, int] | None, identities: bool) -> None:
    assert problems(write_document(DOCUMENT, LOOK, numbers, identities=identities), tmp_path) == []


def test_the_validator_sees_elements_out_of_order(tmp_path: Path) -> None:
    data = write_document(DOCUMENT, LOOK)
    with ZipFile(BytesIO(data)) as old, ZipFile(tmp_path / "file.docx", "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = re.sub(rb'(<w:pStyle w:val="[^"]*"/>)(<w:pageBreakBefore/>)', rb"\2\1", part)
            new.writestr(name, part)
    assert not VALIDATOR.validate(tmp_path / "file.docx").is_valid


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents())
def test_any_document_is_valid(tmp_path: Path, document: Document) -> None:
    assert problems(write_document(document, LOOK, all_numbers(document)), tmp_path) == []


@settings(max_examples=40, deadline=None)
@given(documents())
def test_texts_styles_and_merges_read_back(document: Document) -> None:
    read = docx.Document(BytesIO(write_document(document, LOOK, all_numbers(document))))
    shown = [(b.style, _shown(b.text)) for b in document.blocks() if isinstance(b, Paragraph)]
    names = {style.id: name for name, style in LOOK.styles.items()}
    found = [(names[p.style.style_id], p.text) for p in read.paragraphs]
    assert [pair for pair in found if pair[0] not in ("toc 1", "toc 2", "节末", "图")] == [
        pair for pair in shown if pair[0] not in ("toc 1", "toc 2", "节末", "图")
    ]
    tables = [b for b in document.blocks() if isinstance(b, Table)]
    assert [_texts(t) for t in read.tables] == [_grid(t) for t in tables]


def _shown(text: str) -> str:
    return printable(text.replace("\r", ""))


def _texts(table: ReadTable) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def _grid(table: Table) -> list[list[str]]:
    """The text at each place of a table's grid, as a reader that resolves merges sees it."""
    rows: list[list[str]] = []
    for row in table.rows:
        texts: list[str] = []
        for cell in row.cells:
            text = rows[-1][len(texts)] if cell.merge == "continue" else _shown(cell.text)
            texts += [text] * cell.span
        rows.append(texts)
    return rows


@settings(max_examples=20, deadline=None)
@given(documents())
def test_bookmarks_are_unique_hidden_and_never_empty(document: Document) -> None:
    root = body(write_document(document, LOOK, all_numbers(document)))
    starts = list(root.iter(f"{W}bookmarkStart"))
    for key in ("id", "name"):
        values = [s.get(W + key) for s in starts]
        assert len(set(values)) == len(values)
    assert all(s.get(f"{W}name").startswith("_") and len(s.get(f"{W}name")) <= 40 for s in starts)
    assert all(s.getnext().tag != f"{W}bookmarkEnd" for s in starts)


def test_the_same_input_gives_the_same_bytes() -> None:
    again = Look(dict(LOOK.pages), dict(LOOK.styles))
    assert write_document(DOCUMENT, LOOK, NUMBERS) == write_document(DOCUMENT, again, NUMBERS)


def test_parts_are_sorted_and_dated_alike() -> None:
    infos = ZipFile(BytesIO(write_document(DOCUMENT, LOOK))).infolist()
    first, *others = [i.filename for i in infos]
    assert (first, others) == ("[Content_Types].xml", sorted(others))
    assert {i.date_time for i in infos} == {(1980, 1, 1, 0, 0, 0)}


def test_blocks_carry_their_identity_and_only_when_asked() -> None:
    with_names = {s.get(f"{W}name") for s in body(write_document(DOCUMENT, LOOK)).iter(f"{W}bookmarkStart")}
    named = {"职责一", "表一", "图一", "第一部分", "表四"}
    assert {bookmark_name(i) for i in named} <= with_names
    without = body(write_document(DOCUMENT, LOOK, identities=False)).iter(f"{W}bookmarkStart")
    assert all(s.get(f"{W}name").startswith("_Toc") for s in without)


def test_nothing_makes_word_ask_on_opening() -> None:
    file = ZipFile(BytesIO(write_document(DOCUMENT, LOOK, NUMBERS)))
    assert b"dirty" not in file.read("word/document.xml")
    assert b"updateFields" not in file.read("word/settings.xml")
    assert b'"compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in file.read("word/settings.xml")


def test_properties_come_from_the_description() -> None:
    properties = docx.Document(BytesIO(write_document(DOCUMENT, LOOK))).core_properties
    assert (properties.title, properties.author, properties.subject) == ("2024年度部门预算公开", "某某中心", "部门预算公开")
    assert properties.created is not None
    assert properties.created.date() == DOCUMENT.created


class TestSections:
    def test_geometry_numbers_and_bands(self) -> None:
        sections = docx.Document(BytesIO(write_document(DOCUMENT, LOOK))).sections
        assert [s.orientation for s in sections] == [0, 0, 0, 1, 0]
        assert [s.footer.paragraphs[0].text.replace("1", "n") for s in sections] == ["", "", "— n —", "— n —", "— n —"]
        assert [s.header.paragraphs[0].text for s in sections] == ["", "", "部门预算公开", "", "部门预算公开"]
        starts = [s._sectPr.find(f"{W}pgNumType") for s in sections]
        assert [None if s is None else s.get(f"{W}start") for s in starts] == [None, None, "1", None, None]
        assert sections[3].page_width == sections[0].page_height

    def test_its_end_stands_in_its_last_paragraph(self) -> None:
        first = body(write_document(DOCUMENT, LOOK))[0]
        assert first.find(f"{W}pPr/{W}sectPr") is not None
        assert "".join(first.itertext()) == "2024年度部门预算公开"

    def test_after_a_table_its_end_has_a_paragraph_of_one_point(self) -> None:
        document = replace(DOCUMENT, sections=(Section("正文", (BUDGET,)), Section("正文", (BUDGET,))))
        styles = [e.find(f"{W}pPr/{W}pStyle").get(f"{W}val") for e in body(write_document(document, LOOK)) if e.tag == f"{W}p"]
        assert styles == ["SectionEnd", "SectionEnd"]

    def test_tables_that_touch_stay_two(self) -> None:
        tags = [e.tag.removeprefix(W) for e in body(one_section(BUDGET, replace(BUDGET, id="另一张")))]
        assert tags == ["tbl", "p", "tbl", "p", "sectPr"]


class TestTables:
    def test_rows_are_exact_and_whole_and_headers_repeat(self) -> None:
        rows = body(one_section(BUDGET)).findall(f"{W}tbl/{W}tr")
        heights = [r.find(f"{W}trPr/{W}trHeight") for r in rows]
        assert [(h.get(f"{W}val"), h.get(f"{W}hRule")) for h in heights] == [(str(20 * r.height), "exact") for r in BUDGET.rows]
        assert all(r.find(f"{W}trPr/{W}cantSplit") is not None for r in rows)
        assert [r.find(f"{W}trPr/{W}tblHeader") is not None for r in rows] == [r.header for r in BUDGET.rows]

    def test_widths_follow_the_grid(self) -> None:
        cells = body(one_section(BUDGET)).find(f"{W}tbl/{W}tr").findall(f"{W}tc")
        assert [c.find(f"{W}tcPr/{W}tcW").get(f"{W}w") for c in cells] == ["3200", "5758"]

    def test_indent_is_in_characters_of_the_style(self) -> None:
        indents = [i.get(f"{W}left") for i in body(one_section(BUDGET)).iter(f"{W}ind")]
        assert indents == ["180", "360", "360"]

    def test_what_is_missing_is_highlighted(self) -> None:
        marked = [r for r in body(one_section(BUDGET)).iter(f"{W}r") if r.find(f"{W}rPr/{W}highlight") is not None]
        assert ["".join(r.itertext()) for r in marked] == ["【待填】"]

    def test_it_is_described(self) -> None:
        described = body(one_section(BUDGET)).find(f"{W}tbl/{W}tblPr/{W}tblDescription")
        assert described.get(f"{W}val") == "2024年预算收支总表"

    def test_identity_stands_at_the_first_text(self) -> None:
        empty = Row("0", tuple(replace(c, text="", merge="") for c in BUDGET.rows[2].cells), 18)
        start = next(body(one_section(replace(BUDGET, rows=(empty, *BUDGET.rows)))).iter(f"{W}bookmarkStart"))
        assert "".join(start.getparent().itertext()) == "项目"


def test_text_after_a_tab_stands_at_the_right_edge() -> None:
    tab = next(body(one_section(paragraph("", "表单位", "部门名称：某某\t单位：万元"))).iter(f"{W}tabs"))[0]
    assert (tab.get(f"{W}val"), tab.get(f"{W}pos")) == ("right", "8958")


@pytest.mark.parametrize(
    ("section", "word"), [(Section("竖版", ()), "版面：竖版"), (Section("正文", (paragraph("", "无此样式"),)), "样式“无此样式”")]
)
def test_what_the_look_lacks_is_named(section: Section, word: str) -> None:
    with pytest.raises(LookError, match=word):
        write_document(replace(DOCUMENT, sections=(section,)), LOOK)
