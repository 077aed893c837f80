"""Programs run by Node, in one process that stays: requests and answers are lines of JSON over its pipes."""

from __future__ import annotations

import atexit
import json
import shutil
import subprocess
import tempfile
from base64 import b64decode
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.measuring import Elsewhere

PEERS = Path(__file__).parent / "peers"
HOW = "npm ci --prefix benchmarks/peers"
"""How the programs are installed."""


class NodeError(Exception):
    """What a program run by Node could not do, in its own words."""


def missing() -> str:
    """Why the programs cannot be run ("" where they can): a Chinese sentence that says how to install them."""
    if shutil.which("node") is None:
        return f"没有安装 Node.js，略去 docxtemplater、carbone 和 RosaeNLG；安装后运行 {HOW}"
    if not (PEERS / "node_modules").is_dir():
        return f"没有安装 docxtemplater、carbone 和 RosaeNLG，略去它们；请运行 {HOW}"
    return ""


def version(name: str) -> str:
    """The version of an installed program, "" where it is not."""
    file = PEERS / "node_modules" / name / "package.json"
    return str(json.loads(file.read_text(encoding="utf-8"))["version"]) if file.is_file() else ""


class Node:
    """A Node process that fills templates; ended with this one."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["node", "--expose-gc", "serve.js"], cwd=PEERS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._folder = tempfile.TemporaryDirectory()
        self._templates: dict[bytes, Path] = {}
        atexit.register(self.close)

    def close(self) -> None:
        """Ends the process."""
        self._process.terminate()
        self._process.wait()
        self._folder.cleanup()

    def fill(self, way: str, template: bytes, data: Sequence[Any], suffix: str = ".docx") -> Elsewhere:
        """What the program `way` makes of a template and each of `data`, one after the other; what counts is measured there."""
        path = self._templates.get(template)
        if path is None:
            path = self._templates[template] = Path(self._folder.name) / f"{len(self._templates)}{suffix}"
            path.write_bytes(template)
        answer = self._ask({"way": way, "template": str(path), "data": data})
        return Elsewhere(float(answer["ms"]), tuple(map(b64decode, answer["made"])))

    def memory(self) -> float:
        """The memory that the process holds, MiB."""
        return float(self._ask({"way": "memory"})["bytes"]) / (1 << 20)

    def _ask(self, request: Any) -> Any:
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:
            raise NodeError("no pipe")
        into.write(f"{json.dumps(request, ensure_ascii=False)}\n")
        into.flush()
        answer = json.loads(out.readline() or '{"error": "ended"}')
        if "error" in answer:
            raise NodeError(answer["error"])
        return answer


@cache
def node() -> Node:
    """The one process that all programs share."""
    return Node()
