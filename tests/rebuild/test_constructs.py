"""What else people do to a document: each is kept, and where it stands in the way of a figure, named."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import docx
import hand_edits as hand
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree
from test_rebuild import more, our_comments, with_total

import yugong
from assembler.rebuild.telling import Typed
from assembler.template import Template
from assembler.word.values import W
from figures.budget import Budget
from yugong.rebuilding import RebuiltDocument, rebuild_onto

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_W = W[1:-1]


def total_sentence(edited: hand.Edited) -> etree._Element:
    return with_total(edited).element


def insert(edited: hand.Edited, xml: str) -> None:
    """Puts runs at the end of the first sentence that says the total."""
    root = etree.fromstring(
        f'<root xmlns:w="{_W}" xmlns:v="urn:schemas-microsoft-com:vml"'
        f' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{xml}</root>'
    )
    for element in root:
        total_sentence(edited).append(element)


def text_box(edited: hand.Edited) -> None:
    box = "<v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框中的话</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>"
    insert(edited, f"<w:r><w:pict>{box}</w:pict></w:r>")


def footnote(edited: hand.Edited) -> None:
    name = "word/footnotes.xml"
    edited.parts.put(
        name,
        f'<w:footnotes xmlns:w="{_W}"><w:footnote w:id="2"><w:p><w:r><w:t>注中的话</w:t></w:r></w:p></w:footnote></w:footnotes>'.encode(),
    )
    edited.parts.declare(name, "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml")
    edited.parts.relate(edited.parts.main, "footnotes", name)
    insert(edited, '<w:r><w:footnoteReference w:id="2"/></w:r>')


def hyperlink(edited: hand.Edited) -> None:
    sentence = total_sentence(edited)
    run = next(r for r in sentence.iter(f"{W}r") if "892.96" in hand.p_text(r))
    link = etree.Element(f"{W}hyperlink", {f"{W}anchor": "manual"})
    run.addprevious(link)
    link.append(run)


def content_control(edited: hand.Edited) -> None:
    sentence = total_sentence(edited)
    control = etree.Element(f"{W}sdt")
    sentence.addprevious(control)
    etree.SubElement(control, f"{W}sdtPr")
    etree.SubElement(control, f"{W}sdtContent").append(sentence)


def header_and_footer(edited: hand.Edited) -> None:
    assert hand.edit_header(edited, "页眉中的话")


def has(words: str) -> Callable[[hand.Edited], bool]:
    return lambda edited: any(words.encode() in data for data in edited.parts.data.values())


CONSTRUCTS: dict[str, tuple[Callable[[hand.Edited], None], Callable[[hand.Edited], bool], str]] = {
    "text box": (text_box, has("框中的话"), "浮动的图片或文本框"),
    "footnote": (footnote, has("注中的话"), "脚注或尾注"),
    "hyperlink": (hyperlink, has('w:anchor="manual"'), ""),
    "content control": (content_control, has("<w:sdtPr/>"), ""),
    "header": (header_and_footer, has("页眉中的话"), ""),
}


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_it_stays_and_figures_are_brought_up_to_date(budget: Budget, template: Template, built: bytes, name: str) -> None:
    edit, stays, told = CONSTRUCTS[name]
    edited = hand.Edited(built)
    edit(edited)
    rebuilt = rebuild_onto(edited.to_bytes(), more(budget), template)
    after = hand.Edited(rebuilt.data)
    assert stays(after)
    fresh = hand.Edited(yugong.build(more(budget), template).to_bytes())
    assert "892.96" not in after.text()
    assert after.text().count("1016.41") == fresh.text().count("1016.41")
    assert not rebuilt.undecided
    if told:
        assert any(told in f.message for f in rebuilt.findings if f.code == "版面")


def in_word(data: bytes, edit: Callable[[docx.document.Document], None]) -> bytes:
    """The document edited by python-docx."""
    opened = docx.Document(BytesIO(data))
    edit(opened)
    written = BytesIO()
    opened.save(written)
    return written.getvalue()


def test_the_layout_of_a_section_stays(budget: Budget, template: Template, built: bytes) -> None:
    def turn(opened: docx.document.Document) -> None:
        section = opened.sections[-1]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        section.left_margin = Cm(1.5)
        opened.sections[0].header.is_linked_to_previous = False
        opened.sections[0].header.paragraphs[0].text = "人加的页眉"

    rebuilt = rebuild_onto(in_word(built, turn), more(budget), template)
    section = docx.Document(BytesIO(rebuilt.data)).sections[-1]
    assert (section.orientation, section.left_margin.cm) == (WD_ORIENT.LANDSCAPE, pytest.approx(1.5, abs=0.01))
    assert docx.Document(BytesIO(rebuilt.data)).sections[0].header.paragraphs[0].text == "人加的页眉"
    assert not rebuilt.undecided


def grid_of(opened: docx.document.Document) -> docx.table.Table:
    return next(t for t in opened.tables if any("892.96" in c.text for r in t.rows for c in r.cells) and len(t.columns) > 3)


def test_formatting_of_a_cell_stays(budget: Budget, template: Template, built: bytes) -> None:
    def colour(opened: docx.document.Document) -> None:
        cell = next(c for r in grid_of(opened).rows for c in r.cells if "892.96" in c.text)
        cell.paragraphs[0].runs[0].font.size = Pt(7)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:fill"), "ABCDEF")
        cell._tc.get_or_add_tcPr().append(shade)

    rebuilt = rebuild_onto(in_word(built, colour), more(budget), template)
    shaded = [
        c for c in hand.Edited(rebuilt.data).body.iter(f"{W}tc") if c.find(f"{W}tcPr/{W}shd[@{W}fill='ABCDEF']") is not None
    ]
    assert [hand.all_text(c) for c in shaded] == ["1016.41"]
    assert shaded[0].find(f".//{W}sz[@{W}val='14']") is not None


def grid_of_any(opened: docx.document.Document) -> docx.table.Table:
    return next(
        t
        for t in opened.tables
        if any("1016.41" in c.text or "892.96" in c.text for r in t.rows for c in r.cells) and len(t.columns) > 2
    )


def add_column(table: docx.table.Table) -> None:
    table.add_column(Cm(2))
    for number, row in enumerate(table.rows):
        row.cells[-1].text = f"人加的列{number}"


def delete_column(table: docx.table.Table) -> None:
    for row in table._tbl.tr_lst:
        row.remove(row.tc_lst[-1])
    table._tbl.tblGrid.remove(table._tbl.tblGrid.gridCol_lst[-1])


def merge_cells(table: docx.table.Table) -> None:
    row = next(r for r in table.rows if any("892.96" in c.text for c in r.cells))
    row.cells[0].merge(row.cells[1])


def test_figures_beside_an_added_column_are_brought_up_to_date(budget: Budget, template: Template, built: bytes) -> None:
    data = in_word(built, lambda opened: add_column(grid_of(opened)))
    rebuilt = rebuild_onto(data, more(budget), template)
    text = hand.Edited(rebuilt.data).text()
    assert "人加的列0" in text
    fresh = hand.Edited(yugong.build(more(budget), template).to_bytes()).text()
    left = sum(f.found.count("892.96") for f in rebuilt.findings if f.code == "表格结构")
    assert text.count("892.96") - fresh.count("892.96") <= left * 2
    assert text.count("1016.41") >= fresh.count("1016.41") - left * 2
    assert rebuild_onto(rebuilt.data, more(budget), template).data == rebuilt.data


@pytest.mark.parametrize("edit", [add_column, delete_column, merge_cells])
def test_rows_of_another_shape_are_right_or_named(
    budget: Budget, template: Template, built: bytes, edit: Callable[[docx.table.Table], None]
) -> None:
    data = in_word(built, lambda opened: edit(grid_of(opened)))
    assert rebuild_onto(data, budget, template).data == data
    changed = rebuild_onto(data, more(budget), template)
    again = rebuild_onto(changed.data, more(budget), template)
    assert again.data == changed.data
    named = [f for f in changed.findings if f.code == "表格结构"]
    assert [f for f in again.findings if f.code == "表格结构"] == named, "told as long as it stands"
    assert len(our_comments(changed.data)) == len(named)
    table = grid_of_any(docx.Document(BytesIO(changed.data)))
    stale = [r for r in table.rows if any("892.96" in c.text for c in r.cells)]
    assert len(stale) <= len(named)
    assert edit is not merge_cells or named
    back = rebuild_onto(changed.data, budget, template)
    assert not [f for f in back.findings if f.code == "表格结构"]
    assert our_comments(back.data) == []


def charted(data: bytes, change: Callable[[etree._Element], None]) -> bytes:
    edited = hand.Edited(data)
    name = next(n for n in edited.parts.data if n.startswith("word/charts/chart"))
    change(edited.parts.tree(name))
    edited.parts.change(name)
    return edited.to_bytes()


def chart_root(rebuilt: RebuiltDocument) -> etree._Element:
    edited = hand.Edited(rebuilt.data)
    return edited.parts.tree(next(n for n in edited.parts.data if n.startswith("word/charts/chart")))


def test_data_of_a_chart_typed_by_hand_are_told(budget: Budget, template: Template, built: bytes) -> None:
    def other(root: etree._Element) -> None:
        next(root.iterfind(f".//{_C}val//{_C}v")).text = "12.34"

    data = charted(built, other)
    told = rebuild_onto(data, more(budget), template)
    assert [f.found.split("、")[0] for f in told.findings if f.code == "手填数字"] == ["12.34"]
    assert next(chart_root(told).iterfind(f".//{_C}val//{_C}v")).text == "12.34"
    assert any("12.34" in comment for comment in our_comments(told.data))
    winning = rebuild_onto(told.data, more(budget), template, typed=Typed.FIGURES_WIN)
    assert next(chart_root(winning).iterfind(f".//{_C}val//{_C}v")).text != "12.34"
    assert our_comments(winning.data) == []


def test_the_look_and_title_of_a_chart_stay(budget: Budget, template: Template, built: bytes) -> None:
    def other(root: etree._Element) -> None:
        chart = root.find(f"{_C}chart")
        assert chart is not None
        for old in [*chart.findall(f"{_C}title"), *chart.findall(f"{_C}autoTitleDeleted")]:
            chart.remove(old)
        a = "http://schemas.openxmlformats.org/drawingml/2006/main"
        title = etree.fromstring(
            f'<c:title xmlns:c="{_C[1:-1]}" xmlns:a="{a}"><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>人起的图名</a:t></a:r></a:p></c:rich></c:tx></c:title>'
        )
        chart.insert(0, title)

    rebuilt = rebuild_onto(charted(built, other), more(budget), template)
    root = chart_root(rebuilt)
    assert "人起的图名" in "".join(root.itertext())
    fresh = yugong.build(more(budget), template).to_bytes()
    wanted = chart_root(RebuiltDocument(fresh, (), 0, ()))
    assert [v.text for v in root.iterfind(f".//{_C}val//{_C}v")] == [v.text for v in wanted.iterfind(f".//{_C}val//{_C}v")]
    assert not rebuilt.undecided
