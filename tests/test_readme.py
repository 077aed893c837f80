"""The README names every command, every dependency with its reason and licence, and only files that are there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from yugong.cli import COMMANDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
REQUIREMENT = re.compile(r"[A-Za-z0-9_-]+")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


def named(requirements: list[str]) -> set[str]:
    """The names of packages, in lower case."""
    return {REQUIREMENT.findall(r)[0].lower() for r in requirements}


def test_every_dependency_has_its_reason_and_licence() -> None:
    rows = re.findall(r"^\| ([\w-]+) \| (\S.*) \| (MIT|BSD-\d-Clause|PSF-2\.0) \|$", README, re.MULTILINE)
    assert {name.lower() for name, _, _ in rows} == named(PROJECT["dependencies"])


def test_the_packages_of_the_tests_are_named() -> None:
    told = README.lower()
    stubs = {
        name for name in named(PROJECT["optional-dependencies"]["test"]) if name.startswith("types-") or name.endswith("-stubs")
    }
    assert stubs, "told as 类型说明"
    assert not [n for n in named(PROJECT["optional-dependencies"]["test"]) - stubs if n not in told]
    assert not [n for n in named(PROJECT["optional-dependencies"]["benchmark"]) if n not in told]


def test_every_command_is_in_the_table() -> None:
    assert not [name for name in COMMANDS if f"| `yugong {name}" not in README]


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda p: p.name
)
def test_links_lead_somewhere(page: Path) -> None:
    assert not [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()]
