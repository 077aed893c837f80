"""Templates in the cache: a template as it was read and checked, with its wording compiled, for as long as all its files stay as they are."""

from __future__ import annotations

import marshal
import os
import pickle
from dataclasses import fields
from hashlib import sha256
from typing import TYPE_CHECKING

from assembler.cache.digests import digest_of, program_identity
from assembler.cache.entries import read_entry, write_entry
from assembler.cache.folder import cache_folder
from assembler.template import Template, extended_folder, template_folder
from narratives.rendering import Wording
from narratives.speaking import filters, tests

if TYPE_CHECKING:
    from pathlib import Path

    from assembler.inheritance import Layer

MOST_WORDING = 400_000
"""Characters of all wording together, beyond which it is compiled when used only, and not kept."""

Layers = tuple[tuple[str, str], ...]
"""The names and folders of a template and of those that it extends, the nearest first."""


def kept_template(name: str) -> Template | None:
    """The template called `name`, or in the folder `name`, from the cache; None where it is not there as its files now are."""
    cache, folder = cache_folder(), template_folder(name)
    if cache is None or folder is None:
        return None
    key = _key(name, folder)
    content = None if key is None else read_entry(cache, key)
    if content is None:
        return None
    layers, digest, codes, values = marshal.loads(content)
    if not _resolve_alike(folder, layers) or digest_of(folder for _, folder in layers) != digest:
        return None
    found, sources = pickle.loads(values)
    speech = found["speech"]
    return Template(wording=Wording(sources, filters(speech), tests(speech), codes), **found)


def read_and_kept(name: str) -> Template:
    """The template read from its files, and kept if nothing at all is wrong with it; DeclarationError as reading raises it."""
    from assembler.template_reading import Reading, read_template, template_files

    files = template_files(name)
    cache, layers = cache_folder(), _folders(files.layers)
    key = _key(name, files.layers[0].folder) if cache is not None else None
    before = digest_of(folder for _, folder in layers) if key is not None else None
    template = read_template(files, name, Reading())
    if cache is not None and key is not None and before is not None and _compiled(template):
        # What somebody saved while it was read may be in it by half.
        again = _folders(template_files(name).layers)
        if again == layers and digest_of(folder for _, folder in layers) == before:
            write_entry(cache, key, _content(template, layers, before))
    return template


def _key(name: str, folder: Path) -> str | None:
    identity = program_identity()
    return (
        None
        if identity is None
        else sha256(b"%b\n%b\n%b" % (identity, name.encode(), os.path.abspath(folder).encode())).hexdigest()
    )


def _folders(layers: tuple[Layer, ...]) -> Layers:
    return tuple((layer.name, os.path.abspath(layer.folder)) for layer in layers)


def _resolve_alike(folder: Path, layers: Layers) -> bool:
    """Whether the names of the templates that were extended still lead to the same folders."""
    found = (folder, *(extended_folder(folder, name) for name, _ in layers[1:]))
    return ["" if f is None else os.path.abspath(f) for f in found] == [at for _, at in layers]


def _compiled(template: Template) -> bool:
    """Whether all wording compiles; it then is compiled."""
    from assembler.short_wordings import form_wordings, short_wordings

    shorts = [(text, place.file) for text, place in (*short_wordings(template), *form_wordings(template))]
    wording = template.wording
    if sum(map(len, wording.sources.values())) + sum(len(text) for text, _ in shorts) > MOST_WORDING:
        return False
    return wording.compile_all(shorts)


def _content(template: Template, layers: Layers, digest: bytes) -> bytes:
    values = {f.name: getattr(template, f.name) for f in fields(template) if f.name != "wording"}
    return marshal.dumps((layers, digest, template.wording.codes, pickle.dumps((values, template.wording.sources), 5)))
