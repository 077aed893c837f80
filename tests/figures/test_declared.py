"""Declarations that are no YAML are told by line and in Chinese, not in the words of the parser."""

import pytest

from figures.declared import DeclarationError, read_declaration


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("名称: 甲\n标题: 乙: 丙\n", 2),
        ("行:\n  - [甲, 乙\n列: 丙\n", 3),
        ("甲: {乙: 丙\n", 2),
        ('甲: "乙\n', 2),
        ("甲: 乙\n\t丙: 丁\n", 2),
        ("甲: \x01\n", 0),
    ],
)
def test_what_is_wrong_is_told_in_chinese(text: str, line: int) -> None:
    with pytest.raises(DeclarationError) as raised:
        read_declaration(text, "speech.yaml")
    assert "不是正确的 YAML" in raised.value.message
    assert not any(c.isascii() and c.isalpha() for c in raised.value.message.replace("YAML", ""))
    assert raised.value.place.line == line
