"""Text that is safe to show: no control sequence of a data file ever reaches a terminal."""

from __future__ import annotations

# C0 (newline and tab are handled by the caller), DEL, C1, and the characters that reorder or hide what follows.
_CONTROLS = {
    *range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200B, *range(0x200E, 0x2010), *range(0x2028, 0x202F),
    *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xD800, 0xE000),
}  # fmt: skip
_VISIBLE = dict.fromkeys(_CONTROLS, "\N{REPLACEMENT CHARACTER}")
_LINES = {code: mark for code, mark in _VISIBLE.items() if code not in (0x09, 0x0A)}


def one_line(text: str) -> str:
    """Return data as one line: every control character becomes a visible mark."""
    return text.translate(_VISIBLE)


def lines(text: str) -> str:
    """Return a message with its line breaks and tabs, every other control character as a visible mark."""
    return text.translate(_LINES)
