"""A small realistic shop, the same on every machine: what ``segkit demo`` writes and the examples are made of.

Repeat buyers with different rhythms, churn, a December peak, skewed baskets of one to five lines, a few returns and
cancelled orders, and rows without a customer. No real person is in it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

FIRST_DAY, LAST_DAY = date(2023, 1, 1), date(2024, 12, 31)
_PRODUCTS = (
    ("TEA-01", "Green tea 100 g", 6.9), ("TEA-02", "Black tea 100 g", 5.4), ("TEA-03", "Oolong 50 g", 11.5),
    ("COF-01", "Coffee beans 1 kg", 21.9), ("COF-02", "Coffee beans 250 g", 7.5), ("COF-03", "Filter papers", 3.2),
    ("CUP-01", "Cup", 9.0), ("CUP-02", "Travel mug", 24.5), ("POT-01", "Teapot", 38.0), ("POT-02", "French press", 29.9),
    ("MIL-01", "Hand grinder", 64.0), ("MIL-02", "Electric grinder", 139.0), ("SWE-01", "Biscuits", 4.6),
    ("SWE-02", "Dark chocolate", 3.9), ("SUB-01", "Monthly box", 25.0), ("ESP-01", "Espresso machine", 449.0),
)  # fmt: skip
_RETURNED, _CANCELLED, _ANONYMOUS = 0.015, 0.02, 0.03


def shop(customers: int = 400, seed: int = 7) -> pl.DataFrame:
    """Return order lines, an address for every customer among them, as a list needs one.

    Columns: ``order_id, order_date, customer_id, sku, product, quantity, unit_price, amount, status, email``.

    Sorted by date and order. Only ``random.random`` is used, whose sequence Python guarantees for a seed.
    """
    dice = random.Random(seed)  # noqa: S311 -- a demonstration, not a secret
    lines = [line for number in range(customers) for line in _customer(dice, number)]
    lines.sort()
    rows = [(10_001 + order, *rest) for order, rest in _numbered(lines)]
    schema = {
        "order_id": pl.Int64, "order_date": pl.Date, "customer_id": pl.String, "sku": pl.String, "product": pl.String,
        "quantity": pl.Int64, "unit_price": pl.Float64, "amount": pl.Float64, "status": pl.String,
    }  # fmt: skip
    address = pl.col("customer_id").str.to_lowercase() + "@example.com"
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.with_columns(email=pl.when(pl.col("customer_id") != "").then(address))


_Line = tuple[date, int, int, int, str, str, str, int, float, float, str]


def _customer(dice: random.Random, number: int) -> Iterator[_Line]:
    """Yield the lines of one customer: a rhythm, a taste, and a day after which nothing comes."""
    rhythm = 12 * math.exp(1.1 * _bell(dice)) + 14
    taste = math.exp(0.6 * _bell(dice))
    day = FIRST_DAY + timedelta(days=int(700 * dice.random()))
    order = 0
    while day <= LAST_DAY:
        quiet = day.month in (6, 7, 8) and dice.random() < 0.3
        if not quiet:
            yield from _order(dice, number, order, day, taste)
            order += 1
        if dice.random() < (0.4 if order < 2 else 0.1):
            return
        day += timedelta(days=1 + int(-rhythm * math.log(1 - dice.random()) * (0.5 if day.month == 11 else 1)))


def _order(dice: random.Random, number: int, order: int, day: date, taste: float) -> Iterator[_Line]:
    customer = "" if dice.random() < _ANONYMOUS else f"C{number + 1:04d}"
    status = "cancelled" if dice.random() < _CANCELLED else "paid"
    for line in range(1 + int(5 * dice.random() ** 3)):
        sku, product, price = _PRODUCTS[min(int(len(_PRODUCTS) * dice.random() ** (1.6 / taste)), len(_PRODUCTS) - 1)]
        quantity = 1 + int(4 * dice.random() ** 4)
        if dice.random() < _RETURNED:
            quantity, status = -quantity, "returned"
        yield day, number, order, line, customer, sku, product, quantity, price, round(quantity * price, 2), status


def _bell(dice: random.Random) -> float:
    """Return a roughly normal number from plain uniform ones."""
    return sum(dice.random() for _ in range(12)) - 6


def _numbered(lines: list[_Line]) -> Iterator[tuple[int, tuple[object, ...]]]:
    """Yield the lines with consecutive order numbers, in the order of the days."""
    numbers: dict[tuple[date, int, int], int] = {}
    for day, customer, order, _, *rest in lines:
        yield numbers.setdefault((day, customer, order), len(numbers)), (day, *rest)
