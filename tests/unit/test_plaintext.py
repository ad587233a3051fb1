"""What reaches a terminal."""

from __future__ import annotations

import unicodedata

import pytest

from segkit.plaintext import lines, one_line


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
