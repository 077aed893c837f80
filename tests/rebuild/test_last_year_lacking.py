"""A document that carries last year's figures, brought up to date without them: told, with how to get them back."""

from __future__ import annotations

import hand_edits as hand
import pytest
from test_acknowledged import accepting, found

import yugong
from yugong.rebuilding import rebuild_onto

THIS, LAST = hand.EXAMPLE.with_name("quwenlvju-2025.xlsx"), hand.EXAMPLE.with_name("quwenlvju-2024.xlsx")


@pytest.mark.parametrize("touched", [False, True])
def test_comparisons_do_not_go_in_silence(touched: bool) -> None:
    both, alone = yugong.read(THIS, LAST), yugong.read(THIS)
    data = yugong.build(both, pages=False).to_bytes()
    data = hand.Edited(data).to_bytes() if touched else data
    rebuilt = rebuild_onto(data, alone, pages=False)
    (told,) = found(rebuilt, "未给上年数据")
    assert rebuilt.undecided == 1
    assert "--last-year" in told.remedy
    assert "2024年度" in told.message
    assert not found(rebuild_onto(data, both, pages=False), "未给上年数据")
    assert not found(rebuild_onto(rebuilt.data, alone, pages=False), "未给上年数据"), "the document does not carry them any more"
    assert rebuild_onto(data, accepting(alone, "未给上年数据", ""), pages=False).undecided == 0
