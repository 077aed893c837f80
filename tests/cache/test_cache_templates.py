"""Templates from the cache are those that their files make: the same documents, the same errors, and new ones as soon as a file changes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assembler.cache import digests, templates
from assembler.cache.folder import VARIABLE
from assembler.cache.templates import kept_template, read_and_kept
from assembler.describing import describe
from assembler.template import Template, load_template, template_names
from assembler.word.package import write_document
from figures.budget import Budget
from figures.declared import DeclarationError
from figures.records import Basics, ExpenditureLine
from tests.templates import small

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "zonggai-xuanchuan-2024.xlsx"
BUDGET = Budget(
    basics=Basics(department="甲局", year=2024),
    expenditure=(ExpenditureLine(function="2010101", category="基本支出", fund="一般公共预算", amount=Decimal(1_000_000)),),
)


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


def entries(cache: Path) -> list[Path]:
    return sorted(cache.iterdir())


def printed(template: Template) -> bytes:
    return write_document(describe(template, BUDGET).document, template.look)


def opened(value: Any) -> Any:
    """A value with all that it holds in plain tuples: some kinds of values are equal to themselves only."""
    if is_dataclass(value):
        return type(value), tuple(opened(getattr(value, f.name)) for f in fields(value))
    if isinstance(value, Mapping):
        return {key: opened(inner) for key, inner in value.items()}
    return tuple(map(opened, value)) if isinstance(value, (tuple, list)) else value


def plain(template: Template) -> dict[str, Any]:
    """All of a template that can be compared."""
    return {f.name: opened(getattr(template, f.name)) for f in fields(template) if f.name != "wording"} | {
        "sources": template.wording.sources,
        "filters": template.wording.filters.keys(),
        "tests": template.wording.tests.keys(),
    }


@pytest.mark.parametrize("name", template_names())
def test_a_template_that_comes_with_the_program(name: str, cache: Path) -> None:
    read = read_and_kept(name)
    assert len(entries(cache)) == 1
    kept = kept_template(name)
    assert kept is not None
    assert plain(kept) == plain(read)
    assert kept.wording.codes == read.wording.codes


def test_nothing_is_compiled_or_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = str(small.parent(tmp_path))
    wanted = printed(load_template(folder))

    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("assembler.template_reading.read_template", never)
    monkeypatch.setattr("jinja2.Environment.compile", never)
    assert printed(load_template(folder)) == wanted


CHANGES = {
    "wording": ("narratives/说明.j2", "支出预算{{", "今年支出{{"),
    "a table": ("tables/1.yaml", "标题: 收入表", "标题: 总收入表"),
    "a word": ("template.yaml", "主体: 单位", "主体: 部门"),
    "the document": ("document.yaml", "标题: 一、说明", "标题: 二、说明"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_in_the_template_or_in_its_parent_is_seen_at_once(change: str, tmp_path: Path) -> None:
    path, old, new = CHANGES[change]
    base, child = small.parent(tmp_path), small.child(tmp_path, {})
    before = [printed(load_template(str(folder))) for folder in (base, child)]
    file = base / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    times = file.stat()
    file.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))  # a change is one of content
    after = [printed(load_template(str(folder))) for folder in (base, child)]
    assert all(a != b for a, b in zip(after, before, strict=True))
    file.write_text(text, encoding="utf-8")
    assert [printed(load_template(str(folder))) for folder in (base, child)] == before


def test_files_that_come_and_go_are_seen(tmp_path: Path) -> None:
    small.parent(tmp_path)
    child = small.child(tmp_path, {})
    before = printed(load_template(str(child)))
    small.write(child, {"narratives/说明.j2": "[支出] 另有说法。"})
    assert printed(load_template(str(child))) != before
    (child / "narratives" / "说明.j2").unlink()
    assert printed(load_template(str(child))) == before


def test_the_same_template_elsewhere_beside_another_parent(tmp_path: Path) -> None:
    """What a name leads to is looked up again: the entry of a folder says nothing about a copy of it."""
    for place, word in (("a", "单位"), ("b", "部门")):
        (tmp_path / place).mkdir()
        base = small.parent(tmp_path / place)
        file = base / "template.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("主体: 单位", f"主体: {word}"), encoding="utf-8")
        small.child(tmp_path / place, {})
    made = [load_template(str(tmp_path / place / "child")).words["主体"].text for place in "abab"]
    assert made == ["单位", "部门", "单位", "部门"]
    shutil.rmtree(tmp_path / "b" / "base")
    with pytest.raises(DeclarationError, match="没有名为“base”的模板"):
        load_template(str(tmp_path / "b" / "child"))


FAULTS = {
    "a tag": ("narratives/说明.j2", "{% block 支出 %}", "{% blok 支出 %}"),
    "a filter": ("narratives/说明.j2", "支出|万元", "支出|万圆"),
    "a name": ("narratives/说明.j2", "{{ 支出|", "{{ 支处|"),
    "short wording": ("tables/1.yaml", "{{ 主体 }}支出表", "{{ 主体|没有 }}支出表"),
    "a declaration": ("measures.yaml", "表: 支出表", "表: 支处表"),
    "the file": ("speech.yaml", "金额:", "金额: ["),
}


def told(folder: Path) -> str:
    with pytest.raises(DeclarationError) as error:
        printed(load_template(str(folder)))
    return str(error.value)


@pytest.mark.parametrize("fault", FAULTS)
def test_errors_are_the_same_with_a_cache_and_without(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, old, new = FAULTS[fault]
    folder = small.parent(tmp_path)
    load_template(str(folder))
    file = folder / path
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    first, again = told(folder), told(folder)
    monkeypatch.setenv(VARIABLE, "off")
    assert first == again == told(folder)


def test_a_template_with_wording_that_cannot_be_compiled_is_not_kept(tmp_path: Path, cache: Path) -> None:
    folder = small.parent(tmp_path)
    small.write(folder, {"narratives/没有用到.j2": "{% blok %}"})
    wanted = printed(load_template(str(folder)))
    assert entries(cache) == []
    assert printed(load_template(str(folder))) == wanted


def test_a_template_with_very_much_wording_is_not_kept(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "MOST_WORDING", 50)
    load_template(str(small.parent(tmp_path)))
    assert entries(cache) == []


def test_a_template_with_links_is_not_kept(tmp_path: Path, cache: Path) -> None:
    """A link could later lead to what a template may not read, with the same content."""
    folder = small.parent(tmp_path)
    load_template(str(folder))
    moved = tmp_path / "说明.j2"
    (folder / "narratives" / "说明.j2").rename(moved)
    (folder / "narratives" / "说明.j2").symlink_to(moved)
    assert "链接" in told(folder)
    assert digests.digest_of([str(folder)]) is None


def test_what_is_saved_while_it_is_read_is_not_kept(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = small.parent(tmp_path)
    from assembler import template_reading

    real = template_reading.read_template

    def interrupted(*given: Any) -> Template:
        small.write(folder, {"narratives/说明.j2": "[支出] 另有说法。"})
        return real(*given)

    monkeypatch.setattr(template_reading, "read_template", interrupted)
    load_template(str(folder))
    assert entries(cache) == []


def test_another_program_does_not_read_it(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = str(small.parent(tmp_path))
    load_template(folder)
    assert kept_template(folder) is not None
    monkeypatch.setattr(templates, "program_identity", lambda: b"another")
    assert kept_template(folder) is None
    monkeypatch.setattr(templates, "program_identity", lambda: None)
    assert kept_template(folder) is None
    load_template(folder)
    assert len(entries(cache)) == 1


def test_the_identity_is_that_of_the_files_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "made_up_package"
    (made / "below").mkdir(parents=True)
    (made / "__init__.py").write_text("")
    (made / "below" / "code.py").write_text("1")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(digests, "PACKAGES", ("made_up_package",))

    def identity() -> bytes | None:
        digests.program_identity.cache_clear()
        return digests.program_identity()

    first = identity()
    assert first == identity()
    (made / "below" / "code.py").write_text("22")
    second = identity()
    (made / "data.csv").write_text("x")
    assert len({first, second, identity()}) == 3
    digests.program_identity.cache_clear()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.parent(tmp_path_factory.mktemp("small"))


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_spoilt_entry_is_made_anew(data: st.DataObject, folder: Path, cache: Path) -> None:
    wanted = printed(load_template(str(folder)))
    (entry,) = entries(cache)
    written = entry.read_bytes()
    position = data.draw(st.integers(0, len(written) - 1))
    entry.write_bytes(written[:position] + bytes([written[position] ^ 0x41]) + written[position + data.draw(st.integers(1, 9)) :])
    assert kept_template(str(folder)) is None
    assert printed(load_template(str(folder))) == wanted
    assert entry.read_bytes() == written


def _environments(tmp_path: Path) -> Iterator[dict[str, str | None]]:
    """A cache that is there, one that is missing, homes that cannot be written or are none, and none at all."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    (tmp_path / "file").write_text("")
    yield {VARIABLE: str(tmp_path / "new")}
    yield {VARIABLE: str(tmp_path / "new")}
    yield {VARIABLE: None, "HOME": str(closed), "XDG_CACHE_HOME": None}
    yield {VARIABLE: None, "HOME": "/nonexistent", "XDG_CACHE_HOME": None}
    yield {VARIABLE: None, "HOME": None, "XDG_CACHE_HOME": str(tmp_path / "file" / "below")}
    yield {VARIABLE: str(tmp_path / "file")}
    yield {VARIABLE: "off"}


def test_whatever_the_cache_the_document_is_the_same(tmp_path: Path) -> None:
    made = set()
    for number, changes in enumerate(_environments(tmp_path)):
        environment = {k: v for k, v in ({**os.environ, **changes}).items() if v is not None}
        out = tmp_path / f"{number}.docx"
        run = subprocess.run(
            [sys.executable, "-m", "yugong.cli", "build", str(SAMPLE), "-o", str(out)],
            env=environment,
            cwd=ROOT,
            check=False,
            capture_output=True,
        )
        assert run.returncode == 0
        assert b"Traceback" not in run.stderr
        made.add(out.read_bytes())
    assert len(made) == 1
    assert [f.suffix for f in (tmp_path / "new").iterdir()] == [".entry"]


def test_processes_that_begin_together_make_the_same(tmp_path: Path, cache: Path) -> None:
    outs = [tmp_path / f"{n}.docx" for n in range(3)]
    runs = [subprocess.Popen([sys.executable, "-m", "yugong.cli", "build", str(SAMPLE), "-o", str(o)], cwd=ROOT) for o in outs]
    assert [run.wait() for run in runs] == [0, 0, 0]
    assert len({out.read_bytes() for out in outs}) == 1
    assert len(entries(cache)) == 1
