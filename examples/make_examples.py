"""Make the examples again: ``python examples/make_examples.py`` (the CDNOW file needs the package lifetimes 0.11.3)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from segkit.demo import shop

HERE = Path(__file__).parent


def make_shop() -> None:
    """Write the line items of an invented shop, as CSV and Parquet."""
    lines = shop(customers=2_000, seed=2024).drop("email")  # the contacts are a file of their own
    lines.write_csv(HERE / "shop.csv", float_precision=2)
    lines.write_parquet(HERE / "shop.parquet", row_group_size=1 << 18)
    print(f"shop: {lines.height:,} lines, {lines['customer_id'].n_unique():,} customers")


def make_contacts() -> None:
    """Write addresses for the customers of the shop: one in five said no, some are aliases or mistyped."""
    ids = (
        pl.read_csv(HERE / "shop.csv", infer_schema=False)["customer_id"].replace("", None).drop_nulls().unique().sort()
    )
    number = pl.int_range(pl.len())
    host = (
        pl.when(number % 50 == 7).then(pl.lit("marketplace.amazon.com")).when(number % 40 == 3).then(pl.lit("example"))
    )
    contacts = ids.to_frame().select(
        "customer_id",
        email=pl.concat_str(
            pl.col("customer_id").str.to_lowercase(), pl.lit("@"), host.otherwise(pl.lit("example.org"))
        ),
        accepts_marketing=pl.when(number * 7919 % 5 == 0).then(pl.lit("no")).otherwise(pl.lit("yes")),
    )
    contacts.write_csv(HERE / "contacts.csv")
    print(f"contacts: {contacts.height:,}")


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
    make_contacts()
    make_cdnow()
