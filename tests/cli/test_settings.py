"""What is recorded of the settings of a run, where they come from, and what becomes of those that nothing can use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

Run = Any


def test_a_manifest_records_every_option_that_was_given(here: Run, sales: Path) -> None:
    (sales.parent / "sent.csv").write_text("customer_id\nbert\n", "utf-8")
    ended = here(
        "abcxyz", sales.name, "-q", "--excel", "--only", "A*,B*", "--minus", "sent.csv", "--columns", "customer_id", "--top", "9",
        "--max-bad", "5%", "--decimal", "point", "--min-rows", "1", "--fail-on", "customers < 1", "--last", "12mo",
        "-o", "out.csv", "--manifest", "m.json",
    )  # fmt: skip
    assert (ended.code, ended.err) == (0, "")
    recorded = json.loads((sales.parent / "m.json").read_text("utf-8"))["parameters"]
    wanted = {
        "excel": True, "only": ["A*", "B*"], "minus": "sent.csv", "columns": ["customer_id"], "top": 9, "max_bad": "5%",
        "decimal": "point", "min_rows": 1, "fail_on": ["customers < 1"], "last": "12mo", "abc": [80, 95],
    }  # fmt: skip
    assert {name: recorded.get(name) for name in wanted} == wanted
    assert recorded.keys().isdisjoint({"output", "manifest", "split", "intersect", "encoding", "strict", "quiet"})


@pytest.mark.parametrize(
    ("header", "flags", "setting", "spent"),
    [
        ("amount", [], None, "1999.00"),
        ("amount", ["--minor-units"], None, "19.99"),
        ("amount", [], "true", "19.99"),
        ("amount", ["--no-minor-units"], "true", "1999.00"),
        ("amount_cents", [], None, "19.99"),
        ("amount_cents", ["--no-minor-units"], None, "1999.00"),
    ],
)
def test_what_the_user_says_of_minor_units_goes_before_the_name_of_the_column(
    here: Run, tmp_path: Path, *, header: str, flags: list[str], setting: str | None, spent: str
) -> None:
    (tmp_path / "s.csv").write_text(f"customer_id,order_date,{header}\na,2024-01-02,1999\n", "utf-8")
    if setting is not None:
        (tmp_path / "segkit.toml").write_text(f"[abcxyz]\nminor-units = {setting}\n", "utf-8")
    ended = here("abcxyz", "s.csv", *flags, "--columns", "total_amount", "-o", "out.csv", "--manifest", "m.json")
    assert ended.code == 0, ended.err
    assert (tmp_path / "out.csv").read_text("utf-8").splitlines()[1] == spent
    assert ("--no-minor-units takes it as it is" in ended.err) == (header == "amount_cents" and not flags)
    recorded = json.loads((tmp_path / "m.json").read_text("utf-8"))["parameters"].get("minor_units")
    assert recorded == (flags[0] == "--minor-units" if flags else (True if setting else None))


def test_the_rows_of_the_inputs_are_those_of_the_account(here: Run, tmp_path: Path) -> None:
    good = [f"{n},2024-01-0{n % 9 + 1},c{n % 7},5.00" for n in range(300)]
    (tmp_path / "a.csv").write_text(
        "\n".join(["order_id,order_date,customer_id,amount", *good, "301,2024-01-01", ""]), "utf-8"
    )
    (tmp_path / "b.csv").write_text(
        "\n".join(["order_id,order_date,customer_id,amount", *good[:50], "9,2024-01-01,c1,5.00,x,y", ""]), "utf-8"
    )
    ended = here("abcxyz", "a.csv", "b.csv", "-q", "--max-bad", "5%", "-o", "out.csv", "--manifest", "m.json")
    assert ended.code == 0, ended.err
    manifest = json.loads((tmp_path / "m.json").read_text("utf-8"))
    assert {one["path"]: one["rows"] for one in manifest["inputs"]} == {"a.csv": 301, "b.csv": 51}
    assert manifest["rows"]["read"]["rows"] == 352
    assert manifest["rows"]["rejected"]["record"]["rows"] == 2


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--in-currency", "EUR"], 3, "--in-currency EUR: sales.csv has no column of the currency\nName it with --currency COLUMN"),
        (["--sheet", "Sales"], 2, "--sheet names a sheet, and no input is a workbook: drop it"),
        (["--query", "select 1"], 2, "--query asks a database, and no input is one: drop it"),
    ],
)  # fmt: skip
def test_an_option_that_no_input_can_use_is_refused(
    here: Run, sales: Path, options: list[str], code: int, said: str
) -> None:
    ended = here("abcxyz", sales.name, "-q", *options)
    assert (ended.code, ended.out) == (code, b"")
    assert ended.err.startswith(f"segkit: {said}")


def test_a_flag_of_the_configuration_can_be_taken_back(here: Run, sales: Path) -> None:
    config = sales.parent / "segkit.toml"
    config.write_text("[defaults]\nquiet = true\nexcel = true\n[ltv]\nno-backtest = true\n", "utf-8")
    assert here("abcxyz", sales.name).err == ""
    loud = here("abcxyz", sales.name, "--no-quiet", "--no-excel")
    assert (loud.code, loud.out[:11]) == (0, b"customer_id")
    assert "rows: 9 (1,615.12) read" in loud.err
    assert here("abcxyz", sales.name, "--no-quiet", "-q").err == ""
    assert here("abcxyz", sales.name, "--no-quiet", env={"SEGKIT_ABCXYZ_QUIET": "1"}).err == loud.err
    assert "--backtest" not in here("ltv", "--help").text.replace("--no-backtest", "")
    assert "--no-FLAG" in here("ltv", "--help").text
    assert "No such option" not in here("ltv", sales.name, "--backtest").err


@pytest.mark.parametrize("variable", ["SEGKIT_ABCXYZ_CONFIG", "SEGKIT_CONFIG"])
def test_a_configuration_that_the_environment_names_is_the_one_that_is_read(
    here: Run, sales: Path, variable: str
) -> None:
    (sales.parent / "o.toml").write_text("[abcxyz]\ntop = 1\n", "utf-8")
    env = {variable: "o.toml"}
    assert here("abcxyz", sales.name, "-q", env=env).text.count("\n") == 2
    told = here("config", "abcxyz", env=env)
    assert "abcxyz.config = o.toml  (environment)\n" in told.text
    assert "abcxyz.top = 1  (o.toml)\n" in told.text


def test_a_configuration_names_no_other(here: Run, sales: Path) -> None:
    (sales.parent / "segkit.toml").write_text('[abcxyz]\nconfig = "o.toml"\n', "utf-8")
    ended = here("abcxyz", sales.name)
    assert (ended.code, 'has no option "config"' in ended.err) == (2, True)


def test_help_and_commands_without_options_read_no_configuration(here: Run, tmp_path: Path) -> None:
    (tmp_path / "segkit.toml").write_text("[\n", "utf-8")
    for arguments in (["schema", "abcxyz"], ["completion", "bash"], ["demo", "--help"], ["abcxyz", "-h"]):
        ended = here(*arguments)
        assert (ended.code, ended.err, bool(ended.out)) == (0, "", True), arguments
    ended = here("demo")
    assert (ended.code, ended.err.endswith("\nMend the file, or name another.\n")) == (2, True)


@pytest.mark.parametrize("command", ["--help", "--version", "", "abcxyz -h", "schema abcxyz", "completion bash", "config rfm", "inspect sales.csv"])  # fmt: skip
def test_a_closed_stdout_is_said_with_what_the_command_offers(shell: Run, sales: Path, command: str) -> None:
    ended = shell(f"segkit {command} >&-")
    assert (ended.code, ended.out) == (3, b"")
    assert ended.err.startswith("segkit: standard output is closed\n")
    assert "-o" not in ended.err


def test_the_version_says_what_keeps_it_from_being_written(shell: Run) -> None:
    full = shell("segkit --version > /dev/full")
    assert (full.code, full.err) == (3, "segkit: cannot write standard output: No space left on device\n")


@pytest.mark.parametrize("files", [6, 7, 8])
def test_too_few_open_files_end_in_a_message(shell: Run, sales: Path, files: int) -> None:
    ended = shell(f"ulimit -n {files}; exec segkit abcxyz {sales.name} -q")
    assert (ended.code, ended.out) == (3, b"")
    assert ended.err.startswith("segkit: cannot start: [Errno 24] Too many open files\nRaise the limits: ulimit -n")


_INTERRUPTED_WHILE_IMPORTING = """
import os, signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
sys.argv[1:] = ["abcxyz", "sales.csv", "-q"]
from segkit.__main__ import main
main()
"""


@pytest.mark.parametrize(
    "module",
    ["segkit.cli.watch", "segkit.cli.memory", "segkit.cli.app", "typer", "segkit.analyses.abc_xyz.analysis", "polars"],
)
def test_an_interrupt_while_segkit_starts_leaves_no_traceback(sales: Path, module: str) -> None:
    script = [sys.executable, "-c", _INTERRUPTED_WHILE_IMPORTING.format(module=module)]
    ended = subprocess.run(script, cwd=sales.parent, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ('champion = "x"', '[labels] no class or segment "champion". Did you mean "champions"?'),
        ('AXX = "x"', '[labels] no class or segment "AXX". Did you mean "AX"'),
        ('mine = "x"', '[labels] no class or segment "mine".'),
        ('AX = "Best"\nBY = "best"', '[labels] AX and BY are called "Best"'),
        ('champions = "At risk"', '[labels] champions and at_risk are called "At risk"'),
        ('champions = ""', "[labels] champions is empty"),
    ],
)
def test_labels_are_of_classes_that_there_are(here: Run, sales: Path, labels: str, said: str) -> None:
    (sales.parent / "segkit.toml").write_text(f"[labels]\n{labels}\n", "utf-8")
    ended = here("rfm", sales.name)
    assert (ended.code, ended.out) == (2, b"")
    assert said in ended.err


def test_classes_of_two_columns_may_be_called_alike(here: Run, sales: Path) -> None:
    labels = '[labels]\nA = "high"\nX = "high"\nchampions = "top"\nrecent_frequent_big = "top"\n'
    (sales.parent / "segkit.toml").write_text(labels, "utf-8")
    assert here("abcxyz", sales.name, "-q").code == 0


def test_segments_of_an_own_map_that_no_label_is_of_may_be_spelled_alike(here: Run, sales: Path) -> None:
    maps = '[rfm.maps.mine]\nboundary = 3\n[rfm.maps.mine.segments]\nvip = "high, *, *"\nVIP = "*, *, *"\n'
    (sales.parent / "segkit.toml").write_text(f'[labels]\nAX = "Best"\n{maps}', "utf-8")
    assert "a bug" not in here("abcxyz", sales.name, "-q").err
    assert here("abcxyz", sales.name, "-q").code == 0


def test_labels_are_texts(here: Run, sales: Path) -> None:
    (sales.parent / "segkit.toml").write_text('[labels.ru]\nAX = "Z"\n', "utf-8")
    ended = here("abcxyz", sales.name)
    assert (ended.code, '[labels] ru is no text, such as AX = "Best"' in ended.err) == (2, True)


@pytest.mark.parametrize("given", [["--map", "own.toml"], ["--map=own.toml"], []])
def test_labels_may_be_of_the_segments_of_own_maps(here: Run, sales: Path, given: list[str]) -> None:
    (sales.parent / "own.toml").write_text('scores = "RF"\n[segments.mine]\ncodes = ["[1-5][1-5]"]\n', "utf-8")
    own = "" if given else '[rfm]\nmap = "own.toml"\n'
    labels = '[labels]\nmine = "x"\nAX = "y"\ndeparted = "z"\nMonday = "m"\nno_purchase = "n"\nentered = "e"\n'
    (sales.parent / "segkit.toml").write_text(own + labels, "utf-8")
    ended = here("rfm", sales.name, "-q", *given)
    assert (ended.code, ended.err) == (0, ""), ended.err


def test_the_list_of_settings_refuses_what_a_run_refuses(here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEGKIT_ABCXYZ_STRICT", "maybe")
    ended = here("config", "abcxyz")
    assert (ended.code, ended.err) == (2, 'segkit: --strict: "maybe" is not yes or no\n')
    monkeypatch.setenv("SEGKIT_ABCXYZ_STRICT", "yes")
    assert "abcxyz.strict = True  (environment)\n" in here("config", "abcxyz").out.decode()


@pytest.mark.parametrize("arguments", [["abcxyz"], ["config", "abcxyz"]])
def test_a_variable_that_sets_no_option_is_refused_as_a_key_of_the_configuration_is(
    here: Run, sales: Path, arguments: list[str]
) -> None:
    names = [sales.name] if arguments == ["abcxyz"] else []
    ended = here(*arguments, *names, env={"SEGKIT_ABCXYZ_QUITE": "1", "SEGKIT_RFM_BINS": "3", "SEGKIT_SHOP": "x"})
    assert ended.code == 2
    assert ended.err.startswith('segkit: SEGKIT_ABCXYZ_QUITE: abcxyz has no option "QUITE". Did you mean "QUIET"')
    assert "RFM" not in ended.err
    assert "SHOP" not in ended.err


def test_a_configuration_that_cannot_be_read_is_named(here: Run, sales: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name, why in (("none.toml", "No such file or directory"), ("folder", "Is a directory")):
        ended = here("abcxyz", sales.name, "--config", name)
        assert (ended.code, ended.out) == (2, b"")
        assert ended.err == f"segkit: {name} cannot be read: {why}\nMend the file, or name another.\n"


def test_a_configuration_with_a_byte_order_mark_is_read(here: Run, sales: Path, tmp_path: Path) -> None:
    (tmp_path / "segkit.toml").write_text("[abcxyz]\ntop = 1\n", "utf-8-sig")
    assert here("abcxyz", sales.name, "-q").text.count("\n") == 2


def test_a_run_needs_no_current_folder(shell: Run, sales: Path) -> None:
    ended = shell(f"mkdir gone; cd gone; rmdir ../gone; segkit abcxyz {sales} -q --top 1 --columns customer_id")
    assert (ended.code, ended.out, ended.err) == (0, b"customer_id\nanna\n", "")


BLIND = "setpriv --bounding-set=-dac_override,-dac_read_search"
"""What takes from root the right to look everywhere, so that a folder may be closed to the tests."""


def test_a_folder_above_that_may_not_be_searched_holds_no_configuration(shell: Run, sales: Path) -> None:
    look = "" if os.geteuid() else BLIND
    command = f"mkdir -p above/here; cd above/here; chmod 000 ..; {look} segkit abcxyz {sales} -q --top 1; code=$?"
    ended = shell(f"{command}; chmod 700 {sales.parent}/above; exit $code")
    assert (ended.code, ended.out[:11], ended.err) == (0, b"customer_id", "")


@pytest.mark.parametrize("wanted", ["above", "above/sales.csv", "s.csv --config above/segkit.toml"])
def test_what_may_not_be_looked_at_is_named(shell: Run, sales: Path, wanted: str) -> None:
    look = "" if os.geteuid() else BLIND
    command = f"mkdir above; cp sales.csv s.csv; mv sales.csv above; chmod 000 above; {look} segkit abcxyz {wanted}"
    ended = shell(f"{command}; code=$?; chmod 700 above; exit $code")
    assert ended.code in (2, 3)
    assert ended.out == b""
    assert ended.err.startswith(f"segkit: {wanted.rsplit(maxsplit=1)[-1]} cannot be read: Permission denied\n"), (
        ended.err
    )
