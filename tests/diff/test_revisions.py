"""Documents with revisions: accepting all gives the new one, rejecting all the old one, and only what changed is marked."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from openxml_audit import OpenXmlValidator

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "word"))

from diff_pairs import TEMPLATE, edited_pairs, example, with_amount
from revision_checks import AUTHOR, DATE, assert_figures_whole, bands_of, contents_of, read_normal
from revision_runs import documents_with_bands, documents_with_runs
from word_samples import LOOK, paragraph
from word_strategies import documents

import yugong
from assembler.description import Contents, Document, Paragraph, Section, Table
from assembler.diff.words import words
from assembler.rebuild.generated import generated_blocks
from assembler.rebuild.matching import match
from assembler.rebuild.refusal import RebuildError
from assembler.revisions.settling import accepted, rejected
from assembler.revisions.tracking import tracked
from assembler.word.identity import FORMER, bookmark_name
from assembler.word.package import write_document
from assembler.word.reading.body import stretches_of
from assembler.word.reading.describing import read_description
from assembler.word.reading.parts import open_parts
from assembler.word.seal import is_untouched
from assembler.word.values import W
from figures.budget import Budget
from figures.records import FreeText, GlossaryEntry
from yugong.cli import main
from yugong.rebuilding import strip_document
from yugong.revising import with_revisions

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def built(budget: Budget) -> bytes:
    return yugong.build(budget, TEMPLATE).to_bytes()


def check(old: bytes, new: bytes) -> bytes:
    both = tracked(old, new, AUTHOR, DATE)
    assert read_normal(accepted(both)) == read_normal(new)
    assert read_normal(rejected(both)) == read_normal(old)
    assert bands_of(accepted(both)) == bands_of(new)
    assert_figures_whole(both)
    if contents_of(old) and contents_of(new):
        assert contents_of(accepted(both)) == contents_of(new)
        assert contents_of(rejected(both)) == contents_of(old)
    return both


@settings(max_examples=6, deadline=None, suppress_health_check=SLOW)
@given(edited_pairs())
def test_accepted_is_the_new_document_and_rejected_the_old_one(pair: tuple[Budget, Budget]) -> None:
    check(*(yugong.build(budget, TEMPLATE, pages=False).to_bytes() for budget in pair))


def test_a_text_of_one_character_in_the_place_of_another_block() -> None:
    budget = replace(example(), texts=())
    check(*(yugong.build(replace(budget, texts=t), TEMPLATE, pages=False).to_bytes() for t in ((FreeText("其他", "甲乙"),), ())))


def test_the_name_of_a_paragraph_of_one_character_goes_with_it() -> None:
    """Paragraphs that are fewer now move up: the last one, of a single character, has the name of one that is gone."""
    texts = ("公目\n职责\n公共图书馆免费开放", "改过的文字")
    pair = [replace(example(), glossary=(GlossaryEntry("基本支出", t), GlossaryEntry("财政拨款收入", "甲\n“"))) for t in texts]
    check(*map(built, pair))


@pytest.mark.parametrize("end", [(1, 0), (0, 1), (1, 1), (2, 2)])
def test_paragraphs_that_go_and_come_side_by_side(end: tuple[int, int]) -> None:
    check(*documents_with_runs(end))


def test_a_figure_changes_as_a_whole() -> None:
    """Signs, groups of digits, fractions and percents, in a sentence and beside others that look alike."""
    texts = (
        ("收入892.96万元，增长-3.5%", "收入902.96万元，增长3.5%"),
        ("1,234.50万元（2023-2024年）", "1,334.50万元（2023-2025年）"),
        ("占21.78%，12台", "占21.54％，112台"),
    )
    for old, new in texts:
        both = check(*(write_document(one_paragraph(text), LOOK) for text in (old, new)))
        marks = open_parts(both).body().iter(f"{W}ins", f"{W}del")
        marked = {"".join(t.text or "" for t in m.iter(f"{W}t", f"{W}delText")) for m in marks}
        assert marked == set(words(old)) ^ set(words(new))


def test_rows_may_grow_while_old_and_new_stand_in_them_and_are_as_high_as_before_then() -> None:
    both = tracked(built(example()), built(with_amount(example(), 2)), AUTHOR, DATE)
    for row in open_parts(both).body().iter(f"{W}tr"):
        cells = [
            cell for cell in row.iter(f"{W}tc") if cell.find(f".//{W}ins") is not None and cell.find(f".//{W}del") is not None
        ]
        if cells and row.find(f".//{W}vMerge") is None:
            assert row.find(f"{W}trPr/{W}trHeight").get(f"{W}hRule") == "atLeast"
    for settled, alone in ((accepted(both), built(with_amount(example(), 2))), (rejected(both), built(example()))):
        assert heights(settled) == heights(alone)


def heights(data: bytes) -> list[list[float]]:
    """The heights of the rows of each table; none of them is in doubt."""
    parts = open_parts(data)
    reading = read_description(parts, parts.body(), list(stretches_of(parts.body())), {})
    assert not [doubt for doubt in reading.doubts if "行高" in doubt]
    return [[row.height for row in block.rows] for block in reading.document.blocks() if isinstance(block, Table)]


def one_paragraph(text: str) -> Document:
    return Document("数字", "预公", "", date(2024, 3, 19), (Section("正文", (paragraph("段", "正文", text),)),))


def test_headers_and_footers_are_marked_word_by_word() -> None:
    old, new = documents_with_bands()
    both = check(old, new)
    assert bands_of(rejected(both)) == bands_of(old) != bands_of(new)
    parts = open_parts(both)
    names = [r.target for r in parts.relations(parts.main).values() if r.kind in ("header", "footer")]
    gone = [t.text for name in names for t in parts.tree(name).iter(f"{W}delText")]
    assert sorted(filter(None, gone)) == ["2024", "2024", "甲", "甲"]


@st.composite
def document_pairs(draw: st.DrawFn) -> tuple[Document, Document]:
    """A document, and one with blocks of it dropped, moved and replaced by those of another."""
    old, other = draw(documents()), draw(documents())
    pool = [b for d in (old, other) for b in d.blocks() if not isinstance(b, Contents)]
    used: set[str] = set()
    sections = []
    for section in old.sections:
        blocks = []
        for block in section.blocks:
            what = "keep" if isinstance(block, Contents) else draw(st.sampled_from(("keep", "keep", "drop", "more", "other")))
            more = [draw(st.sampled_from(pool))] if pool and what in ("more", "other") else []
            blocks += [*([block] if what in ("keep", "more") else []), *more]
        once = [b for b in blocks if not b.id or (b.id not in used and not used.add(b.id))]  # type: ignore[func-returns-value]
        sections.append(replace(section, blocks=tuple(once)))
    for section in other.sections:
        if draw(st.integers(0, 3)) == 0:
            blocks = tuple(b for b in section.blocks if not isinstance(b, Contents) and b.id not in used)
            sections.insert(draw(st.integers(0, len(sections))), replace(section, blocks=blocks))
            used |= {b.id for b in blocks}
    if len(sections) > 1 and draw(st.integers(0, 3)) == 0:
        del sections[draw(st.integers(0, len(sections) - 1))]
    return old, replace(old, sections=tuple(sections))


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(document_pairs())
def test_any_document(pair: tuple[Document, Document]) -> None:
    try:
        check(*(write_document(d, LOOK) for d in pair))
    except RebuildError as refused:
        if "目录" not in str(refused):
            raise
        reject()


def test_equal_documents_have_no_revisions_and_the_same_bytes() -> None:
    data = built(example())
    assert tracked(data, data, AUTHOR, DATE) == data


def test_only_what_changed_is_marked_and_figures_whole() -> None:
    old = example()
    both = check(built(old), built(with_amount(old, 2, Decimal(100_000))))
    parts = open_parts(both)
    root = parts.tree(parts.main)
    texts = {
        kind: ["".join(t.text or "" for t in m.iter(f"{W}{tag}")) for m in root.iter(f"{W}{kind}")]
        for kind, tag in (("ins", "t"), ("del", "delText"))
    }
    assert "902.96" in texts["ins"]
    assert "892.96" in texts["del"]
    shown = [t for some in texts.values() for t in some if t]
    assert all(len(words(text)) == 1 for text in shown), shown
    in_cells = [[m.tag for m in p if m.tag in (f"{W}ins", f"{W}del")] for p in root.iterfind(f".//{W}tc/{W}p")]
    assert {tuple(tags) for tags in in_cells} == {(), (f"{W}del", f"{W}ins")}
    marks = list(root.iter(f"{W}ins", f"{W}del"))
    assert {m.get(f"{W}author") for m in marks} == {AUTHOR}
    assert {m.get(f"{W}date") for m in marks} == {"2024-03-19T00:00:00Z"}
    assert len({m.get(f"{W}id") for m in marks}) == len(marks)
    assert is_untouched(both)


@pytest.mark.parametrize("years", [(2024, 2025), (2025, 2024)])
def test_from_one_year_to_the_next(years: tuple[int, int]) -> None:
    both = check(*(built(example(f"quwenlvju-{year}.xlsx")) for year in years))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "both.docx"
        path.write_bytes(both)
        assert [str(e) for e in OpenXmlValidator().validate(path).errors] == []


def test_sections_may_come_go_and_change_their_shape() -> None:
    document = yugong.build(example(), TEMPLATE)
    described = document.description.document
    fewer = write_document(replace(described, sections=described.sections[1:]), TEMPLATE.look)
    check(document.to_bytes(), fewer)
    check(fewer, document.to_bytes())


def test_words_that_people_wrote_stay_and_are_not_marked() -> None:
    old = example()
    parts = open_parts(built(old))
    text = next(t for t in parts.tree(parts.main).iter(f"{W}t") if "办公费" in (t.text or ""))
    text.text = (text.text or "").replace("办公费", "日常办公费")
    parts.change(parts.main)
    edited = parts.to_bytes()
    revised = with_revisions(edited, with_amount(old, 2, Decimal(100_000)), TEMPLATE)
    assert read_normal(accepted(revised.data)) == read_normal(revised.clean)
    assert read_normal(rejected(revised.data)) == read_normal(edited)
    kept = open_parts(accepted(revised.data))
    assert "日常办公费" in "".join(t.text or "" for t in kept.tree(kept.main).iter(f"{W}t"))


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Path(__file__).parents[2] / "examples" / "zonggai-xuanchuan-2024.xlsx"
    old, out = tmp_path / "old.docx", tmp_path / "new.docx"
    old.write_bytes(built(with_amount(example(), 2, Decimal(100_000))))
    assert main(["build", str(book), "--track-changes", str(old), "-o", str(out)]) == 0
    assert "都标为修订" in capsys.readouterr().out
    assert read_normal(rejected(out.read_bytes())) == read_normal(old.read_bytes())
    assert main(["build", str(book), "--track-changes", str(old), "-o", str(old)]) == 2
    assert main(["build", str(book), "--track-changes", str(tmp_path / "none.docx"), "-o", str(out)]) == 2
    capsys.readouterr()
    assert main(["build", str(book), "--track-changes", str(book), "-o", str(out)]) == 2
    assert "不是 Word 文档" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        (lambda data: data[: len(data) // 2], "已损坏"),
        (lambda data: b"%PDF-1.7\n", "只是改了扩展名"),
        (lambda data: with_part(data, "word/document.xml", lambda text: text[:-200]), "不是完好的 XML，文件可能"),
        (lambda data: with_part(data, "word/styles.xml", lambda text: text[:-200]), "不是完好的 XML，文件可能"),
        (
            lambda data: with_part(data, "customXml/item1.xml", lambda text: text.replace(b'digest="', b'digest="0')),
            "换用没有改过的文档",
        ),
        (lambda data: with_part(strip_document(data).data, "word/document.xml", lambda text: FOREIGN), "不是由本程序生成的文档"),
    ],
)
def test_other_files_are_refused_by_name(
    spoilt: Callable[[bytes], bytes], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Path(__file__).parents[2] / "examples" / "zonggai-xuanchuan-2024.xlsx"
    old, out = tmp_path / "old.docx", tmp_path / "new.docx"
    old.write_bytes(spoilt(built(example())))
    assert main(["build", str(book), "--track-changes", str(old), "-o", str(out)]) == 2
    said = capsys.readouterr().err
    assert str(old) in said
    assert told in said
    assert "Premature" not in said
    assert not out.exists()


FOREIGN = (
    f'<w:document xmlns:w="{W[1:-1]}"><w:body><w:p><w:r><w:t>关于开会的通知</w:t></w:r></w:p></w:body></w:document>'.encode()
)


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = open_parts(data)
    parts.put(name, change(parts.data[name]))
    return parts.to_bytes()


def test_an_old_document_without_its_figures_is_known_by_its_headings() -> None:
    old = strip_document(built(example())).data
    revised = with_revisions(old, with_amount(example(), 2, Decimal(100_000)), TEMPLATE)
    assert accepted(revised.data) != revised.data
    assert shown(rejected(revised.data)) == shown(old)
    assert shown(accepted(revised.data)) == shown(revised.clean)


def shown(data: bytes) -> list[str]:
    parts = open_parts(data)
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in parts.body().iter(f"{W}p")]


def test_author_and_date_of_the_revisions(tmp_path: Path) -> None:
    book = Path(__file__).parents[2] / "examples" / "zonggai-xuanchuan-2024.xlsx"
    old, out = tmp_path / "old.docx", tmp_path / "new.docx"
    old.write_bytes(built(with_amount(example(), 2, Decimal(100_000))))
    signed = ["--author", "王会计", "--date", "2025-01-20 09:30", "-o", str(out)]
    assert main(["build", str(book), "--track-changes", str(old), *signed]) == 0
    root = open_parts(out.read_bytes()).tree("word/document.xml")
    marks = {(m.get(f"{W}author"), m.get(f"{W}date")) for m in root.iter(f"{W}ins", f"{W}del")}
    assert marks == {("王会计", "2025-01-20T09:30:00Z")}


def test_a_moved_block_rejected_in_word_keeps_its_identity() -> None:
    """Word leaves the name of the former block as it is; the block is found by it all the same."""
    budget = example()
    document = yugong.build(budget, TEMPLATE)
    described = document.description.document
    moved = next(b for b in described.sections[-1].blocks if isinstance(b, Paragraph) and b.id and len(b.text) > 80)
    others = tuple(b for b in described.sections[-1].blocks if b is not moved)
    changed = replace(described, sections=(*described.sections[:-1], replace(described.sections[-1], blocks=(*others, moved))))
    both = tracked(document.to_bytes(), write_document(changed, TEMPLATE.look), AUTHOR, DATE)
    parts = open_parts(rejected(both))
    mark = next(m for m in parts.tree(parts.main).iter(f"{W}bookmarkStart") if m.get(f"{W}name") == bookmark_name(moved.id))
    mark.set(f"{W}name", bookmark_name(moved.id) + FORMER)
    body = parts.tree(parts.main).find(f"{W}body")
    assert body is not None
    matched = match(generated_blocks(described), stretches_of(body))
    assert matched.by_name == len(generated_blocks(described))
    assert not matched.missing
