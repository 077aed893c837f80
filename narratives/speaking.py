"""The filters and tests that wording may use: showing figures, shares, changes, lists and reasons by the rules of speech."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context, Undefined

from figures.amounts import AmountFormat
from figures.declared import nearest
from narratives.changes import Case, case_of, has_moved, say_change, say_parts
from narratives.declarations import LAST_YEAR_BUDGET, AmountStyle, AtNoChange, ChangeStyle, PartsStyle, Speech
from narratives.exposed import Exposed, Shower
from narratives.exposing import ExposedFamily, Named, Part
from narratives.listing import ItemStyle, say_items
from narratives.measures import Family, Measure
from narratives.nested_names import base_of
from narratives.numbers import PercentFormat, number
from narratives.reasons.reasoning import say_reason
from narratives.rendering import VOCABULARY, pieces_of
from narratives.shares import is_telling, share_number
from narratives.text import Missing, Number, Piece, Quote, Text, Words
from narratives.vocabulary import Vocabulary

Filter = Callable[..., Any]

COUNTS = AmountFormat()


def filters(speech: Speech) -> Mapping[str, Filter]:
    """All filters of a template: those of the program, and one for each of its formats, wordings of a change, and lists."""
    own: dict[str, Filter] = {
        "数": _count,
        "占比": lambda value: share_of(value, speech),
        "接逗号": _after_comma,
        "去逗号": _without_comma,
        "原因": pass_context(lambda context, value, opener="": _reason(_vocabulary(context), value, speech, opener)),
    }
    own |= {name: _AmountShower(style) for name, style in speech.amounts.items()}
    own |= {name: _change_filter(style) for name, style in speech.forms.items()}
    own |= {name: _list_filter(style, speech.percent) for name, style in speech.lists.items()}
    own |= {name: _parts_filter(style, speech.forms[style.form]) for name, style in speech.parts.items()}
    return own


def tests(speech: Speech) -> Mapping[str, Callable[..., bool]]:
    """The tests of wording (`{% if 机关运行经费 is 有上年数 %}`)."""
    quantum = next(iter(speech.amounts.values())).format.quantum
    return {
        "有上年数": lambda value: bool(measure_of(value).before),
        "有变动": _moved(speech),
        "相等": _same,
        "有占比": lambda value: isinstance(value, Part) and is_telling(value.whole),
        "此增彼减": lambda value: case_of((f := family_of(value)).whole, quantum, parts=f.parts) == Case.OFFSET,
    }


def _moved(speech: Speech) -> Callable[..., bool]:
    def moved(value: Any, wording: str = "") -> bool:
        """Whether the measure changed as `wording` says it."""
        return has_moved(measure_of(value), _amounts_of(wording, speech))

    return moved


def _same(value: Any, other: Any) -> bool:
    """Whether two measures are equal this year, and last year where both are known: what is said of one holds for the other."""
    one, two = measure_of(value), measure_of(other)
    return one.amount == two.amount and (None in (one.before, two.before) or one.before == two.before)


def _amounts_of(wording: str, speech: Speech) -> AmountFormat:
    """The format in which the wording of a change shows it; without a name that of wordings that name none."""
    if not wording:
        return next(iter(speech.amounts.values())).format
    if wording not in speech.forms:
        raise TypeError(f"没有名为“{wording}”的措辞{nearest(wording, speech.forms)}可用的有：{'、'.join(speech.forms)}")
    return speech.forms[wording].amounts


def family_of(value: Any) -> Family:
    """The family that a value of a template stands for; TypeError where it is none."""
    return _exposed_family(value).family


def _exposed_family(value: Any) -> ExposedFamily:
    if isinstance(value, ExposedFamily):
        return value
    raise TypeError(f"{_called(value)}不是“构成”，没有各项可说")


def measure_of(value: Any) -> Measure:
    """The measure that a value of a template stands for; TypeError where it is none."""
    if isinstance(value, Named):
        return value.measure
    if isinstance(value, Measure):
        return value
    if isinstance(value, ExposedFamily):
        return value.family.whole
    raise TypeError(f"{_called(value)}不是一个数，这里需要数")


def _called(value: Any) -> str:
    """What messages call a value that cannot be used so; a name that is not known is told as that instead."""
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
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


class _AmountShower(Shower):
    """Shows a figure in one of the template's formats."""

    __slots__ = ("_amounts", "_with_unit")

    def __init__(self, style: AmountStyle) -> None:
        self._amounts = style.format
        self._with_unit = style.with_unit

    def takes(self, value: Any) -> bool:
        return isinstance(value, (Named, Measure, ExposedFamily))

    def __call__(self, value: Any) -> Number:
        measure = value.measure if isinstance(value, Named) else measure_of(value)
        return number(measure, self._amounts, with_unit=self._with_unit)


def _change_filter(style: ChangeStyle) -> Filter:
    def change(context: Context, value: Any) -> Text:
        vocabulary = _vocabulary(context)
        parts: tuple[Measure, ...] = ()
        if isinstance(value, ExposedFamily):
            family = _family_in(vocabulary, value, style.series)
            measure, parts = family.whole, family.parts
        else:
            measure = _measure_in(vocabulary, value, style.series)
        vocabulary.note_totals(_called_names(value), style.series)
        if style.series == LAST_YEAR_BUDGET:
            vocabulary.note_change(_key(value, measure), style.amounts)
        if measure.before is None:
            vocabulary.note_unknown(measure.name)
        return say_change(measure, style.form, style.amounts, style.percents, parts=parts, years=vocabulary.years)

    return pass_context(change)


def _parts_filter(parts: PartsStyle, style: ChangeStyle) -> Filter:
    def changes(context: Context, value: Any) -> Text:
        exposed, vocabulary = _exposed_family(value), _vocabulary(context)
        vocabulary.note_totals(_called_names(exposed), style.series)
        family = _family_in(vocabulary, exposed, style.series)
        return say_parts(family, style.form, style.amounts, style.percents, parts.style, years=vocabulary.years)

    return pass_context(changes)


def _called_names(value: Any) -> Iterator[str]:
    """What last year's totals of a measure, of a family's whole and parts may be called."""
    if isinstance(value, ExposedFamily):
        yield from (value.whole_key, value.family.whole.name)
        for part in value.all_parts:
            yield from part.called
    elif isinstance(value, Named):
        yield from value.called


def _key(value: Any, measure: Measure) -> str:
    """What templates call the measure behind `value`: that of a family is its whole."""
    if isinstance(value, ExposedFamily):
        return value.whole_key
    return value.key if isinstance(value, Named) else measure.name


def _measure_in(vocabulary: Vocabulary, value: Any, series: str) -> Measure:
    """The measure with its counterpart in the series compared with."""
    measure = measure_of(value)
    if series == LAST_YEAR_BUDGET:
        return measure
    return vocabulary.compared(measure, value.called if isinstance(value, Named) else (measure.name,), series)


def _family_in(vocabulary: Vocabulary, value: ExposedFamily, series: str) -> Family:
    family = value.family
    if series == LAST_YEAR_BUDGET:
        return family
    compared = tuple(_measure_in(vocabulary, part, series) for part in value.all_parts)
    return Family(family.name, vocabulary.compared(family.whole, (value.whole_key, family.whole.name), series), compared)


def _list_filter(style: ItemStyle, percents: PercentFormat) -> Filter:
    def listed(value: Any) -> Text:
        return say_items(_exposed_family(value).shares, style, percents)

    return listed


def _vocabulary(context: Context) -> Vocabulary:
    base = base_of(context.parent[VOCABULARY])
    assert isinstance(base, Vocabulary)
    return base


def _reason(vocabulary: Vocabulary, value: Any, speech: Speech, opener: str) -> Text:
    """The reason for a change, opened by `opener` or as the template says for its direction; at no change if the template wants one."""
    measure = measure_of(value)
    key = _key(value, measure)
    moved = vocabulary.moved(key, measure)
    direction = "持平" if not moved else "增加" if measure.amount > (measure.before or 0) else "减少"
    said = opener or speech.openers.get(direction, speech.opener)
    reasoned = vocabulary.reason(key, measure)
    if measure.before is not None and not moved:
        return reason_at_no_change(measure, reasoned.given, said, speech)
    return say_reason(reasoned, said, speech.missing, speech.place)


def reason_at_no_change(measure: Measure, given: Quote | None, opener: str, speech: Speech) -> Text:
    """“，主要原因是…” behind 与上年持平, as far as the template wants it; `given` is the officer's reason."""
    if speech.at_no_change is AtNoChange.NEVER or (given is None and speech.at_no_change is AtNoChange.GIVEN):
        return Text()
    reason: Piece = Missing(speech.missing, measure.name) if given is None else given
    return Text((Words(f"，{opener}", speech.place.file, speech.place.line), reason))


def _after_comma(value: Any) -> Text:
    """“，” before a text, and nothing before an empty one."""
    pieces = tuple(pieces_of(value))
    return Text((Words("，", "", 0), *pieces)) if any(p.text for p in pieces) else Text()


def _without_comma(value: Any) -> Text:
    """A text without the “，” that it begins with: a reason that stands in the middle of a sentence (减少的主要原因是…)."""
    pieces = tuple(pieces_of(value))
    if not pieces or not isinstance(pieces[0], Words):
        return Text(pieces)
    first = pieces[0]
    return Text((Words(first.text.removeprefix("，"), first.file, first.line), *pieces[1:]))
