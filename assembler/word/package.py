"""A document as the bytes of a .docx file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from assembler.description import Chart, Document
from assembler.look import Look
from assembler.word.archive import Entry, archive, deflated, stored
from assembler.word.body import document_xml
from assembler.word.chart_workbook import chart_workbook
from assembler.word.charts import WORKBOOK_RELATION, chart_xml
from assembler.word.contents import identifier
from assembler.word.fixed import BandPart, fixed_parts
from assembler.word.kept import KeptBlocks
from assembler.word.markup import DECLARATION, escape
from assembler.word.seal import PART as SEAL
from assembler.word.seal import main_digest, seal_xml, whole_digest
from assembler.word.writing import Writing
from figures.collecting import uncollected

_FORMATS = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_FORMATS}/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

_Relation = tuple[str, str, str]
"""Of a part: id, type (an address), target."""

_ROOT_RELATIONS: tuple[_Relation, ...] = (
    ("rId1", f"{_RELATIONS}/officeDocument", "word/document.xml"),
    ("rId2", f"{_FORMATS}/package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
    ("rId3", f"{_RELATIONS}/extended-properties", "docProps/app.xml"),
    ("rId4", f"{_RELATIONS}/custom-properties", SEAL),
)
_FIXED_RELATIONS: tuple[_Relation, ...] = tuple(
    (f"rId{i}", f"{_RELATIONS}/{target.split('/')[0]}", f"{target}.xml")
    for i, target in enumerate(("styles", "settings", "fontTable", "theme/theme1"), 1)
)
_APPLICATION = (
    f'{DECLARATION}<Properties xmlns="{_FORMATS}/officeDocument/2006/extended-properties">'
    "<Application>yugong</Application><AppVersion>16.0000</AppVersion></Properties>"
)


PAYLOAD = "customXml/item1.xml"
"""The part of data that the document carries about itself, and below what describes it to Word."""

_PAYLOAD_PROPERTIES = "customXml/itemProps1.xml"
_PAYLOAD_DESCRIBED = (
    f'{DECLARATION}<ds:datastoreItem ds:itemID="{{6F3D2A51-7C58-4E0B-9B1A-2B7E5D1C9A40}}"'
    f' xmlns:ds="{_FORMATS}/officeDocument/2006/customXml"><ds:schemaRefs/></ds:datastoreItem>'
)


def write_document(
    document: Document,
    look: Look,
    numbers: Mapping[str, int] | None = None,
    *,
    identities: bool = True,
    payload: bytes | None = None,
) -> bytes:
    """The document as a .docx file, as `DocumentWriter.write` makes it."""
    return DocumentWriter(look).write(document, numbers, identities=identities, payload=payload)


class DocumentWriter:
    """Writes documents of one look one after another; what is the very same in two that follow each other is written once.

    It holds the texts of the last document, a few megabytes at most. The bytes do not depend on what was written before.
    """

    def __init__(self, look: Look) -> None:
        self._look = look
        self._settings: object = None
        self._kept = KeptBlocks()
        self._charts: Mapping[tuple[int, int], tuple[Chart, tuple[Entry, ...]]] = {}
        self._directory: tuple[object, tuple[Entry, ...]] = (None, ())

    @uncollected()
    def write(
        self,
        document: Document,
        numbers: Mapping[str, int] | None = None,
        *,
        identities: bool = True,
        payload: bytes | None = None,
    ) -> bytes:
        """The document as a .docx file. The same document, look, numbers and payload give the same bytes.

        `numbers` are the page numbers of the contents, by block id; the places of those that are not there stay empty. `identities`
        says whether hidden bookmarks carry the identity of blocks. `payload` is the XML of what the document carries about itself.
        Raises LookError when the look lacks a style or a page that the document names.
        """
        fixed = fixed_parts(self._look)
        settings = identities, identifier(document)
        former = self._kept if settings == self._settings else KeptBlocks()
        writing = Writing(fixed.openings, numbers, *settings, rows=fixed.rows, former=former)
        body = document_xml(writing, document, self._look, fixed)
        main = deflated("word/document.xml", body.xml)
        shown = [(kind, part) for (kind, _), part in fixed.bands.items() if (kind, part.relation) in body.used]
        parts = [
            main,
            deflated("docProps/core.xml", _core_properties(document)),
            *self._listing(shown, len(writing.charts), payload is not None),
            *_COMMON,
            *fixed.parts,
            *(part.entry for _, part in shown),
            *self._parts_of(writing.charts),
        ]
        if payload is not None:
            parts += (deflated(PAYLOAD, payload), *_PAYLOAD_PARTS)
        seal = seal_xml(main_digest(main.crc, main.size), whole_digest([(e.name, e.crc) for e in parts]))
        parts.append(deflated(SEAL, seal))
        self._settings, self._kept = settings, writing.kept
        return archive(sorted(parts, key=_order))

    def _listing(self, shown: Sequence[tuple[str, BandPart]], charts: int, payload: bool) -> tuple[Entry, ...]:
        """The parts that list the others."""
        key = [part.relation for _, part in shown], charts, payload
        if self._directory[0] != key:
            relations = _relations(_document_relations(shown, charts, payload))
            types = deflated("[Content_Types].xml", _content_types(shown, charts, payload))
            self._directory = key, (types, deflated("word/_rels/document.xml.rels", relations))
        return self._directory[1]

    def _parts_of(self, charts: Sequence[Chart]) -> list[Entry]:
        """The parts of the charts."""
        made = {}
        for number, chart in enumerate(charts, 1):
            key = id(chart), number
            made[key] = self._charts.get(key) or (chart, chart_parts(chart, number))
        self._charts = made
        return [entry for _, entries in made.values() for entry in entries]


def _order(entry: Entry) -> tuple[bool, str]:
    """The content types come first, as the packaging convention has it."""
    return entry.name != "[Content_Types].xml", entry.name


def chart_parts(chart: Chart, number: int) -> tuple[Entry, Entry, Entry]:
    """The parts of a chart: itself, its relations, its workbook."""
    workbook = f"chart{number}.xlsx"
    relation = (WORKBOOK_RELATION, f"{_RELATIONS}/package", f"../embeddings/{workbook}")
    return (
        deflated(f"word/charts/chart{number}.xml", chart_xml(chart).encode()),
        deflated(f"word/charts/_rels/chart{number}.xml.rels", _relations((relation,))),
        stored(f"word/embeddings/{workbook}", chart_workbook(chart)),
    )


def _document_relations(shown: Iterable[tuple[str, BandPart]], charts: int, payload: bool) -> list[_Relation]:
    return [
        *_FIXED_RELATIONS,
        *((("rIdPayload", f"{_RELATIONS}/customXml", f"../{PAYLOAD}"),) if payload else ()),
        *((part.relation, f"{_RELATIONS}/{kind}", part.entry.name.removeprefix("word/")) for kind, part in shown),
        *((f"rIdChart{n}", f"{_RELATIONS}/chart", f"charts/chart{n}.xml") for n in range(1, charts + 1)),
    ]


def _relations(relations: Iterable[_Relation]) -> bytes:
    items = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in relations)
    return f'{DECLARATION}<Relationships xmlns="{_FORMATS}/package/2006/relationships">{items}</Relationships>'.encode()


def _content_types(shown: Iterable[tuple[str, BandPart]], charts: int, payload: bool) -> bytes:
    described = (_PAYLOAD_PROPERTIES, "application/vnd.openxmlformats-officedocument.customXmlProperties+xml")
    overrides = [
        *((described,) if payload else ()),
        ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
        ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        (SEAL, "application/vnd.openxmlformats-officedocument.custom-properties+xml"),
        ("word/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
        ("word/document.xml", f"{_WORD_TYPE}.document.main+xml"),
        *((f"word/{kind}.xml", f"{_WORD_TYPE}.{kind}+xml") for kind in ("fontTable", "settings", "styles")),
        *((part.entry.name, f"{_WORD_TYPE}.{kind}+xml") for kind, part in shown),
        *(
            (f"word/charts/chart{n}.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")
            for n in range(1, charts + 1)
        ),
    ]
    items = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return (
        f'{DECLARATION}<Types xmlns="{_FORMATS}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{items}</Types>'
    ).encode()


def _core_properties(document: Document) -> bytes:
    author, moment = escape(document.author), f"{document.created.isoformat()}T00:00:00Z"
    times = "".join(f'<dcterms:{what} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{what}>' for what in ("created", "modified"))
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_FORMATS}/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(document.title)}</dc:title><dc:subject>{escape(document.subject)}</dc:subject><dc:creator>{author}</dc:creator>"
        f"<cp:lastModifiedBy>{author}</cp:lastModifiedBy>{times}<dc:language>zh-CN</dc:language></cp:coreProperties>"
    ).encode()


_PAYLOAD_RELATION = ("rId1", f"{_RELATIONS}/customXmlProps", "itemProps1.xml")
_PAYLOAD_PARTS = (
    deflated(_PAYLOAD_PROPERTIES, _PAYLOAD_DESCRIBED.encode()),
    deflated("customXml/_rels/item1.xml.rels", _relations((_PAYLOAD_RELATION,))),
)
_COMMON = (deflated("_rels/.rels", _relations(_ROOT_RELATIONS)), deflated("docProps/app.xml", _APPLICATION.encode()))
