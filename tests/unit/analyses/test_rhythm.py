"""The window of inactivity: fixed, or by the customer's own rhythm."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest

from segkit.analyses.lifecycle.rhythm import FALLBACK, window_of
from segkit.errors import ParamsError
from segkit.periods import Inactivity


def customers(*rows: tuple[int, int]) -> pl.DataFrame:
    """Return customers of (days from the first to the last purchase, purchase days)."""
    first = date(2024, 1, 1)
    return pl.DataFrame(
        {
            "first_order_date": [first] * len(rows),
            "last_order_date": [first + timedelta(days=span) for span, _ in rows],
            "active_days": [days for _, days in rows],
        }
    )


def test_the_rhythm_is_the_mean_step_and_the_median_stands_in_for_those_without_one() -> None:
    found = window_of(customers((20, 3), (30, 3), (0, 1), (90, 2), (7, 8)), Inactivity(times=Fraction(3)))
    assert found.days is not None
    # Rhythms 10, 15 and 1: the median is 10.
    assert found.days.to_list() == [30, 45, 30, 30, 3]
    assert found.typical == 30
    assert found.typical_start(date(2024, 12, 31)) == date(2024, 12, 1)


def test_windows_are_exact_whatever_the_steps() -> None:
    found = window_of(customers((10, 4), (49, 50), (100, 7)), Inactivity(times=Fraction(3)))
    assert found.days is not None
    assert found.days.to_list() == [10, 3, 50]


def test_the_median_of_two_is_their_middle_and_least_holds() -> None:
    found = window_of(customers((20, 3), (32, 3), (1, 1)), Inactivity(times=Fraction(5, 2)), least=31)
    assert found.days is not None
    assert found.days.to_list() == [31, 40, 32]


def test_without_any_rhythm_the_fallback_is_told() -> None:
    found = window_of(customers((5, 2), (0, 1)), Inactivity(times=Fraction(3)))
    assert (found.duration, found.days) == (FALLBACK, None)
    assert found.note is not None
    assert found.note.warning


@pytest.mark.parametrize("text", ["x", "0.5x", "3", "3y2", "-2x"])
def test_what_is_neither_duration_nor_multiple_is_refused(text: str) -> None:
    with pytest.raises(ParamsError):
        Inactivity.parse(text)


def test_windows_are_written_as_they_are_read() -> None:
    assert [str(Inactivity.parse(text)) for text in ("3x", " 2.5X ", "6mo", "90d")] == ["3x", "2.5x", "6mo", "90d"]
