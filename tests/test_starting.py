"""What each command imports: nothing heavy that it does not need, and not more modules than it did."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assembler.cache.folder import VARIABLE

ROOT = Path(__file__).parents[1]
SAMPLE = str(ROOT / "examples" / "zonggai-xuanchuan-2024.xlsx")
OURS = frozenset({"figures", "narratives", "assembler", "yugong", "templates"})
NEVER = frozenset({"docx", "openpyxl", "hypothesis", "pytest", "pypdf", "asyncio", "email", "importlib.metadata", "unittest"})
"""What no command of these needs at all."""

READING = frozenset({"python_calamine"})
WORDING = frozenset({"jinja2"})
WORD = frozenset({"lxml"})
HEAVY = frozenset({*READING, *WORDING, *WORD, "yaml", "babel", "xlsxwriter", "watchfiles", "difflib"})

_RUN = """
import json, sys
before = set(sys.modules)
from yugong.cli import main
try:
    main(sys.argv[2:])
except SystemExit:
    pass
with open(sys.argv[1], "w") as file:
    json.dump(sorted(set(sys.modules) - before), file)
"""

# What each command may import of what is heavy, how many modules of ours, and how many others.
COMMANDS: dict[str, tuple[list[str], frozenset[str], int, int]] = {
    "help": (["--help"], frozenset(), 16, 45),
    "version": (["--version"], frozenset(), 16, 45),
    "build": (["build", SAMPLE, "-o", "{folder}/out.docx"], READING | WORDING, 162, 130),
    "check": (["check", SAMPLE], READING | WORDING, 127, 125),
    "explain": (["explain", SAMPLE], READING | WORDING, 135, 125),
    "reasons": (["reasons", SAMPLE], READING | WORDING, 135, 125),
    "diff of workbooks": (["diff", SAMPLE, SAMPLE], READING | WORDING | {"difflib"}, 151, 130),
    "diff of documents": (["diff", "{built}", "{built}"], READING | WORD | {"difflib"}, 160, 115),
    "export": (["export", SAMPLE, "-o", "{folder}/out.json"], READING, 71, 95),
    "unpack": (["unpack", "{built}", "-o", "{folder}/out.xlsx"], READING | WORDING | WORD | {"xlsxwriter", "difflib"}, 144, 155),
    "strip": (["strip", "{built}", "-o", "{folder}/out.docx"], READING | WORDING | WORD | {"difflib"}, 140, 110),
    "new": (["new", "{folder}/out.xlsx"], READING | {"xlsxwriter"}, 41, 135),
    "template check": (["template", "check", "shanxi/department-budget"], HEAVY - {"xlsxwriter", "watchfiles"}, 136, 160),
    "template vocabulary": (["template", "vocabulary"], READING | WORDING, 69, 110),
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """The sample's document; its template is in the cache from here on."""
    folder = tmp_path_factory.mktemp("built")
    imported_by(["build", SAMPLE, "-o", str(folder / "built.docx")], folder, cache)
    return folder / "built.docx"


def imported_by(arguments: list[str], folder: Path, cache: Path) -> list[str]:
    """The modules that a command imports in a process of its own."""
    told = folder / "modules.json"
    command = [sys.executable, "-c", _RUN, str(told), *arguments]
    run = subprocess.run(command, env={**os.environ, VARIABLE: str(cache)}, cwd=ROOT, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    modules: list[str] = json.loads(told.read_text())
    return modules


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_imports_what_it_needs(command: str, built: Path, cache: Path, tmp_path: Path) -> None:
    given, needed, most_ours, most_others = COMMANDS[command]
    modules = imported_by([a.format(folder=tmp_path, built=built) for a in given], tmp_path, cache)
    tops = {name.partition(".")[0] for name in modules} | set(modules)
    assert not tops & NEVER
    assert not tops & (HEAVY - needed)
    ours = [name for name in modules if name.partition(".")[0] in OURS]
    assert len(ours) <= most_ours, ours
    assert len(modules) - len(ours) <= most_others, modules


def test_only_the_module_of_the_command_is_loaded(built: Path, cache: Path, tmp_path: Path) -> None:
    modules = imported_by(["check", SAMPLE], tmp_path, cache)
    commands = {name for name in modules if name.startswith("yugong.commands.")}
    assert commands == {"yugong.commands.check", "yugong.commands.common", "yugong.commands.parser"}


def test_watch_loads_its_watcher_only_when_it_watches(cache: Path, tmp_path: Path) -> None:
    modules = imported_by(["watch", "--help"], tmp_path, cache)
    assert not {name.partition(".")[0] for name in modules} & HEAVY
