"""A template tried with made-up budgets: errors, doubled punctuation and missing styles that only show with certain figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from assembler.describing import try_out
from assembler.description import Block, Paragraph
from assembler.template import Template
from assembler.template_checking.prose import around, punctuation_faults
from figures.budget import Budget
from figures.declared import DeclarationError
from figures.findings import Place
from figures.lean import frozen
from narratives.limits import BeyondLimitsError
from narratives.text import Words


@frozen(order=True)
class Trouble:
    """Something that went wrong: what, where, and the words around it."""

    code: str
    place: Place
    message: str
    around: str = field(default="", compare=False)


@dataclass
class Trial:
    """What trying found: each trouble with the budgets in which it shows, and the lines of wording that were printed."""

    troubles: dict[Trouble, list[str]] = field(default_factory=dict)
    printed: set[tuple[str, int]] = field(default_factory=set)
    count: int = 0


def tried(template: Template, budgets: Mapping[str, Budget]) -> Trial:
    """The template tried with each of the budgets."""
    trial = Trial(count=len(budgets))
    for name, budget in budgets.items():
        for made in try_out(template, budget):
            if isinstance(made, BeyondLimitsError):
                trial.troubles[Trouble("试用错误", made.place, made.message)] = [name]
                return trial
            for trouble in _troubles(made, trial.printed):
                known = trial.troubles.setdefault(trouble, [])
                if name not in known:
                    known.append(name)
    return trial


def _troubles(made: tuple[Block, ...] | DeclarationError, printed: set[tuple[str, int]]) -> Iterator[Trouble]:
    if isinstance(made, DeclarationError):
        yield Trouble("试用错误", made.place, made.message)
        return
    for block in made:
        if isinstance(block, Paragraph):
            printed |= {(r.origin.file, r.origin.line) for r in block.runs if isinstance(r.origin, Words)}
            yield from _paragraph(block)


def _paragraph(paragraph: Paragraph) -> Iterator[Trouble]:
    text = paragraph.text
    for position, message in punctuation_faults(text) if paragraph.id.startswith("文字/") else ():
        yield Trouble("标点", _place_at(paragraph, position), message, around(text, position))


def _place_at(paragraph: Paragraph, position: int) -> Place:
    """The line of the wording at or before a position of a paragraph."""
    place = Place(block=paragraph.id)
    start = 0
    for run in paragraph.runs:
        if start > position and place.file:
            break
        if isinstance(run.origin, Words) and run.origin.file:
            place = Place(file=run.origin.file, line=run.origin.line)
        start += len(run.text)
    return place
