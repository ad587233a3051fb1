"""segkit.abcxyz against the plain-Python oracle, on small generated exports full of ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import oracle
import segkit
from oracle import Row
from segkit.errors import EmptyInputError
from segkit.result import Result

FIRST_DAY = date(2023, 11, 27)
CENTS = [0, 1, 100, 100, 200, 500, 1_000, 9_999, -100, -200, -1_000]

days = st.integers(0, 170).map(lambda ahead: FIRST_DAY + timedelta(days=ahead))
rows = st.builds(
    Row,
    customer=st.sampled_from(["a", "b", "c", "d", "e", "f", None, "", " "]),
    order=st.sampled_from([None, None, "1", "2", "3"]),
    day=st.one_of(days, st.sampled_from([date(2023, 12, 31), date(2024, 1, 1), date(2024, 3, 31), date(2024, 4, 30)])),
    amount=st.one_of(st.sampled_from(CENTS), st.integers(-300, 3_000)).map(lambda cents: Fraction(cents, 100)),
    quantity=st.integers(-2, 4).map(Fraction),
)
exports = st.lists(rows, min_size=1, max_size=30)
percents = st.sampled_from([None, (20, 50), (50, 80), (80, 95), (33, 67), (1, 100), (60, 99)])
periods = st.fixed_dictionaries(
    {},
    optional={
        "from_": st.sampled_from([date(2023, 12, 15), date(2024, 1, 1)]),
        "as_of": st.sampled_from([date(2024, 2, 29), date(2024, 3, 30), date(2024, 3, 31), date(2024, 7, 7)]),
    },
)


def frame(found: Sequence[Row]) -> pl.DataFrame:
    """Return the rows as a frame; amounts of whole cents as floats."""
    return pl.DataFrame(
        {
            "customer_id": [row.customer for row in found],
            "order_id": [row.order for row in found],
            "order_date": [row.day for row in found],
            "amount": [float(row.amount) for row in found],
            "quantity": [int(row.quantity) for row in found],
        },
        schema_overrides={"customer_id": pl.String, "order_id": pl.String},
    )


def limits_text(limits: Sequence[float] | None) -> str | None:
    return None if limits is None else ",".join(map(str, limits))


def fractions(limits: Sequence[object]) -> list[Fraction]:
    return [Fraction(str(limit)) for limit in limits]


def run(found: Sequence[Row], period: Mapping[str, date], **options: Any) -> tuple[Result, dict[str, oracle.Customer]]:
    """Return segkit's result and the oracle's customers; where nothing counts, both must say so."""
    used = oracle.counted(found, period.get("from_"), period.get("as_of"))
    if not used:
        with pytest.raises(EmptyInputError):
            segkit.abcxyz(frame(found), **period, **options)
        assume(condition=False)
    return segkit.abcxyz(frame(found), **period, **options), oracle.customers(used)


def by_customer(result: Result) -> dict[str, dict[str, Any]]:
    return {row["customer_id"]: row for row in result.table.iter_rows(named=True)}


def column(result: Result, name: str) -> dict[str, Any]:
    return {customer: row[name] for customer, row in by_customer(result).items()}


def named(places: Mapping[str, int], letters: str) -> dict[str, str]:
    return {name: letters[place] for name, place in places.items()}


@given(exports, periods, st.sampled_from(["revenue", "quantity", "orders"]))
def test_rollup_shares_and_order_of_rows(found: list[Row], period: dict[str, date], value: str) -> None:
    result, expected = run(found, period, value=value)
    table = by_customer(result)
    units = dict(result.rows.select("customer_id", "total_amount").iter_rows())
    totals = {name: customer.total(value) for name, customer in expected.items()}
    for name, customer in expected.items():
        row = table[name]
        assert units[name] == customer.total("revenue") * 10_000
        assert (row["order_count"], row["active_months"]) == (len(customer.purchases), customer.months)
        assert (row["first_order_date"], row["last_order_date"]) == (customer.first, customer.last)
    for name, (share, cumulative) in oracle.shares(totals).items():
        assert table[name]["share"] == pytest.approx(float(share), rel=1e-14)
        assert table[name]["cumulative_share"] == pytest.approx(float(cumulative), rel=1e-14)
    assert list(table) == sorted(totals, key=lambda name: (-totals[name], name))
    used = oracle.counted(found, period.get("from_"), period.get("as_of"))
    assert result.as_of == period.get("as_of", max(row.day for row in used))


@settings(max_examples=8)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.dates(date(1900, 1, 1), date(2199, 12, 31))), min_size=1, max_size=30)
)
def test_active_months_over_centuries(visits: list[tuple[str, date]]) -> None:
    found = [Row(customer, None, day, Fraction(1)) for customer, day in visits]
    expected = {name: customer.months for name, customer in oracle.customers(found).items()}
    assert column(segkit.abcxyz(frame(found)), "active_months") == expected


pareto_options = st.fixed_dictionaries(
    {
        "value": st.sampled_from(["revenue", "quantity", "orders"]),
        "abc_by": st.sampled_from(["share", "count"]),
        "boundary": st.sampled_from(["include", "exclude"]),
    }
)


@given(exports, periods, percents, pareto_options)
def test_abc_by_share_and_by_count(
    found: list[Row], period: dict[str, date], limits: tuple[int, int] | None, options: dict[str, str]
) -> None:
    result, expected = run(found, period, abc=limits_text(limits), **options)
    by_count = options["abc_by"] == "count"
    applied = limits or ((20, 50) if by_count else (80, 95))
    totals = {name: customer.total(options["value"]) for name, customer in expected.items()}
    exclude = options["boundary"] == "exclude"
    single = options["value"] == "orders"
    places = oracle.pareto(totals, fractions(applied), exclude=exclude, by_count=by_count, single_is_last=single)
    assert column(result, "abc_class") == named(places, "ABC")


@given(exports, st.sampled_from([(10, 1), (2, 1), (99.99, 0.01), (50, 0.0001)]))
def test_abc_by_absolute_values(found: list[Row], limits: tuple[float, float]) -> None:
    result, expected = run(found, {}, abc_by="value", abc=limits_text(limits))
    totals = {name: customer.total("revenue") for name, customer in expected.items()}
    assert column(result, "abc_class") == named(oracle.least(totals, fractions(limits)), "ABC")


@given(exports, periods, st.sampled_from(["orders", "months"]), percents, st.sampled_from(["include", "exclude"]))
def test_xyz_by_orders_and_by_months_and_golden(
    found: list[Row], period: dict[str, date], xyz_by: str, limits: tuple[int, int] | None, boundary: str
) -> None:
    result, expected = run(found, period, xyz_by=xyz_by, xyz=limits_text(limits), boundary=boundary)
    counts = {
        name: Fraction(customer.months if xyz_by == "months" else len(customer.purchases))
        for name, customer in expected.items()
    }
    exclude = boundary == "exclude"
    places = oracle.pareto(counts, fractions(limits or (80, 95)), exclude=exclude, single_is_last=True)
    totals = {name: customer.total("revenue") for name, customer in expected.items()}
    abc = named(oracle.pareto(totals, fractions((80, 95)), exclude=exclude), "ABC")
    xyz = named(places, "XYZ")
    assert column(result, "xyz_class") == xyz
    assert column(result, "abc_xyz_class") == {name: abc[name] + xyz[name] for name in abc}
    assert column(result, "golden") == {name: oracle.is_golden(abc[name], xyz[name]) for name in abc}


variations = st.fixed_dictionaries(
    {
        "grain": st.sampled_from(["week", "month", "quarter"]),
        "fill": st.sampled_from(["lifetime", "window"]),
        "std": st.sampled_from(["population", "sample"]),
        "keep_partial": st.booleans(),
        "xyz_value": st.sampled_from([None, "revenue", "quantity"]),
        "value": st.sampled_from(["revenue", "quantity", "orders"]),
        "xyz": st.sampled_from([None, "0.1,0.25", "1,2"]),
    }
)


@given(exports, periods, variations)
def test_xyz_by_variation(found: list[Row], period: dict[str, date], options: dict[str, Any]) -> None:
    result, expected = run(found, period, xyz_by="variation", **options)
    used = oracle.counted(found, period.get("from_"), period.get("as_of"))
    window = period.get("from_", min(row.day for row in used)) if options["fill"] == "window" else None
    table = by_customer(result)
    for name, customer in expected.items():
        plain = oracle.variation(
            customer,
            options["xyz_value"] or options["value"],
            grain=options["grain"],
            as_of=period.get("as_of", max(row.day for row in used)),
            window_start=window,
            keep_partial=options["keep_partial"],
            sample=options["std"] == "sample",
            limits=fractions((options["xyz"] or "0.5,1").split(",")),
        )
        row = table[name]
        assert (row["n_periods"], row["n_zero_periods"]) == (plain.n_periods, plain.n_zero_periods)
        for key, square in (("std", plain.variance), ("coefficient_of_variation", plain.squared)):
            assert row[key] == (None if square is None else pytest.approx(float(square) ** 0.5, rel=1e-12, abs=1e-12))
        assert row["mean"] == (None if plain.mean is None else pytest.approx(float(plain.mean), rel=1e-14))
        assert row["xyz_class"] == plain.letter


@example([4, 2, 2, 2, 2, 1, 1], "sample")
@example([3, 1, 1, 1, 1, 0, 0], "sample")
@given(st.lists(st.integers(0, 9), min_size=3, max_size=8), st.sampled_from(["population", "sample"]))
def test_variation_at_the_limits_is_exact(amounts: list[int], std: str) -> None:
    assume(sum(amounts))
    starts = [date(2024, month, 1) for month in range(1, len(amounts) + 1)]
    found = [Row("a", None, day, Fraction(amount)) for day, amount in zip(starts, amounts, strict=True)]
    as_of = oracle.next_start(starts[-1], "month") - oracle.ONE_DAY
    result = segkit.abcxyz(frame(found), xyz_by="variation", std=std, fill="window", as_of=as_of)
    plain = oracle.variation(
        oracle.customers(found)["a"], "revenue", grain="month", as_of=as_of, window_start=starts[0], sample=std == "sample"
    )  # fmt: skip
    assert column(result, "xyz_class") == {"a": plain.letter}
