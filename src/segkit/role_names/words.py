"""Words of headers that are no part of a name: articles, and units of money."""

from __future__ import annotations

MINOR_UNITS = (
    "cents", "cent", "pence", "pennies", "centimes", "centavos", "céntimos", "centimos", "centesimi", "grosz", "grosze", "groszy",
    "kuruş", "kurus", "paise", "öre", "øre", "kopecks", "kopeks", "коп", "копеек", "копейки", "копейках", "копійок", "копійки",
    "копійках", "тиын", "minor", "minor unit", "minor units", "subunit", "subunits", "smallest unit",
)  # fmt: skip
"""Words of headers of money that is in the smallest unit of its currency."""

ARTICLES = frozenset((
    "of", "the",
    "der", "die", "das", "des", "dem", "den", "vom", "von", "am", "im", "in",
    "de", "du", "la", "le", "les", "l", "d", "del", "el", "los", "las",
    "di", "dell", "della", "dei", "degli", "delle", "il", "lo",
    "do", "da", "dos",
))  # fmt: skip
"""Words of headers that name nothing."""

CURRENCIES = (
    r"(?:руб(?:лей|лях|ли|ля|ль)?|р|rub|usd|eur|gbp|kzt|тенге|тг|uah|грн|byn|chf|pln|zł|brl|try|tl|sek|nok|dkk|czk|kč|huf|ft|ron|lei|bgn|лв"
    r"|r[$]|[$€£¥₽₸₴₹₺])"
)
"""What a header may end in that says the currency of its money, as a regular expression; case is nothing."""
_MANY = r"(?:тыс(?:яч)?|млн|миллион(?:ов|ах)?|tsd|tausend|mio|mln|thousands?|millions?|tis|ezer|tusen|duizend)"
SCALED = (
    rf"(?:(?:in|в|i)\s+)?(?:{_MANY}\.?(?:\s*(?:of\s+)?{CURRENCIES}\.?)?|{CURRENCIES}\s*{_MANY}\.?|[tk](?:eur|usd|gbp|chf|[€$£])"
    r"|[€$£]\s*(?:k|000s?)|['’]?000s?)"
)
"""The same of money in thousands or millions: ``тыс. руб.``, ``TEUR``, ``$000``."""
MILLIONS = r"млн|милли|mio|mln|million"
"""What of it means millions."""
