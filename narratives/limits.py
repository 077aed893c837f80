"""What wording may not do: a list of what Jinja may be used for, and a meter of how much a document's wording may take.

Templates come from strangers. Only the kinds of nodes listed here are compiled; every turn of a loop, every call and every piece
of text is counted, so that no template can keep the program busy or fill its memory.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import Any, TypeVar

import jinja2
from jinja2 import nodes, pass_context
from jinja2.parser import Parser
from jinja2.visitor import NodeTransformer

from figures.declared import DeclarationError

T = TypeVar("T")

MAX_SOURCE = 200_000
"""Characters of one wording file."""

MAX_NODES = 20_000
MAX_STATEMENTS = 12
MAX_EXPRESSIONS = 50
MAX_BRANCHES = 200
"""Nodes of one file; how deep statements, and expressions, may nest; branches of one condition."""

MAX_JOINED = 2_000
"""Characters of a name put together with ~."""

_STEPS_UNTIMED = 16
"""The clock is read once in so many steps: reading it takes longer than counting."""

LOOP, JOIN = "\x00loop", "\x00join"
"""Filters that the guard puts into compiled wording; no template can write their names."""

_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Extends, nodes.For, nodes.If, nodes.Macro, nodes.Block),
    *(nodes.Include, nodes.FromImport, nodes.Assign, nodes.AssignBlock, nodes.And, nodes.Or, nodes.Not, nodes.Name),
    *(nodes.Const, nodes.Tuple, nodes.List, nodes.Keyword, nodes.CondExpr, nodes.Filter, nodes.Test, nodes.Call),
    *(nodes.Getattr, nodes.Getitem, nodes.Concat, nodes.Compare, nodes.Operand),
)
_CALLED: dict[type[nodes.Node], str] = {
    nodes.CallBlock: "{% call %}",
    nodes.FilterBlock: "{% filter %}",
    nodes.With: "{% with %}",
    nodes.Import: "{% import %}（请写 {% from … import … %}）",
    nodes.Dict: "字典 {…}",
    nodes.Slice: "切片 [a:b]",
    nodes.NSRef: "给名称的一项赋值",
    nodes.Neg: "负号",
    nodes.Pos: "正号",
}
_FORBIDDEN = frozenset({"varargs", "kwargs", "caller", "self"})


class LimitError(Exception):
    """Wording that takes more than a document's wording may; a Chinese sentence."""


class BeyondLimitsError(DeclarationError):
    """The same, with the file and line at which the limit was reached."""


class Meter:
    """How much the wording of one document has taken: turns of loops and calls, characters, seconds of this thread's own time.

    The steps and characters are what ends a hostile template, the same on every machine; the seconds are there for what they miss.
    """

    def __init__(self, steps: int = 200_000, characters: int = 3_000_000, seconds: float = 4.0) -> None:
        self.steps = steps
        self.characters = characters
        self.seconds = seconds
        self._since = 0.0
        self._runs = False

    def begin(self) -> None:
        """Time runs from here on."""
        self._since = time.thread_time()
        self._runs = True

    def end(self) -> None:
        """Time stands still: what comes now is not the template's doing."""
        self.seconds -= time.thread_time() - self._since
        self._runs = False

    def outside(self, work: Callable[..., T], *given: Any) -> T:
        """What `work` makes of what it is given; if time runs, it stands still meanwhile.

        That is for figures: working them out takes what the budget asks for, not the template. It is told by the wall, which costs a
        twentieth of asking for the thread's own time: on a busy machine wording gets a little more.
        """
        if not self._runs:  # also within figures that are made of figures
            return work(*given)
        self._runs = False
        began = time.perf_counter()
        try:
            return work(*given)
        finally:
            self._since += time.perf_counter() - began
            self._runs = True

    def step(self) -> None:
        """Counts one turn of a loop or one call; LimitError beyond the limits."""
        self.steps -= 1
        if self.steps < 0:
            raise LimitError("循环和调用的次数太多，像是没有尽头；请减少循环的层数")
        if not self.steps % _STEPS_UNTIMED and time.thread_time() - self._since > self.seconds:
            raise LimitError("生成文字用的时间太长；请减少循环的层数")

    def takes(self, steps: int, characters: int) -> bool:
        """Counts what was said before and is used again; False where so much may not be taken any more."""
        if self.steps < steps or self.characters < characters:
            return False
        self.steps -= steps
        self.characters -= characters
        return True

    def say(self, characters: int) -> None:
        """Counts text made; LimitError beyond the limit."""
        self.characters -= characters
        if self.characters < 0:
            raise LimitError("生成的文字太长；请检查是否有文字成倍地重复")


METER: ContextVar[Meter | None] = ContextVar("METER", default=None)
"""The meter of the document that is being rendered."""


def step() -> None:
    """Counts one turn of a loop or one call of the wording being rendered."""
    meter = METER.get()
    if meter is not None:
        meter.step()


@pass_context
def counted(_: Any, value: Any) -> Iterable[Any]:
    """What a loop goes through, each turn counted."""
    try:
        items = iter(value)
    except TypeError:
        raise TypeError(f"{getattr(value, 'what', '这个值')}不能逐项列出，{{% for %}} 里应为构成或一列记录") from None
    return _turns(items)


def _turns(items: Iterator[Any]) -> Iterator[Any]:
    for item in items:
        step()
        yield item


@pass_context
def joined(_: Any, *values: Any) -> str:
    """A name put together with ~; TypeError for figures and wording, which would lose where they come from."""
    texts = []
    for value in values:
        if isinstance(value, jinja2.Undefined):
            value._fail_with_undefined_error()
        if not isinstance(value, str):
            raise TypeError("模板里请不要用 ~ 连接，直接并排写出即可")
        texts.append(str.__str__(value))
    if sum(map(len, texts)) > MAX_JOINED:
        raise LimitError(f"用 ~ 连接的文字太长（最多{MAX_JOINED}字）")
    return "".join(texts)


def guarded(tree: nodes.Template, name: str | None) -> nodes.Template:
    """The tree, once it holds only what is allowed, with its loops counted; TemplateSyntaxError names the line."""
    _check(tree, name)
    guard: nodes.Template = _Guard().visit(tree)
    return guard


def parsed_line(error: BaseException) -> int:
    """The line that the parser had come to when it gave up."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        parser = trace.tb_frame.f_locals.get("self")
        if isinstance(parser, Parser):
            line = parser.stream.current.lineno
        trace = trace.tb_next
    return line


class _Guard(NodeTransformer):
    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        """A loop goes through the same, counted; what is joined by ~ is joined by a function that looks at the length."""
        super().generic_visit(node, *args, **kwargs)
        if isinstance(node, nodes.For):
            node.iter = nodes.Filter(node.iter, LOOP, [], [], None, None, lineno=node.lineno)
        elif isinstance(node, nodes.Concat):
            first, *rest = node.nodes
            return nodes.Filter(first, JOIN, rest, [], None, None, lineno=node.lineno)
        return node


def _check(tree: nodes.Template, name: str | None) -> None:
    count = 0
    waiting: list[tuple[nodes.Node, nodes.Node | None, int, int]] = [(tree, None, 0, 0)]
    while waiting:
        node, parent, statements, expressions = waiting.pop()
        count += 1
        fault = _fault(node, parent)
        if count > MAX_NODES:
            fault = "这个文件太长，请分成几个文件"
        elif statements > MAX_STATEMENTS or expressions > MAX_EXPRESSIONS:
            fault = "嵌套太深，请拆成几段来写"
        if fault:
            raise jinja2.TemplateSyntaxError(fault, node.lineno or 1, name, name)
        deeper = isinstance(node, nodes.Stmt) and not isinstance(node, nodes.Output)
        inner = isinstance(node, nodes.Expr)
        waiting += [(child, node, statements + deeper, expressions + inner) for child in node.iter_child_nodes()]


def _fault(node: nodes.Node, parent: nodes.Node | None) -> str:
    if isinstance(node, nodes.BinExpr) and not isinstance(node, (nodes.And, nodes.Or)):
        return f"模板里不能计算（{node.operator}）；需要的数请在“量”中定义"
    if not isinstance(node, _ALLOWED):
        return f"模板里不能用{_CALLED.get(type(node), type(node).__name__)}"
    if isinstance(node, (nodes.Extends, nodes.Include, nodes.FromImport)):
        return _fault_of_reference(node)
    if isinstance(node, nodes.For) and node.recursive:
        return "模板里不能用 recursive 的循环"
    if isinstance(node, nodes.If) and len(node.elif_) > MAX_BRANCHES:
        return f"一个条件的分支太多（最多{MAX_BRANCHES}个）"
    if isinstance(node, nodes.Name) and node.name in _FORBIDDEN:
        return f"模板里不能用“{node.name}”"
    if isinstance(node, (nodes.Tuple, nodes.List)):
        return _fault_of_list(node, parent)
    if isinstance(node, (nodes.Call, nodes.Filter, nodes.Test)) and (node.dyn_args or node.dyn_kwargs):
        return "模板里不能用 * 展开参数"
    return ""


def _fault_of_reference(node: nodes.Extends | nodes.Include | nodes.FromImport) -> str:
    if not isinstance(node.template, nodes.Const) or not isinstance(node.template.value, str):
        return "引用的文件名应直接写出，用引号括起"
    if not isinstance(node, nodes.Extends):
        node.with_context = True  # what is brought in speaks of the same budget
    return ""


def _fault_of_list(node: nodes.Tuple | nodes.List, parent: nodes.Node | None) -> str:
    """Lists may be gone through and searched, never kept: kept ones could hold one another without end."""
    if isinstance(node, nodes.Tuple) and node.ctx == "store":
        return ""
    place = (isinstance(parent, nodes.For) and parent.iter is node) or isinstance(parent, nodes.Operand)
    if not place or any(isinstance(item, (nodes.Tuple, nodes.List)) for item in node.items):
        return "一列值只能直接写在 {% for … in [甲, 乙] %} 或 in 的后面"
    return ""
