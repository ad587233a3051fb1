"""Numbers beyond all measure: a message with the bound, never a bug and never a figure that wrapped around."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from segkit.cli.app import application, helps
from segkit.params import Option
from segkit.periods import Duration, Inactivity
from segkit.values import Limits, Money, Number, Share, Shares

Run = Any

HUGE: dict[object, tuple[str, ...]] = {
    int: ("9" * 23, "9" * 5_000, str(2**63 - 1), str(-(2**63))),
    float: ("1e400", "1e308", "-1e308", "5e-324"),
    Limits: ("1e4000,1", "1,1e4000", "1e-4000,1", "922337203685477,1", "1,2,922337203685478", "50,50,1e300"),
    Share: ("1e4000", "1e-4000%", "922337203685477", "9" * 5_000),
    Shares: ("1e4000,5%", "1e-4000", "922337203685477"),
    Number: ("1e30", "1e-30", "1e4000", "922337203685477", "1e-9999999"),
    Money: ("1e30", "1e-30", "1e4000", "1000000000000", "1000000000000.0001"),
    Duration: ("9" * 23 + "d", "9" * 5_000 + "mo", "1000y", "12000mo", "999999d"),
    Inactivity: ("9" * 23 + "x", "9" * 23 + "d", "1000x", "1.000000000000001x", "1000y", "9" * 5_000 + "x"),
}
TEXTS = {
    "cac": ("1e30", "1e-30", "1000000000000", "1e4000"),
    "max_bad": ("9" * 5_000, "9" * 5_000 + "%", "9" * 15),
    "max_unpacked": ("9" * 5_000, "9" * 15 + "T"),
}


@cache
def _options() -> dict[tuple[str, str], Option]:
    """Return every option that takes a number, with each command that reads it in its own way."""
    group: Any = application()
    made = {name: group.get_command(None, name).options for name in helps()}
    numeric = {
        (n, one.name): one for n, own in made.items() for one in own.values() if one.type in HUGE or one.name in TEXTS
    }
    shared = [key for key in numeric if key[1] in ("top", "days", "min_rows", "last", *TEXTS) and key[0] != "abcxyz"]
    return {key: one for key, one in numeric.items() if key not in shared or key == ("ltv", "cac")}


@pytest.mark.parametrize(("command", "name"), _options())
def test_no_number_is_a_bug(here: Run, sales: Path, command: str, name: str) -> None:
    option = _options()[command, name]
    for text in (*HUGE.get(option.type, ()), *TEXTS.get(name, ())):
        more = (
            ["--abc-by", "value"]
            if name == "abc"
            else ["--method", "formula"]
            if command == "ltv" and name in ("cac", "churn")
            else []
        )
        ended = here(command, sales.name, "-q", option.flag, text, *more)
        assert ended.code in (0, 2, 3, 4), (text, ended.err)
        assert len(ended.err.splitlines()) <= 7, (text, ended.err)
        assert max(map(len, ended.err.splitlines()), default=0) <= 1_010, (text, ended.err)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["abcxyz", "--top", "9" * 23], f"--top: {'9' * 23} is beyond 9,223,372,036,854,775,807, the most that a whole number"),
        (["abcxyz", "--abc-by", "value", "--abc", "1e4000,1"], "--abc: 1e4000 is beyond 922,337,203,685,477, the most"),
        (["churn", "--inactive", "9" * 23 + "x"], "--inactive: 99999999999999999999999x is more than 1,000 times"),
        (["churn", "--within", "1001y"], "--within: 1001y is longer than 1,000 years"),
        (["ltv", "--cac", "1e30"], '--cac "1e30" is neither a file nor an amount between 0 and 1,000,000,000,000, with up to 4'),
        (["loss", "--check", "1e13"], "--check: 1e13 is not between 0 and 1,000,000,000,000, with up to 4 decimals"),
    ],
)  # fmt: skip
def test_the_message_holds_the_bound(here: Run, sales: Path, given: list[str], said: str) -> None:
    ended = here(given[0], sales.name, "-q", *given[1:])
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err.startswith(f"segkit: {said}")


@pytest.mark.parametrize("method", ["formula", "historic", "simple"])
@pytest.mark.parametrize("cac", ["500000000000", "1000000000000"])
def test_the_cost_of_a_customer_is_counted_exactly_up_to_its_bound(
    here: Run, sales: Path, method: str, cac: str
) -> None:
    ended = here("ltv", sales.name, "-q", "--method", method, "--cac", cac, "--columns", "cac")
    assert (ended.code, ended.err) == (0, "")
    header, *costs = ended.text.split()
    assert header == "cac"
    assert {Decimal(one) for one in costs} == {Decimal(cac)}


@pytest.mark.parametrize("method", ["formula", "historic", "predictive"])
def test_costs_that_do_not_add_up_exactly_are_refused(here: Run, tmp_path: Path, method: str) -> None:
    rows = [f"c{n},2024-{1 + n % 12:02d}-05,5" for n in range(600)]
    (tmp_path / "many.csv").write_text("\n".join(["customer_id,order_date,amount", *rows, ""]), "utf-8")
    ended = here("ltv", "many.csv", "-q", "--method", method, "--cac", "1e12")
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err.startswith("segkit: --cac 1e12 for 600 customers is above 461,168,601,842,738, the most")
