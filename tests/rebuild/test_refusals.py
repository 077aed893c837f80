"""Documents that are foreign, spoilt or tampered with are told plainly, never trusted, never a traceback."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import hand_edits as hand
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assembler.rebuild.carrying import payload_part
from assembler.rebuild.payload import NAMESPACE
from assembler.template import Template
from assembler.word.reading.parts import open_parts
from figures.budget import Budget
from yugong.rebuilding import RebuildError, rebuild_onto, strip_document, unpack_figures


def tampered(data: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    """The document with a payload changed by someone who knows how it is made."""
    edited = hand.Edited(data)
    name = payload_part(edited.parts)
    root = edited.parts.tree(name)
    plain = json.loads(zlib.decompress(base64.b64decode(root.text or "")))
    change(plain)
    packed = json.dumps(plain, ensure_ascii=False).encode()
    root.text = base64.b64encode(zlib.compress(packed)).decode()
    root.set("digest", hashlib.sha256(packed).hexdigest())
    edited.parts.change(name)
    return edited.to_bytes()


def with_payload(data: bytes, payload: bytes) -> bytes:
    """The document with another payload part."""
    edited = hand.Edited(data)
    edited.parts.put(payload_part(edited.parts), payload)
    return edited.to_bytes()


def other_figures(plain: dict[str, Any]) -> None:
    figures = json.loads(plain["figures"])
    figures["支出明细"][3]["金额（元）"] = "123456"
    plain["figures"] = json.dumps(figures, ensure_ascii=False)


def other_text(plain: dict[str, Any]) -> None:
    next(b for b in plain["blocks"] if b[0] == "p" and len(b[3][0]) > 20)[3] = ["别的话"]


@pytest.mark.parametrize("change", [other_figures, other_text])
def test_payloads_that_do_not_fit_are_refused(
    budget: Budget, template: Template, built: bytes, change: Callable[[dict[str, Any]], None]
) -> None:
    with pytest.raises(RebuildError, match="对不上"):
        rebuild_onto(tampered(built, change), budget, template)


@pytest.mark.parametrize("change", [other_figures, other_text])
def test_they_are_refused_by_a_process_that_made_them_too(
    budget: Budget, template: Template, built: bytes, change: Callable[[dict[str, Any]], None]
) -> None:
    rebuild_onto(tampered(built, lambda plain: None), budget, template, pages=False)
    with pytest.raises(RebuildError, match="对不上"):
        rebuild_onto(tampered(built, change), budget, template, pages=False)


def test_another_template_is_told(budget: Budget, template: Template, built: bytes) -> None:
    data = tampered(built, lambda plain: plain.update(fingerprint="0" * 64))
    assert "无法核验" in [f.code for f in rebuild_onto(data, budget, template).findings]


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        (f'<document xmlns="{NAMESPACE}" version="9" digest="x"/>', "版本"),
        (f'<document xmlns="{NAMESPACE}" version="1" digest="x">!!</document>', "损坏"),
        (f'<document xmlns="{NAMESPACE}" version="1" digest="x">AAAA</document>', "损坏"),
        (f'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><document xmlns="{NAMESPACE}">&b;</document>', "DTD"),
        (f'<document xmlns="{NAMESPACE}">', "XML"),
    ],
)
def test_spoilt_payloads_are_told(budget: Budget, template: Template, built: bytes, payload: str, told: str) -> None:
    with pytest.raises(RebuildError, match=told):
        rebuild_onto(with_payload(built, payload.encode()), budget, template)


def test_a_bomb_is_not_unpacked(budget: Budget, template: Template, built: bytes) -> None:
    packed = base64.b64encode(zlib.compress(b"0" * (80 << 20), 9)).decode()
    bomb = f'<document xmlns="{NAMESPACE}" version="1" digest="x">{packed}</document>'.encode()
    with pytest.raises(RebuildError, match="过大"):
        rebuild_onto(with_payload(built, bomb), budget, template)


@settings(max_examples=60, deadline=None)
@given(
    plain=st.recursive(
        st.none() | st.integers() | st.text(max_size=4),
        lambda c: st.lists(c, max_size=8) | st.dictionaries(st.text(max_size=3), c),
    ),
    key=st.sampled_from(["blocks", "figures", "settled", "gone", "deleted", "title"]),
)
def test_payloads_of_any_shape_never_break(budget: Budget, template: Template, built: bytes, plain: Any, key: str) -> None:
    data = tampered(built, lambda whole: whole.update({key: plain}))
    with suppress(RebuildError):
        unpack_figures(data)


@settings(max_examples=60, deadline=None)
@given(at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=40))
def test_spoilt_files_never_break(budget: Budget, template: Template, built: bytes, at: float, junk: bytes) -> None:
    place = int(at * (len(built) - 1))
    spoilt = built[:place] + junk + built[place + len(junk) :]
    for work in (lambda: rebuild_onto(spoilt, budget, template, pages=False), lambda: strip_document(spoilt)):
        with suppress(RebuildError):
            work()


@pytest.mark.parametrize("data", [b"", b"PK", b"not a document", b"\xd0\xcf\x11\xe0" * 200])
def test_other_files_are_told(budget: Budget, template: Template, data: bytes) -> None:
    for work in (lambda: rebuild_onto(data, budget, template), lambda: unpack_figures(data), lambda: strip_document(data)):
        with pytest.raises(RebuildError):
            work()


def test_a_look_is_no_document_of_ours(budget: Budget, template: Template, built: bytes) -> None:
    clean = strip_document(built).data
    assert open_parts(clean)
    with pytest.raises(RebuildError, match="不是由本程序生成的"):
        rebuild_onto(clean, budget, template)


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "shanxi/../../templates", "\x00", "没有的模板", "a" * 5000])
def test_names_of_templates_lead_nowhere(budget: Budget, template: Template, built: bytes, name: str) -> None:
    data = tampered(built, lambda plain: plain.update(template=name))
    rebuilt = rebuild_onto(data, budget, template, pages=False)
    assert not rebuilt.undecided, "the template that is used is the officer's, never the document's"


def other_basics(plain: dict[str, Any], basics: Any) -> None:
    figures = json.loads(plain["figures"])
    figures["基本信息"] = basics
    plain["figures"] = json.dumps(figures, ensure_ascii=False)


@pytest.mark.parametrize("basics", [None, [], "x", {}, {"部门名称": 1, "预算年度": "x"}, {"部门名称": "甲", "预算年度": 10**400}])
def test_payloads_that_do_not_say_whose_they_are(budget: Budget, template: Template, built: bytes, basics: Any) -> None:
    with pytest.raises(RebuildError):
        rebuild_onto(tampered(built, lambda plain: other_basics(plain, basics)), budget, template, pages=False)


@settings(max_examples=120, deadline=None)
@example(at=0.5, junk=b"\xc2\x80", part="payload")
@given(at=st.floats(0, 1), junk=st.binary(min_size=1, max_size=6), part=st.sampled_from(["payload", "zip", "styles"]))
def test_flipped_bytes_never_break(budget: Budget, template: Template, built: bytes, at: float, junk: bytes, part: str) -> None:
    """Bytes changed inside parts, the package whole: what no checksum of the zip finds."""
    if part == "zip":
        place = int(at * (len(built) - len(junk)))
        data = built[:place] + junk + built[place + len(junk) :]
    else:
        edited = hand.Edited(built)
        name = payload_part(edited.parts) if part == "payload" else "word/styles.xml"
        old = edited.parts.data[name]
        place = int(at * (len(old) - len(junk)))
        edited.parts.put(name, old[:place] + junk + old[place + len(junk) :])
        data = edited.to_bytes()
    for work in (
        lambda: rebuild_onto(data, budget, template, pages=False),
        lambda: unpack_figures(data),
        lambda: strip_document(data),
    ):
        with suppress(RebuildError):
            work()
