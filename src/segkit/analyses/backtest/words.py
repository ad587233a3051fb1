"""What the terminal says of ``backtest`` in other languages than English."""

from __future__ import annotations

from segkit.analyses.common_words import HISTORY, TERMS
from segkit.analyses.ltv.words import FORECASTS

# fmt: off
_OWN: dict[str, str] = {
    # Headers: those of known measures keep their names
    "method": "метод", "bias": "смещение", "bias +/-": "смещение +/-", "deviance": "девианс",
    "deviance_to_pareto": "девианс к Pareto", "gini": "Джини", "top_decile_share": "доля верхних 10 %", "rmse": "RMSE", "mae": "MAE",
    "actual": "факт", "predicted": "прогноз", "plot": "график",
    # Titles and headlines
    "Means over {n} origins: bias is predicted / actual - 1, the lower the deviance the better":
        "Средние по датам прогноза ({}): смещение — прогноз / факт - 1, девианс чем меньше, тем лучше",
    "Calibration of {} at {day}: purchases per customer, o actual, x predicted, # both":
        "Калибровка {} на {}: покупок на клиента, o — факт, x — прогноз, # — оба",
    "Purchases of {n} days predicted from {n} earlier days": "Покупки за {} дн., прогнозы с более ранних дат ({})",
    "Purchases of {n} days predicted from {n} earlier day": "Покупки за {} дн., прогноз с одной более ранней даты",
    # Notes
    "the data are too short for a backtest: a window of the horizon with half of that before it (--horizon, shorter)":
        "данных мало для проверки на прошлом: нужно окно горизонта и половина такого же до него (--horizon короче)",
    "{n} of {n} origins have half a horizon of history before them (--horizon, shorter, finds more)":
        "половина горизонта истории есть до {} из {} дат прогноза (--horizon короче найдёт больше)",
    "correction: {}": "поправка: {}", "{day}: {}": "{}: {}",
}
# fmt: on

WORDS = {"ru": {**_OWN, **FORECASTS, **TERMS, **HISTORY}}
