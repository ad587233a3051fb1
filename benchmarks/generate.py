"""Makes the data of the benchmarks: two years of a shop's orders, the same bytes for the same seed.

Customers sign up, buy again at their own rate and stop; nearly half of them buy once. Baskets are log-normal with
cents, 1.5 % of the orders are refunds. Rows are in order of time, as a shop exports them, and are made month by month,
so that 100 million rows need no more memory than a month of them.

    python benchmarks/generate.py orders --rows 10_000_000 --ids text --format parquet
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from numpy.typing import NDArray

Shape = Literal["orders", "lines"]
Ids = Literal["int", "text"]
Format = Literal["parquet", "csv"]

SEED = 20240101
VERSION = 1
"""Part of the file names: a change of the generator makes new files."""

FIRST_DAY = np.datetime64("2023-01-01", "us")
MONTHS = 24
ROWS_PER_CUSTOMER = 11
PIECE_ROWS = 5_000_000
ROW_GROUP = 1 << 17

REFUNDS = 0.015
ONE_TIME_BUYERS = 0.45
OLD_CUSTOMERS = 0.35
"""Share of customers whose first order of the two years lies in its first months."""
LINES_PER_ORDER = 2.5
STRAY_LINES = 0.03
"""Share of order lines that do not lie beside the others of their order."""
SEASON = (0.95, 0.85, 0.95, 0.95, 1.0, 0.95, 0.9, 0.9, 1.0, 1.05, 1.3, 1.6)

_FIRST_ID = 100_000
_HEX = np.frombuffer(b"0123456789abcdef", dtype=np.uint8)
_PREFIX = np.frombuffer(b"cus_", dtype=np.uint8)
_DAY = 86_400_000_000


@dataclass(frozen=True)
class Dataset:
    """One file of the benchmarks."""

    shape: Shape = "orders"
    ids: Ids = "int"
    format: Format = "parquet"
    rows: int = 1_000_000

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return folder() / f"{self.shape}-{self.ids}-{self.rows}-v{VERSION}.{self.format}"

    def make(self) -> Path:
        """Return the path of the file, which is made if it is not there."""
        if not self.path.exists():
            folder().mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder(), suffix=".tmp", delete=False) as target:
                _write(self, target)
            Path(target.name).replace(self.path)
        return self.path


def folder() -> Path:
    """Return the folder of the data: ``SEGKIT_BENCH_DATA``, else ``benchmarks/data``."""
    return Path(os.environ.get("SEGKIT_BENCH_DATA") or Path(__file__).parent / "data")


@dataclass(frozen=True)
class _Customers:
    """Who buys, when they first and last could (in months since the first day), how often and how much."""

    first: NDArray[np.float32]
    last: NDArray[np.float32]
    rate: NDArray[np.float32]
    spend: NDArray[np.float32]


def pieces(data: Dataset) -> Iterator[pl.DataFrame]:
    """Yield the rows of a data set, at most about five million at a time, in order of time."""
    rng = np.random.default_rng([SEED, data.rows, data.shape == "lines"])
    customers = _customers(max(data.rows // ROWS_PER_CUSTOMER, 1), rng)
    orders = data.rows if data.shape == "orders" else round(data.rows / LINES_PER_ORDER)
    left, next_order = data.rows, 1
    slices = _slices(customers, orders)
    for number, (start, end, repeats) in enumerate(slices, start=1):
        who, when = _orders(customers, (start, end), repeats, rng)
        wanted = left if number == len(slices) else None
        if data.shape == "lines":
            who, when, order = _lines(who, when, next_order, wanted, rng)
            next_order = int(order.max(initial=next_order - 1)) + 1
        else:
            order = None
        money = _amounts(customers.spend[who], order, rng)
        left -= who.size
        yield _frame(data, who, when, money, order)


def _customers(count: int, rng: np.random.Generator) -> _Customers:
    """Return customers in order of their first purchase, as a shop numbers them."""
    first = rng.uniform(0, MONTHS, count)
    old = rng.random(count) < OLD_CUSTOMERS
    first[old] = rng.exponential(1.5, int(old.sum())).clip(0, MONTHS - 0.01)
    first.sort()
    rate = rng.gamma(0.8, 1.0, count)
    rate[rng.random(count) < ONE_TIME_BUYERS] = 0
    single = np.float32
    return _Customers(
        first=first.astype(single),
        last=(first + rng.exponential(14, count)).clip(0, MONTHS).astype(single),
        rate=rate.astype(single),
        spend=rng.lognormal(0, 0.7, count).astype(single),
    )


def _slices(customers: _Customers, orders: int) -> list[tuple[float, float, int]]:
    """Return (start, end, repeat orders): months or parts of them, as busy as the season and the customers are."""
    parts = max(1, -(-orders * 2 // (PIECE_ROWS * MONTHS)))
    edges = np.linspace(0, MONTHS, MONTHS * parts + 1)
    active = np.array([_weights(customers, a, b).sum() for a, b in pairwise(edges)])
    busy = active * np.array([SEASON[int(edge) % 12] for edge in edges[:-1]])
    repeats = max(orders - customers.first.size, 0)
    reached = np.round(repeats * np.concatenate([[0], busy.cumsum() / max(busy.sum(), 1e-9)])).astype(int)
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), np.diff(reached).tolist(), strict=True))


def _weights(customers: _Customers, start: float, end: float) -> NDArray[np.float32]:
    """Return how likely each customer's next order falls into the slice."""
    stay = np.minimum(customers.last, end) - np.maximum(customers.first, start)
    return customers.rate * stay.clip(min=0)


def _orders(
    customers: _Customers, span: tuple[float, float], repeats: int, rng: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.datetime64]]:
    """Return customer and time of the orders in a slice: the first ones of new customers, and the repeats."""
    start, end = span
    begin, stop = np.searchsorted(customers.first, [start, end])
    new = np.arange(begin, stop)
    chances = _weights(customers, start, end).astype(np.float64).cumsum()
    drawn = np.sort(rng.random(repeats)) * chances[-1]
    again = np.minimum(np.searchsorted(chances, drawn, side="right"), chances.size - 1)
    low = np.maximum(customers.first[again], start)
    high = np.maximum(np.minimum(customers.last[again], end), low)
    moment = np.concatenate([customers.first[new], low + rng.random(repeats) * (high - low)])
    who = np.concatenate([new, again]).astype(np.int64)
    order = np.argsort(moment, kind="stable")
    return who[order], _times(moment[order], rng)


def _times(moment: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.datetime64]:
    """Return months since the first day as timestamps between eight and midnight."""
    days = np.floor(moment * (731 / MONTHS)).clip(0, 730).astype(np.int64)
    seconds = (8 + 16 * rng.beta(2, 1.6, days.size)) * 3600
    times = FIRST_DAY + (days * _DAY + seconds.astype(np.int64) * 1_000_000).astype("timedelta64[us]")
    times.sort()
    return times


def _lines(
    who: NDArray[np.int64],
    when: NDArray[np.datetime64],
    next_order: int,
    wanted: int | None,
    rng: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.datetime64], NDArray[np.int64]]:
    """Return the orders as lines with order ids; a few lines lie away from the others of their order."""
    lines = rng.geometric(1 / LINES_PER_ORDER, who.size)
    if wanted is not None:
        lines = _adding_up(lines, wanted)
    order = np.repeat(np.arange(who.size), lines)
    place = np.arange(order.size, dtype=np.float64)
    stray = rng.random(order.size) < STRAY_LINES
    place[stray] += rng.uniform(-500, 500, int(stray.sum()))
    order = order[np.argsort(place, kind="stable")]
    return who[order], when[order], order + next_order


def _adding_up(lines: NDArray[np.int64], wanted: int) -> NDArray[np.int64]:
    """Return the line counts of the last piece, changed so that the file has exactly the rows that were asked for."""
    while (missing := wanted - int(lines.sum())) != 0:
        if missing < 0:
            larger = np.flatnonzero(lines > 1)[:-missing]
            if not larger.size:
                raise ValueError("too few rows")
            lines[larger] -= 1
        else:
            lines[: min(missing, lines.size)] += 1
    return lines


def _amounts(
    spend: NDArray[np.float32], order: NDArray[np.int64] | None, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return amounts with cents; of a refunded order every line is negative."""
    amounts = np.round(np.maximum(rng.lognormal(3.3, 0.9, spend.size) * spend, 0.01), 2)
    if order is None:
        refunded = rng.random(spend.size) < REFUNDS
    else:
        first = int(order.min(initial=0))
        refunded = (rng.random(int(order.max(initial=0)) - first + 1) < REFUNDS)[order - first]
    amounts[refunded] *= -1
    return amounts


def _frame(
    data: Dataset,
    who: NDArray[np.int64],
    when: NDArray[np.datetime64],
    amounts: NDArray[np.float64],
    order: NDArray[np.int64] | None,
) -> pl.DataFrame:
    ids = pl.Series(who + _FIRST_ID) if data.ids == "int" else _texts(who)
    columns = {"customer_id": ids, "order_id": order, "order_date": when, "amount": amounts}
    return pl.DataFrame({name: column for name, column in columns.items() if column is not None})


def _texts(who: NDArray[np.int64]) -> pl.Series:
    """Return 20-byte ids such as payment services give: ``cus_`` and 16 hexadecimal digits."""
    mixed = who.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    octets = (mixed ^ (mixed >> np.uint64(31))).view(np.uint8).reshape(-1, 8)
    letters = np.empty((who.size, 20), dtype=np.uint8)
    letters[:, :4] = _PREFIX
    letters[:, 4::2] = _HEX[octets >> 4]
    letters[:, 5::2] = _HEX[octets & 15]
    offsets = pa.py_buffer(np.arange(who.size + 1, dtype=np.int64) * 20)
    texts = pa.Array.from_buffers(pa.large_string(), who.size, [None, offsets, pa.py_buffer(letters)])
    return pl.Series(pl.from_arrow(texts))


def _write(data: Dataset, target: IO[bytes]) -> None:
    if data.format == "csv":
        for number, piece in enumerate(pieces(data)):
            piece.write_csv(target, include_header=number == 0, float_precision=2, datetime_format="%Y-%m-%d %H:%M:%S")
        return
    writer: pq.ParquetWriter | None = None
    pending: list[pa.Table] = []
    for piece in pieces(data):
        table = piece.to_arrow(compat_level=pl.CompatLevel.oldest())
        writer = writer or pq.ParquetWriter(target, table.schema)
        pending.append(table)
        joined = pa.concat_tables(pending)
        whole = joined.num_rows // ROW_GROUP * ROW_GROUP
        writer.write_table(joined.slice(0, whole), row_group_size=ROW_GROUP)
        # Copied, so that the piece that it was a part of can be freed.
        rest = pl.DataFrame(pl.from_arrow(joined.slice(whole))).clone().rechunk()
        pending = [rest.to_arrow(compat_level=pl.CompatLevel.oldest())]
    if writer is not None:
        writer.write_table(pa.concat_tables(pending), row_group_size=ROW_GROUP)
        writer.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shape", choices=["orders", "lines"])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--ids", choices=["int", "text"], default="int")
    parser.add_argument("--format", choices=["parquet", "csv"], default="parquet")
    given = parser.parse_args()
    data = Dataset(shape=given.shape, ids=given.ids, format=given.format, rows=given.rows)
    sys.stdout.write(f"{data.make()}\n")


if __name__ == "__main__":
    main()
