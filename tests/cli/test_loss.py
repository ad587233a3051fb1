"""What churn costs, as a process: without a file, with one, with repeated flags, and as a gate."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

Run = Any
NUMBERS = ("--new", "10", "--periods", "50", "--purchases", "12", "--check", "50")
SHOPS = ("--customers", "100", "--check", "10", "--periods", "2")
PROJECTED = """retention_rate,period,customers,revenue,cumulative_revenue
0.05,1,100,1000.00,1000.00
0.05,2,5,50.00,1050.00
0.1,1,100,1000.00,1000.00
0.1,2,10,100.00,1100.00
"""


def test_numbers_need_no_input(here: Run) -> None:
    ended = here("loss", *NUMBERS, "--churn", "10%,3%", "--margin", "40%", "--prevention-cost", "5000")
    assert (ended.code, ended.err) == (0, "")
    assert ended.text == (
        "churn_rate,customers,customer_value,lost_customers,lost_amount,lost_profit,net_benefit,break_even_share\n"
        "0.1,500,600.00,50,30000.00,12000.00,7000.00,0.4166666666666667\n"
        "0.03,500,600.00,15,9000.00,3600.00,-1400.00,1.3888888888888888\n"
    )


@pytest.mark.parametrize(
    "rates", [("--retention", "10%,5%"), ("--retention", "5%", "--retention", "10%"), ("--retention=5%,10%",)]
)
def test_shares_come_with_commas_or_in_repeated_flags(here: Run, rates: tuple[str, ...]) -> None:
    ended = here("loss", *SHOPS, *rates)
    assert (ended.code, ended.text, ended.err) == (0, PROJECTED, "")


def test_shares_come_from_the_environment_and_from_the_configuration(
    here: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ('"5%,10%"', '["5%", "10%"]'):
        (tmp_path / "segkit.toml").write_text(f"[loss]\nretention = {text}\n")
        assert (here("loss", *SHOPS)).text == PROJECTED
    (tmp_path / "segkit.toml").unlink()
    monkeypatch.setenv("SEGKIT_LOSS_RETENTION", "5%,10%")
    assert here("loss", *SHOPS).text == PROJECTED


def test_any_other_flag_given_twice_is_refused(here: Run) -> None:
    ended = here("loss", *NUMBERS, "--check", "5", "--churn", "10%", "--columns", "lost_amount")
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err == "segkit: --check is given 2 times, and takes one value: 50, 5\n"


@pytest.mark.parametrize(
    ("options", "fact", "line"),
    [
        ((*NUMBERS, "--churn", "10%"), "customers", "500"),  # 10 x 50
        ((*NUMBERS, "--churn", "10%"), "lost_customers", "50"),
        ((*NUMBERS, "--churn", "0.5%"), "lost_customers", "2.5"),
        ((*NUMBERS, "--churn", "10%"), "lost_amount", "30000.0"),  # money, as in the other commands
        ((*SHOPS, "--retention", "5%"), "final_customers", "5"),
    ],
)
def test_whole_customers_are_whole_numbers(here: Run, options: tuple[str, ...], fact: str, line: str) -> None:
    ended = here("loss", *options, "--fact", fact)
    assert (ended.code, ended.text, ended.err) == (0, f"{line}\n", "")


def test_what_is_missing_comes_from_the_sales_and_the_gate_ends_with_4(here: Run, sales: Path) -> None:
    ended = here("loss", sales, "--new", "10", "--check", "100", "-q", "--fail-on", "lost_amount > 900")
    # 2, 1, 1 and 1 purchases: 5 / 4 of 100 each; at 2024-12-12 all but cleo have departed: 3 / 4 of 10.
    assert ended.text == "churn_rate,customers,customer_value,lost_customers,lost_amount\n0.75,10,125.00,7.5,937.50\n"
    assert ended.code == 4
    assert ended.err == "segkit: --fail-on lost_amount > 900: lost_amount is 937.5\nThe result was written.\n"


def test_contradictions_end_with_2_and_all_of_them(here: Run) -> None:
    ended = here("loss", *NUMBERS, "--churn", "200%", "--retention", "5%", "--top", "-1")
    assert (ended.code, ended.out) == (2, b"")
    for problem in (
        "--purchases does not go with --retention", "--churn does not go with --retention",
        "--retention needs --customers", "--churn 2 is not between", "--top -1 is negative",
    ):  # fmt: skip
        assert problem in ended.err


def test_an_input_that_nothing_is_wanted_of_is_refused(here: Run, sales: Path) -> None:
    ended = here("loss", sales, *NUMBERS, "--churn", "3%")
    assert (ended.code, ended.out) == (2, b"")
    assert "loss takes no rows with these options: drop an input" in ended.err


def test_neither_numbers_nor_sales_end_with_3_and_what_is_missing(here: Run) -> None:
    ended = here("loss", "--new", "10", "--purchases", "3")
    assert (ended.code, ended.out) == (3, b"")
    assert ended.err == (
        "segkit: no input\nName a file: segkit loss sales.csv; or give what is missing: --check, --churn\n"
    )


def test_a_terminal_of_80_columns_shows_the_rates_side_by_side(terminal: Run) -> None:
    ended = terminal("loss", *NUMBERS, "--churn", "10%,3%", "--margin", "40%", "--prevention-cost", "5000")
    lines = re.sub(r"\x1b\[[\d;]*m", "", ended.text).splitlines()
    assert ended.code == 0
    assert max(map(len, lines)) <= 80
    assert " churn   lost  lost income  lost profit  net benefit  break-even" in lines
    assert "10.0 %  50.00    30,000.00    12,000.00     7,000.00      41.7 %" in lines
