"""预公：由一份预算数据工作簿生成完整的部门预算公开文档。

The public interface, imported when first used, so that the command line starts quickly:

    budget = yugong.read("FIGURES.xlsx", last_year=None)
    document = yugong.build(budget, template=None, pages=True)
    document.save("OUT.docx")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yugong.api import BuiltDocument, DeclarationError, ReadError, SavingError, build, check, read

__version__ = "0.1.0"
__all__ = ["BuiltDocument", "DeclarationError", "ReadError", "SavingError", "__version__", "build", "check", "read"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from yugong import api

        return getattr(api, name)
    raise AttributeError(f"module 'yugong' has no attribute {name!r}")
