"""What reaches a terminal."""

from __future__ import annotations

import unicodedata

import pytest

from segkit.plaintext import lines, one_line, without_secrets


def marked(text: str) -> str:
    return text.replace("?", "\N{REPLACEMENT CHARACTER}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Smith & Co.", "Smith & Co."),
        ("Ёлка, naïve, 東京, 🎄", "Ёлка, naïve, 東京, 🎄"),
        ("red\x1b[31m", "red?[31m"),
        ("a\nb\tc\r", "a?b?c?"),
        ("\x9b31m", "?31m"),
        ("a\u202egnp.exe", "a?gnp.exe"),
        ("\u2066x\u2069", "?x?"),
        ("\ufeffid", "?id"),
        ("zero\u200bwidth", "zero?width"),
        ("\ud800", "?"),
    ],
)
def test_data_is_one_line_without_controls(text: str, shown: str) -> None:
    assert one_line(text) == marked(shown)


def test_messages_keep_their_lines_and_tabs_only() -> None:
    assert lines("a\n\tb\r\x1b[0m") == "a\n\tb" + marked("??[0m")


def test_no_control_surrogate_or_direction_mark_survives() -> None:
    bidi = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    every = map(chr, range(0x110000))
    risky = [m for m in every if unicodedata.category(m) in _UNSAFE or unicodedata.bidirectional(m) in bidi]
    assert len(risky) > 2_000
    assert not [mark for mark in risky if one_line(mark) == mark]


_UNSAFE = ("Cc", "Cs", "Zl", "Zp")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no such file: postgresql://u:s3cret@h/db.", "no such file: postgresql://***@h/db."),
        ('"mysql+pymysql://u:s3@cr@et@h:3306/db"', '"mysql+pymysql://***@h:3306/db"'),
        ("sqlite://u:s3/cret@h/db and http://bob:pw@h/x", "sqlite://***@h/db and http://***@h/x"),
        ("FTP://u:'s)e;cret'@h", "FTP://***@h"),
        ("cannot write postgresql:/u:s3cret@h/db: no", "cannot write postgresql:/***@h/db: no"),
        ("https://h/a.csv?...: the download broke off", "https://h/a.csv?...: the download broke off"),
        ("postgresql://h/db?user=u&password=s3cret", "postgresql://h/db?..."),
        ("(https://h/a.csv?sig=s3cret), s3://shop/a.csv too", "(https://h/a.csv?...), s3://shop/a.csv too"),
        ("http://localhost:8000/a@2x.csv, s3://shop/a@b.csv", "http://localhost:8000/a@2x.csv, s3://shop/a@b.csv"),
        ("C:/files/me@home.csv, me@home: 12:30, a?b", "C:/files/me@home.csv, me@home: 12:30, a?b"),
    ],
)
def test_no_password_and_no_signature_of_a_url_is_shown(text: str, shown: str) -> None:
    assert without_secrets(text) == shown
    assert without_secrets(shown) == shown
