"""Columns whose cells do not fit their header: flags that are called amounts, clocks that are called dates, words of other languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from segkit import roles
from segkit.errors import UnreadableInputError
from segkit.io.source import Source, reading_errors
from segkit.roles import fold

_ROWS = 10_000
_CERTAIN_ROWS = 10
_MOST = 0.5
WEAK = (
    "paid", "amount_paid", "sum", "sales", "value", "spend", "turnover", "revenue", "оплачено", "продажи", "стоимость", "оборот",
    "umsatz", "ventes", "total_payé", "ventas", "pagado", "vendite", "vendas", "zapłacono", "wpłacono", "sprzedaż", "ciro", "виручка",
)  # fmt: skip
"""Names of amounts that flags, counts and other columns have as well."""
YES = frozenset((
    "1", "1.0", "true", "yes", "y", "t", "да", "ja", "wahr", "oui", "vrai", "sí", "si", "sì", "verdadero", "vero", "sim", "verdadeiro",
    "tak", "prawda", "evet", "doğru", "так", "иә", "x", "+", "kyllä", "ano", "áno", "igen", "da", "ναι",
))  # fmt: skip
NO = frozenset((
    "0", "0.0", "false", "no", "n", "f", "нет", "nein", "falsch", "non", "faux", "falso", "não", "nao", "nie", "fałsz", "hayır", "ні",
    "жоқ", "-", "nej", "nei", "nee", "ei", "ne", "nu", "nem", "όχι",
))  # fmt: skip
"""What flags say, in lower case."""
_CLOCKS = ("time", "время")
"""What a column is called that may hold a date with its time, or the time alone."""
_CLOCK = r"^\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AaPp][Mm])?$"
_FALSE_FRIENDS = {"date": ("data", r"^\s*(?:\pL+\W+)?\d(?:.*\d){3}"), "currency": ("valuta", r"^[^\d]*$")}
"""For roles a name that means something else in another language (data; the date of value), and what the cells look like
where it does not."""


def unfit(source: Source, chosen: Mapping[str, str]) -> list[str]:
    """Return the columns whose cells do not fit their header: they are recognized for nothing."""
    found = [_no_texts, _unfit_amounts, _unfit_dates, _unfit_words, _blank_customers]
    return [name for one in found for name in one(source, chosen)]


def _no_texts(source: Source, chosen: Mapping[str, str]) -> list[str]:
    """Return the columns of bytes that are no texts: see ``typed``."""
    return [name for name, dtype in source.dtypes.items() if dtype == pl.Binary and name not in chosen.values()]


def _unfit_amounts(source: Source, chosen: Mapping[str, str]) -> list[str]:
    """Return the columns that are called like an amount and hold nothing but yes and no."""
    named = roles.matching(list(source.dtypes), WEAK) if "amount" not in chosen else []
    weak = [name for name in named if name not in chosen.values()]
    if not weak:
        return []
    head = texts_of(source, weak)
    return [name for name in head.columns if source.dtypes[name] == pl.Boolean or _is_flag(head[name], name)]


def _unfit_dates(source: Source, chosen: Mapping[str, str]) -> list[str]:
    """Return the columns that are called like a date and hold nothing but the time of the day."""
    named = roles.matching(list(source.dtypes), _CLOCKS) if "date" not in chosen else []
    named = [name for name in named if name not in chosen.values()]
    texts = [name for name in named if source.dtypes[name] == pl.String]
    head = texts_of(source, texts) if texts else pl.DataFrame()
    return [
        name
        for name in named
        if source.dtypes[name] == pl.Time or (name in texts and _share_of(head[name], _CLOCK) == 1)
    ]


def _unfit_words(source: Source, chosen: Mapping[str, str]) -> list[str]:
    """Return the columns whose names play a role in one language, but whose cells show that they are in another."""
    named = {
        name: pattern
        for role, (word, pattern) in _FALSE_FRIENDS.items()
        for name in roles.matching(list(source.dtypes), (word,))
        if role not in chosen and name not in chosen.values() and source.dtypes[name] == pl.String
    }
    head = texts_of(source, list(named)) if named else pl.DataFrame()
    return [name for name, pattern in named.items() if _share_of(head[name], pattern) <= _MOST]


def _blank_customers(source: Source, chosen: Mapping[str, str]) -> list[str]:
    """Return the columns of customers without any cell, where there are others."""
    if "customer" in chosen:
        return []
    named = [name for name in roles.called(list(source.dtypes), "customer") if name not in chosen.values()]
    head = texts_of(source, named) if len(named) > 1 else pl.DataFrame()
    blank = [name for name in head.columns if not (head[name].fill_null("").str.strip_chars() != "").any()]
    return blank if len(blank) < len(named) and head.height else []


def _share_of(texts: pl.Series, pattern: str) -> float:
    """Return the share of the cells that are not blank that look like something; all of none."""
    values = texts.str.strip_chars()
    found = values.filter(values != "").str.contains(pattern)
    return float(found.sum() / found.len()) if found.len() else 1.0


def _is_flag(texts: pl.Series, name: str) -> bool:
    values = set(texts.drop_nulls().str.strip_chars().str.to_lowercase()) - {""}
    certain = len(values) > 1 or texts.len() >= _CERTAIN_ROWS or fold(name) in ("paid", "оплачено")
    return bool(values) and values <= YES | NO and certain


def texts_of(source: Source, names: Sequence[str], rows: int = _ROWS) -> pl.DataFrame:
    """Return the head of some columns as texts; those that are nested, or bytes that are no texts, are left out."""
    readable = [name for name in dict.fromkeys(names) if _is_plain(source.dtypes[name])]
    with reading_errors(source.name):
        return source.head(readable, rows).select(pl.col(readable).cast(pl.String)).collect()


def _is_plain(dtype: pl.DataType) -> bool:
    return not dtype.is_nested() and dtype != pl.Binary


def glance(source: Source, names: Sequence[str], rows: int = _ROWS) -> pl.DataFrame:
    """Return the same of columns that nothing needs: none of them where one cannot be read."""
    try:
        return texts_of(source, names, rows) if names else pl.DataFrame()
    except UnreadableInputError:
        return pl.DataFrame()
