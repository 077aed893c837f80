"""A zip archive whose bytes depend on nothing but its entries, some of which were deflated beforehand."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from assembler.word.packing import checksum, packed
from figures.lean import frozen

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_DEFLATED, _STORED = 8, 0
_DATE, _TIME = (1 << 5) | 1, 0  # 1980-01-01 00:00, the earliest that a zip archive can say


@frozen(slots=True)
class Entry:
    """One file of an archive, ready to be written."""

    name: str
    data: bytes
    method: int
    crc: int
    size: int


def deflated(name: str, data: bytes) -> Entry:
    """A file, deflated."""
    return Entry(name, packed(data), _DEFLATED, checksum(data), len(data))


def stored(name: str, data: bytes) -> Entry:
    """A file as it is, for data that is compressed already."""
    return Entry(name, data, _STORED, checksum(data), len(data))


def archive(entries: Iterable[Entry]) -> bytes:
    """The archive with its entries in the given order."""
    out: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for e in entries:
        name = e.name.encode("ascii")
        common = (_VERSION, 0, e.method, _TIME, _DATE, e.crc, len(e.data), e.size, len(name), 0)
        out += (_LOCAL.pack(b"PK\x03\x04", *common), name, e.data)
        central += (_CENTRAL.pack(b"PK\x01\x02", _VERSION, *common, 0, 0, 0, 0, offset), name)
        offset += _LOCAL.size + len(name) + len(e.data)
    directory = b"".join(central)
    count = len(central) // 2
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
    return b"".join((*out, directory, end))
