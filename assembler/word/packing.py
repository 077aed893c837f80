"""How the files in an archive are packed: by ISA-L, or by zlib where it is not made for the machine."""

from __future__ import annotations

try:
    from isal.isal_zlib import compress, crc32
except ImportError:
    from zlib import compress, crc32

__all__ = ["checksum", "packed"]

_LEVEL = 2
"""ISA-L packs in an eighth of zlib's time; its files are as long as those of zlib at this level, and hardly longer than at level 3."""

_BARE = -15
"""The largest window; negative for a stream without head and checksum, as archives have it."""


def packed(data: bytes) -> bytes:
    """The data as a deflate stream: the same for the same data on machines of one kind."""
    return compress(data, _LEVEL, _BARE)


def checksum(data: bytes) -> int:
    """The CRC-32 of the data."""
    return crc32(data)
