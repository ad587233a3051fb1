"""From contacts to lists: who is left out and why, and what is told of the files that were read."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from segkit.audience import lists
from segkit.contact_tables import ContactTable, Wishes, carried, read_contacts
from segkit.errors import MissingColumnError
from segkit.io import textfile
from segkit.io.manifest import document
from segkit.io.scratch import Scratch
from segkit.io.sources import open_sources
from segkit.targets.lists import Lists
from segkit.targets.options import ContactOptions, TargetOptions, WhoOptions
from segkit.values import Limits, Names

if TYPE_CHECKING:
    from pathlib import Path

WISHES = Wishes(target=TargetOptions(to="plain"), who=WhoOptions(), columns=ContactOptions())


def test_the_manifest_counts_records_of_large_files_that_are_no_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(textfile, "VERIFIED_BYTES", 0)
    monkeypatch.setattr(textfile, "SAMPLE_BYTES", 64)
    path = tmp_path / "c.csv"
    path.write_text("customer_id,email\n" + "".join(f"{n},c{n}@x.ru\n" for n in range(9)) + "9,b@x.ru,more\n", "utf-8")
    with Scratch() as scratch:
        sources = open_sources([path], scratch)
        assert not sources[0].verified
        table = read_contacts(sources, WISHES, scratch)
        inputs = document("export", {}, table.sources, {}, hash_inputs=False)["inputs"]
    assert (table.rows.height, table.bad_records) == (9, 1)
    assert inputs == [{"path": str(path), "bytes": path.stat().st_size, "rows": 10}]


TODAY = date(2024, 6, 30)


def wishes(to: str = "plain", country: str | None = None, columns: ContactOptions | None = None, **who: Any) -> Wishes:
    target = TargetOptions(to=to, default_country=country)
    return Wishes(target=target, who=WhoOptions(**who), columns=columns or ContactOptions())


def table_of(path: Path, given: Wishes, scratch: Scratch) -> ContactTable:
    return read_contacts(open_sources([path], scratch), given, scratch)


def written(folder: Path, text: str, given: Wishes, as_of: date | None = None) -> tuple[Lists, list[tuple[str, ...]]]:
    """Return the lists of contacts, and the rows of the only file."""
    (folder / "c.csv").write_text(text, "utf-8")
    with Scratch() as scratch:
        table = replace(table_of(folder / "c.csv", given, scratch), as_of=as_of)
        found, _ = lists(table, given, scratch, TODAY)
    (rows,) = found.files.values()
    return found, rows.rows()


PEOPLE = """\
customer_id,email,segment,consent
1,a@x.org,champions,yes
2,b@x.org,at_risk,yes
3,c@x.org,champions,no
4,d@x.org,champions,yes
5,nobody,champions,yes
6,e@x.org,champions,да
"""


def test_every_contact_is_left_out_for_the_first_reason_that_fits(tmp_path: Path) -> None:
    suppressed = tmp_path / "s.csv"
    suppressed.write_text("email\nD@x.org\nb@x.org\nc@x.org\n", "utf-8")
    given = wishes(only=Names(("champions",)), suppress=str(suppressed))
    found, rows = written(tmp_path, PEOPLE, given)
    assert [row[:2] for row in rows] == [("1", "a@x.org"), ("6", "e@x.org")]
    reasons = {"not in --only": 1, "no consent": 1, "in --suppress": 1, "invalid e-mail": 1}
    assert (found.read, found.written, dict(found.dropped)) == (6, 2, reasons)
    assert list(found.dropped) == list(reasons)


def test_without_words_or_a_consent_column_everybody_with_an_address_stays(tmp_path: Path) -> None:
    found, rows = written(tmp_path, PEOPLE, wishes(consent_column="none"))
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "6"]
    assert dict(found.dropped) == {"invalid e-mail": 1}


def test_the_own_value_of_a_contact_wins_over_that_of_the_second_file(tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    more.write_text(
        "customer_id,email,city,consent\n1,other@x.org,Perm,yes\n2,b@x.org,Omsk,yes\n2,a@x.org,Tula,yes\n3,c@x.org,Ufa,yes\n3,c@x.org,Ufa,no\n",
        "utf-8",
    )
    text = "customer_id,email,segment\n1,own@x.org,new\n2,,new\n3,,new\n4,,new\n"
    found, rows = written(tmp_path, text, wishes(contacts=str(more)))
    # of the two rows of 2 the first in order counts, whole, that of Omsk; 3 took its consent back in one row
    assert rows == [("1", "own@x.org", "Perm"), ("2", "b@x.org", "Omsk")]
    assert dict(found.dropped) == {"not in --contacts": 1, "no consent": 1}


@pytest.mark.parametrize(
    ("options", "as_of", "left"),
    [
        # ten days before 30 June, the day itself included, reach to 20 June
        ({"days": 10}, None, ["2"]),
        ({"days": 9}, None, ["1", "2"]),
        # the day of the result comes before today, and that of the option before both
        ({"days": 10}, date(2024, 7, 1), ["1", "2"]),
        ({"days": 10, "as_of": date(2024, 6, 29)}, date(2024, 7, 1), []),
        ({}, None, []),
    ],
)
def test_days_count_back_from_the_nearest_day_that_is_known(
    tmp_path: Path, options: dict[str, Any], as_of: date | None, left: list[str]
) -> None:
    suppressed = tmp_path / "s.csv"
    suppressed.write_text("customer_id,sent\n1,2024-06-20\n2,2024-06-19\n3,2024-06-30\n", "utf-8")
    given = wishes(suppress=str(suppressed), columns=ContactOptions(suppress_date="sent"), **options)
    text = "customer_id,email\n1,a@x.org\n2,b@x.org\n3,c@x.org\n"
    if not left:
        text += "4,d@x.org\n"
    _, rows = written(tmp_path, text, given, as_of)
    assert [row[0] for row in rows] == (left or ["4"])


def test_a_list_to_suppress_names_contacts_by_phone_too(tmp_path: Path) -> None:
    suppressed = tmp_path / "s.csv"
    suppressed.write_text("phone\n+7 912 000-00-01\n", "utf-8")
    text = "customer_id,email,phone\n1,a@x.org,8 (912) 000 00 01\n2,b@x.org,8 (912) 000 00 02\n"
    found, rows = written(tmp_path, text, wishes(suppress=str(suppressed), country="RU"))
    assert rows == [("2", "b@x.org", "+79120000002")]
    assert dict(found.dropped) == {"in --suppress": 1}


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("name,town\nAnna,Perm\n", {}, "no id, email or phone column found"),
        ("email\na@x.org\n", {"days": 3}, "no date column found; --days counts from it"),
    ],
)
def test_a_list_to_suppress_without_what_it_needs_is_refused_with_the_way_out(
    tmp_path: Path, text: str, options: dict[str, Any], message: str
) -> None:
    suppressed = tmp_path / "s.csv"
    suppressed.write_text(text, "utf-8")
    with pytest.raises(MissingColumnError, match=message) as caught:
        written(tmp_path, PEOPLE, wishes(suppress=str(suppressed), **options))
    assert ("--suppress-date COLUMN" if options else "--id, --email or --phone COLUMN") in str(caught.value.fix)


def test_ids_that_are_addresses_are_the_addresses_where_there_is_no_other_column(tmp_path: Path) -> None:
    _, rows = written(tmp_path, "customer_id\na@x.org\nB@x.org\n7\n", wishes())
    assert [row[-1] for row in rows] == ["a@x.org", "b@x.org"]
    with pytest.raises(MissingColumnError, match="no column of email or phone"):
        written(tmp_path, "customer_id\na@x.org\n8\n7\n", wishes())


def test_the_most_valuable_stay_by_the_number_and_not_by_its_text(tmp_path: Path) -> None:
    text = "customer_id,email,total_amount\n1,a@x.org,9\n2,b@x.org,100\n3,c@x.org,20.5\n"
    found, rows = written(tmp_path, text, wishes(max_size=2))
    assert [row[0] for row in rows] == ["2", "3"]
    assert dict(found.dropped) == {"above the maximum size": 1}


def test_the_groups_of_a_split_test_follow_from_the_hash_of_seed_and_id(tmp_path: Path) -> None:
    ids = [f"{n:02}" for n in range(40)]
    (tmp_path / "c.csv").write_text("customer_id,email\n" + "".join(f"{n},c{n}@x.org\n" for n in ids), "utf-8")
    given = wishes(split_test=Limits((25, 75)), seed=3)
    with Scratch() as scratch:
        found, _ = lists(table_of(tmp_path / "c.csv", given, scratch), given, scratch, TODAY)
    parts = [int(hashlib.sha256(f"3:{one}".encode()).hexdigest()[:16], 16) / 2**64 for one in ids]
    first = [one for one, part in zip(ids, parts, strict=True) if part < 0.25]
    assert found.files["plain-a"]["customer_id"].to_list() == first
    assert (
        sorted(found.files["plain-a"]["customer_id"].to_list() + found.files["plain-b"]["customer_id"].to_list()) == ids
    )


def test_the_options_of_a_manifest_are_those_that_were_given() -> None:
    assert wishes().as_dict() == {"to": "plain", "seed": 0}
    given = wishes(only=Names(("champions",)), days=0, columns=ContactOptions(email="mail"))
    assert given.as_dict() == {"to": "plain", "only": ["champions"], "days": 0, "seed": 0, "email": "mail"}


def test_what_a_table_is_read_for_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(PEOPLE, "utf-8")
    with Scratch() as scratch:
        table = table_of(tmp_path / "c.csv", WISHES, scratch)
    told = "c.csv: id = customer_id, email = email"
    assert table.described(wishes()).removeprefix(str(tmp_path) + "/") == f"{told}, consent = consent"
    assert table.described(wishes(consent_column="none")).removeprefix(str(tmp_path) + "/") == told
    chosen = table.described(wishes(only=Names(("new",)))).removeprefix(str(tmp_path) + "/")
    assert chosen == f"{told}, segment = segment, consent = consent"
    listed = replace(table, as_of=TODAY, since=date(2024, 6, 20), bad_records=1_000)
    assert listed.described(wishes(consent_column="none", days=10)).removeprefix(str(tmp_path) + "/") == (
        f"{told}, 1,000 unreadable records, --days 10 before 2024-06-30: rows since 2024-06-20"
    )


def test_an_analysis_carries_the_columns_of_contacts_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text(
        "order_id,order_date,customer_id,email,phone,segment,consent,amount,note\n1,2024-01-02,a,a@x.org,,new,yes,5,n\n",
        "utf-8",
    )
    with Scratch() as scratch:
        sources = open_sources([tmp_path / "c.csv"], scratch)
        assert tuple(carried(sources, wishes())) == ("email", "phone", "consent")
        given = wishes(columns=ContactOptions(carry=Names(("note", "gone"))))
        assert tuple(carried(sources, given)) == ("email", "phone", "consent", "note")
