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


def test_above_the_most_churn_the_rows_are_written_and_the_end_is_4(here: Run, sales: str) -> None:
    ended = here("churn", sales, "--inactive", "1mo", "--max-churn", "49%", "-q", "--columns", "period,churn_rate")
    assert ended.code == 4
    assert ended.out.decode() == "period,churn_rate\n2024-01-01,\n2024-02-01,\n2024-03-01,0.5\n"
    assert "--max-churn 0.49: churn_rate is 0.5" in ended.err


def test_at_the_most_churn_all_is_well(here: Run, sales: str) -> None:
    ended = here("churn", sales, "--inactive", "1mo", "--max-churn", "50%", "-q", "--columns", "period")
    assert (ended.code, ended.err) == (0, "")


def test_a_share_that_is_none_is_refused(here: Run, sales: str) -> None:
    ended = here("churn", sales, "--max-churn", "many", "--inactive", "3 moons")
    assert (ended.code, ended.out) == (2, b"")
    assert '--max-churn: "many" is not a share such as 12% or 0.12' in ended.err
    assert '--inactive: "3 moons" is neither a duration nor a multiple of the rhythm' in ended.err


def test_a_window_shorter_than_the_period_ends_with_2(here: Run, sales: str) -> None:
    ended = here("churn", sales, "--inactive", "20d")
    assert (ended.code, ended.out) == (2, b"")
    assert "--inactive 20d is shorter than a month" in ended.err


def test_a_gate_that_cannot_be_judged_says_so_even_in_a_quiet_run_and_fails_a_strict_one(
    here: Run, tmp_path: Path
) -> None:
    (tmp_path / "short.csv").write_text("customer_id,order_date,amount\na,2024-12-01,5\n")
    gates = ("--max-churn", "3%", "--fail-on", "churn_rate > 1%")
    said = [
        f"{option}: churn_rate is unknown here, so that the gate was not judged\n"
        for option in ("--fail-on churn_rate > 1%", "--max-churn 0.03")
    ]
    loud, quiet = (here("churn", "short.csv", *gates, *more) for more in ((), ("-q",)))
    assert (loud.code, quiet.code, quiet.err) == (0, 0, "".join(f"warning: {text}" for text in said))
    assert quiet.out == loud.out != b""
    assert quiet.err in loud.err
    strict = here("churn", "short.csv", *gates, "--strict")
    assert (strict.code, strict.out) == (4, b"")
    assert strict.err.count("--strict: ") == 2


@pytest.mark.parametrize(
    ("analysis", "fact", "meant"),
    [
        ("churn", "churn_rat", "churn_rate"),
        ("migrate", "golden_lost_shar", "golden_lost_share"),
        ("rfm", "champion_customers", "champions_customers"),
    ],
)
def test_a_gate_on_a_fact_that_this_command_never_has_is_refused(
    here: Run, sales: str, analysis: str, fact: str, meant: str
) -> None:
    ended = here(analysis, sales, "-q", "--fail-on", f"{fact} > 1%")
    assert (ended.code, ended.out) == (2, b"")
    assert f'Did you mean "{meant}"' in ended.err
