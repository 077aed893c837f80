"""Opening an Office Open XML package that someone else wrote: nothing in it is trusted."""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from figures.lean import frozen

MAX_FILE = 32 << 20
MAX_PARTS = 4000
MAX_PART = 32 << 20
MAX_WHOLE = 128 << 20
"""Bytes of the file, number of its parts, bytes of one part and of all parts together when unpacked."""

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError, OverflowError, IndexError)


class PackageError(ValueError):
    """The bytes are no package that can be read; a Chinese sentence without the file's name."""


def malformed(name: str) -> PackageError:
    """The error for a part that is no well-formed XML; what the parser says is English, and means nothing to who has the document."""
    return PackageError(
        f"部件 {name} 不是完好的 XML，文件可能没有保存完或传送完；请用 Word 打开后另存，打不开时请重新取得这份文档。"
    )


@frozen(slots=True)
class Relation:
    """A part's relation to another: the last word of its type ("styles", "header", …) and the other part's name."""

    kind: str
    target: str


@frozen(slots=True)
class Package:
    """The parts of a package, unpacked, by name."""

    parts: Mapping[str, bytes]

    def root(self, name: str) -> etree._Element:
        """The root element of a part; PackageError when there is no such part or it is no well-formed XML without a DTD."""
        if name not in self.parts:
            raise PackageError(
                f"文件中缺少部件 {name}，可能不是 Word 文档或已损坏；请用 Word 打开后另存为“Word 文档（*.docx）”。"
            )
        parser = etree.XMLParser(
            resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self.parts[name], parser)
        except (etree.XMLSyntaxError, ValueError):
            raise malformed(name) from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise PackageError(f"部件 {name} 带有文档类型声明（DTD），Word 文档中不应有它；请用 Word 打开后另存。")
        return root

    def relations(self, name: str) -> dict[str, Relation]:
        """The internal relations of a part ("" for the package itself), by id."""
        folder, base = posixpath.split(name)
        part = posixpath.join(folder, "_rels", f"{base}.rels")
        if part not in self.parts:
            return {}
        return {
            item.get("Id", ""): Relation(item.get("Type", "").rsplit("/", 1)[-1], _resolved(folder, item.get("Target", "")))
            for item in self.root(part).iter(_RELATIONSHIP)
            if item.get("TargetMode") != "External"
        }

    def main(self) -> str:
        """The name of the part that holds the document."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument":
                return relation.target
        raise PackageError("文件中找不到文档正文，可能不是 Word 文档；请用 Word 打开后另存为“Word 文档（*.docx）”。")


def open_package(data: bytes) -> Package:
    """The package in `data`, within the limits above; PackageError when it is none or too big."""
    if len(data) > MAX_FILE:
        raise PackageError(f"文件有 {len(data):,} 字节，超过上限 {MAX_FILE:,} 字节。")
    try:
        with ZipFile(BytesIO(data)) as file:
            infos = file.infolist()
            _check(infos)
            return Package({info.filename: file.read(info) for info in infos if not info.is_dir()})
    except PackageError:
        raise
    except _BROKEN:
        raise PackageError(
            "文件不是 .docx（压缩包打不开），可能是旧的 .doc 格式或已损坏；请用 Word 另存为“Word 文档（*.docx）”。"
        ) from None


def _check(infos: list[ZipInfo]) -> None:
    """Refuse what no office program writes. A part is never unpacked beyond the size that its entry states, so the sums hold."""
    if len(infos) > MAX_PARTS or len({info.filename for info in infos}) < len(infos):
        raise PackageError(f"压缩包内有 {len(infos)} 个条目（上限 {MAX_PARTS}）或条目重名，不像 Word 文档。")
    if any(info.flag_bits & 1 for info in infos):
        raise PackageError("文件设有密码，无法读取；请取消密码后另存。")
    if any(info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in infos):
        raise PackageError("压缩包用了 Word 不使用的压缩方法；请用 Word 打开后另存。")
    if any(info.file_size > MAX_PART for info in infos) or sum(info.file_size for info in infos) > MAX_WHOLE:
        raise PackageError(f"压缩包解开后过大（单个部件上限 {MAX_PART:,} 字节，合计上限 {MAX_WHOLE:,} 字节）。")


def _resolved(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
