"""What the terminal says of ``loss`` in other languages than English."""

from __future__ import annotations

from segkit.analyses.common_words import HISTORY, TERMS

# fmt: off
_OWN: dict[str, str] = {
    # Headers
    "lost profit": "ушедшая прибыль", "net benefit": "чистая выгода", "break-even": "окупается при",
    "revenue of all periods": "выручка за всё время",
    # Titles and headlines
    "What is lost, by churn rate": "Что теряется, по доле оттока",
    "After the last period, by retention rate": "После последнего периода, по доле удержания",
    "Revenue so far by period (rows) and retention rate": "Накопленная выручка по периодам (строки) и доле удержания",
    "{}, the first {} of {}": "{}, первые: {} из {}",
    "Loss from churn: {n} customers ({n} new x {n} periods), each worth {n} ({n} purchases x {n})":
        "Потери от оттока: всего клиентов {} (новых {} × периодов {}), каждый приносит {} (покупок {} × {})",
    "Loss from churn: {n} customers ({n} new x {n} period), each worth {n} ({n} purchases x {n})":
        "Потери от оттока: всего клиентов {} (новых {} × периодов {}), каждый приносит {} (покупок {} × {})",
    "All figures are given": "Все числа заданы", "Given: {}": "Заданы: {}",
    "From the sales since {day}: {}": "Из продаж с {}: {}",
    "{}, churn {n} ({n} of {n} departed: no purchase since {day})": "{}, отток {} (ушли {} из {}: нет покупок с {})",
    "{}, churn {n} ({n} of {n} departed: no purchase for {n}x the own rhythm, others for {n} days)":
        "{}, отток {} (ушли {} из {}: нет покупок за {} своего ритма, у прочих — {} дн.)",
    "churn {n} ({n} of {n} departed: no purchase since {day})": "отток {} (ушли {} из {}: нет покупок с {})",
    "churn {n} ({n} of {n} departed: no purchase for {n}x the own rhythm, others for {n} days)":
        "отток {} (ушли {} из {}: нет покупок за {} своего ритма, у прочих — {} дн.)",
    "{n} new customers, {}": "новых клиентов {}, {}", "{n} new customers": "новых клиентов {}",
    "{n} purchases a customer, {}": "покупок на клиента {}, {}", "{n} purchases a customer": "покупок на клиента {}",
    "average check {n}": "средний чек {}",
    "Acquisition: what a check leaves of the cost of the customer": "Привлечение: что остаётся от чека за вычетом стоимости клиента",
    "Projection over {n} periods: {n} customers x {n} a period, no new ones": "Прогноз, периодов {}: клиентов {} × {} за период, новых нет",
    "Projection over {n} periods: {n} customers x {n} a period, {n} new each":
        "Прогноз, периодов {}: клиентов {} × {} за период, новых в каждом {}",
    # Notes
    "nobody bought in the period: nothing is known": "в периоде никто не покупал: ничего не известно",
    "nobody bought for the first time since {day}: nobody new can be lost (--new, or a longer period)":
        "с {} никто не купил впервые: терять некого (--new или период длиннее)",
    "the period begins on {day}, and within a window of inactivity nobody departs: give --churn, a longer period or a shorter --inactive":
        "период начинается {}, а внутри окна неактивности никто не уходит: задайте --churn, период длиннее или --inactive короче",
}
# fmt: on

WORDS = {"ru": {**_OWN, **TERMS, **HISTORY}}
