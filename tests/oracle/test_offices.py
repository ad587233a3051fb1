"""Exports of one header whose files write dates and numbers in different ways, against a loop over what was sold."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

import segkit
from segkit.errors import DataError, RejectedRowsError

SOLD = [(f"c{n % 7}", date(2024, 1, 3) + timedelta(days=n * 5), n * 137 + 50) for n in range(60)]
"""Customer, day and cents."""


def plain(cents: int) -> str:
    return f"{cents / 100:.2f}"


def german(cents: int) -> str:
    return f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))


def written(folder: Path, *offices: tuple[str, object]) -> None:
    """Write the sales to a file an office: how it writes days, and what it writes for cents."""
    share = len(SOLD) // len(offices)
    for n, (pattern, money) in enumerate(offices):
        rows = [
            f"{one};{day.strftime(pattern)};{money(cents)}" for one, day, cents in SOLD[n * share : (n + 1) * share]
        ]  # type: ignore[operator]
        (folder / f"{n}.csv").write_text("\n".join(["customer_id;date;amount", *rows]) + "\n")


def by_loop() -> dict[str, tuple[float, date]]:
    money: dict[str, int] = defaultdict(int)
    last: dict[str, date] = {}
    for one, day, cents in SOLD:
        money[one] += cents
        last[one] = max(day, last.get(one, day))
    return {one: (cents / 100, last[one]) for one, cents in money.items()}


@pytest.mark.parametrize(
    "offices",
    [
        (("%d/%m/%Y", plain), ("%m/%d/%Y", plain)),
        (("%Y-%m-%d", plain), ("%Y-%m-%d", german)),
        (("%d.%m.%Y", german), ("%Y-%m-%d", plain), ("%m/%d/%Y", plain)),
        (("%d %b %Y", plain), ("%Y%m%d", german)),
    ],
)
def test_each_office_is_read_as_it_writes(tmp_path: Path, offices: tuple[tuple[str, object], ...]) -> None:
    written(tmp_path, *offices)
    result = segkit.abcxyz(tmp_path)
    found = {one: (float(total), last) for one, total, last in result.table.select(
        "customer_id", "total_amount", "last_order_date").rows()}  # fmt: skip
    assert found == by_loop()
    assert result.account is not None
    assert (result.account.used.rows, result.account.rejected) == (len(SOLD), {})


def test_what_no_reading_of_its_own_settles_stays_an_error(tmp_path: Path) -> None:
    written(tmp_path, ("%d/%m/%Y", plain), ("%m/%d/%Y", plain))
    (tmp_path / "2.csv").write_text("customer_id;date;amount\nc1;03/04/2024;5.00\n")
    with pytest.raises(DataError, match="holds days first"):
        segkit.abcxyz(tmp_path)
    (tmp_path / "2.csv").write_text("customer_id;date;amount\nc1;never;5.00\nc1;2024-01-05;x\n")
    with pytest.raises((DataError, RejectedRowsError)):
        segkit.abcxyz(tmp_path)
