"""Stdout is data, stderr is narration, and the exit code says how it ended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import segkit as package

if TYPE_CHECKING:
    from collections.abc import Sequence

Run = Any

NARRATION = """\
sales.csv (csv): customer = customer_id, date = order_date, amount = amount, order = order_id, status = status
note: XYZ: 3 with the same number of purchases (1) are all Z, which now holds 60.0%
rows: 9 (1,615.12) read = 7 (1,565.12) used + set aside: no customer 1 (10.00), status 1 (40.00)
"""
WARNED = "customer_id,order_date,amount\nanna,2024-01-01,5\nanna,2024-01-01,5\nbert,2024-01-02,3\n"
"""Two rows that repeat each other: a warning."""


def test_a_pipe_gets_csv_rows_and_stderr_the_narration(
    segkit: Run, sales: Path, brief: Sequence[str], rows: str
) -> None:
    ended = segkit("abcxyz", sales.name, *brief[1:])
    assert (ended.code, ended.text, ended.err) == (0, rows, NARRATION)


def test_quiet_says_nothing_on_success(segkit: Run, sales: Path, brief: Sequence[str], rows: str) -> None:
    ended = segkit("abcxyz", sales.name, *brief)
    assert (ended.code, ended.text, ended.err) == (0, rows, "")
    ended = segkit("abcxyz", sales.name, "-q", "-o", "list.csv", "--rejects", "bad.csv")
    assert (ended.code, ended.out, ended.err) == (0, b"", "")


def test_quiet_still_says_what_failed(segkit: Run) -> None:
    ended = segkit("abcxyz", "nothere.csv", "-q")
    assert (ended.code, ended.out) == (3, b"")
    assert "no such file: nothere.csv" in ended.err


def test_verbose_says_how_dates_are_read(here: Run, sales: Path) -> None:
    ended = here("abcxyz", sales.name, "-v")
    assert (ended.code, "dates read as %Y-%m-%d" in ended.err) == (0, True)


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "ndjson", "parquet", "arrow", "md", "xlsx"])
def test_the_extension_chooses_the_format(segkit: Run, here: Run, sales: Path, form: str) -> None:
    to_file = here("abcxyz", sales.name, "-o", f"out.{form}")
    piped = segkit("abcxyz", sales.name, "-q", "--format", form)
    assert (to_file.code, to_file.out, piped.code, piped.err) == (0, b"", 0, "")
    assert f"out.{form}: 4 rows\n" in to_file.err
    assert (sales.parent / f"out.{form}").read_bytes() == piped.out


@pytest.mark.parametrize(
    ("arguments", "like"),
    [
        (["-o", "out.txt", "--format", "json"], ["--format", "json"]),
        (["-o", "out.json", "--format", "tsv"], ["--format", "tsv"]),
        (["-o", "out.csv", "--excel"], ["--excel"]),
    ],
)
def test_format_overrides_the_extension(here: Run, sales: Path, arguments: list[str], like: list[str]) -> None:
    to_file = here("abcxyz", sales.name, "-q", *arguments)
    assert (to_file.code, to_file.out, to_file.err) == (0, b"", "")
    assert (sales.parent / arguments[1]).read_bytes() == here("abcxyz", sales.name, "-q", *like).out


def test_excel_writes_for_people(segkit: Run, sales: Path) -> None:
    ended = segkit("abcxyz", sales.name, "-q", "--excel", "--columns", "customer_id,total_amount,share", "--top", "1")
    assert ended.code == 0
    assert ended.out.startswith(b"\xef\xbb\xbfcustomer_id;total_amount;share\r\nanna;1400,00;0,8944")


def test_excel_refuses_the_extension_of_another_format(here: Run, sales: Path) -> None:
    ended = here("abcxyz", sales.name, "-q", "--excel", "-o", "out.parquet")
    assert (ended.code, ended.out) == (2, b"")
    assert "--excel" in ended.err
    assert not (sales.parent / "out.parquet").exists()


@pytest.mark.parametrize("target", ["-", "/dev/stdout"])
def test_minus_and_dev_stdout_are_stdout(
    segkit: Run, sales: Path, brief: Sequence[str], rows: str, target: str
) -> None:
    ended = segkit("abcxyz", sales.name, *brief, "-o", target)
    assert (ended.code, ended.text, ended.err) == (0, rows, "")


def test_dry_run_reads_heads_and_writes_nothing(here: Run, sales: Path) -> None:
    ended = here("abcxyz", sales.name, "--dry-run", "-o", "out.csv", "--rejects", "bad.csv")
    assert (ended.code, ended.out) == (0, b"")
    assert ended.err == NARRATION.splitlines(keepends=True)[0]
    assert [path.name for path in sales.parent.iterdir()] == ["sales.csv"]


def test_strict_fails_on_a_warning_and_writes_nothing(here: Run, tmp_path: Path) -> None:
    (tmp_path / "twice.csv").write_text(WARNED, "utf-8")
    assert here("abcxyz", "twice.csv", "-q").code == 0
    for target in (["-o", "out.csv"], []):
        ended = here("abcxyz", "twice.csv", "--strict", *target)
        assert (ended.code, ended.out) == (4, b"")
        assert "--strict: 1 of 3 rows repeat" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["twice.csv"]


def test_strict_passes_clean_input(here: Run, sales: Path, brief: Sequence[str], rows: str) -> None:
    ended = here("abcxyz", sales.name, *brief, "--strict")
    assert (ended.code, ended.text, ended.err) == (0, rows, "")


def test_environment_sets_options_and_flags_win(here: Run, sales: Path, brief: Sequence[str], rows: str) -> None:
    env = {"SEGKIT_ABCXYZ_TOP": "1", "SEGKIT_ABCXYZ_QUIET": "1"}
    first = "".join(rows.splitlines(keepends=True)[:2])
    ended = here("abcxyz", sales.name, *brief[1:], env=env)
    assert (ended.code, ended.text, ended.err) == (0, first, "")
    assert here("abcxyz", sales.name, *brief[1:], "--top", "4", env=env).text == rows


def test_environment_with_nonsense_is_a_usage_error(here: Run, sales: Path) -> None:
    ended = here("abcxyz", sales.name, env={"SEGKIT_ABCXYZ_STRICT": "maybe", "SEGKIT_ABCXYZ_TOP": "x"})
    assert (ended.code, ended.out) == (2, b"")
    assert "maybe" in ended.err


def test_json_validates_against_the_published_schema(here: Run, sales: Path) -> None:
    import jsonschema

    told = here("schema", "abcxyz")
    assert (told.code, told.err) == (0, "")
    schema = json.loads(told.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    for options in (
        [], ["--carry", "sku"], ["--xyz-by", "variation"], ["--xyz-by", "none"], ["--value", "orders"],
        ["--per", "item"], ["--per", "status"], ["--columns", "customer_id,golden"], ["--only", "C*"],
    ):  # fmt: skip
        document = json.loads(here("abcxyz", sales.name, "-q", "--format", "json", *options).out)
        found = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(document)]
        assert found == [], options


def test_version_and_names(segkit: Run) -> None:
    for flag in ("--version", "-V"):
        assert segkit(flag).text == f"segkit {package.__version__}\n"
    assert "abcxyz" in segkit("schema").text.split()


def test_demo_writes_a_file_and_every_command_it_shows_runs(segkit: Run, shell: Run, tmp_path: Path) -> None:
    ended = segkit("demo")
    assert (ended.code, ended.err) == (0, "")
    commands = [line.strip() for line in ended.text.splitlines() if line.startswith("  segkit ")]
    assert len(commands) >= 4
    for command in commands:
        ran = shell(command)
        assert ran.code in (0, 141), (command, ran.err)
    assert (tmp_path / "golden.csv").read_text("utf-8").startswith("customer_id,")


@pytest.mark.parametrize("name", ["shop.xlsx", "shop.parquet", "shop"])
def test_demo_writes_csv_under_no_other_name(here: Run, tmp_path: Path, name: str) -> None:
    ended = here("demo", "-o", name)
    assert (ended.code, ended.out) == (2, b"")
    assert f"--output {name}: the demo is CSV; name it .csv" in ended.err
    assert list(tmp_path.iterdir()) == []


def test_demo_replaces_only_when_told(here: Run, tmp_path: Path) -> None:
    (tmp_path / "shop.csv").write_text("mine", "utf-8")
    ended = here("demo", "-o", "shop.csv")
    assert (ended.code, ended.out) == (2, b"")
    assert "--replace" in ended.err
    assert (tmp_path / "shop.csv").read_text("utf-8") == "mine"
    assert here("demo", "-o", "shop.csv", "--replace").code == 0
    assert here("abcxyz", "shop.csv", "-q", "--top", "1").text.count("\n") == 2


def test_inspect_text_and_json(here: Run, sales: Path) -> None:
    ended = here("inspect", sales.name)
    assert (ended.code, ended.err) == (0, "")
    assert "customer_id  customer  String  xxxx\n" in ended.text
    assert "rows: 9 (1,615.12) read = 7 (1,565.12) used" in ended.text
    assert "anna" not in ended.text
    seen = json.loads(here("inspect", sales.name, "--format", "json").out)
    assert seen["rows"] == {"read": 9, "used": 7, "set_aside": {"no_customer": 1, "status": 1}, "rejected": {}}
    assert seen["money"] == {"read": "1615.1234", "used": "1565.1234"}
    assert seen["period"] == ["2024-01-05", "2024-12-12"]
    roles = {column["name"]: column["role"] for column in seen["columns"]}
    assert roles == {
        "order_id": "order", "order_date": "date", "customer_id": "customer", "sku": "item", "quantity": "quantity",
        "amount": "amount", "status": "status",
    }  # fmt: skip


def test_inspect_ends_well_where_no_role_is_found(here: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("foo,bar\nx,y\nz,w\n", "utf-8")
    ended = here("inspect", "odd.csv")
    assert (ended.code, ended.err) == (0, "")
    assert "warning: no customer or item column found" in ended.text
    seen = json.loads(here("inspect", "odd.csv", "--format", "json").out)
    assert (seen["rows"], seen["money"]) == (None, None)


@pytest.mark.parametrize(
    "kind", [pl.Date, pl.Datetime("us"), pl.Datetime("ms", "UTC"), pl.Datetime("ns", "Asia/Tokyo")]
)
def test_inspect_shows_dates_of_every_type(here: Run, tmp_path: Path, kind: Any) -> None:
    days = pl.Series("date", ["2024-01-01", "2024-01-02"]).str.to_datetime().cast(kind)
    pl.DataFrame({"customer_id": ["a", "b"], "date": days, "amount": [1.5, 2.5]}).write_parquet(tmp_path / "t.parquet")
    ended = here("inspect", "t.parquet")
    assert ended.code == 0
    assert "period: 2024-01-01 to 2024-01-02" in ended.text
    assert "bug" not in ended.err
