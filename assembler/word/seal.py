"""The mark by which a document tells whether it is still exactly as it was written, so that nobody's edits are overwritten."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from hashlib import sha256

from assembler.word.markup import DECLARATION

PART = "docProps/custom.xml"
_NAME = "预公校验"
_WHOLE = "预公全文校验"
_FORMATS = "http://schemas.openxmlformats.org/officeDocument/2006"
_VALUE = "[^>]*>\\s*<vt:lpwstr>([0-9a-f]{64})</vt:lpwstr>"
_SEALED = re.compile(f'name="{_NAME}"{_VALUE}'.encode())
_SEALED_WHOLE = re.compile(f'name="{_WHOLE}"{_VALUE}'.encode())
_LARGEST = 200_000_000


def seal_xml(main: str, whole: str = "") -> bytes:
    """The part of custom document properties that holds the digest of the main part, and `whole`, that of all parts but this one."""
    properties = [(_NAME, main), *([(_WHOLE, whole)] if whole else [])]
    written = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{digest}</vt:lpwstr></property>"
        for number, (name, digest) in enumerate(properties, 2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="{_FORMATS}/custom-properties" xmlns:vt="{_FORMATS}/docPropsVTypes">{written}</Properties>'
    ).encode()


def is_seal(name: str) -> bool:
    """Whether a custom property of this name is one of ours."""
    return name in (_NAME, _WHOLE)


def main_digest(crc: int, size: int) -> str:
    """The digest of the main part. It guards against oversight, not against forgery: the CRC that the archive needs anyway will do."""
    return sha256(f"{crc:08x} {size}".encode()).hexdigest()


def whole_digest(parts: Iterable[tuple[str, int]]) -> str:
    """The digest of a package's parts, given as name and CRC, in any order."""
    listed = "\n".join(f"{name} {crc:08x}" for name, crc in sorted(parts))
    return sha256(listed.encode()).hexdigest()


def is_pristine(data: bytes) -> bool:
    """Whether the bytes of a file are a freshly built document, not a final one, in which nobody has changed any part."""
    return _holds(data, with_payload=True)


def is_untouched(data: bytes) -> bool:
    """Whether the bytes of a file are a document of ours, final or not, that nobody has changed since it was written."""
    return _holds(data, with_payload=False)


def _holds(data: bytes, with_payload: bool) -> bool:
    """Whether a document carries our digests and they are those of its parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            main = package.getinfo("word/document.xml")
            if main.file_size > _LARGEST:
                return False
            seal = package.read(PART)
            body, whole = _SEALED.search(seal), _SEALED_WHOLE.search(seal)
            others = [(info.filename, info.CRC) for info in package.infolist() if info.filename != PART]
            if with_payload and (whole is None or not any(name.startswith("customXml/") for name, _ in others)):
                return False
            if whole is not None and whole.group(1).decode() != whole_digest(others):
                return False
            package.read(main)  # an archive that is damaged says so
            return body is not None and body.group(1).decode() == main_digest(main.CRC, main.file_size)
    except (zipfile.BadZipFile, KeyError, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return False
