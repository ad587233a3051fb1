"""Damaged exports: every run ends with a documented code and a message of a few lines, whatever byte is wrong."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from segkit.demo import shop

HERE = Path(__file__).parent


def write_exports(folder: Path) -> None:
    """Write one small export in twenty forms."""
    folder.mkdir()
    rows = shop(customers=12, seed=3)
    texts = rows.with_columns(pl.col("order_date").dt.strftime("%d.%m.%Y"), pl.col("amount").cast(pl.String))
    russian = texts.select(
        pl.col("customer_id").alias("Клиент"), pl.col("order_date").alias("Дата"), pl.col("product").alias("Товар"),
        pl.col("amount").str.replace(".", ",", literal=True).alias("Сумма"),
    )  # fmt: skip
    plain = rows.write_csv().encode()
    lines = russian.write_csv(separator=";").encode()
    forms = {
        "plain.csv": plain, "crlf.csv": plain.replace(b"\n", b"\r\n"), "cr.csv": plain.replace(b"\n", b"\r"),
        "bom.csv": b"\xef\xbb\xbf" + plain, "utf16.csv": plain.decode().encode("utf-16"),
        "quoted.csv": rows.write_csv(quote_style="always").encode(), "tabs.tsv": rows.write_csv(separator="\t").encode(),
        "bars.txt": rows.write_csv(separator="|").encode(), "cp1251.csv": lines.decode().encode("cp1251"),
        "koi8.csv": lines.decode().encode("koi8-r"), "cp866.csv": lines.decode().encode("cp866"), "utf8.csv": lines,
        "titled.csv": "Отчёт о продажах\n\n".encode() + lines + "Итого;;;1 234,50\n".encode(),
        "packed.csv.gz": gzip.compress(plain, mtime=0), "blanks.txt": plain.replace(b",", b"  "),
    }  # fmt: skip
    for name, data in forms.items():
        (folder / name).write_bytes(data)
    rows.write_parquet(folder / "typed.parquet")
    texts.write_parquet(folder / "texts.parquet")
    rows.write_ipc(folder / "typed.arrow")
    rows.write_ndjson(folder / "lines.ndjson")
    rows.write_excel(folder / "book.xlsx")
    with sqlite3.connect(folder / "shop.sqlite") as database:
        database.execute("create table orders(customer_id, order_date, amount)")
        database.executemany(
            "insert into orders values (?, ?, ?)", texts.select("customer_id", "order_date", "amount").rows()
        )


def mutations(folder: Path, seed: int, count: int) -> str:
    write_exports(folder / "exports")
    told = subprocess.run(
        [sys.executable, HERE / "mutate_run.py", folder, str(seed), str(count)],
        capture_output=True, text=True, check=False, timeout=count * 2 + 60,
    )  # fmt: skip
    assert told.returncode == 0, f"ended by {told.returncode}: {told.stdout[-2000:]}{told.stderr[-2000:]}"
    return told.stdout


def test_three_hundred_mutations_end_with_a_documented_code(tmp_path: Path) -> None:
    assert "WRONG" not in mutations(tmp_path, seed=1, count=300)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(2, 22))
def test_ten_thousand_mutations_end_with_a_documented_code(tmp_path: Path, seed: int) -> None:
    assert "WRONG" not in mutations(tmp_path, seed=seed, count=500)
