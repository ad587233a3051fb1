"""What only a second look at the rows tells: they are read again where the first look left a doubt, and only there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import polars as pl

from segkit import roles, units
from segkit.io.source import reading_errors
from segkit.recognition.preparation import with_derived
from segkit.result import Note
from segkit.rollup import MEASURES
from segkit.scan import collecting
from segkit.scan.order_samples import DOUBLED_SHARE, LEVEL_SHARE, OrderCounts, is_sampled
from segkit.schema import KEY
from segkit.transactions import REASONS, normalize, within

if TYPE_CHECKING:
    from segkit.periods import Period
    from segkit.reading import Reading
    from segkit.recognition.preparation import Prepared

_ORDER = ("order_id", KEY)
_SHOWN_CELLS = 2
_SHOWN_VALUES = 5
_CELL_LENGTH = 40
_ALIKE_SHARE = 0.9
_RARE_SHARE = 0.02
_DIFFERENT_SHARE = 0.5
_TOLD_BY_ITEMS = (30, 0.3)
"""Orders of several lines, and the least correlation of their amount with their lines, where only items tell lines apart.

The total of an order grows with its lines; what each of several tickets of one price costs does not. By chance, of 30 orders
one in twenty reaches .3.
"""
_TOTAL_NAMES = ("order_total", "order_amount", "сумма_заказа", "grand_total", "invoice_total")


def refused_cells(prepared: Prepared, reason: str) -> list[str]:
    """Return up to two of the cells, in quotes, for which rows were rejected; none of a column that may name somebody."""
    if reason not in REASONS:
        return []
    code, found = REASONS.index(reason) + 1, set()
    for source, reading in zip(prepared.sources, prepared.readings, strict=True):
        named = {reading.mapping.get("order"), reading.mapping[KEY]}
        columns = [name for name in _columns_of(reading, reason) if name not in named and name in source.dtypes]
        if not columns:
            continue
        kept = [pl.col(name).cast(pl.String).alias(name) for name in columns]
        rows = normalize(source.frame, reading.as_text(), kept).filter(pl.col("reason") == code)
        cells = pl.concat([_unread(rows, name, reading) for name in columns])
        least = cells.filter(pl.col("cell") != "").unique().sort("cell").head(_SHOWN_CELLS)
        with reading_errors(source.name):
            found |= set(least.collect(engine=collecting.ENGINE)["cell"])
    return [f'"{" ".join(cell.split())[:_CELL_LENGTH]}"' for cell in sorted(found)[:_SHOWN_CELLS]]


def _unread(rows: pl.LazyFrame, name: str, reading: Reading) -> pl.LazyFrame:
    """Return the cells of a kept column, of one of numbers those that are none."""
    text = pl.col(f"kept:{name}").str.strip_chars().alias("cell")
    if name in reading.numbers:
        rows = rows.filter(units.scale_text(reading.numbers[name].plain(text))[0].is_null())
    return rows.select(text)


def _columns_of(reading: Reading, reason: str) -> list[str]:
    """Return the columns that a reason to reject a row is about."""
    if reason == "value":
        return [reading.value] if reading.value in reading.dtypes and reading.value is not None else []
    roles_read = [reason] if reason in reading.mapping else ["quantity", "price"] if reason == "amount" else []
    refund = [reading.layout.refund] if reason == "amount" and reading.layout.refund is not None else []
    return [*(reading.mapping[role] for role in roles_read if role in reading.mapping), *refund]


def values_of(prepared: Prepared, role: str) -> tuple[str, list[tuple[str, int]]]:
    """Return the column that tells a status or currency, and its most frequent values with their rows."""
    name, parts = "", []
    for source, reading in zip(prepared.sources, prepared.readings, strict=True):
        told = next(iter(reading.layout.counted), None) if role == "status" else None
        if column := told or reading.mapping.get(role):
            name = name or column
            parts.append(with_derived(source, reading).frame.select(pl.col(column).cast(pl.String).alias("value")))
    text = pl.col("value").str.strip_chars().fill_null("")
    counted = pl.concat(parts).group_by(text).agg(pl.len().alias("rows"))
    most = counted.sort("rows", "value", descending=[True, False]).head(_SHOWN_VALUES)
    with reading_errors("the input"):
        rows = most.collect(engine=collecting.ENGINE).rows()
    return name, [(" ".join(value.split())[:_CELL_LENGTH] or "(blank)", count) for value, count in rows]


def sample_notes(sample: OrderCounts, prepared: Prepared, period: Period) -> Iterator[Note]:
    """Yield what whole rows say about the orders of a sample that look repeated, or look like their own total."""
    if any(reading.layout.order_totals for reading in prepared.readings):
        return  # the profile counts each order once
    overlapping = sample.may_overlap(sum(len(source.parts) for source in prepared.sources))
    totals = (
        sample.several > 0 and sample.may_hold_totals and _lines_differ_by(prepared.readings[0], prepared) is not None
    )
    if not overlapping and not totals:
        return
    rows = _sampled_rows(prepared, period, sample.every)
    if overlapping:
        yield from _repeat_notes(rows, sample, [name for source in prepared.sources for name in source.names])
    if totals:
        yield from _total_notes(rows, sample, prepared)


def _sampled_rows(prepared: Prepared, period: Period, every: int) -> pl.DataFrame:
    """Return the rows of the sampled orders: ``file`` (place among all names), ``line`` (item, quantity and price), ``different``."""
    parts: list[pl.LazyFrame] = []
    for source, reading in zip(prepared.sources, prepared.readings, strict=True):
        differ = _lines_differ_by(reading, prepared) or []
        for part in source.parts:
            keep = [
                pl.lit(len(parts)).alias("file"),
                _cells(_of_line(reading, prepared)).alias("line"),
                _cells(differ).alias("different"),
            ]
            parts.append(normalize(part, reading.as_text(), keep))
    rows = within(pl.concat(parts, how="diagonal"), period).filter(is_sampled(every))
    names = [name for name in (*_ORDER, "order_date", *MEASURES) if name in rows.collect_schema().names()]
    kept = [pl.col(f"kept:{name}").alias(name) for name in ("file", "line", "different")]
    with reading_errors("the input"):
        return rows.select(*names, *kept).collect(engine=collecting.ENGINE)


def _cells(names: Sequence[str]) -> pl.Expr:
    return pl.struct(names).hash(seed=0) if names else pl.lit(0, pl.UInt64)


def _of_line(reading: Reading, prepared: Prepared) -> list[str]:
    """Return the columns of item, quantity and price, as far as a source has them."""
    item = prepared.options.columns.item or roles.recognize(list(reading.dtypes)).get("item")
    named = (item, reading.mapping.get("quantity"), reading.mapping.get("price"))
    return [name for name in dict.fromkeys(named) if name is not None and name in reading.dtypes]


def _repeat_notes(rows: pl.DataFrame, sample: OrderCounts, names: Sequence[str]) -> Iterator[Note]:
    """Yield a note on orders that stand in several files, or twice in one with equal lines."""
    keys = [name for name in (*_ORDER, "order_date", *MEASURES) if name in rows.columns]
    across = (
        rows.group_by(keys).agg(pl.col("file").n_unique())
        .group_by(_ORDER).agg((pl.col("file") > 1).all()).filter("file").select(_ORDER)
    )  # fmt: skip
    if not sample.one_row_each and across.height <= DOUBLED_SHARE * sample.orders:
        return
    orders = rows["order_id"].n_unique()
    inside = _repeated_inside(rows, orders) if sample.one_row_each else across.clear()
    repeated = pl.concat([across, inside]).unique()
    if not repeated.height:
        return
    files = sorted(rows.join(repeated, on=_ORDER, how="semi")["file"].unique().to_list())
    listed = ", ".join(names[place] for place in files[:3]) + (", ..." if len(files) > 3 else "")
    message = (
        f"{repeated.height:,} of {orders:,} orders{sample.about} stand there again with the same money ({listed}): "
    )
    message += "exports that overlap? all are counted" if across.height else "rows entered twice? all are counted"
    fix = "Leave out the export, or the sheet (--sheet), that repeats them; or delete the rows that stand there twice."
    yield Note("repeated-orders", message, warning=True, count=repeated.height, fix=fix)


def _repeated_inside(rows: pl.DataFrame, orders: int) -> pl.DataFrame:
    """Return the orders of one line that stands several times in one file.

    Copies are rare, or made of all alike: where many orders have two such rows, some three and some four, they are what was
    bought, as tickets of one price.
    """
    lines = rows.group_by(pl.all()).agg(pl.len().alias("times"))
    found = lines.group_by(*_ORDER, "file").agg(pl.len().alias("lines"), pl.col("times").max())
    found = found.filter(pl.col("lines") == 1, pl.col("times") > 1)
    usual = found.group_by("times").len()["len"].max()
    rare = found.height <= _RARE_SHARE * orders
    copied = rare or (isinstance(usual, int) and usual >= _ALIKE_SHARE * found.height)
    return (found if copied else found.clear()).select(_ORDER)


def _lines_differ_by(reading: Reading, prepared: Prepared) -> list[str] | None:
    """Return the columns by which a source tells the lines of an order apart and prices them; None if it cannot."""
    mapping = reading.mapping
    if "amount" not in mapping or "amount" not in reading.measures:
        return None
    if _is_priced(reading):
        return [mapping["quantity"], mapping["price"]]
    return [
        name for name in _of_line(reading, prepared) if name not in (mapping["amount"], mapping.get("price"))
    ] or None


def _is_priced(reading: Reading) -> bool:
    """Tell whether quantity, price and amount are three columns."""
    named = [reading.mapping.get(role) for role in ("quantity", "price", "amount")]
    return None not in named and len(set(named)) == len(named)


def _total_notes(rows: pl.DataFrame, sample: OrderCounts, prepared: Prepared) -> Iterator[Note]:
    """Yield a note where the lines of an order differ, but not in their amount."""
    reading = prepared.readings[0]
    lines = rows.unique([*_ORDER, "amount", "line"])  # an order that two exports hold has each line once
    amount, different = pl.col("amount"), pl.col("different")
    orders = lines.group_by(_ORDER).agg(
        amount.max(), pl.len().alias("lines"), (amount.min() == amount.max()).alias("level"),
        (different.n_unique() > 1).alias("different"), (amount != 0).any().alias("paid"),
    )  # fmt: skip
    long = orders.filter(pl.col("paid"), pl.col("lines") > 1)
    level = long.filter("level", "different").height
    if long.filter("level").height <= LEVEL_SHARE * long.height or level < _DIFFERENT_SHARE * long.height or not level:
        return
    if not _is_priced(reading) and not _grows(orders, long.height, reading.mapping["amount"]):
        return
    name = reading.mapping["amount"]
    message = (
        f'"{name}" is the same on all lines of {level:,} of {long.height:,} orders of several lines{sample.about}, though '
        "the lines differ: the total of the order, which counts once for each line?"
    )
    yield Note("order-totals", message, warning=True, count=level, fix=_way_out(reading))


def _grows(orders: pl.DataFrame, long: int, name: str) -> bool:
    """Tell whether the amount is that of the order: its column says so, or it grows with the lines."""
    if roles.fold(name) in map(roles.fold, _TOTAL_NAMES):
        return True
    least, correlation = _TOLD_BY_ITEMS
    if long < least:
        return False
    found = orders.select(pl.corr(pl.col("amount").rank(), pl.col("lines").rank())).item()
    return found is not None and found > correlation


def _way_out(reading: Reading) -> str:
    mapping = reading.mapping
    if _is_priced(reading):
        return f'--quantity "{mapping["quantity"]}" --price "{mapping["price"]}"'
    return "Name the column with the money of the line (--amount COLUMN), or keep one row of each order."
