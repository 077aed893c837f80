"""New elements for an edited document: made by the writer, under the names that styles have in that document."""

from __future__ import annotations

from lxml import etree

from assembler.description import Chart, Entry, Paragraph, Row, Table
from assembler.look import Look
from assembler.word.chart_workbook import chart_workbook
from assembler.word.charts import WORKBOOK_RELATION, chart_xml
from assembler.word.markup import NAMESPACES, bookmark
from assembler.word.paragraphs import chart_paragraph, contents_field, end_paragraph, paragraph_xml
from assembler.word.reading.body import CHART
from assembler.word.reading.parts import Parts
from assembler.word.style_names import shown_name
from assembler.word.styles import complete, openings, style_element
from assembler.word.tables import row_xml, table_xml
from assembler.word.values import R, W, value
from assembler.word.writing import END_STYLE, Ids, Opening, Writing

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"


class Making:
    """Makes elements for one document. Styles that the document lacks are added to it when they are first needed."""

    def __init__(self, parts: Parts, body: etree._Element, look: Look, identifier: str) -> None:
        self.parts = parts
        self.body = body
        self.styles = complete(look.styles)
        self.ids_by_name = style_ids(parts)
        self.writing = Writing(_Openings(self), None, True, identifier, _FreeIds(body))

    def style_id(self, name: str) -> str:
        """The id of a style in the document."""
        known = self.ids_by_name.get(name) or self.ids_by_name.get(name.lower())
        if known:
            return known
        style = self.styles.get(name)
        part = self.parts.target("styles")
        if style is None or not part:
            return name
        root = self.parts.tree(part)
        taken = {value(s, "styleId") for s in root.iter(f"{W}style")}
        root.append(_element(style_element(style, self.styles)))
        if style.id in taken:
            root[-1].set(f"{W}styleId", f"Yugong{len(taken)}")
        self.parts.change(part)
        self.ids_by_name[name] = value(root[-1], "styleId")
        return self.ids_by_name[name]

    def paragraph(self, block: Paragraph, text_width: float) -> etree._Element:
        """A new paragraph."""
        return _element(paragraph_xml(self.writing, block, text_width))

    def entry(self, entry: Entry) -> list[etree._Element]:
        """New runs of the hidden field that puts a paragraph into the contents."""
        return list(_element(f"<w:p>{contents_field(entry, self.writing.identifier)}</w:p>"))

    def table(self, block: Table) -> etree._Element:
        """A new table."""
        return _element(table_xml(self.writing, block).decode())

    def row(self, table: Table, row: Row) -> etree._Element:
        """A new row of a table."""
        return _element(row_xml(self.writing, table, row).decode())

    def end(self) -> etree._Element:
        """A new paragraph of 1 pt."""
        return _element(end_paragraph(self.writing))

    def chart(self, block: Chart) -> etree._Element:
        """A new paragraph with a chart, whose parts are added to the document."""
        element = _element(chart_paragraph(self.writing, block))
        name = self.parts.free_name("word/charts/chart{}.xml")
        self.write_chart(name, block)
        self.parts.declare(name, _CHART_TYPE)
        relation = self.parts.relate(self.parts.main, "chart", name)
        for reference in element.iter(CHART):
            reference.set(f"{R}id", relation)
        taken = [int(d.get("id", "0")) for d in self.body.iter(_DRAWING) if d.get("id", "").isdecimal()]
        for drawing in element.iter(_DRAWING):
            drawing.set("id", str(max(taken, default=0) + 1))
        return element

    def write_chart(self, name: str, block: Chart) -> None:
        """Sets the part of a chart and its workbook."""
        workbook = self.workbook_of(name) or self.parts.free_name("word/embeddings/chart{}.xlsx")
        folder, _, base = name.rpartition("/")
        target = workbook.removeprefix("word/")
        self.parts.put(workbook, chart_workbook(block))
        self.parts.declare_extension("xlsx", _WORKBOOK_TYPE)
        self.parts.put(
            f"{folder}/_rels/{base}.rels",
            f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="{WORKBOOK_RELATION}" Type="{_PACKAGE}"'
            f' Target="../{target}"/></Relationships>'.encode(),
        )
        self.parts.put(name, chart_xml(block).encode())

    def workbook_of(self, name: str) -> str:
        """The part of the workbook behind a chart's part, "" when there is none."""
        return next((r.target for r in self.parts.relations(name).values() if r.target.endswith(".xlsx")), "") if name else ""

    def mark(self, element: etree._Element, name: str) -> bool:
        """Sees to it that a paragraph or table carries a bookmark; whether it had to be set."""
        if any(value(m, "name") == name for m in element.iter(f"{W}bookmarkStart")):
            return False
        paragraph = element if element.tag == f"{W}p" else _first_with_text(element)
        if paragraph is None:
            return False
        pair = list(_element(f"<w:p>{bookmark(next(self.writing.ids), name, '')}</w:p>"))
        first = 1 if paragraph.find(f"{W}pPr") is not None else 0
        paragraph.insert(first, pair[0])
        paragraph.append(pair[1])
        return True


class _Openings(dict[str, Opening]):
    """How paragraphs of each style begin in the document, found when first asked for."""

    def __init__(self, making: Making) -> None:
        super().__init__()
        self._making = making
        self._ours = openings(making.styles)

    def __missing__(self, style: str) -> Opening:
        ours = self._ours[style]
        identity = self._making.style_id(style)
        self[style] = Opening(f'<w:p><w:pPr><w:pStyle w:val="{identity}"/>', ours.size)
        return self[style]


class _FreeIds(Ids):
    """Ids that no bookmark of a body has when the first is asked for."""

    def __init__(self, body: etree._Element) -> None:
        super().__init__(0)
        self._body = body

    def __next__(self) -> int:
        if not self.following:
            taken = [int(value(m, "id")) for m in self._body.iter(f"{W}bookmarkStart") if value(m, "id").lstrip("-").isdecimal()]
            self.following = max(taken, default=0) + 1
        return super().__next__()


def style_ids(parts: Parts) -> dict[str, str]:
    """The ids of the paragraph styles of a document by their names, as shown and in small letters."""
    part = parts.target("styles")
    if not part:
        return {}
    named = {
        value(s, "styleId"): value(s.find(f"{W}name"))
        for s in parts.tree(part).iter(f"{W}style")
        if value(s, "type") == "paragraph"
    }
    taken = set(named.values())
    found: dict[str, str] = {}
    for identity, name in named.items():
        found.setdefault(name.lower(), identity)
        found[shown_name(name, taken)] = identity
    return found


def is_end(element: etree._Element, ids: dict[str, str]) -> bool:
    """Whether a paragraph is one of ours that only carries the end of a section or parts two tables."""
    end = ids.get(END_STYLE)
    return (
        element.tag == f"{W}p"
        and end is not None
        and value(element.find(f"{W}pPr/{W}pStyle")) == end
        and not any(True for _ in element.iter(f"{W}t", f"{W}drawing", f"{W}fldChar"))
    )


def _first_with_text(table: etree._Element) -> etree._Element | None:
    return next((p for p in table.iter(f"{W}p") if next(p.iter(f"{W}t"), None) is not None), None)


def _element(text: str) -> etree._Element:
    return etree.fromstring(f"<root {NAMESPACES}>{text}</root>")[0]
