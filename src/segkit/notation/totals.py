"""What rows of totals are called, in the languages that exports come in."""

from __future__ import annotations

_WORDS = (
    "итого|всего|итог|общий итог|общая сумма|сумма|промежуточный итог|grand total|overall total|sub[- ]?total|totals?|"
    "gesamtsumme|gesamtergebnis|gesamt|zwischensumme|summe|ergebnis|total général|total general|sous-total|totale|subtotale|"
    "suma total|suma|razem|somme"
)

_ALONE = rf"^\s*(?:{_WORDS})(?:[\W\d_]*$|\s*:|\s+(?:по|за|на|for|of|für|pour|per)\b)"
_BEFORE = rf"^\s*(?:{_WORDS})\b"
_BEHIND = rf"\w[^\w\r\n]*\s(?:{_WORDS})\s*:?\s*$"

TOTAL = rf"(?i)(?:{_BEFORE}|{_BEHIND})"
"""The name on a row of totals that has no date: one that begins or ends with such a word."""

TOTAL_ALONE = rf"(?i){_ALONE}"
"""The name on a row of totals that nothing else gives away: no more than such a word, or the word and what it is the total
of, so that Total Sport Ltd stays a customer."""

TOTAL_OF = rf"(?i)^\s*(.*\w)[^\w]*\s(?:{_WORDS})\s*:?\s*$"
"""The name on a row of subtotals as pivot tables write it, ``A Total``; the group is whose total it is."""

TOTAL_IN_TEXT = rf"(?im)(?:(?:^|[^\w ])\s*(?:{_WORDS})\b|\w (?:{_WORDS})\s*:?\s*(?:$|[^\w\s]))"
"""A cell of delimited text that may be such a name."""
