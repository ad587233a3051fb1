"""The account of a run."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from segkit.errors import DataError
from segkit.result import Account, Tally
from segkit.scan.accounting import Tallied, check_last_day, days, tally
from segkit.transactions import REASONS

DAY = date(2024, 5, 1)
CODES = {"used": 0, **{reason: code for code, reason in enumerate(REASONS, 1)}}


def frame(rows: list[dict[str, Any]]) -> pl.LazyFrame:
    """Return canonical rows of ``{reason, day, money, currency, inexact, repeated, odd, short}``."""
    columns: dict[str, pl.Series] = {
        "reason": pl.Series([CODES[row["reason"]] for row in rows], dtype=pl.UInt8),
        "inexact": pl.Series([row.get("inexact", False) for row in rows], dtype=pl.Boolean),
    }
    kinds = {
        "day": ("order_date", pl.Date), "money": ("amount", pl.Int64), "currency": ("currency", pl.String),
        "status": ("status", pl.String),
        **{name: (name, pl.Boolean) for name in ("repeated", "odd", "short")},
    }  # fmt: skip
    for key, (name, kind) in kinds.items():
        if any(key in row for row in rows):
            columns[name] = pl.Series([row.get(key) for row in rows], dtype=kind)
    return pl.LazyFrame(columns)


def tallied(rows: list[dict[str, Any]]) -> Tallied:
    """Return the account of rows."""
    return Tallied.of({name: plan.collect() for name, plan in tally(frame(rows)).items()})


def by_day(*counts: tuple[date, int], reason: str = "used") -> pl.DataFrame:
    """Return the days of so many rows a day."""
    return days(frame([{"reason": reason, "day": day} for day, count in counts for _ in range(count)])).collect()


def test_rows_and_money_are_counted_by_reason() -> None:
    rows = [
        {"reason": "used", "day": DAY, "money": 10},
        {"reason": "used", "day": date(2024, 5, 2), "money": -3},
        {"reason": "no_customer", "day": DAY, "money": 5},
        {"reason": "period", "day": DAY, "money": 7},
        {"reason": "period", "day": DAY, "money": 1},
        {"reason": "date", "money": 2},
        {"reason": "amount", "day": DAY, "money": None},
    ]
    account = tallied(rows).account(0)
    assert account == Account(
        used=Tally(2, 7),
        set_aside={"no_customer": Tally(1, 5), "period": Tally(2, 8)},
        rejected={"date": Tally(1, 2), "amount": Tally(1, 0)},
    )
    assert account.read == Tally(7, 22)
    assert account.rejected_total == Tally(2, 2)


def test_records_that_are_no_rows_are_rejected_without_money() -> None:
    account = tallied([{"reason": "used", "money": 5}, {"reason": "amount", "money": None}]).account(3)
    assert account.rejected == {"amount": Tally(1, 0), "record": Tally(3)}
    assert account.read == Tally(5, 5)


def test_without_amounts_there_is_no_money() -> None:
    account = tallied([{"reason": "used"}, {"reason": "date"}]).account(0)
    assert account == Account(used=Tally(1), rejected={"date": Tally(1)})
    assert account.read == Tally(2, None)


def test_nothing_used_is_an_account_too() -> None:
    assert tallied([{"reason": "no_customer", "money": 5}]).account(0).used == Tally(0, 0)


def test_no_rows_are_an_empty_account() -> None:
    assert tallied([{"reason": "used", "money": 1}][:0]).account(0) == Account(used=Tally(0, None))
    none = frame([{"reason": "used", "money": 1}]).clear()
    empty = Tallied.of({name: plan.collect() for name, plan in tally(none).items()})
    assert empty.account(0) == Account(used=Tally(0, 0))


@pytest.mark.parametrize("reason", ["used", "no_customer"])
def test_sums_beyond_the_range_are_an_error_instead_of_a_wrong_number(reason: str) -> None:
    rows = [{"reason": reason, "money": 2**62}] * 3
    with pytest.raises(DataError, match="add up to more than 922,337,203,685,477"):
        tallied(rows).account(0)


def test_large_sums_within_the_range_are_exact() -> None:
    assert tallied([{"reason": "used", "money": 2**61 + 1}] * 3).account(0).used.units == 3 * (2**61 + 1)


def test_used_rows_that_lose_digits_are_counted() -> None:
    rows = [{"reason": "used", "inexact": True}, {"reason": "used"}, {"reason": "date", "inexact": True}]
    assert tallied(rows).inexact_rows == 1


def test_marks_of_rows_are_counted_and_those_of_money_where_it_is_used() -> None:
    marks = {"repeated": True, "odd": True, "short": True}
    rows = [
        {"reason": "used", **marks},
        {"reason": "status", **marks},
        {"reason": "used", **dict.fromkeys(marks, False)},
    ]
    found = tallied(rows)
    assert (found.repeated_totals, found.odd_ids, found.short_rows) == (1, 2, 2)
    plain = tallied([{"reason": "used"}])
    assert (plain.repeated_totals, plain.odd_ids, plain.short_rows) == (0, 0, 0)


def test_statuses_are_counted_by_sign_where_they_decided_whether_a_row_is_used() -> None:
    rows = [
        {"reason": "used", "money": 10, "status": "paid"}, {"reason": "used", "money": 20, "status": "paid"},
        {"reason": "used", "money": -3, "status": "paid"}, {"reason": "status", "money": 5, "status": "cancelled"},
        # what was never judged by its status
        {"reason": "date", "money": 7, "status": "paid"}, {"reason": "period", "money": 7, "status": "cancelled"},
    ]  # fmt: skip
    found = tallied(rows).by_status
    assert found is not None
    told = found.select("status", "used", "negative", "rows", "units").sort("status", "units").rows()
    assert told == [("cancelled", False, False, 1, 5), ("paid", True, True, 1, -3), ("paid", True, False, 2, 30)]


def test_currencies_of_used_rows_come_with_their_money_the_most_frequent_first() -> None:
    rows = [
        {"reason": "used", "money": 1, "currency": "EUR"},
        {"reason": "used", "money": 2, "currency": "USD"},
        {"reason": "used", "money": 3, "currency": "USD"},
        {"reason": "used", "money": 9, "currency": None},
        {"reason": "used", "money": 9, "currency": " "},
        {"reason": "date", "money": 9, "currency": "GBP"},
    ]
    assert list(tallied(rows).currencies.items()) == [("USD", Tally(2, 5)), ("EUR", Tally(1, 1))]


def test_without_a_currency_column_there_are_no_currencies() -> None:
    assert tallied([{"reason": "used"}]).currencies == {}


def test_the_first_and_last_day_are_those_of_the_used_rows() -> None:
    rows = [
        {"reason": "used", "day": DAY},
        {"reason": "used", "day": date(2024, 6, 1)},
        {"reason": "status", "day": date(2025, 1, 1)},
        {"reason": "period", "day": date(2020, 1, 1)},
    ]
    assert tallied(rows).days == (DAY, date(2024, 6, 1))


@pytest.mark.parametrize(
    ("outside", "first"), [(date(2020, 1, 1), date(2020, 1, 1)), (date(2025, 1, 1), DAY), (None, DAY)]
)
def test_the_history_begins_with_the_first_row_whether_or_not_the_period_holds_it(
    outside: date | None, first: date
) -> None:
    rows = [
        {"reason": "used", "day": DAY}, {"reason": "used", "day": date(2024, 6, 1)},
        {"reason": "status", "day": date(2019, 1, 1)}, *([{"reason": "period", "day": outside}] if outside else []),
    ]  # fmt: skip
    assert tallied(rows).first_day == first


def test_without_a_used_row_there_is_no_history() -> None:
    assert tallied([{"reason": "period", "day": DAY}]).first_day is None


@pytest.mark.parametrize("rows", [[{"reason": "used"}], [{"reason": "date", "day": DAY}]])
def test_without_a_used_day_there_are_no_days(rows: list[dict[str, Any]]) -> None:
    assert tallied(rows).days is None


@pytest.mark.parametrize("late", [1, 2])
def test_a_few_rows_far_after_all_others_are_refused_with_the_flag_that_settles_it(late: int) -> None:
    rows = 1_000 * late  # of a thousand rows one is few
    stray = DAY + timedelta(days=91)
    with pytest.raises(DataError, match=f"the last date is {stray}, but 99.9 % of the rows lie on or before") as caught:
        check_last_day(by_day((DAY, rows - late), (stray, late)))
    assert f"--as-of {DAY}" in str(caught.value.fix)
    assert f"--as-of {stray}" in str(caught.value.fix)
    assert caught.value.facts == {"last": stray, "usual": DAY}


@pytest.mark.parametrize(
    "counts",
    [
        # 90 days are not more than 90
        ((DAY, 1_999), (DAY + timedelta(days=90), 1)),
        # 3 of 2,000 rows are more than .1 %
        ((DAY, 1_997), (DAY + timedelta(days=400), 3)),
        # fewer than 1,000 rows
        ((DAY, 998), (DAY + timedelta(days=400), 1)),
        # far before all others
        ((DAY, 1), (DAY + timedelta(days=400), 1_999)),
    ],
)
def test_other_last_days_are_taken_as_they_are(counts: tuple[tuple[date, int], ...]) -> None:
    found = by_day(*counts)
    check_last_day(found)
    assert found.rows() == list(counts)


def test_only_used_rows_have_days() -> None:
    assert by_day((DAY, 3), reason="status").rows() == []
    assert by_day((DAY, 3)).rows() == [(DAY, 3)]


@pytest.mark.parametrize(
    ("recent", "usual"),
    # one row in a thousand is not more than one in a thousand
    [(2, False), (3, True)],
)
def test_many_recent_customers_make_the_last_day_usual(recent: int, *, usual: bool) -> None:
    late = DAY + timedelta(days=200)
    rows = [{"reason": "used", "day": DAY}] * (2_000 - recent) + [{"reason": "used", "day": late}] * recent
    customers = pl.DataFrame({"last_order_date": [DAY, None, *[late] * recent]})
    assert tallied(rows).last_day_is_usual(customers) is usual


def test_few_rows_are_always_usual() -> None:
    rows = [{"reason": "used", "day": DAY}, {"reason": "used", "day": DAY + timedelta(days=200)}]
    assert tallied(rows).last_day_is_usual(pl.DataFrame({"last_order_date": [DAY]}))


def test_months_are_counted_from_the_first_to_the_last_day() -> None:
    rows = [{"reason": "used", "day": day} for day in (date(2023, 12, 31), date(2024, 2, 1))]
    assert tallied(rows).months == 3
    assert tallied([{"reason": "used"}]).months == 0


def test_money_that_is_set_aside_does_not_wrap_into_the_used() -> None:
    rows = [{"reason": "used", "money": 100}, {"reason": "no_customer", "money": 2**63 - 10}]
    with pytest.raises(DataError, match="add up to more than 922,337,203,685,477"):
        tallied(rows).account(0)
