"""What tells a person: e-mails, names, places, birthdays, brought into one form; what cannot be is null.

An address of a marketplace's relay is valid, but belongs to no list: mail to it breaks the rules of the marketplace, and
its hash matches nobody.
"""

from __future__ import annotations

import hashlib
from typing import Literal

import polars as pl

from segkit.errors import ParamsError
from segkit.merging import plain
from segkit.targets.countries import COUNTRIES

Digest = Literal["md5", "sha256"]

_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = rf"^({_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]{{2,59}}))$"
_LENGTHS = (r"^([!-?A-~]{1,64}@.+)$", r"^([!-~]{3,254})$")  # RFC 5321, 4.5.3.1: of the part before @, and of all
_RELAY = r"@(?:marketplace\.amazon\.(?:[a-z]{2,3}|com?\.[a-z]{2})|privaterelay\.appleid\.com|members\.ebay\.(?:[a-z]{2,3}|com?\.[a-z]{2}))$"
_YES = ("yes", "y", "true", "1", "да", "subscribed")
_GENDERS = {"m": ("m", "male", "man", "м", "муж", "мужской"), "f": ("f", "female", "woman", "ж", "жен", "женский")}
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%Y/%m/%d")


def text(value: pl.Expr) -> pl.Expr:
    """Return a text without blanks at its ends and invisible characters, runs of blanks as one; null if it is empty."""
    return plain(value).replace("", None)


def email(value: pl.Expr) -> pl.Expr:
    """Return the lower-case address, null for what is none; of several in a cell the first.

    Dots and tags of an address stay: they are part of it (support.google.com/google-ads/answer/7659867).
    """
    address = text(value).str.extract(r"^([^,;]*)").str.strip_chars().str.to_lowercase()
    for pattern in (_EMAIL, *_LENGTHS):  # one after the other: an expression that is used twice is computed twice
        address = address.str.extract(pattern)
    return address


def is_relay(address: pl.Expr) -> pl.Expr:
    """Tell whether a valid address is the alias that a marketplace gives to a buyer."""
    return address.str.contains(_RELAY)


def country(value: pl.Expr) -> pl.Expr:
    """Return the two capital letters of ISO 3166-1, from a code or a common name, null for what is neither."""
    return text(value).str.to_lowercase().str.strip_suffix(".").replace_strict(COUNTRIES, default=None)


def postal_code(value: pl.Expr) -> pl.Expr:
    """Return the postal code as it is written, without the apostrophe that shops put before it."""
    return text(value).str.strip_prefix("'").replace("", None)


def gender(value: pl.Expr) -> pl.Expr:
    """Return ``m`` or ``f``, null for anything else."""
    words = {word: letter for letter, known in _GENDERS.items() for word in known}
    return text(value).str.to_lowercase().str.strip_suffix(".").replace_strict(words, default=None)


def birthdate(value: pl.Expr) -> pl.Expr:
    """Return the day of birth as a date: year first, or day first with dots; null for anything else."""
    written = text(value).str.extract(r"^([^ T]*)")
    return pl.coalesce(written.str.to_date(pattern, strict=False) for pattern in _DAYS)


def consents(value: pl.Expr) -> pl.Expr:
    """Tell whether a cell says yes; an empty one does not."""
    return text(value).str.to_lowercase().is_in(_YES).fill_null(value=False)


def digests(values: pl.Series, digest: Digest) -> pl.Series:
    """Return the hexadecimal digest of each text, null for null."""
    make = {"md5": hashlib.md5, "sha256": hashlib.sha256}[digest]
    hashed = [None if one is None else make(one.encode(), usedforsecurity=False).hexdigest() for one in values]
    return pl.Series(values.name, hashed, dtype=pl.String)


def country_code(named: str) -> str:
    """Return the code of a country that the user named; raise ParamsError for one that there is not."""
    code = COUNTRIES.get(named.strip().lower())
    if code is None:
        raise ParamsError(f'no country "{named}"', fix="Use two letters, such as RU or DE.")
    return code
