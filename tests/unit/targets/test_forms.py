"""How tools want a value: what their pages ask for, by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from segkit.targets import forms


@pytest.mark.parametrize(
    ("form", "value", "expected"),
    [
        (forms.as_is, "Anna", "Anna"),
        (forms.plus, "79995551111", "+79995551111"),
        (forms.lower, "RU", "ru"),
        (forms.upper, "f", "F"),
        (forms.alphanumeric, "A17b", "A17b"),
        (forms.alphanumeric, "A-17", None),
        (forms.alphanumeric, "ж17", None),
        (forms.word, " O'Neil-Smith ", "oneilsmith"),
        (forms.word, "Mary Ann", "mary ann"),
        (forms.joined_word, "St. Louis", "stlouis"),
        (forms.joined_word, "Нижний Новгород", "нижнийновгород"),
        (forms.meta_zip, "94035-1234", "94035"),
        (forms.meta_zip, "94035-12", "9403512"),
        (forms.meta_zip, "SW1A 1AA", "sw1a1aa"),
        (forms.meta_zip, "00–950", "00950"),
    ],
)
def test_a_value_is_written_as_its_tool_asks(form: forms.Form, value: str, expected: str | None) -> None:
    frame = pl.DataFrame({"value": [value]})
    assert frame.select(form(pl.col("value"))).item() == expected


def test_days_are_written_by_their_pattern() -> None:
    frame = pl.DataFrame({"value": [date(1990, 3, 7), None]})
    written = frame.select(forms.day("%d.%m.%Y")(pl.col("value"))).to_series().to_list()
    assert written == ["07.03.1990", None]


@pytest.mark.parametrize(
    ("name", "attribute"),
    [("segment", "SEGMENT"), (" My note! ", "MY_NOTE_"), ("доля, %", "ДОЛЯ_"), ("a - b", "A_B")],
)
def test_attributes_of_brevo_have_capitals_and_underscores(name: str, attribute: str) -> None:
    assert forms.brevo_attribute(name) == attribute
