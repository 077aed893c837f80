"""Reading a template: its files, those of the templates that it extends, and what they declare, checked and flattened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from assembler.blocks import SectionSpec, read_document, read_form
from assembler.fingerprint import fingerprint
from assembler.inheritance import TemplateFiles, chain, merged_table
from assembler.look import Look, LookError
from assembler.look_reading import read_look
from assembler.template import Template, extended_folder, template_folder, template_names
from figures.amounts import AmountFormat
from figures.declared import DeclarationError, Entries, Node, nearest
from figures.findings import Place
from figures.view_reading import Lists, read_format, read_lists, read_view
from figures.views import View
from narratives.declarations import Term, read_measures, read_speech
from narratives.rendering import Wording, render_string
from narratives.speaking import filters, tests
from narratives.text import Words

T = TypeVar("T")
MAX_LOOK = 20_000_000
MAX_COLUMNS = 63
"""What a table of Word can have."""


class Reading:
    """How declarations are read: the first fault ends it."""

    def one(self, reader: Callable[[Node], T], node: Node) -> T:
        """What `reader` makes of `node`."""
        return reader(node)

    def each(self, reader: Callable[[Node], T], nodes: list[Node]) -> list[T]:
        """What `reader` makes of each of `nodes`."""
        return [reader(node) for node in nodes]

    def look(self, reader: Callable[[], Look]) -> Look:
        """What `reader` makes of look.docx."""
        return reader()


def template_files(name: str) -> TemplateFiles:
    """The files of the template called `name` or in the folder `name`, with those of the templates that it extends.

    DeclarationError where there is none of that name.
    """
    known = template_names()
    folder = template_folder(name)
    if folder is None:
        listed = "、".join(known)
        message = f"没有名为“{name}”的模板{nearest(name, known) or '；'}现有模板：{listed}"
        raise DeclarationError(message, Place())
    return TemplateFiles(chain(folder, name, lambda parent: extended_folder(folder, parent), known))


def read_template(found: TemplateFiles, name: str, reading: Reading) -> Template:
    """The template that the files make, read by `reading`."""
    main = Entries(found.declaration("template.yaml"), ("名称", "说明", "标题", "表格格式", "继承", "用语"))
    lists = reading.one(read_lists, found.declaration("lists.yaml", depth=1))
    table_format = read_format(main.get("表格格式"), AmountFormat(zero=""))
    tables = found.named("tables", "名称", merged_table)
    views = {v.name: v for v in reading.each(lambda n: _view(n, lists, table_format), tables)}
    measures = reading.one(lambda n: read_measures(n, views), found.declaration("measures.yaml"))
    speech = reading.one(read_speech, found.declaration("speech.yaml"))
    forms = {form.name: form for form in reading.each(read_form, found.named("forms", "名称"))}
    sources, paths = found.wordings()
    wording = Wording(sources, filters(speech), tests(speech))
    words = _words(main.get("用语"))
    sections = reading.one(lambda n: read_document(n, views, measures, forms, frozenset(paths)), found.document())
    title = main.need("标题")
    return Template(
        Entries(found.own("template.yaml"), main.node.mapping()).text("名称", name),
        title.text(),
        title.place,
        views,
        measures,
        speech,
        tuple(reading.each(lambda n: _term(n, wording, words), found.named("glossary.yaml", "名词"))),
        forms,
        sections,
        wording,
        paths,
        words,
        reading.look(lambda: _look(found, sections)),
        fingerprint(layer.folder for layer in found.layers),
    )


def _view(node: Node, lists: Lists, table_format: AmountFormat) -> View:
    view = read_view(node, lists, table_format)
    if sum(1 for _ in view.columns()) > MAX_COLUMNS:
        raise node.fail(f"“{view.name}”的列太多，Word 的表最多{MAX_COLUMNS}列")
    return view


def _words(node: Node | None) -> Mapping[str, Words]:
    """用语: words of the template's own that wording may use by their names."""
    return {} if node is None else {name: Words(n.text(), n.place.file, n.place.line) for name, n in node.mapping().items()}


def _term(node: Node, wording: Wording, words: Mapping[str, Words]) -> Term:
    entries = Entries(node, ("名词", "解释"))
    text = entries.need("解释")
    return Term(entries.need("名词").text(), render_string(wording, words, text.text(), text.place).plain, node.place)


def _look(found: TemplateFiles, sections: tuple[SectionSpec, ...]) -> Look:
    data, place = found.look(MAX_LOOK)
    try:
        look = read_look(data)
    except LookError as error:
        raise DeclarationError(str(error), place) from None
    for section in sections:
        if section.page not in look.pages:
            known = "、".join(look.pages)
            raise DeclarationError(f"look.docx 里没有名为“{section.page}”的页面，现有：{known}", Place(file="document.yaml"))
    return look
