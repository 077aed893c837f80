"""The limit: our own document cut up at its texts, put together again with others and packed; nothing is computed at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

from assembler.word.archive import Entry, archive, deflated

BODY = "word/document.xml"
_TEXT = re.compile(r'(<w:t(?: xml:space="preserve")?>)([^<]*)')


@dataclass(frozen=True, slots=True)
class Cut:
    """What stands between the texts, and the other parts of the file, deflated beforehand."""

    between: list[str]
    parts: list[Entry]


def cut(written: bytes) -> Cut:
    """The document without its texts."""
    with ZipFile(BytesIO(written)) as opened:
        body = opened.read(BODY).decode()
        parts = [deflated(name, opened.read(name)) for name in opened.namelist() if name != BODY]
    pieces = _TEXT.split(body)
    return Cut([a + b for a, b in zip(pieces[::3], [*pieces[1::3], ""], strict=True)], parts)


def texts(written: bytes) -> list[str]:
    """The texts of a document, as they stand in it."""
    with ZipFile(BytesIO(written)) as opened:
        return _TEXT.split(opened.read(BODY).decode())[2::3]


def join(cut_up: Cut, said: list[str]) -> bytes:
    """The document with its texts."""
    body = "".join([a + b for a, b in zip(cut_up.between, [*said, ""], strict=True)])
    return archive([*cut_up.parts, deflated(BODY, body.encode())])
