"""What the terminal says of ``stats`` in other languages than English."""

from __future__ import annotations

from segkit.analyses.common_words import HISTORY, TERMS

# fmt: off
_OWN: dict[str, str] = {
    "Sales by {}": "Продажи: {}", "{}, the last {} of {}": "{}, последние: {} из {}", "{}, the first {} of {}": "{}, первые: {} из {}",
    "Customers, purchases, net revenue and average check by {}": "Клиенты, покупки, выручка и средний чек: {}",
    "Customers, purchases, net revenue and average check of first purchase days by {}":
        "Клиенты, покупки, выручка и средний чек в день первой покупки: {}",
    '{n} purchases have no "{}": the row without a name': "без значения в «{1}» покупок: {0}, строка без имени",
    "first purchases are those in the rows that were read: older customers look new in a short period":
        "первые покупки — первые среди прочитанных строк: в коротком периоде старые клиенты выглядят новыми",
}
# fmt: on

WORDS = {"ru": {**_OWN, **TERMS, **HISTORY}}
