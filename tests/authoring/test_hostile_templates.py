"""Templates from strangers who mean harm: each ends in an error that names file and line, in time, and reaches nothing."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from assembler.describing import describe
from assembler.template import load_template
from figures.budget import Budget
from figures.declared import DeclarationError
from figures.records import Basics, ExpenditureLine
from tests.templates import small

BUDGET = Budget(
    basics=Basics(department="甲局", year=2024),
    expenditure=(ExpenditureLine(function="2010101", category="基本支出", fund="一般公共预算", amount=Decimal(100)),),
)
SECONDS = 5.0
LOOPS = "".join(f"{{% for a{n} in [1,2,3,4,5,6,7,8,9,10] %}}" for n in range(9)) + "x" + "{% endfor %}" * 9
DOUBLING = "{% set a %}甲{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}\n" * 60 + "{{ a }}"
MACROS = (
    "{% macro f0() %}甲{% endmacro %}"
    + "".join(f"{{% macro f{n}() %}}{f'{{{{ f{n - 1}() }}}}' * 10}{{% endmacro %}}\n" for n in range(1, 30))
    + "{{ f29() }}"
)
DEFAULTS = "{% set a = '甲乙丙丁' %}" + "{% set a = a ~ a %}\n" * 60 + "{{ a }}"

WORDINGS: Mapping[str, str] = {
    "class of a name": "{{ 部门名称.__class__ }}",
    "class by bracket": "{{ 部门名称['__class__']['__mro__'] }}",
    "class of text": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "class of a measure": "{{ 支出.measure.__init__.__globals__ }}",
    "slots of what is exposed": "{{ 支出._names }}",
    "globals of a macro": "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    "macro's environment": "{% macro m() %}{% endmacro %}{{ m._environment.loader }}",
    "globals of a function": "{{ 文字.function.__globals__ }}",
    "str.format": "{{ '{0.__class__}'.format(部门名称) }}",
    "str.format_map": "{{ '{a.__class__}'.format_map(支出) }}",
    "percent formatting": "{{ '%999999999s' % 部门名称 }}",
    "a percent that is no formatting": "{{ 支出 % 2 }}",
    "multiplied text": "{{ '甲' * 999999999 }}",
    "power of numbers": "{{ 9 ** 9 ** 9 }}",
    "a number of many digits": "{{ " + "9" * 100_000 + " }}",
    "added lists": "{{ [1] + [2] }}",
    "joined without end": DEFAULTS,
    "range": "{% for i in range(1000000000) %}x{% endfor %}",
    "lipsum": "{{ lipsum(100000) }}",
    "cycler": "{{ cycler('a').next.__globals__ }}",
    "joiner": "{{ joiner('a').__init__.__globals__ }}",
    "namespace": "{% set n = namespace(a=1) %}{{ n.a }}",
    "dict": "{{ dict(a=1) }}",
    "a dict written out": "{{ {'a': 1} }}",
    "attr filter": "{{ 部门名称|attr('__class__') }}",
    "map filter": "{{ [部门名称]|map('upper')|list }}",
    "center filter": "{{ 部门名称|center(999999999) }}",
    "format filter": "{{ '%999999999d'|format(1) }}",
    "tojson filter": "{{ 支出|tojson }}",
    "sameas test": "{% if 支出 is sameas 收入 %}{% endif %}",
    "the context itself": "{{ self._TemplateReference__context }}",
    "the vocabulary itself": "{{ context.vocabulary }}",
    "varargs nested": "{% macro f() %}{{ varargs }}{% endmacro %}{{ f(1) }}",
    "caller": "{% macro f() %}{{ caller() }}{% endmacro %}{% call f() %}x{% endcall %}",
    "nested loops": LOOPS,
    "loop over itself": "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "the parts of a loop": "{% for a in [1] %}{{ loop._iterator }}{% endfor %}",
    "cycle of a loop": "{% for a in [1] %}{{ loop.cycle(1, 2) }}{% endfor %}",
    "text that doubles": DOUBLING,
    "macros that fan out": MACROS,
    "a macro that calls itself": "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "a macro that calls itself twice": "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
    "a file that includes itself": "{% include 'narratives/说明.j2' %}",
    "a file that includes itself twice": "{% include 'narratives/说明.j2' %}{% include 'narratives/说明.j2' %}",
    "a file that extends itself": "{% extends 'narratives/说明.j2' %}",
    "include outside": "{% include '../../../../etc/passwd' %}",
    "include by full path": "{% include '/etc/passwd' %}",
    "include of a declaration": "{% include 'template.yaml' %}",
    "include of a name": "{% include 部门名称 %}",
    "import outside": "{% from '../x.j2' import y %}",
    "import of a module": "{% import 'os' as os %}{{ os }}",
    "writing into what is exposed": "{% set 支出.名称 = 1 %}",
    "do": "{% do 支出.clear() %}",
    "calling a text": "{{ 部门名称() }}",
    "calling a measure": "{{ 支出() }}",
    "calling with wrong arguments": "{{ 文字(1, 2, 3) }}",
    "spread arguments": "{{ 文字(*[1]) }}",
    "filter with wrong arguments": "{{ 支出|万元(1, 2, 3) }}",
    "deep brackets": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "deep lists": "{{ " + "[" * 300 + "]" * 300 + " }}",
    "deep not": "{% if " + "not " * 20_000 + "支出 %}{% endif %}",
    "deep ifs": "{% if 支出 %}" * 400 + "{% endif %}" * 400,
    "deep fors": "{% for a in [] %}" * 25 + "{% endfor %}" * 25,
    "long chain of attributes": "{{ 支出" + ".名称" * 20_000 + " }}",
    "long chain of conditions": "{% if " + "支出 or " * 20_000 + "支出 %}{% endif %}",
    "many branches": "{% if 支出 %}" + "{% elif 收入 %}" * 5000 + "{% endif %}",
    "many comparisons": "{% if " + "支出 == 收入 and " * 20_000 + "支出 %}{% endif %}",
    "a very long file": "甲" * 300_000,
    "many statements": "{{ 支出|万元 }}" * 15_000,
    "an unended comment": "{#" * 50_000,
    "an unended tag": "{{ " * 60_000,
    "a list kept": "{% set a = [1, 2] %}",
    "the document in a list": "{{ [支出] }}",
    "a measure as it is": "{{ 支出 }}",
    "numbers that are no text": "{{ 1.5 }}",
    "searching in a number": "{% if '甲' in 1 %}{% endif %}",
    "order of what has none": "{% if 支出 < 收入 %}{% endif %}",
    "wrong unpacking": "{% for a, b in 名词解释 %}{% endfor %}",
    "extension tags": "{% debug %}",
    "translation": "{% trans %}甲{% endtrans %}",
    "loop controls": "{% for a in [1] %}{% break %}{% endfor %}",
}


def refused(folder: Path, files: Mapping[str, str | bytes]) -> DeclarationError:
    """The error that a template with these files ends in; every other way to end, or to go on for long, fails."""
    small.parent(folder)
    made = small.child(folder, {})
    for path, content in files.items():
        (made / path).parent.mkdir(exist_ok=True)
        (made / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    begun = time.thread_time()
    with pytest.raises(DeclarationError) as caught:
        describe(load_template(str(made)), BUDGET)
    assert time.thread_time() - begun < SECONDS
    return caught.value


@pytest.mark.parametrize("kind", WORDINGS)
def test_hostile_wording(tmp_path: Path, kind: str) -> None:
    error = refused(tmp_path, {"narratives/说明.j2": WORDINGS[kind]})
    assert error.place.file == "narratives/说明.j2"
    assert error.place.line >= 1
    assert any("\u4e00" <= c <= "\u9fff" for c in error.message), error.message
    assert len(str(error)) < 1000
    for leak in ("object at 0x", "<class", "root:", "python", "site-packages"):
        assert leak not in str(error).lower()


DECLARATIONS: Mapping[str, tuple[str, str]] = {
    "aliases that double": ("lists.yaml", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
    "a python tag": ("template.yaml", "继承: base\n标题: !!python/object/apply:os.system ['true']\n"),
    "a python tag on a mapping": ("measures.yaml", "!!python/object:os.x {量: 1}\n"),
    "deep brackets": ("lists.yaml", "类: " + "[" * 100_000),
    "deep closed brackets": ("lists.yaml", "类: " + "[" * 10_000 + "]" * 10_000),
    "deep mappings": ("lists.yaml", "类: " + "{a: " * 50_000),
    "deep indents": ("lists.yaml", "\n".join(" " * n + "a:" for n in range(400))),
    "two documents": ("lists.yaml", "a: [x]\n---\nb: [x]\n"),
    "control characters": ("lists.yaml", "a: \x01\n"),
    "a file that is too large": ("lists.yaml", "a: [x]\n#" + "x" * 1_100_000),
    "no text at all": ("lists.yaml", ""),
    "a key that is a list": ("lists.yaml", "? [a, b]\n: c\n"),
    "a path as parent": ("template.yaml", "继承: ../../../etc\n"),
    "a full path as parent": ("template.yaml", "继承: /etc\n"),
    "a path as wording": ("document.yaml", "- {节: 一, 页面: 正文, 内容: [{文字: ../../template.yaml}]}\n"),
    "a path as table": ("document.yaml", "- {节: 一, 页面: 正文, 内容: [{表: ../../表}]}\n"),
    "empty lines without end": ("document.yaml", "- {节: 一, 页面: 正文, 内容: [{空行: 100000}]}\n"),
    "a number that is none": ("document.yaml", "- {节: 一, 页面: 正文, 内容: [{空行: .inf}]}\n"),
    "places without end": ("speech.yaml", "金额: {万元: {位数: 99999}}\n"),
    "negative places": ("speech.yaml", "金额: {万元: {位数: -5}}\n"),
    "a huge exponent": ("speech.yaml", "金额: {万元: {位数: 1e999999999}}\n"),
    "columns without end": (
        "tables/x.yaml",
        "名称: 支出表\n列: [" + ", ".join(f"{{名: 列{n}}}" for n in range(3000)) + "]\n行: [{名: 合计}]\n",
    ),
    "a wording with formatting": ("speech.yaml", "措辞: {比上年: {增加: '{额.__class__}'}}\n"),
    "a wording of braces": ("speech.yaml", "措辞: {比上年: {增加: '" + "{" * 100_000 + "'}}\n"),
    "code in a title": ("tables/x.yaml", "名称: 支出表\n标题: \"{{ ''.__class__ }}\"\n"),
    "code in a term": ("glossary.yaml", '- {名词: 甲, 解释: "{{ 级别.__class__.__mro__ }}"}\n'),
    "loops in a title": ("tables/x.yaml", f"名称: 支出表\n标题: '{LOOPS}'\n"),
    "code in a key": ("measures.yaml", "量: {'{{ 7 }}': {来源: __import__}}\n"),
    "an unknown source": ("measures.yaml", "量: {甲: {来源: __class__}}\n"),
    "an unknown field": ("measures.yaml", "量: {甲: {来源: 支出, 字段: __class__}}\n"),
    "an attribute as a condition": ("measures.yaml", "量: {甲: {来源: 支出, 筛选: {__class__: a}}}\n"),
}


@pytest.mark.parametrize("kind", DECLARATIONS)
def test_hostile_declaration(tmp_path: Path, kind: str) -> None:
    path, text = DECLARATIONS[kind]
    error = refused(tmp_path, {path: text})
    assert error.place.file == path
    assert "object at 0x" not in str(error)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def look_with(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The small template's look with one part changed."""
    with zipfile.ZipFile(small.LOOK) as file:
        parts = {info.filename: file.read(info) for info in file.infolist()}
    parts[name] = change(parts[name])
    return zipped(parts)


DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
LAUGHS = b"<!DOCTYPE a [<!ENTITY a '" + b"x" * 1000 + b"'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>"
OUTSIDE = b"<!DOCTYPE a [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


def declared(data: bytes, doctype: bytes) -> bytes:
    """The part with a document type."""
    head, _, rest = data.partition(b"?>")
    return head + b"?>" + doctype + rest


LOOKS: Mapping[str, Callable[[], bytes]] = {
    "no package": lambda: b"PK\x03\x04" + b"x" * 1000,
    "an empty package": lambda: zipped({}),
    "a part of many zeros": lambda: look_with("word/settings.xml", lambda _: bytes(40 << 20)),
    "parts without end": lambda: zipped({f"a{n}": b"" for n in range(5000)}),
    "many large parts": lambda: zipped({f"a{n}.xml": bytes(20 << 20) for n in range(8)}),
    "entities that double": lambda: look_with(DOCUMENT, lambda d: declared(d, LAUGHS)),
    "a file outside": lambda: look_with(STYLES, lambda d: declared(d, OUTSIDE)),
    "deep elements": lambda: look_with(DOCUMENT, lambda _: b"<a>" * 200_000),
    "a file that is too large": lambda: bytes(21_000_000),
    "paragraphs without end": lambda: look_with(DOCUMENT, lambda d: d.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 4_000_000)),
    "sections without end": lambda: look_with(
        DOCUMENT, lambda d: d.replace(b"<w:body>", b"<w:body>" + b"<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" * 200_000)
    ),
    "styles without end": lambda: look_with(
        STYLES, lambda d: d.replace(b"</w:styles>", b'<w:style w:type="paragraph"/>' * 800_000 + b"</w:styles>")
    ),
    "paper without end": lambda: look_with(DOCUMENT, lambda d: d.replace(b'w:w="', b'w:w="99999999')),
    "a path as target": lambda: look_with("_rels/.rels", lambda d: d.replace(b"word/document.xml", b"../../../etc/passwd")),
    "a name of blanks": lambda: look_with(
        DOCUMENT, lambda d: d.replace("版面".encode(), "版面：甲".encode() + b" " * 200_000 + b"x")
    ),
}


@pytest.mark.parametrize("kind", LOOKS)
def test_hostile_look(tmp_path: Path, kind: str) -> None:
    error = refused(tmp_path, {"look.docx": LOOKS[kind]()})
    assert error.place.file in ("look.docx", "document.yaml")


@pytest.mark.parametrize("path", ["narratives/说明.j2", "lists.yaml", "look.docx", "tables/x.yaml"])
def test_links_that_lead_out_of_the_folder(tmp_path: Path, path: str) -> None:
    small.parent(tmp_path)
    made = small.child(tmp_path, {})
    outside = tmp_path / "secret"
    outside.write_text("秘密")
    (made / path).parent.mkdir(exist_ok=True)
    (made / path).symlink_to(outside)
    with pytest.raises(DeclarationError, match="指向模板文件夹之外的链接") as caught:
        load_template(str(made))
    assert caught.value.place.file == path


def test_folders_with_files_without_end(tmp_path: Path) -> None:
    error = refused(tmp_path, {f"narratives/{n}.j2": "甲" for n in range(300)})
    assert "文件太多" in error.message


def test_the_whole_document_has_one_meter(tmp_path: Path) -> None:
    busy = "{% for a in [1,2,3,4,5,6,7,8,9,10] %}" * 5 + "x" + "{% endfor %}" * 5
    files = {f"narratives/n{n}.j2": busy for n in range(50)}
    blocks = ", ".join(f"{{文字: n{n}}}" for n in range(50))
    error = refused(tmp_path, {**files, "document.yaml": f"- {{节: 一, 页面: 正文, 内容: [{blocks}]}}\n"})
    assert "次数太多" in error.message


def test_what_a_good_template_needs_still_works(tmp_path: Path) -> None:
    small.parent(tmp_path)
    wording = """
        {% extends "base/narratives/说明.j2" %}
        {% block 支出 %}{{ super() }}，其中{% for 项 in [支出, 收入] %}{{ 项.名称 }}{{ 项|万元 }}{% if not loop.last %}、{% endif %}{% endfor %}{% endblock %}
    """
    made = small.child(tmp_path, {"narratives/说明.j2": wording})
    texts = [b.text for b in describe(load_template(str(made)), BUDGET).document.blocks() if hasattr(b, "text")]
    assert "支出预算0.01万元，其中支出0.01万元、收入0.01万元。" in texts
