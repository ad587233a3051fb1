"""What the terminal says of ``churn`` in other languages than English."""

from __future__ import annotations

from segkit.analyses.common_words import HISTORY, TERMS

# fmt: off
_OWN: dict[str, str] = {
    "start": "в начале", "back": "вернулись", "end": "в конце", "repeat": "повторных", "existing": "от прежних",
    "{} (* the {} is not over; + the repeat rate may rise)": "{0} (* период не закончен; + доля повторных может вырасти)",
    "{} (* the {} is not over)": "{0} (* период не закончен)", "{} (+ the repeat rate may rise)": "{} (+ доля повторных может вырасти)",
    "Flow of customers": "Движение клиентов", "Churn rate": "Доля оттока",
    "{}, the last {} of {}": "{}, последние: {} из {}", "{}, the {} largest of {} groups": "{}, крупнейшие группы: {} из {}",
    "Churn by {}: lost is who has bought nothing for {n}x the own rhythm ({n} days where there are fewer than three purchase days)":
        "Отток ({}): ушёл тот, кто ничего не купил за {} своего ритма ({} дн., где меньше трёх дней с покупкой)",
    "Churn by {}: lost is who has bought nothing for {}": "Отток ({}): ушёл тот, кто ничего не купил за {}",
    "{n} {}s lie before one full window of history and are empty": "до полного окна истории периодов ({1}): {0}, они пусты",
    "the last {} is incomplete at {day}: its end is that day, and no fact counts it":
        "последний период ({}) на {} не закончен: концом взят этот день, в показатели он не входит",
    "the repeat rate of the last {n} {}s may rise: {} are not over for all":
        "доля повторных за последние периоды ({1}: {0}) может вырасти: {2} прошли не у всех",
}
# fmt: on

WORDS = {"ru": {**_OWN, **TERMS, **HISTORY}}
