"""Why a figure changed: the officer's reason cleaned up for the sentence, or the placeholder that asks for one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from figures.findings import Place
from figures.records import Reason
from narratives.measures import Measure
from narratives.text import Missing, Quote, Text, Words

_OPENERS = re.compile(r"^(其?主要?原因(分别)?(是|为|系|在于)?[：:，,]?|(主要)?(是)?(因为|由于|因)(?=[^而此]))+")
_CLOSERS = "。；;，,、 \u3000."


def cleaned(text: str) -> str:
    """An officer's reason without the opener that the sentence brings itself (主要原因是因…) and without closing punctuation.

    >>> cleaned("主要原因是因征订减少。")
    '征订减少'
    """
    stripped = text.strip().rstrip(_CLOSERS)
    return _OPENERS.sub("", stripped) or stripped


def given_reason(measure: Measure, key: str, reasons: Iterable[Reason]) -> Quote | None:
    """The officer's reason for a change of `measure` (called by its key or by its name), None where there is none."""
    for reason in reasons:
        if reason.item in (key, measure.name) and reason.text.strip():
            place = reason.source.place("text") if reason.source else Place()
            return Quote(cleaned(reason.text), place)
    return None


def say_reason(measure: Measure, key: str, reasons: Iterable[Reason], opener: str, missing: str, place: Place) -> Text:
    """“，主要原因是…” for a measure that changed as printed; nothing for one that did not, or whose last year is not known.

    Without a reason the placeholder `missing` stands in its place, to be highlighted and reported. `place` is where the opener is declared.
    """
    if measure.before is None or measure.amount == measure.before:
        return Text()
    reason = given_reason(measure, key, reasons)
    head = Words(f"，{opener}", place.file, place.line)
    return Text((head, reason if reason is not None else Missing(missing, measure.name)))
