"""Each target against the page of its tool: headers, normalization, digests, one entry a tool."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import polars as pl
import pytest

from segkit.errors import ParamsError
from segkit.targets.catalog import TARGETS
from segkit.targets.contacts import ALIASES, as_texts, normalized
from segkit.targets.lists import Cut, Sieve, build


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def rows(name: str, *contacts: Mapping[str, str], plain: bool = False) -> list[dict[str, str | None]]:
    """Return the rows that a target makes of contacts."""
    target = TARGETS[name].unhashed() if plain else TARGETS[name]
    frame = pl.DataFrame(list(contacts), schema=dict.fromkeys(contacts[0], pl.String))
    texts = as_texts(frame.lazy(), {role: (role,) for role in frame.columns}).collect()
    made = build(name, target, Sieve(normalized(texts, target.country)), Cut())
    return [row for part in made.files.values() for row in part.to_dicts()]


PERSON = {
    "id": "C1", "email": " Test@Gmail.com", "phone": "+1 (800) 888-8888", "first_name": " Zoë ", "last_name": "O'Pérez Jr",
    "country": "us", "zip": "94016-1234", "city": "St. Louis", "state": "North Rhine", "birthdate": "1990-02-03",
    "gender": "F",
}  # fmt: skip


def test_every_target_is_complete() -> None:
    for name, target in TARGETS.items():
        assert target.page.startswith("https://"), name
        assert {one.role for one in target.fields} <= ALIASES.keys(), name
        assert set(target.identifiers) <= {one.role for one in target.fields}, name
        assert set(target.unique) <= set(target.identifiers), name
        assert (target.digest is None) == (not any(one.hashed for one in target.fields)), name
        headers = [one.header for one in target.fields]
        assert target.is_apart or len(set(headers)) == len(headers), name


def test_no_header_of_a_role_is_listed_twice() -> None:
    """The last of two would tell the rank, whatever a reader of the first believes."""
    assert [(role, names) for role, names in ALIASES.items() if len(set(names)) < len(names)] == []


def test_google_hashes_names_and_phones_but_not_places() -> None:
    # support.google.com/google-ads/answer/7659867: trimmed lower case, E.164 with +, country and zip plain;
    # accents stay as in the template of g.co/wudy8r (zoë, pérez).
    (row,) = rows("google-ads", PERSON)
    assert list(row) == ["Email", "Phone", "First Name", "Last Name", "Country", "Zip"]
    assert row == {
        "Email": sha("test@gmail.com"), "Phone": sha("+18008888888"), "First Name": sha("zoë"),
        "Last Name": sha("o'pérez jr"), "Country": "US", "Zip": "94016-1234",
    }  # fmt: skip


def test_google_wants_a_mailing_address_whole() -> None:
    # 7659867: "for mail address matching, your data file must contain these 4 column headers".
    some = {"email": "test@gmail.com", "first_name": "John", "last_name": "Smith", "country": "US"}
    assert rows("google-ads", some) == [{"Email": sha("test@gmail.com")}]
    whole = {**some, "email": "none", "zip": "94016"}
    assert rows("google-ads", whole, plain=True) == [
        {"Email": None, "First Name": "john", "Last Name": "smith", "Country": "US", "Zip": "94016"}
    ]
    assert rows("google-ads", {**whole, "zip": ""}) == []


def test_meta_normalizes_before_it_hashes() -> None:
    # developers.facebook.com/docs/marketing-api/audiences/guides/custom-audiences: phones are digits with the country
    # code, names and places lower case without punctuation, zip the first five digits in the US, dob YYYYMMDD.
    (row,) = rows("meta", PERSON, plain=True)
    assert row == {
        "email": "test@gmail.com", "phone": "18008888888", "fn": "zoë", "ln": "opérez jr", "ct": "stlouis",
        "st": "northrhine", "country": "us", "zip": "94016", "dob": "19900203", "gen": "f",
    }  # fmt: skip
    (hashed,) = rows("meta", PERSON)
    assert hashed == {name: sha(str(value)) for name, value in row.items()}


def test_yandex_takes_the_entry_of_its_own_page() -> None:
    # yandex.com/support2/audience/en/file, "Example of an entry with hashed values".
    entry = {
        "id": "1", "phone": "8 (987) 654-32-10", "email": "Mail@yandex.ru", "gender": "male", "birthdate": "1970-01-01",
    }  # fmt: skip
    (row,) = rows("yandex-audience", entry)
    assert ",".join(row) == "external_id,phone,email,gender,birthdate"
    assert ",".join(map(str, row.values())) == (
        "1,5c5259938ed3e632bc5e3f94731090af,3c56ff8fef0f6c65b36b2d25720fe276,M,01.01.1970"
    )


def test_vk_takes_one_kind_of_identifier_a_file() -> None:
    # target.my.com/help/advertisers/sourceuserlists: header id, one per line, phones 79011234567.
    target = TARGETS["vk"].unhashed()
    frame = pl.DataFrame({"email": ["A@x.ru", "b@x.ru"], "phone": ["8 901 123-45-67", None]})
    made = build("vk", target, Sieve(normalized(frame, target.country)), Cut())
    assert {name: part.to_dict(as_series=False) for name, part in made.files.items()} == {
        "vk-email": {"id": ["a@x.ru", "b@x.ru"]},
        "vk-phone": {"id": ["79011234567"]},
    }


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("mailchimp", ["Email Address", "First Name", "Last Name", "Phone", "Birthday"]),
        ("klaviyo", ["Email Address", "Phone Number", "First Name", "Last Name", "Birthday"]),
        ("brevo", ["EMAIL", "FIRSTNAME", "LASTNAME", "SMS", "EXT_ID"]),
        ("hubspot", ["Email", "First Name", "Last Name", "Phone Number"]),
    ],
)
def test_mail_tools_get_their_headers(name: str, header: list[str]) -> None:
    (row,) = rows(name, PERSON)
    assert list(row) == header
    assert {"test@gmail.com", "+18008888888", "Zoë"} <= set(row.values())


def test_an_id_that_is_an_address_stays_out_of_a_hashed_list() -> None:
    ids = {"id": "Anna@example.org", "email": "anna@example.org", "phone": "89995551111"}
    assert "external_id" not in rows("yandex-audience", ids)[0]
    phones = {"id": "7 999 555 11 11", "email": "anna@example.org", "phone": "89995551111"}
    assert "external_id" not in rows("yandex-audience", phones)[0]


def test_mailchimp_takes_255_bytes_of_text() -> None:
    # mailchimp.com/help/format-guidelines-for-your-import-file: 255 bytes; a Cyrillic letter has two.
    (row,) = rows("mailchimp", {"email": "a@x.ru", "first_name": "Я" * 200, "last_name": "x" * 255})
    assert (row["First Name"], row["Last Name"]) == ("Я" * 127, "x" * 255)


def test_identifiers_can_be_narrowed() -> None:
    only = TARGETS["google-ads"].narrowed(["email"])
    assert ([one.header for one in only.fields], only.keys) == (["Email"], [("email",)])
    with pytest.raises(ParamsError, match=r'takes no "emial"\. Did you mean "email"'):
        TARGETS["google-ads"].narrowed(["emial"])
    with pytest.raises(ParamsError, match="tell Google Ads Customer Match nobody"):
        TARGETS["google-ads"].narrowed(["first_name"])
