"""segkit export as a process: targets read back by independent parsers, who is dropped and why, gates, privacy."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
import re
import stat
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

Run = Any

CONTACTS = """\
customer_id,Email,Phone,First Name,Last Name,Country,Zip,Accepts Marketing,segment,total_amount
1, Anna@Example.org ,8 (999) 555-11-11,Anna,Petrova,Russia,'101000,yes,at_risk,100.00
2,bert@example,,Bert,Ernst,DE,10115,true,champions,900.50
3,cleo@marketplace.amazon.de,,Cleo,,UK,,1,champions,50.00
4,dora@example.org,,Dora,"Diaz, Jr",,,no,new,20.00
5,anna@example.org,+7 999 555-11-11,Anna,Petrova,RU,101000,да,at_risk,30.00
6,,12345,Nobody,,,,yes,new,1.00
7,,,Nix,,,,yes,new,
8,emil@example.org,+49 30 1234567,"Émile ""E"" X",=cmd(),FR,75001,TRUE,loyal,70.00
"""
ORDERS = """\
order_id,order_date,customer_id,email,amount
1,2024-01-05,anna,anna@example.org,10.00
2,2024-05-06,bert,bert@example.org,40.00
3,2024-06-06,bert,bert@example.org,60.00
4,2024-11-30,cleo,cleo@example.org,20.00
5,2024-12-30,dora,dora@example.org,500.00
6,2024-12-31,dora,,80.50
"""


def read(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True))


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def test_stdout_is_the_list_and_stderr_the_account(segkit: Run, contacts: str) -> None:
    ended = segkit("export", contacts, "--to", "mailchimp")
    assert (ended.code, ended.text) == (
        0,
        'Email Address,First Name,Last Name,Phone\nanna@example.org,Anna,Petrova,\nemil@example.org,"Émile ""E"" X",=cmd(),+49301234567\n',
    )
    assert ended.err == (
        "contacts.csv: id = customer_id, email = Email, phone = Phone, first_name = First Name, last_name = Last Name, "
        "consent = Accepts Marketing\n"
        "contacts: 8 read = 2 written + dropped: no consent 1, relay address 1, invalid e-mail 1, no identifier 2, "
        "duplicate 1\n"
        "cells left empty in rows that are written: invalid phone 1\n"
        "note: phones without a country code are invalid; --default-country says where they belong\n"
    )


def test_every_contact_is_accounted_for(here: Run, contacts: str, tmp_path: Path) -> None:
    for target in ("mailchimp", "klaviyo", "brevo", "hubspot", "google-ads", "meta", "yandex-audience", "vk", "plain"):
        ended = here("export", contacts, "--to", target, "-o", f"{target}/", "--default-country", "RU")
        rows = json.loads((tmp_path / target / "manifest.json").read_text("utf-8"))["rows"]
        assert (ended.code, ended.out) == (0, b"")
        assert rows["read"] == 8 == rows["written"] + sum(rows["dropped"].values())


def test_google_ads_is_read_back_by_pandas(here: Run, contacts: str, tmp_path: Path) -> None:
    ended = here("export", contacts, "--to", "google-ads", "-o", "g.csv", "--default-country", "RU")
    assert ended.code == 0
    assert "warning: google-ads has 3 rows, Google Ads Customer Match wants at least 100\n" in ended.err
    frame = pd.read_csv(tmp_path / "g.csv", dtype=str, keep_default_na=False)
    assert list(frame.columns) == ["Email", "Phone", "First Name", "Last Name", "Country", "Zip"]
    anna = frame[frame["Email"] == sha("anna@example.org")].to_dict("records")
    assert anna == [
        {
            "Email": sha("anna@example.org"), "Phone": sha("+79995551111"), "First Name": sha("anna"),
            "Last Name": sha("petrova"), "Country": "RU", "Zip": "101000",
        }
    ]  # fmt: skip
    assert (tmp_path / "g.csv").read_bytes().isascii()


def test_brevo_is_separated_by_semicolons_and_goes_into_a_workbook(here: Run, contacts: str, tmp_path: Path) -> None:
    more = ("--carry", "segment,total_amount", "--default-country", "RU")
    rows = read(here("export", contacts, "--to", "brevo", *more).text, ";")
    assert rows[0] == {
        "EMAIL": "anna@example.org", "FIRSTNAME": "Anna", "LASTNAME": "Petrova", "SMS": "+79995551111", "EXT_ID": "1",
        "SEGMENT": "at_risk", "TOTAL_AMOUNT": "100.00",
    }  # fmt: skip
    assert here("export", contacts, "--to", "brevo", "-o", "b.xlsx", *more).code == 0
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    cells = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert cells == [list(rows[0]), *(list(row.values()) for row in rows)]
    assert all(cell.data_type != "f" and not cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_klaviyo_gets_no_address_and_no_phone_twice(here: Run, tmp_path: Path) -> None:
    text = "email,phone\na@x.ru,+79995551111\nb@x.ru,+79995551111\n,+79995551111\nA@x.ru,\n"
    (tmp_path / "c.csv").write_text(text, "utf-8")
    ended = here("export", "c.csv", "--to", "klaviyo")
    assert ended.text == "Email Address,Phone Number\na@x.ru,+79995551111\nb@x.ru,\n"
    assert "contacts: 4 read = 2 written + dropped: duplicate 2\n" in ended.err
    assert "cells left empty in rows that are written: duplicate 1\n" in ended.err


def test_vk_lists_go_into_a_folder_one_kind_a_file(here: Run, contacts: str, tmp_path: Path) -> None:
    ended = here("export", contacts, "--to", "vk")
    assert (ended.code, ended.out) == (2, b"")
    assert "takes this as 2 files\nName a folder, with a / at its end: -o lists/\n" in ended.err
    assert here("export", contacts, "--to", "vk", "-o", "vk/").code == 0
    files = {path.name: path.read_bytes() for path in (tmp_path / "vk").glob("*.csv")}
    assert files == {
        "vk-email.csv": f"id\n{md5('anna@example.org')}\n{md5('emil@example.org')}\n".encode(),
        "vk-phone.csv": f"id\n{md5('79995551111')}\n{md5('49301234567')}\n".encode(),
    }
    one = here("export", contacts, "--to", "vk", "--identifiers", "email", "--no-hash", "-q")
    assert one.text == "id\nanna@example.org\nemil@example.org\n"


def test_files_of_contacts_are_private_and_folders_are_complete(here: Run, contacts: str, tmp_path: Path) -> None:
    assert here("export", contacts, "--to", "meta", "-o", "m.csv").code == 0
    assert here("export", contacts, "--to", "meta", "-o", "m/").code == 0
    for path in (tmp_path / "m.csv", tmp_path / "m" / "meta.csv", tmp_path / "m" / "manifest.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    manifest = json.loads((tmp_path / "m" / "manifest.json").read_text("utf-8"))
    (output,) = manifest["outputs"]
    assert output["sha256"] == hashlib.sha256((tmp_path / "m" / "meta.csv").read_bytes()).hexdigest()
    again = here("export", contacts, "--to", "meta", "-o", "m/")
    assert (again.code, "is not empty\nAdd --replace" in again.err) == (3, True)
    assert here("export", contacts, "--to", "meta", "-o", "m/", "--replace").code == 0


def test_no_value_of_a_contact_is_told(here: Run, contacts: str, tmp_path: Path) -> None:
    ended = here("export", contacts, "--to", "meta", "--manifest", "m.json", "-o", "m.csv", "-v")
    told = ended.err + (tmp_path / "m.json").read_text("utf-8")
    for value in ("anna", "Petrova", "999", "555", "bert", "101000", "12345"):
        assert value.casefold() not in told.casefold()


def test_the_order_of_the_rows_is_of_no_importance(here: Run, contacts: str, tmp_path: Path) -> None:
    header, *lines = CONTACTS.splitlines()
    more = ("--to", "plain", "-q", "--max-size", "2", "--carry", "total_amount")
    wanted = here("export", contacts, *more).text
    assert [row["customer_id"] for row in read(wanted)] == ["1", "8"]
    for seed in range(3):
        random.Random(seed).shuffle(lines)
        (tmp_path / "contacts.csv").write_text("\n".join([header, *lines]) + "\n", "utf-8")
        assert here("export", contacts, *more).text == wanted


@pytest.mark.parametrize(
    ("only", "ids"),
    [
        ("at_risk", ["1", "5"]),
        ("AT_RISK,loyal", ["1", "8", "5"]),
        ("l*", ["8"]),
        ("В зоне риска", ["1", "5"]),
        ("hibernating", []),
    ],
)
def test_only_takes_segments(here: Run, contacts: str, only: str, ids: list[str]) -> None:
    ended = here("export", contacts, "--to", "plain", "--only", only)
    assert (ended.code, [row["customer_id"] for row in read(ended.text)]) == (0, ids)


def test_only_takes_classes(here: Run, tmp_path: Path) -> None:
    text = "customer_id,email,abc_xyz_class\n1,a@x.ru,AX\n2,b@x.ru,AY\n3,c@x.ru,BX\n4,d@x.ru,AU\n"
    (tmp_path / "c.csv").write_text(text, "utf-8")
    for only, ids in (("golden", "12"), ("A*", "124"), ("A", "124"), ("x", "13"), ("bx,au", "34")):
        rows = read(here("export", "c.csv", "--to", "plain", "-q", "--only", only).text)
        assert "".join(row["customer_id"] for row in rows) == ids


def test_a_word_of_no_segment_ends_with_3(here: Run, contacts: str) -> None:
    ended = here("export", contacts, "--to", "plain", "--only", "champion")
    assert (ended.code, ended.out) == (3, b"")
    assert 'no class or segment "champion" in contacts.csv. Did you mean "champions"?\nIt has: at_risk' in ended.err


def test_sales_become_a_list_in_one_command(here: Run, orders: str) -> None:
    ended = here("export", orders, "--analysis", "rfm", "--only", "champions,cant_lose", "--to", "mailchimp")
    assert (ended.code, ended.text) == (0, "Email Address\ndora@example.org\nbert@example.org\n")
    assert "contacts: 4 read = 2 written + dropped: not in --only 2\n" in ended.err
    assert "rows: 6 (710.50) read = 6 (710.50) used\n" in ended.err


def test_the_analysis_runs_with_its_usual_options(here: Run, orders: str, tmp_path: Path) -> None:
    (tmp_path / "segkit.toml").write_text("[rfm]\nto = 2024-12-30\n", "utf-8")
    more = ("--analysis", "rfm", "--to", "plain", "-q", "--carry", "recency_days", "--max-size", "1")
    assert here("export", orders, *more).text == "customer_id,email,recency_days\ndora,dora@example.org,0\n"
    ended = here("export", orders, *more, env={"SEGKIT_RFM_TO": "2024-12-01"})
    assert ended.text == "customer_id,email,recency_days\nbert,bert@example.org,178\n"


def test_a_result_goes_through_a_pipe(shell: Run, orders: str) -> None:
    ended = shell(
        f"segkit rfm {orders} -q --carry email | segkit export - --only cant_lose --to plain -q --tags segment"
    )
    assert (ended.code, ended.text) == (0, "customer_id,email,tags\nbert,bert@example.org,cant_lose\n")


def test_sales_without_classes_name_the_command_to_run_first(here: Run, orders: str) -> None:
    ended = here("export", orders, "--to", "plain", "--only", "at_risk")
    assert (ended.code, ended.out) == (3, b"")
    assert (
        "orders.csv has no column of classes or segments for --only\nClass the customers first: add --analysis rfm"
        in ended.err
    )


def test_no_address_at_all_names_the_ways_out(here: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("customer_id,segment\n1,new\n", "utf-8")
    ended = here("export", "r.csv", "--to", "hubspot")
    assert (ended.code, ended.out) == (3, b"")
    assert (
        "r.csv: no column of email for HubSpot\nName the column (--email COLUMN, ...), join the addresses" in ended.err
    )


def test_addresses_come_from_a_second_file(here: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("customer_id,segment\n7,new\n8,new\n9,new\n10,lost\n", "utf-8")
    book = "Клиент;E-mail;Телефон;Согласие\n7;a@x.ru;8 999 555 11 11;да\n8;b@x.ru;;да\n8;bb@x.ru;;нет\n10;c@x.ru;;1\n"
    (tmp_path / "book.csv").write_bytes(book.encode("cp1251"))
    more = ("--contacts", "book.csv", "--to", "plain", "--default-country", "RU")
    ended = here("export", "r.csv", *more, "--only", "new")
    assert (ended.code, ended.text) == (0, "customer_id,email,phone\n7,a@x.ru,+79995551111\n")
    assert "dropped: not in --only 1, not in --contacts 1, no consent 1\n" in ended.err
    free = here("export", "r.csv", *more, "--consent-column", "none", "-q")
    assert [row["email"] for row in read(free.text)] == ["c@x.ru", "a@x.ru", "b@x.ru"]
    lost = here("export", "r.csv", *more, "--contacts-id", "Klient")
    assert (lost.code, lost.out, '--contacts-id: no column "Klient"' in lost.err) == (3, b"", True)


def test_a_second_file_needs_the_id_of_both(here: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("Email,segment\na@x.ru,new\n", "utf-8")
    (tmp_path / "book.csv").write_text("customer_id,phone\n7,+79995551111\n", "utf-8")
    ended = here("export", "r.csv", "--contacts", "book.csv", "--to", "plain")
    assert (ended.code, ended.out) == (3, b"")
    assert "r.csv: no id column found; --contacts is joined by customer id\nName it: --id COLUMN" in ended.err
    other = here("export", "book.csv", "--contacts", "r.csv", "--to", "plain")
    assert (other.code, other.out) == (3, b"")
    assert "r.csv: no id column found; it is joined by customer id\nName it: --contacts-id COLUMN" in other.err


def test_columns_that_are_named_go_from_the_sales_into_the_list(here: Run, tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text(
        "customer_id,order_date,amount,work\na,2024-01-05,10,a@x.ru\nb,2024-01-06,20,b@x.ru\n", "utf-8"
    )
    (tmp_path / "sent.csv").write_text("customer_id,sent_at\na,2024-01-05\n", "utf-8")
    more = ("--analysis", "rfm", "--email", "work", "--to", "plain", "-q")
    assert here("export", "sales.csv", *more).text == "customer_id,email\nb,b@x.ru\na,a@x.ru\n"
    # the list of --suppress need not have the column
    assert (
        here("export", "sales.csv", *more, "--suppress", "sent.csv", "--days", "9").text
        == "customer_id,email\nb,b@x.ru\n"
    )


def test_consent_to_one_channel_is_about_its_identifier(here: Run, tmp_path: Path) -> None:
    text = (
        "Customer ID,Email,Phone,Accepts Email Marketing,Accepts SMS Marketing\n"
        "1,a@x.ru,+79995551111,yes,no\n2,b@x.ru,+79995552222,no,yes\n3,c@x.ru,+79995553333,no,no\n"
    )
    (tmp_path / "c.csv").write_text(text, "utf-8")
    ended = here("export", "c.csv", "--to", "klaviyo")
    assert ended.text == "Email Address,Phone Number\na@x.ru,\n,+79995552222\n"
    assert "contacts: 3 read = 2 written + dropped: no consent 1\n" in ended.err
    assert "cells left empty in rows that are written: no consent 2\n" in ended.err
    everybody = here("export", "c.csv", "--to", "klaviyo", "--consent-column", "none", "-q")
    assert len(read(everybody.text)) == 3


def test_suppressed_contacts_stay_out_for_some_days(here: Run, contacts: str, tmp_path: Path) -> None:
    (tmp_path / "sent.csv").write_text(
        "Email Address,sent_at\nANNA@example.org,2024-12-01\nemil@example.org,\n", "utf-8"
    )
    more = ("export", contacts, "--to", "plain", "-q", "--identifiers", "email", "--suppress", "sent.csv")
    assert read(here(*more).text) == []
    late = here(*more, "--days", "30", "--as-of", "2025-01-31")
    assert [row["customer_id"] for row in read(late.text)] == ["1"]
    assert read(here(*more, "--days", "30", "--as-of", "2024-12-31").text) == []
    (tmp_path / "sent.csv").write_text("customer_id\n1\n5\n", "utf-8")
    assert [row["customer_id"] for row in read(here(*more).text)] == ["8"]
    undated = here(*more, "--days", "30")
    assert (undated.code, "sent.csv: no date column found; --days counts from it" in undated.err) == (3, True)


def test_a_split_test_follows_from_id_and_seed_alone(here: Run, tmp_path: Path) -> None:
    def groups(ids: list[int], *more: str) -> list[set[int]]:
        rows = "".join(f"{one},c{one}@example.org\n" for one in ids)
        (tmp_path / "c.csv").write_text("customer_id,email\n" + rows, "utf-8")
        assert here("export", "c.csv", "--to", "plain", "-o", "s/", "--replace", *more).code == 0
        files = sorted((tmp_path / "s").glob("*.csv"))
        return [{int(row["customer_id"]) for row in read(path.read_text("utf-8"))} for path in files]

    ids = list(range(2000))
    a, b = groups(ids, "--split-test", "50,50")
    assert (a | b, a & b) == (set(ids), set())
    assert 900 < len(a) < 1100  # five standard deviations of a fair coin are 112
    assert groups(ids[::-1], "--split-test", "50,50") == [a, b]
    assert groups(ids[:1000], "--split-test", "50,50") == [
        {one for one in a if one < 1000},
        {one for one in b if one < 1000},
    ]
    assert groups(ids, "--split-test", "50,50", "--seed", "1") != [a, b]
    nine, one = groups(ids, "--split-test", "90,10")
    assert (len(nine | one), 133 < len(one) < 267) == (2000, True)


def test_sizes_are_gates(here: Run, contacts: str, tmp_path: Path) -> None:
    few = here("export", contacts, "--to", "plain", "--min-size", "5", "-o", "x.csv")
    assert (few.code, few.out, "--min-size 5: only 3 contacts, nothing was written" in few.err) == (4, b"", True)
    strict = here("export", contacts, "--to", "meta", "--strict", "-o", "x.csv")
    assert (strict.code, "--strict: meta has 3 rows, Meta Custom Audiences wants at least 100" in strict.err) == (
        4,
        True,
    )
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "--to says which tool the list is for"),
        (["--to", "mailchip"], 'no target "mailchip". Did you mean "mailchimp"?'),
        (["--to", "mailchimp", "-o", "x.xlsx"], "Mailchimp imports csv, not xlsx"),
        (["--to", "meta", "--carry", "segment"], "takes no columns of your own"),
        (["--to", "plain", "--split-test", "50,50"], "Name a folder, with a / at its end"),
        (["--to", "plain", "--split-test", "50,40", "-o", "x/"], "that add up to 100"),
        (["--to", "plain", "--days", "3"], "--days goes with --suppress"),
        (["--to", "plain", "--analysis", "rfn"], 'no analysis "rfn". Did you mean "rfm"?'),
        (["--to", "plain", "--replace"], "--replace goes with -o DIR/"),
        (["--to", "plain", "--carry", "email"], None),
    ],
)
def test_wrong_usage_ends_with_2(here: Run, contacts: str, arguments: list[str], said: str | None) -> None:
    ended = here("export", contacts, *arguments)
    assert (ended.code, ended.out) == (2 if said else 3, b"")
    assert (said or '--carry: no column "email". Did you mean "Email"?') in ended.err


def test_a_dry_run_tells_and_writes_nothing(here: Run, contacts: str, tmp_path: Path) -> None:
    ended = here("export", contacts, "--to", "plain", "-o", "x.csv", "--dry-run")
    assert (ended.code, ended.out, (tmp_path / "x.csv").exists()) == (0, b"", False)
    assert "contacts: 8 read = 3 written" in ended.err


def test_records_that_are_no_rows_are_accounted_for(here: Run, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("customer_id,email\n1,a@x.ru\n2,b@x.ru,too,many\n3,c@x.ru\n", "utf-8")
    ended = here("export", "c.csv", "--to", "plain")
    assert (ended.code, ended.text) == (0, "customer_id,email\n1,a@x.ru\n3,c@x.ru\n")
    assert "contacts: 3 read = 2 written + dropped: unreadable record 1\n" in ended.err


@pytest.mark.parametrize("option", ["", "--contacts", "--suppress"])
def test_what_of_a_folder_is_not_read_is_a_warning(here: Run, tmp_path: Path, option: str) -> None:
    (tmp_path / "c.csv").write_text("customer_id,email\n1,a@x.ru\n", "utf-8")
    for name in ("people/c.csv", "people/other.dat"):
        (tmp_path / "people").mkdir(exist_ok=True)
        (tmp_path / name).write_text("customer_id,email\n2,b@x.ru\n", "utf-8")
    given = ["c.csv", option, "people"] if option else ["people"]
    ended = here("export", *given, "--to", "plain")
    said = "people: not read: other.dat; name them as well to read them, or move them away\n"
    assert (ended.code, f"warning: {said}" in ended.err) == (0, True)
    strict = here("export", *given, "--to", "plain", "--strict")
    assert (strict.code, strict.out, f"segkit: --strict: {said}" in strict.err) == (4, b"", True)


def test_a_parquet_of_numbers_gives_whole_numbers(here: Run, tmp_path: Path) -> None:
    frame = pd.DataFrame({"customer_id": [7.0, 8.0], "phone": [79995551111.0, None], "email": ["a@x.ru", "b@x.ru"]})
    frame.to_parquet(tmp_path / "c.parquet")
    ended = here("export", "c.parquet", "--to", "plain", "-q", "--default-country", "RU")
    assert ended.text == "customer_id,email,phone\n7,a@x.ru,+79995551111\n8,b@x.ru,\n"


def test_of_several_phones_the_first_that_is_there_counts(here: Run, tmp_path: Path) -> None:
    text = "Компания,Рабочий email,Личный email,Мобильный телефон,Рабочий телефон\n,a@x.ru,aa@x.ru,,89995551111\n,,b@x.ru,,\n"
    (tmp_path / "c.csv").write_text(text, "utf-8")
    ended = here("export", "c.csv", "--to", "klaviyo", "--default-country", "RU")
    assert ended.text == "Email Address,Phone Number\na@x.ru,+79995551111\nb@x.ru,\n"
    assert "email = Рабочий email or Личный email, phone = Мобильный телефон or Рабочий телефон\n" in ended.err


def test_the_id_of_an_order_is_no_customer(here: Run, tmp_path: Path) -> None:
    (tmp_path / "o.csv").write_text(
        "Id,Email,Created at,Total\n1,a@x.ru,2024-01-01,5\n2,a@x.ru,2024-01-02,5\n", "utf-8"
    )
    assert here("export", "o.csv", "--to", "plain", "-q").text == "email\na@x.ru\n"
    (tmp_path / "c.csv").write_text("Id,Email\n1,a@x.ru\n", "utf-8")
    assert here("export", "c.csv", "--to", "plain", "-q").text == "customer_id,email\n1,a@x.ru\n"


def test_ids_that_are_phones_are_suppressed_as_they_are_written(here: Run, tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("customer_id,phone\n+79995551111,89995551111\n8,89995552222\n", "utf-8")
    (tmp_path / "s.csv").write_text("customer_id\n+79995551111\n", "utf-8")
    more = ("--to", "yandex-audience", "-q", "--suppress", "s.csv")
    assert here("export", "c.csv", *more).text == f"external_id,phone\n8,{md5('79995552222')}\n"
    wrong = here("export", "c.csv", *more, "--days", "3", "--suppress-date", "sent")
    assert (wrong.code, wrong.out, '--suppress-date: no column "sent"' in wrong.err) == (3, b"", True)


def test_the_usual_target_may_stand_in_the_configuration(here: Run, contacts: str, tmp_path: Path) -> None:
    (tmp_path / "segkit.toml").write_text('[export]\nto = "hubspot"\ndefault-country = "RU"\n', "utf-8")
    assert here("export", contacts, "-q").text.startswith("Email,First Name,Last Name,Phone Number\n")


def test_a_segment_of_the_configuration_may_be_empty(here: Run, contacts: str, tmp_path: Path) -> None:
    more = ("export", contacts, "--to", "plain", "--only", "sleepers", "-q")
    assert here(*more).code == 3
    (tmp_path / "segkit.toml").write_text('[rfm.maps.mine.segments.sleepers]\ncodes = ["11"]\n', "utf-8")
    ended = here(*more)
    assert (ended.code, read(ended.text)) == (0, [])


def test_strict_takes_the_warnings_of_the_analysis_too(here: Run, tmp_path: Path) -> None:
    lines = (
        "1,2024-01-05,anna,a@x.ru,10\n" * 2
        + "2,2024-02-05,bert,b@x.ru,x\n"
        + "".join(f"{n},2024-03-05,c{n},c{n}@x.ru,5\n" for n in range(3, 300))
    )
    (tmp_path / "o.csv").write_text("order_id,order_date,customer_id,email,amount\n" + lines, "utf-8")
    more = ("export", "o.csv", "--analysis", "rfm", "--to", "plain")
    assert here(*more).code == 0
    ended = here(*more, "--strict")
    assert (ended.code, ended.out, "--strict: 1 rows cannot be read" in ended.err) == (4, b"", True)


PHONE, HASH32, HASH64 = r"\+[1-9]\d{7,14}", r"[0-9a-f]{32}", r"[0-9a-f]{64}"
ADDRESS = r"[a-z0-9.+]+@[a-z0-9.]+\.[a-z]{2,}"
RULES: dict[str, tuple[str, dict[str, str]]] = {
    "mailchimp": (",", {"Email Address": ADDRESS, "Phone": PHONE, "Birthday": r"(0[1-9]|1[0-2])/\d\d"}),
    "klaviyo": (",", {"Email Address": ADDRESS, "Phone Number": PHONE, "Birthday": r"\d{4}-\d\d-\d\d"}),
    "brevo": (";", {"EMAIL": ADDRESS, "SMS": PHONE, "EXT_ID": r"\d+"}),
    "hubspot": (",", {"Email": ADDRESS, "Phone Number": PHONE}),
    "google-ads": (
        ",", {"Email": HASH64, "Phone": HASH64, "First Name": HASH64, "Last Name": HASH64, "Country": "[A-Z]{2}", "Zip": r"\d{6}"},
    ),
    "meta": (",", dict.fromkeys(("email", "phone", "fn", "ln", "country", "zip", "dob", "gen"), HASH64)),
    "yandex-audience": (
        ",", {"external_id": r"\w+", "phone": HASH32, "email": HASH32, "gender": "[MF]", "birthdate": r"\d\d\.\d\d\.\d{4}"},
    ),
    "plain": (",", {"email": ADDRESS, "phone": PHONE, "country": "[A-Z]{2}", "birthdate": r"\d{4}-\d\d-\d\d", "gender": "[mf]"}),
}  # fmt: skip
"""What the cells of each target look like, by the pages of the tools: written out here, not taken from the table."""


def messy(count: int) -> str:
    """Return contacts as people keep them, some good, some not."""
    chance = random.Random(7)
    header = "customer_id,email,phone,first_name,last_name,country,zip,birthdate,gender"

    def one(number: int) -> str:
        who = chance.randrange(count)
        email = chance.choice(
            [f"C{who}@Example.org", f" c{who}@example.org", "", "n/a", f"c{who}@marketplace.amazon.de"]
        )
        phone = chance.choice([f"8 (999) {who:03}-11-22", f"+7999{who:03}1122", "", "12-34", f"999{who:03}1122"])
        names = chance.choice(["Анна,Петрова", '"Zoë, ""Z""",O\'Neil', ",", "=cmd(),+1"])
        place = chance.choice(["Россия,'101000", "ru,101000", "Atlantis,", ","])
        return f"{number},{email},{phone},{names},{place},{chance.choice(['1990-02-03', '03.02.1990', 'x'])},{chance.choice('MFжx')}"

    return "\n".join([header, *(one(number) for number in range(count))]) + "\n"


@pytest.mark.parametrize("target", RULES)
def test_every_cell_of_a_target_keeps_the_rules_of_its_page(here: Run, tmp_path: Path, target: str) -> None:
    (tmp_path / "c.csv").write_text(messy(400), "utf-8")
    ended = here("export", "c.csv", "--to", target, "--default-country", "RU", "-o", "list.csv", "--manifest", "m.json")
    assert (ended.code, ended.out) == (0, b"")
    separator, rules = RULES[target]
    raw = (tmp_path / "list.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    rows = read(raw.decode(), separator)
    assert len(rows) > 100
    assert set(rules) <= set(rows[0])
    for row in rows:
        assert None not in row
        for header, rule in rules.items():
            assert row[header] == "" or re.fullmatch(rule, row[header]), (header, row[header])
    identifiers = [header for header in list(rules)[:2] if target != "yandex-audience"] or ["phone", "email"]
    assert all(any(row[header] for header in identifiers) or target == "google-ads" for row in rows)
    counts = json.loads((tmp_path / "m.json").read_text("utf-8"))
    assert counts["rows"]["read"] == 400 == counts["rows"]["written"] + sum(counts["rows"]["dropped"].values())
    assert counts["outputs"][0]["rows"] == counts["rows"]["written"] == len(rows)
    assert set(counts["rows"]["dropped"]) <= {
        "invalid e-mail",
        "invalid phone",
        "relay address",
        "no identifier",
        "duplicate",
    }


def test_days_count_back_from_the_last_day_of_the_analysis(here: Run, orders: str, tmp_path: Path) -> None:
    (tmp_path / "sent.csv").write_text("email,sent_at\nanna@example.org,2024-12-01\nbert@example.org,2024-11-30\n")
    more = ("export", orders, "--to", "plain", "--analysis", "rfm", "--identifiers", "email", "--suppress", "sent.csv")
    ended = here(*more, "--days", "30")
    assert sorted(row["customer_id"] for row in read(ended.text)) == ["bert", "cleo", "dora"]
    assert "--days 30 before 2024-12-31: rows since 2024-12-01\n" in ended.err
    named = here(*more, "--days", "30", "--as-of", "2024-12-30")
    assert sorted(row["customer_id"] for row in read(named.text)) == ["cleo", "dora"]
    for days, said in (("-1", "--days -1 is negative"), ("999999999", "is not a date")):
        wrong = here(*more, "--days", days)
        assert (wrong.code, wrong.out, said in wrong.err) == (2, b"", True)
