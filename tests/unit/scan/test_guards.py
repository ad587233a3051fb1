"""Guards: what is readable, adds up, and is still not what it seems."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.errors import GateError, MissingColumnError
from segkit.result import Note
from segkit.scan.guards import (
    Repeats,
    customer_notes,
    customer_sample,
    last_buyers_notes,
    last_day_notes,
    repeat_notes,
    repeats,
    total_notes,
)
from segkit.scan.order_samples import counts, order_notes, order_sample
from segkit.scan.samples import Sample

DAY = date(2024, 5, 1)


def sales(customers: list[Any], orders: list[Any] | None = None) -> pl.DataFrame:
    days = [DAY + timedelta(days=n % 28) for n in range(len(customers))]
    frame = pl.DataFrame(
        {"customer_id": customers, "order_date": days, "amount": [float(n + 1) for n in range(len(days))]}
    )
    return frame if orders is None else frame.with_columns(order_id=pl.Series(orders))


def warned(*inputs: object, **options: Any) -> dict[str, Note]:
    return {note.code: note for note in segkit.abcxyz(*inputs, **options).warnings}


def collected(sample: Sample) -> Sample:
    pl.collect_all([sample.plan()])
    return sample


@pytest.mark.parametrize(
    ("orders", "repeats", "expected"), [(99, 0, False), (100, 0, True), (1000, 2, True), (1000, 6, False)]
)
def test_a_customer_id_that_is_new_for_each_order_is_warned_about(orders: int, repeats: int, *, expected: bool) -> None:
    ids = [f"c{n if n >= repeats else 0}" for n in range(orders)]
    notes = warned(sales(ids))
    assert ("customer-per-order" in notes) is expected
    if expected:
        assert notes["customer-per-order"].count == orders - repeats
        assert "--customer" in str(notes["customer-per-order"].fix)


def test_items_and_other_entities_may_be_unique() -> None:
    frame = sales([f"c{n}" for n in range(200)]).rename({"customer_id": "item_id"})
    assert "customer-per-order" not in warned(frame, per="item")


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("Розничный покупатель", 3, 'the customer "Розничный покупатель" has 3 of 103 purchases (3%)'),
        (" GUEST ", 2, 'the customer "GUEST" has 2 of 102'),
        ("0", 2, 'the customer "0" has 2 of 102'),
        ("0", 1, None),
        ("ann", 3, None),
    ],
)
def test_a_name_that_is_nobodys_is_warned_about_above_a_hundredth(name: str, rows: int, said: str | None) -> None:
    note = warned(sales([*[f"c{n % 50}" for n in range(100)], *[name] * rows])).get("everybody")
    assert (note.message[: len(said)] if note and said else note) == said


@pytest.mark.parametrize(
    ("big", "others", "customers", "expected"),
    [(300, 700, 50, True), (150, 850, 50, False), (300, 700, 30, False), (30, 70, 50, False)],
)
def test_one_id_with_a_fifth_of_the_orders_is_warned_about(
    big: int, others: int, customers: int, *, expected: bool
) -> None:
    ids = [*["secret@example.com"] * big, *[f"c{n % customers}" for n in range(others)]]
    note = warned(sales(ids)).get("everybody")
    assert (note is not None) is expected
    if note:
        assert note.count == big
        assert "secret" not in note.message  # an id is nobody's business


def test_an_integer_id_of_everybody_is_found() -> None:
    assert "everybody" in warned(sales([*[n % 50 + 1 for n in range(100)], 0, 0]))


@pytest.mark.parametrize(("count", "expected"), [(19, False), (20, True)])
def test_a_column_of_one_customer_is_doubted(count: int, *, expected: bool) -> None:
    frame = sales([7] * count).with_columns(partner_name=pl.Series(["x", *["y"] * (count - 1)]))
    note = warned(frame).get("one-customer")
    assert (note is not None) is expected
    if note:
        assert (note.count, note.fix) == (20, 'Name a better column with --customer "partner_name".')


def test_guests_under_one_id_are_sent_to_the_column_that_tells_them_apart() -> None:
    ids = [0, *range(1, 51), 0]
    frame = sales(ids).with_columns(email=pl.Series([f"{n}@x.org" for n in range(len(ids))]))
    note = warned(frame)["everybody"]
    assert note.fix == 'Leave such rows out, or name a better column with --customer "email".'
    assert "--customer COLUMN" in str(warned(sales(ids))["everybody"].fix)


@pytest.mark.parametrize(("shared", "expected"), [(0, False), (1, True)])
def test_an_order_id_on_several_customers_is_warned_about(shared: int, *, expected: bool) -> None:
    customers = ["a", "a", "b", "b", "c", "d"]
    orders = ["1", "1", "2", "2", "3", "3" if shared else "4"]
    notes = warned(sales(customers, orders))
    assert ("shared-orders" in notes) is expected
    if expected:
        assert notes["shared-orders"].message.startswith("1 of 3 order ids belong to several customers")


def test_rows_without_an_order_id_share_none() -> None:
    assert "shared-orders" not in warned(sales(["a", "b", "c"], [None, None, "1"]))


def test_orders_that_hold_each_line_twice_are_warned_about() -> None:
    once = sales(["a", "a", "b", "b"], ["1", "1", "2", "2"])
    assert "doubled-orders" not in warned(once)
    twice = warned(pl.concat([once, once]))["doubled-orders"]
    assert (twice.count, twice.fix is not None) == (2, True)
    # two equal lines alone are two equal lines
    assert "doubled-orders" not in warned(pl.concat([once.head(1), once.head(1)]))


def test_a_large_input_is_sampled_by_whole_orders() -> None:
    rows = pl.LazyFrame(
        {"customer_id": ["a", "b"] * 4_000, "order_id": [n // 2 for n in range(8_000)], "reason": [0] * 8_000},
        schema_overrides={"reason": pl.UInt8},
    )
    sample = counts(collected(order_sample(rows, 2_000_000)))
    assert sample.every == 16
    assert 0 < sample.orders < 1_000
    assert sample.shared == sample.orders
    assert "in a sample of 1 in 16" in next(order_notes(sample)).message


def test_a_large_input_is_sampled_by_whole_customers() -> None:
    rows = pl.LazyFrame(
        {
            "customer_id": [f"c{n // 4}" for n in range(16_000)], "order_date": [DAY] * 16_000,
            "amount": [n % 4 // 2 for n in range(16_000)], "reason": [0] * 16_000,
        },
        schema_overrides={"reason": pl.UInt8},
    )  # fmt: skip
    # 4,000 customers of four rows of a day, in two pairs; 2 million rows are 16 samples of 125,000
    found = repeats(collected(customer_sample(rows, 2_000_000)))
    assert found.every == 16
    assert 4 * 100 < found.rows < 4 * 400
    assert (found.rows % 4, found.again, found.together) == (0, found.rows // 2, found.rows)
    assert repeats(collected(customer_sample(rows, 0))) == Repeats(rows=16_000, again=8_000, together=16_000, every=1)


@pytest.mark.parametrize(
    ("every", "about"), [(1, "; all are counted"), (16, " in a sample of 1 in 16 customers; all are counted")]
)
def test_repeated_rows_are_told_with_the_sample_that_was_looked_at(every: int, about: str) -> None:
    (note,) = repeat_notes(Repeats(rows=100, again=3, together=6, every=every))
    assert note.message == f"3 of 100 rows repeat another's customer, date and amount{about}"


def test_the_names_of_nobody_come_in_one_order() -> None:
    names = ["guest", "unknown", "0", "n/a"]
    counts = [*[9] * 4, *[1] * 100]
    frame = pl.DataFrame({"customer_id": [*names, *map(str, range(1_000, 1_100))], "order_count": counts})
    told = [note.message.split('"')[1] for note in customer_notes(frame)]
    assert told == sorted(names) == [note.message.split('"')[1] for note in customer_notes(frame[::-1])]
    assert list(customer_notes(frame.head(1))) == []  # whoever is alone is not told from others


@pytest.mark.parametrize("repeated", [0, 3])
def test_rows_that_repeat_the_total_of_their_order_are_counted(repeated: int) -> None:
    assert [(note.code, note.count) for note in total_notes(repeated)] == [("repeated-totals", 3)] * bool(repeated)


def test_the_same_file_twice_is_warned_about(tmp_path: Path) -> None:
    first, copy, other = (tmp_path / name for name in ("jan.csv", "jan (1).csv", "feb.csv"))
    first.write_text("customer_id,amount\na,1\nb,2\n")
    copy.write_bytes(first.read_bytes())
    other.write_text("customer_id,amount\na,1\nb,3\n")
    note = warned(str(tmp_path))["duplicate-files"]
    assert (note.count, note.fix) == (1, "Leave out the copies.")
    assert "duplicate-files" not in warned(str(first), str(other))
    assert "duplicate-files" in warned(str(first), str(first))


def test_strict_fails_on_a_guard() -> None:
    with pytest.raises(GateError, match="customer id of their own"):
        segkit.abcxyz(sales([f"c{n}" for n in range(100)]), strict=True)


@pytest.mark.parametrize(("rows", "expected"), [(49, True), (50, False), (100, False)])
def test_a_last_day_that_may_not_be_over_is_noticed(rows: int, *, expected: bool) -> None:
    days = [DAY + timedelta(days=n) for n in range(60)]
    by_day = pl.DataFrame({"order_date": days, "rows": [*[100] * 59, rows]})
    notes = list(last_day_notes(by_day))
    assert bool(notes) is expected
    if notes:
        assert notes[0].fix == f"--as-of {days[-2]} leaves it out."


def test_a_quiet_weekday_is_no_partial_day() -> None:
    days = [DAY + timedelta(days=n) for n in range(61)]
    by_day = pl.DataFrame({"order_date": days, "rows": [30 if day.weekday() == 6 else 100 for day in days]})
    assert days[-1].weekday() == 6
    assert list(last_day_notes(by_day)) == []
    assert list(last_day_notes(by_day.clear())) == []


def test_addresses_that_differ_in_case_only_are_warned_about_and_merged_on_request() -> None:
    frame = sales(["Ann@shop.ru", "ann@shop.ru ", "bert@shop.ru", "BERT"])
    note = warned(frame)["id-variants"]
    assert (note.count, note.fix) == (1, "--merge-ids email counts them as one.")
    assert "id-variants" not in warned(frame, merge_ids="email")


def daily(last_rows: int, weekly_rows: int = 40) -> pl.DataFrame:
    """Return five weeks of sales, every customer once, with few on the last day."""
    days = [DAY - timedelta(days=back) for back in range(1, 36) for _ in range(weekly_rows)] + [DAY] * last_rows
    return pl.DataFrame({"customer_id": range(len(days)), "order_date": days, "amount": [1.0] * len(days)})


@pytest.mark.parametrize(("last_rows", "warned"), [(19, True), (20, False), (40, False)])
def test_a_run_warns_of_a_last_day_with_less_than_half_of_the_usual_customers(last_rows: int, warned: bool) -> None:
    notes = {note.code: note for note in segkit.abcxyz(daily(last_rows)).warnings}
    assert ("partial-last-day" in notes) == warned
    if warned:
        assert notes["partial-last-day"].count == 19
        assert notes["partial-last-day"].fix == f"--as-of {DAY - timedelta(days=1)} leaves it out."
        with pytest.raises(GateError, match="may not be over"):
            segkit.abcxyz(daily(last_rows), strict=True)


def test_a_day_that_the_user_named_as_the_last_is_not_doubted() -> None:
    result = segkit.abcxyz(daily(5), as_of=str(DAY))
    assert "partial-last-day" not in {note.code for note in result.warnings}


def test_small_days_are_no_ground_for_a_warning() -> None:
    customers = pl.DataFrame({"last_order_date": [DAY - timedelta(weeks=week) for week in (1, 2, 3, 4)] * 19})
    assert not list(last_buyers_notes(customers, DAY))


HEADER = "customer_id,order_date,amount"
ROWS = ("a,2024-01-05,50", "b,2024-01-06,70", "c,2024-01-07,30", "d,2024-01-09,10")


def written(path: Path, *rows: str, header: str = HEADER) -> str:
    path.write_text("\n".join([header, *rows, ""]))
    return str(path)


@pytest.mark.parametrize(
    "name", ["Итого", "Итого:", "TOTAL", "Gesamtsumme", "Summe", "Suma", "Totale", "Total général"]
)
def test_a_row_called_a_total_that_has_a_date_is_warned_about(tmp_path: Path, name: str) -> None:
    note = warned(written(tmp_path / "s.csv", *ROWS, f"{name},2024-02-29,161"))["total-rows"]
    assert note.count == 1
    assert note.message.startswith(f'a customer is called a total ("{name}")')
    assert note.fix == "Delete the rows of totals in the export, and run again."


def test_subtotals_as_pivot_tables_write_them_are_warned_about(tmp_path: Path) -> None:
    path = written(tmp_path / "s.csv", *ROWS, "a Total,2024-01-09,50", "b Итог,2024-01-09,70")
    assert warned(path)["total-rows"].count == 2


@pytest.mark.parametrize("name", ["Total Sport Ltd", "Sport Total", "Summerfield", "Sumatra", "Итоговый магазин", "x"])
def test_a_customer_whose_name_holds_such_a_word_stays_a_customer(tmp_path: Path, name: str) -> None:
    for header, rows in ((HEADER, ROWS), ("customer_id,amount", [f"{n},{n}1" for n in range(5)])):
        last = f"{name},2024-02-29,500" if header == HEADER else f"{name},500"
        result = segkit.abcxyz(written(tmp_path / "s.csv", *rows, last, header=header))
        assert "total-rows" not in {note.code for note in result.warnings}
        assert name in result.table["customer_id"].to_list()


@pytest.mark.parametrize("extra", [0, 1])
@pytest.mark.parametrize("suffix", ["csv", "parquet", "ndjson", "arrow"])
def test_a_key_with_the_money_of_all_others_is_warned_about_in_any_language(
    tmp_path: Path, suffix: str, extra: int
) -> None:
    frame = pl.DataFrame(
        {
            "customer_id": ["a", "b", "c", "d", "ΣΥΝΟΛΟ"],
            "order_date": [DAY] * 5,
            "amount": [5.1, 7.2, 3.3, 1.4, 17.0 + extra],
        }
    )
    path = tmp_path / f"s.{suffix}"
    {"csv": frame.write_csv, "parquet": frame.write_parquet, "ndjson": frame.write_ndjson, "arrow": frame.write_ipc}[
        suffix
    ](path)
    note = warned(str(path)).get("total-rows")
    assert (note is not None) is (extra == 0)
    if note is not None:
        assert note.count == 1
        assert "ΣΥΝΟΛΟ" not in note.message  # it may be a name


def test_two_customers_with_equal_money_are_no_total() -> None:
    assert "total-rows" not in warned(pl.DataFrame({"customer_id": ["a", "b"], "amount": [1.0, 1.0]}))
    assert "total-rows" not in warned(pl.DataFrame({"customer_id": ["a", "b", "c"], "amount": [3.0, 2.0, 1.0]}))


@pytest.mark.parametrize("name", ["Итого", "Gesamt", "A Total", "Итого по группе", "Total (3 rows)"])
def test_a_total_without_a_date_is_set_aside(tmp_path: Path, name: str) -> None:
    account = segkit.abcxyz(written(tmp_path / "s.csv", *ROWS, f"{name},,160")).account
    assert account is not None
    assert account.set_aside["total"].rows == 1


@pytest.mark.parametrize("name", ["nil", "undefined", "-", "—", "***"])
def test_placeholders_are_nobodys_names(name: str) -> None:
    assert "everybody" in warned(sales([*[f"c{n % 50}" for n in range(100)], *[name] * 3]))


def test_files_keyed_by_different_columns_are_named(tmp_path: Path) -> None:
    first = written(tmp_path / "a.csv", *ROWS)
    second = written(tmp_path / "b.csv", *ROWS, header="email,order_date,amount")
    same = written(tmp_path / "c.csv", *ROWS, header="Customer ID,order_date,amount")
    note = warned(first, second)["mixed-keys"]
    assert f'{first} by "customer_id"; {second} by "email"' in note.message
    assert "--customer COLUMN" in str(note.fix)
    assert "mixed-keys" not in warned(first, same)


def test_rows_without_a_currency_beside_known_ones_are_warned_about(tmp_path: Path) -> None:
    usd = written(tmp_path / "a.csv", *[f"{row},usd" for row in ROWS], header=f"{HEADER},currency")
    none = written(tmp_path / "b.csv", *ROWS)
    note = warned(usd, none)["blank-currency"]
    assert note.count == 4
    assert note.message.startswith("4 rows with 160.00 have no currency and are added to 4 rows in USD")
    assert "blank-currency" not in warned(usd)
    assert "blank-currency" not in warned(none)
    with pytest.raises(MissingColumnError, match=r"--in-currency USD: .*b\.csv has no column of the currency"):
        warned(usd, none, in_currency="USD")


def test_blank_cells_of_a_currency_are_rows_without_one(tmp_path: Path) -> None:
    rows = [f"{row},{currency}" for row, currency in zip(ROWS, ("USD", "", " ", "usd"), strict=True)]
    path = written(tmp_path / "a.csv", *rows, header=f"{HEADER},currency")
    assert warned(path)["blank-currency"].count == 2
    assert "blank-currency" not in warned(path, in_currency="USD")  # then they are set aside


@pytest.mark.parametrize(("blank", "expected"), [(40, False), (41, True)])
def test_much_money_without_a_customer_is_warned_about(tmp_path: Path, blank: int, *, expected: bool) -> None:
    path = written(tmp_path / "s.csv", *ROWS, f",2024-01-05,{blank}")
    note = warned(path).get("no-customer")
    assert (note is not None) is expected
    if note is not None:
        assert note.message.startswith("1 of 5 rows with 20% of the money are set aside without a customer")
        assert str(note.fix).startswith("--fill-down COLUMN")
