"""The hidden fields that put captions into the contents, kept in line with captions that people worded."""

from __future__ import annotations

import re

from lxml import etree

from assembler.description import Entry, Paragraph
from assembler.rebuild.making import Making
from assembler.rebuild.telling import quoted
from assembler.word.paragraphs import quoted as in_field
from assembler.word.reading.inline import text_of
from assembler.word.values import W

_FIELD = re.compile(r'(\bTC\s+)"((?:\\.|[^"\\])*)"')
_ANY = re.compile(r"\bTC\b")


def update_entry(making: Making, element: etree._Element, block: Paragraph, now: Paragraph) -> str | None:
    """Gives the field of a caption the caption as it stands now, with its label; one that was lost in rewording is set again.

    None where nothing was changed, else what is worth telling ("": nothing). A field that a person worded stays as long as the caption
    is as generated.
    """
    old, new, standing = block.entry, now.entry, text_of(element).strip()
    if old is None or new is None or not standing:
        return None
    worded = standing != now.text.strip() and new.text.endswith(now.text)
    wanted = new.text.removesuffix(now.text) + standing if worded else new.text
    codes = [(code, found) for code in element.iter(f"{W}instrText") if (found := _FIELD.search(code.text or ""))]
    if not codes and _ANY.search("".join(code.text or "" for code in element.iter(f"{W}instrText"))):
        return None
    if not codes:
        element.extend(making.entry(Entry(wanted, new.level, by_field=True)))
        return f"{quoted(standing)}改写时丢失了进入目录的标记，已补上"
    changed = False
    for code, found in codes:
        if found[2] != in_field(wanted) and (worded or found[2] == in_field(old.text)):
            code.text = (code.text or "").replace(found[0], f'{found[1]}"{in_field(wanted)}"')
            changed = True
    return "" if changed else None


def entry_texts(element: etree._Element) -> list[str]:
    """What the fields of a paragraph put into the contents."""
    found = (_FIELD.search(code.text or "") for code in element.iter(f"{W}instrText"))
    return [re.sub(r"\\(.)", r"\1", field[2]) for field in found if field is not None]
