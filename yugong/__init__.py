"""预公：由一份预算数据工作簿生成完整的部门预算公开文档。

>>> import yugong
>>> budget = yugong.read("FIGURES.xlsx", last_year=None)  # doctest: +SKIP
>>> document = yugong.build(budget, template=None, pages=True)  # doctest: +SKIP
>>> document.save("OUT.docx")  # doctest: +SKIP
"""

from yugong.api import BuiltDocument, build, check, read

__version__ = "0.1.0"
__all__ = ["BuiltDocument", "__version__", "build", "check", "read"]
