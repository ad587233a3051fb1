"""The manifest of a run."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import polars as pl

import segkit
from segkit.io.manifest import manifest
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources

FRAME = pl.DataFrame(
    {"customer_id": ["a", "b", ""], "order_date": [date(2024, 5, 1)] * 3, "amount": ["1.5", "2", "4"]}
)  # fmt: skip


def test_a_manifest_tells_inputs_outputs_parameters_and_the_account(tmp_path: Path) -> None:
    source, output = tmp_path / "sales.csv", tmp_path / "list.csv"
    FRAME.write_csv(source)
    output.write_bytes(b"x\n")
    with Scratch() as scratch:
        found = manifest(
            segkit.abcxyz(str(source)), open_sources([str(source)], scratch), {output: 2}, hash_inputs=True
        )
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    assert found["inputs"] == [
        {"path": str(source), "bytes": source.stat().st_size, "rows": 3, "sha256": digest}
    ]  # fmt: skip
    assert found["outputs"] == [
        {"path": "list.csv", "rows": 2, "bytes": 2, "sha256": hashlib.sha256(b"x\n").hexdigest()}
    ]
    assert found["rows"] == {
        "read": {"rows": 3, "money": "7.5"}, "used": {"rows": 2, "money": "3.5"},
        "set_aside": {"no_customer": {"rows": 1, "money": "4"}}, "rejected": {},
    }  # fmt: skip
    assert (found["command"], found["as_of"], found["period"]) == ("abcxyz", "2024-05-01", ["2024-05-01"] * 2)


def test_inputs_are_hashed_only_if_asked(tmp_path: Path) -> None:
    source = tmp_path / "sales.csv"
    FRAME.write_csv(source)
    with Scratch() as scratch:
        opened = open_sources([str(source)], scratch)
        found = manifest(segkit.abcxyz(str(source)), opened, {}, hash_inputs=False)
    assert found["inputs"] == [{"path": str(source), "bytes": source.stat().st_size, "rows": 3}]


def test_a_run_without_dates_has_no_period() -> None:
    frame = FRAME.drop("order_date")
    with Scratch() as scratch:
        found = manifest(segkit.abcxyz(frame), open_sources([frame], scratch), {}, hash_inputs=True)
    assert (found["as_of"], found["period"]) == (None, None)


def test_equal_runs_have_equal_manifests(tmp_path: Path) -> None:
    source = tmp_path / "sales.csv"
    FRAME.write_csv(source)
    with Scratch() as scratch:
        opened = open_sources([str(source)], scratch)
        first, second = (manifest(segkit.abcxyz(str(source)), opened, {}, hash_inputs=True) for _ in range(2))
    assert first == second
