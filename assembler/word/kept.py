"""What is kept of a written document for the next one: blocks that are the very same objects are not written again."""

from __future__ import annotations

from assembler.description import Block
from figures.lean import lean

MOST = 8 << 20
"""Bytes of the texts that are kept of one document at most."""

Key = tuple[int, str, int, float]
"""The identity of a block, the section that ends in it, the first number that its bookmarks may take, the width of its page's text."""


@lean
class Written:
    """A block, what was written of it, and the number that the next bookmark takes. While it is kept, no other block has its identity."""

    block: Block
    data: bytes
    following: int


class KeptBlocks:
    """The blocks of one document as they were written; the contents are what they are by the `listed` entries and their pages too."""

    def __init__(self) -> None:
        self.blocks: dict[Key, Written] = {}
        self.listed: object = None
        self._size = 0

    def keep(self, key: Key, written: Written) -> None:
        """Keeps a block, if there is room."""
        self._size += len(written.data)
        if self._size <= MOST:
            self.blocks[key] = written
