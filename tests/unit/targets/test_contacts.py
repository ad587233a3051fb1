"""Tables of contacts: which column plays which role, and what is emptied and why."""

from __future__ import annotations

import polars as pl
import pytest

from segkit.targets.contacts import LOST, as_texts, normalized, recognized, without, without_telling_ids


@pytest.mark.parametrize(
    ("headers", "chosen", "mapping"),
    [
        (["Customer ID", "Email", "Country"], {}, {"id": ("Customer ID",), "email": ("Email",), "country": ("Country",)}),
        # of addresses and phones all count, the most telling first; of any other role the most telling alone
        (["mail", "email", "tel", "phone"], {}, {"email": ("email", "mail"), "phone": ("phone", "tel")}),
        (["billing_country", "country"], {}, {"country": ("country",)}),
        # what the user chose stands alone
        (["email", "mail", "work"], {"email": "work"}, {"email": ("work",)}),
        (["who"], {"id": "who"}, {"id": ("who",)}),
        # a column called just id is an order's where sales are told
        (["id", "email"], {}, {"id": ("id",), "email": ("email",)}),
        (["id", "email", "date", "amount"], {}, {"email": ("email",), "date": ("date",)}),
        (["nothing"], {}, {}),
    ],
)  # fmt: skip
def test_columns_play_the_roles_that_their_headers_tell_or_the_user_chose(
    headers: list[str], chosen: dict[str, str], mapping: dict[str, tuple[str, ...]]
) -> None:
    assert recognized(headers, chosen) == mapping


@pytest.mark.parametrize(
    "roles",
    [
        # the export of customers of Shopify (help.shopify.com, export customers)
        {
            "Customer ID": "id", "First Name": "first_name", "Last Name": "last_name", "Email": "email",
            "Accepts Email Marketing": "email_consent", "Default Address City": "city", "Phone": "phone",
            "Default Address Province Code": "state", "Default Address Country Code": "country",
            "Default Address Zip": "zip", "Accepts SMS Marketing": "phone_consent", "Total Spent": "rank", "Tags": "tags",
        },
        # WooCommerce orders
        {
            "Billing First Name": "first_name", "Billing Last Name": "last_name", "Billing Email": "email",
            "Billing Phone": "phone", "Billing City": "city", "Billing State": "state", "Billing Postcode": "zip",
            "Billing Country": "country",
        },
        # a table as a Russian shop keeps it
        {
            "Фамилия": "last_name", "Имя": "first_name", "Телефон": "phone", "Электронная почта": "email", "Страна": "country",
            "Регион": "state", "Город": "city", "Почтовый индекс": "zip", "Дата рождения": "birthdate", "Пол": "gender",
            "Теги": "tags", "Согласие на рассылку": "consent",
        },
        # a result of segkit, with what --carry brought
        {
            "customer_id": "id", "segment": "segment", "abc_xyz_class": "abc_xyz_class", "abc_class": "abc_class",
            "xyz_class": "xyz_class", "total_amount": "rank", "telephone": "phone", "region": "state", "dob": "birthdate",
            "sex": "gender", "madid": "device", "opt_in": "consent",
        },
    ],
)  # fmt: skip
def test_the_headers_of_programs_are_known(roles: dict[str, str]) -> None:
    assert recognized(list(roles), {}) == {role: (header,) for header, role in roles.items()}


def test_of_several_columns_the_first_that_is_filled_counts() -> None:
    rows = pl.LazyFrame({"email": ["a@x.ru", None, " "], "mail": ["b@x.ru", "c@x.ru", "d@x.ru"], "note": [1, 2, 3]})
    found = as_texts(rows, {"email": ("email", "mail")}, ["note"]).collect()
    assert found.rows() == [("a@x.ru", "1"), ("c@x.ru", "2"), ("d@x.ru", "3")]
    assert found.columns == ["email", "carry:note"]


def test_a_value_that_is_emptied_leaves_its_reason_and_the_first_reason_stays() -> None:
    rows = pl.DataFrame({"email": ["a@x.ru", "b@x.ru", None]})
    once = without(rows, "email", pl.col("email") == "a@x.ru", "no consent")
    assert once.rows() == [(None, "no consent"), ("b@x.ru", None), (None, None)]
    twice = without(once, "email", pl.col("email") == "b@x.ru", "relay address")
    assert twice[LOST + "email"].to_list() == ["no consent", "relay address", None]
    assert twice["email"].to_list() == [None, None, None]


def test_what_cannot_be_read_is_emptied_with_its_reason() -> None:
    rows = pl.DataFrame(
        {"email": ["A@x.ru ", "none", None], "gender": ["f", "x?", None], "zip": [" 10115", "101 15", None]}
    )
    found = normalized(rows, None)
    assert found["email"].to_list() == ["a@x.ru", None, None]
    assert found[LOST + "email"].to_list() == [None, "invalid e-mail", None]
    assert found[LOST + "gender"].to_list() == [None, "unknown gender", None]


@pytest.mark.parametrize(
    ("ids", "kept"),
    [
        (["1", "a@x.ru", "89995551111"], ["1", None, "89995551111"]),
        (["1", "+7 999 555-11-11", None], ["1", None, None]),
        (["a@x.ru", "b@x.ru", "c@x.ru"], None),
    ],
)
def test_ids_that_tell_who_somebody_is_do_not_stand_in_a_hashed_list(
    ids: list[str | None], kept: list[str | None] | None
) -> None:
    found = without_telling_ids(pl.DataFrame({"id": ids, "phone": [None, "79995551111", None]}))
    assert (found["id"].to_list() if "id" in found.columns else None) == kept
