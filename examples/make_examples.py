"""Make the examples again: ``python examples/make_examples.py`` (the CDNOW file needs the package lifetimes 0.11.3)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from segkit.demo import shop

HERE = Path(__file__).parent


def make_shop() -> None:
    """Write the line items of an invented shop, as CSV and Parquet."""
    lines = shop(customers=2_000, seed=2024)
    lines.write_csv(HERE / "shop.csv", float_precision=2)
    lines.write_parquet(HERE / "shop.parquet", row_group_size=1 << 18)
    print(f"shop: {lines.height:,} lines, {lines['customer_id'].n_unique():,} customers")


def make_cdnow() -> None:
    """Write the CDNOW purchases that the package lifetimes carries, as CSV with ids as text."""
    import lifetimes  # noqa: PLC0415 -- only for this file

    source = Path(lifetimes.__file__).parent / "datasets" / "CDNOW_master.txt"
    rows = [line.split() for line in source.read_text().splitlines()[1:] if line.strip()]
    names = ("customer_id", "date", "quantity", "amount")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    dated = frame.with_columns(pl.col("date").str.to_date("%Y%m%d"))
    dated.write_csv(HERE / "cdnow.csv")
    print(f"cdnow: {dated.height:,} purchases, {dated['customer_id'].n_unique():,} customers")


if __name__ == "__main__":
    make_shop()
    make_cdnow()
