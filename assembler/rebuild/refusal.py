"""The one way in which an edited document is refused."""

from __future__ import annotations


class RebuildError(ValueError):
    """An edited document on which nothing can be rebuilt; a Chinese sentence."""
