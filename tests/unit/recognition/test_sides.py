"""Numbers that say which side of an account they are on."""

from __future__ import annotations

import polars as pl
import pytest

import segkit
from segkit.recognition.formats import SAMPLE_ROWS


def bought(*amounts: str) -> pl.DataFrame:
    days = [f"2024-05-{number % 28 + 1:02}" for number in range(len(amounts))]
    return pl.DataFrame({"customer_id": ["a"] * len(amounts), "order_date": days, "amount": amounts})


def total(rows: pl.DataFrame) -> tuple[float, list[str]]:
    result = segkit.abcxyz(rows)
    return result.table["total_amount"].item(), [note.message for note in result.warnings if note.code == "sided-money"]


BOTH = 'column "amount" marks its numbers as credits (CR) and debits (DR): debits are taken off'


@pytest.mark.parametrize(
    ("amounts", "money", "said"),
    [
        (("10.00 CR", "2.50 DR", "4.00 CR"), 11.5, [BOTH]),
        (("10.00 CR", "4.00 CR"), 14, []),
        (
            ("10.00 DR", "4.00 DR"),
            14,
            ['all numbers of column "amount" are marked as debits (DR), and count as income'],
        ),
    ],
)
def test_debits_are_taken_off_credits_and_what_is_doubtful_is_said(
    amounts: tuple[str, ...], money: float, said: list[str]
) -> None:
    assert total(bought(*amounts)) == (money, said)


@pytest.mark.parametrize("usual", ["CR", "DR"])
def test_a_side_that_turns_up_late_is_read_as_in_any_other_order(usual: str) -> None:
    other = {"CR": "DR", "DR": "CR"}[usual]
    late = bought(*[f"2.00 {usual}"] * (SAMPLE_ROWS + 5), f"7.00 {other}")
    money = (2 * (SAMPLE_ROWS + 5) - 7) * (1 if usual == "CR" else -1)
    assert total(late) == total(late.reverse()) == (money, [BOTH])
