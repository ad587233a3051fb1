"""The full counts of docs/reliability.md: ``make test-deep`` runs them, other tests run a part of each."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

pytestmark = pytest.mark.deep

SEGKIT = str(Path(sys.executable).parent / "segkit")
OLD = b"the old list\n"
Start = Callable[..., "subprocess.Popen[bytes]"]


def test_two_hundred_kills_tear_nothing(start: Start, work: Path, export: Path, whole: Callable[[str], bytes]) -> None:
    dice = random.Random(1)
    target, new = work / "list.csv", whole("csv")
    died = 0
    for _ in range(200):
        target.write_bytes(OLD)
        process = start("segkit", "abcxyz", str(export), "-q", "-o", target.name)
        try:
            process.wait(0.15 + 0.4 * dice.random())
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()
        died += process.returncode != 0
        assert target.read_bytes() in (OLD, new)
    assert died > 50
    start("segkit", "abcxyz", str(export), "-q", "-o", target.name).communicate()
    assert target.read_bytes() == new
    assert [path.name for path in work.iterdir() if path.name.startswith(".")] == []


def test_a_hundred_closed_pipes_are_quiet(shell: Callable[..., Any], export: Path) -> None:
    for lines in range(100):
        ended = shell(f"segkit abcxyz {export} -q | head -{lines % 7 + 1} > /dev/null; exit ${{PIPESTATUS[0]}}")
        assert ended.code in (0, 141)
        assert ended.err == ""


@pytest.mark.parametrize("form", ["csv", "json", "parquet", "arrow", "xlsx"])
@pytest.mark.parametrize("threads", ["1", "2"])
def test_fifty_runs_have_one_hash(work: Path, form: str, threads: str) -> None:
    rows = pl.read_csv(Path(__file__).parents[2] / "examples" / "shop.csv", infer_schema=False)
    environment = {**os.environ, "POLARS_MAX_THREADS": threads, "PYTHONDONTWRITEBYTECODE": "1"}
    seen = set()
    for run in range(50):
        source = work / ("rows.parquet" if run % 2 else "rows.csv")
        shuffled = rows.sample(fraction=1, shuffle=True, seed=run % 20)
        shuffled.write_parquet(source) if run % 2 else shuffled.write_csv(source)
        target = work / f"list.{form}"
        command = [SEGKIT, "abcxyz", str(source), "-q", "-o", str(target)]
        subprocess.run(command, env=environment, check=True)
        seen.add(hashlib.sha256(target.read_bytes()).hexdigest())
    assert len(seen) == 1
