"""What the terminal says of ``migrate`` in other languages than English."""

from __future__ import annotations

from segkit.analyses.abc_xyz.words import CLASSES
from segkit.analyses.common_words import HISTORY, TERMS
from segkit.analyses.rfm.words import SEGMENTS

# fmt: off
_OWN: dict[str, str] = {
    # Headers and cells
    "class_before": "было", "class_after": "стало", "before": "до", "after": "после", "absent": "нет",
    "stayed": "остался", "moved": "перешёл", "entered": "пришёл", "left": "ушёл",
    # Titles and headlines
    "Customers by class before (rows) and after (columns)": "Клиенты по классам: до (строки) и после (столбцы)",
    "The moves with the most money, before and after": "Переходы с наибольшими деньгами, до и после",
    "ABC-XYZ classes of {} and of {}, both by the cuts of the first": "Классы ABC-XYZ {} и {}, границы первого периода",
    "RFM segments of {} and of {}, both by the cuts of the first": "Сегменты RFM {} и {}, границы первого периода",
    "ABC-XYZ classes of {} and of {}, both by the cuts of {}": "Классы ABC-XYZ {} и {}, границы из {}",
    "RFM segments of {} and of {}, both by the cuts of {}": "Сегменты RFM {} и {}, границы из {}",
    "ABC-XYZ classes of {} and {}": "Классы ABC-XYZ: {} и {}", "RFM segments of {} and {}": "Сегменты RFM: {} и {}",
    # Notes
    "the window of {day} begins on {day}, the data on {day}: it holds less than {}":
        "окно на {} начинается {}, а данные {}: в нём меньше, чем {}",
    "the data end on {day}, before {day}: the second window is not full": "данные кончаются {}, раньше {}: второе окно неполное",
    "both windows hold the days from {day} to {day}": "дни с {} по {} есть в обоих окнах",
}
# fmt: on

WORDS = {"ru": {**_OWN, **CLASSES, **SEGMENTS, **TERMS, **HISTORY}}
