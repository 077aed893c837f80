"""What a reworded sentence says of its figures against what is generated: the figure of another name, growth for decline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assembler.rebuild.tokens import Token, quantity, tokens_of

_NAME = re.compile(r"[\u4e00-\u9fff]{2,12}[ \u3000\xa0]*$")
_FILLING = re.compile(r"^其中|[为是共约达]$")
_DATES = frozenset({"年", "月", "日"})
_GROWTH = {"增加": 1, "增长": 1, "上升": 1, "减少": -1, "下降": -1, "降低": -1}
_BETWEEN = frozenset("了约：:为 达")
_FARTHEST = 3

Named = dict[str, Token]


def other_name(before: str, edited: str) -> str:
    """Why the figures of a reworded sentence may belong to other names than those generated; "" where nothing speaks for it."""
    generated, said = _named(before), _named(edited)
    owners = _owners(before, generated)
    for name, token in said.items():
        own = generated.get(name)
        if own is None or own.key == token.key:
            continue
        if owner := owners.get(token.key):
            return f"生成的“{name}”是“{own.number}”，句中“{name}”后面写的却是“{owner}”的“{token.number}”"
    return ""


def other_direction(text: str, now: str) -> str:
    """Why a sentence contradicts what is generated now: it says that a figure is growth which is decline, or the other way; else ""."""
    generated: dict[str, set[str]] = {}
    for token, word in _changes(now):
        generated.setdefault(token.key, set()).add(word)
    for token, word in _changes(text):
        others = generated.get(token.key, set())
        if others and all(_GROWTH[word] != _GROWTH[other] for other in others):
            return f"句中写“{word}{token.number}”，按现在的数据是“{min(others)}”"
    return ""


def _named(text: str) -> Named:
    """The figures of a text by the words right before them, where those stand before one figure only."""
    found: Named = {}
    twice: set[str] = set()
    for token in tokens_of(text):
        words = _NAME.search(text, 0, token.start) if token.number else None
        name = _FILLING.sub("", words[0].strip()) if words else ""
        if not name or quantity(token).kind in _DATES:
            continue
        if name in found:
            twice.add(name)
        found[name] = token
    return {name: token for name, token in found.items() if name not in twice}


def _owners(text: str, named: Mapping[str, Token]) -> dict[str, str]:
    """The name of each figure that the text says once only."""
    keys = [token.key for token in tokens_of(text)]
    return {token.key: name for name, token in named.items() if keys.count(token.key) == 1}


def _changes(text: str) -> Iterator[tuple[Token, str]]:
    """The figures that a text says something grew or declined by, with the word for it."""
    tokens = tokens_of(text)
    for place, token in enumerate(tokens):
        if not token.number:
            continue
        for other in reversed(tokens[max(place - _FARTHEST, 0) : place]):
            if other.key in _GROWTH:
                yield token, other.key
            if other.key not in _BETWEEN:
                break
