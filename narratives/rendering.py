"""Wording rendered into text whose numbers know where they come from: a sandbox that collects pieces, not strings.

Templates are untrusted. Jinja's native code generator hands every value on as the object it is, so that measures pass through
macros and set-blocks unharmed; literal wording arrives with its file and line. What is undefined, or a figure without a format,
is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, NoReturn

import jinja2
from jinja2 import nodes
from jinja2.nativetypes import NativeCodeGenerator
from jinja2.runtime import Context, LoopContext, Macro, Undefined
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing

from figures.declared import DeclarationError, nearest
from figures.findings import Place
from narratives.measures import Family
from narratives.text import Missing, Number, Piece, Quote, Text, Words

MAX_SOURCE = 200_000
VOCABULARY = "\x00vocabulary"
LOOP_NAMES = frozenset({"index", "index0", "first", "last", "length", "revindex"})


class Phrase(str):
    """Text of the officer's own in a template: compares and tests like text, and knows its cell."""

    __slots__ = ("place",)
    place: Place

    def __new__(cls, text: str, place: Place) -> Phrase:
        """The text with the place it was written at."""
        phrase = super().__new__(cls, text)
        phrase.place = place
        return phrase


class Exposed:
    """An object whose named values templates may use; nothing else of it can be reached."""

    __slots__ = ("names", "what")

    def __init__(self, what: str, names: Mapping[str, Any]) -> None:
        self.what = what
        self.names = names

    def __bool__(self) -> bool:
        return True

    def __str__(self) -> NoReturn:
        raise TypeError(f"“{self.what}”不能直接当作文字使用，请写明其中一项，例如 {next(iter(self.names), '')}")


class ExposedFamily(Exposed):
    """A family of measures: its parts by name, in order in a loop."""

    __slots__ = ("family", "parts")

    def __init__(self, family: Family, parts: tuple[Any, ...], names: Mapping[str, Any]) -> None:
        super().__init__(family.name, names)
        self.family = family
        self.parts = parts

    def __iter__(self) -> Iterator[Any]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)

    def __bool__(self) -> bool:
        return bool(self.parts)


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
        found = super().resolve_or_missing(key)
        if found is missing:
            vocabulary = self.parent.get(VOCABULARY)
            return vocabulary.get(key, missing) if vocabulary is not None else missing
        return found


class Wording(SandboxedEnvironment):
    """The environment of a template's wording: its files by name, and the filters and tests that they may use."""

    code_generator_class = _CodeGenerator
    context_class = _Context
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(
        self, sources: Mapping[str, str], filters: Mapping[str, Callable[..., Any]], tests: Mapping[str, Callable[..., bool]]
    ) -> None:
        super().__init__(
            loader=jinja2.DictLoader(dict(sources)),
            undefined=WordingUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            cache_size=1000,
            auto_reload=False,
        )
        self.filters = dict(filters)
        self.globals = {}
        self.tests = {name: self.tests[name] for name in ("defined", "none", "equalto", "==", "in")} | dict(tests)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Only named values of exposed objects, and a loop's counters."""
        return self._named(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """The same with brackets."""
        return self._named(obj, argument)

    def _named(self, obj: Any, name: Any) -> Any:
        if isinstance(obj, Exposed):
            if name in obj.names:
                return obj.names[name]
            hint = nearest(str(name), obj.names)
            return self.undefined(hint=f"“{obj.what}”里没有“{name}”{hint}")
        if isinstance(obj, LoopContext) and name in LOOP_NAMES:
            return getattr(obj, name)
        if isinstance(obj, Undefined):
            return obj
        return self.undefined(hint=f"不能取用“{name}”")

    def is_safe_callable(self, obj: Any) -> bool:
        """Macros and the functions of the vocabulary."""
        return isinstance(obj, (Macro, Function))

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


class Function:
    """A function that templates may call."""

    __slots__ = ("function",)

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The function's result."""
        return self.function(*args, **kwargs)


def _pieces(values: Iterable[Any]) -> Iterator[Piece]:
    for value in values:
        if isinstance(value, tuple):
            name, group = value
            for text, line in group:
                yield Words(text, name or "", line)
        else:
            yield from pieces_of(value)


def pieces_of(value: Any) -> Iterable[Piece]:
    """The pieces that a value of a template stands for; TypeError where it is no text."""
    if isinstance(value, (Words, Quote, Number, Missing)):
        return (value,)
    if isinstance(value, Text):
        return value.pieces
    if isinstance(value, Phrase):
        return (Quote(str.__str__(value), value.place),) if value else ()
    if isinstance(value, str):
        return (Words(value, "", 0),) if value else ()
    if isinstance(value, int) and not isinstance(value, bool):
        return (Words(str(value), "", 0),)
    if value is None:
        return ()
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    return (Words(str(value), "", 0),)


Vocabulary = Mapping[str, Any]


def render(environment: Wording, vocabulary: Vocabulary, name: str) -> Text:
    """The text of the wording file `name`, with names from `vocabulary`; DeclarationError names file and line."""
    return _render(vocabulary, Place(file=name), lambda: environment.get_template(name))


def render_string(environment: Wording, vocabulary: Vocabulary, source: str, place: Place) -> Text:
    """The text of a short piece of wording that stands in a declaration at `place`."""
    if "{" not in source:
        return Text((Words(source, place.file, place.line),)) if source else Text()
    text = _render(vocabulary, place, lambda: _compiled(environment, source, place))
    return Text(tuple(_relocated(p, place) for p in text.pieces))


def _compiled(environment: Wording, source: str, place: Place) -> jinja2.Template:
    cache = environment.cache
    key: Any = ("string", source, place.file)
    template = cache.get(key) if cache is not None else None
    if template is None:
        code = environment.compile(source, place.file, place.file)
        template = jinja2.Template.from_code(environment, code, environment.make_globals(None))
        if cache is not None:
            cache[key] = template
    return template


def _relocated(piece: Piece, place: Place) -> Piece:
    return Words(piece.text, place.file, place.line + piece.line - 1) if isinstance(piece, Words) else piece


def _render(vocabulary: Vocabulary, at: Place, load: Callable[[], jinja2.Template]) -> Text:
    try:
        template = load()
        context = template.new_context({VOCABULARY: vocabulary})
        return Text(tuple(_pieces(template.root_render_func(context))))
    except jinja2.TemplateSyntaxError as error:
        raise DeclarationError(
            f"模板写法有误：{error.message}", Place(file=at.file, line=max(at.line, 1) + error.lineno - 1)
        ) from None
    except jinja2.TemplateNotFound as error:
        raise DeclarationError(f"找不到文字文件“{error.name}”", at) from None
    except jinja2.UndefinedError as error:
        raise DeclarationError(_undefined_message(error, vocabulary), _line_of(error.__traceback__, at)) from None
    except (jinja2.TemplateError, TypeError, ValueError, KeyError, RecursionError, OverflowError) as error:
        raise DeclarationError(f"{error}", _line_of(error.__traceback__, at)) from None


def _undefined_message(error: jinja2.UndefinedError, vocabulary: Vocabulary) -> str:
    message = str(error)
    if message.endswith("is undefined") and message.startswith("'"):
        name = message.split("'")[1]
        return f"没有“{name}”这个名称{nearest(name, vocabulary)}"
    return message


def _line_of(trace: TracebackType | None, at: Place) -> Place:
    """The template's file and line that the innermost frame of compiled wording was at."""
    place = at
    while trace is not None:
        template = trace.tb_frame.f_globals.get("__jinja_template__")
        if isinstance(template, jinja2.Template):
            line = template.get_corresponding_lineno(trace.tb_lineno)
            inline = template.name == at.file and at.line
            place = Place(file=template.name or at.file, line=at.line + line - 1 if inline else line)
        trace = trace.tb_next
    return place


def paragraphs(text: Text) -> Iterator[tuple[str, Text]]:
    """The lines of rendered wording, each (label, text): empty lines are left out, a label in brackets at the start is taken off.

    `[总体] 2024年度…` is the paragraph labelled 总体; the label is its identity within the section and is not printed.
    """
    for line in _lines(text):
        pieces = _trimmed(line)
        if not pieces:
            continue
        label = ""
        first = pieces[0]
        if isinstance(first, Words) and first.text.startswith("[") and (close := "".join(p.text for p in pieces).find("]")) > 0:
            label, pieces = _take_label(pieces, close)
        if pieces:
            yield label, Text(tuple(pieces))


def _take_label(pieces: list[Piece], close: int) -> tuple[str, list[Piece]]:
    label = "".join(p.text for p in pieces)[1:close]
    rest, left = close + 1, list(pieces)
    while left and rest >= len(left[0].text):
        rest -= len(left.pop(0).text)
    if left and rest:
        first = left[0]
        if isinstance(first, Words):
            left[0] = Words(first.text[rest:], first.file, first.line)
    return label.strip(), _trimmed(left)


def _lines(text: Text) -> Iterator[list[Piece]]:
    line: list[Piece] = []
    for piece in text.pieces:
        parts = piece.text.split("\n")
        for number, part in enumerate(parts):
            if number:
                yield line
                line = []
            if len(parts) == 1:
                line.append(piece)
            elif part:
                line.append(_part(piece, part, number))
    yield line


def _part(piece: Piece, text: str, line: int) -> Piece:
    if isinstance(piece, Words):
        return Words(text, piece.file, piece.line + line)
    if isinstance(piece, Quote):
        return Quote(text, piece.place)
    return piece


def _trimmed(pieces: Iterable[Piece]) -> list[Piece]:
    kept = list(pieces)
    while kept and isinstance(kept[0], Words) and not kept[0].text.strip():
        kept.pop(0)
    while kept and isinstance(kept[-1], Words) and not kept[-1].text.strip():
        kept.pop()
    if kept and isinstance(kept[0], (Words, Quote)):
        kept[0] = _replaced(kept[0], kept[0].text.lstrip())
    if kept and isinstance(kept[-1], (Words, Quote)):
        kept[-1] = _replaced(kept[-1], kept[-1].text.rstrip())
    return kept


def _replaced(piece: Words | Quote, text: str) -> Words | Quote:
    if isinstance(piece, Words):
        return Words(text, piece.file, piece.line)
    return Quote(text, piece.place)
