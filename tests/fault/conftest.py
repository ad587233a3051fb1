"""Runs that go wrong on purpose."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

SEGKIT = str(Path(sys.executable).parent / "segkit")
FORMATS = ("csv", "tsv", "json", "ndjson", "parquet", "arrow", "md", "xlsx")


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    out: bytes
    err: str


def environment(folder: Path) -> dict[str, str]:
    """Return an environment without anything of the tester's, its temporary folder inside the test's."""
    path = f"{Path(SEGKIT).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    fixed = {"HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "TMPDIR": str(folder)}
    return {"PATH": path, **fixed, **kept}


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """Return the folder that segkit takes for temporary files."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Return the folder that commands run in."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def shell(work: Path, scratch: Path) -> Callable[..., Ended]:
    """Run a shell command and return how it ended."""

    def run(command: str, stdin: bytes = b"") -> Ended:
        ended = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=work, env=environment(scratch), input=stdin, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        return Ended(ended.returncode, ended.stdout, ended.stderr.decode())

    return run


@pytest.fixture
def start(work: Path, scratch: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Start a command and return its process."""

    def run(*command: str) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=work, env=environment(scratch), stdin=pipe, stdout=pipe, stderr=pipe)

    return run


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write an export of 5,000 customers, whose list is larger than any pipe buffer."""
    count = 20_000
    rows = pl.select(
        customer_id=pl.format("customer-{}", pl.int_range(count) * 7919 % 5_000),
        order_date=pl.date(2024, 1, 1) + pl.duration(days=pl.int_range(count) * 31 % 366),
        amount=(pl.int_range(count) * 104_729 % 9_973) / 100,
    )
    path = tmp_path_factory.mktemp("export") / "export.csv"
    rows.write_csv(path)
    return path


@pytest.fixture(scope="session")
def whole(export: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """Return what an undisturbed run writes in a format."""
    folder = tmp_path_factory.mktemp("whole")

    def read(form: str) -> bytes:
        path = folder / f"whole.{form}"
        if not path.exists():
            command = [SEGKIT, "abcxyz", str(export), "-q", "-o", str(path)]
            subprocess.run(command, env=environment(folder), check=True)
        return path.read_bytes()

    return read
