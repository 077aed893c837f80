"""All that is wrong with a template in one run: what cannot be read, names, figures typed into wording, trials, what is never used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import jinja2

from assembler.inheritance import TemplateFiles
from assembler.short_wordings import form_wordings, short_wordings
from assembler.template import Template
from assembler.template_checking.budgets import trial_budgets
from assembler.template_checking.collecting import Collecting
from assembler.template_checking.names import FilterKinds, Names, literal_lines
from assembler.template_checking.prose import typed_figures
from assembler.template_checking.shapes import Shape, shapes, target_shape
from assembler.template_checking.trying import Trial, tried
from assembler.template_checking.unused import FILES, unused
from assembler.template_reading import read_template, template_files
from figures.declared import DeclarationError
from figures.findings import Finding, Place, Severity
from narratives.rendering import Wording
from narratives.wording_errors import in_chinese

_TEXTS = re.compile(r"文字\(\s*[\"']([^\"']+)[\"']\s*\)")


def check_template(name: str) -> tuple[Finding, ...]:
    """What is wrong with the template called `name`, or in the folder `name`; `found` of a finding is the text around it.

    DeclarationError where there is no such template.
    """
    files = template_files(name)
    reading = Collecting()
    template: Template | None = None
    try:
        template = read_template(files, name, reading)
    except DeclarationError as error:
        if str(error) not in [str(e) for e in reading.errors]:
            reading.errors.append(error)
        reading.errors += [e for e in _unreadable(files) if str(e) not in [str(known) for known in reading.errors]]
    found = [_error(e.message, e.place) for e in reading.errors]
    if template is not None:
        found += [f for f in _of_template(template, files) if not reading.follows(f.message)]
        if not any(e.place.file.endswith("speech.yaml") for e in reading.errors):
            found += _gaps(template)
    return tuple(_sorted(_with_text(_once(found), files)))


def _of_template(template: Template, files: TemplateFiles) -> Iterator[Finding]:
    names = Names(template.wording, _filter_kinds(template), shapes(template))
    yield from _names(template, names)
    yield from _typed(template)
    yield from unused(template, files.layers[0], names.used, names.files)
    if template.look.pages:
        yield from _of_trial(template)


def _of_trial(template: Template) -> Iterator[Finding]:
    texts = tuple(dict.fromkeys(t for source in _sources(template).values() for t in _TEXTS.findall(source)))
    measures = {key: spec.name for key, spec in template.measures.measures.items()}
    trial = tried(template, trial_budgets(measures, texts))
    yield from _told(trial)
    yield from _never_printed(template, trial)
    for doubt in template.look.doubts:
        yield Finding("样式", Severity.WARNING, doubt, Place(file="look.docx"), remedy="请在 Word 中打开 look.docx 检查")


def _unreadable(files: TemplateFiles) -> Iterator[DeclarationError]:
    """The template's own files that cannot be read at all, for a template that is not read any further."""
    own = files.layers[0]
    declarations = [p for p in FILES if p.endswith(".yaml") and own.has(p)]
    for path in [*declarations, *own.files("tables", ".yaml"), *own.files("forms", ".yaml")]:
        try:
            own.declaration(path)
        except DeclarationError as error:
            yield error
    bare = Wording({}, {}, {})
    for path in own.files("narratives", ".j2"):
        try:
            bare.parse(own.text(path), path, path)
        except jinja2.TemplateSyntaxError as error:
            yield DeclarationError(f"模板写法有误：{in_chinese(error.message or '')}", Place(file=path, line=error.lineno))
        except DeclarationError as error:
            yield error


def _filter_kinds(template: Template) -> FilterKinds:
    speech = template.speech
    families = frozenset((*speech.lists, *speech.parts))
    return FilterKinds(frozenset(("数", "占比", "原因", *speech.amounts, *speech.forms)), families)


def _sources(template: Template) -> Mapping[str, str]:
    """The wording files that documents are made from, by path; those that are only inherited from are looked at as well."""
    return {path: template.wording.sources[path] for path in template.wording_files.values()}


def _names(template: Template, names: Names) -> Iterator[Finding]:
    for path, source in _sources(template).items():
        yield from _looked_through(names, source, Place(file=path, line=1))
    for text, place in short_wordings(template):
        yield from _looked_through(names, text, place)
    yield from _in_forms(template, names)


def _looked_through(names: Names, source: str, place: Place) -> Iterator[Finding]:
    names.faults.clear()
    try:
        names.look_through(source, place.file)
    except jinja2.TemplateSyntaxError as error:
        yield _error(
            f"模板写法有误：{in_chinese(error.message or '')}", Place(file=place.file, line=place.line + error.lineno - 1)
        )
    for fault in names.faults:
        yield _error(fault.message, Place(file=place.file, line=place.line + fault.line - 1))


def _in_forms(template: Template, names: Names) -> Iterator[Finding]:
    """The wording of forms, which speaks of 项目 as well."""
    known: dict[str, Shape] = {**names.known, "项目": target_shape(template)} if template.forms else {}
    inner = Names(names.environment, names.kinds, known)
    for text, place in form_wordings(template):
        yield from _looked_through(inner, text, place)
    names.used |= inner.used


def _gaps(template: Template) -> Iterator[Finding]:
    """Forms without wording for a case: a document in which that case comes up could not be made."""
    for name, style in template.speech.forms.items():
        gaps = "、".join(style.form.gaps)
        if gaps:
            patterns = style.form.wordings.values()
            place = next((Place(file=p.file, line=p.line) for p in patterns), template.speech.place)
            message = f"“{name}”没有这些情形的表述：{gaps}；数据里一旦出现，文档就生成不了"
            yield Finding(
                "缺表述", Severity.WARNING, message, place, remedy=f"请在“措辞”的“{name}”中补写，例如 {style.form.gaps[0]}: …"
            )


def _typed(template: Template) -> Iterator[Finding]:
    for path, source in _sources(template).items():
        for line, text in literal_lines(template.wording, source, path):
            yield from _typed_in(text, Place(file=path, line=line))
    for style in template.speech.forms.values():
        for pattern in style.form.wordings.values():
            yield from _typed_in(pattern.text, Place(file=pattern.file, line=pattern.line))


def _typed_in(text: str, place: Place) -> Iterator[Finding]:
    for figure in typed_figures(text):
        yield Finding(
            "手写数字",
            Severity.WARNING,
            f"文字里直接写了“{figure}”，明年不会跟着变",
            place,
            remedy="请用名称代替，例如 {{ 收入总计|万元 }}、{{ 年度 }}",
        )


def _told(trial: Trial) -> Iterator[Finding]:
    for trouble, budgets in trial.troubles.items():
        always = len(budgets) == trial.count
        when = "" if always else f"（{'、'.join(f'“{b}”' for b in budgets)}时）"
        severity = Severity.WARNING if trouble.code == "标点" else Severity.ERROR
        yield Finding(trouble.code, severity, f"{trouble.message}{when}", trouble.place, trouble.around)


def _never_printed(template: Template, trial: Trial) -> Iterator[Finding]:
    """Lines of wording that no budget printed; a file of which nothing was printed is told as unused or as an error instead."""
    files = {file for file, _ in trial.printed}
    for path, source in _sources(template).items():
        if path in files:
            for line, text in literal_lines(template.wording, source, path):
                if (path, line) not in trial.printed and re.search(r"\w{2}", re.sub(r"^[^\[\]]*\]|^\s*\[[^\]]*\]?", "", text)):
                    message = "这段文字在试用的各种数据下都没有出现"
                    remedy = "如果条件写错了请改正；确实只在少见的情况下出现，可以不管"
                    yield Finding("未出现", Severity.NOTE, message, Place(file=path, line=line), text.strip()[:40], remedy=remedy)


def _error(message: str, place: Place) -> Finding:
    return Finding("模板错误", Severity.ERROR, message, place)


def _once(found: Iterable[Finding]) -> list[Finding]:
    """Each error once: what trying the template ran into is not told where reading it found the same line wrong."""
    kept: list[Finding] = []
    wrong: set[tuple[str, int]] = set()
    for finding in found:
        at = (finding.place.file, finding.place.line)
        if finding.severity is Severity.ERROR and finding.place.file:
            if at in wrong and finding.code == "试用错误":
                continue
            wrong.add(at)
        if finding.message not in [k.message for k in kept if k.place == finding.place]:
            kept.append(finding)
    return kept


def _with_text(found: Iterable[Finding], files: TemplateFiles) -> Iterator[Finding]:
    """The findings with the line of the file that each is about, where no other text is given."""
    lines: dict[str, list[str]] = {}
    for finding in found:
        file, line = finding.place.file, finding.place.line
        if finding.found or not line or not file:
            yield finding
            continue
        if file not in lines:
            lines[file] = _lines_of(files, file)
        text = lines[file][line - 1].strip() if line <= len(lines[file]) else ""
        shown = text if len(text) <= 60 else f"{text[:60]}…"
        yield Finding(finding.code, finding.severity, finding.message, finding.place, shown, finding.expected, finding.remedy)


def _lines_of(files: TemplateFiles, file: str) -> list[str]:
    for layer in reversed(files.layers):
        path = file.removeprefix(layer.prefix)
        if file.startswith(layer.prefix) and layer.has(path):
            return layer.text(path).split("\n")
    return []


_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def _sorted(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda f: (_ORDER.index(f.severity), f.place.file, f.place.line))
