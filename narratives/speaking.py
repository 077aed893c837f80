"""The filters and tests that wording may use: showing figures, shares, changes, lists and reasons by the rules of speech."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from figures.amounts import AmountFormat
from figures.declared import nearest
from narratives.changes import Form, say_change
from narratives.declarations import AmountStyle, Speech
from narratives.listing import Closing, ListStyle, choose, say_names
from narratives.measures import Measure
from narratives.numbers import PercentFormat, number
from narratives.reasons import say_reason
from narratives.rendering import VOCABULARY, Exposed, ExposedFamily, pieces_of
from narratives.shares import share_number
from narratives.text import Number, Piece, Text, Words
from narratives.vocabulary import Named, Part, Vocabulary

Filter = Callable[..., Any]

COUNTS = AmountFormat()


def filters(speech: Speech) -> Mapping[str, Filter]:
    """All filters of a template: those of the program, and one for each of its amount formats and wordings of a change."""
    own: dict[str, Filter] = {
        "数": _count,
        "占比": lambda value: share_of(value, speech),
        "接逗号": _after_comma,
        "名称列举": lambda value, empty="", closing="习惯": _names(value, empty, closing),
        "原因": pass_context(lambda context, value: _reason(_vocabulary(context), value, speech)),
    }
    own |= {name: _amount_filter(style) for name, style in speech.amounts.items()}
    first = next(iter(speech.amounts.values())).format
    own |= {name: _change_filter(form, first, speech) for name, form in speech.forms.items()}
    return own


def tests() -> Mapping[str, Callable[[Any], bool]]:
    """The tests of wording (`{% if 机关运行经费 is 有上年数 %}`)."""
    return {
        "有上年数": lambda value: bool(measure_of(value).before),
        "有变动": lambda value: (m := measure_of(value)).before is not None and m.before != m.amount,
    }


def measure_of(value: Any) -> Measure:
    """The measure that a value of a template stands for; TypeError where it is none."""
    if isinstance(value, (Named, Part)):
        return value.measure
    if isinstance(value, Measure):
        return value
    raise TypeError(f"{_called(value)}不是一个数，这里需要数")


def _called(value: Any) -> str:
    return f"“{value.what}”" if isinstance(value, Exposed) else f"“{value}”" if isinstance(value, str) else "这个值"


def share_of(value: Any, speech: Speech) -> Number:
    """The share of a part of a family."""
    if not isinstance(value, Part):
        raise TypeError(f"{_called(value)}不是“构成”中的一项，没有占比；请用 构成名.项名|占比")
    return share_number(value.share, value.whole, speech.percent, next(iter(speech.amounts.values())).format)


def part_label(part: Part, percents: PercentFormat) -> Number:
    """A part's share as a chart shows it: the very number that sentences show."""
    return share_number(part.share, part.whole, percents, COUNTS)


def _count(value: Any) -> Number:
    return number(measure_of(value), COUNTS)


def _amount_filter(style: AmountStyle) -> Filter:
    return lambda value: number(measure_of(value), style.format, with_unit=style.with_unit)


def _change_filter(form: Form, amounts: AmountFormat, speech: Speech) -> Filter:
    def change(context: Context, value: Any) -> Text:
        vocabulary = _vocabulary(context)
        years = {name: _piece(vocabulary[name]) for name in ("年度", "上年度")}
        return say_change(measure_of(value), form, amounts, speech.percent, base=speech.base, years=years)

    return pass_context(change)


def _piece(value: Any) -> Piece:
    return next(iter(pieces_of(value)), Words("", "", 0))


def _vocabulary(context: Context) -> Vocabulary:
    found = context.parent.get(VOCABULARY)
    base: Any = found
    while not isinstance(base, Vocabulary):
        base = base.maps[-1]
    return base


def _reason(vocabulary: Vocabulary, value: Any, speech: Speech) -> Text:
    measure = measure_of(value)
    key = value.key if isinstance(value, (Named, Part)) else measure.name
    return say_reason(measure, key, vocabulary.budget.reasons, speech.opener, speech.missing, speech.place)


def _after_comma(value: Any) -> Text:
    """“，” before a text, and nothing before an empty one."""
    pieces = tuple(pieces_of(value))
    return Text((Words("，", "", 0), *pieces)) if any(p.text for p in pieces) else Text()


def _names(value: Any, empty: str, closing: str) -> Text:
    """The names of a family's parts that are not zero, with the customary 等 behind two or more."""
    if not isinstance(value, ExposedFamily):
        raise TypeError(f"{_called(value)}不是“构成”，不能列举")
    choices = {str(c): c for c in Closing}
    if closing not in choices:
        raise ValueError(f"列举的结尾不认识“{closing}”{nearest(closing, choices)}可用的有：{'、'.join(choices)}")
    style = ListStyle(closing=choices[closing], empty=empty)
    return say_names(choose([p.measure for p in _parts(value)]), style)


def _parts(family: ExposedFamily) -> Iterator[Part]:
    for part in family:
        if isinstance(part, Part):
            yield part
