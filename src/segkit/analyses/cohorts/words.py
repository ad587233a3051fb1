"""What the terminal says of ``cohorts`` in other languages than English."""

from __future__ import annotations

from segkit.analyses.common_words import HISTORY, TERMS

# fmt: off
_OWN: dict[str, str] = {
    "size": "всего", "age": "возраст", "cohort": "когорта", "cumulative": "накоплено",
    "{} (* the {} is not over)": "{0} (* период не закончен)",
    "Retention by age in {}": "Удержание по возрасту, {}", "Customers by age in {}": "Клиенты по возрасту, {}",
    "Revenue by age in {}": "Выручка по возрасту, {}",
    "Revenue per customer up to each age in {}": "Выручка на клиента к возрасту, {}",
    "{}, the last {} of {} cohorts": "{}, последние когорты: {} из {}",
    "Cohorts by {} of the first purchase, and what is left of them at each age":
        "Когорты по первой покупке ({}) и что от них осталось",
    "{n} returns before the {} of a first purchase ({n}) are in no cell":
        "возвраты до периода первой покупки ({1}): {0} ({2}), их нет ни в одной клетке",
    "the cohort of {}, the first one, also holds customers who bought before the data begin":
        "первая когорта, {}, включает и тех клиентов, кто покупал до начала данных",
    "the last {} is incomplete at {day}: its cells are marked, and no fact counts them":
        "последний период ({}) на {} не закончен: его клетки помечены и в показатели не входят",
}
# fmt: on

WORDS = {"ru": {**_OWN, **TERMS, **HISTORY}}
