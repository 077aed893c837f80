"""The mark by which a document tells whether it is still exactly as it was written, so that nobody's edits are overwritten."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from hashlib import sha256

from assembler.word.markup import DECLARATION

PART = "docProps/custom.xml"
_NAME = "预公校验"
_FORMATS = "http://schemas.openxmlformats.org/officeDocument/2006"
_SEALED = re.compile(rf'name="{_NAME}"[^>]*>\s*<vt:lpwstr>([0-9a-f]{{64}})</vt:lpwstr>'.encode())
_LARGEST = 200_000_000


def seal_xml(body: bytes) -> bytes:
    """The part of custom document properties that holds the digest of the main part."""
    return (
        f'{DECLARATION}<Properties xmlns="{_FORMATS}/custom-properties" xmlns:vt="{_FORMATS}/docPropsVTypes">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{_NAME}">'
        f"<vt:lpwstr>{sha256(body).hexdigest()}</vt:lpwstr></property></Properties>"
    ).encode()


def is_untouched(data: bytes) -> bool:
    """Whether the bytes of a file are a document of ours whose main part nobody has changed since it was written."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if package.getinfo("word/document.xml").file_size > _LARGEST:
                return False
            found = _SEALED.search(package.read(PART))
            return found is not None and found.group(1).decode() == sha256(package.read("word/document.xml")).hexdigest()
    except (zipfile.BadZipFile, KeyError, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return False
