"""Where Word ends a line: its forbidden characters for Chinese (w:kinsoku), and Latin words and numbers whole."""

from __future__ import annotations

from assembler.pages.widths import is_wide

NO_START = frozenset("!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠")
"""No line begins with these."""

NO_END = frozenset("$([{£¥‘“〈《「『【〔〖〝﹙﹛﹝＄（［｛￡￥")
"""No line ends with these."""

_LATIN_OPENING = frozenset("([{$")
_LATIN_CLOSING = frozenset(")]}%,.:;!?")


def last_break(text: str, start: int, full: int) -> int:
    """The last place after `start`, up to `full`, where a line may end; `full` where there is none."""
    for at in range(full, start, -1):
        if may_break(text, at):
            return at
    return full


def may_break(text: str, at: int) -> bool:
    """Whether a line may begin with character `at` (at least 1). A stroke of dashes or dots (——, ……) is one sign."""
    before, after = text[at - 1], text[at]
    wide_before, wide_after = is_wide(before), is_wide(after)
    if not wide_before and not wide_after:
        return (before == " " and after != " ") or (before == "-" and after.isalpha())
    if after == " " or (before == after and before in "—…"):
        return False
    if (not wide_before and before in _LATIN_OPENING) or (not wide_after and after in _LATIN_CLOSING):
        return False
    return after not in NO_START and before not in NO_END
