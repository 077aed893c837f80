"""Wording rendered into text whose numbers know where they come from: a sandbox that collects pieces, not strings.

Templates are untrusted. Jinja's native code generator hands every value on as the object it is, so that measures pass through
macros and set-blocks unharmed; literal wording arrives with its file and line. What is undefined, or a figure without a format,
is an error.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.nativetypes import NativeCodeGenerator
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, Undefined
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing

from figures.declared import DeclarationError, nearest
from figures.findings import Place
from narratives.exposed import Exposed, Function, Phrase, Shower
from narratives.limits import (
    JOIN,
    LOOP,
    MAX_SOURCE,
    METER,
    BeyondLimitsError,
    LimitError,
    Meter,
    counted,
    guarded,
    joined,
    parsed_line,
    step,
)
from narratives.nested_names import base_of
from narratives.short_wording import Literal, parts_of
from narratives.text import Missing, Number, Piece, Quote, Text, Words
from narratives.wording_errors import in_chinese
from narratives.wording_places import line_of, syntax_place

VOCABULARY = "\x00vocabulary"
_FAULTS = (jinja2.TemplateError, TypeError, ValueError, KeyError, RecursionError, OverflowError, SyntaxError)
LOOP_NAMES = frozenset({"index", "index0", "first", "last", "length", "revindex"})


class WordingUndefined(jinja2.StrictUndefined):
    """A name that nothing stands behind: any use of it is an error."""

    __slots__ = ()


class _CodeGenerator(NativeCodeGenerator):
    """Literal wording is handed on as (file, ((text, line), …))."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Any, finalize: Any) -> Any:
        const = node.as_const(frame.eval_ctx)
        if not isinstance(const, str):
            raise nodes.Impossible
        return const, node.lineno

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        return repr((self.name, tuple(group)))


class _Context(Context):
    """Names are looked up in the vocabulary when first used, so that only what is said is computed."""

    def resolve_or_missing(self, key: str) -> Any:
        """The value of a name."""
        found = self.vars.get(key, missing)
        if found is missing:
            parent = self.parent
            found = parent.get(key, missing)
            if found is missing and VOCABULARY in parent:
                return parent[VOCABULARY].get(key, missing)
        return found


class Wording(SandboxedEnvironment):
    """The environment of a template's wording: its files by name, and the filters and tests that they may use."""

    code_generator_class = _CodeGenerator
    context_class = _Context
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(
        self,
        sources: Mapping[str, str],
        filters: Mapping[str, Callable[..., Any]],
        tests: Mapping[str, Callable[..., bool]],
        codes: Mapping[tuple[str, str], CodeType] | None = None,
    ) -> None:
        self.sources = dict(sources)
        self.codes = dict(codes or {})
        """What was compiled, by wording and file: all that a later process needs in order not to compile it again."""
        super().__init__(
            loader=jinja2.DictLoader(self.sources),
            undefined=WordingUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            cache_size=1000,
            auto_reload=False,
        )
        self.short: dict[tuple[str, str], jinja2.Template] = {}
        self._loaded: dict[str, jinja2.Template] = {}
        """The files as they were loaded, which never change; Jinja's own cache keeps count of the use of each."""
        self.filters = dict(filters) | {LOOP: counted, JOIN: joined}
        self.globals = {}
        self.tests = {name: self.tests[name] for name in ("defined", "none", "equalto", "==", "in")} | dict(tests)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > MAX_SOURCE:
            raise jinja2.TemplateSyntaxError(f"这个文件太长，最多{MAX_SOURCE}字", 1, name, filename)
        try:
            tree = super()._parse(source, name, filename)
        except (RecursionError, ValueError) as error:
            raise jinja2.TemplateSyntaxError(str(error), parsed_line(error), name, filename) from None
        return guarded(tree, name)

    def compile(self, source: Any, name: Any = None, filename: Any = None, raw: Any = False, defer_init: Any = False) -> Any:
        """The code of a piece of wording, compiled once."""
        code = self.codes.get((source, name))
        if code is None:
            code = self.codes[source, name] = super().compile(source, name, filename)
        return code

    def compile_all(self, shorts: Iterable[tuple[str, str]]) -> bool:
        """Compiles all wording files, and `shorts` (wording and the file it stands in); False at the first fault."""
        jinjas = ((text, file) for text, file in shorts if "{" in text)
        try:
            for name, source in self.sources.items():
                self.compile(source, name)
            for text, file in jinjas:
                self.compile(text, file, file)
        except _FAULTS:
            return False
        return True

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> jinja2.Template:
        """A wording file by its name; each that another one brings in is counted."""
        step()
        found = self._loaded.get(name)
        if found is None:
            found = self._loaded[name] = super().get_template(name, parent, globals)
        return found

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The same as `getattr`, with brackets."""
        return self.getattr(obj, argument)

    def getattr(self, obj: Any, name: Any) -> Any:
        """Only named values of exposed objects, and a loop's counters."""
        if isinstance(obj, Exposed):
            names = obj.names
            if name in names:
                return names[name]
            asked = str(name)[:40]
            return self.undefined(hint=f"“{obj.what}”里没有“{asked}”{nearest(asked, names)}")
        if isinstance(obj, LoopContext) and name in LOOP_NAMES:
            return getattr(obj, name)
        if isinstance(obj, Undefined):
            return obj
        return self.undefined(hint=f"不能取用“{str(name)[:40]}”")

    def is_safe_callable(self, obj: Any) -> bool:
        """Macros, the functions of the vocabulary, and super()."""
        step()
        return isinstance(obj, (Macro, Function, BlockReference))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """A template never calculates."""
        raise TypeError(f"模板里不能计算（{operator}）；需要的数请在“量”中定义")

    @staticmethod
    def concat(values: Iterable[Any]) -> Any:
        """The pieces of a stretch of wording; a single value that is not literal wording is handed on as it is."""
        found = list(values)
        if len(found) == 1 and not isinstance(found[0], (tuple, str)):
            return found[0]
        return Text(tuple(_pieces(found)))


def _pieces(values: Iterable[Any]) -> list[Piece]:
    found: list[Piece] = []
    meter = METER.get() or _UNMETERED
    said = 0
    for value in values:
        kind = type(value)
        if kind is tuple:
            words, characters = _words(value)
            found += words
            said += characters
        elif kind is Number:
            found.append(value)
            said += 1 + len(value.text)
        elif kind is Phrase and value:
            found.append(value.piece)
            said += 1 + len(value)
        else:
            new = pieces_of(value)
            found += new
            said += _characters_of(new)
        if said > _COUNTED_AT_ONCE or said > meter.characters:
            meter.say(said)
            said = 0
    meter.say(said)
    return found


_COUNTED_AT_ONCE = 1_000
"""Characters: so many may be made before the meter hears of them."""

_UNMETERED = Meter(characters=sys.maxsize)
"""What is rendered outside of a document counts for nothing."""


def _characters_of(pieces: Sequence[Piece]) -> int:
    """What text counts for: its characters, and one for each of its pieces."""
    return len(pieces) + sum([len(p.text) for p in pieces])


@lru_cache(maxsize=4096)
def _words(literal: tuple[str | None, tuple[tuple[str, int], ...]]) -> tuple[tuple[Words, ...], int]:
    """Literal wording as compiled templates hand it on, which is the same at every rendering, and the characters it counts for."""
    name, group = literal
    words = tuple(Words(text, name or "", line) for text, line in group)
    return words, _characters_of(words)


def pieces_of(value: Any) -> tuple[Piece, ...]:
    """The pieces that a value of a template stands for; TypeError where it is no text."""
    if isinstance(value, (Words, Quote, Number, Missing)):
        return (value,)
    if isinstance(value, Text):
        return value.pieces
    if isinstance(value, Phrase):
        return (value.piece,) if value else ()
    if isinstance(value, str):
        return (Words(value, "", 0),) if value else ()
    if isinstance(value, int) and not isinstance(value, bool):
        return (Words(str(value), "", 0),)
    if value is None:
        return ()
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    if isinstance(value, Exposed):
        str(value)
    raise TypeError("这个值不是文字，也不是数，不能直接写出")


Vocabulary = Mapping[str, Any]


def render(environment: Wording, vocabulary: Vocabulary, name: str) -> Text:
    """The text of the wording file `name`, with names from `vocabulary`; DeclarationError names file and line."""
    return _render(vocabulary, Place(file=name), lambda: environment.get_template(name))


def render_string(environment: Wording, vocabulary: Vocabulary, source: str, place: Place) -> Text:
    """The text of a short piece of wording that stands in a declaration at `place`."""
    if "{" not in source:
        return Text((Words(source, place.file, place.line),)) if source else Text()
    filled = _filled(environment, vocabulary, source, place)
    if filled is not None:
        return filled
    text = _render(vocabulary, place, lambda: _compiled(environment, source, place))
    return Text(tuple([_relocated(p, place) for p in text.pieces]))


def _filled(environment: Wording, vocabulary: Vocabulary, source: str, place: Place) -> Text | None:
    """What Jinja would make of wording that is only text, names of the officer's own texts, and figures shown; None for all other."""
    parts = parts_of(source)
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, Literal):
            pieces.append(Words(part.text, place.file, place.line + part.line))
            continue
        value = vocabulary.get(part.name)
        if part.field:
            value = value.names.get(part.field) if isinstance(value, Exposed) else None
        if part.filter:
            show = environment.filters.get(part.filter)
            if not isinstance(show, Shower) or not show.takes(value):
                return None
            pieces.append(show(value))
        elif isinstance(value, Phrase):
            if value:
                pieces.append(value.piece)
        else:
            return None
    return Text(tuple(pieces)) if parts else None


def _compiled(environment: Wording, source: str, place: Place) -> jinja2.Template:
    template = environment.short.get((source, place.file))
    if template is None:
        code = environment.compile(source, place.file, place.file)
        template = jinja2.Template.from_code(environment, code, environment.make_globals(None))
        environment.short[source, place.file] = template
    return template


def _relocated(piece: Piece, place: Place) -> Piece:
    return Words(piece.text, place.file, place.line + piece.line - 1) if isinstance(piece, Words) else piece


def _render(vocabulary: Vocabulary, at: Place, load: Callable[[], jinja2.Template]) -> Text:
    meter = _meter_of(vocabulary)
    meter.begin()
    token = METER.set(meter)
    rendering: Iterator[Any] = iter(())
    try:
        template = load()
        context = _Context(template.environment, {VOCABULARY: vocabulary}, template.name, template.blocks)
        rendering = template.root_render_func(context)
        return Text(tuple(_pieces(rendering)))
    except jinja2.TemplateSyntaxError as error:
        raise DeclarationError(f"模板写法有误：{in_chinese(error.message or '')}", syntax_place(error, at)) from None
    except jinja2.TemplateNotFound as error:
        raise DeclarationError(f"找不到文字文件“{error.name}”", line_of(error, at, rendering)) from None
    except jinja2.UndefinedError as error:
        raise DeclarationError(_undefined_message(error, vocabulary), line_of(error, at, rendering)) from None
    except LimitError as error:
        raise BeyondLimitsError(str(error), line_of(error, at, rendering)) from None
    except _FAULTS as error:
        raise DeclarationError(in_chinese(str(error)), line_of(error, at, rendering)) from None
    finally:
        METER.reset(token)
        meter.end()


def _meter_of(vocabulary: Vocabulary) -> Meter:
    """The meter of the document that the vocabulary belongs to; what belongs to none is measured by itself."""
    found = getattr(base_of(vocabulary), "meter", None)
    return found if isinstance(found, Meter) else Meter()


def _undefined_message(error: jinja2.UndefinedError, vocabulary: Vocabulary) -> str:
    message = str(error)
    if message.endswith("is undefined") and message.startswith("'"):
        name = message.split("'")[1]
        return f"没有“{name}”这个名称{nearest(name, vocabulary)}"
    return message
