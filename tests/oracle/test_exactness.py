"""Money to the last digit and every row accounted for, against the decimal module."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import segkit
from segkit.result import Account

UNIT = Decimal("0.0001")


def decimals(places: int, largest: int = 10**8) -> st.SearchStrategy[Decimal]:
    """Return decimals with exactly so many places, signs mixed."""
    return st.integers(-largest * 10**places, largest * 10**places).map(lambda n: Decimal(n).scaleb(-places))


def units(amount: Decimal) -> int:
    """Return the amount in 1/10,000, rounded half away from zero."""
    return int(amount.quantize(UNIT, ROUND_HALF_UP).scaleb(4))


def total(ids: list[str], amounts: pl.Series | list[str]) -> dict[str, int]:
    """Return segkit's totals in 1/10,000; texts may be ambiguous without the mark."""
    result = segkit.abcxyz(pl.DataFrame({"customer_id": ids, "amount": amounts}), decimal="point")
    return dict(result.rows.select("customer_id", "total_amount").iter_rows())


def summed(ids: list[str], amounts: list[Decimal]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, amount in zip(ids, amounts, strict=True):
        found[name] = found.get(name, 0) + units(amount)
    return found


def bills(places: int) -> st.SearchStrategy[list[tuple[str, Decimal]]]:
    """Return payments of a few customers."""
    return st.lists(st.tuples(st.sampled_from("abc"), decimals(places)), min_size=1, max_size=40)


@given(bills(4))
def test_sums_of_floats_are_the_sums_of_their_decimals(payments: list[tuple[str, Decimal]]) -> None:
    ids, amounts = map(list, zip(*payments, strict=True))
    assert total(ids, pl.Series([float(amount) for amount in amounts])) == summed(ids, amounts)


@given(st.integers(0, 12).flatmap(bills))
def test_sums_of_texts_are_the_sums_of_rows_rounded_half_away_from_zero(payments: list[tuple[str, Decimal]]) -> None:
    ids, amounts = map(list, zip(*payments, strict=True))
    assert total(ids, [f"{amount:f}" for amount in amounts]) == summed(ids, amounts)


@given(st.integers(0, 8).flatmap(bills))
def test_sums_of_decimals_are_exact(payments: list[tuple[str, Decimal]]) -> None:
    ids, amounts = map(list, zip(*payments, strict=True))
    assert total(ids, pl.Series(amounts, dtype=pl.Decimal(30, 8))) == summed(ids, amounts)


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(-20, 2_000), decimals(6, 1_000)), min_size=1, max_size=20)
)
def test_quantity_times_price_is_exact(lines: list[tuple[str, int, Decimal]]) -> None:
    ids, quantities, prices = map(list, zip(*lines, strict=True))
    frame = pl.DataFrame({"customer_id": ids, "quantity": quantities, "unit_price": [f"{p:f}" for p in prices]})
    found = segkit.abcxyz(frame, decimal="point").rows
    amounts = [quantity * price for quantity, price in zip(quantities, prices, strict=True)]
    assert dict(found.select("customer_id", "total_amount").iter_rows()) == summed(ids, amounts)


@pytest.mark.parametrize(
    ("text", "rounded"), [("0.00005", 1), ("-0.00005", -1), ("1.23455", 12_346), ("-7.00015", -70_002)]
)
def test_half_a_unit_goes_away_from_zero_in_text_float_and_decimal(text: str, rounded: int) -> None:
    exact = Decimal(text)
    for amounts in (pl.Series([text]), pl.Series([float(text)]), pl.Series([exact], dtype=pl.Decimal(20, 6))):
        assert total(["a"], amounts) == {"a": rounded}


@given(bills(4), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_way_they_come_changes_a_digit(
    payments: list[tuple[str, Decimal]], dice: st.DataObject
) -> None:
    mixed = list(payments)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    ids, amounts = map(list, zip(*payments, strict=True))
    shuffled_ids, shuffled = map(list, zip(*mixed, strict=True))
    assert total(shuffled_ids, [f"{amount:f}" for amount in shuffled]) == total(
        ids, pl.Series(list(map(float, amounts)))
    )


@dataclass(frozen=True)
class Line:
    """One row as a sloppy export writes it, and what it is worth."""

    customer: str
    status: str
    day: str
    amount: str

    @property
    def reason(self) -> str:
        """What becomes of the row, the first thing that is wrong with it."""
        if not self.customer.strip():
            return "no_customer"
        if self.status.strip().lower() in ("cancelled", "failed"):
            return "status"
        if self.day in BAD_DAYS:
            return "date"
        if self.amount in BAD_AMOUNTS:
            return "amount"
        return "used" if PERIOD[0] <= date.fromisoformat(self.day) <= PERIOD[1] else "period"

    @property
    def money(self) -> Fraction:
        """The amount, nothing if it cannot be read."""
        return Fraction(0) if self.amount in BAD_AMOUNTS else Fraction(self.amount)


BAD_DAYS = ("", "yesterday", "2024-02-30", "1066-10-14")
BAD_AMOUNTS = ("", "free", "1.2.3", "nan")
PERIOD = (date(2024, 1, 10), date(2024, 2, 20))
# Enough good rows that the columns are recognized for what they are.
GOOD = [
    Line(f"g{n}", "paid", str(date(2024, 1, 1) + timedelta(days=7 * n)), f"{n}.5") for n in range(1, 9)
]  # fmt: skip
lines = st.builds(
    Line,
    customer=st.sampled_from(["a", "b", "c", "", "  "]),
    status=st.sampled_from(["paid", "", "Cancelled", " failed ", "partially refunded"]),
    day=st.one_of(
        st.sampled_from(BAD_DAYS), st.integers(0, 70).map(lambda n: str(date(2024, 1, 1) + timedelta(days=n)))
    ),
    amount=st.one_of(st.sampled_from(BAD_AMOUNTS), decimals(2, 1_000).map(lambda amount: f"{amount:f}")),
)


def reckoned(rows: list[Line]) -> dict[str, tuple[int, Fraction]]:
    """Return rows and money by reason, added up one by one."""
    found: dict[str, tuple[int, Fraction]] = {}
    for row in rows:
        count, money = found.get(row.reason, (0, Fraction(0)))
        found[row.reason] = (count + 1, money + row.money)
    return found


def told(account: Account) -> dict[str, tuple[int, Fraction]]:
    """Return rows and money by reason as segkit tells them."""
    parts = {"used": account.used, **account.set_aside, **account.rejected}
    return {reason: (tally.rows, Fraction(tally.units or 0, 10_000)) for reason, tally in parts.items()}


@given(st.lists(lines, max_size=25))
def test_every_row_and_its_money_is_used_set_aside_or_rejected(messy: list[Line]) -> None:
    rows = [*GOOD, *messy]
    frame = pl.DataFrame(
        [(row.customer, row.status, row.day, row.amount) for row in rows],
        schema={"customer_id": pl.String, "status": pl.String, "order_date": pl.String, "amount": pl.String},
        orient="row",
    )
    account = segkit.abcxyz(frame, decimal="point", from_=PERIOD[0], to=PERIOD[1], max_bad="100%").account
    assert account is not None
    assert told(account) == reckoned(rows)
    assert account.read.rows == len(rows)
    assert Fraction(account.read.units or 0, 10_000) == sum(row.money for row in rows)
    assert set(account.set_aside) <= {"no_customer", "status", "period"}
    assert set(account.rejected) <= {"date", "amount"}


def test_a_file_is_accounted_for_as_its_frame(tmp_path: Path) -> None:
    odd = [
        Line("", "paid", "2024-01-20", "5"), Line("a", "failed", "2024-01-20", "7"),
        Line("a", "paid", "yesterday", "11"), Line("a", "paid", "2024-01-20", "free"),
        Line("b", "paid", "2024-12-31", "13"), Line("b", "paid", "2024-01-20", "-17"),
    ]  # fmt: skip
    rows = [*GOOD, *odd]
    path = tmp_path / "sales.csv"
    path.write_text("customer_id,status,order_date,amount\n" + "".join(
        f"{row.customer},{row.status},{row.day},{row.amount}\n" for row in rows))  # fmt: skip
    account = segkit.abcxyz(str(path), from_=PERIOD[0], to=PERIOD[1], max_bad="100%").account
    assert account is not None
    assert told(account) == reckoned(rows)
