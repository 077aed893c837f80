"""The file and line of a fault in wording: of what cannot be read, and of what fails while it is rendered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import FrameType, GeneratorType, TracebackType
from typing import Any

import jinja2

from figures.findings import Place


def syntax_place(error: jinja2.TemplateSyntaxError, at: Place) -> Place:
    """Where wording cannot be read: in the file itself, in one that it brings in, or in a declaration's short wording."""
    if error.name and error.name != at.file:
        return Place(file=error.name, line=error.lineno)
    return Place(file=at.file, line=max(at.line, 1) + error.lineno - 1)


def line_of(error: BaseException, at: Place, rendering: Iterator[Any]) -> Place:
    """The template's file and line that the innermost frame of compiled wording was at.

    A value that is no text is found out when it is taken from the wording, which then waits where it gave it.
    """
    place = at
    for frame, number in (*_frames(error.__traceback__), *_waiting(rendering)):
        template = frame.f_globals.get("__jinja_template__")
        if isinstance(template, jinja2.Template):
            line = template.get_corresponding_lineno(number)
            inline = template.name == at.file and at.line
            place = Place(file=template.name or at.file, line=at.line + line - 1 if inline else line)
    return place if place.line else replace(place, line=1)


def _frames(trace: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def _waiting(rendering: Any) -> Iterator[tuple[FrameType, int]]:
    while isinstance(rendering, GeneratorType):
        if rendering.gi_frame is not None:
            yield rendering.gi_frame, rendering.gi_frame.f_lineno
        rendering = rendering.gi_yieldfrom
