"""The order of a document as a template changes it against the one that it extends: blocks taken away, replaced, put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from figures.declared import Entries, Node, nearest

_ACTIONS = ("去掉", "替换", "之前", "之后")
_NAMED_KINDS = ("文字", "表", "表单")

_NameOf = Callable[[Node], str]


def changed_document(document: Node, changes: Node) -> Node:
    """The sections of `document` after the changes (改) one by one; a change that names no block of it is an error.

    A block is named by its 标识, else by what it is: 文字/NAME, 表/NAME, 表单/NAME, 目录; a section by 节/NAME.
    """
    sections = document.list()
    for change in Entries(changes, ("改",)).need("改").list():
        sections = _changed(sections, change)
    return Node(sections, document.place)


def _changed(sections: list[Node], change: Node) -> list[Node]:
    entries = Entries(change, (*_ACTIONS, "为", "插入"))
    actions = [key for key in _ACTIONS if key in entries]
    if len(actions) != 1:
        raise change.fail(f"每一处改动应恰好写明一种：{'、'.join(_ACTIONS)}")
    action = actions[0]
    target, new = entries.need(action), _new_blocks(entries, action)
    wanted = target.text()
    if not any(wanted == name for name in _names(sections)):
        known = list(_names(sections))
        raise target.fail(f"上级模板的文档里没有“{wanted}”{nearest(wanted, known)}")
    if wanted.startswith("节/"):
        return _edited(sections, action, wanted, new, lambda node: f"节/{node.mapping()['节'].text()}")
    return [_with_blocks(s, _edited(s.mapping()["内容"].list(), action, wanted, new, block_name)) for s in sections]


def _new_blocks(entries: Entries, action: str) -> list[Node]:
    if action == "去掉":
        Entries(entries.node, ("去掉",))
        return []
    return entries.need("为" if action == "替换" else "插入").list()


def _edited(nodes: list[Node], action: str, wanted: str, new: list[Node], name_of: _NameOf) -> list[Node]:
    out: list[Node] = []
    for node in nodes:
        if name_of(node) != wanted:
            out.append(node)
        elif action == "之前":
            out += [*new, node]
        elif action == "之后":
            out += [node, *new]
        else:
            out += new
    return out


def _with_blocks(section: Node, blocks: list[Node]) -> Node:
    entries = dict(section.mapping())
    entries["内容"] = Node(blocks, entries["内容"].place)
    return Node(entries, section.place)


def _names(sections: list[Node]) -> Iterator[str]:
    for section in sections:
        entries = Entries(section, section.mapping())
        yield f"节/{entries.need('节').text()}"
        yield from filter(None, (block_name(n) for n in entries.need("内容").list()))


def block_name(node: Node) -> str:
    """The name by which a block can be changed, "" for one that has none (an empty line)."""
    if not node.is_mapping:
        return ""
    entries = node.mapping()
    if "标识" in entries:
        return entries["标识"].text()
    if "图" in entries and entries["图"].is_mapping and "标识" in entries["图"].mapping():
        return entries["图"].mapping()["标识"].text()
    for kind in _NAMED_KINDS:
        if kind in entries:
            return f"{kind}/{entries[kind].text()}"
    return "目录" if "目录" in entries else ""
