"""Single values as people read them."""

from __future__ import annotations

import pytest

from segkit.cells import rounded


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0"), (999, "999"), (1_000, "1.0k"), (1_249, "1.2k"), (1_250, "1.3k"), (9_949, "9.9k"), (9_950, "10k"),
        (12_345, "12k"), (999_499, "999k"), (999_500, "1.0M"), (3_400_000, "3.4M"), (999_500_000, "1.0G"), (7 * 10**9, "7.0G"),
    ],
)  # fmt: skip
def test_a_count_is_rounded_to_what_four_characters_hold(count: int, text: str) -> None:
    assert rounded(count) == text
    assert len(text) <= 4
