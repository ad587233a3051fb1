"""The segment maps that need no configuration, in the form of ``[rfm.maps.NAME]`` in ``segkit.toml``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

# The segments of a map stand from the best to the worst: tables and files follow their order.
_DEFAULT: Mapping[str, Any] = {
    "scores": "RF",
    "segments": {
        "champions": {
            "codes": ["5[4-5]"],
            "label": {"en": "Champions", "ru": "Чемпионы"},
            "action": {
                "en": "Reward them, ask for reviews, show new things first",
                "ru": "Награждать, просить отзывы, новинки показывать первыми",
            },
        },
        "loyal": {
            "codes": ["[3-4][4-5]"],
            "label": {"en": "Loyal", "ru": "Лояльные"},
            "action": {
                "en": "Offer the better and the related, invite to the club",
                "ru": "Предлагать лучшее и сопутствующее, звать в клуб",
            },
        },
        "potential_loyalists": {
            "codes": ["[4-5][2-3]"],
            "label": {"en": "Potential loyalists", "ru": "Почти лояльные"},
            "action": {
                "en": "Suggest the next purchase, offer membership",
                "ru": "Подсказать следующую покупку, предложить карту",
            },
        },
        "new": {
            "codes": ["51"],
            "label": {"en": "New", "ru": "Новые"},
            "action": {
                "en": "Welcome them, help with the first purchase",
                "ru": "Поприветствовать, помочь освоиться с покупкой",
            },
        },
        "promising": {
            "codes": ["41"],
            "label": {"en": "Promising", "ru": "Перспективные"},
            "action": {
                "en": "Remind them of you, give a reason for a second purchase",
                "ru": "Напомнить о себе, дать повод для второй покупки",
            },
        },
        "need_attention": {
            "codes": ["33"],
            "label": {"en": "Need attention", "ru": "Ждут внимания"},
            "action": {
                "en": "Make a limited offer on what they bought before",
                "ru": "Сделать предложение со сроком по прошлым покупкам",
            },
        },
        "about_to_sleep": {
            "codes": ["3[1-2]"],
            "label": {"en": "About to sleep", "ru": "Засыпающие"},
            "action": {
                "en": "Show what sells best, give a small discount",
                "ru": "Показать ходовое, дать небольшую скидку",
            },
        },
        "at_risk": {
            "codes": ["[1-2][3-4]"],
            "label": {"en": "At risk", "ru": "В зоне риска"},
            "action": {
                "en": "Write in person, ask what went wrong, offer to renew",
                "ru": "Написать лично, спросить, что не так, вернуть",
            },
        },
        "cant_lose": {
            "codes": ["[1-2]5"],
            "label": {"en": "Can't lose", "ru": "Нельзя потерять"},
            "action": {
                "en": "Call them, make the best offer you have",
                "ru": "Позвонить, сделать лучшее предложение",
            },
        },
        "hibernating": {
            "codes": ["[1-2][1-2]"],
            "label": {"en": "Hibernating", "ru": "Спящие"},
            "action": {
                "en": "Remind them cheaply or let them go",
                "ru": "Напоминать дешево или отпустить",
            },
        },
    },
}

_SIDES = (
    (("recent", "Recent", "недавние"), ("lapsed", "Lapsed", "давние")),
    (("frequent", "frequent", "частые"), ("rare", "rare", "редкие")),
    (("big", "big", "крупные"), ("small", "small", "мелкие")),
)
_ACTIONS = (
    ("Reward them, keep the best service", "Награждать, обслуживать лучше всех"),
    ("Offer the better and the related", "Предлагать лучшее и сопутствующее"),
    ("Give a reason to come more often", "Дать повод заходить чаще"),
    ("Welcome them, suggest the next purchase", "Поприветствовать, подсказать следующую покупку"),
    ("Call them, make the best offer you have", "Позвонить, сделать лучшее предложение"),
    ("Write, ask what went wrong", "Написать, спросить, что не так"),
    ("Win them back while it pays", "Возвращать, пока окупается"),
    ("Remind them cheaply or let them go", "Напоминать дешево или отпустить"),
)


def _quadrants(bins: int) -> Mapping[str, Any]:
    """Return the eight segments of scores above their middle, or not."""
    middle = (bins + 1) // 2
    parts = [f"[{middle + 1}-{bins}]", f"[1-{middle}]"]
    segments = {}
    for sides, (english, russian) in zip(product((0, 1), repeat=3), _ACTIONS, strict=True):
        words = [_SIDES[place][side] for place, side in enumerate(sides)]
        segments["_".join(key for key, _, _ in words)] = {
            "codes": ["".join(parts[side] for side in sides)],
            "label": {
                "en": ", ".join(name for _, name, _ in words),
                "ru": ", ".join(name for _, _, name in words).capitalize(),
            },
            "action": {"en": english, "ru": russian},
        }
    return {"scores": "RFM", "segments": segments}


BUILT_IN: Mapping[str, Callable[[int], Mapping[str, Any]]] = {"default": lambda _: _DEFAULT, "quadrants": _quadrants}
"""Maps by name, given the number of scores; the default one is for five."""
