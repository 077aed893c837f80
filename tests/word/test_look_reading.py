"""Reading look.docx: what is taken over, what is told, what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from word_samples import DOCUMENT, LOOK, STYLES, paragraph

from assembler.description import Section
from assembler.look import PAGE, Band, Look, LookError, Style
from assembler.look_reading import read_look
from assembler.word import opening
from assembler.word.package import write_document

EXAMPLE = Path(__file__).parents[2] / "templates/shanxi/department-budget/look.docx"
CONTRACT = (
    *(
        "heading 1",
        "heading 2",
        "heading 3",
        "toc 1",
        "toc 2",
        "封面标题",
        "封面单位",
        "封面日期",
        "目录标题",
        "正文",
        "空行",
        "表号",
        "表题",
    ),
    *("表单位", "表头", "表文", "表中", "表数", "表注", "图", "图题", "绩效标题", "绩效文", "绩效头", "页脚", "节末"),
)


def look_file(look: Look = LOOK) -> bytes:
    """A look.docx that shows every page of a look."""
    sections = tuple(Section(name, (paragraph("", "正文", f"版面：{name}"),)) for name in look.pages)
    return write_document(replace(DOCUMENT, sections=sections), look)


SAMPLE = look_file()


def edited(part: str, pattern: str, replacement: str) -> bytes:
    """The sample look.docx with one thing of a part changed."""
    out = BytesIO()
    with ZipFile(BytesIO(SAMPLE)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name == part:
                data, count = re.subn(pattern, replacement, data, count=1)
                assert count
            new.writestr(name, data)
    return out.getvalue()


def style_with(properties: str, group: str = "pPr") -> Look:
    """The look when the style 表文 has these properties too, before its own."""
    return read_look(edited("word/styles.xml", f'(styleId="TableText">.*?<w:{group}>)', rf"\g<1>{properties}"))


lengths = st.integers(1, 2000).map(lambda n: n / 20)
styles = st.builds(
    Style,
    st.just("表文"),
    st.just("TableText"),
    st.sampled_from(["宋体", "仿宋_GB2312", "A & B"]),
    st.just("Times New Roman"),
    st.integers(2, 100).map(lambda n: n / 2),
    lengths,
    st.sampled_from(["left", "center", "right", "both"]),
    st.integers(-400, 400).map(lambda n: n / 20),
    lengths,
    lengths,
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "1F4E79", "FF0000"]),
    st.booleans(),
    st.sampled_from([None, 0, 1, 8]),
)


def test_the_look_of_the_template() -> None:
    look = read_look(EXAMPLE.read_bytes())
    assert look.doubts == ()
    assert set(CONTRACT) <= set(look.styles)
    assert set(look.pages) == {"封面", "目录", "正文", "横向表格"}
    assert {s.latin for s in look.styles.values()} == {"Times New Roman"}
    assert look.styles["正文"].first_line == 2 * look.styles["正文"].size
    assert look.pages["正文"].footer == Band((("页脚", (PAGE,)),))
    assert look.pages["封面"].footer == look.pages["目录"].footer == Band()


def test_a_look_reads_back_as_it_was_written() -> None:
    assert asdict(read_look(SAMPLE)) == asdict(LOOK)


@settings(max_examples=40, deadline=None)
@given(styles)
def test_every_property_of_a_style_reads_back(style: Style) -> None:
    look = replace(LOOK, styles={s.name: s for s in (*STYLES, style)})
    assert read_look(look_file(look)).styles["表文"] == style


class TestWordsOwnFiles:
    """Files as python-docx's (Word's) template makes them: inheritance, theme fonts, automatic spacing."""

    def made(self, change: Callable[[docx.document.Document], None]) -> Look:
        document = docx.Document()
        document.paragraphs and document.paragraphs[0].clear()
        document.add_paragraph("版面：正文")
        change(document)
        out = BytesIO()
        document.save(out)
        return read_look(out.getvalue())

    def test_inheritance_and_theme_fonts_are_resolved(self) -> None:
        def change(document: docx.document.Document) -> None:
            base = document.styles.add_style("公文", 1)
            base.base_style = None
            base.font.size, base.font.bold = Pt(16), True
            base.paragraph_format.line_spacing = Pt(28)
            fonts = base.element.get_or_add_rPr().get_or_add_rFonts()
            fonts.set(qn("w:eastAsia"), "仿宋_GB2312")
            child = document.styles.add_style("公文标题", 1)
            child.base_style = base
            child.font.bold = False
            child.paragraph_format.first_line_indent = Pt(32)

        look = self.made(change)
        child = look.styles["公文标题"]
        assert (child.east_asia, child.size, child.pitch, child.bold, child.first_line) == ("仿宋_GB2312", 16, 28, False, 32)
        assert look.styles["heading 1"].level == 0
        assert look.styles["heading 1"].colour == "365F91"

    def test_what_is_not_taken_over_is_told_in_words_of_the_dialogs(self) -> None:
        doubts = self.made(lambda document: None).doubts
        assert any("样式“heading 1”的“段前”间距（24 磅）没有采用" in d for d in doubts)
        assert any("的行距是“单倍行距”" in d or "的行距是“多倍行距 1.15”" in d for d in doubts)
        assert any("西文字体“Cambria”没有采用" in d for d in doubts)

    def test_a_page_number_from_words_gallery(self) -> None:
        def change(document: docx.document.Document) -> None:
            run = document.sections[0].footer.paragraphs[0].add_run("第 ")._r
            field = run.makeelement(qn("w:fldSimple"), {qn("w:instr"): " PAGE  \\* MERGEFORMAT "})
            run.addnext(field)
            field.append(run.makeelement(qn("w:r")))

        assert self.made(change).pages["正文"].footer.paragraphs[0][1] == ("第 ", PAGE)


@pytest.mark.parametrize(
    ("properties", "group", "told"),
    [
        ('<w:pBdr><w:top w:val="single"/></w:pBdr>', "pPr", "“边框”"),
        ("<w:contextualSpacing/>", "pPr", "“在相同样式的段落间不添加空格”"),
        ('<w:jc w:val="distribute"/>', "pPr", "分散对齐"),
        ('<w:spacing w:afterLines="50"/>', "pPr", "“段后”间距（0.5 行）"),
        ('<w:widowControl w:val="0"/>', "pPr", "“孤行控制”"),
        ('<w:spacing w:val="20"/>', "rPr", "“字符间距”"),
        ('<w:u w:val="single"/>', "rPr", "“下划线”"),
        ('<w:rFonts w:ascii="Calibri"/>', "rPr", "“Calibri”"),
    ],
)
def test_properties_outside_the_recipe_are_told(properties: str, group: str, told: str) -> None:
    doubts = style_with(properties, group).doubts
    assert any(d.startswith("样式“表文”") and told in d for d in doubts)


@pytest.mark.parametrize(
    "properties", ['<w:u w:val="none"/>', '<w:w w:val="100"/>', '<w:caps w:val="0"/>', '<w:spacing w:val="0"/>']
)
def test_properties_that_do_nothing_are_not(properties: str) -> None:
    assert style_with(properties, "rPr").doubts == ()


@pytest.mark.parametrize(
    ("spacing", "pitch", "told"),
    [
        ('w:line="240" w:lineRule="auto"', 12, "单倍行距"),
        ('w:line="360"', 18, "1.5 倍行距"),
        ('w:line="400" w:lineRule="atLeast"', 20, "最小值 20 磅"),
    ],
)
def test_an_automatic_pitch_becomes_exact_and_is_told(spacing: str, pitch: float, told: str) -> None:
    data = edited("word/styles.xml", '(styleId="TableText">.*?)w:line="240" w:lineRule="exact"', rf"\g<1>{spacing}")
    look = read_look(data)
    assert look.styles["表文"].pitch == pytest.approx(pitch, abs=1)
    assert any(told in d for d in look.doubts)


def test_indents_in_characters_go_by_the_size_of_the_type() -> None:
    data = edited("word/styles.xml", r'(styleId="Text">.*?<w:ind )', r'\g<1>w:leftChars="150" w:firstLineChars="200" ')
    style = read_look(data).styles["正文"]
    assert (style.left, style.first_line) == (18, 24)


class TestPages:
    @pytest.mark.parametrize(
        ("properties", "told"),
        [
            ('<w:docGrid w:type="lines" w:linePitch="312"/>', "文档网格（只指定行网格）"),
            ("<w:titlePg/>", "首页不同"),
            ('<w:vAlign w:val="center"/>', "垂直对齐"),
            ('<w:textDirection w:val="tbRl"/>', "文字方向"),
        ],
    )
    def test_settings_outside_the_recipe_are_told(self, properties: str, told: str) -> None:
        look = read_look(edited("word/document.xml", "</w:sectPr>", f"{properties}</w:sectPr>"))
        assert [d for d in look.doubts if d.startswith("版面“封面”") and told in d]
        assert look.pages == LOOK.pages

    def test_a_grid_without_a_type_is_none(self) -> None:
        data = edited("word/document.xml", "</w:sectPr>", '<w:docGrid w:linePitch="312"/></w:sectPr>')
        assert read_look(data).doubts == ()

    def test_a_section_without_a_name_is_left_out_and_told(self) -> None:
        look = read_look(edited("word/document.xml", "版面：横向表格", "横向表格"))
        assert set(look.pages) == {"封面", "正文"}
        assert look.doubts == ("第 3 节的第一段不是“版面：名称”，这一节没有采用。",)

    def test_the_same_name_twice(self) -> None:
        look = read_look(edited("word/document.xml", "版面：横向表格", "版面:封面"))
        assert look.doubts == ("版面“封面”与前面的一节同名，这一节没有采用。",)

    def test_no_name_at_all(self) -> None:
        data = look_file(replace(LOOK, pages={"": LOOK.pages["正文"]}))
        with pytest.raises(LookError, match="没有一节写明版面名称"):
            read_look(data)

    def test_a_floating_page_number_is_told(self) -> None:
        box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>1</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        look = read_look(edited("word/footer2.xml", "</w:p>", f"{box}</w:p>"))
        assert any("页脚中的图片、文本框等对象没有采用" in d for d in look.doubts)
        assert look.pages["正文"].footer == LOOK.pages["正文"].footer

    def test_direct_formatting_and_other_fields_are_told(self) -> None:
        field = '<w:fldSimple w:instr="NUMPAGES"><w:r><w:t>9</w:t></w:r></w:fldSimple>'
        look = read_look(edited("word/footer2.xml", "</w:pPr>", f'<w:jc w:val="right"/></w:pPr>{field}'))
        assert any("页脚第 1 段直接设置的对齐方式没有采用" in d for d in look.doubts)
        assert any("域“NUMPAGES”没有采用" in d for d in look.doubts)
        assert look.pages["正文"].footer == LOOK.pages["正文"].footer

    def test_a_page_without_room(self) -> None:
        with pytest.raises(LookError, match=r"版面“封面”：.*没有给正文留下地方"):
            read_look(edited("word/document.xml", 'w:left="1474"', 'w:left="9000"'))


class TestRefused:
    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a document" * 9, SAMPLE[:-30], SAMPLE[: len(SAMPLE) // 2]])
    def test_what_is_no_file_of_word(self, data: bytes) -> None:
        with pytest.raises(LookError, match=r"不是 \.docx"):
            read_look(data)

    @pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "word/footer2.xml"])
    @pytest.mark.parametrize(
        "dtd",
        ["<!DOCTYPE x>", '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', '<!DOCTYPE x SYSTEM "file:///etc/passwd">'],
    )
    def test_document_types(self, part: str, dtd: str) -> None:
        with pytest.raises(LookError, match="DTD"):
            read_look(edited(part, r"\?>\n", f"?>\n{dtd}"))

    @pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "word/settings.xml"])
    def test_broken_xml(self, part: str) -> None:
        with pytest.raises(LookError, match=part):
            read_look(edited(part, "</w:", "<w:"))

    def test_a_value_that_is_none(self) -> None:
        with pytest.raises(LookError, match="样式“表文”中的“x”不是长度"):
            read_look(edited("word/styles.xml", '(styleId="TableText">.*?)<w:sz w:val="18"/>', r'\g<1><w:sz w:val="x"/>'))

    def test_bombs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(opening, "MAX_PART", 1 << 12)
        with pytest.raises(LookError, match="过大"):
            read_look(SAMPLE)
        monkeypatch.setattr(opening, "MAX_PARTS", 3)
        with pytest.raises(LookError, match="条目"):
            read_look(SAMPLE)
        monkeypatch.setattr(opening, "MAX_FILE", 100)
        with pytest.raises(LookError, match="上限"):
            read_look(SAMPLE)

    @settings(max_examples=80, deadline=None)
    @given(st.integers(0, len(SAMPLE) - 1), st.binary(min_size=1, max_size=40))
    def test_damaged_bytes_never_raise_anything_else(self, place: int, noise: bytes) -> None:
        with suppress(LookError):
            read_look(SAMPLE[:place] + noise + SAMPLE[place + len(noise) :])

    @settings(max_examples=80, deadline=None)
    @given(st.sampled_from(["word/document.xml", "word/styles.xml", "word/footer2.xml"]), st.data())
    def test_damaged_values_never_raise_anything_else(self, part: str, data: st.DataObject) -> None:
        text = ZipFile(BytesIO(SAMPLE)).read(part).decode()
        values = sorted(set(re.findall(r'="[^"]*"', text[150:])))
        old = data.draw(st.sampled_from(values))
        new = data.draw(
            st.sampled_from(['=""', '="-1"', '="99999999999"', '="1e9"', '="nan"', '="0"', '="x"', '="2.5cm"', '="１２"'])
        )
        with suppress(LookError):
            read_look(edited(part, re.escape(old), new))
