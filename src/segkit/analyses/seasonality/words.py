"""What the terminal says of ``seasonality`` in other languages than English."""

from __future__ import annotations

from segkit.analyses.common_words import HISTORY, TERMS

# fmt: off
_OWN: dict[str, str] = {
    "months of data": "месяцев в данных", "share of year": "доля года", "index": "индекс",
    "The months of the year, all years together": "Месяцы года, все годы вместе",
    "Seasonality of {}: the peak is {}, now": "Сезонность: {}; пик — {}, сейчас",
    "Seasonality of {}: the peak is {}, in 1 month": "Сезонность: {}; пик — {}, через месяц",
    "Seasonality of {}: the peak is {}, in {n} months": "Сезонность: {}; пик — {}, через {} мес.",
    "Seasonality of {}": "Сезонность: {}",
    "the last month is incomplete at {day} and left out": "последний месяц на {} не закончен и не учтён",
    "the first month begins on {day} and is left out": "первый месяц начинается {} и не учтён",
    "{n} whole months: a season needs twelve at least": "полных месяцев {}: для сезона нужно хотя бы двенадцать",
    "{n} whole months: with less than two years growth looks like a season":
        "полных месяцев {}: меньше чем за два года рост не отличить от сезона",
    "{n} whole months: each index rests on a single month beside the trend around it":
        "полных месяцев {}: каждый индекс держится на одном месяце рядом с трендом вокруг него",
}
# fmt: on

WORDS = {"ru": {**_OWN, **TERMS, **HISTORY}}
