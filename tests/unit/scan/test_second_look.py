"""What only a second look at the rows tells: orders that two exports hold, and totals that stand on every line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.errors import SegkitError
from segkit.result import Note

DAY = date(2024, 5, 1)
TEXT = "order_id,customer_id,date,amount"


def warned(*inputs: object, **options: Any) -> dict[str, Note]:
    return {note.code: note for note in segkit.abcxyz(*inputs, **options).warnings}


def one_row_each(numbers: Sequence[int]) -> pl.DataFrame:
    """Return orders of one row each, two a customer."""
    return pl.DataFrame(
        {"order_id": numbers, "customer_id": [f"c{n // 2}" for n in numbers],
         "order_date": [DAY + timedelta(days=n % 28) for n in numbers], "amount": [n + 0.5 for n in numbers]}
    )  # fmt: skip


def lines(amounts: Sequence[Sequence[float]], **columns: Sequence[Sequence[Any]]) -> pl.DataFrame:
    """Return order lines: the amounts of each order, and what else its lines hold."""
    frame = pl.DataFrame({"order_id": range(len(amounts)), "amount": amounts, **columns})
    frame = frame.with_columns(
        customer_id=pl.format("c{}", pl.col("order_id") // 2),
        order_date=DAY + pl.duration(days=pl.col("order_id") % 28),
    )
    return frame.explode("amount", *columns)


def test_orders_that_two_exports_hold_are_counted_and_their_files_named(tmp_path: Path) -> None:
    (tmp_path / "jan.csv").write_text(f"{TEXT}\n1,a,2024-01-05,10\n2,b,2024-01-06,20\n3,a,2024-01-31,5\n")
    (tmp_path / "feb.csv").write_text(f"{TEXT}\n3,a,2024-01-31,5\n4,c,2024-02-09,7\n5,b,2024-02-16,20\n")
    note = warned(str(tmp_path))["repeated-orders"]
    assert note.count == 1
    assert note.message.startswith("1 of 5 orders stand there again with the same money")
    assert "exports that overlap?" in note.message
    assert "jan.csv" in note.message
    assert "feb.csv" in note.message
    assert str(note.fix).startswith("Leave out the export")


@pytest.mark.parametrize(("count", "more"), [(3, False), (4, True)])
def test_three_of_the_files_that_repeat_orders_are_named(tmp_path: Path, count: int, *, more: bool) -> None:
    for n in range(count):
        (tmp_path / f"{n}.csv").write_text(f"{TEXT}\n1,a,2024-01-05,10\n2,b,2024-01-06,20\n{n + 3},a,2024-01-31,5\n")
    message = warned(str(tmp_path))["repeated-orders"].message
    assert [f"{n}.csv" in message for n in range(count)] == [True] * 3 + [False] * (count - 3)
    assert (", ..." in message) is more


def test_a_cell_that_changed_between_two_exports_hides_no_order() -> None:
    first = one_row_each(range(100)).with_columns(note=pl.lit("new"))
    second = one_row_each(range(90, 200)).with_columns(note=pl.lit("sent"))
    assert warned(first, second)["repeated-orders"].count == 10


def test_a_whole_export_read_twice_is_noticed() -> None:
    assert warned(one_row_each(range(50)), one_row_each(range(50)))["repeated-orders"].count == 50


def test_the_same_number_of_another_customer_or_money_is_no_repeat() -> None:
    other = one_row_each(range(90, 200)).with_columns(customer_id=pl.format("d{}", "customer_id"))
    assert "repeated-orders" not in warned(one_row_each(range(100)), other)
    refunds = one_row_each(range(90, 100)).with_columns(-pl.col("amount"))
    assert "repeated-orders" not in warned(one_row_each(range(100)), refunds)


def test_a_row_that_stands_twice_in_one_file_is_warned_about() -> None:
    note = warned(one_row_each([*range(1_000), 7, 7, 9]))["repeated-orders"]
    assert note.count == 2
    assert "rows entered twice?" in note.message


@pytest.mark.parametrize("column", ["sku", "quantity", "price"])
def test_rows_of_other_items_quantities_or_prices_are_no_copies(column: str) -> None:
    frame = one_row_each([*range(100), 7]).with_columns(pl.Series(column, range(1, 102)))
    assert "repeated-orders" not in warned(frame)


def test_tickets_of_one_price_are_what_was_bought() -> None:
    bought = [n for n in range(300) for _ in range(n % 4 + 1)]
    assert "repeated-orders" not in warned(one_row_each(bought))


def test_equal_lines_are_usual_where_orders_have_lines() -> None:
    frame = lines([*[[3.0, 3.0]] * 20, *[[3.0, 4.0]] * 30, *[[5.0]] * 200])
    assert "repeated-orders" not in warned(frame)


def test_a_month_a_file_of_order_lines_has_no_repeats() -> None:
    first = lines([*[[3.0, 3.0]] * 60, *[[3.0, 4.0]] * 30])
    second = first.with_columns(pl.col("order_id") + 1_000)
    assert "repeated-orders" not in warned(first, second)


def test_one_order_alone_tells_nothing() -> None:
    assert "repeated-orders" not in warned(one_row_each([1, 1]))


PRICED = {"quantity": [[1, 2], [2], [1, 1, 3]], "price": [[10.0, 10.0], [10.0], [4.0, 6.0, 5.0]]}


def test_a_total_on_every_line_is_warned_about_with_the_columns_to_count_instead() -> None:
    frame = lines([[30.0] * 2, [20.0], [25.0] * 3], sku=[["x", "y"], ["x"], ["x", "y", "z"]], **PRICED)
    frame = frame.rename({"amount": "order_total"})
    note = warned(frame)["order-totals"]
    assert note.message.startswith('"order_total" is the same on all lines of 2 of 2 orders of several lines')
    assert (note.count, note.fix) == (2, '--quantity "quantity" --price "price"')
    settled = segkit.abcxyz(frame, quantity="quantity", price="price")
    assert "order-totals" not in {each.code for each in settled.warnings}
    assert settled.table["total_amount"].sum() == 30 + 20 + 25


@pytest.mark.parametrize(("different", "expected"), [(4, False), (5, True)])
def test_totals_are_warned_about_where_half_of_the_orders_have_lines_that_differ(
    different: int, *, expected: bool
) -> None:
    # ten orders of two items for one amount: in some the quantities differ, in the others they tell nothing
    quantity = [[1, 2 if n < different else 1] for n in range(10)]
    frame = lines([[30.0] * 2] * 10, sku=[["x", "y"]] * 10, quantity=quantity, price=[[10.0, 10.0]] * 10)
    assert ("order-totals" in warned(frame)) is expected


def test_amounts_of_lines_that_cost_the_same_are_no_totals() -> None:
    frame = lines([[10.0] * 2, [10.0], [10.0] * 3], sku=[["x", "y"], ["x"], ["x", "y", "z"]])
    assert "order-totals" not in warned(frame.with_columns(quantity=1, price=10.0))
    assert "order-totals" not in warned(frame)


def of_items(lines_of: Sequence[int], amount_of: Sequence[float]) -> pl.DataFrame:
    amounts = [[amount] * count for amount, count in zip(amount_of, lines_of, strict=True)]
    return lines(amounts, sku=[[f"s{place}" for place in range(count)] for count in lines_of])


@pytest.mark.parametrize("orders", [20, 60])
def test_without_prices_a_total_is_told_by_its_growing_with_the_lines(orders: int) -> None:
    counts = [n % 4 + 1 for n in range(orders)]
    totals = warned(of_items(counts, [10.0 * count + n % 7 for n, count in enumerate(counts)]))
    assert ("order-totals" in totals) is (orders == 60)
    tickets = warned(of_items(counts, [10.0 + n % 7 for n in range(orders)]))
    assert "order-totals" not in tickets


def test_a_column_called_the_total_of_the_order_needs_no_more_orders() -> None:
    frame = of_items([2, 1, 3], [10.0, 5.0, 11.0])
    assert "order-totals" not in warned(frame)
    note = warned(frame.rename({"amount": "order_total"}))["order-totals"]
    assert "--amount COLUMN" in str(note.fix)


def test_lines_without_anything_to_tell_them_apart_are_not_doubted() -> None:
    assert "order-totals" not in warned(lines([[10.0] * 2, [7.0] * 3, [5.0]]))


def test_profiles_that_count_each_order_once_are_not_doubted(tmp_path: Path) -> None:
    path = tmp_path / "shopify.csv"
    header = "Name,Email,Financial Status,Paid at,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price"
    rows = [f"#1,a@b.c,paid,2024-01-05,30,2024-01-05,{n},item {n},10" for n in (1, 2)]
    path.write_text("\n".join([header, *rows, ""]))
    assert "order-totals" not in warned(str(path), source="shopify")


@pytest.mark.parametrize(("days", "expected"), [(60, False), (61, True)])
def test_purchases_of_one_number_months_apart_are_warned_about(days: int, *, expected: bool) -> None:
    frame = one_row_each([1, 1, 2]).with_columns(
        order_date=pl.Series([DAY, DAY + timedelta(days=days), DAY]), amount=pl.Series([10.0, 20.0, 20.0])
    )
    note = warned(frame).get("reused-orders")
    assert (note is not None) is expected
    if note is not None:
        assert note.count == 1
        assert note.message.startswith("1 of 2 order ids have purchases of one customer more than 60 days apart")
        assert "--order COLUMN" in str(note.fix)


def test_what_comes_back_months_later_comes_back_to_its_order() -> None:
    frame = one_row_each([1, 1, 2]).with_columns(
        order_date=pl.Series([DAY, DAY + timedelta(days=90), DAY]), amount=pl.Series([10.0, -10.0, 20.0])
    )
    assert "reused-orders" not in warned(frame)


@pytest.mark.parametrize(
    "items",
    [
        pl.Series(["x", "y"], dtype=pl.Categorical), pl.Series([[1], [2]]), pl.Series([b"x", b"y"]), pl.Series([True, False]),
        pl.Series([date(2024, 1, 1), None]),
    ],
)  # fmt: skip
def test_items_of_any_type_tell_lines_apart(items: pl.Series) -> None:
    frame = one_row_each([1, 1, 2, 3]).with_columns(sku=pl.concat([items, items]))
    assert "repeated-orders" not in warned(frame)
    assert "repeated-orders" in warned(frame.with_columns(sku=items.gather([0] * 4)))


def test_an_item_may_be_a_field_of_another() -> None:
    items = [{"id": 1, "name": "mug"}, {"id": 2, "name": "mug"}]
    assert "repeated-orders" not in warned(one_row_each([1, 1, 2, 3]).with_columns(product=pl.Series(items + items)))


def test_the_total_of_an_order_is_known_in_an_export_of_a_russian_shop() -> None:
    frame = lines([[30.0] * 2, [7.0] * 3, [5.0]], price=[[10.0, 20.0], [1.0, 2.0, 4.0], [5.0]]).rename(
        {"order_id": "Номер заказа", "customer_id": "Email", "order_date": "Дата создания", "amount": "Сумма заказа", "price": "Цена продажи"}
    ).with_columns(pl.lit(1).alias("Количество"))  # fmt: skip
    note = warned(frame)["order-totals"]
    assert note.fix == '--quantity "Количество" --price "Цена продажи"'
    settled = segkit.abcxyz(frame, quantity="Количество", price="Цена продажи")
    assert settled.table["total_amount"].sum() == 30 + 7 + 5


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        # the most frequent first, equals by their names, blanks by a word
        (
            "customer_id,amount,currency\na,1,USD\nb,2,EUR\nc,3,USD\nd,3,EUR\ne,3,\nf,1,CHF\ng,1,CHF\nh,1,CHF\n",
            {"in_currency": "GBP"},
            '"currency" holds: CHF 3 rows, EUR 2 rows, USD 2 rows, (blank) 1 rows. --in-currency chooses one.',
        ),
        (
            "customer_id,amount,status\na,1,void\nb,2,cancelled\n",
            {},
            "cancelled 1 rows, void 1 rows. --skip-status NAME,... names those that do not count; --skip-status none counts all.",
        ),
        # of three cells that are no numbers the first two by their texts
        (
            "customer_id,amount,points\na,1,5\nb,2,many\nc,3,a few\nd,3,7\ne,3,lots\n",
            {"value": "points"},
            'Such as "a few" and "lots".',
        ),
        (
            "customer_id,amount\na,z\nb,b  c\nc,a\nd,3\ne,3\nf,1\ng,1\n",
            {},
            'Such as "a" and "b c".',
        ),
    ],
)
def test_what_stops_a_run_is_shown_by_its_cells(tmp_path: Path, text: str, options: dict[str, Any], said: str) -> None:
    path = tmp_path / "sales.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(SegkitError) as caught:
        segkit.abcxyz(path, **options)
    assert str(caught.value.fix).endswith(said)
