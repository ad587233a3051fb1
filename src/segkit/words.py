"""What terminal tables call things in other languages than English: titles, headers, and the renderer's own sentences.

One table, looked up by the English text; ``{}`` stands for anything, which is looked up in its turn. What is not in it stays
English. Output columns keep their names, since files, pipes and ``--columns`` have them in every language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

# fmt: off
WORDS: dict[str, dict[str, str]] = {
    "ru": {
        # Headers
        "customers": "клиентов", "share": "доля", "income": "доход", "value": "величина", "purchases": "покупок",
        "segment": "сегмент", "days": "дней", "money": "деньги", "suggested action": "что сделать", "score": "балл",
        "days <=": "дней <=", "purchases >=": "покупок >=", "money >=": "деньги >=", "class": "класс", "by": "по",
        "expected": "обычно", "of customers": "от клиентов", "of total": "от суммы", "share of customers": "доля клиентов",
        "share of income": "доля дохода", "share of value": "доля величины", "size": "всего", "group": "группа",
        "total": "сумма", "historic_value": "уже принесли", "repeat purchase days": "дней с повторной покупкой",
        "start": "в начале", "new": "новых", "back": "вернулись", "lost": "ушли", "end": "в конце", "churn": "отток",
        "of income": "от дохода", "repeat": "повторных", "existing": "от прежних", "lost income": "ушедший доход",
        "repeats": "повторов", "alive": "живы",
        # Cells
        "top {} %": "первые {} %", "golden ({})": "золотые ({})", "10 and more": "10 и больше",
        "enough for {} %": "хватает на {} %",
        # Titles
        "Customers, {} and purchases by cell": "Клиенты, {} и покупки по клеткам",
        "Classes beside the rule of thumb ({} of customers, {})": "Классы и обычное правило ({} клиентов, {})",
        "How concentrated the {} is": "Концентрация: {}",
        "Segments, the best first; averages of days, purchases and {}": "Сегменты от лучшего; средние: дни, покупки, {}",
        "What to do": "Что делать",
        "Customers by recency (R) and frequency (F); {} is best": "Клиенты по давности (R) и частоте (F); {} — лучший балл",
        "Where the scores begin": "Откуда начинаются баллы",
        "Customers by segment and ABC class": "Клиенты по сегментам и классам ABC",
        "Customers by repeat purchase days": "Клиенты по дням с повторной покупкой",
        "Flow of customers": "Движение клиентов", "Churn rate": "Доля оттока",
        "Retention by age in {}": "Удержание по возрасту, {}",
        "Customers by age in {}": "Клиенты по возрасту, {}",
        "Revenue by age in {}": "Выручка по возрасту, {}",
        "Revenue per customer up to each age in {}": "Выручка на клиента к возрасту, {}",
        "Expected within {}, by repeat purchases so far": "Ожидается за {}, по числу повторных покупок",
        "By {}: total and mean ltv": "По полю {}: сумма и среднее ltv",
        "weeks": "недели", "months": "месяцы", "quarters": "кварталы", "years": "годы",
        "{}, the last {} of {} cohorts": "{}, последние когорты: {} из {}",
        "{}, the last {} of {}": "{}, последние: {} из {}",
        "{}, the {} largest of {} groups": "{}, крупнейшие группы: {} из {}",
        "* the {} is not over": "* период не закончен", "+ the repeat rate may rise": "+ доля повторных может вырасти",
        "Sales by {}": "Продажи: {}", "{}, the first {} of {}": "{}, первые: {} из {}", "The months of the year, all years together": "Месяцы года, все годы вместе",
        "period": "период", "order_count": "покупок", "total_amount": "доход",
        "average check": "средний чек", "months of data": "месяцев в данных", "share of year": "доля года",
        "index": "индекс",
        "Customers by status": "Клиенты по статусам", "status": "статус", "risk": "что не так", "what to do": "что сделать",
        "Early warning (--only at_risk lists them)": "Раннее предупреждение (список: --only at_risk)",
        "Customers by class before (rows) and after (columns)": "Клиенты по классам: до (строки) и после (столбцы)",
        "The moves with the most money, before and after": "Переходы с наибольшими деньгами, до и после", "absent": "нет",
        "stayed": "остался", "moved": "перешёл", "entered": "пришёл", "left": "ушёл",
        "class_before": "было", "class_after": "стало", "before": "до", "after": "после",
        "call now: overdue by their rhythm": "позвонить: по их ритму уже пора", "ask what has changed": "спросить, что изменилось",
        "see what they buy elsewhere": "узнать, что берут у других",
        # Headlines
        "Customers, purchases, net revenue and average check by {}": "Клиенты, покупки, выручка и средний чек: {}",
        "Customers, purchases, net revenue and average check of first purchase days by {}":
            "Клиенты, покупки, выручка и средний чек в день первой покупки: {}",
        "Seasonality of {}": "Сезонность: {}", "{}: the peak is {}, now": "{}; пик — {}, сейчас",
        "{}: the peak is {}, in {} months": "{}; пик — {}, через {} мес.", "{}: the peak is {}, in 1 month": "{}; пик — {}, через месяц",
        "January": "январь", "February": "февраль", "March": "март", "April": "апрель", "May": "май", "June": "июнь",
        "July": "июль", "August": "август", "September": "сентябрь", "October": "октябрь", "November": "ноябрь",
        "December": "декабрь", "weekday": "день недели",
        "Status: departed is who has bought nothing since {}": "Статус: ушёл тот, кто ничего не купил с {}",
        "Status: departed is who has bought nothing for {} the own rhythm (others: {} days)":
            "Статус: ушёл тот, кто ничего не купил за {} своего ритма (прочие: {} дней)",
        "ABC-XYZ classes of {} and of {}, both by the cuts of the first": "Классы ABC-XYZ {} и {}, границы первого периода",
        "RFM segments of {} and of {}, both by the cuts of the first": "Сегменты RFM {} и {}, границы первого периода",
        "ABC-XYZ classes of {} and of {}, both by the cuts of {}": "Классы ABC-XYZ {} и {}, границы из {}",
        "RFM segments of {} and of {}, both by the cuts of {}": "Сегменты RFM {} и {}, границы из {}",
        "ABC-XYZ classes of {} and {}": "Классы ABC-XYZ: {} и {}", "RFM segments of {} and {}": "Сегменты RFM: {} и {}",
        "Churn by {}: lost is who has bought nothing for {}": "Отток ({}): ушёл тот, кто ничего не купил за {}",
        "{} to {}, as of {}": "с {} по {}, на {}",
        "ABC by {} (share {}), XYZ by {} ({})": "ABC: {} (доля {}), XYZ: {} ({})",
        "RFM of {}: scores 1 to {} by mid-rank, map {} on {}": "RFM, {}: баллы от 1 до {} по средним рангам, карта {}, {}",
        "RFM of {}: scores 1 to {} as the R package rfm, map {} on {}": "RFM, {}: баллы от 1 до {} как в пакете R rfm, карта {}, {}",
        "RFM of {}: scores 1 to {} by the cuts of {}, map {} on {}": "RFM, {}: баллы от 1 до {} по границам {}, карта {}, {}",
        "Cohorts by {} of the first purchase, and what is left of them at each age":
            "Когорты по первой покупке ({}) и что от них осталось",
        "Time in days, days with a purchase counted once, monetary value over the repeat purchase days":
            "Время в днях, день с покупкой считается один раз, деньги по повторным дням",
        "revenue": "выручка", "net revenue": "чистая выручка", "net revenue per purchase": "чистая выручка за покупку",
        "profit": "прибыль", "quantity": "количество", "orders": "заказы", "number of purchases": "число покупок",
        "months with a purchase": "месяцы с покупкой", "variation by {}": "вариация, {}",
        "day": "день", "week": "неделя", "month": "месяц", "quarter": "квартал", "year": "год",
        # The renderer
        "The only {}": "Единственная запись", "All {} {}": "Все {1}: {0}",
        "Top {} of {} {} by {}": "Первые {} из {} {}, порядок: {}", "First {} of {} {}": "Первые {} из {} {}",
        "rows": "строк", "items": "товаров", "entities": "объектов",
        "{} rows: -o FILE writes them, --top N shows some": "строк {}: -o FILE запишет их, --top N покажет часть",
        "{} row: -o FILE writes them, --top N shows some": "строк {}: -o FILE запишет их, --top N покажет часть",
        "k: thousands, M: millions; a wider window shows the counts in full": "k — тысячи, M — миллионы; в окне шире числа видно целиком",
        "a wider window shows more columns: {} to {}": "в окне шире видно больше: от {} до {}",
        "a wider window shows more columns: {}": "в окне шире видно больше: {}",
        "{}: -o FILE writes all of it": "{}: -o FILE запишет всё", "{} and {} more columns": "{}, столбцов {}",
        "{} and 1 more column": "{}, столбцов 1", "{} more columns": "ещё столбцов {}", "1 more column": "ещё столбцов 1",
        "{} more rows": "ещё строк {}", "1 more row": "ещё строк 1",
        # What titles end in; last, since the first that fits is taken
        "{} to {}": "с {} по {}", "{} ({})": "{} ({})", "{}; {}": "{}; {}",
    },
}
# fmt: on
"""Texts by language and English text."""


def wording(language: str, labels: Mapping[str, str]) -> Callable[[str], str]:
    """Return what a text is called in a language: by its display name of ``labels``, else by the words of the language."""
    words = WORDS.get(language, {})
    templates = {_pattern(english): text for english, text in words.items() if "{}" in english}

    @cache
    def say(text: str) -> str:
        bare = text.rstrip()
        tail = text[len(bare) :]  # headers that stand twice differ by blanks at their end
        if bare in labels or bare in words:
            return labels.get(bare, words.get(bare, "")) + tail
        found = ((template, match) for pattern, template in templates.items() if (match := pattern.fullmatch(bare)))
        template, match = next(found, ("", None))
        return text if match is None else template.format(*map(say, match.groups())) + tail

    return say


def _pattern(english: str) -> re.Pattern[str]:
    return re.compile(re.escape(english).replace(r"\{\}", "(.+?)"))


_ENTITIES = {"customer": ("customer", "customers", "клиент"), "item": ("item", "items", "товар")}
_OTHER = ("entity", "entities", "объект")
# Not in names of columns, files and options, which are written as they are: what sales are by may be called customer.
_NAMED = r"(?<![\w.\-/\"'])(?<!by )(?<!: )(?:\b(a) )?(customers?|клиент)(?=[а-я]*(?![\w.\-/\"']))"


def entity(per: str) -> tuple[str, str]:
    """Return what one row is about and many are, by the value of ``--per``: ``("item", "items")``."""
    one, many, _ = _ENTITIES.get(per, _OTHER)
    return one, many


def of_entity(text: str, per: str, names: Iterable[str] = ()) -> str:
    """Return a text about customers as one about what ``--per`` says: items, or entities.

    What is quoted and the ``names`` (of files) are left as they are written.
    The Russian words are declined alike, so their stems are enough.
    """
    if per == "customer":
        return text
    words = dict(zip(_ENTITIES["customer"], _ENTITIES.get(per, _OTHER), strict=True))

    def put(match: re.Match[str]) -> str:
        if match[2] is None:
            return match[0]
        word = words[match[2].lower()]
        word = word.capitalize() if match[2][0].isupper() else word
        return word if match[1] is None else f"{match[1]}n {word}"

    kept = "|".join([*map(re.escape, names), '"[^"]*"'])
    return re.sub(f"{kept}|{_NAMED}", put, text, flags=re.IGNORECASE)
