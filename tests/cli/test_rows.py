"""Which rows and columns come out: filters, periods, entities, values, and what happens to rows that cannot be read."""

from __future__ import annotations

import csv
import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

Run = Any

IDS = ("-q", "--columns", "customer_id")


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("AX,AY", ["anna"]),
        ("golden", ["anna"]),
        ("GOLDEN", ["anna"]),
        ("A*", ["anna"]),
        ("*z", ["bert", "00123", "cleo"]),
        ("B", ["bert", "00123"]),
        ("Z,X", ["anna", "bert", "00123", "cleo"]),
        ("cz, ax", ["anna", "cleo"]),
        ("CY", []),
    ],
)
def test_only_keeps_classes(here: Run, sales: Path, words: str, ids: list[str]) -> None:
    ended = here("abcxyz", sales.name, *IDS, "--only", words)
    assert (ended.code, ended.text.split(), ended.err) == (0, ["customer_id", *ids], "")


@pytest.mark.parametrize("command", ["abcxyz", "segment"])
@pytest.mark.parametrize("word", ["golden", "AX", "X"])
def test_only_of_a_class_that_nobody_can_be_in_is_refused(here: Run, sales: Path, command: str, word: str) -> None:
    ended = here(command, sales.name, *IDS, "--xyz-by", "none", "--only", word)
    assert (ended.code, ended.out) == (2, b"")
    assert f"--only {word}: without XYZ nobody is in it" in ended.err


def test_top_and_columns_in_the_order_given(here: Run, sales: Path) -> None:
    ended = here("abcxyz", sales.name, "-q", "--top", "2", "--columns", "golden,customer_id,total_amount")
    assert (ended.code, ended.text) == (0, "golden,customer_id,total_amount\ntrue,anna,1400.00\nfalse,bert,80.00\n")


@pytest.mark.parametrize("columns", ["customer_id,customer_id", "golden,customer_id,golden"])
def test_a_column_named_twice_is_no_bug(here: Run, sales: Path, columns: str) -> None:
    ended = here("abcxyz", sales.name, "-q", "--columns", columns)
    assert ended.code in (0, 2)
    assert "a bug in segkit" not in ended.err


@pytest.mark.parametrize(
    ("options", "totals"),
    [
        (["--from", "2024-02-01"], {"anna": "600.00", "00123": "60.00", "cleo": "25.1234", "bert": "-20.00"}),
        (["--to", "2024-02-07"], {"anna": "1400.00", "bert": "100.00"}),
        (["--to", "2024-02-06"], {"anna": "800.00", "bert": "100.00"}),
        (["--as-of", "2024-03-08"], {"anna": "1400.00", "bert": "100.00", "00123": "60.00"}),
        (["--last", "3mo"], {"cleo": "25.1234"}),
        (["--last", "1mo", "--as-of", "2024-03-31"], {"00123": "60.00"}),
        (["--last", "1y", "--as-of", "2025-01-05"], {"anna": "600.00", "bert": "80.00", "00123": "60.00", "cleo": "25.1234"}),
        (["--last", "60d", "--to", "2024-03-08"], {"anna": "600.00", "00123": "60.00"}),
        (["--from", "2024-01-06", "--to", "2024-01-06"], {"bert": "100.00"}),
    ],
)  # fmt: skip
def test_periods(here: Run, sales: Path, options: list[str], totals: dict[str, str]) -> None:
    ended = here("abcxyz", sales.name, "-q", "--columns", "customer_id,total_amount", *options)
    lines = [line.split(",") for line in ended.text.splitlines()[1:]]
    assert (ended.code, dict(lines)) == (0, totals)


def test_rows_outside_the_period_are_in_the_account(here: Run, sales: Path) -> None:
    ended = here("abcxyz", sales.name, "--as-of", "2024-03-08", "--columns", "customer_id")
    assert "rows: 9 (1,615.12) read = 5 (1,560.00) used + set aside: no customer 1 (10.00)" in ended.err
    assert "period 2 (5.12)" in ended.err


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--per", "item"], "item_id,total_amount\nTEA,979.50\nMUG,570.50\nPOT,25.1234\n"),
        (["--per", "status"], "entity_id,total_amount\npaid,1575.1234\n"),
        (["--per", "sku", "--top", "1"], "entity_id,total_amount\nTEA,979.50\n"),
        (["--per", "quantity", "--top", "1"], "entity_id,total_amount\n2,800.00\n"),
        (["--top", "1", "--carry", "sku,status"], "customer_id,total_amount,sku,status\nanna,1400.00,TEA,paid\n"),
        (["--per", "item", "--top", "1", "--carry", "customer_id"], "item_id,total_amount,customer_id\nTEA,979.50,bert\n"),
    ],
)  # fmt: skip
def test_entities_and_carried_columns(here: Run, sales: Path, options: list[str], expected: str) -> None:
    ended = here("abcxyz", sales.name, "-q", "--columns", expected.split("\n", maxsplit=1)[0], *options)
    assert (ended.code, ended.text, ended.err) == (0, expected, "")


@pytest.mark.parametrize("column", ["item_id", "entity_id"])
def test_a_carried_column_of_the_name_of_the_key_is_refused(here: Run, tmp_path: Path, column: str) -> None:
    (tmp_path / "own.csv").write_text(f"{column},amount\nTEA,5\n", "utf-8")
    per = "item" if column == "item_id" else column
    ended = here("abcxyz", "own.csv", "--per", per, "--carry", column)
    assert (ended.code, ended.out) == (2, b"")
    assert f'--carry: the result has a column "{column}"' in ended.err


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("quantity", "anna,4\n00123,3\ncleo,1\nbert,0\n"),
        ("orders", "anna,2\n00123,1\nbert,1\ncleo,1\n"),
        ("order_id", "anna,7\nbert,9\n00123,4\ncleo,8\n"),
        ("profit", "anna,1393\nbert,71\n00123,56\ncleo,17.1234\n"),
    ],
)
def test_values(here: Run, sales: Path, value: str, expected: str) -> None:
    cost = ["--cost", "order_id"] if value == "profit" else []
    order = ["--order", "sku"] if value == "order_id" else []
    ended = here("abcxyz", sales.name, "-q", "--columns", "customer_id,value", "--value", value, *cost, *order)
    assert (ended.code, ended.err) == (0, "")
    assert sorted(ended.text.splitlines()[1:]) == sorted(expected.splitlines())


BAD = [
    *(f"c{n},2024-01-{n % 28 + 1:02d},{n + 1}.00" for n in range(98)),
    'anna,2024-02-30,"7,5"',
    "bert,2024-03-01,oops",
]


@pytest.fixture
def bad(tmp_path: Path) -> str:
    (tmp_path / "bad.csv").write_text("customer_id,order_date,amount\n" + "\n".join(BAD) + "\n", "utf-8")
    return "bad.csv"


@pytest.mark.parametrize(("allowed", "code"), [("1%", 3), ("1.99%", 3), ("2%", 0), ("1", 3), ("2", 0), ("100%", 0)])
def test_max_bad(here: Run, bad: str, allowed: str, code: int) -> None:
    ended = here("abcxyz", bad, "--max-bad", allowed)
    assert ended.code == code
    if code:
        assert ended.out == b""
        assert "2 of 100 rows cannot be read (date 1, amount 1)" in ended.err
        assert "--rejects" in ended.err
    else:
        assert "warning: 2 rows cannot be read (date 1, amount 1)\n" in ended.err
        assert "98 (4,851.00) used + rejected: date 1 " in ended.err


@pytest.mark.parametrize("options", [["--max-bad", "2"], [], ["--max-bad", "2", "-o", "out.csv"]])
def test_rejects_hold_the_rows_with_number_and_reason(here: Run, bad: str, tmp_path: Path, options: list[str]) -> None:
    ended = here("abcxyz", bad, "--rejects", "rejects.csv", *options)
    assert ended.code == (0 if options else 3)
    assert "rejects.csv: 2 rejected rows\n" in ended.err
    with (tmp_path / "rejects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["reason"] for row in rows] == ["date", "amount"]
    assert [row["line"] for row in rows] == ["100", "101"]
    assert [(row["customer_id"], row["order_date"], row["amount"]) for row in rows] == [
        ("anna", "2024-02-30", "7,5"),
        ("bert", "2024-03-01", "oops"),
    ]
    assert {row["source"] for row in rows} == {"bad.csv"}


def test_a_manifest_lists_the_rejects_beside_the_result(here: Run, bad: str, tmp_path: Path) -> None:
    ended = here("abcxyz", bad, "--max-bad", "2", "--rejects", "r.csv", "-o", "out.csv", "--manifest", "m.json", "-q")
    assert ended.code == 0
    outputs = json.loads((tmp_path / "m.json").read_text("utf-8"))["outputs"]
    assert [output["path"] for output in outputs] == ["out.csv", "r.csv"]
    assert outputs[1]["rows"] == 2
    for output in outputs:
        assert output["sha256"] == hashlib.sha256((tmp_path / output["path"]).read_bytes()).hexdigest()


def test_strict_fails_on_one_rejected_row(here: Run, bad: str, tmp_path: Path) -> None:
    ended = here("abcxyz", bad, "--max-bad", "2", "--strict", "-o", "out.csv")
    assert (ended.code, ended.out) == (4, b"")
    assert "--strict: 2 rows cannot be read" in ended.err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("late", "bad", "paid"),
    [
        ("2024-2-9,1.00", "oops,1.00", "1"),
        ("2024-02-09 10:15:00,1.00", "oops,1.00", "1"),
        ('2024-02-09,"$1,200.50"', "2024-02-09,oops", "1200.50"),
    ],
)
def test_what_contradicts_the_head_is_counted_alike_by_the_run_its_rejects_and_inspect(
    here: Run, tmp_path: Path, late: str, bad: str, paid: str
) -> None:
    reason = "date" if bad.startswith("oops") else "amount"
    head = [f"c{n % 50},2024-01-{n % 28 + 1:02d},1.00" for n in range(10_000)]
    rows = [*head, *[f"c{n % 50},{late}" for n in range(60)], f"c1,{bad}"]
    (tmp_path / "late.csv").write_text("\n".join(["customer_id,order_date,amount", *rows]), "utf-8")
    ended = here("abcxyz", "late.csv", "--rejects", "rejects.csv", "--manifest", "run.json", "-o", "out.csv")
    assert (ended.code, f"rejected: {reason} 1" in ended.err) == (0, True)
    lines = (tmp_path / "rejects.csv").read_text("utf-8").splitlines()
    assert lines == ["source,line,reason,customer_id,order_date,amount", f"late.csv,10062,{reason},c1,{bad}"]
    seen = json.loads(here("inspect", "late.csv", "--format", "json").text)
    assert seen["rows"]["used"] == json.loads((tmp_path / "run.json").read_text())["rows"]["used"]["rows"] == 10_060
    assert seen["rows"]["rejected"] == {reason: 1}
    assert Decimal(seen["money"]["used"]) == 10_000 + 60 * Decimal(paid)


def test_mixed_currencies(here: Run, tmp_path: Path) -> None:
    rows = ["customer_id,amount,currency", "anna,5,EUR", "bert,7,USD", "anna,6,EUR"]
    (tmp_path / "rows.csv").write_text("\n".join(rows) + "\n", "utf-8")
    ended = here("abcxyz", "rows.csv")
    assert (ended.code, ended.out) == (3, b"")
    assert "EUR 2 rows, USD 1 rows" in ended.err
    assert "--in-currency EUR" in ended.err
    chosen = here("abcxyz", "rows.csv", "--in-currency", "EUR", "--columns", "customer_id,total_amount")
    assert (chosen.code, chosen.text) == (0, "customer_id,total_amount\nanna,11.00\n")
    assert "currency 1 (7.00)" in chosen.err


def test_ambiguous_dates_name_the_flag_that_settles_them(here: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("customer_id,date,amount\nanna,03/04/2024,5\nbert,01/02/2024,3\n", "utf-8")
    ended = here("abcxyz", "rows.csv")
    assert (ended.code, ended.out) == (3, b"")
    assert "ambiguous" in ended.err
    assert "--date-format dmy" in ended.err
    for order, last in (("dmy", "2024-04-03"), ("mdy", "2024-03-04"), ("%d/%m/%Y", "2024-04-03")):
        settled = here("abcxyz", "rows.csv", "-q", "--date-format", order, "--columns", "customer_id,last_order_date")
        assert (settled.code, settled.text.splitlines()[1]) == (0, f"anna,{last}")


def test_a_stray_future_date_names_as_of(here: Run, tmp_path: Path) -> None:
    rows = [f"c{n % 90},2024-{n % 12 + 1:02d}-{n % 28 + 1:02d},{n}" for n in range(1_500)]
    (tmp_path / "rows.csv").write_text("\n".join(["customer_id,date,amount", *rows, "c1,2042-01-01,5"]), "utf-8")
    ended = here("abcxyz", "rows.csv")
    assert (ended.code, ended.out) == (3, b"")
    assert "the last date is 2042-01-01" in ended.err
    fix = ended.err.split("--as-of ")[1].split(";")[0]
    assert fix.startswith("2024-12-")
    settled = here("abcxyz", "rows.csv", "--as-of", fix)
    assert (settled.code, f"--as-of {fix}" in ended.err) == (0, True)
    assert here("abcxyz", "rows.csv", "-q", "--as-of", "2042-01-01").code == 0


def test_statuses_that_do_not_count(here: Run, sales: Path) -> None:
    counted = here("abcxyz", sales.name, "-q", "--skip-status", "nothing", "--columns", "customer_id,total_amount")
    assert "bert,120.00\n" in counted.text
    none = here("abcxyz", sales.name, "--skip-status", "paid,Cancelled")
    assert (none.code, none.out) == (3, b"")


def test_a_warning_says_its_way_out_in_the_next_line(here: Run, tmp_path: Path) -> None:
    header = "order_id,customer_id,date,amount\n"
    (tmp_path / "jan.csv").write_text(f"{header}1,a,2024-01-05,10\n2,b,2024-01-06,20\n")
    (tmp_path / "feb.csv").write_text(f"{header}2,b,2024-01-06,20\n3,c,2024-02-09,5\n")
    ended = here("abcxyz", "jan.csv", "feb.csv", "--columns", "customer_id,total_amount")
    assert (ended.code, ended.text) == (0, "customer_id,total_amount\nb,40.00\na,10.00\nc,5.00\n")
    assert (
        "warning: 1 of 3 orders stand there again with the same money (jan.csv, feb.csv): exports that overlap? all are "
        "counted\n  Leave out the export, or the sheet (--sheet), that repeats them; or delete the rows that stand there "
        "twice.\n"
    ) in ended.err
    strict = here("abcxyz", "jan.csv", "feb.csv", "--strict")
    assert (strict.code, strict.out) == (4, b"")


def test_statuses_that_leave_nothing_are_shown_with_the_flag(here: Run, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("customer_id,amount,status\na,1,void\nb,2,void\nc,3,draft\n")
    ended = here("abcxyz", "s.csv")
    assert (ended.code, ended.out) == (3, b"")
    assert "segkit: no row to analyze of 3 read: status 3\n" in ended.err
    assert '"status" holds: void 2 rows, draft 1 rows. --skip-status NAME,...' in ended.err
    counted = here("abcxyz", "s.csv", "--skip-status", "none", "--columns", "customer_id")
    assert (counted.code, counted.text) == (0, "customer_id\nc\nb\na\n")
