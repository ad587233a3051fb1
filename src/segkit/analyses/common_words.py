"""Russian words that several analyses share: terms of the field, spans of time, and notes about any history."""

from __future__ import annotations

# fmt: off
TERMS: dict[str, str] = {
    "customers": "клиентов", "share": "доля", "income": "доход", "value": "величина", "purchases": "покупок",
    "segment": "сегмент", "days": "дней", "money": "деньги", "score": "балл", "class": "класс", "group": "группа",
    "total": "сумма", "new": "новых", "lost": "ушли", "churn": "отток", "retention": "удержание", "of income": "от дохода",
    "lost income": "ушедший доход", "repeats": "повторов", "alive": "живы", "period": "период", "status": "статус",
    "average check": "средний чек", "what to do": "что сделать", "suggested action": "что сделать", "revenue": "выручка",
    "net revenue": "чистая выручка", "net revenue per purchase": "чистая выручка за покупку", "profit": "прибыль",
    "quantity": "количество", "orders": "заказы", "by": "по",
    "January": "январь", "February": "февраль", "March": "март", "April": "апрель", "May": "май", "June": "июнь",
    "July": "июль", "August": "август", "September": "сентябрь", "October": "октябрь", "November": "ноябрь",
    "December": "декабрь",
    "day": "день", "week": "неделя", "month": "месяц", "quarter": "квартал", "year": "год", "weekday": "день недели",
    "weeks": "недели", "months": "месяцы", "quarters": "кварталы", "years": "годы",
    "{n}mo": "{} мес.", "{n}d": "{} дн.", "{n}w": "{} нед.", "{n}y": "{} г.", "{n} days": "{} дн.",
    "{n} to {n}": "{}–{}", "{n} and more": "{} и больше",
}
"""Terms, grains, months and spans."""

HISTORY: dict[str, str] = {
    "no order ids: every row counts as a purchase of its own (--order names the column)":
        "номеров заказов нет: каждая строка считается отдельной покупкой (столбец называет --order)",
    "{n} with returns only ({n}) are set aside: no purchase": "только с возвратами: {} ({}), отложены, покупок нет",
    "{n} with returns only are set aside: no purchase": "только с возвратами: {}, отложены, покупок нет",
    "no amounts: purchases are counted, and the columns of money are left out":
        "сумм нет: покупки посчитаны, столбцов с деньгами нет",
    "nobody has 3 purchase days, hence no rhythm: the window is {}":
        "ни у кого нет трёх дней с покупкой, поэтому ритма нет: окно {}",
}
"""Notes about the purchases of a history, whatever is told of them."""
# fmt: on
