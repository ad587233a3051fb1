"""Phone numbers as digits with the country code: ``79995551111``, which is E.164 without its plus sign.

Russian numbers have a rule of their own here. Numbers that are written for use inside any other country need that
country's plan of numbers, which the ``phonenumbers`` package knows.
"""

from __future__ import annotations

import polars as pl

from segkit.errors import ParamsError
from segkit.targets.identifiers import text

OWN_RULE = ("RU", "KZ")
"""Countries that share +7 and the trunk digit 8: no package is needed."""

_EXTENSION = r"(?i)\s*(?:доб|вн|ext|x|#).*$"
_PREFIX = r"(?i)^(?:tel|тел|phone|моб)?[.:\s]*'?"
_WRITTEN = r"^[+\d\s().\-–—/]+$"
_INTERNATIONAL = r"^[1-9]\d{7,14}$"
_PLUS_SEVEN = r"^7[3-9]\d{9}$"


def phones(values: pl.Series, default_country: str | None = None) -> pl.Series:
    """Return the digits of each number with its country code, null for what is no number; of several the first.

    ``default_country`` (two letters) is where numbers without a country code belong; without it they are null. Raises
    ParamsError where it needs the package ``phonenumbers`` and that is not installed.
    """
    column = values.to_frame("phone")
    if default_country is None or default_country in OWN_RULE:
        return column.select(_by_rule(pl.col("phone"), default_country)).to_series().alias(values.name)
    written = column.select(_first(pl.col("phone"))).to_series()
    known = _by_plan([one for one in written.unique() if one is not None], default_country)
    return written.replace_strict(known, default=None, return_dtype=pl.String).alias(values.name)


def _first(value: pl.Expr) -> pl.Expr:
    """Return the first number of a cell as it is written, without what stands around it."""
    first = text(value).str.extract(r"^([^,;]*)").str.replace(_PREFIX, "").str.replace(_EXTENSION, "")
    return first.str.replace(r"^(\d+)\.0$", "${1}").str.strip_chars()


def _by_rule(value: pl.Expr, default_country: str | None) -> pl.Expr:
    """Return international numbers, and with a default country those of the trunk digit 8 or of ten digits."""
    first = _first(value)
    digits = first.str.replace_all(r"\D", "")
    is_abroad = first.str.starts_with("+") | (digits.str.starts_with("00") & (digits.str.len_bytes() > 10))
    abroad = digits.str.strip_prefix("00")
    valid = abroad.str.contains(_INTERNATIONAL) & (~abroad.str.starts_with("7") | abroad.str.contains(_PLUS_SEVEN))
    national = digits.str.replace(r"^8(\d{10})$", "7${1}").str.replace(r"^(\d{10})$", "7${1}")
    at_home = national.str.contains(_PLUS_SEVEN) & pl.lit(default_country is not None)
    number = pl.when(is_abroad & valid).then(abroad).when(~is_abroad & at_home).then(national)
    return pl.when(first.str.contains(_WRITTEN)).then(number)


def _by_plan(written: list[str], default_country: str) -> dict[str, str | None]:
    """Return the digits of each number by the plans of the world's numbers."""
    try:
        import phonenumbers  # noqa: PLC0415 -- 48 MB, and only for numbers without a country code
    except ImportError:
        message = f"--default-country {default_country}: numbers of that country need the package phonenumbers"
        raise ParamsError(message, fix="Install it: pip install 'segkit-cli[phones]'") from None

    def digits(number: str) -> str | None:
        try:
            parsed = phonenumbers.parse(number, default_country)
        except phonenumbers.NumberParseException:
            return None
        if not phonenumbers.is_valid_number(parsed):
            return None
        return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")

    return {number: digits(number) for number in written}
