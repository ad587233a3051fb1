"""What the terminal says of ``abcxyz`` in other languages than English."""

from __future__ import annotations

from segkit.analyses.common_words import HISTORY, TERMS

# fmt: off
CLASSES: dict[str, str] = {
    # Headers and cells
    "expected": "обычно", "of customers": "от клиентов", "of total": "от суммы", "share of customers": "доля клиентов",
    "share of income": "доля дохода", "share of value": "доля величины",
    "top {} %": "первые {} %", "golden ({})": "золотые ({})", "enough for {} %": "хватает на {} %",
    # Titles and headlines
    "Customers, {} and purchases by cell": "Клиенты, {} и покупки по клеткам",
    "Classes beside the rule of thumb ({} of customers, {})": "Классы и обычное правило ({} клиентов, {})",
    "How concentrated the {} is": "Концентрация: {}",
    "{}, XYZ by number of purchases (rows) ({})": "{}, XYZ: число покупок (строк) ({})",
    "ABC by {} (share {}), XYZ by {} ({})": "ABC: {} (доля {}), XYZ: {} ({})",
    "ABC by {} (count {}), XYZ by {} ({})": "ABC: {} (по числу клиентов {}), XYZ: {} ({})",
    "ABC by {} (share {})": "ABC: {} (доля {})", "ABC by {} (count {})": "ABC: {} (по числу клиентов {})",
    "{}, no XYZ": "{}, без XYZ",
    "number of purchases": "число покупок",
    "months with a purchase": "месяцы с покупкой", "variation by {}": "вариация, {}",
    # Notes
    "no customer has a positive {}: all are in the last class": "ни у одного клиента величина ({}) не положительна: все в последнем классе",
    "{n} with a {} of zero or less: last class, in no share": "с величиной «{1}» не больше нуля: {0}, последний класс, в долях не участвуют",
    "{n} with returns only: no purchase, last class": "только с возвратами: {}, покупок нет, последний класс",
    "ABC: {n} with the same {} ({n}) are all {}, which now holds {n}": "ABC: одинаковая величина ({1}, {2}), поэтому все {0} в классе {3}, в нём теперь {4}",
    "XYZ: {n} with the same {} ({n}) are all {}, which now holds {n}": "XYZ: одинаковая величина ({1}, {2}), поэтому все {0} в классе {3}, в нём теперь {4}",
    "the last {} is incomplete at {day} and left out of the variation (--as-of a later day, or --keep-partial)":
        "последний период ({}) на {} не закончен и в вариацию не входит (--as-of с более поздним днём или --keep-partial)",
}
# fmt: on

WORDS = {"ru": {**CLASSES, **TERMS, **HISTORY}}
