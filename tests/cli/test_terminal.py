"""On a terminal: tables that fit the window, that say what they leave out, and that no data can break."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from rich.cells import cell_len

Run = Any

NAUGHTY = (
    "Smith [/] Ltd", "[bold red]loud[/bold red]", "\x1b[31;7mred\x1b[0m", "\x1b]8;;http://e.vil\x07link\x1b]8;;\x07",
    "\x1b]0;title\x07", "bell\x07 c1 \x9b31m \x85", "\u202egnp.exe\u202c", "\u2066iso\u2069", "tab\there", "new\nline",
    "back\b\b\bspace", "carriage\rreturn", "nul\x00", "del\x7f", "\u200bzero\ufeff", ":smile: &amp; <b>", "日本語" * 20,
    "é" * 60, "e\u0301" * 40, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "👩‍👩‍👧‍👦 family", "x" * 3000, "{curly} %s $HOME", "\u2028line\u2029",
)  # fmt: skip
_STYLE = re.compile(r"\x1b\[(?:0|1|2|3|33|36|1;36)?m")
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def assert_fits(text: str, columns: int) -> None:
    """Assert that no line is wider than the window and that nothing but text, newlines and styles is there."""
    plain = _STYLE.sub("", text)
    wide = [line for line in plain.split("\n") if cell_len(line) > columns]
    assert wide == []
    assert_harmless(plain)


def assert_harmless(plain: str) -> None:
    control = {mark for mark in plain if unicodedata.category(mark) == "Cc" and mark not in "\n\t"}
    assert control == set()
    assert not set(plain) & set(_BIDI)


@pytest.fixture
def naughty(tmp_path: Path) -> str:
    """Write an export whose customers, products and column names are hostile."""
    count = len(NAUGHTY)
    pl.DataFrame(
        {
            "customer_id": NAUGHTY * 2,
            "order_date": [date(2024, 1, 1)] * count + [date(2024, 3, 1)] * count,
            "amount": [float(1000 - place) for place in range(count)] * 2,
            "quantity": range(2 * count),
            "pro\x1b[31mduct\u202e": NAUGHTY * 2,
        }
    ).write_parquet(tmp_path / "naughty.parquet")
    return "naughty.parquet"


SHOWN: list[list[str]] = [
    [],
    ["--carry", "pro\x1b[31mduct\u202e", "--columns", "pro\x1b[31mduct\u202e,customer_id"],
    ["--per", "pro\x1b[31mduct\u202e", "--value", "quantity"],
    ["--xyz-by", "variation", "--fill", "window"],
]


@pytest.mark.parametrize("columns", [80, 140])
@pytest.mark.parametrize("options", SHOWN, ids=["plain", "carry", "per", "variation"])
def test_no_data_breaks_the_window(terminal: Run, naughty: str, columns: int, options: list[str]) -> None:
    ended = terminal("abcxyz", naughty, "--top", "99", *options, columns=columns)
    assert ended.code == 0
    assert_fits(ended.text, columns)
    assert_harmless(ended.err)
    assert "Smith [/] Ltd" in ended.text
    assert "[bold red]loud[/bold red]" in ended.text
    assert "\N{REPLACEMENT CHARACTER}[31;7mred\N{REPLACEMENT CHARACTER}[0m" in ended.text


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_a_shop_fits_and_what_is_left_out_is_said(terminal: Run, shop: Path, columns: int) -> None:
    ended = terminal("abcxyz", shop, columns=columns)
    assert ended.code == 0
    assert_fits(ended.text, columns)
    assert re.search(r"\d+ more rows", ended.text)
    assert "-o FILE" in ended.text
    assert "rows: " in ended.err


def test_top_says_that_there_is_more(terminal: Run, shop: Path) -> None:
    ended = terminal("abcxyz", shop, "--top", "3", columns=100)
    assert ended.code == 0
    assert "All 3" not in ended.text


def test_filtered_rows_are_counted_as_such(terminal: Run, shop: Path) -> None:
    ended = terminal("abcxyz", shop, "--only", "golden", columns=100)
    assert ended.code == 0
    assert re.search(r"Top 10 of \d+", ended.text)


@pytest.mark.parametrize("columns", [80, 140])
def test_inspect_shows_no_control_character(terminal: Run, naughty: str, columns: int) -> None:
    ended = terminal("inspect", naughty, columns=columns)
    assert (ended.code, ended.err) == (0, "")
    assert_fits(ended.text, columns)
    assert "mith" not in ended.text


@pytest.mark.parametrize("arguments", [["--format", "csv"], ["--format", "md"], ["--format", "json"], ["-o", "-"]])
def test_rows_on_a_terminal_hold_no_control_character(terminal: Run, naughty: str, arguments: list[str]) -> None:
    ended = terminal("abcxyz", naughty, "-q", *arguments)
    assert ended.code == 0
    assert_harmless(ended.text)


def test_colors_obey_the_environment(terminal: Run, shop: Path) -> None:
    colored = terminal("abcxyz", shop, env={"NO_COLOR": ""})
    assert re.search(r"\x1b\[[\d;]*3[36]", colored.text)
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = terminal("abcxyz", shop, env={"NO_COLOR": "", **env})
        assert plain.code == 0
        assert not re.search(r"\x1b\[[\d;]*3\d", plain.text)


def test_messages_show_no_control_character(segkit: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("who\x1b[31m,wh\u202eat\na,b\n", "utf-8")
    for arguments in (["odd.csv"], ["odd.csv", "--customer", "wh\u202eo"], ["no\x1b[31mfile.csv"]):
        ended = segkit("abcxyz", *arguments)
        assert ended.code == 3
        assert_harmless(ended.err)
    (tmp_path / "n\x1b[31m.csv").write_text("customer_id,amount\na,5\n", "utf-8")
    ended = segkit("abcxyz", "n\x1b[31m.csv")
    assert ended.code == 0
    assert_harmless(ended.err)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    from segkit.demo import shop as lines

    path = tmp_path / "shop.csv"
    lines(150).write_csv(path)
    return path
