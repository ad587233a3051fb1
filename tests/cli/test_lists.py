"""Set operations on the customers of a result: --minus, --intersect, --suppress."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

Run = Any
SALES = "customer_id,order_date,amount\na,2024-12-01,30\nb,2024-06-30,20\nc,2024-06-29,10\n"
ALL = ("status", "sales.csv", "--as-of", "2024-12-31", "--inactive", "6mo", "--clients", "crm.csv")
IDS = ("--columns", "customer_id")


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> None:
    texts = {
        "sales.csv": SALES,
        "crm.csv": "client\na\nb\nc\nd\n",
        "subscribers.csv": "email,customer_id\nc@example.org,c\ne@example.org,e\n",
        "sent.csv": "customer_id,sent_at\na,2024-12-01\nb,2024-11-01\nb,2024-11-30\nc,\n",
        "nobody.csv": "customer_id\n",
        "empty.csv": "",
        "cities.csv": "city,amount\nx,1\ny,2\n",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")


def ids(text: str) -> str:
    return "".join(text.split("\n")[1:])


def test_the_inactive_intersected_with_the_subscribers_are_those_of_the_definitions(here: Run) -> None:
    inactive = here(*ALL, "--only", "inactive", *IDS)
    assert (inactive.code, ids(inactive.text)) == (0, "cd")
    both = here(*ALL, "--only", "inactive", *IDS, "--intersect", "subscribers.csv")
    assert (both.code, both.text) == (0, "customer_id\nc\n")
    assert "note: --intersect subscribers.csv: 1 of 2 are in it, 1 left\n" in both.err


@pytest.mark.parametrize(
    ("options", "left", "said"),
    [
        (["--minus", "subscribers.csv"], "abd", "--minus subscribers.csv: 1 of 4 are in it, 3 left"),
        (["--suppress", "sent.csv"], "d", "--suppress sent.csv: 3 of 4 are in it, 1 left"),
        (
            ["--suppress", "sent.csv", "--days", "30"], "bd",
            "--suppress sent.csv: 2 of 4 are in it since 2024-12-01, 2 left",
        ),
        (["--suppress", "sent.csv", "--days", "29"], "abd", "1 of 4 are in it since 2024-12-02, 3 left"),
        (["--suppress", "sent.csv", "--days", "31"], "d", "3 of 4 are in it since 2024-11-30, 1 left"),
        (
            ["--suppress", "subscribers.csv", "--days", "30"], "abd",
            "1 of 4 are in it (it has no column of dates, so that --days leaves everybody in it), 3 left",
        ),
        (["--minus", "nobody.csv"], "abcd", "--minus nobody.csv: 0 of 4 are in it, 4 left"),
        (["--intersect", "nobody.csv"], "", "--intersect nobody.csv: 0 of 4 are in it, 0 left"),
        (["--minus", "subscribers.csv", "--top", "2"], "ab", "1 of 4 are in it, 3 left"),
        (["--minus", "sales.csv", "--intersect", "crm.csv"], "d", "--intersect crm.csv: 1 of 1 are in it, 1 left"),
    ],
)  # fmt: skip
def test_each_list_says_how_many_are_in_it(here: Run, options: list[str], left: str, said: str) -> None:
    ended = here(*ALL, *IDS, *options)
    assert (ended.code, sorted(ids(ended.text))) == (0, list(left))
    assert said in ended.err
    quiet = here(*ALL, *IDS, *options, "-q")
    assert (quiet.text, quiet.err) == (ended.text, "")


def test_a_list_that_names_nobody_tells_the_column_of_its_ids(here: Run, tmp_path: Path) -> None:
    (tmp_path / "mails.csv").write_text("email,city\na@example.org,x\n", "utf-8")
    ended = here(*ALL, *IDS, "--minus", "mails.csv")
    assert 'note: --minus mails.csv: 0 of 4 are in it by its column "email", 4 left\n' in ended.err


def test_ids_are_texts_as_written(here: Run, tmp_path: Path) -> None:
    sales = pl.DataFrame({"customer_id": ["1", "2", "03"], "order_date": ["2024-12-01"] * 3, "amount": [3, 2, 1]})
    sales.write_csv(tmp_path / "texts.csv")
    sales.with_columns(pl.col("customer_id").cast(pl.Int64)).write_parquet(tmp_path / "numbers.parquet")
    pl.DataFrame({"customer_id": pl.Series([1, 3], dtype=pl.Int64)}).write_parquet(tmp_path / "list.parquet")
    pl.DataFrame({"customer_id": [1.0, 3.0]}).write_excel(tmp_path / "list.xlsx")
    for listed in ("list.parquet", "list.xlsx"):
        more = (*IDS, "-q", "--minus", listed)
        assert here("abcxyz", "texts.csv", *more).text == "customer_id\n2\n03\n"
        assert here("abcxyz", "numbers.parquet", *more).text == "customer_id\n2\n"


def test_a_result_is_a_list_and_may_come_in_a_pipe(shell: Run, tmp_path: Path) -> None:
    ended = shell("segkit abcxyz sales.csv -q --top 1 | segkit abcxyz sales.csv -q --columns customer_id --minus -")
    assert (ended.code, ended.text, ended.err) == (0, "customer_id\nb\nc\n", "")
    (tmp_path / "key").write_text("secret")
    twice = shell("segkit abcxyz - --minus - < sales.csv")
    assert (twice.code, twice.out) == (2, b"")
    assert "INPUT and --minus both read standard input" in twice.err


def test_ids_are_hashed_after_they_were_held_against_lists(here: Run, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret")
    ended = here(*ALL, *IDS, "-q", "--intersect", "subscribers.csv", "--hash-ids", "--hash-key-file", "key")
    assert ended.text.split()[1:] == [hmac.new(b"secret", b"c", hashlib.sha256).hexdigest()]


def test_merged_spellings_are_merged_in_lists_too(here: Run, tmp_path: Path) -> None:
    (tmp_path / "mail.csv").write_text(
        "email,date,amount\nA@x.ru,2024-01-01,5\na@X.ru,2024-01-02,5\nb@x.ru,2024-01-03,1\n"
    )
    (tmp_path / "list.csv").write_text("email\nA@X.RU\n")
    merged = here("abcxyz", "mail.csv", "--merge-ids", "email", "--minus", "list.csv", *IDS, "-q")
    assert (merged.code, merged.text) == (0, "customer_id\nb@x.ru\n")
    apart = here("abcxyz", "mail.csv", "--minus", "list.csv", *IDS, "-q")
    assert len(apart.text.split()) == 4


def test_items_are_held_against_lists_of_items(here: Run, tmp_path: Path) -> None:
    (tmp_path / "lines.csv").write_text("sku,date,amount\nTEA,2024-01-01,5\nMUG,2024-01-02,3\n")
    (tmp_path / "out.csv").write_text("customer_id,sku\n9,MUG\n")
    ended = here("abcxyz", "lines.csv", "--per", "item", "--minus", "out.csv", "--columns", "item_id", "-q")
    assert (ended.code, ended.text) == (0, "item_id\nTEA\n")


def test_files_folders_manifests_and_gates_see_who_is_left(here: Run, tmp_path: Path) -> None:
    lists = ("--minus", "subscribers.csv")
    assert here(*ALL, *lists, "-q", "-o", "out.csv", "--manifest", "m.json", "--hash-inputs").code == 0
    document = json.loads((tmp_path / "m.json").read_text("utf-8"))
    assert document["outputs"][0]["rows"] == 3
    listed = document["inputs"][-1]
    assert (listed["path"], listed["rows"]) == ("subscribers.csv", 2)
    assert listed["sha256"] == hashlib.sha256((tmp_path / "subscribers.csv").read_bytes()).hexdigest()
    assert here(*ALL, *lists, "-q", "--split", "folder").code == 0
    files = [pl.read_csv(path) for path in (tmp_path / "folder").glob("*.csv")]
    assert sum(file.height for file in files) == 3
    gated = here(*ALL, *lists, "--min-rows", "4", "-o", "never.csv")
    assert (gated.code, gated.out, (tmp_path / "never.csv").exists()) == (4, b"", False)
    assert "--minus subscribers.csv: 1 of 4 are in it, 3 left" in gated.err


def test_days_count_from_the_day_that_the_options_name_where_there_are_no_dates(here: Run, tmp_path: Path) -> None:
    (tmp_path / "undated.csv").write_text("customer_id,amount\na,30\nb,20\nc,10\n")
    more = ("abcxyz", "undated.csv", *IDS, "--suppress", "sent.csv", "--days", "30")
    refused = here(*more)
    assert (refused.code, refused.out) == (2, b"")
    assert "--days 30 counts back from as_of, which this result lacks\n" in refused.err
    assert "--as-of YYYY-MM-DD" in refused.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--minus", "sent.csvv"], 3, '--minus: no such file: sent.csvv. Did you mean "sent.csv"'),
        (["--intersect", "empty.csv"], 3, "--intersect: empty.csv is empty"),
        (["--minus", "cities.csv"], 3, "--minus: cities.csv: no column of ids found\nCall it customer_id"),
        (["--minus", "cities.csv"], 3, "Columns: city, amount"),
        (["--days", "3"], 2, "--days goes with --suppress"),
        (["--suppress", "sent.csv", "--days", "-1"], 2, "--days -1 is negative"),
        (["--suppress", "sent.csv", "--days", "999999999"], 2, "999999999d before 2024-12-31 is not a date"),
        (["--suppress", "sent.csv", "--days", "9" * 30], 2, "the most that a whole number may be"),
        (["--suppress", "sent.csv", "--days", "x"], 2, '--days: "x" is not a whole number'),
    ],
)
def test_what_cannot_be_a_list_is_refused(here: Run, arguments: list[str], code: int, said: str) -> None:
    ended = here(*ALL, *arguments)
    assert (ended.code, ended.out) == (code, b"")
    assert said in ended.err


def test_all_lists_that_cannot_be_read_are_named_at_once(here: Run) -> None:
    ended = here(*ALL, "--minus", "cities.csv", "--intersect", "nope.csv", "--suppress", "sent.csv")
    assert (ended.code, ended.out) == (3, b"")
    assert "--minus: cities.csv: no column of ids" in ended.err
    assert "--intersect: no such file: nope.csv" in ended.err


def test_tables_without_customers_and_explanations_take_no_lists(here: Run) -> None:
    ended = here("churn", "sales.csv", "--minus", "crm.csv", "--suppress", "sent.csv")
    assert (ended.code, ended.out) == (2, b"")
    for option in ("minus", "suppress"):
        assert f"--{option}: a row of this result is about period, and holds no ids" in ended.err
    explained = here("rfm", "sales.csv", "--explain", "a", "--minus", "crm.csv")
    assert (explained.code, explained.out) == (2, b"")
    assert "--explain says why, and writes no rows" in explained.err


def test_a_fact_is_of_the_whole_result_and_takes_no_choice_of_rows(here: Run) -> None:
    options = ("--minus", "crm.csv", "--only", "departed", "--top", "0", "--columns", "customer_id")
    ended = here("status", "sales.csv", "--fact", "customers", *options)
    assert (ended.code, ended.out) == (2, b"")
    for option in options[::2]:
        assert f"--fact is of the whole result, and ignores {option}\n" in ended.err


def test_a_list_of_clients_tells_its_column_of_ids_or_is_refused(here: Run) -> None:
    ended = here("status", "sales.csv", "--clients", "cities.csv")
    assert (ended.code, ended.out) == (3, b"")
    assert "--clients: cities.csv: no column of ids found\nCall it customer_id" in ended.err


@pytest.mark.parametrize("rows", ["a,active\na,departed\nb,\n", "a,departed\nb,\na,active\n"])
def test_a_client_with_two_statuses_is_refused_in_any_order(here: Run, tmp_path: Path, rows: str) -> None:
    (tmp_path / "told.csv").write_text("client,status\n" + rows)
    ended = here("status", "sales.csv", "--clients", "told.csv")
    assert (ended.code, ended.out) == (3, b"")
    assert "--clients: 1 ids are listed with more than one status" in ended.err


def test_a_client_is_listed_once_however_often_it_is_written(here: Run, tmp_path: Path) -> None:
    (tmp_path / "told.csv").write_text("client,status\na,\na,Departed\na,lost\nz,\nz,\n")
    more = ("--clients", "told.csv", "--as-of", "2024-12-31", "--inactive", "12mo", "--columns", "customer_id,status")
    ended = here("status", "sales.csv", *more, "-q")
    assert (ended.code, sorted(ended.text.split()[1:])) == (0, ["a,departed", "b,new", "c,new", "z,never_bought"])


def test_leads_are_counted_as_the_ids_of_the_sales_are_written(here: Run, tmp_path: Path) -> None:
    days = pl.Series(["2024-12-01", "2024-12-02"]).str.to_date()
    pl.DataFrame({"customer_id": [7, 8], "order_date": days, "amount": [3, 2]}).write_parquet(tmp_path / "n.parquet")
    (tmp_path / "leads.csv").write_text("customer_id\n007\n7\n9\n")
    ended = here("status", "n.parquet", "--leads", "leads.csv", "--fact", "leads_bought", "-q")
    share = here("status", "n.parquet", "--leads", "leads.csv", "--fact", "leads_bought_share", "-q")
    assert (ended.code, ended.text, share.text) == (0, "1\n", "0.5\n")
