"""Same input, same bytes: row order, threads, engine and input format change no byte of any output format."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from segkit.demo import shop

RUN = Path(__file__).parent / "same_bytes_run.py"
SHUFFLES = 4
THREADS = (1, 3)
SHOP = Path(__file__).parents[2] / "examples" / "shop.csv"


def environment(threads: int) -> dict[str, str]:
    """Return an environment with a number of threads, of the engine and of the linear algebra."""
    return {**os.environ, "POLARS_MAX_THREADS": str(threads), "OPENBLAS_NUM_THREADS": str(threads)}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, list[str]]]:
    """Return the hashes by number of threads: each process reads half of 4 row orders in 2 formats, with 2 engines."""
    folder = tmp_path_factory.mktemp("rows")
    rows = shop(50).with_columns(
        pl.col("order_id").cast(pl.String),
        pl.col("amount") / 7,
        note=pl.when(pl.col("order_id") % 2 == 0).then(pl.lit("a note on the product ") + pl.col("product")),
    )
    for shuffle in range(SHUFFLES):
        shuffled = rows.sample(fraction=1, shuffle=True, seed=shuffle) if shuffle else rows
        shuffled.write_csv(folder / f"rows-{shuffle}.csv")
        shuffled.write_parquet(folder / f"rows-{shuffle}.parquet", row_group_size=50 + 25 * shuffle)
    processes = {
        threads: subprocess.Popen(
            [sys.executable, str(RUN), str(folder), str(half)],
            env=environment(threads),
            stdout=subprocess.PIPE,
        )
        for half, threads in enumerate(THREADS)
    }
    found = {}
    for threads, process in processes.items():
        out, _ = process.communicate(timeout=600)
        assert process.returncode == 0
        told = json.loads(out)
        assert told["threads"] == threads
        found[threads] = told["seen"]
    return found


def test_one_hash_per_analysis_and_format(seen: dict[int, dict[str, list[str]]]) -> None:
    assert seen[1].keys() == seen[3].keys()
    assert len(seen[1]) >= 9 * 3
    hashes = {key: {one for found in seen.values() for one in found[key]} for key in seen[1]}
    assert {key: found for key, found in hashes.items() if len(found) > 1} == {}


def test_carried_texts_are_the_same_bytes_on_any_number_of_threads() -> None:
    command = [sys.executable, "-m", "segkit", "rfm", str(SHOP), "-q", "--carry", "product,sku", "--format", "arrow"]
    hashes = set()
    for threads in (1, 2, 4):
        ended = subprocess.run(command, env=environment(threads), capture_output=True, check=True, timeout=60)
        hashes.add(hashlib.sha256(ended.stdout).hexdigest())
    assert len(hashes) == 1


def test_formats_differ_from_each_other(seen: dict[int, dict[str, list[str]]]) -> None:
    hashes = [found for key, (found, *_) in seen[1].items() if key.startswith("abcxyz {} ")]
    assert len(set(hashes)) == len(hashes)
