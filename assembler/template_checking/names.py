"""Every name, filter, test and attribute that wording uses, held against what the template has, in every branch alike."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping

import jinja2
from jinja2 import nodes

from assembler.template_checking.shapes import FUNCTION, LOOP, MEASURE, SAID, TEXT, UNKNOWN, Shape
from figures.declared import nearest
from figures.lean import frozen
from narratives.limits import JOIN
from narratives.limits import LOOP as COUNTED
from narratives.rendering import Wording

Scope = MutableMapping[str, Shape]


@frozen
class Fault:
    """What is wrong with a name, at a line of the wording that was read, and the name itself."""

    line: int
    message: str
    name: str


@frozen
class FilterKinds:
    """The filters that want a figure, and those that want a family."""

    figures: frozenset[str]
    families: frozenset[str]


class Names:
    """Looks through one piece of wording; `used` are the names that it speaks of."""

    def __init__(self, environment: Wording, kinds: FilterKinds, known: Mapping[str, Shape]) -> None:
        self.environment = environment
        self.kinds = kinds
        self.known = known
        self.faults: list[Fault] = []
        self.used: set[str] = set()
        self.files: set[str] = set()

    def look_through(self, source: str, name: str) -> None:
        """Collects the faults of `source`; TemplateSyntaxError where it cannot be read."""
        tree = self.environment.parse(source, name, name)
        assigned = {n.name: UNKNOWN for n in tree.find_all(nodes.Name) if n.ctx in ("store", "param")}
        assigned |= {n.name: FUNCTION for n in tree.find_all(nodes.Macro)}
        loops = {n.target.name for n in tree.find_all(nodes.For) if isinstance(n.target, nodes.Name)}
        outer = {n: s for n, s in assigned.items() if n not in loops}
        for brought in tree.find_all(nodes.FromImport):
            outer |= {n if isinstance(n, str) else n[1]: FUNCTION for n in brought.names}
        references: list[nodes.Extends | nodes.Include | nodes.FromImport] = [*tree.find_all(nodes.Extends)]
        references += [*tree.find_all(nodes.Include), *tree.find_all(nodes.FromImport)]
        for reference in references:
            if isinstance(reference.template, nodes.Const):
                self._file(str(reference.template.value), reference.lineno)
        self._statement(tree, ChainMap[str, Shape]({}, outer, {"super": FUNCTION}, dict(self.known)))

    def _file(self, name: str, line: int) -> None:
        self.files.add(name)
        existing = self.environment.list_templates()
        if name not in existing:
            self.faults.append(Fault(line, f"找不到文字文件“{name}”{nearest(name, existing)}", name))

    def _statement(self, node: nodes.Node, scope: ChainMap[str, Shape]) -> None:
        if isinstance(node, nodes.For):
            self._loop(node, scope)
        elif isinstance(node, nodes.Output):
            for said in node.nodes:
                self._said(said, scope)
        elif isinstance(node, nodes.Expr):
            self._shape(node, scope)
        elif isinstance(node, nodes.If) and isinstance(node.test, nodes.Const):
            self.faults.append(Fault(node.lineno, "这个条件总是一样，有一个分支永远不会出现", ""))
        else:
            for child in node.iter_child_nodes():
                self._statement(child, scope)

    def _loop(self, node: nodes.For, scope: ChainMap[str, Shape]) -> None:
        shape = self._shape(node.iter, scope)
        if shape.kind and shape.item is None:
            self._fault(node, f"{_called(node.iter)}是{shape.kind}，不能逐项列出", _called(node.iter))
        inner = scope.new_child({"loop": LOOP})
        targets = node.target.items if isinstance(node.target, nodes.Tuple) else [node.target]
        for target in targets:
            if isinstance(target, nodes.Name):
                inner[target.name] = shape.item or UNKNOWN
        if node.test is not None:
            self._shape(node.test, inner)
        for inside in node.body:
            self._statement(inside, inner)
        for instead in node.else_:
            self._statement(instead, scope)

    def _said(self, node: nodes.Expr, scope: ChainMap[str, Shape]) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        shape = self._shape(node, scope)
        if shape.kind not in SAID:
            what = _called(node)
            remedy = f"请写明格式，例如 {{{{ {what}|万元 }}}}" if shape.kind in ("数", "构成") else "请写明其中一项"
            self._fault(node, f"“{what}”是{shape.kind}，不能直接写出，{remedy}", what)

    def _shape(self, node: nodes.Node, scope: ChainMap[str, Shape]) -> Shape:
        if isinstance(node, nodes.Name):
            return self._name(node, scope)
        if isinstance(node, (nodes.Getattr, nodes.Getitem)):
            return self._taken(node, scope)
        if isinstance(node, nodes.Filter):
            return self._filter(node, scope)
        if isinstance(node, nodes.Test):
            self._test(node, scope)
        elif isinstance(node, nodes.Call):
            shapes = [self._shape(child, scope) for child in node.iter_child_nodes()]
            if shapes[0].kind not in ("函数", ""):
                self._fault(node, f"“{_called(node.node)}”是{shapes[0].kind}，后面不能写括号", _called(node.node))
            return Shape("", None, TEXT)
        elif isinstance(node, (nodes.List, nodes.Tuple)):
            shapes = [self._shape(child, scope) for child in node.items]
            same = shapes[0] if shapes and all(s.kind == shapes[0].kind for s in shapes) else UNKNOWN
            return Shape("一列", {}, same)
        elif isinstance(node, nodes.CondExpr):
            self._shape(node.test, scope)
            others = [self._shape(n, scope) for n in (node.expr1, node.expr2) if n is not None]
            return next((s for s in others if s.kind not in SAID), others[0])
        else:
            for child in node.iter_child_nodes():
                self._shape(child, scope)
        return TEXT if isinstance(node, nodes.Const) else UNKNOWN

    def _name(self, node: nodes.Name, scope: ChainMap[str, Shape]) -> Shape:
        self.used.add(node.name)
        found = scope.get(node.name)
        if found is None:
            self._fault(node, f"没有“{node.name}”这个名称{nearest(node.name, scope)}", node.name)
            return UNKNOWN
        return found

    def _taken(self, node: nodes.Getattr | nodes.Getitem, scope: ChainMap[str, Shape]) -> Shape:
        shape = self._shape(node.node, scope)
        if isinstance(node, nodes.Getitem) and not isinstance(node.arg, nodes.Const):
            self._shape(node.arg, scope)
            return UNKNOWN
        name = str(node.arg.value) if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const) else ""
        name = node.attr if isinstance(node, nodes.Getattr) else name
        if shape.attributes is None:
            return UNKNOWN if shape.kind != "构成" else MEASURE
        if name not in shape.attributes:
            what = _called(node.node)
            hint = nearest(name, shape.attributes) or (f"，可用的有：{'、'.join(shape.attributes)}" if shape.attributes else "")
            self._fault(node, f"“{what}”里没有“{name}”{hint}", name)
            return UNKNOWN
        return shape.attributes[name]

    def _filter(self, node: nodes.Filter, scope: ChainMap[str, Shape]) -> Shape:
        shape = UNKNOWN if node.node is None else self._shape(node.node, scope)
        for argument in (*node.args, *node.kwargs):
            self._shape(argument, scope)
        if node.name == COUNTED:
            return shape
        if node.name == JOIN:
            return TEXT
        if node.name not in self.environment.filters:
            known = [name for name in self.environment.filters if name not in (COUNTED, JOIN)]
            self._fault(node, f"没有名为“{node.name}”的过滤器{nearest(node.name, known)}", node.name)
            return UNKNOWN
        what = "" if node.node is None else _called(node.node)
        if node.name in self.kinds.figures and shape.kind not in ("数", "构成", ""):
            self._fault(node, f"“{what}”是{shape.kind}，“{node.name}”需要一个数", what)
        elif node.name in self.kinds.families and shape.kind not in ("构成", ""):
            self._fault(node, f"“{what}”是{shape.kind}，“{node.name}”需要一个构成", what)
        return TEXT

    def _test(self, node: nodes.Test, scope: ChainMap[str, Shape]) -> None:
        for child in node.iter_child_nodes():
            if node.name != "defined":
                self._shape(child, scope)
        if node.name not in self.environment.tests:
            self._fault(node, f"没有名为“{node.name}”的检验{nearest(node.name, self.environment.tests)}", node.name)

    def _fault(self, node: nodes.Node, message: str, name: str) -> None:
        self.faults.append(Fault(node.lineno, message, name))


def _called(node: nodes.Node) -> str:
    """How an expression is written, as far as it is a name with what is taken from it."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_called(node.node)}.{node.attr}"
    if isinstance(node, nodes.Filter) and node.node is not None:
        return _called(node.node)
    return "这个值"


def literal_lines(environment: Wording, source: str, name: str) -> Iterator[tuple[int, str]]:
    """The wording itself of a file, line by line, without what stands in braces."""
    try:
        tree = environment.parse(source, name, name)
    except jinja2.TemplateSyntaxError:
        return
    for node in tree.find_all(nodes.TemplateData):
        for number, text in enumerate(node.data.split("\n")):
            if text.strip():
                yield node.lineno + number, text
