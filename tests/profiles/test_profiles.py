"""Source profiles: each fixture is made by hand to the exact headers, with its traps inside; totals are worked out below."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.errors import MissingColumnError, ParamsError
from segkit.inspection import inspect
from segkit.io.profiles import FOLDER, find, load, names
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources
from segkit.options import ColumnOptions
from segkit.result import Result

FIXTURES = Path(__file__).parent / "fixtures"
Customers = Mapping[str, tuple[float, int, str | None, str | None]]
"""By customer: net amount, purchases, first and last purchase."""


def run(name: str, **options: Any) -> Result:
    return segkit.abcxyz(str(FIXTURES / name), **options)


def customers(result: Result) -> dict[str, tuple[float, int, str | None, str | None]]:
    columns = ("total_amount", "order_count", "first_order_date", "last_order_date")
    days = [pl.col(name).cast(pl.String) for name in columns[2:]]
    table = result.table.with_columns(days)
    return {row[0]: row[1:] for row in table.select(result.schema.order[-1], *columns).rows()}


def counts(result: Result) -> dict[str, int]:
    assert result.account is not None
    parts = {**result.account.set_aside, **result.account.rejected}
    return {"used": result.account.used.rows, **{reason: tally.rows for reason, tally in parts.items()}}


def codes(result: Result) -> set[str]:
    return {note.code for note in result.warnings}


# #1001 30 + #1008 40 are Ann's; #1002 is 50 less 10 back; #1003 is 20 less 20; #1004 voided (2 lines), #1005 pending;
# #1006 has a phone only; #1007 nobody; #1009 a relay address. 13 rows.
SHOPIFY: Customers = {
    "ann@example.com": (70.0, 2, "2025-03-29", "2025-04-06"),
    "bob@example.com": (40.0, 1, "2025-03-30", "2025-03-30"),
    "+491510000001": (7.5, 1, "2025-04-04", "2025-04-04"),
    "relay1@privaterelay.appleid.com": (5.0, 1, "2025-04-07", "2025-04-07"),
    "cat@example.com": (0.0, 1, "2025-04-01", "2025-04-01"),
}
# 17850: 6 x 2.55 + 2 x 3.39 - 2 x 2.55 + 10 x 3.39; 12583: postage 3 x 18 + 24 x 3.75 + manual 1.25.
UCI: Customers = {
    "17850.0": (50.88, 2, "2010-12-01", "2010-12-06"),
    "12583.0": (145.25, 2, "2010-12-01", "2010-12-06"),
    "14527.0": (-27.5, 0, None, None),
}
# Ромашка: 1,000 + 234.50 - 234.50 (a return with a positive sum) + 500 of next year's document of the same number;
# Василёк: 500 - 100 (a return with a negative sum). The till (2,345) and Итого are set aside.
ONE_C: Customers = {
    'ООО "Ромашка"': (1500.0, 2, "2025-01-20", "2026-01-20"),
    "ООО Василёк": (400.0, 1, "2025-02-03", "2025-02-03"),
}
# Bob: guest with 20 less 5 back, then 25; the guest of 1007 has no address at all; 1004 to 1006 do not count.
WOO: Customers = {
    "ann@example.com": (45.0, 1, "2016-09-06", "2016-09-06"),
    "bob@example.com": (40.0, 2, "2016-09-07", "2016-10-01"),
    "cat@example.com": (10.0, 1, "2016-09-08", "2016-09-08"),
}
# cus_A: 3,125 + 100 less 40 (its hold of 500 was not captured); cus_B: 100 less 100, a failed one set aside.
STRIPE_OLD: Customers = {
    "cus_A": (3185.0, 2, "2024-01-05", "2024-02-05"),
    "cat@example.com": (12.5, 1, "2024-02-07", "2024-02-07"),
    "cus_B": (0.0, 1, "2024-02-06", "2024-02-06"),
}
# Two currencies: converted amounts, 18.40 + 9.20 less 4.60; decimal commas; 1,240 failed.
STRIPE_NEW: Customers = {
    "cus_A": (10.25, 1, "2026-01-05", "2026-01-05"),
    "cus_B": (23.0, 2, "2026-01-06", "2026-01-07"),
}
# Cents: 312500 and 1999 less 500; a failed charge.
STRIPE_API: Customers = {
    "cus_A": (3125.0, 1, "2024-01-05", "2024-01-05"),
    "cus_B": (14.99, 1, "2024-01-28", "2024-01-28"),
}
# Ann: 14.90 with shipping and 20; Bob's 100 was canceled.
OXID: Customers = {
    "u1": (34.9, 2, "2024-03-01", "2024-03-05"),
    "u2": (50.0, 1, "2024-03-07", "2024-03-07"),
}
# A view is no purchase; u1 is signed in, on another device without an account.
GA4: Customers = {
    "u1": (29.5, 1, "2024-03-01", "2024-03-01"),
    "22.2": (12.0, 1, "2024-03-03", "2024-03-03"),
}
# Yen have no smaller unit: 2,500, and 1,500 of 1,999 were paid; one without a card, one canceled.
STRIPE_INTENTS: Customers = {
    "cus_A": (2500.0, 1, "2024-01-05", "2024-01-05"),
    "cus_B": (1500.0, 1, "2024-01-28", "2024-01-28"),
}
# Cents: 1850 with a tip of 150; 4999 less 1999; 700 failed, 900 are not captured, 300 in cash are nobody's.
SQUARE_API: Customers = {
    "CUST1": (20.0, 1, "2025-03-01", "2025-03-01"),
    "CUST2": (30.0, 1, "2025-03-02", "2025-03-02"),
}
# CUST1: 10 + 2.50 in one transaction, a refund of 5; the till's 5 are nobody's.
SQUARE_ITEMS: Customers = {
    "CUST1": (7.5, 1, "2025-02-03", "2025-02-03"),
    "CUST2": (1245.0, 2, "2025-02-04", "2025-02-07"),
}
SQUARE_TRANSACTIONS: Customers = {
    "CUST1": (7.5, 1, "2025-02-03", "2025-02-03"),
    "CUST2": (1240.0, 1, "2025-02-04", "2025-02-04"),
}
BITRIX: Customers = {
    "Анна Примерова": (1000.5, 1, "2025-02-05", "2025-02-05"),
    "ООО Пример": (7000.0, 1, "2025-02-13", "2025-02-13"),
}
# Contact 5 and company 5 are two customers; 0 is neither.
BITRIX_API: Customers = {
    "5": (1000.0, 1, "2025-02-05", "2025-02-05"),
    "company 5": (300.0, 1, "2025-02-07", "2025-02-07"),
}
AMOCRM: Customers = {
    "ann@example.com": (15000.0, 1, "2025-02-05", "2025-02-05"),
    "+79990000002": (2500.0, 1, "2025-02-17", "2025-02-17"),
    "Вера Примерова": (500.0, 1, "2025-02-18", "2025-02-18"),
}
# 12 x 6.95 + 2 x 6.75; a cancellation of 12 x 2.95, then postage of 18.
RETAIL_2: Customers = {
    "13085.0": (96.9, 1, "2009-12-01", "2009-12-01"),
    "16321.0": (-17.4, 1, "2009-12-02", "2009-12-02"),
}
CDNOW: Customers = {
    "00001": (11.77, 1, "1997-01-01", "1997-01-01"),
    "00002": (89.0, 2, "1997-01-12", "1997-01-12"),
    "00003": (20.76, 2, "1997-01-02", "1997-03-30"),
}
CDNOW_SAMPLE: Customers = {
    "00004": (59.06, 2, "1997-01-01", "1997-01-18"),
    "00021": (75.11, 2, "1997-01-01", "1997-01-13"),
}
# Ann: 19.98 + 7.50 in one order, then 9.99; the addresses are aliases.
AMAZON: Customers = {
    "aaa1@marketplace.amazon.de": (37.47, 2, "2025-03-01", "2025-03-08"),
    "bbb2@marketplace.amazon.de": (9.99, 1, "2025-03-05", "2025-03-05"),
}
# Ann: 100 + 40 less 15 (in the shop's currency); Bob's closed order of 50.50 was refunded; canceled and holded ones are not counted.
MAGENTO: Customers = {
    "ann@example.com": (125.0, 2, "2021-04-11", "2021-05-01"),
    "bob@example.com": (0.0, 1, "2021-04-12", "2021-04-12"),
}
# u1: 18.12 + 2 paid for one order, then 141.46, under two customer_ids; canceled and unavailable orders do not count.
OLIST: Customers = {
    "u1": (161.58, 2, "2017-10-02", "2018-07-24"),
    "u2": (28.0, 1, "2018-08-09", "2018-08-09"),
}

CASES = [
    ("amazon_orders.txt", "amazon-orders", AMAZON, {"used": 4}),
    ("magento.csv", "magento", MAGENTO, {"used": 3, "status": 2}),
    ("olist.csv", "olist", OLIST, {"used": 4, "status": 2}),
    ("shopify.csv", "shopify", SHOPIFY, {"used": 9, "no_customer": 1, "status": 3}),
    ("shopify_repeated.csv", "shopify", SHOPIFY, {"used": 9, "no_customer": 1, "status": 3}),
    ("uci.csv", "uci", UCI, {"used": 8, "no_customer": 3}),
    ("1c.csv", "1c", ONE_C, {"used": 6, "total": 1, "no_customer": 1}),
    ("woocommerce.csv", "woocommerce", WOO, {"used": 4, "no_customer": 1, "status": 3}),
    ("stripe_old.csv", "stripe", STRIPE_OLD, {"used": 4, "status": 2}),
    ("stripe_new.csv", "stripe", STRIPE_NEW, {"used": 3, "status": 1}),
    ("stripe_api.csv", "stripe-api", STRIPE_API, {"used": 2, "status": 1}),
    ("oxid.csv", "oxid", OXID, {"used": 3, "status": 1}),
    ("ga4.csv", "ga4", GA4, {"used": 2, "status": 2}),
    ("stripe_intents.csv", "stripe-objects", STRIPE_INTENTS, {"used": 2, "status": 2}),
    ("square_api.csv", "square-api", SQUARE_API, {"used": 2, "status": 2, "no_customer": 1}),
    ("square_items.csv", "square-items", SQUARE_ITEMS, {"used": 5, "no_customer": 1}),
    ("square_transactions.csv", "square-transactions", SQUARE_TRANSACTIONS, {"used": 3, "no_customer": 1}),
    ("bitrix24.csv", "bitrix24", BITRIX, {"used": 2, "no_customer": 1, "status": 2}),
    ("bitrix24_api.csv", "bitrix24-api", BITRIX_API, {"used": 2, "no_customer": 1, "status": 2}),
    ("amocrm.csv", "amocrm", AMOCRM, {"used": 3, "status": 2}),
    ("online_retail_2.csv", "online-retail-2", RETAIL_2, {"used": 4, "no_customer": 1}),
    ("cdnow_master.txt", "cdnow", CDNOW, {"used": 5}),
    ("cdnow_sample.txt", "cdnow-sample", CDNOW_SAMPLE, {"used": 4}),
]
PECULIAR = {"1c.csv", "bitrix24.csv", "cdnow_master.txt", "cdnow_sample.txt"}
"""Titles above the header, a header that repeats a name, or no header."""
TABLES = {case[0]: case[1] for case in CASES if case[0] not in PECULIAR}


@pytest.mark.parametrize(("file", "profile", "expected", "rows"), CASES)
def test_each_export_is_recognized_and_adds_up(
    file: str, profile: str, expected: Customers, rows: dict[str, int]
) -> None:
    result = run(file)
    assert customers(result) == expected
    assert counts(result) == rows
    assert f"is read as {profile} (" in next(note.message for note in result.notes if note.code == "source")


def test_every_profile_has_a_fixture_and_holds_together() -> None:
    assert {case[1] for case in CASES} | {"amazon-all-orders"} == set(names())  # which names no customers
    for name in names():
        profile = load(name)
        assert profile.signature or profile.shape
        assert profile.traps
        assert (FOLDER / f"{name}.toml").stem == profile.name


@pytest.mark.parametrize(("file", "profile"), TABLES.items())
def test_the_order_of_rows_changes_nothing(file: str, profile: str) -> None:
    frame = _frame(file)
    expected = segkit.abcxyz(frame, source=profile).table
    for seed in range(3):
        mixed = frame.sample(fraction=1, shuffle=True, seed=seed)
        assert segkit.abcxyz(mixed, source=profile).table.equals(expected)


@pytest.mark.parametrize("file", TABLES)
def test_texts_in_parquet_are_read_like_csv(file: str, tmp_path: Path) -> None:
    frame = _frame(file)
    path = tmp_path / "export.parquet"
    frame.write_parquet(path)
    assert segkit.abcxyz(str(path)).table.equals(run(file).table)


def _frame(file: str) -> pl.DataFrame:
    separator = "\t" if file.startswith("amazon") else ","
    return pl.read_csv(FIXTURES / file, infer_schema=False, separator=separator)


def test_shopify_totals_on_each_line_count_once_and_are_warned_about() -> None:
    assert "repeated-totals" not in codes(run("shopify.csv"))
    repeated = next(note for note in run("shopify_repeated.csv").warnings if note.code == "repeated-totals")
    assert repeated.count == 3


# Mugs: 10 + 7.50 (10 less 2.50) + 20; bowls: 20 + 50 + 10 + 20 + 5 (10 less 5); the refunded order brought nothing.
def test_shopify_items_come_from_their_lines() -> None:
    result = run("shopify.csv", per="item")
    assert customers(result) == {
        "SKU-BOWL": (105.0, 5, "2025-03-29", "2025-04-07"),
        "SKU-MUG": (37.5, 3, "2025-03-29", "2025-04-06"),
    }
    assert counts(result) == {"used": 9, "status": 4}


def test_an_order_without_a_total_is_rejected_not_dropped(tmp_path: Path) -> None:
    lines = (FIXTURES / "shopify.csv").read_text("utf-8").splitlines(keepends=True)
    cut = tmp_path / "cut.csv"
    cut.write_text("".join(line for line in lines if not line.startswith("#1008") or ",40.00,,0.00" not in line))
    result = segkit.abcxyz(str(cut), max_bad="50%")
    # Only the further lines of #1008 are there: they hold no status.
    assert counts(result)["used"] == 6
    assert sum(counts(result).values()) == 12


def test_two_shops_with_one_order_name_are_two_orders() -> None:
    frame = pl.read_csv(FIXTURES / "shopify.csv", infer_schema=False)
    other = frame.with_columns(Email=pl.lit("zoe@example.com"))
    result = segkit.abcxyz(pl.concat([frame, other]), source="shopify")
    # Zoe owns all countable orders of the other shop: 30 + 40 + 0 + 7.5 + 10 + 40 + 5.
    assert customers(result)["zoe@example.com"][:2] == (132.5, 7)
    assert customers(result)["ann@example.com"] == SHOPIFY["ann@example.com"]
    assert "shared-orders" in codes(result)


def test_services_are_no_items() -> None:
    # 85123A 15.30 - 5.10; 71053 6.78 + 33.90; 22728 90; 22139 at 0; POST, D, B, DOT, m are services.
    result = run("uci.csv", per="item")
    assert {item: row[0] for item, row in customers(result).items()} == {
        "22728": 90.0, "71053": 40.68, "85123A": 10.2, "22139": 0.0,
    }  # fmt: skip
    assert counts(result) == {"used": 6, "service": 5}


@pytest.mark.parametrize("date_text", ["12/1/10 8:26", "12/1/2010 8:26"])
def test_months_come_first_where_nothing_decides(date_text: str, tmp_path: Path) -> None:
    header, row = (FIXTURES / "uci.csv").read_text("utf-8").splitlines()[:2]
    path = tmp_path / "one.csv"
    path.write_text(f"{header}\n{row.replace('12/1/2010 8:26', date_text)}\n")
    assert customers(segkit.abcxyz(str(path)))["17850.0"][2] == "2010-12-01"


def test_what_the_user_says_wins() -> None:
    result = run("shopify.csv", amount="Subtotal", customer="Email", skip_status="voided")
    # Subtotals once per order, refunds not subtracted from them, #1005 counts, #1006 and #1007 have no e-mail.
    assert {key: row[0] for key, row in customers(result).items()} == {
        "ann@example.com": 70.0, "bob@example.com": 50.0, "cat@example.com": 20.0, "dan@example.com": 10.0,
        "relay1@privaterelay.appleid.com": 10.0,
    }  # fmt: skip


def test_one_currency_may_be_chosen_instead_of_conversion() -> None:
    assert customers(run("stripe_new.csv", in_currency="usd")) == {"cus_B": (25.0, 2, "2026-01-06", "2026-01-07")}


def test_yen_have_no_cents() -> None:
    frame = pl.read_csv(FIXTURES / "stripe_api.csv", infer_schema=False)
    for currency, expected in (("jpy", 312_500.0), ("KWD", 312.5), ("eur", 3125.0)):
        result = segkit.abcxyz(frame.with_columns(currency=pl.lit(currency)))
        assert customers(result)["cus_A"][0] == expected


def test_relay_addresses_are_noted() -> None:
    assert "relay-addresses" in {note.code for note in run("shopify.csv").notes}


def test_profiles_can_be_turned_off_and_forced() -> None:
    off = run("uci.csv", source="none", per="item", date_format="mdy")
    assert counts(off) == {"used": 11}
    assert not any(note.code == "source" for note in off.notes)
    assert counts(run("uci.csv", source="uci", per="item"))["service"] == 5


def test_a_report_without_buyers_says_so_and_offers_products() -> None:
    with pytest.raises(MissingColumnError, match="names no buyer") as caught:
        run("amazon_all_orders.txt")
    assert "--per item" in str(caught.value.fix)
    # MUG-1: 19.98 + 9.99, BOWL-1: 7.50; the prices are those of lines, whatever the quantity.
    result = run("amazon_all_orders.txt", per="item")
    assert {item: row[:2] for item, row in customers(result).items()} == {"MUG-1": (29.97, 2), "BOWL-1": (7.5, 1)}
    assert counts(result) == {"used": 3, "status": 2}


def test_orders_of_olist_alone_have_no_customer() -> None:
    frame = pl.read_csv(FIXTURES / "olist.csv", infer_schema=False).drop("customer_unique_id")
    with pytest.raises(MissingColumnError, match="customer_unique_id"):
        segkit.abcxyz(frame)
    assert counts(segkit.abcxyz(frame, customer="customer_id")) == {"used": 4, "status": 2}


def test_an_unknown_profile_is_named() -> None:
    with pytest.raises(ParamsError, match=r'no profile "shopfy"\. Did you mean "shopify"'):
        run("shopify.csv", source="shopfy")


def test_inspect_shows_the_profile_and_its_roles() -> None:
    with Scratch() as scratch:
        source = open_sources([FIXTURES / "shopify.csv"], scratch)[0]
        seen = inspect(source, ColumnOptions(), scratch)
    assert seen.profile is not None
    assert seen.as_dict()["source"] == "shopify"
    roles = {column.name: column.role for column in seen.columns if column.role}
    assert roles["Total"] == "amount"
    assert (roles["Refunded Amount"], roles["Billing Phone"]) == ("refund", "customer")


@pytest.mark.parametrize(
    "headers",
    [
        ["customer_id", "order_date", "amount"],
        ["Name", "Email", "Total"],
        ["Документ", "Количество", "Цена"],
        ["order_id", "customer_id", "order_status", "order_purchase_timestamp"],
    ],
)
def test_other_tables_have_no_profile(headers: list[str]) -> None:
    assert find(headers) is None


def test_the_most_specific_profile_wins() -> None:
    header = (FIXTURES / "stripe_api.csv").read_text("utf-8").splitlines()[0].split(",")
    found = find([*header, "InvoiceNo"])
    assert found is not None
    assert found.name == "stripe-api"


def test_a_workbook_of_two_sheets_that_overlap_is_warned_about(tmp_path: Path) -> None:
    import xlsxwriter

    header = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"]
    lines = [
        [invoice, code, "THING", 2, "2010-12-01 08:00:00", price, 12000 + n, "France"]
        for n, invoice in enumerate((*range(536365, 536375), "C536380"))
        for code, price in (("85048", 1.5), ("22087X", 2.5))
    ]
    path = tmp_path / "online_retail_II.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for title, own in (("Year 2009-2010", 536300), ("Year 2010-2011", 536400)):
            sheet = book.add_worksheet(title)
            # A sheet that another holds is not read at all.
            more = [[own + n, "85048", "THING", 1, "2010-12-02 08:00:00", 1.5, 12000, "France"] for n in range(5)]
            for row, cells in enumerate([header, *lines, *more]):
                sheet.write_row(row, 0, cells)
    result = segkit.abcxyz(str(path))
    doubled = next(note for note in result.warnings if note.code == "doubled-orders")
    assert doubled.count == 11
    assert "--sheet" in str(doubled.fix)
    assert "doubled-orders" not in codes(segkit.abcxyz(str(path), sheet="Year 2009-2010"))
    assert "duplicate-files" not in codes(result)


@pytest.mark.parametrize("true", ["WAHR", "VRAI", "ИСТИНА", "VERDADERO", "True"])
def test_truth_is_known_in_the_languages_of_spreadsheets(true: str, tmp_path: Path) -> None:
    text = (FIXTURES / "stripe_old.csv").read_text("utf-8").replace(",true,", f",{true},")
    path = tmp_path / "stripe.csv"
    path.write_text(text, "utf-8")
    assert customers(segkit.abcxyz(path)) == STRIPE_OLD
