"""A template, loaded and checked once into a prepared object: its tables, measures, speech, wording, document order and look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from assembler.blocks import FormSpec, SectionSpec, read_document, read_form
from assembler.look import Look, LookError
from assembler.look_reading import read_look
from figures.amounts import AmountFormat
from figures.declared import MAX_BYTES, DeclarationError, Entries, Node, nearest, read_declaration
from figures.findings import Place
from figures.views import View, read_format, read_lists, read_view
from narratives.declarations import Measures, Speech, read_measures, read_speech
from narratives.rendering import Wording
from narratives.speaking import filters, tests

MAX_LOOK = 20_000_000


@dataclass(frozen=True)
class Term:
    """An entry of the template's own glossary."""

    term: str
    text: str
    place: Place


@dataclass(frozen=True)
class Template:
    """Everything that a document takes from its template."""

    name: str
    title: str
    title_place: Place
    views: Mapping[str, View]
    measures: Measures
    speech: Speech
    glossary: tuple[Term, ...]
    forms: Mapping[str, FormSpec]
    sections: tuple[SectionSpec, ...]
    wording: Wording
    look: Look


def template_names() -> tuple[str, ...]:
    """The names of the templates that come with the program."""
    return tuple(sorted(_names(files("templates"), "")))


def _names(folder: Traversable, prefix: str) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if (entry / "template.yaml").is_file():
                yield prefix + entry.name
            yield from _names(entry, f"{prefix}{entry.name}/")


def load_template(name: str) -> Template:
    """The template called `name`, or the one in the folder `name`; DeclarationError says what is wrong with it and where."""
    folder = Path(name)
    if (folder / "template.yaml").is_file():
        return _load(folder, name)
    known = template_names()
    if name not in known:
        listed = "、".join(known)
        message = f"没有名为“{name}”的模板{nearest(name, known)}现有模板：{listed}"
        raise DeclarationError(message, Place(sheet="基本信息", cell="模板"))
    return _packaged(name)


@lru_cache(maxsize=16)
def _packaged(name: str) -> Template:
    return _load(files("templates").joinpath(*name.split("/")), name)


def _load(folder: Traversable, name: str) -> Template:
    main = Entries(_declaration(folder, "template.yaml"), ("名称", "说明", "标题", "表格格式"))
    lists = read_lists(_declaration(folder, "lists.yaml"))
    table_format = read_format(main.get("表格格式"), AmountFormat(zero=""))
    views: dict[str, View] = {}
    for node in _declarations(folder, "tables"):
        for item in node.list():
            view = read_view(item, lists, table_format)
            if view.name in views:
                raise item.fail(f"已有名为“{view.name}”的表")
            views[view.name] = view
    measures = read_measures(_declaration(folder, "measures.yaml"), views)
    speech = read_speech(_declaration(folder, "speech.yaml"))
    forms = {form.name: form for form in (read_form(n) for n in _declarations(folder, "forms"))}
    sources = dict(_texts(folder, "narratives", ".j2"))
    wordings = frozenset(path.removeprefix("narratives/").removesuffix(".j2") for path in sources)
    sections = read_document(_declaration(folder, "document.yaml"), views, measures, forms, wordings)
    title = main.need("标题")
    return Template(
        main.text("名称", name),
        title.text(),
        title.place,
        views,
        measures,
        speech,
        tuple(_term(n) for n in _declaration(folder, "glossary.yaml").list()),
        forms,
        sections,
        Wording(sources, filters(speech), tests()),
        _look(folder, sections),
    )


def _term(node: Node) -> Term:
    entries = Entries(node, ("名词", "解释"))
    return Term(entries.need("名词").text(), entries.need("解释").text(), node.place)


def _look(folder: Traversable, sections: tuple[SectionSpec, ...]) -> Look:
    file = folder / "look.docx"
    if not file.is_file():
        raise DeclarationError("缺少样式文件", Place(file="look.docx"))
    data = file.read_bytes()
    if len(data) > MAX_LOOK:
        raise DeclarationError("文件过大", Place(file="look.docx"))
    try:
        look = read_look(data)
    except LookError as error:
        raise DeclarationError(str(error), Place(file="look.docx")) from None
    for section in sections:
        if section.page not in look.pages:
            known = "、".join(look.pages)
            raise DeclarationError(f"look.docx 里没有名为“{section.page}”的页面，现有：{known}", Place(file="document.yaml"))
    return look


def _declaration(folder: Traversable, name: str) -> Node:
    return read_declaration(_text(folder / name, name), name)


def _declarations(folder: Traversable, under: str) -> Iterator[Node]:
    for path, text in _texts(folder, under, ".yaml"):
        yield read_declaration(text, path)


def _texts(folder: Traversable, under: str, suffix: str) -> Iterator[tuple[str, str]]:
    """The text files of a sub-folder by their path in the template, in the order of their names."""
    place = folder / under
    if not place.is_dir():
        return
    for file in sorted(place.iterdir(), key=lambda f: f.name):
        if file.is_file() and file.name.endswith(suffix):
            path = f"{under}/{file.name}"
            yield path, _text(file, path)


def _text(file: Traversable, path: str) -> str:
    if not file.is_file():
        raise DeclarationError("缺少文件", Place(file=path))
    data = file.read_bytes()
    if len(data) > MAX_BYTES:
        raise DeclarationError("文件过大", Place(file=path))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise DeclarationError("不是 UTF-8 编码的文本，请用 UTF-8 编码保存", Place(file=path)) from None
