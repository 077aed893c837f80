"""What stands in a template's own folder and is never used: files that are not read, wording, tables, measures and forms named nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from assembler.blocks import ChartBlock, FormBlock, TableBlock
from assembler.blocks import Wording as WordingBlock
from assembler.inheritance import Layer
from assembler.template import Template
from figures.declared import nearest
from figures.findings import Finding, Place, Severity

FILES = ("template.yaml", "lists.yaml", "measures.yaml", "speech.yaml", "glossary.yaml", "document.yaml", "look.docx")
_FOLDERS = {"tables": ".yaml", "forms": ".yaml", "narratives": ".j2"}


def unused(template: Template, layer: Layer, said: set[str], files: set[str]) -> Iterator[Finding]:
    """The findings for what the template's own layer has; `said` are names that wording speaks of, `files` those it brings in."""
    yield from _unread(layer)
    blocks = [block for section in template.sections for block in section.blocks]
    wordings = {block.file for block in blocks if isinstance(block, WordingBlock)}
    for name, path in template.wording_files.items():
        if name not in wordings and path not in files and "/narratives/" not in path:
            yield _finding(
                Place(file=path), f"文字文件“{name}”没有用到", f"请在 document.yaml 中写 {{文字: {name}}}，或删去这个文件"
            )
    measures, families = template.measures.measures, template.measures.families
    tables = {block.view for block in blocks if isinstance(block, TableBlock)}
    tables |= {m.table for m in measures.values()} | {f.table for f in families.values()}
    for view in template.views.values():
        if view.name not in tables and _is_own(layer, view.place):
            yield _finding(view.place, f"表“{view.name}”没有用到", f"请在 document.yaml 中写 {{表: {view.name}}}，或删去这张表")
    charts = {block.family for block in blocks if isinstance(block, ChartBlock)}
    spoken = said | charts
    spoken |= {key for name, family in families.items() if name in spoken for key in (family.whole, *family.parts)}
    places = {key: m.place for key, m in measures.items()} | {key: f.place for key, f in families.items()}
    for key, place in places.items():
        if key not in spoken and _is_own(layer, place):
            yield _finding(place, f"“{key}”定义了，但文字里没有用到", "可以在文字里使用它，或删去", Severity.NOTE)
    forms = {block.form for block in blocks if isinstance(block, FormBlock)}
    for form in template.forms if any(True for _ in layer.files("forms", ".yaml")) else ():
        if form not in forms:
            yield _finding(Place(file="forms"), f"表单“{form}”没有用到", f"请在 document.yaml 中写 {{表单: {form}}}，或删去")


def _is_own(layer: Layer, place: Place) -> bool:
    return layer.has(place.file)


def _unread(layer: Layer) -> Iterator[Finding]:
    """Files of the folder that are no part of a template, which mostly are misspelt."""
    for entry in sorted(layer.folder.iterdir()):
        if entry.name.startswith((".", "~$", "__")):
            continue
        if entry.is_dir() and entry.name in _FOLDERS:
            suffix = _FOLDERS[entry.name]
            for file in sorted(entry.iterdir()):
                if not file.name.endswith(suffix) and not file.name.startswith((".", "~$")):
                    place = Place(file=f"{entry.name}/{file.name}")
                    yield _finding(place, "这个文件不会被读取", f"{entry.name} 里的文件名应以 {suffix} 结尾")
        elif entry.name not in FILES and entry.suffix != ".md":
            hint = nearest(entry.name, (*FILES, *_FOLDERS))
            yield _finding(Place(file=entry.name), f"这个文件不会被读取{hint}", "请改名，或移到模板文件夹之外")


def _finding(place: Place, message: str, remedy: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding("未用", severity, message, place, remedy=remedy)
