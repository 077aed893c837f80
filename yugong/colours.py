"""Whether a stream gets colours."""

from __future__ import annotations

import os
from typing import TextIO


def in_colours(out: TextIO) -> bool:
    """Whether `out` is a terminal that shows colours, and nobody asked for none (NO_COLOR, see no-color.org)."""
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
