"""A template, loaded and checked once into a prepared object: its tables, measures, speech, wording, document order and look."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import templates
from assembler.blocks import FormSpec, SectionSpec
from assembler.look import Look
from figures.findings import Place
from figures.lean import frozen
from figures.views import View
from narratives.declarations import Measures, Speech, Term
from narratives.rendering import Wording
from narratives.text import Words

if TYPE_CHECKING:
    from assembler.keeping import Keeper
    from assembler.planning import PlannedSection
    from assembler.word.package import DocumentWriter


@frozen
class Template:
    """Everything that a document takes from its template.

    `wording_files` are the paths of the wording files by name, `words` the template's own words (用语) by name,
    `fingerprint` the digest of all its files.
    """

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
    wording_files: Mapping[str, str]
    words: Mapping[str, Words]
    look: Look
    fingerprint: str = ""

    @cached_property
    def writer(self) -> DocumentWriter:
        """What writes the documents of this template, one after another."""
        from assembler.word.package import DocumentWriter

        return DocumentWriter(self.look)

    @cached_property
    def keeper(self) -> Keeper:
        """What is kept of the last document made by this template, so that the next one makes only what has changed."""
        from assembler.keeping import Keeper
        from narratives.tracing import DrawnNames

        return Keeper(self.views, DrawnNames(self.views, self.measures, self.speech))

    @cached_property
    def plan(self) -> tuple[PlannedSection, ...]:
        """The parts of its documents, in order."""
        from assembler.planning import planned

        return planned(self)


def template_names() -> tuple[str, ...]:
    """The names of the templates that come with the program."""
    return tuple(sorted(_names(templates.__path__[0], "")))


def _names(folder: str, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if os.path.isfile(f"{entry.path}/template.yaml"):
                    yield prefix + entry.name
                yield from _names(entry.path, f"{prefix}{entry.name}/")


def template_folder(name: str) -> Path | None:
    """The folder of the template called `name`, or the folder `name` itself where it holds one; None where there is none."""
    if _is_own(name):
        return Path(name)
    return _packaged_folder(name) if name in template_names() else None


def extended_folder(folder: Path, name: str) -> Path | None:
    """The folder of the template `name` that one in `folder` may extend: it comes with the program, or an own one stands beside it."""
    if name in template_names():
        return _packaged_folder(name)
    beside = folder.parent / name if "/" not in name else None
    return beside if beside is not None and (beside / "template.yaml").is_file() else None


def _is_own(name: str) -> bool:
    return (Path(name) / "template.yaml").is_file()


def _packaged_folder(name: str) -> Path:
    return Path(templates.__path__[0]).joinpath(*name.split("/"))


def load_template(name: str) -> Template:
    """The template called `name`, or the one in the folder `name`; DeclarationError says what is wrong with it and where.

    One whose files are as they were comes from the cache (`assembler.cache`), where there is one.
    """
    return _prepared(name) if _is_own(name) else _packaged(name)


@lru_cache(maxsize=16)
def _packaged(name: str) -> Template:
    return _prepared(name)


def _prepared(name: str) -> Template:
    from assembler.cache.templates import kept_template, read_and_kept

    return kept_template(name) or read_and_kept(name)
