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

from segkit.input_words import ABOUT_INPUTS

Words = Mapping[str, Mapping[str, str]]
"""Texts by language and English text."""


# fmt: off
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
        "note: {}": "замечание: {}", "warning: {}": "внимание: {}",
        **ABOUT_INPUTS,
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
