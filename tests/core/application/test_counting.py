from __future__ import annotations

import pytest

from consortia.core.application import count_characters


@pytest.mark.parametrize(
    ("answer", "characters"),
    [
        ("", 0),
        ("Ebro", 4),
        ("Ā𐍈é", 3),
        ("a\nb", 4),
        ("a\r\nb", 4),
        ("a\rb", 4),
        ("\n\n", 4),
        ("\r\n\r\n", 4),
        ("\n\r", 4),
    ],
)
def test_each_line_end_counts_as_two_whatever_wrote_it(answer: str, characters: int) -> None:
    assert count_characters(answer) == characters
