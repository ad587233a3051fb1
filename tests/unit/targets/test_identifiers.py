from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from segkit.errors import ParamsError
from segkit.targets import identifiers


def applied(make: object, *values: str | None) -> list[object]:
    frame = pl.DataFrame({"value": pl.Series(values, dtype=pl.String)})
    return frame.select(make(pl.col("value"))).to_series().to_list()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("  Anna@Example.ORG ", "anna@example.org"),
        ("\u00a0anna@example.org\u200b", "anna@example.org"),
        ("anna+tag@mail.example.co.uk", "anna+tag@mail.example.co.uk"),
        ("o'neil@example.org", "o'neil@example.org"),
        ("anna@example.org, bert@example.org", "anna@example.org"),
        ("info@xn--e1afmkfd.xn--p1ai", "info@xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_addresses_are_brought_into_one_form(written: str, address: str) -> None:
    assert applied(identifiers.email, written) == [address]


def test_dots_and_tags_of_an_address_stay() -> None:
    assert applied(identifiers.email, "A.n.n.a+shop@gmail.com") == ["a.n.n.a+shop@gmail.com"]


@pytest.mark.parametrize(
    "written",
    [
        "anna", "anna@", "@example.org", "anna@example", "anna@@example.org", "an na@example.org", ".anna@example.org",
        "anna.@example.org", "an..na@example.org", "anna@-example.org", "anna@example..org", "anna@example.o",
        "анна@example.org", "émile@example.org", "anna@exam_ple.org", "a" * 65 + "@example.org", "none", "-",
        "a@" + "b" * 64 + ".org", "7.9995551111E+10",
    ],
)  # fmt: skip
def test_what_is_no_address_is_null(written: str) -> None:
    assert applied(identifiers.email, written) == [None]


@pytest.mark.parametrize(
    ("address", "relay"),
    [
        ("x1y2@marketplace.amazon.com", True),
        ("x1y2@marketplace.amazon.co.uk", True),
        ("abc@privaterelay.appleid.com", True),
        ("abc@members.ebay.com", True),
        ("anna@amazon.com", False),
        ("anna@marketplace.amazon.com.example.org", False),
    ],
)
def test_aliases_of_marketplaces_are_told(address: str, relay: bool) -> None:
    assert applied(identifiers.is_relay, address) == [relay]


def test_countries_are_two_letters() -> None:
    written = ["ru", "Russia", "РОССИЯ", "UK", "gb", "United States", "USA", "Deutschland", "Atlantis", "ZZ", None]
    assert applied(identifiers.country, *written) == [
        "RU", "RU", "RU", "GB", "GB", "US", "US", "DE", None, None, None,
    ]  # fmt: skip


def test_an_unknown_default_country_is_refused() -> None:
    assert [identifiers.country_code(named) for named in ("uk", " RU ", "Germany")] == ["GB", "RU", "DE"]
    with pytest.raises(ParamsError, match='no country "Atlantis"'):
        identifiers.country_code("Atlantis")


def test_zip_codes_keep_their_zeros_and_lose_the_apostrophe() -> None:
    assert applied(identifiers.postal_code, "'01234", " WC2H  8LG ", "'", None) == ["01234", "WC2H 8LG", None, None]


def test_genders_in_two_languages() -> None:
    assert applied(identifiers.gender, "M", "female", "Муж.", "ж", "?", None) == ["m", "f", "m", "f", None, None]


def test_birthdays_are_read_year_first_or_with_dots() -> None:
    day = date(1990, 2, 3)
    written = ["1990-02-03", "03.02.1990", "19900203", "1990-02-03T00:00:00", "02/03/1990", "31.02.1990"]
    assert applied(identifiers.birthdate, *written) == [day, day, day, day, None, None]


def test_only_a_yes_is_consent() -> None:
    written = ["yes", "TRUE", "1", " Да ", "no", "0", "maybe", "", None]
    assert applied(identifiers.consents, *written) == [True] * 4 + [False] * 5


# The hashes that https://yandex.com/support2/audience/en/file and
# https://yandex.com/dev/metrika/en/data-import/contacts-data publish.
@pytest.mark.parametrize(
    ("value", "md5"),
    [
        ("mail@yandex.ru", "3c56ff8fef0f6c65b36b2d25720fe276"),
        ("example2@yandex.ru", "8d2b135ba9bd88fbfbd8ececb31196d1"),
        ("79995551111", "f09f2c3d48f31e2a802944ade2e5aec5"),
        ("79876543210", "5c5259938ed3e632bc5e3f94731090af"),
        ("79012345678", "7cea6da797b7105aee4188b6731a9006"),
    ],
)
def test_the_hashes_that_yandex_publishes(value: str, md5: str) -> None:
    assert identifiers.digests(pl.Series([value, None]), "md5").to_list() == [md5, None]


def test_sha_256_of_the_standard() -> None:
    # FIPS 180-2, appendix B.1.
    hashed = identifiers.digests(pl.Series(["abc"]), "sha256").to_list()
    assert hashed == ["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"]


def test_each_word_for_yes_is_consent_and_nothing_else_is() -> None:
    yes = ["yes", "Y", " TRUE ", "1", "Да", "subscribed"]
    assert applied(identifiers.consents, *yes) == [True] * len(yes)
    assert applied(identifiers.consents, "no", "0", "", None, "2", "unsubscribed", "yes, later") == [False] * 7


def test_each_word_for_a_gender_is_its_letter_and_others_are_none() -> None:
    men, women = ["M", "male", "man", "м", "Муж.", "мужской"], ["f", "Female", "woman", "Ж", "жен.", "женский"]
    assert applied(identifiers.gender, *men, *women, "x", None) == ["m"] * 6 + ["f"] * 6 + [None, None]
