"""Marks of currencies in the cells of a column of money: what is one, which currency it means, and how to take it off.

A sign that Unicode calls one of currency is always a mark, with the letters before it (``R$``, ``US$``); letters alone are one
only if they are a code or an abbreviation that is known. Other letters (``10 pcs``, ``1.5K``) make a cell no number.
"""

from __future__ import annotations

import polars as pl

from segkit.notation.blanks import is_blank

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BYR BZD CAD CDF CHF CLP CNH "
    "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS "
    "INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR "
    "MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RUR RWF SAR SBD SCR SDG SEK SGD "
    "SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USDT UYU UZS VES VND VUV WST XAF XCD XOF "
    "XPF YER ZAR ZMW ZWL"
)
_ALSO = {
    "$": "USD", "US$": "USD", "U$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "JP¥": "JPY", "CN¥": "CNY", "RMB": "CNY",
    "元": "CNY", "円": "JPY", "₽": "RUB", "RUR": "RUB", "РУБ": "RUB", "РУБЛЬ": "RUB", "РУБЛЯ": "RUB", "РУБЛЕЙ": "RUB", "Р": "RUB",
    "₴": "UAH", "ГРН": "UAH", "₸": "KZT", "ТГ": "KZT", "ТЕНГЕ": "KZT", "₹": "INR", "RS": "INR", "৳": "BDT", "TK": "BDT", "₺": "TRY",
    "TL": "TRY", "₩": "KRW", "₫": "VND", "฿": "THB", "₪": "ILS", "₦": "NGN", "₱": "PHP", "₲": "PYG", "₡": "CRC", "₮": "MNT",
    "₾": "GEL", "֏": "AMD", "₼": "AZN", "₵": "GHS", "R$": "BRL", "C$": "CAD", "CA$": "CAD", "CDN$": "CAD", "A$": "AUD", "AU$": "AUD",
    "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "SG$": "SGD", "NT$": "TWD", "MX$": "MXN", "KČ": "CZK", "KC": "CZK", "FT": "HUF",
    "ZŁ": "PLN", "ZL": "PLN", "LEI": "RON", "ЛВ": "BGN", "LV": "BGN", "ДИН": "RSD", "DIN": "RSD", "СУМ": "UZS", "SFR": "CHF",
    "FR": "CHF", "EURO": "EUR", "EUROS": "EUR", "ЕВРО": "EUR", "DOLLARS": "USD", "ДОЛЛ": "USD", "RP": "IDR", "RM": "MYR",
    "DHS": "AED", "DH": "AED", "SR": "SAR", "KSH": "KES", "ÖRE": "SEK", "BYR": "BYN",
}  # fmt: skip
"""What is written for a currency besides its code. ``kr`` is any of four, and stays what it is."""

_WORDS = sorted({*_CODES.split(), *(mark for mark in _ALSO if mark.isalpha()), "KR"})
_SIGN = r"\pL{0,3}\p{Sc}"
_MARK = rf"(?:{_SIGN}|(?:{'|'.join(_WORDS)})\.?)"
# A mark stands before the number or behind it, with the sign of the number or a parenthesis on either side of it.
_BEFORE = rf"(?i)^([-+(\s\p{{Cf}}]*)({_MARK})([-+(\s\p{{Cf}}]*[\d.,])"
_BEHIND = rf"(?i)([\d.,]-*\)?)[\s\p{{Cf}}|]*({_MARK})([-)\s\p{{Cf}}]*)$"
_ZERO = rf"(?i)^\s*(?:{_MARK}\s*-{{1,2}}|-{{1,2}}\s*{_MARK})\s*$"


def leveled(code: pl.Expr) -> pl.Expr:
    """Return codes of currencies in the form in which they are compared, null where there is none."""
    text = code.cast(pl.String)
    return pl.when(~is_blank(text)).then(text.str.strip_chars().str.to_uppercase())


def unmarked(text: pl.Expr) -> pl.Expr:
    """Return texts without the mark of a currency before or behind the number; a dash for the number is zero, as in accounts."""
    return text.str.replace(_ZERO, "0").str.replace(_BEFORE, "${1}${3}").str.replace(_BEHIND, "${1}${3}")


def is_marked(text: pl.Expr) -> pl.Expr:
    """Tell whether texts bear the mark of a currency."""
    return text.str.contains(_BEFORE) | text.str.contains(_BEHIND)


def currency(text: pl.Expr) -> pl.Expr:
    """Return the code of the currency that texts are marked with, as far as the mark tells one; null without a mark."""
    mark = pl.coalesce(text.str.extract(_BEHIND, 2), text.str.extract(_BEFORE, 2))
    named = mark.str.to_uppercase().str.strip_chars_end(".")
    return named.replace(_ALSO)
