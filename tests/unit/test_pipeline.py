"""A run: period, observation day, gates, notes, carried columns, rejected rows."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.errors import DataError, EmptyInputError, GateError, ParamsError, RejectedRowsError, SegkitError
from segkit.result import Tally

DAYS = [date(2024, 1, 1), date(2024, 3, 31), date(2024, 12, 31)]
FRAME = pl.DataFrame({"customer_id": ["a", "b", "c"], "order_date": DAYS, "amount": [1.0, 2.0, 3.0]})


def texts(**columns: list[str]) -> pl.DataFrame:
    height = len(next(iter(columns.values())))
    defaults = {"customer_id": [f"c{n}" for n in range(height)], "amount": ["1"] * height}
    return pl.DataFrame({**defaults, **columns})


def codes(frame: pl.DataFrame, **options: Any) -> dict[str, str]:
    return {note.code: note.message for note in segkit.abcxyz(frame, **options).notes}


@pytest.mark.parametrize(
    ("options", "used", "as_of"),
    [
        ({}, "abc", date(2024, 12, 31)),
        ({"to": "2024-06-30"}, "ab", date(2024, 6, 30)),
        ({"as_of": "2024-03-31"}, "ab", date(2024, 3, 31)),
        ({"as_of": "2025-06-30"}, "abc", date(2025, 6, 30)),
        ({"from_": "2024-01-02", "to": "2024-03-31"}, "b", date(2024, 3, 31)),
        ({"last": "1mo"}, "c", date(2024, 12, 31)),
        ({"last": "10mo"}, "bc", date(2024, 12, 31)),
        ({"last": "3mo", "as_of": "2024-03-31"}, "ab", date(2024, 3, 31)),
        ({"last": "90d", "to": "2024-03-31"}, "b", date(2024, 3, 31)),
        ({"to": "2024-06-30", "as_of": "2024-09-30"}, "ab", date(2024, 9, 30)),
        ({"to": "2024-12-31", "as_of": "2024-03-31"}, "ab", date(2024, 3, 31)),
    ],
)
def test_the_period_and_the_day_of_observation(options: dict[str, str], used: str, as_of: date) -> None:
    result = segkit.abcxyz(FRAME, **options)
    assert "".join(sorted(result.table["customer_id"])) == used
    assert result.as_of == as_of
    assert result.account is not None
    assert result.account.set_aside == ({"period": Tally(3 - len(used), _money(used))} if len(used) < 3 else {})


def _money(used: str) -> int:
    return 60_000 - sum({"a": 10_000, "b": 20_000, "c": 30_000}[customer] for customer in used)


def test_the_last_day_is_that_of_the_used_rows() -> None:
    frame = FRAME.with_columns(status=pl.Series(["paid", "paid", "cancelled"]))
    assert segkit.abcxyz(frame).as_of == date(2024, 3, 31)
    assert segkit.abcxyz(frame, last="1mo").table["customer_id"].to_list() == ["b"]


def test_without_dates_there_is_no_day_of_observation() -> None:
    assert segkit.abcxyz(FRAME.drop("order_date")).as_of is None


def test_a_stray_last_date_stops_the_run_unless_it_is_settled() -> None:
    days = [date(2024, 1, 1) + timedelta(days=n % 100) for n in range(1_999)]
    frame = pl.DataFrame(
        {"customer_id": ["a"] * 2_000, "order_date": [*days, date(2042, 1, 1)], "amount": [1.0] * 2_000}
    )
    for options in ({}, {"last": "1mo"}):
        with pytest.raises(DataError, match="the last date is 2042-01-01"):
            segkit.abcxyz(frame, **options)
    assert segkit.abcxyz(frame, as_of="2024-04-09").table["order_count"].to_list() == [1_999]
    assert segkit.abcxyz(frame, as_of="2042-01-01").table["order_count"].to_list() == [2_000]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (FRAME.clear(), "no row to analyze of 0 read"),
        (FRAME.with_columns(customer_id=pl.lit("")), "no row to analyze of 3 read: no customer 3"),
        (FRAME.with_columns(status=pl.lit("void")), "no row to analyze of 3 read: status 3"),
    ],
)
def test_nothing_to_analyze_is_an_error_that_says_why(frame: pl.DataFrame, said: str) -> None:
    for options in ({}, {"last": "1mo"}):
        with pytest.raises(EmptyInputError) as caught:
            segkit.abcxyz(frame, **options)
        assert caught.value.message == said


@pytest.mark.parametrize(
    ("bad", "max_bad", "passes"), [(1, "1%", True), (2, "1%", False), (2, "2", True), (3, "2", False)]
)
def test_too_many_unreadable_rows_stop_the_run(bad: int, max_bad: str, *, passes: bool) -> None:
    frame = texts(amount=[*["1"] * (100 - bad), *["?"] * bad])
    if passes:
        assert segkit.abcxyz(frame, max_bad=max_bad).table.height == 100 - bad
    else:
        with pytest.raises(RejectedRowsError, match=f"{bad} of 100 rows cannot be read \\(amount {bad}\\)"):
            segkit.abcxyz(frame, max_bad=max_bad)


def test_rows_that_are_set_aside_do_not_count_as_bad() -> None:
    frame = texts(customer_id=["a", "", "", ""])
    assert segkit.abcxyz(frame, max_bad="0").table.height == 1


@pytest.mark.parametrize("amount", ["?", "0"])
def test_strict_fails_on_a_rejected_row_and_on_a_warning(amount: str) -> None:
    rows = 200 if amount == "?" else 1
    frame = texts(amount=[*["1"] * (rows - 1), amount])
    assert segkit.abcxyz(frame).warnings
    with pytest.raises(GateError):
        segkit.abcxyz(frame, strict=True)


def test_strict_passes_clean_rows_whose_notes_do_not_warn() -> None:
    assert segkit.abcxyz(texts(amount=["3", "1.23456"]), strict=True).notes


def test_several_currencies_are_refused_unless_one_is_chosen() -> None:
    frame = texts(amount=["1", "2", "4"], currency=["USD", "EUR", "USD"])
    with pytest.raises(DataError, match="amounts in 2 currencies cannot be added: USD 2 rows, EUR 1 rows") as caught:
        segkit.abcxyz(frame)
    assert caught.value.fix == "Choose one: --in-currency USD"
    result = segkit.abcxyz(frame, in_currency="EUR")
    assert result.table["total_amount"].to_list() == [2.0]
    assert result.account is not None
    assert result.account.set_aside == {"currency": Tally(2, 50_000)}


def test_amounts_that_lose_digits_are_counted() -> None:
    assert codes(texts(amount=["1.00005", "2", "3.99999"]))["inexact-amounts"].startswith("2 amounts")


@pytest.mark.parametrize(
    ("rows", "options", "expected"),
    [
        ([("a", 1, "1"), ("a", 1, "1"), ("b", 1, "1")], {}, {"duplicate-rows"}),
        ([("a", 1, "1"), ("a", 1, "2"), ("b", 1, "1")], {}, {"shared-days"}),
        ([("a", 1, "1"), ("a", 2, "1"), ("b", 1, "1")], {}, set()),
        ([("a", 1, "1"), ("a", 1, "1"), ("b", 1, "1")], {"order": "no"}, set()),
    ],
)
def test_rows_that_look_like_order_lines_are_warned_about(
    rows: list[tuple[str, int, str]], options: dict[str, str], expected: set[str]
) -> None:
    frame = pl.DataFrame(
        [(customer, date(2024, 5, day), amount, str(n)) for n, (customer, day, amount) in enumerate(rows)],
        schema=["customer_id", "order_date", "amount", "no"],
        orient="row",
    )
    assert set(codes(frame, **options)) & {"duplicate-rows", "shared-days"} == expected


def test_without_order_ids_the_output_says_so() -> None:
    assert "no-order-ids" in codes(FRAME)
    assert "no-order-ids" not in codes(FRAME.with_columns(order_id=pl.lit("1")))


def test_carried_columns_come_from_the_last_row_that_has_them() -> None:
    frame = pl.DataFrame(
        {"customer_id": ["a", "a", "a", "b"], "order_date": [*DAYS, DAYS[0]], "amount": [1.0, 1.0, 1.0, 9.0],
         "city": ["Omsk", "Perm", "", None], "age": [None, 30, 31, None]}
    )  # fmt: skip
    result = segkit.abcxyz(frame, carry="city,age")
    assert result.table.select("customer_id", "city", "age").rows() == [("b", None, None), ("a", "Perm", "31")]
    assert result.table.columns == list(result.schema.columns)


@pytest.mark.parametrize(
    ("carried", "options"),
    [("share", {}), ("customer_id", {}), ("item_id", {"per": "item"}), ("entity_id", {"per": "x"})],
)
def test_a_carried_column_cannot_take_the_place_of_one_of_the_result(carried: str, options: dict[str, str]) -> None:
    columns = {"customer_id": ["a"], "amount": [1.0], "item_id": ["x"], "x": ["x"], "entity_id": ["x"], "share": [1.0]}
    with pytest.raises(ParamsError, match=f'the result has a column "{carried}" of its own'):
        segkit.abcxyz(pl.DataFrame(columns), carry=carried, **options)


@pytest.mark.parametrize(("per", "key"), [("item", "item_id"), ("region", "entity_id")])
def test_another_entity_names_the_key(per: str, key: str) -> None:
    frame = pl.DataFrame({"item_id": ["x", "y", "x"], "region": ["n", "n", "s"], "amount": [1.0, 2.0, 4.0]})
    result = segkit.abcxyz(frame, per=per)
    assert result.schema.order[-1] == key
    assert result.table[key].to_list() == (["x", "y"] if per == "item" else ["s", "n"])


@pytest.mark.parametrize("zoned", ["2024-05-01 23:30:00+02:00", "2024-05-01 23:30:00"])
def test_an_unknown_zone_is_an_error_of_segkit(zoned: str) -> None:
    frame = texts(order_date=[zoned])
    with pytest.raises(SegkitError, match="Mars/Phobos"):
        segkit.abcxyz(frame, tz="Mars/Phobos")


def test_unknown_options_are_named_with_all_other_problems() -> None:
    with pytest.raises(ParamsError) as caught:
        segkit.abcxyz(FRAME, xyzby="orders", abc="80", max_bad="few")
    assert len(caught.value.problems) == 3
    assert 'no option "xyzby". Did you mean "xyz_by"' in caught.value.message


def test_parameters_of_the_result_are_those_that_apply() -> None:
    params = segkit.abcxyz(FRAME, last="12mo", abc="70,90").params
    assert (params["abc"], params["xyz"], params["last"], params["boundary"]) == ([70, 90], [80, 95], "12mo", "include")
    assert "to" not in params


def test_the_order_of_rows_and_columns_changes_nothing() -> None:
    mixed = FRAME.sample(fraction=1, shuffle=True, seed=1).select("amount", "order_date", "customer_id")
    assert segkit.abcxyz(mixed).table.equals(segkit.abcxyz(FRAME).table)


def test_statuses_that_leave_nothing_are_listed_with_the_way_to_count_them() -> None:
    frame = texts(amount=["1"] * 4, status=["cancelled", "Void", "void", "void"])
    with pytest.raises(EmptyInputError) as caught:
        segkit.abcxyz(frame)
    assert caught.value.message == "no row to analyze of 4 read: status 4"
    assert caught.value.fix == (
        '"status" holds: void 2 rows, Void 1 rows, cancelled 1 rows. --skip-status NAME,... names those that do not '
        "count; --skip-status none counts all."
    )
    assert segkit.abcxyz(frame, skip_status="none").table["total_amount"].sum() == 4


def test_currencies_that_leave_nothing_are_listed() -> None:
    with pytest.raises(EmptyInputError) as caught:
        segkit.abcxyz(texts(amount=["1", "2"], currency=["EUR", "USD"]), in_currency="RUB")
    assert caught.value.fix == '"currency" holds: EUR 1 rows, USD 1 rows. --in-currency chooses one.'


def test_refused_cells_are_shown_but_no_ids(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("customer_id,order_date,amount\na,2024-01-05,плохо\nb,2024-01-06,ужас\nc,2024-01-07,2\n")
    with pytest.raises(RejectedRowsError) as caught:
        segkit.abcxyz(str(path))
    assert str(caught.value.fix).endswith(' Such as "плохо" and "ужас".')
    assert "--amount or --decimal, or --encoding" in str(caught.value.fix)
    with pytest.raises(RejectedRowsError) as caught:
        segkit.abcxyz(texts(customer_id=["ann@shop.ru", "bob"]), customer="customer_id", amount="customer_id")
    assert "ann" not in str(caught.value.fix)


def test_a_few_refused_cells_are_shown_too() -> None:
    frame = texts(amount=[*["1"] * 8, "", "n/a"])
    with pytest.raises(RejectedRowsError) as caught:
        segkit.abcxyz(frame)
    assert str(caught.value.fix).startswith("See them with --rejects bad.csv")
    assert str(caught.value.fix).endswith(' Such as "n/a".')


@pytest.mark.parametrize(("amount", "warning"), [("0.00123456", True), ("0.00001", True), ("1.23456789", False)])
def test_rounding_is_warned_about_where_it_is_a_thousandth_of_the_money(amount: str, *, warning: bool) -> None:
    (note,) = [note for note in segkit.abcxyz(texts(amount=[amount] * 20)).notes if note.code == "inexact-amounts"]
    assert (note.warning, note.count, note.fix is not None) == (warning, 20, warning)


def test_of_an_amount_less_a_discount_the_cells_that_are_no_numbers_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("customer_id,amount,discount\n" + "".join(f"c{n},{n}.50,10%\n" for n in range(9)))
    with pytest.raises(RejectedRowsError) as caught:
        segkit.abcxyz(path, subtract="discount")
    assert str(caught.value.fix).endswith(' Such as "10%".')


def test_cells_that_hold_nothing_are_called_blank(tmp_path: Path) -> None:
    frame = pl.DataFrame({"customer_id": ["a", "b"], "amount": [None, None]}, schema_overrides={"amount": pl.Float64})
    frame.write_csv(tmp_path / "sales.csv")
    with pytest.raises(RejectedRowsError) as caught:
        segkit.abcxyz(tmp_path / "sales.csv")
    assert str(caught.value.fix).endswith(" The cells are blank.")
    frame.write_excel(tmp_path / "sales.xlsx")
    with pytest.raises(RejectedRowsError) as caught:
        segkit.abcxyz(tmp_path / "sales.xlsx")
    assert "values of formulas only once a spreadsheet has saved it" in str(caught.value.fix)
