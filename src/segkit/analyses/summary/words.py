"""What the terminal says of ``summary`` in other languages than English."""

from __future__ import annotations

from segkit.analyses.common_words import HISTORY, TERMS

# fmt: off
_OWN: dict[str, str] = {
    "repeat purchase days": "дней с повторной покупкой",
    "Customers by repeat purchase days": "Клиенты по дням с повторной покупкой",
    "Time in {}, days with a purchase counted once, monetary value over {}":
        "Время: {}; день с покупкой считается один раз; деньги — {}",
    "days": "дни", "the repeat purchase days": "по повторным дням",
    "all purchase days with positive spend": "по всем дням с положительной суммой",
    "{n} purchase days have a net spend of zero or less: in the mean of the repeats as they are, out of the mean of --spend-on all; a Gamma-Gamma model takes only customers above zero":
        "дней с покупкой и суммой не больше нуля: {}; в среднем по повторным они есть, в среднем --spend-on all их нет; модель Gamma-Gamma берёт только клиентов с суммой больше нуля",
}
# fmt: on

WORDS = {"ru": {**_OWN, **TERMS, **HISTORY}}
