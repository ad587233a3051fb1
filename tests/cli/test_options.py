"""Options as they are given: repeated ones count or are refused, and an unset variable is never taken for a wish."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from segkit.cli.app import application, helps

Run = Any

LISTS = {
    "--only": (["--only", "A*", "--only", "C*"], "customer_id,abc_class\nanna,A\ncleo,C\n"),
    "--columns": (["--columns", "abc_class", "--columns", "customer_id", "--top", "1"], "abc_class,customer_id\nA,anna\n"),
    "--carry": (
        ["--carry", "sku", "--carry", "quantity", "--columns", "customer_id,sku,quantity", "--top", "1"],
        "customer_id,sku,quantity\nanna,TEA,1\n",
    ),
    "--abc": (["--abc", "90", "--abc", "95"], "customer_id,abc_class\nanna,A\nbert,A\n00123,B\ncleo,C\n"),
}  # fmt: skip
"""Of ``conftest.SALES``: anna holds 89.4 %, bert 5.1 %, 00123 3.8 %, cleo 1.6 %; who crosses a limit is above it."""


@pytest.mark.parametrize("flag", LISTS)
def test_a_repeated_list_is_one_list(here: Run, sales: Path, flag: str) -> None:
    given, rows = LISTS[flag]
    columns = [] if "--columns" in given else ["--columns", "customer_id,abc_class"]
    ended = here("abcxyz", sales.name, "-q", *given, *columns)
    assert (ended.code, ended.text, ended.err) == (0, rows, "")


@pytest.mark.parametrize("gates", [["customers>1", "customers<1"], ["customers<1", "customers>1"]])
def test_every_repeated_gate_is_judged(here: Run, sales: Path, gates: list[str]) -> None:
    ended = here("abcxyz", sales.name, "-q", "-o", "x.csv", "--fail-on", gates[0], "--fail-on", gates[1])
    assert (ended.code, ended.out) == (4, b"")
    assert ended.err == "segkit: --fail-on customers>1: customers is 4\nThe result was written.\n"


@pytest.mark.parametrize(
    ("variable", "text"), [("ONLY", "A*, C*"), ("ONLY", "A*,C*"), ("FAIL_ON", "customers < 1, customers > 9")]
)
def test_a_list_of_the_environment_may_hold_blanks(here: Run, sales: Path, variable: str, text: str) -> None:
    ended = here("abcxyz", sales.name, "-q", "--columns", "customer_id", env={f"SEGKIT_ABCXYZ_{variable}": text})
    assert (ended.code, ended.err) == (0, "")
    assert ended.text.count("\n") == (3 if variable == "ONLY" else 5)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--top", "3", "--top", "4"], "--top is given 2 times, and takes one value: 3, 4"),
        (["-o", "a.csv", "--output", "b.csv"], "--output is given 2 times, and takes one value: a.csv, b.csv"),
        (["--minus", "a.csv", "--minus", "b.csv"], "--minus is given 2 times"),
        (["--min-rows", "1", "--min-rows", "9"], "--min-rows is given 2 times"),
    ],
)
def test_a_repeated_option_of_one_value_is_refused(here: Run, sales: Path, given: list[str], said: str) -> None:
    ended = here("abcxyz", sales.name, "-q", *given)
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err.startswith(f"segkit: {said}")


def test_a_repeated_flag_is_that_flag(here: Run, sales: Path, brief: list[str], rows: str) -> None:
    ended = here("abcxyz", sales.name, "-q", "-q", *brief[1:])
    assert (ended.code, ended.text, ended.err) == (0, rows, "")


def _valued() -> dict[str, str]:
    """Return every option that takes a value, with a command that has it."""
    group: Any = application()
    made = {name: group.get_command(None, name).params for name in reversed(helps())}
    return {
        one.opts[0]: name
        for name, ones in made.items()
        for one in ones
        if one.opts[0].startswith("--") and not one.is_flag
    }


def test_an_empty_text_is_no_value_of_any_option(here: Run, sales: Path) -> None:
    options = _valued()
    assert len(options) > 100
    for flag, name in options.items():
        ended = here(name, *([] if name == "demo" else [sales.name]), flag, "")
        assert (ended.code, ended.out) == (2, b""), (name, flag, ended.err)
        assert f"{flag} is empty: is a variable unset?\n" in ended.err, (name, flag, ended.err)
    assert [path.name for path in sales.parent.iterdir()] == [sales.name]


def test_all_empty_texts_are_told_at_once(here: Run, sales: Path) -> None:
    ended = here("abcxyz", sales.name, "--minus", "", "-o", "", "--encoding", "", "--only", " , ")
    assert (ended.code, ended.out) == (2, b"")
    assert [line.split(" is empty")[0] for line in ended.err.splitlines()] == [
        "segkit: --encoding", "--output", "--only", "--minus",
    ]  # fmt: skip


@pytest.mark.parametrize("command", [["abcxyz"], ["inspect"], ["export", "--to", "plain"]])
def test_an_empty_input_is_not_this_folder(here: Run, sales: Path, command: list[str]) -> None:
    ended = here(*command, "")
    assert (ended.code, ended.out) == (2, b"")
    assert ended.err.startswith("segkit: INPUT is empty: is a variable unset?\nName a file, such as ")
    assert sales.exists()


@pytest.mark.parametrize("among", [["--only", "A*", "--only", ""], ["--fail-on", "customers<1", "--fail-on", " "]])
def test_one_empty_text_among_several_is_refused(here: Run, sales: Path, among: list[str]) -> None:
    ended = here("abcxyz", sales.name, "-q", *among)
    assert (ended.code, ended.out, ended.err) == (2, b"", f"segkit: {among[0]} is empty: is a variable unset?\n")


def test_a_gate_of_a_configuration_needs_a_condition_but_a_list_may_be_emptied(here: Run, sales: Path) -> None:
    config = sales.parent / "segkit.toml"
    config.write_text('[abcxyz]\nfail-on = ""\n', "utf-8")
    ended = here("abcxyz", sales.name, "-q")
    assert (ended.code, ended.out, ended.err) == (2, b"", "segkit: --fail-on is empty: is a variable unset?\n")
    config.write_text('[defaults]\nfail-on = ["customers > 1", "customers < 1"]\n', "utf-8")
    assert here("abcxyz", sales.name, "-q").code == 4
    config.write_text('[defaults]\nfail-on = ["customers > 1"]\n[abcxyz]\nfail-on = []\n', "utf-8")
    assert here("abcxyz", sales.name, "-q").code == 0
