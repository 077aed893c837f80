"""A zip archive whose bytes depend on nothing but its entries, some of which were deflated beforehand."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

from figures.lean import frozen

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_DEFLATED, _STORED = 8, 0
_DATE, _TIME = (1 << 5) | 1, 0  # 1980-01-01 00:00, the earliest that a zip archive can say

_SMALL, _LARGE = (13, 6), (zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL)
"""Window (bits) and memory level of the packer: what a large one sets up takes longer than to pack a small part."""


@frozen(slots=True)
class Entry:
    """One file of an archive, ready to be written."""

    name: str
    data: bytes
    method: int
    crc: int
    size: int


def deflated(name: str, data: bytes, level: int) -> Entry:
    """A file, deflated (level 1 to 9)."""
    bits, memory = _SMALL if len(data) <= 1 << _SMALL[0] else _LARGE
    packer = zlib.compressobj(level, zlib.DEFLATED, -bits, memory)
    return Entry(name, packer.compress(data) + packer.flush(), _DEFLATED, zlib.crc32(data), len(data))


class Apart:
    """Pieces of a file that are deflated by themselves: whatever stands beside them, the same comes of them, which is kept here."""

    __slots__ = ("packed", "pieces")

    def __init__(self, pieces: tuple[bytes, ...]) -> None:
        self.pieces = pieces
        self.packed: tuple[bytes, ...] = ()


def deflated_pieces(name: str, parts: Iterable[Apart], rest: Iterable[bytes], level: int) -> Entry:
    """A file deflated piece by piece (half a million bytes are never put together, which takes longer than it): parts, and what follows."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed: list[bytes] = []
    crc = size = 0
    for part in parts:
        if not part.packed:
            part.packed = (*map(packer.compress, part.pieces), packer.flush(zlib.Z_FULL_FLUSH))
        packed += part.packed
        for piece in part.pieces:
            crc = zlib.crc32(piece, crc)
            size += len(piece)
    for piece in rest:
        packed.append(packer.compress(piece))
        crc = zlib.crc32(piece, crc)
        size += len(piece)
    packed.append(packer.flush())
    return Entry(name, b"".join(packed), _DEFLATED, crc, size)


def stored(name: str, data: bytes) -> Entry:
    """A file as it is, for data that is compressed already."""
    return Entry(name, data, _STORED, zlib.crc32(data), len(data))


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
