"""Names of built-in styles as a Chinese Word shows them.

A Chinese Word shows its built-in Normal as 正文 and its built-in footer as 页脚. A style of one's own under such a name would
collide with the built-in one, so a look's 正文 *is* Normal: reading and writing go through this table.
"""

from __future__ import annotations

from collections.abc import Collection

SHOWN = {"Normal": "正文", "header": "页眉", "footer": "页脚"}
_FILED = {shown: filed for filed, shown in SHOWN.items()}


def shown_name(filed: str, taken: Collection[str] = ()) -> str:
    """The name of a style in a look, from the name in the file; `taken` are the other names of the file."""
    shown = SHOWN.get(filed, filed)
    return filed if shown in taken else shown


def filed_name(shown: str, taken: Collection[str] = ()) -> str:
    """The name of a style in the file, from its name in a look; `taken` are the other names of the look."""
    filed = _FILED.get(shown, shown)
    return shown if filed in taken else filed
