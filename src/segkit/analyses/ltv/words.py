"""What the terminal says of ``ltv`` in other languages than English, and of any forecast."""

from __future__ import annotations

from segkit.analyses.common_words import HISTORY, TERMS

# fmt: off
FORECASTS: dict[str, str] = {
    # The correction
    "the gate opened (z = {n}, learned from the last {n} days)": "включена (z = {}, обучена на последних {} дн.)",
    "the gate stayed shut (z = {n}, learned from the last {n} days; opens below {n})":
        "не включена (z = {}, обучена на последних {} дн.; включается при z ниже {})",
    "--no-correction": "--no-correction", "--no-backtest: nothing was learned from the past": "--no-backtest: на прошлом не обучена",
    "it goes with Pareto/NBD": "действует только с Pareto/NBD",
    "fewer than {n} customers to learn from": "учиться не на ком, клиентов меньше {}",
    "nobody bought in the last window": "в последнем окне никто не покупал",
    "less than three weeks of history to learn from": "меньше трёх недель истории, учиться не на чем",
    "Pareto/NBD could not be fitted {n} days ago": "{} дн. назад Pareto/NBD подобрать не удалось",
    # What fits have to say
    "nobody bought on two days: too few for {}, the naive rate steps in":
        "никто не покупал в два разных дня: для {} мало, вместо неё — наивная частота",
    "only {n} customers bought on two days: too few for {}, the naive rate steps in":
        "в два разных дня покупали лишь {} клиентов: для {} мало, вместо неё — наивная частота",
    "only 1 customer bought on two days: too few for {}, the naive rate steps in":
        "в два разных дня покупал лишь один клиент: для {} мало, вместо неё — наивная частота",
    "{} cannot be fitted: {}; the naive rate steps in": "{} не подобрать: {}; вместо неё — наивная частота",
    "{} gives no figure for {n} customers: they get the naive rate":
        "{} не даёт числа для части клиентов ({}): для них взята наивная частота",
    "the search for the best parameters did not settle": "поиск лучших параметров не сошёлся",
    "only {n} bought again: the parameters are guesses": "повторно покупали лишь {}: параметры — догадка",
    "all customers seem to buy equally often: r / alpha = {n} a unit of time":
        "похоже, все клиенты покупают одинаково часто: r / alpha = {} за единицу времени",
    "no customer can be told to have left: dropout is not detectable": "не видно, чтобы хоть один клиент ушёл: уход не различить",
    "no customer can be told to have left: a / (a + b) = {n}": "не видно, чтобы хоть один клиент ушёл: a / (a + b) = {}",
    "customers seem either to leave at once or to stay for ever": "похоже, клиенты либо уходят сразу, либо остаются навсегда",
    "all customers seem to leave at one rate: s / beta = {n} a unit of time":
        "похоже, все клиенты уходят с одной частотой: s / beta = {} за единицу времени",
    "all customers seem to leave at a purchase with one chance: a / (a + b) = {n}":
        "похоже, все клиенты уходят после покупки с одной вероятностью: a / (a + b) = {}",
    "the search for the best parameters of spend did not settle": "поиск лучших параметров суммы покупки не сошёлся",
    "only {n} spent anything: the parameters of spend are guesses": "что-то потратили лишь {}: параметры суммы покупки — догадка",
    "spend differs so much between customers that it has no mean (q = {n}): medians instead":
        "суммы покупок разных клиентов так различны, что среднего нет (q = {}): вместо него медианы",
    "each customer seems to spend the same amount every time": "похоже, каждый клиент тратит всякий раз одинаково",
    "all customers seem to spend the same on average": "похоже, в среднем все клиенты тратят одинаково",
    "how often and how much customers buy is correlated ({n}): the model takes them as unrelated":
        "частота и сумма покупок связаны (корреляция {}): модель считает их независимыми",
    "nobody has spent anything: spend is expected to be 0": "никто ничего не потратил: ожидаемая сумма покупки — 0",
    "only {n} customers spent anything: too few for Gamma-Gamma, own means step in":
        "что-то потратили лишь {} клиентов: для Gamma-Gamma мало, вместо неё — собственные средние",
    "Gamma-Gamma cannot be fitted: {}; own means step in": "Gamma-Gamma не подобрать: {}; вместо неё — собственные средние",
    "Pareto/NBD: {}": "Pareto/NBD: {}", "MBG/NBD: {}": "MBG/NBD: {}", "BG/NBD: {}": "BG/NBD: {}",
    "Gamma-Gamma: {}": "Gamma-Gamma: {}",
}
"""The correction and the models, wherever they speak."""

_OWN: dict[str, str] = {
    # Headers and titles
    "historic_value": "уже принесли",
    "Expected within {}, by repeat purchases so far": "Ожидается за {}, по числу повторных покупок",
    "By {}: total and mean ltv": "По полю {}: сумма и среднее LTV",
    # Headlines
    "{}, net of a CAC of {n}": "{}, за вычетом CAC {}",
    "{}, net of the spend of {}": "{}, за вычетом расходов из {}",
    "LTV over {}: {} and {}, {}": "LTV за {}: {} и {}, {}",
    "Expected purchases over {}: {}": "Ожидаемые покупки за {}: {}",
    "Historic value to {day}: net revenue x {}": "Принесено на {}: чистая выручка × {}",
    "Simple LTV: net revenue x {} / customers": "Простой LTV: чистая выручка × {} / число клиентов",
    "Formula LTV over {}: {}, discount {n} a year, lost after {} without a purchase":
        "LTV по формуле за {}: {}, дисконт {} в год, ушёл — {} без покупки",
    "{}, discount {n} a year ({})": "{}, дисконт {} в год ({})",
    "margin {n} (profit / revenue)": "маржа {} (прибыль / выручка)", "margin {n}": "маржа {}",
    "continuous": "непрерывно", "monthly": "по месяцам",
    "{} corrected": "{} с поправкой", "the naive rate": "наивная частота", "own mean spend": "собственный средний чек",
    "Customer equity {} of {n} customers; the top 1 % hold {n}":
        "Капитал клиентов {}, всего клиентов {}; на первый 1 % приходится {}",
    "Customer equity {} of {n} customers": "Капитал клиентов {}, всего клиентов {}",
    "Expected purchases {} of {n} customers": "Ожидаемые покупки {}, всего клиентов {}",
    "{n} (90 %: {n} to {n})": "{} (90 %: от {} до {})",
    "Backtest: {} over {} from {} off by {}": "Проверка на прошлом: {} за {} {}, ошибка {}",
    "a forecast of the total money": "прогноз суммы денег", "forecasts of the total money": "прогнозы суммы денег",
    "a forecast of the total purchases": "прогноз числа покупок", "forecasts of the total purchases": "прогнозы числа покупок",
    "an earlier day was": "с одной более ранней даты", "{n} earlier days were": "с более ранних дат ({})",
    "Correction: {}": "Поправка: {}",
    # Notes
    "{n} intervals were widened to hold their expectation, because of more than 95 % probability on one side of the expectation":
        "интервалы расширены до своего ожидания: {}, потому что больше 95 % вероятности лежит по одну его сторону",
    "nobody was observed for a day: no purchase can be expected": "ни за кем не наблюдали и дня: покупок ждать не от кого",
    "BG/NBD takes every one-time buyer for active: for comparison, not for decisions":
        "BG/NBD считает каждого разового покупателя активным: для сравнения, не для решений",
    "--no-backtest: no quality line, no correction and no interval of the total":
        "--no-backtest: нет строки о качестве, поправки и интервала суммы",
    "the history is too short for a backtest: the interval takes an error of 10 % for granted":
        "история коротка для проверки на прошлом: в интервале принята ошибка 10 %",
    "the forecasts of the total from earlier days were off by more than half: take this one for a rough guess":
        "прежние прогнозы суммы ошибались больше чем наполовину: этот — лишь грубая оценка",
    "the data hold no window of {} with half of that before it: tested over {n} days":
        "в данных нет окна в {} с половиной такого же до него: проверено на {} дн.",
    "a horizon of {} is no whole year, and {n} days of data do not tell seasons apart: the prediction is as if every season were the average one":
        "горизонт {} — не целый год, а по {} дн. данных сезоны не различить: прогноз такой, будто все сезоны средние",
    "{n} customers have their first purchase in the first week, {n} in each of the weeks after it: older customers look new when an export begins in the middle (--from a day after the start of the business?)":
        "в первую неделю впервые купили {} клиентов, в каждую следующую — {}: старые клиенты выглядят новыми, когда выгрузка начата с середины (--from с даты после начала торговли?)",
    "{n} with a value of zero or less: shown as they are, in the total": "с величиной не больше нуля: {}, показаны как есть и входят в сумму",
    "{n} customers came in a month without spend: their CAC is 0": "в месяцы без расходов пришло клиентов {}: их CAC 0",
    "{n} customers came in a month and channel without spend: their CAC is 0": "в месяцы и каналы без расходов пришло клиентов {}: их CAC 0",
    "{n} were spent where nobody came: they are in no CAC": "{} потрачено там, где никто не пришёл: ни в один CAC они не входят",
    "less than one month of active customers: no rate is identified": "меньше месяца активности клиентов: ни одну частоту не определить",
    "no customer was seen to leave: churn and lifespan are not identified; ltv is capped by the horizon of {} (--churn 5% assumes one)":
        "ни один клиент не ушёл: отток и срок жизни не определить; LTV ограничен горизонтом {} (--churn 5% задаёт отток)",
    "no customer was seen to leave: churn and lifespan are not identified; churn is at most {n} a month; ltv is capped by the horizon of {} (--churn 5% assumes one)":
        "ни один клиент не ушёл: отток и срок жизни не определить; отток не больше {} в месяц; LTV ограничен горизонтом {} (--churn 5% задаёт отток)",
}
# fmt: on

WORDS = {"ru": {**_OWN, **FORECASTS, **TERMS, **HISTORY}}
