from __future__ import annotations

import random
import sys

import polars as pl
import pytest

from segkit.errors import ParamsError
from segkit.targets.phones import phones


def read(country: str | None, *written: str | None) -> list[str | None]:
    return phones(pl.Series(written, dtype=pl.String), country).to_list()


@pytest.mark.parametrize(
    "written",
    [
        "79995551111", "7 (999) 555-11-11", "+7 999 555 11 11", "8 (999) 555-11-11", "89995551111", "9995551111",
        "'+79995551111", "тел. 8 999 555-11-11", "79995551111.0", "8 (999) 555-11-11 доб. 12", "+7–999–555–11–11",
        "0079995551111", "8 999 555 11 11, 8 495 123 45 67", "\u00a08\u00a0999\u00a0555\u00a011\u00a011",
    ],
)  # fmt: skip
def test_russian_numbers_are_eleven_digits(written: str) -> None:
    assert read("RU", written) == ["79995551111"]


@pytest.mark.parametrize(
    "written",
    [
        "12345",
        "5551111",
        "7.9995551111E+10",
        "+7 199 555 11 11",
        "8888",
        "нет",
        "anna",
        "+",
        "0",
        "123456789012",
        "7 599 555 11 11",
    ],
)
def test_what_is_no_russian_number_is_null(written: str) -> None:
    assert read("RU", written) == [None]


def test_a_plus_sign_names_the_country_whatever_the_default() -> None:
    # +84 is Viet Nam: eleven digits that begin with 8 are Russian only without a plus sign.
    assert read("RU", "+49 30 123456", "+84 91 234 56 78") == ["4930123456", "84912345678"]
    assert read(None, "+44 844 412 4653", "+1-234-567-8910") == ["448444124653", "12345678910"]


def test_without_a_default_country_numbers_need_theirs() -> None:
    assert read(None, "8 999 555 11 11", "79995551111", None) == [None, None, None]


def test_other_countries_follow_their_plans() -> None:
    pytest.importorskip("phonenumbers")
    assert read("DE", "030 1234567", "+7 999 555-11-11", "0049 30 1234567", "12", None) == [
        "49301234567", "79995551111", "49301234567", None, None,
    ]  # fmt: skip
    assert read("US", "(212) 555-0100") == ["12125550100"]


def test_the_russian_rule_agrees_with_the_plans_of_the_world() -> None:
    plans = pytest.importorskip("phonenumbers")
    chance = random.Random(5)
    written = [chance.choice(["8", "+7", "7", ""]) + f"{chance.randrange(10**10):010}" for _ in range(3000)]
    agreed = 0
    for number, ours in zip(written, read("RU", *written), strict=True):
        parsed = plans.parse(number, "RU")
        # 810 is how one used to dial abroad; numbers that no plan has yet are not ours to refuse.
        if plans.is_valid_number(parsed) and not number.startswith("810"):
            assert ours == plans.format_number(parsed, plans.PhoneNumberFormat.E164).removeprefix("+")
            agreed += 1
    assert agreed > 500


def test_the_package_that_is_missing_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    assert read("RU", "89995551111") == ["79995551111"]
    assert read("KZ", "8 701 234-56-78") == ["77012345678"]
    with pytest.raises(ParamsError, match=r"pip install 'segkit-cli\[phones\]'"):
        read("DE", "030 1234567")
