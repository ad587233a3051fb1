"""Gates from the command line: a gate that can be judged is judged, whatever is written, and says what was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

Run = Any

CUSTOMERS = 4
"""anna, bert, 00123 and cleo: counted in ``conftest.SALES`` by eye."""


@pytest.mark.parametrize(
    ("command", "wanted", "said"),
    [
        ("abcxyz", ["--fact", "customers"], "4\n"),
        ("abcxyz", ["--fact", "customers", "-o", "fact.txt"], ""),
        ("rfm", ["--explain", "cleo"], "cleo: "),
        ("abcxyz", ["--columns", "customer_id"], "customer_id\nanna\n"),
    ],
)
def test_min_rows_is_judged_whatever_is_written(
    here: Run, sales: Path, command: str, wanted: list[str], said: str
) -> None:
    kept = here(command, sales.name, "-q", *wanted, "--min-rows", str(CUSTOMERS))
    assert (kept.code, kept.err, kept.text[: len(said)]) == (0, "", said)
    (sales.parent / "fact.txt").unlink(missing_ok=True)
    broken = here(command, sales.name, "-q", *wanted, "--min-rows", str(CUSTOMERS + 1))
    assert (broken.code, broken.out) == (4, b"")
    assert broken.err == "segkit: --min-rows 5: only 4 rows, nothing was written\n"
    assert [path.name for path in sales.parent.iterdir()] == ["sales.csv"]


@pytest.mark.parametrize(
    ("wanted", "written"),
    [(["--explain", "cleo"], "The explanation"), (["--fact", "customers"], "The fact"), ([], "The result")],
)
def test_a_broken_gate_says_what_was_written(here: Run, sales: Path, wanted: list[str], written: str) -> None:
    ended = here("rfm", sales.name, "-q", *wanted, "--fail-on", "customers == 4")
    assert (ended.code, ended.out != b"") == (4, True)
    assert ended.err == f"segkit: --fail-on customers == 4: customers is 4\n{written} was written.\n"


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("abcxyz", ["--min-rows", "-5"], "--min-rows -5 is negative"),
        ("abcxyz", ["--hash-key-file", "key"], "--hash-key-file is the key of --hash-ids"),
        ("abcxyz", ["--hash-inputs"], "--hash-inputs goes into a manifest"),
        ("export", ["--to", "plain", "--hash-inputs"], "--hash-inputs goes into a manifest"),
        ("export", ["--to", "plain", "--only", ","], "--only is empty: is a variable unset?"),
        *(("migrate", [option, ","], f"{option} is empty") for option in ("--only", "--columns", "--fail-on")),
    ],
)
def test_an_option_that_could_do_nothing_is_refused(
    here: Run, sales: Path, command: str, options: list[str], said: str
) -> None:
    ended = here(command, sales.name, *options)
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.err


def test_the_hash_of_the_inputs_is_in_the_manifest_of_a_folder(here: Run, sales: Path) -> None:
    import hashlib
    import json

    assert here("abcxyz", sales.name, "-q", "--split", "lists", "--hash-inputs").code == 0
    (read,) = json.loads((sales.parent / "lists" / "manifest.json").read_text("utf-8"))["inputs"]
    assert read["sha256"] == hashlib.sha256(sales.read_bytes()).hexdigest()


def test_an_explanation_with_stdout_closed_says_so(sales: Path, shell: Run) -> None:
    ended = shell(f"segkit rfm {sales.name} -q --explain cleo >&-")
    assert (ended.code, ended.out) == (3, b"")
    assert ended.err == "segkit: standard output is closed\nOpen it, or send it to a file: > FILE\n"


def test_a_figure_in_a_file_is_said_and_a_manifest_lists_files_only(here: Run, sales: Path) -> None:
    import json

    told = here("abcxyz", sales.name, "--fact", "customers", "-o", "fact.txt")
    assert (told.code, told.out, "fact.txt: customers\n" in told.err) == (0, b"", True)
    assert (sales.parent / "fact.txt").read_text("utf-8") == f"{CUSTOMERS}\n"
    for target, listed in (("-", []), ("/dev/null", []), ("rows.csv", [{"path": "rows.csv", "rows": CUSTOMERS}])):
        (sales.parent / "-").write_text("a file of that name is not what was written", "utf-8")
        assert here("abcxyz", sales.name, "-q", "-o", target, "--manifest", "m.json").code == 0
        outputs = json.loads((sales.parent / "m.json").read_text("utf-8"))["outputs"]
        assert [{"path": one["path"], "rows": one["rows"]} for one in outputs] == listed
