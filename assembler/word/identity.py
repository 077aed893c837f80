"""Names of the hidden bookmarks that carry a block's identity, and the target of its line in the contents.

Word hides bookmarks whose name begins with "_". Names beginning with "_Toc" are Word's own: it makes them anew when the contents
are updated, so identity never hangs on them.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

PREFIX = "_yg"
FORMER = "_o"
"""What the name of a bookmark ends with that a deleted block has beside an inserted one of the same identity: names must be unique."""


def bookmark_name(block_id: str) -> str:
    """The name of the bookmark of a block: stable, 23 characters (Word allows 40), other for other ids."""
    return PREFIX + _digest(block_id)


def contents_name(block_id: str) -> str:
    """The name of the bookmark that a block's line in the contents points to."""
    return "_Toc" + _digest(block_id)


@lru_cache(maxsize=1 << 14)
def _digest(block_id: str) -> str:
    return blake2b(block_id.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
