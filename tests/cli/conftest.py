"""The real process: every test sees stdout, stderr and the exit code together."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

SEGKIT = str(Path(sys.executable).parent / "segkit")

SALES = """\
order_id,order_date,customer_id,sku,quantity,amount,status
1,2024-01-05,anna,TEA,2,800.00,paid
2,2024-01-06,bert,TEA,1,100.00,paid
3,2024-02-07,anna,MUG,1,500.5,paid
3,2024-02-07,anna,TEA,1,99.5,paid
4,2024-03-08,00123,MUG,3,60.00,paid
5,2024-04-09,,MUG,1,10.00,paid
6,2024-05-10,bert,TEA,1,40.00,cancelled
7,2024-06-11,bert,TEA,-1,-20.00,paid
8,2024-12-12,cleo,POT,1,25.1234,paid
"""
ROWS = """\
customer_id,total_amount,order_count,abc_xyz_class
anna,1400.00,2,AX
bert,80.00,1,BZ
00123,60.00,1,BZ
cleo,25.1234,1,CZ
"""


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


Run = Callable[..., Ended]


def environment(**more: str) -> dict[str, str]:
    """Return an environment without anything of the tester's."""
    path = f"{Path(SEGKIT).parent}{os.pathsep}{os.environ['PATH']}"
    kept = {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    return {"PATH": path, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "TZ": "UTC", **kept, **more}


@pytest.fixture
def segkit(tmp_path: Path) -> Run:
    """Run segkit in the test's folder and return how it ended."""

    def run(*arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> Ended:
        command = [SEGKIT, *map(str, arguments)]
        ended = subprocess.run(
            command,
            cwd=tmp_path,
            env=environment(**env or {}),
            input=stdin,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr.decode())

    return run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run segkit in this process, which is as good where no stream, signal or import is in question, and faster."""
    from segkit.cli.app import main

    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SEGKIT_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str | Path, env: dict[str, str] | None = None) -> Ended:
        capfdbinary.readouterr()
        with pytest.MonkeyPatch.context() as own:
            for name, value in (env or {}).items():
                own.setenv(name, value)
            try:
                main([str(argument) for argument in arguments])
                code: object = 0
            except SystemExit as ended:
                code = ended.code or 0
        out, err = capfdbinary.readouterr()
        assert isinstance(code, int)
        return Ended(code, out, err.decode())

    return run


@pytest.fixture
def shell(tmp_path: Path) -> Run:
    """Run a shell command in the test's folder and return how it ended."""

    def run(command: str) -> Ended:
        ended = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=tmp_path,
            env=environment(),
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr.decode())

    return run


@pytest.fixture
def terminal(tmp_path: Path) -> Run:
    """Run segkit with stdout on a terminal of a given width; stderr is a pipe."""

    def run(*arguments: str | Path, columns: int = 80, env: dict[str, str] | None = None) -> Ended:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        settings = environment(**{"TERM": "xterm", "NO_COLOR": "1", **(env or {})})
        process = subprocess.Popen(
            [SEGKIT, *map(str, arguments)],
            cwd=tmp_path, env=settings, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE,
        )  # fmt: skip
        os.close(theirs)
        out = _read_all(ours)
        assert process.stderr is not None
        err = process.stderr.read().decode()
        process.stderr.close()
        return Ended(process.wait(timeout=60), out.replace(b"\r\n", b"\n"), err)

    return run


def _read_all(handle: int) -> bytes:
    parts = []
    while True:
        try:
            part = os.read(handle, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(handle)
    return b"".join(parts)


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    """Write a small export with a return, a cancelled order and a row without a customer."""
    path = tmp_path / "sales.csv"
    path.write_text(SALES, "utf-8")
    return path


BRIEF: Sequence[str] = ("-q", "--columns", "customer_id,total_amount,order_count,abc_xyz_class")


@pytest.fixture
def brief() -> Sequence[str]:
    """Return options that make the rows short enough to be written out in a test."""
    return BRIEF


@pytest.fixture
def rows() -> str:
    """Return what segkit answers about ``sales`` with ``brief``."""
    return ROWS


@pytest.fixture
def contacts(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Write the CONTACTS of the test's module, and return the file's name."""
    (tmp_path / "contacts.csv").write_text(request.module.CONTACTS, "utf-8")
    return "contacts.csv"


@pytest.fixture
def orders(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Write the ORDERS of the test's module, and return the file's name."""
    (tmp_path / "orders.csv").write_text(request.module.ORDERS, "utf-8")
    return "orders.csv"
