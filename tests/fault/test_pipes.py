"""Readers that go away and streams that are closed: quiet, and exit code 0 or 141."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Shell = Any

CLOSINGS = 4


def assert_quiet(code: int, err: str) -> None:
    assert code in (0, 141), err
    assert err == ""


def test_head_closes_the_pipe(shell: Shell, export: Path, whole: Callable[[str], bytes]) -> None:
    first = whole("csv").split(b"\n")[0] + b"\n"
    loop = f"for run in $(seq {CLOSINGS}); do segkit abcxyz {export} -q | head -1; echo ${{PIPESTATUS[0]}}; done"
    ended = shell(loop)
    assert ended.err == ""
    lines = ended.out.splitlines(keepends=True)
    assert lines[::2] == [first] * CLOSINGS
    assert set(lines[1::2]) <= {b"0\n", b"141\n"}


@pytest.mark.parametrize(
    "arguments",
    [
        *(f"abcxyz {{export}} -q --format {form}" for form in ("csv", "json", "parquet", "xlsx")),
        *(
            pytest.param(f"abcxyz {{export}} -q --format {form}", marks=pytest.mark.deep)
            for form in ("tsv", "ndjson", "arrow", "md")
        ),
        "abcxyz {export} -q --excel",
        "abcxyz {export} -q -o /dev/stdout --format csv",
        "abcxyz {export} -q -o -",
        "inspect {export}",
        "inspect {export} --format json",
        "schema abcxyz",
        "schema",
        "completion bash",
        "demo -o shop.csv",
        "--help",
        "abcxyz --help",
        "--version",
    ],
)
def test_nobody_reads(shell: Shell, export: Path, arguments: str) -> None:
    command = f"segkit {arguments.format(export=export)}"
    ended = shell(f"{{ sleep 0.05; {command}; echo $? >&2; }} | true")
    *said, code = ended.err.splitlines()
    assert_quiet(int(code), "".join(said))


def test_a_reader_of_a_fifo_goes_away(shell: Shell, work: Path, export: Path) -> None:
    fifo = work / "fifo"
    os.mkfifo(fifo)

    def read_a_little() -> None:
        with fifo.open("rb") as stream:
            stream.read(10)

    reader = threading.Thread(target=read_a_little, daemon=True)
    reader.start()
    ended = shell(f"segkit abcxyz {export} -q -o fifo")
    reader.join(10)
    assert_quiet(ended.code, ended.err)


def test_a_reader_of_the_narration_goes_away(shell: Shell, export: Path, whole: Callable[[str], bytes]) -> None:
    ended = shell(f"{{ sleep 0.05; segkit abcxyz {export}; }} 2> >(true)")
    assert (ended.code, ended.out) == (0, whole("csv"))


def test_closed_standard_error(shell: Shell, export: Path, whole: Callable[[str], bytes]) -> None:
    ended = shell(f"segkit abcxyz {export} 2>&-")
    assert (ended.code, ended.out) == (0, whole("csv"))
    refused = shell("segkit abcxyz nothere.csv 2>&-")
    assert (refused.code, refused.out) == (3, b"")


@pytest.mark.parametrize("command", ["abcxyz {export} -q", "inspect {export}", "schema abcxyz", "--version", "--help"])
def test_closed_standard_output(shell: Shell, export: Path, command: str) -> None:
    ended = shell(f"segkit {command.format(export=export)} >&-")
    assert ended.code in (0, 3, 141), ended.err
    assert "a bug in segkit" not in ended.err
    assert "Traceback" not in ended.err


def test_a_demo_without_standard_output_is_a_file_all_the_same(shell: Shell, work: Path) -> None:
    ended = shell("segkit demo -o shop.csv >&-")
    assert (ended.code, ended.err) == (0, "")
    assert (work / "shop.csv").read_bytes().startswith(b"order_id,")


def test_a_command_that_writes_no_files_does_not_advise_one(shell: Shell, export: Path) -> None:
    assert (
        shell(f"segkit inspect {export} >&-").err
        == "segkit: standard output is closed\nOpen it, or send it to a file: > FILE\n"
    )
    assert (
        shell(f"segkit abcxyz {export} -q >&-").err == "segkit: standard output is closed\nWrite to a file with -o.\n"
    )


def test_a_file_is_written_with_every_stream_closed(
    shell: Shell, work: Path, export: Path, whole: Callable[[str], bytes]
) -> None:
    assert shell(f"segkit abcxyz {export} -o list.csv <&- >&- 2>&-").code == 0
    assert (work / "list.csv").read_bytes() == whole("csv")
