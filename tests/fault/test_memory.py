"""A memory limit below what the run takes: a message that says how much is needed, never a signal."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

Shell = Any
Whole = Callable[[str], bytes]

MEGABYTE = 1_000_000


def limited(kind: str, megabytes: int) -> str:
    return f"prlimit --{kind}={megabytes * MEGABYTE}"


@pytest.mark.parametrize("limit", ["data=40", "data=160", "as=600"])
def test_memory_that_runs_out_is_a_message_with_what_is_needed(shell: Shell, work: Path, limit: str) -> None:
    kind, megabytes = limit.split("=")
    row = pl.int_range(1_000_000, eager=True).alias("row").to_frame()
    day = pl.lit(date(2025, 1, 1)) + pl.duration(days=pl.col("row") % 365)
    row.select(customer_id=pl.col("row") * 7 % 900_001, order_date=day, amount=pl.col("row") % 97 + 0.5).write_parquet(
        work / "large.parquet"
    )
    (work / "list.csv").write_bytes(b"old\n")
    ended = shell(f"{limited(kind, int(megabytes))} segkit abcxyz large.parquet -q -o list.csv")
    assert (ended.code, ended.out) == (3, b""), ended.err
    assert "memory ran out" in ended.err
    assert "a bug in segkit" not in ended.err
    assert "Traceback" not in ended.err
    if "may use" in ended.err:  # the engine ended, not Python
        assert f"may use {megabytes} MB (RLIMIT_{kind.upper()}), about " in ended.err
        assert re.search(r"ulimit -[dv] \d+", ended.err)
    assert (work / "list.csv").read_bytes() == b"old\n"


def test_a_limit_that_is_large_enough_changes_nothing(shell: Shell, export: Path, whole: Whole) -> None:
    ended = shell(f"{limited('data', 2_000)} segkit abcxyz {export} -q")
    assert (ended.code, ended.out, ended.err) == (0, whole("csv"), "")


def test_codes_and_messages_pass_through_under_a_limit(shell: Shell, export: Path) -> None:
    ended = shell(f"{limited('data', 2_000)} segkit abcxyz {export} --only QQ")
    assert ended.code == 2
    assert ended.err.startswith("segkit: --only")
    assert shell(f"{limited('data', 2_000)} segkit abcxyz {export} | head -c1 > /dev/null").code in (0, 141)


@pytest.mark.parametrize(("sent", "code"), [("TERM", 143), ("HUP", 129)])
def test_signals_reach_the_run_under_a_limit(shell: Shell, sent: str, code: int) -> None:
    waiting = f"{limited('data', 2_000)} segkit abcxyz fifo & run=$!; exec 3> fifo; sleep 0.5"
    assert shell(f"mkfifo fifo; {waiting}; kill -{sent} $run; wait $run").code == code


def test_how_the_engine_takes_memory_is_set_for_a_run_unless_the_user_did(shell: Shell) -> None:
    told = "python -c 'from segkit.cli import engine; engine.suit(); import os; print(os.environ[\"{}\"])'"
    assert "dirty_decay_ms" in shell(told.format("_RJEM_MALLOC_CONF")).out.decode()
    assert shell("POLARS_CSV_CHUNK_SIZE=4096 " + told.format("POLARS_CSV_CHUNK_SIZE")).out == b"4096\n"
