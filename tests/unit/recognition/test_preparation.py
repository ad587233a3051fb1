"""From opened sources to what a run reads of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import segkit
from segkit.analyses._base import Needs
from segkit.cli.recognition import roles_in_words
from segkit.errors import MissingColumnError
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources
from segkit.options import ColumnOptions, Options, PeriodOptions
from segkit.recognition.preparation import Prepared, prepare

FRAME = pl.DataFrame({"customer_id": ["a"], "order_date": [date(2024, 5, 1)], "amount": [1.5], "sku": ["x"]})
WITH_AMOUNT = Needs(roles={"amount": "it adds money"})


@pytest.fixture
def scratch() -> Iterator[Scratch]:
    with Scratch() as folder:
        yield folder


def prepared(scratch: Scratch, *frames: object, needs: Needs = WITH_AMOUNT, **options: Any) -> Prepared:
    period = PeriodOptions.parse({key: options.pop(key) for key in ("last", "tz") if key in options})
    chosen = Options(columns=ColumnOptions.parse(options), period=period)
    return prepare(open_sources(frames, scratch), needs, chosen, scratch)


def ids(*frames: object, **options: Any) -> list[object]:
    """Return the ids of the customers of one purchase each."""
    return segkit.abcxyz(*frames, **options).table["customer_id"].sort().to_list()


def customers(values: list[Any] | pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"customer_id": values, "amount": [1.0] * len(values)}, strict=False)


def test_columns_are_recognized_and_said(scratch: Scratch) -> None:
    found = prepared(scratch, FRAME)
    assert roles_in_words(found.readings[0], "customer") == "customer = customer_id, date = order_date, amount = amount"
    assert (found.dated, found.ordered) == (True, False)


@pytest.mark.parametrize(
    ("per", "said"), [("item", "item = sku"), ("sku", "entity = sku"), ("customer", "customer = customer_id")]
)
def test_the_entity_of_a_row_is_chosen(scratch: Scratch, per: str, said: str) -> None:
    assert roles_in_words(prepared(scratch, FRAME, per=per).readings[0], per).startswith(f"{said}, ")


def test_an_amount_of_quantity_and_price_is_said(scratch: Scratch) -> None:
    frame = pl.DataFrame({"customer_id": ["a"], "Quantity": [1], "UnitPrice": [1.5]})
    assert roles_in_words(prepared(scratch, frame).readings[0], "customer").endswith("amount = Quantity x UnitPrice")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"customer": "customer"}, 'no column "customer". Did you mean "customer_id"?'),
        ({"per": "skus"}, 'no column "skus" in frame. Did you mean "sku"?'),
        ({"carry": "city,sku,color"}, '--carry: no column "city".\n--carry: no column "color".'),
    ],
)
def test_a_column_that_is_not_there_is_named(scratch: Scratch, options: dict[str, str], said: str) -> None:
    with pytest.raises(MissingColumnError) as caught:
        prepared(scratch, FRAME, **options)
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("column", "options", "said"),
    [
        ("customer_id", {}, "no customer column found; a row of the result is about one customer"),
        ("amount", {}, "no amount column found; it adds money"),
        ("order_date", {"last": "12mo"}, "no date column found; the period options need one"),
    ],
)
def test_a_role_that_is_needed_is_asked_for(scratch: Scratch, column: str, options: dict[str, str], said: str) -> None:
    with pytest.raises(MissingColumnError) as caught:
        prepared(scratch, FRAME.drop(column), **options)
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([["00123", "123", "0123"]], ["00123", "0123", "123"]),
        ([["10000000000000000001", "10000000000000000002"]], ["10000000000000000001", "10000000000000000002"]),
        ([[10, 9]], [9, 10]),
        ([[17850.0, 12.0]], [12, 17850]),
        ([[17850.0, None]], [17850]),
        ([[17850.0, float("nan")]], [17850]),
        ([[0.5, 1.0]], ["0.5", "1.0"]),
        ([[0.5, float("nan")]], ["0.5"]),
        ([[1, 2], ["a"]], ["1", "2", "a"]),
        ([[1.0], ["a"]], ["1", "a"]),
        ([[1], [2.0]], [1, 2]),
        ([[1], pl.Series([2**64 - 1], dtype=pl.UInt64)], ["1", "18446744073709551615"]),
    ],
)
def test_ids_are_what_the_sources_declare(sources: list[Any], expected: list[object]) -> None:
    assert ids(*map(customers, sources)) == expected


def test_missing_ids_of_pandas_are_set_aside() -> None:
    frame = pd.DataFrame({"customer_id": [17850.0, float("nan")], "amount": [1.0, 2.0]})
    result = segkit.abcxyz(frame)
    assert result.table["customer_id"].to_list() == [17850]
    assert result.account is not None
    assert result.account.set_aside["no_customer"].rows == 1


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (["1.03293E+19", "1.03294E+19"], "damaged-ids"),
        (["17850.0", "12.0"], "float-ids"),
        ([17850.0, 12.0], "whole-ids"),
    ],
)
def test_ids_that_a_program_changed_are_noticed(values: list[Any], code: str) -> None:
    assert code in {note.code for note in segkit.abcxyz(customers(values)).notes}


@pytest.mark.parametrize("values", [["17850", "12.05"], ["1.5E2x", "a"], [1, 2]])
def test_ordinary_ids_are_not(values: list[Any]) -> None:
    codes = {note.code for note in segkit.abcxyz(customers(values)).notes}
    assert not codes & {"damaged-ids", "float-ids", "whole-ids"}


def test_sources_may_name_their_columns_differently() -> None:
    other = pl.DataFrame({"Client": ["b"], "Sum": ["2,50"], "Date": ["13.05.2024"]})
    table = segkit.abcxyz(FRAME, other).table
    assert table.select("customer_id", "total_amount", "first_order_date").rows() == [
        ("b", 2.5, date(2024, 5, 13)),
        ("a", 1.5, date(2024, 5, 1)),
    ]


@pytest.mark.parametrize("role", ["order_date", "amount"])
def test_a_role_that_only_some_sources_have_is_an_error(role: str) -> None:
    with pytest.raises(MissingColumnError, match="column"):
        segkit.abcxyz(FRAME, FRAME.drop(role))


@pytest.mark.parametrize("orders", [[1, 2], ["1", "2"], [1, None]])
def test_sources_may_declare_order_ids_differently_or_not_at_all(orders: list[Any]) -> None:
    frames = [
        FRAME.with_columns(order_id=pl.lit(order)) if order is not None else FRAME for order in (*orders, orders[0])
    ]
    # the first and the last are lines of one order
    assert segkit.abcxyz(*frames).table["order_count"].to_list() == [2]


def test_order_ids_of_different_types_are_compared_as_texts() -> None:
    frames = [FRAME.with_columns(order_id=pl.lit(1)), FRAME.with_columns(order_id=pl.lit("1"))]
    assert segkit.abcxyz(*frames).table["order_count"].to_list() == [1]


@pytest.mark.parametrize("empty", ["", '""', " ", '" "'])
def test_an_empty_order_id_in_a_file_makes_no_order(tmp_path: Path, empty: str) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(f"customer_id,order_id,amount\na,{empty},1\na,{empty},2\na,7,3\na,7,4\n")
    assert segkit.abcxyz(str(path)).table["order_count"].to_list() == [3]


def test_dates_that_contradict_their_head_are_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    head = "".join(f"a,2024-01-01,{n}\n" for n in range(10_050))
    path.write_text(f"customer_id,date,amount\n{head}b,2024-05-01 10:30:00,1\nc,2024-05-02T10:30:00Z,1\n")
    table = segkit.abcxyz(str(path), as_of="2024-05-02").table.filter(pl.col("customer_id") != "a").sort("customer_id")
    assert table["first_order_date"].to_list() == [date(2024, 5, 1), date(2024, 5, 2)]


def test_day_and_month_are_told_by_the_whole_column(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    head = "".join(f"a,03/04/2024,{n}\n" for n in range(10_050))
    path.write_text(f"customer_id,date,amount\n{head}b,25/04/2024,1\n")
    table = segkit.abcxyz(str(path)).table.sort("customer_id")
    assert table["first_order_date"].to_list() == [date(2024, 4, 3), date(2024, 4, 25)]


@pytest.mark.parametrize(
    "texts", [("01.05.2024", "13.05.2024"), ("2024-05-01 10:00", "2024-05-13 11:00"), ("1 мая 2024", "13 May 2024")]
)
@pytest.mark.parametrize("categories", [pl.Categorical(), pl.Enum([])])
def test_categories_are_read_like_the_texts_that_they_are(
    texts: tuple[str, str], categories: pl.DataType, tmp_path: Path
) -> None:
    frame = pl.DataFrame(
        {"customer_id": ["a", "b"], "date": texts, "amount": ["1,50 €", "2,25 €"], "status": ["paid", "failed"]}
    )

    def kind(name: str) -> pl.DataType:
        return categories if isinstance(categories, pl.Categorical) else pl.Enum(frame[name].unique())

    path = tmp_path / "sales.parquet"
    frame.with_columns(pl.col(name).cast(kind(name)) for name in frame.columns).write_parquet(path)
    for result in (segkit.abcxyz(frame), segkit.abcxyz(path)):
        assert result.table.select("customer_id", "total_amount", "last_order_date").rows() == [
            ("a", 1.5, date(2024, 5, 1))
        ]
        assert result.account is not None
        assert result.account.set_aside["status"].units == 22_500


@pytest.mark.parametrize("moment", [1714521600.0, 1714521600.5, 1714521600000.0, 45413.0, 45413.75, 20240501.0])
def test_dates_that_are_floats_are_read_like_integers(moment: float, tmp_path: Path) -> None:
    path = tmp_path / "sales.parquet"
    frame = pl.DataFrame({"customer_id": ["a", "b", "c"], "date": [moment, moment, None], "amount": [1.0, 2.0, 4.0]})
    frame.write_parquet(path)
    result = segkit.abcxyz(path, max_bad="1")
    assert result.as_of == date(2024, 5, 1)
    assert result.account is not None
    assert {name: tally.rows for name, tally in result.account.rejected.items()} == {"date": 1}


@pytest.mark.parametrize(("decimal", "total"), [("comma", 21_500 + 900 + 1_250), ("point", 21.5 + 900 + 1.25)])
def test_the_decimal_mark_that_the_user_names_is_that_of_plain_looking_numbers_too(
    tmp_path: Path, decimal: str, total: float
) -> None:
    (tmp_path / "sales.csv").write_text("customer_id;amount\na;21.500\nb;900\nc;1.250\n")
    result = segkit.abcxyz(tmp_path / "sales.csv", decimal=decimal)
    assert result.table["total_amount"].sum() == total
