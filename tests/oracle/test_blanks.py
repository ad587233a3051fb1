"""What programs write for nothing, in every column that may be blank, against a loop that takes it for blank.

Ids of customers are as they are written, whatever they are: only an empty one is nobody, and the others are warned about.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl
import pytest

import segkit

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ("customer_id", "order_id", "order_date", "amount", "refund", "currency", "status")
Row = tuple[str, ...]


def rows(nothing: str, count: int = 400, late: int = 0) -> list[Row]:
    """Return rows of integer ids, in which from row ``late`` on every third customer, order, refund, currency and status is nothing."""
    made = []
    for n in range(count):
        at = 0 if n < late else n
        cells = [f"{n % 37 + 1}", f"{n // 2}", f"2024-{n % 12 + 1:02}-05", f"{n % 90 + 10}.50", "1.25", "EUR", "paid"]
        cells = [
            nothing if place not in (2, 3) and (at + place) % 11 == 1 else cell for place, cell in enumerate(cells)
        ]
        made.append(tuple(cells))
    return made


def by_loop(sold: list[Row], nothing: str) -> dict[str, tuple[Decimal, int]]:
    """Return net amount and purchases of each customer; a row without an order is an order of its own."""
    money: dict[str, Decimal] = defaultdict(Decimal)
    paid: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for n, (customer, order, _, amount, refund, _, _) in enumerate(sold):
        if not customer:
            continue
        net = Decimal(amount) - (Decimal(0) if refund == nothing else Decimal(refund))
        money[customer] += net
        paid[customer, f"row {n}" if order == nothing else order] += net
    return {one: (total, sum(key[0] == one and net > 0 for key, net in paid.items())) for one, total in money.items()}


@pytest.mark.parametrize("nothing", ["NULL", r"\N", "nan", "None", "<NA>", "#N/A", "(null)", ""])
@pytest.mark.parametrize("late", [0, 300])
@pytest.mark.parametrize("packed", ["csv", "parquet"])
def test_the_word_of_a_program_for_nothing_is_nothing(tmp_path: Path, nothing: str, late: int, packed: str) -> None:
    sold, path = rows(nothing, late=late), tmp_path / f"sales.{packed}"
    frame = pl.DataFrame(sold, schema=list(HEADER), orient="row")
    frame.write_csv(path) if packed == "csv" else frame.write_parquet(path)
    result = segkit.abcxyz(str(path), subtract="refund")
    found = {one: (Decimal(str(total)), orders) for one, total, orders in result.table.select(
        pl.col("customer_id").cast(pl.String), "total_amount", "order_count").rows()}  # fmt: skip
    assert found == by_loop(sold, nothing)
    assert result.account is not None
    aside = result.account.set_aside.get("no_customer")
    assert (0 if aside is None else aside.rows) == sum(not row[0] for row in sold)
    codes = {note.code for note in result.warnings}
    assert "unknown-status" not in codes
    assert ("everybody" in codes) == bool(nothing)
