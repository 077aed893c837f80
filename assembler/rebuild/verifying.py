"""What a document says was generated, held against what its own figures give."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from assembler.describing import describe
from assembler.description import Document
from assembler.rebuild.generated import Generated, generated_blocks, to_plain
from assembler.rebuild.payload import Carried, Payload, PayloadError, budget_of
from assembler.template import Template
from figures.lean import frozen

_MOST_KEPT = 3


@frozen
class Made:
    """What was generated: the blocks by identity, in order."""

    blocks: Mapping[str, Generated]

    @cached_property
    def plain(self) -> list[list[Any]]:
        """The blocks as a payload holds them."""
        return [to_plain(block) for block in self.blocks.values()]


_kept: OrderedDict[tuple[str, str], Made] = OrderedDict()
"""What this process itself made last, by the template's fingerprint and the figures: the figures of one run are the former ones of the
next, and what is generated follows from the two alone."""


def made_of(document: Document, template: Template, figures: str) -> Made:
    """What is generated in a document that was described from these figures by this template."""
    made = Made(generated_blocks(document))
    if template.fingerprint:
        _kept[template.fingerprint, figures] = made
        _kept.move_to_end((template.fingerprint, figures))
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return made


def verified(carried: Carried, template: Template) -> Payload:
    """The payload of a document of this template, once its blocks have been held against what its figures give; PayloadError when they
    do not fit."""
    made = _kept.get((template.fingerprint, carried.figures))
    if made is None:
        payload = carried.payload()
        made = made_of(_described(payload, template), template, payload.figures)
        fits = made.blocks == payload.blocks
    else:
        fits = made.plain == carried.plain.get("blocks")
        payload = carried.payload(made.blocks) if fits else carried.payload()
    if not fits:
        raise PayloadError("文档自带的预算数据与自带的生成内容对不上，可能被改过，没有采用；请从工作簿重新生成文档")
    return payload


def _described(payload: Payload, template: Template) -> Document:
    """What the document's own figures give."""
    return describe(template, budget_of(payload)).document
