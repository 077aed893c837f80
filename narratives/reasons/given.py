"""The officer's own reason, cleaned up for the sentence."""

from __future__ import annotations

from collections.abc import Iterable

from figures.findings import Place
from figures.patterns import late
from figures.records import Reason
from narratives.text import Quote

_OPENERS = late(r"^(其?(主要)?原因(分别)?((是|为|系|在于)[：:，,]?|[：:，,])|(主要)?(是)?(因为|由于|因(?![而此公素])))+")
_CLOSERS = "。；;，,、 \u3000."
_ENDS = "。；;，,、：:"


def cleaned(text: str) -> str:
    """An officer's reason without the opener that the sentence brings itself (主要原因是因…) and without closing punctuation.

    Several lines become one: it stands within a sentence.

    >>> cleaned("主要原因是因征订减少。")
    '征订减少'
    >>> cleaned("一是人员增加；二是新增项目。")
    '一是人员增加；二是新增项目'
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    joined = "".join(line if line[-1] in _ENDS or line is lines[-1] else line + "；" for line in lines)
    stripped = joined.rstrip(_CLOSERS)
    return _OPENERS.sub("", stripped) or stripped


def given_reason(items: Iterable[str], reasons: Iterable[Reason]) -> Quote | None:
    """The officer's reason for one of `items` (a measure's key, its name), None where there is none."""
    wanted = frozenset(items)
    for reason in reasons:
        text = cleaned(reason.text) if reason.item in wanted else ""
        if text:
            place = reason.source.place("text") if reason.source else Place()
            return Quote(text, place)
    return None
