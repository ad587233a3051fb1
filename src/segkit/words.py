"""What the terminal says in other languages than English: how texts are looked up, and the words of no analysis.

The words of an analysis stand beside it (``Analysis.words``). Both are tables by the English text. A blank in it stands for
anything, ``{}``, which is looked up in its turn; for a number, ``{n}``; or for a day, ``{day}``. The other text has them by
position, as ``str.format`` does. What is in no table stays English. Output columns keep their names, since files, pipes and
``--columns`` have them in every language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

Words = Mapping[str, Mapping[str, str]]
"""Texts by language and English text."""


def _sampled(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts about all orders, and those about a sample of them."""
    whole = {english.replace("*", ""): text.replace("*", "") for english, text in texts.items()}
    sample = {
        english.replace("*", " in a sample of 1 in {n}"): text.replace("*", " (в выборке: каждый {}-й)")
        for english, text in texts.items()
    }
    return {**whole, **sample}


# fmt: off
_ORDERS = {
    "{n} of {n} order ids* belong to several customers: numbers that begin anew, several shops, or a wrong column; each customer's part is an order of its own":
        "номеров заказов у нескольких клиентов: {} из {}*; нумерация начата заново, магазинов несколько или колонка не та; часть каждого клиента — отдельный заказ",
    "{n} of {n} order ids* have purchases of one customer more than {n} days apart, which count as one: numbers that begin anew?":
        "номеров заказов с покупками одного клиента, далёкими друг от друга: {} из {}* (дней больше {}); они учтены как одна. Нумерация начата заново?",
    "{n} of {n} orders of several lines* hold each line twice: exports that overlap?":
        "заказов, где каждая строка стоит дважды: {} из {}*; выгрузки пересекаются?",
    "{n} of {n} orders* stand there again with the same money ({}): exports that overlap? all are counted":
        "заказов, что стоят ещё раз с теми же деньгами: {} из {}* ({}); выгрузки пересекаются? Учтены все",
    "{n} of {n} orders* stand there again with the same money ({}): rows entered twice? all are counted":
        "заказов, что стоят ещё раз с теми же деньгами: {} из {}* ({}); строки внесены дважды? Учтены все",
    '"{}" is the same on all lines of {n} of {n} orders of several lines*, though the lines differ: the total of the order, which counts once for each line?':
        "«{}» одинакова во всех строках заказа, хотя строки разные: таких заказов {} из {}*; это сумма заказа, и она учтена в каждой строке?",
}
"""What a sample of the orders shows; the asterisk stands for how large the sample is."""

_FIXES = {
    "Leave out the export that repeats them; --order COLUMN tells purchases of one day apart.":
        "Уберите выгрузку, которая их повторяет; --order COLUMN отличает покупки одного дня.",
    "--order COLUMN names the order id.": "--order COLUMN называет номер заказа.",
    "Name a column that stays with the person: --customer COLUMN (an e-mail, a phone, a unique id).":
        "Назовите колонку, что остаётся с человеком: --customer COLUMN (почта, телефон, постоянный номер).",
    "--merge-ids email counts them as one.": "--merge-ids email считает их одним.",
    "Leave such rows out, or name a better column with --customer COLUMN.":
        "Уберите такие строки или назовите колонку получше: --customer COLUMN.",
    "Delete the rows of totals in the export, and run again.": "Удалите строки итогов из выгрузки и запустите снова.",
    "Fill the column down in a spreadsheet where it is blank below a name, or name another column (--customer, --item).":
        "Заполните пустые ячейки под именем вниз в таблице или назовите другую колонку (--customer, --item).",
    "Fill in the currency, or leave such rows and files out.": "Впишите валюту или уберите такие строки и файлы.",
    "Check an order of several lines; --source none would add the totals of all rows.":
        "Проверьте заказ из нескольких строк; --source none сложил бы суммы всех строк.",
    "Leave out the copies.": "Уберите копии.",
    "--as-of {day} leaves it out.": "--as-of {} не берёт его.",
    "Check --order and --customer; read shops and years one by one.":
        "Проверьте --order и --customer; читайте магазины и годы по одному.",
    "Read the years one by one (--from, --to), or name the column that tells the orders apart: --order COLUMN.":
        "Читайте годы по одному (--from, --to) или назовите колонку, что различает заказы: --order COLUMN.",
    "Leave out the export, or the sheet (--sheet), that repeats them.": "Уберите выгрузку или лист (--sheet), где они повторены.",
    "Leave out the export, or the sheet (--sheet), that repeats them; or delete the rows that stand there twice.":
        "Уберите выгрузку или лист (--sheet), где они повторены, или удалите строки, что стоят дважды.",
    "Name the column with the money of the line (--amount COLUMN), or keep one row of each order.":
        "Назовите колонку с деньгами строки (--amount COLUMN) или оставьте по строке на заказ.",
    "Name a column that all of them have (--customer COLUMN), or run them one by one.":
        "Назовите колонку, что есть во всех (--customer COLUMN), или считайте файлы по одному.",
    "--rejects FILE writes them.": "--rejects FILE запишет их.",
}
"""The way out of what a warning is about."""

_INPUT = {
    "{n} of {n} rows repeat another's customer, date and amount; all are counted":
        "строк с клиентом, датой и суммой другой строки: {} из {}, учтены все",
    "{n} of {n} rows repeat another's customer, date and amount in a sample of 1 in {n} customers; all are counted":
        "строк с клиентом, датой и суммой другой строки: {} из {} (в выборке: каждый {}-й), учтены все",
    "{n} of the rows share customer and date with another: order lines?":
        "строк, где клиент и дата те же, что у другой: {}. Это строки заказов?",
    "{n} of the rows share customer and date with another in a sample of 1 in {n} customers: order lines?":
        "строк, где клиент и дата те же, что у другой: {} (в выборке: каждый {}-й). Это строки заказов?",
    "{n} of {n} purchases have a customer id of their own: either nobody ever came back, or the id is made anew for each order":
        "покупок с отдельным номером клиента: {} из {}; либо никто не возвращался, либо номер каждый раз новый",
    "{n} e-mail addresses are another's in upper or lower case: one customer each as written":
        "адресов, что отличаются от других лишь регистром букв: {}; каждый считается отдельно",
    'the customer "{}" has {n} of {n} purchases ({n}): everybody without a name?': "у покупателя «{}» покупок {} из {} ({}): это все, кто без имени?",
    "one customer id has {n} of {n} purchases ({n}): everybody without a name?": "у одного номера покупок {} из {} ({}): это все, кто без имени?",
    "a customer is called a total: a row of totals?": "один из клиентов назван итогом: это строка итогов?",
    'a customer is called a total ("{}"): a row of totals?': "один из клиентов назван «{}»: это строка итогов?",
    "{n} of the largest customers are called totals: a row of totals?": "из крупнейших клиентов названы итогами: {}; это строки итогов?",
    '{n} of the largest customers are called totals ("{}"): a row of totals?':
        "из крупнейших клиентов названы итогами: {} («{}»); это строки итогов?",
    "one customer has exactly as much money as all others together: a row of totals?":
        "у одного номера денег ровно столько, сколько у всех прочих вместе: это строка итогов?",
    "{n} of {n} rows with {n} of the money are set aside without a customer: sold to nobody known, or is the name on the first row of each block only?":
        "строк без клиента отложено: {} из {}, денег в них {}; покупатель неизвестен или имя стоит лишь в первой строке группы?",
    "{n} of {n} rows are set aside without a customer: sold to nobody known, or is the name on the first row of each block only?":
        "строк без клиента отложено: {} из {}; покупатель неизвестен или имя стоит лишь в первой строке группы?",
    "{n} rows with {n} have no currency and are added to {n} rows in {}: is it the same?":
        "строк без валюты: {} на {}; они сложены со строками в известной ({}: {}). Валюта та же?",
    "{n} rows have no currency and are added to {n} rows in {}: is it the same?":
        "строк без валюты: {}; они сложены со строками в известной ({}: {}). Валюта та же?",
    "customers are told by different columns: {}: one in several is counted as several":
        "клиентов различают разные колонки ({}): кто есть в нескольких, учтён несколько раз",
    "{n} rows repeat the total of their order, which counts once": "строк с повтором суммы своего заказа: {}, она учтена один раз",
    "{n} files are the same as another, and count twice: {}": "файлов, что повторяют другие и учтены дважды: {}: {}",
    "customers on the last day, {day}: {n}; on the same day of the {n} weeks before: {n} or more: it may not be over in this export":
        "покупавших в последний день, {}: {}; в тот же день {} недель до него: не меньше {}; возможно, в выгрузке он неполный",
    'ids in "{}" are stored as numbers with a fraction of zero: read as integers': "номера в «{}» — числа с нулевой дробью: прочитаны как целые",
    'ids in "{}" look like 1.03293E+19: a spreadsheet has cut their digits, different ones are merged':
        "номера в «{}» похожи на 1.03293E+19: таблица обрезала цифры, разные номера слились",
    'ids in "{}" look like 123.0: numbers that some program made fractions; kept as written':
        "номера в «{}» похожи на 123.0: какая-то программа сделала их дробными; оставлены как есть",
    "{n} rows cannot be read ({})": "строк не прочитать: {} ({})",
    "{n} amounts have more than four decimals and were rounded": "сумм с более чем четырьмя знаками после запятой: {}, они округлены",
    "--merge-ids: {n} ids as written are {n}": "--merge-ids: разных написаний {}, номеров {}",
}
"""What any reading of an input may note."""

WORDS: Words = {
    "ru": {
        "{day} to {day}, as of {day}": "с {} по {}, на {}", "{day} to {day}": "с {} по {}",
        "The only {}": "Единственная запись", "All {n} {}": "Всего {1}: {0}",
        "Top {n} of {n} {} by {}": "Первые {} из {} {}, порядок: {}", "First {n} of {n} {}": "Первые {} из {} {}",
        "customers": "клиентов", "rows": "строк", "items": "товаров", "entities": "объектов",
        "{n} rows: -o FILE writes them, --top N shows some": "строк {}: -o FILE запишет их, --top N покажет часть",
        "{n} row: -o FILE writes them, --top N shows some": "строк {}: -o FILE запишет их, --top N покажет часть",
        "k: thousands, M: millions; a wider window shows the counts in full": "k — тысячи, M — миллионы; в окне шире числа видно целиком",
        "a wider window shows more columns: {} to {}": "в окне шире видно больше: от {} до {}",
        "a wider window shows more columns: {}": "в окне шире видно больше: {}",
        "{}: -o FILE writes all of it": "{}: -o FILE запишет всё", "{} and {n} more columns": "{}, столбцов {}",
        "{} and 1 more column": "{}, столбцов 1", "{n} more columns": "ещё столбцов {}", "1 more column": "ещё столбцов 1",
        "{n} more rows": "ещё строк {}", "1 more row": "ещё строк 1",
        "rows: {} read = {} used": "строки: прочитано {} = учтено {}", "set aside": "отложено", "rejected": "отвергнуто",
        "no customer {}": "без клиента {}", "total {}": "итоги {}", "service {}": "служебные {}", "status {}": "статус {}",
        "currency {}": "валюта {}", "period {}": "вне периода {}", "record {}": "запись {}", "date {}": "дата {}",
        "amount {}": "сумма {}", "quantity {}": "количество {}", "price {}": "цена {}", "cost {}": "затраты {}", "value {}": "величина {}",
        "{n} of {n} rows count with a status that may not mean a sale: {}":
            "из {1} строк у {0} статус, при котором это может быть не продажа, но они учтены: {2}",
        "{n} rows with a status of refunds count, since some are negative and take off others: {}":
            "строки со статусом возврата ({}) учтены: часть их отрицательна и вычитается из других: {}",
        "{n} of {n} ids in {} look like {}: a spreadsheet has cut their digits, different ones are merged":
            "{} из {} кодов в {} похожи на {}: их цифры обрезала электронная таблица, разные слились",
        "{n} of {n} ids in {} look like {}: numbers that some program made fractions; kept as written":
            "{} из {} кодов в {} похожи на {}: числа, которые программа сделала дробными; оставлены как есть",
        "{n} {} are another's but for {}: one customer each as written":
            "{1} ({0}) отличаются от других только написанием ({2}): каждый считается отдельным клиентом",
        "ids in {}": "коды в {}", "e-mail addresses": "адреса e-mail", "upper or lower case": "регистр букв",
        "blanks, invisible characters, case or .0": "пробелы, невидимые знаки, регистр или .0",
        "note: {}": "замечание: {}", "warning: {}": "внимание: {}",
        **_INPUT, **_FIXES, **_sampled(_ORDERS),
    },
}
# fmt: on
"""The words of the renderer, of who says the notes, and of the notes about an input."""

_KINDS = {"": ".+?", "n": r"\?|[-+]?\d[\d,.]*(?:e[-+]?\d+)?(?: ?%)?", "day": r"\d{4}-\d\d-\d\d"}
_BLANK = re.compile(r"\{(n|day|)\}")


def wording(
    language: str, labels: Mapping[str, str], words: Words | None = None, per: str = "customer"
) -> Callable[[str], str]:
    """Return what a text is called in a language: by its display name of ``labels``, else by ``words``, else by those here.

    ``per`` is what a row is about: texts about customers are known as texts about items too.
    """
    own = (words or {}).get(language, {})
    known = {**own, **{english: text for english, text in WORDS.get(language, {}).items() if english not in own}}
    forms = {
        form: of_entity(text, per) for english, text in known.items() for form in (english, of_entity(english, per))
    }
    templates = {_pattern(english): text for english, text in forms.items() if _BLANK.search(english)}

    @cache
    def say(text: str) -> str:
        bare = text.rstrip()
        tail = text[len(bare) :]  # headers that stand twice differ by blanks at their end
        if bare in labels or bare in forms:
            return labels.get(bare, forms.get(bare, "")) + tail
        found = ((template, match) for pattern, template in templates.items() if (match := pattern.fullmatch(bare)))
        template, match = next(found, ("", None))
        return text if match is None else template.format(*map(say, match.groups())) + tail

    return say


def _pattern(english: str) -> re.Pattern[str]:
    fixed_and_kinds = _BLANK.split(english)
    parts = [f"({_KINDS[part]})" if place % 2 else re.escape(part) for place, part in enumerate(fixed_and_kinds)]
    return re.compile("".join(parts))


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
