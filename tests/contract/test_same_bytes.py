"""Same input, same bytes: row order, threads, engine and input format change no byte of any output format."""

from __future__ import annotations

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


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, list[str]]]:
    """Return the hashes by number of threads: 4 row orders x 2 input formats x 2 engines in each process."""
    folder = tmp_path_factory.mktemp("rows")
    rows = shop(120).with_columns(pl.col("order_id").cast(pl.String), pl.col("amount") / 7)
    for shuffle in range(SHUFFLES):
        shuffled = rows.sample(fraction=1, shuffle=True, seed=shuffle) if shuffle else rows
        shuffled.write_csv(folder / f"rows-{shuffle}.csv")
        shuffled.write_parquet(folder / f"rows-{shuffle}.parquet", row_group_size=100 + 50 * shuffle)
    processes = {
        threads: subprocess.Popen(
            [sys.executable, str(RUN), str(folder)],
            env={**os.environ, "POLARS_MAX_THREADS": str(threads)},
            stdout=subprocess.PIPE,
        )
        for threads in (1, 2)
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
    assert seen[1].keys() == seen[2].keys()
    assert len(seen[1]) >= 9 * 3
    several = {key: seen[1][key] + seen[2][key] for key in seen[1] if len({*seen[1][key], *seen[2][key]}) > 1}
    assert several == {}


def test_formats_differ_from_each_other(seen: dict[int, dict[str, list[str]]]) -> None:
    hashes = [found for key, (found, *_) in seen[1].items() if key.startswith("abcxyz {} ")]
    assert len(set(hashes)) == len(hashes)
