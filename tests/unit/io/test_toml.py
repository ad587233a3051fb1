"""Tables as TOML: exact numbers in, the order of the table out."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segkit.errors import ParamsError
from segkit.io.toml import read_toml, toml_text

TABLE = {
    "bins": 5,
    "recency_days": {"5": 30, "4": 60},
    "total_amount": {"5": Decimal("1250.5"), "4": Decimal("0.0001")},
}
TEXT = """\
# Cuts.
# Of May.
bins = 5

[recency_days]
5 = 30
4 = 60

[total_amount]
5 = 1250.5
4 = 0.0001
"""


def test_a_table_is_written_in_its_order_under_a_comment() -> None:
    assert toml_text(TABLE, "Cuts.\nOf May.") == TEXT


def test_what_was_written_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(TEXT, "utf-8")
    assert read_toml(tmp_path / "x.toml") == TABLE


def test_a_byte_order_mark_is_no_harm(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("\ufeffbins = 5\n", "utf-8")
    assert read_toml(tmp_path / "x.toml") == {"bins": 5}


def test_names_and_texts_are_quoted_where_need_be() -> None:
    table = {"a b": 'said "x"\n', "yes": True, "é": {"in.ner": {"x": 1}}}
    assert tomllib.loads(toml_text(table, "")) == table


@settings(max_examples=200)
@given(st.integers(-(2**63), 2**63 - 1))
def test_money_is_exact(units: int) -> None:
    value = Decimal(units) / 10_000
    text = toml_text({"t": {"5": value}}, "x")
    assert tomllib.loads(text, parse_float=Decimal)["t"]["5"] == value


@pytest.mark.parametrize("content", [b"bins = \n", b"\xff\xfe", b"[a\n"])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.toml").write_bytes(content)
    with pytest.raises(ParamsError, match=r"x\.toml is no TOML"):
        read_toml(tmp_path / "x.toml")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParamsError, match="No such file"):
        read_toml(tmp_path / "x.toml")
