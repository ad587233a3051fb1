"""Broken Parquet, Arrow, Excel, gzip, zstd and SQLite files end in a message and code 3: no panic, no signal, no bomb."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def broken(folder: Path, seed: int, count: int) -> str:
    told = subprocess.run(
        [sys.executable, HERE / "broken_run.py", folder, str(seed), str(count)],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=count * 2 + 600,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr[-2000:]
    print(told.stdout)
    return told.stdout


def test_broken_files_are_told(tmp_path: Path) -> None:
    assert "WRONG" not in broken(tmp_path, seed=1, count=30)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(2, 12))
def test_five_thousand_broken_files_are_told(tmp_path: Path, seed: int) -> None:
    assert "WRONG" not in broken(tmp_path, seed=seed, count=500)
