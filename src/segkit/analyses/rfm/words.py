"""What the terminal says of ``rfm`` in other languages than English."""

from __future__ import annotations

from segkit.analyses.common_words import HISTORY, TERMS

# fmt: off
SEGMENTS: dict[str, str] = {
    # Headers
    "days <=": "дней <=", "purchases >=": "покупок >=", "money >=": "деньги >=",
    # Titles and headlines
    "Segments, the best first; averages of days, purchases and {}": "Сегменты от лучшего; средние: дни, покупки, {}",
    "What to do": "Что делать",
    "Customers by recency (R) and frequency (F); {} is best": "Клиенты по давности (R) и частоте (F); {} — лучший балл",
    "Customers by recency (R) and money (M); {} is best": "Клиенты по давности (R) и деньгам (M); {} — лучший балл",
    "Where the scores begin": "Откуда начинаются баллы",
    "RFM of {}: scores 1 to {} by mid-rank, map {} on {}": "RFM, {}: баллы от 1 до {} по средним рангам, карта {}, {}",
    "RFM of {}: scores 1 to {} as the R package rfm, map {} on {}": "RFM, {}: баллы от 1 до {} как в пакете R rfm, карта {}, {}",
    "RFM of {}: scores 1 to {} by the cuts of {}, map {} on {}": "RFM, {}: баллы от 1 до {} по границам {}, карта {}, {}",
    # Notes
    "{n} with returns only ({n}) are set aside: no purchase, no recency": "только с возвратами: {} ({}), отложены, нет ни покупок, ни давности",
    "no customer has a purchase: there is nothing to score": "ни у одного клиента нет покупок: оценивать нечего",
    "recency: all {n} have the same {}, and the middle score {n}": "давность: у всех ({}) одно значение, {}, и средний балл {}",
    "frequency: all {n} have the same {}, and the middle score {n}": "частота: у всех ({}) одно значение, {}, и средний балл {}",
    "monetary: all {n} have the same {}, and the middle score {n}": "деньги: у всех ({}) одно значение, {}, и средний балл {}",
    "recency days": "дни с последней покупки", "order count": "число покупок", "total amount": "чистая выручка",
    "average amount": "чистая выручка за покупку",
}

REASONS: dict[str, str] = {
    "{}: no purchase, so no scores and no segment": "{}: покупок нет, поэтому нет ни баллов, ни сегмента",
    "scores: {}": "баллы: {}",
    "recency {n}: {} (score {n}: {})": "давность {}: {} (балл {}: {})",
    "frequency {n}: {} (score {n}: {})": "частота {}: {} (балл {}: {})",
    "monetary {n}: {} (score {n}: {})": "деньги {}: {} (балл {}: {})",
    "{n} days since the last purchase": "дней с последней покупки {}", "{n} day since the last purchase": "с последней покупки {} день",
    "{n} purchases": "покупок {}", "{n} purchase": "покупок {}",
    "{n} net revenue": "чистая выручка {}", "{n} net revenue per purchase": "чистая выручка за покупку {}",
    "{}, fewer than {n}": "{}, меньше {}", "{}, less than {n}": "{}, меньше {}", "{}, more than {n}": "{}, больше {}",
    "at most {n}": "не больше {}", "at least {n}": "не меньше {}", "more than {n}": "больше {}", "fewer than {n}": "меньше {}",
    "less than {n}": "меньше {}", "any": "любое значение",
    "  {n} of {n} bought longer ago, {n} other as long ago": "  раньше покупали {} из {}, тогда же — ещё {}",
    "  {n} of {n} bought longer ago, {n} others as long ago": "  раньше покупали {} из {}, тогда же — ещё {}",
    "  {n} of {n} have fewer, {n} other as many": "  меньше у {} из {}, столько же — ещё у {}",
    "  {n} of {n} have fewer, {n} others as many": "  меньше у {} из {}, столько же — ещё у {}",
    "  {n} of {n} have less, {n} other the same": "  меньше у {} из {}, столько же — ещё у {}",
    "  {n} of {n} have less, {n} others the same": "  меньше у {} из {}, столько же — ещё у {}",
    "weighted score: {n} (weights {})": "взвешенный балл: {} (веса {})",
    "segment: {} on {} is {} of map {}": "сегмент: {} по {} — это {} в карте {}",
    "suggested action: {}": "что сделать: {}",
    "{}: {} ({})": "{0}: {1}",
}
"""The lines of ``--explain``; a segment has its display name for its key and its English one."""
# fmt: on

WORDS = {"ru": {**SEGMENTS, **TERMS, **HISTORY, **REASONS}}
