"""Text that is safe to show: no control sequence of a data file reaches a terminal, no password a message."""

from __future__ import annotations

import re

# A path that was made of a URI has lost one of its slashes.
_SCHEME = r"\b([a-z][a-z0-9+.-]*:/{1,2})"
_USER = rf"(?i){_SCHEME}(?:[^\s/?#]*|[^\s/?#:@]*:(?!\d+(?:[/?#\s]|$))\S*)@"
_QUERY = rf"(?i){_SCHEME}([^\s?'\")]*)\?(?!\.\.\.)[^\s'\")]+"

# C0 (newline and tab are handled by the caller), DEL, C1, and the characters that reorder or hide what follows.
_CONTROLS = {
    *range(0x20), *range(0x7F, 0xA0), 0x061C, 0x200B, *range(0x200E, 0x2010), *range(0x2028, 0x202F),
    *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xD800, 0xE000),
}  # fmt: skip
_VISIBLE = dict.fromkeys(_CONTROLS, "\N{REPLACEMENT CHARACTER}")
_LINES = {code: mark for code, mark in _VISIBLE.items() if code not in (0x09, 0x0A)}


def without_secrets(text: str) -> str:
    """Return a message or a value with the URLs in it without who asks (``user:password@``) and the query, which may sign."""
    if ":/" not in text:
        return text
    return re.sub(_QUERY, r"\1\2?...", re.sub(_USER, r"\1***@", text))


def encodable(name: str) -> str:
    r"""Return a name as every format can hold it: bytes that are no UTF-8, as file names of old archives have them, as ``\\udcff``."""
    return name.encode(errors="backslashreplace").decode()


def one_line(text: str) -> str:
    """Return data as one line: every control character becomes a visible mark."""
    return text.translate(_VISIBLE)


def lines(text: str) -> str:
    """Return a message with its line breaks and tabs, every other control character as a visible mark."""
    return text.translate(_LINES)
