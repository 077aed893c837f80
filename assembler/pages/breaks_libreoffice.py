"""Where LibreOffice 7.4 ends a line: by its forbidden characters in Han, by Unicode's rules in numbers and Latin.

Which of the two it asks is decided by the last letter or digit up to the first character that does not fit. Unicode's rules
(UAX 14, as LibreOffice tailors them) let no line end between 。，） and a number or Latin word, nor before a quotation after `5%，`.
"""

from __future__ import annotations

from assembler.pages.widths import FOLLOWING_MARKS, NARROW_MARKS, is_wide

NO_START = frozenset(
    ":!),.:;?]}¢'\"、。〉》」』】〕〗〞︰︱︳﹐､﹒﹔﹕﹖﹗﹚﹜﹞！），．：；？｜｝︴︶︸︺︼︾﹀﹂﹄﹏､～￠々‖•·ˇˉ―-′’”"
)
"""No line begins with these; unlike Word's list it lets %, ％, ℃ and … stand there."""

NO_END = frozenset("([{£¥'\"‵〈《「『【〔〖（［｛￡￥〝︵︷︹︻︽︿﹁﹃﹙﹛﹝“‘")
"""No line ends with these."""

_CLASSES = {
    "CL": "、。，．〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞）］｝)]}",
    "NS": "：；々",
    "EX": "！？!?",
    "OP": "（《〈【〔「『〖〝［｛([{",
    "QU": "“”‘’\"'",
    "IN": "…",
    "B2": "—",
    "BA": "–|\u3000",
    "HY": "-",
    "PO": "%％‰℃′″¢￠",
    "PR": "$＄+£￡¥￥±№€",
    "AL": "&#*<=>@^_`~·×÷≤≥√°§→",
    "SY": "/\\",
    "IS": ",.:;",
    "SP": " ",
}
_CLASS_OF = {c: name for name, members in _CLASSES.items() for c in members}
_NEVER_BEFORE = frozenset({"SP", "CL", "EX", "IS", "SY", "QU", "BA", "HY", "NS"})
_BOUND = frozenset(
    f"{before} {after}"
    for before, afters in {
        "AL": "IN NU AL PR OP",
        "NU": "IN AL NU OP PR PO",
        "ID": "IN PO",
        "IN": "IN",
        "B2": "B2",
        "PR": "ID AL NU",
        "PO": "AL NU",
        "IS": "AL NU",
        "CL": "AL NU",
    }.items()
    for after in afters.split()
)
_LONG_PATH = 66
_SCRIPTLESS = frozenset(FOLLOWING_MARKS) | {" "} | {chr(c) for c in range(ord("①"), ord("⑳") + 1)}


def last_break(text: str, start: int, full: int) -> int:
    """Where a line begun at `start` ends when character `full` does not fit.

    LibreOffice looks for a break from there in the portion (a stretch of one script) that the character stands in; where the break
    would lie before that portion, it looks again from the last character of the portion before. Without any the line is cut there.
    """
    cut = full
    while True:
        portion = _portion_start(text, start, cut)
        at = _break_from(text, cut)
        if at > start and at >= portion:
            return at
        if at < start or portion <= start:
            return max(cut, start + 1)
        cut = portion - 1


def _portion_start(text: str, start: int, at: int) -> int:
    """Where the stretch of one script that character `at` stands in begins, on a line begun at `start`."""
    latin = _is_latin(text, at)
    while at > start and _is_latin(text, at - 1) == latin:
        at -= 1
    return at


def _is_latin(text: str, at: int) -> bool:
    """Whether a character is set in the Latin font; one without a script of its own follows the one before it."""
    while at >= 0 and text[at] in _SCRIPTLESS:
        at -= 1
    return at < 0 or text[at] in NARROW_MARKS or not is_wide(text[at])


def _break_from(text: str, cut: int) -> int:
    """The last break up to `cut`, by the rules for the script of the last letter or digit up to there; 0 or less for none."""
    real = cut
    while real > 0 and not (text[real].isalpha() or text[real].isdecimal()):
        real -= 1
    return _last_latin_break(text, cut) if _is_latin(text, real) else _last_han_break(text, cut)


def _last_han_break(text: str, full: int) -> int:
    """By the forbidden characters alone."""
    at = full
    while at > 0 and (text[at] in NO_START or text[at - 1] in NO_END):
        at -= 1
    return at


def _last_latin_break(text: str, full: int) -> int:
    """By Unicode's rules; a path is rather broken at a space before it than at its last slash."""
    if may_break(text, full) and text[full - 1] != "/":
        return full
    at = full - 1
    while at > 0 and not may_break(text, at):
        at -= 1
    if at > 0 and text[at - 1] == "/":
        space = text.rfind(" ", max(0, at - _LONG_PATH), at - 1)
        return space + 1 if space >= 0 else at
    return at


def may_break(text: str, at: int) -> bool:
    """Whether Unicode's rules let a line begin with character `at` (at least 1)."""
    before, after = _class_of(text[at - 1]), _class_of(text[at])
    if before == "SP":
        return after != "SP"
    if after in _NEVER_BEFORE or before in ("OP", "QU") or f"{before} {after}" in _BOUND:
        return False
    if before in ("PR", "PO") and after == "OP":
        return not _is_number(text, at + 1)
    if before == "SY" and after == "NU":
        return not _ends_number(text, at - 1)
    if after in ("PR", "PO") and before in ("SY", "IS", "CL"):
        return not _ends_number(text, at - 1 if before == "CL" else at)
    return True


def _class_of(character: str) -> str:
    """The character's line breaking class."""
    known = _CLASS_OF.get(character)
    if known:
        return known
    if character.isascii():
        return "NU" if character.isdigit() else "AL"
    return "AL" if "①" <= character <= "⑳" or "Ⅰ" <= character <= "Ⅻ" else "ID"


def _is_number(text: str, at: int) -> bool:
    return at < len(text) and text[at].isascii() and text[at].isdigit()


def _ends_number(text: str, at: int) -> bool:
    """Whether what stands before `at` is a number, with separators in or after it."""
    while at > 0 and text[at - 1] in "/\\,.:;":
        at -= 1
    return at > 0 and text[at - 1].isascii() and text[at - 1].isdigit()
