"""A new template: a folder that extends another one, with examples of what may be said otherwise, commented out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from assembler.inheritance import MAIN, Layer
from assembler.template import Template, load_template, template_names
from assembler.template_checking.shapes import empty_vocabulary
from assembler.template_reading import MAX_LOOK, template_files
from figures.declared import DeclarationError, nearest
from figures.findings import Place

_MAIN = """\
# 这份模板继承“{parent}”：没有写的都用它的。改完请运行：yugong template check {folder}
名称: {name}
说明: 在“{parent}”的基础上改动
继承: {parent}

# 下面每一段去掉行首的 # 就生效，其余的文件（见末尾）需要时再建。

# 用语（自称和范围词）：
{words}

# 表格的默认格式：
# 表格格式: {{单位: 万元, 位数: 2}}

# ── 需要时可以新建的文件 ──
#
# 改一句话：新建 narratives/{wording}.j2，写出这一节的全文
#   （先从上级模板复制：yugong template copy {folder} narratives/{wording}.j2）。
#
# 改说法：新建 speech.yaml，例如
#   措辞:
#     {form}:
#       增加: 比上年增加{{额}}，增长{{率}}
#
# 改一张表的标题：新建 tables/改动.yaml，例如
#   - 名称: {table}
#     标题: 新的标题
#
# 加一个可以在文字里说的数：新建 measures.yaml，例如
#   量:
#     {measure}: {{表: {table}, 行: 合计, 列: …}}
#
# 改文档的次序、增减一节：新建 document.yaml，例如
#   改:
#     - {{去掉: 文字/{wording}}}
#
# 改样式（字体、字号、页边距）：yugong template copy {folder} look.docx，再用 Word 打开修改。
# 可用的名称：yugong template vocabulary --template {folder}
"""


def new_template(folder: Path, parent: str) -> tuple[str, ...]:
    """Writes the folder of a template that extends the one called `parent`; returns the files written.

    DeclarationError where the folder exists, or the parent does not or could not be found from there.
    """
    if folder.exists():
        raise DeclarationError("已经存在，没有覆盖；请换一个名称", Place(file=str(folder)))
    if not re.fullmatch(r"[\w-]+", folder.name):
        raise DeclarationError("模板的名称只能用文字、数字、- 和 _", Place(file=str(folder)))
    beside = folder.parent / parent
    own = "/" not in parent and (beside / "template.yaml").is_file()
    known = template_names()
    if not own and parent not in known:
        message = (
            f"没有名为“{parent}”的模板{nearest(parent, known) or '；'}应写名称而不是路径，随程序提供的有：{'、'.join(known)}；"
        )
        raise DeclarationError(f"{message}自己的模板请放在同一个文件夹里", Place(file=str(folder)))
    template = load_template(str(beside) if own else parent)
    folder.mkdir(parents=True)
    (folder / "template.yaml").write_text(_main(template, folder, parent), encoding="utf-8")
    return ("template.yaml",)


def copy_inherited(folder: Path, path: str) -> Path:
    """Copies a file that the template in `folder` inherits into it, to be changed there; returns where.

    DeclarationError where the template has it already, or none of those that it extends has one.
    """
    if not (folder / "template.yaml").is_file():
        raise DeclarationError("这个文件夹里没有模板", Place(file=str(folder)))
    own, *farther = template_files(str(folder)).layers
    if own.has(path):
        raise DeclarationError("模板里已有这个文件，没有覆盖", Place(file=str(folder / path)))
    known = [p for layer in farther for p in (*_FILES, *_in_folders(layer)) if layer.has(p)]
    if path not in known:
        raise DeclarationError(
            f"上级模板里没有“{path}”{nearest(path, known) or '；'}可以复制的有：{'、'.join(dict.fromkeys(known))}",
            own.place(MAIN),
        )
    source = next(layer for layer in farther if layer.has(path))
    target = folder / path
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(source.data(path, MAX_LOOK))
    return target


_FILES = ("lists.yaml", "measures.yaml", "speech.yaml", "glossary.yaml", "document.yaml", "look.docx")


def _in_folders(layer: Layer) -> Iterator[str]:
    for under, suffix in (("tables", ".yaml"), ("forms", ".yaml"), ("narratives", ".j2")):
        yield from layer.files(under, suffix)


def _main(template: Template, folder: Path, parent: str) -> str:
    words = "\n".join(f"#   {name}: {word.text}" for name, word in template.words.items())
    wording = next(iter(template.wording_files), "说明")
    return _MAIN.format(
        parent=parent,
        folder=folder.name,
        name=folder.name,
        words=f"# 用语:\n{words}" if words else "# 用语:\n#   主体: 部门",
        wording=wording,
        form=next(iter(template.speech.forms), "比上年"),
        table=next(iter(template.views), "收支总表"),
        measure=next((f"新{n}" for n in empty_vocabulary(template) if n in template.measures.measures), "新的量"),
    )
