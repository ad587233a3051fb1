"""The gate of churn: what is written, what is said, and how it ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

Run = Any
SALES = """customer_id,order_date,amount
a,2024-01-01,10
a,2024-02-29,20
b,2024-01-31,30
c,2024-03-31,7
"""


@pytest.fixture
def sales(tmp_path: Path) -> str:
    (tmp_path / "sales.csv").write_text(SALES)
    return "sales.csv"


def test_above_the_most_churn_the_rows_are_written_and_the_end_is_4(segkit: Run, sales: str) -> None:
    ended = segkit("churn", sales, "--inactive", "1mo", "--max-churn", "49%", "-q", "--columns", "period,churn_rate")
    assert ended.code == 4
    assert ended.out.decode() == "period,churn_rate\n2024-01-01,\n2024-02-01,\n2024-03-01,0.5\n"
    assert "--max-churn 0.49: churn_rate is 0.5" in ended.err


def test_at_the_most_churn_all_is_well(segkit: Run, sales: str) -> None:
    ended = segkit("churn", sales, "--inactive", "1mo", "--max-churn", "50%", "-q", "--columns", "period")
    assert (ended.code, ended.err) == (0, "")


def test_a_share_that_is_none_is_refused(segkit: Run, sales: str) -> None:
    ended = segkit("churn", sales, "--max-churn", "many", "--inactive", "3 moons")
    assert (ended.code, ended.out) == (2, b"")
    assert '--max-churn: "many" is not a share such as 12% or 0.12' in ended.err
    assert '--inactive: "3 moons" is neither a duration nor a multiple of the rhythm' in ended.err


def test_a_window_shorter_than_the_period_ends_with_2(segkit: Run, sales: str) -> None:
    ended = segkit("churn", sales, "--inactive", "20d")
    assert (ended.code, ended.out) == (2, b"")
    assert "--inactive 20d is shorter than a month" in ended.err


def test_a_gate_that_cannot_be_judged_says_so(segkit: Run, tmp_path: Path) -> None:
    (tmp_path / "short.csv").write_text("customer_id,order_date,amount\na,2024-12-01,5\n")
    ended = segkit("churn", "short.csv", "--max-churn", "3%", "--fail-on", "churn_rate > 1%")
    assert ended.code == 0
    for option in ("--max-churn 0.03", "--fail-on churn_rate > 1%"):
        assert f"warning: {option}: churn_rate is unknown here, so that the gate was not judged\n" in ended.err
