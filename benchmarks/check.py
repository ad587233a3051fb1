"""Compares the classes of segkit and of the peers on a small file: who differs, and why.

Ends with 1 if the peer that cuts as segkit does differs in any class.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import polars as pl

from generate import Dataset
from peers import COLUMNS, PEERS

ROWS = 100_000
EXACT = "duckdb-cuts"
_NUMBERS = ("total_amount", "share", "cumulative_share")

_SHARES = {
    "duckdb-windows": "sums of floating-point numbers: equal incomes are not equal to it",
    "pandas": "equal incomes follow each other instead of sharing the sum",
    "polars": "equal incomes follow each other instead of sharing the sum",
}


def differences(ours: pl.DataFrame, theirs: pl.DataFrame) -> dict[str, int]:
    """Return how many customers differ in each column."""
    both = ours.join(theirs, on="customer_id", how="full", suffix="_peer")
    found: dict[str, int] = {}
    for name in COLUMNS[1:]:
        mine, other = pl.col(name), pl.col(f"{name}_peer")
        if name in _NUMBERS:
            differs = ((mine - other).abs() > 1e-9 * mine.abs().clip(1)).fill_null(value=True)
        elif name.endswith("_date"):
            differs = mine.ne_missing(other.cast(pl.Date))
        else:
            differs = mine.ne_missing(other.cast(ours[name].dtype))
        if count := int(both.select(differs.sum()).item()):
            found[name] = count
    return found


def reason(ours: pl.DataFrame, theirs: pl.DataFrame, name: str) -> str:
    """Say why classes differ: the counts of those who do."""
    value = "order_count" if name == "xyz_class" else "total_amount"
    both = ours.join(theirs, on="customer_id", suffix="_peer").filter(pl.col(name) != pl.col(f"{name}_peer"))
    values = both[value].unique().sort().to_list()
    divided = theirs.group_by(value).agg(pl.col(name).n_unique())[name].max()
    how = "which it divides among classes" if divided != 1 else "which it classes by the share that includes the group"
    return f"groups of equals ({value} {', '.join(map(str, values[:5]))}), {how}"


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="segkit-check-"))
    failed = False
    for data in (
        Dataset("orders", "int", rows=ROWS),
        Dataset("orders", "text", rows=ROWS),
        Dataset("lines", rows=ROWS),
    ):
        path = data.make()
        segkit = [
            str(Path(sys.executable).with_name("segkit")),
            "abcxyz",
            str(path),
            "-q",
            "-o",
            str(folder / "o.parquet"),
        ]
        subprocess.run(segkit, check=True)
        ours = pl.read_parquet(folder / "o.parquet")
        for name, peer in PEERS.items():
            peer(path, folder / "p.parquet")
            theirs = pl.read_parquet(folder / "p.parquet")
            found = differences(ours, theirs)
            failed |= name == EXACT and bool(found)
            print(f"{data.shape}, {data.ids} ids, {ROWS:,} rows, {ours.height:,} customers, {name}:", _said(found))
            for column in ("abc_class", "xyz_class"):
                if column in found:
                    print(f"  {column}: {reason(ours, theirs, column)}")
            if "cumulative_share" in found:
                print(f"  cumulative_share: {_SHARES[name]}")
    raise SystemExit(1 if failed else 0)


def _said(found: dict[str, int]) -> str:
    if not found:
        return "no difference"
    return ", ".join(f"{count:,} differ in {name}" for name, count in found.items())


if __name__ == "__main__":
    main()
