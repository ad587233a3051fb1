"""What the terminal says of ``segment`` in other languages than English: what it says of its two parts, and how they meet."""

from __future__ import annotations

from segkit.analyses.abc_xyz.words import CLASSES
from segkit.analyses.common_words import HISTORY, TERMS
from segkit.analyses.rfm.words import REASONS, SEGMENTS

_OWN = {"Customers by segment and ABC class": "Клиенты по сегментам и классам ABC"}

WORDS = {"ru": {**_OWN, **CLASSES, **SEGMENTS, **TERMS, **HISTORY, **REASONS}}
