"""Messages of libraries without the values that they quote, which may be ids, e-mail addresses or phones of customers."""

from __future__ import annotations

import re

_QUOTED = r"""(?P<column>\bcolumns? )?(?P<text>'[^']*'|"[^"]*"|`[^`]*`|\[[^\]]*\]?)"""
_TYPE = r"(?is)[`'\"]?(?:[iuf]\d{1,3}|str|bool|null|cat|enum|binary|(?:U?Int|Float)\d{1,3}|String|Boolean|(?:date|datetime|decimal|struct|list)\b.*)[`'\"]?"


def unquoted(message: str) -> str:
    """Return a message of a library with ``...`` for what it quotes, but for types and names of columns."""
    return re.sub(_QUOTED, _kept, message)


def _kept(match: re.Match[str]) -> str:
    whole, text = match[0], match["text"]
    if match["column"] or re.fullmatch(_TYPE, text):
        return whole
    return whole.replace(text, "[...]" if text.startswith("[") else f"{text[0]}...{text[-1]}")
