"""What the terminal says of ``status`` in other languages than English."""

from __future__ import annotations

from segkit.analyses.common_words import HISTORY, TERMS

# fmt: off
_OWN: dict[str, str] = {
    "risk": "что не так", "call now: overdue by their rhythm": "позвонить: по их ритму уже пора",
    "ask what has changed": "спросить, что изменилось", "see what they buy elsewhere": "узнать, что берут у других",
    "Customers by status": "Клиенты по статусам",
    "Early warning (--only at_risk lists them)": "Раннее предупреждение (список: --only at_risk)",
    "Status: departed is who has bought nothing since {}": "Статус: ушёл тот, кто ничего не купил с {}",
    "Status: departed is who has bought nothing for {n}x the own rhythm (others: {} days)":
        "Статус: ушёл тот, кто ничего не купил за {} своего ритма (прочие: {} дней)",
    "{n} with returns only ({n}) are set aside: they never bought": "только с возвратами: {} ({}), отложены, они ничего не покупали",
}
# fmt: on

WORDS = {"ru": {**_OWN, **TERMS, **HISTORY}}
