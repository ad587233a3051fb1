"""What the terminal says about an input in other languages than English: whatever is computed of it (see ``words``)."""

from __future__ import annotations

from collections.abc import Mapping


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
    "To leave them out: {}": "Чтобы их не учитывать: {}",
    "If they are no sales: {}; if they are: {}.": "Если это не продажи: {}; если продажи: {}.",
    "Name all that do not count: --skip-status A,B; or the column of the status: --status COLUMN.":
        "Назовите все, что не в счёт: --skip-status A,B; или колонку статуса: --status COLUMN.",
    "Export the ids as text again, or name another column with --customer COLUMN.":
        "Выгрузите коды снова, как текст, или назовите другую колонку: --customer COLUMN.",
    "--merge-ids {} makes them whole.": "--merge-ids {} сделает их целыми.",
    "--merge-ids {} counts them as one.": "--merge-ids {} считает их одним.",
    "Leave such rows out, or name a better column with --customer {}.":
        "Уберите такие строки или назовите колонку получше: --customer {}.",
    "Name a better column with --customer {}.": "Назовите колонку получше: --customer {}.",
    "all {n} purchases are of one customer: is it the column of the customers?":
        "все покупки ({}) одного клиента: это колонка клиентов?",
    'column "{}" marks its numbers as credits (CR) and debits (DR): debits are taken off':
        "колонка «{}»: числа помечены как кредит (CR) и дебет (DR), дебет вычитается",
    'all numbers of column "{}" are marked as debits (DR), and count as income':
        "колонка «{}»: все числа помечены как дебет (DR) и считаются доходом",
    "If it is the other way round, export the income in a column of its own.":
        "Если наоборот, выгрузите доход отдельной колонкой.",
    "Delete the rows of totals in the export, and run again.": "Удалите строки итогов из выгрузки и запустите снова.",
    "--fill-down COLUMN takes a name from the row above; or name another column (--customer, --item).":
        "--fill-down COLUMN берёт имя из строки выше; или назовите другую колонку (--customer, --item).",
    "Fill in the currency, or leave such rows and files out.": "Впишите валюту или уберите такие строки и файлы.",
    "Check an order of several lines; --source none would add the totals of all rows.":
        "Проверьте заказ из нескольких строк; --source none сложил бы суммы всех строк.",
    "Leave out the copies.": "Уберите копии.",
    "Group it by customer and document alone (in 1C: Контрагент, then Регистратор; no groups above, no products below), or export "
    "a list with a column for each.":
        "Сгруппируйте только по клиенту и документу (в 1С: Контрагент, затем Регистратор; без групп выше и товаров ниже) или выгрузите "
        "список с колонкой для каждого.",
    "Run it again once the file is complete.": "Запустите снова, когда файл будет дописан.",
    "Export a row for each sale, or for each customer and period, with the day in a column.":
        "Выгрузите строку на каждую продажу или на каждого клиента и период, с днём в колонке.",
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
    "They are small: give them in a smaller unit, such as cents.": "Они малы: дайте их в меньших единицах, например в копейках.",
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
    '{}: "{}" holds names, with totals, and below each its documents: read as two columns':
        "{}: в «{}» имена с итогами, а под каждым его документы: прочитаны как две колонки",
    '{n} of {n} ids in "{}" are documents: a report in several levels, and each counts the same money?':
        "{} из {} кодов в «{}» — документы: отчёт в несколько уровней, и деньги учтены в каждом?",
    '{n} of {n} ids in "{}" are days or months: a report in several levels, and each counts the same money?':
        "{} из {} кодов в «{}» — дни или месяцы: отчёт в несколько уровней, и деньги учтены в каждом?",
    "{n} files changed while they were read, rows may be missing: {}":
        "файлов, что изменились, пока их читали: {}, строк может не хватать: {}",
    "{n} files are the same as another, and count twice: {}": "файлов, что повторяют другие и учтены дважды: {}: {}",
    "customers on the last day, {day}: {n}; on the same day of the {n} weeks before: {n} or more: it may not be over in this export":
        "покупавших в последний день, {}: {}; в тот же день {} недель до него: не меньше {}; возможно, в выгрузке он неполный",
    'ids in "{}" are stored as numbers with a fraction of zero: read as integers': "номера в «{}» — числа с нулевой дробью: прочитаны как целые",
    "{n} rows cannot be read ({})": "строк не прочитать: {} ({})",
    "{n} amounts have more than four decimals and were rounded": "сумм с более чем четырьмя знаками после запятой: {}, они округлены",
    "--merge-ids: {n} ids as written are {n}": "--merge-ids: разных написаний {}, номеров {}",
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
    "ids in {}": "коды в {}", "e-mail addresses": "адреса почты", "upper or lower case": "регистр букв",
    "blanks, invisible characters, case or .0": "пробелы, невидимые знаки, регистр или .0",
    'the amount is "{}"; other columns could be it and differ: {} takes another':
        "сумма — «{}»; есть похожие колонки с другими числами: {} возьмёт другую",
    '"{}" is in {} by its name, and read so; {} takes it as it is': "колонка «{}» — {}, судя по названию, и так прочитана; {} возьмёт её как есть",
    '"{}" is in {} by its name, but holds fractions: taken as it is; {} divides it':
        "колонка «{}» — {}, судя по названию, но в ней есть дроби: взята как есть; {} разделит её",
    "the smallest unit of its currency": "в мельчайших единицах валюты", "millionths of its currency": "в миллионных долях валюты",
    'column "{}": rows of "{}" have the same money together as those of "{}", and all count; {} keeps one kind':
        "в колонке «{}» у строк «{}» вместе столько же денег, сколько у строк «{}», а учтены все; {} оставит один вид",
    'money is in {}, as {} says ("{}"): shown as it is in the file': "деньги — в {} ({}: «{}»); показаны как в файле",
    "thousands": "тысячах", "millions": "миллионах", "a title": "сказано в заголовке",
    'column "{}" is not used: the amount is {} alone; {} takes it off': "колонка «{}» не учтена: сумма — только {}; {} вычтет её",
    'column "{}" calls {n} of the first {n} rows "{}", and their amounts count as income; {} makes them negative':
        "в колонке «{0}» из первых {2} строк {1} названы «{3}», а суммы их учтены как доход; {4} сделает их отрицательными",
    'column "{}" tells debits from credits, and both count as income; {} makes "{}" negative ({n} of the first {n} rows)':
        "колонка «{0}» отличает дебет от кредита, а учтены как доход оба; {1} сделает строки «{2}» отрицательными (из первых {4}: {3})",
    'column "{}" says yes to {n} of the first {n} rows, which count; {} leaves them out':
        "в колонке «{0}» из первых {2} строк у {1} стоит «да», а они учтены; {3} уберёт их",
    'column "{}" says no to {n} of the first {n} rows, which count; {} leaves them out':
        "в колонке «{0}» из первых {2} строк у {1} стоит «нет», а они учтены; {3} уберёт их",
    'column "{}" says "{}" of {n} of the first {n} rows, which count; {} leaves them out':
        "в колонке «{0}» из первых {3} строк у {2} стоит «{1}», а они учтены; {4} уберёт их",
    '{n} of {n} customers by "{}" have several values of "{}": namesakes, counted as one? {} tells them apart':
        "покупателей по «{2}», у которых «{3}» разные: {0} из {1}; это тёзки, учтённые как один? {4} различит их",
    'periods stand side by side ("{}" to "{}"): each row counts as one purchase without a day':
        "периоды стоят рядом (от «{}» до «{}»): каждая строка учтена как одна покупка без дня",
    "no column is a date by its name, and purchases have no day; {} takes one that holds days":
        "ни одна колонка не названа датой, и у покупок нет дня; {} возьмёт колонку, где стоят дни",
    'the customer is "{}", of which there are far fewer than of "{}": users of the shop? {} takes the other':
        "клиент — «{}», а их намного меньше, чем «{}»: это пользователи магазина? {} возьмёт другую",
    "{}: not read: {}; name them as well to read them, or move them away": "{}: не прочитано: {}; назовите и их или уберите",
    "{}: a sheet is not read: {}; {}": "{}: лист не прочитан: {}; {}", "{}: {n} sheets are not read: {}; {}": "{}: не прочитано листов {}: {}; {}",
    "{} reads it alone": "{} прочтёт только его", "{} reads it alone, {} every sheet": "{} прочтёт только его, {} — все листы",
}
"""What any reading of an input may note."""

ABOUT_INPUTS = {**_INPUT, **_FIXES, **_sampled(_ORDERS)}
# fmt: on
"""All of it, in Russian."""
