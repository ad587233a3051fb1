"""Phone numbers as digits with the country code: ``79995551111``, which is E.164 without its plus sign.

Russian numbers have a rule of their own here. Numbers that are written for use inside any other country need that
country's plan of numbers, which the ``phonenumbers`` package knows.
"""

from __future__ import annotations

import polars as pl

from segkit.errors import ParamsError
from segkit.merging import AT_HOME, names_country, with_country
from segkit.targets.identifiers import text

OWN_RULE = ("RU", "KZ")
"""Countries that share +7 and the trunk digit 8: no package is needed."""

_EXTENSION = r"(?i)\s*(?:доб|вн|ext|x|#).*$"
_PREFIX = r"(?i)^(?:tel|тел|phone|моб)?[.:\s]*'?"
_WRITTEN = r"^[+\d\s().\-–—/]+$"
_INTERNATIONAL = r"^[1-9]\d{7,14}$"
_PLUS_SEVEN = r"^7[34789]\d{9}$"  # no area or network of +7 begins with another digit


def phones(values: pl.Series, default_country: str | None = None) -> pl.Series:
    """Return the digits of each number with its country code, null for what is no number; of several the first.

    ``default_country`` (two letters) is where numbers without a country code belong; without it they are null. Raises
    ParamsError where it needs the package ``phonenumbers`` and that is not installed.
    """
    written = values.to_frame("phone").select(_first(pl.col("phone")))
    if default_country is None or default_country in OWN_RULE:
        return _by_rule(written, at_home=default_country is not None).alias(values.name)
    known = _by_plan([one for one in written["phone"].unique() if one is not None], default_country)
    return written["phone"].replace_strict(known, default=None, return_dtype=pl.String).alias(values.name)


def _first(value: pl.Expr) -> pl.Expr:
    """Return the first number of a cell as it is written, without what stands around it."""
    first = text(value).str.extract(r"^([^,;]*)").str.replace(_PREFIX, "").str.replace(_EXTENSION, "")
    return first.str.replace(r"^(\d+)\.0$", "${1}").str.strip_chars()


def _by_rule(written: pl.DataFrame, *, at_home: bool) -> pl.Series:
    """Return international numbers, and those of the trunk digit 8 or of ten digits if they are ``at_home`` in Russia."""
    phone, number = pl.col("phone"), pl.col("number")
    digits = pl.when(phone.str.contains(_WRITTEN)).then(with_country(phone, AT_HOME))
    rows = written.with_columns(number=digits, abroad=names_country(phone))
    valid = number.str.contains(_INTERNATIONAL) & (~number.str.starts_with("7") | number.str.contains(_PLUS_SEVEN))
    domestic = number.str.contains(_PLUS_SEVEN) & pl.lit(at_home)
    return rows.select(pl.when(pl.when("abroad").then(valid).otherwise(domestic)).then(number)).to_series()


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
