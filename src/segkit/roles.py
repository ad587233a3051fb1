"""Which column plays which role: recognition of headers, and what the user overrides.

A header is compared after removing everything but letters and digits, and the marks on letters, so that ``Customer ID``,
``customer_id`` and ``CustomerID`` are one name, and ``Währung``, ``Waehrung`` and ``Wahrung`` are. Where several columns could
play a role, the order of the names decides. The language that names the most columns decides first, English and Russian where
it is even: ``Total`` means what it means in the language of the others.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from segkit.errors import MissingColumnError, columns_there, did_you_mean
from segkit.params import flag_of
from segkit.role_names import LANGUAGES
from segkit.role_names.words import ARTICLES, CURRENCIES, MINOR_UNITS, SCALED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

# fmt: off
ALIASES: dict[str, tuple[str, ...]] = {
    "customer": (
        "customer_id", "customer", "customer_unique_id", "client_id", "client", "user_id", "uid", "userid",
        "buyer_id", "buyer_user_id", "buyer_username", "shopper_reference", "member_id", "member_number", "household_id", "household_key", "account_id", "account_code", "contact_id", "subscriber_id", "guest_id", "patient_id",
        "id_customer", "customer_number", "customer_no", "customer_code", "cust_id", "custid", "cust", "shopper_id",
        "visitor_id", "id_клиента", "код_клиента", "номер_клиента", "клиент_id", "клиент", "id_покупателя", "код_покупателя",
        "покупатель", "заказчик", "плательщик", "контрагент", "партнер", "инн", "customer_email", "email", "e-mail", "billing_email",
        "buyer_email", "customer_email_address", "user_email", "contact_name", "account_name", "email_address", "contact_email", "account_email", "purchase_email",
        "guest_email", "email_покупателя", "email_клиента", "почта_клиента", "электронная_почта", "buyer", "customer_name", "client_name",
        "buyer_name", "guest_name", "shopper_email", "consumer_email", "consumer_name", "partner_name", "payer_name", "payer", "customers_id", "customers_email", "associated_contact", "associated_company", "deal_contact_person",
        "deal_organization", "контакт", "компания", "телефон_клиента", "телефон_покупателя", "телефон", "номер_телефона", "phone",
        "customer_phone", "phone_number", "mobile_number", "гость", "фио_клиента", "фио_покупателя", "фио",
        "sold_to_party", "buyer_login", "payer_email", "email_плательщика", "пациент", "ученик", "bill_to_name", "booked_by",
    ),
    "date": (
        "order_date", "date", "purchase_date", "transaction_date", "transaction_timestamp", "invoice_date",
        "payment_date", "sale_date", "sales_date", "trans_date", "order_purchase_timestamp", "ordered_at",
        "purchased_at", "paid_at", "created_at", "created_date_utc", "created_utc", "order_datetime",
        "datetime", "timestamp", "event_time", "event_timestamp", "event_date", "order_time", "bill_date", "charge_date", "billed_at", "completed_at", "completed_time", "deal_won_time", "buy_ts", "order_ts", "ts", "dt",
        "date_created", "date_create", "create_date", "creation_date", "date_add", "closedate", "closed_at", "opened_at", "opened", "time", "дата_заказа", "дата_покупки", "дата_продажи", "дата_оплаты",
        "дата_закрытия", "дата", "дата_визита", "дата_чека", "дата_документа", "дата_операции", "дата_реализации", "дата_оформления", "дата_оформления_заказа",
        "дата_поступления_заказа", "принят_в_обработку", "учетный_день", "период", "дата_создания", "время",
        "placed_at", "sold_at", "purchased_on", "ordered_on", "billing_date", "closing_date", "booked_on", "дата_приема", "дата_платежа",
        "дата_сделки", "date_added", "created_on", "created_on_utc", "check_in_date", "check_in", "arrival_date", "заезд", "дата_заезда",
    ),
    "amount": (
        "amount", "total_amount", "order_total", "total", "line_total", "total_price", "order_amount",
        "revenue", "sales", "sales_value", "net_sales", "net_amount", "tran_amount", "trans_amount",
        "transaction_amount", "total_money_amount", "amount_money_amount", "payment_value", "payment_amount", "amount_paid", "paid", "sum", "turnover",
        "gross_sales", "sales_amount", "item_total", "bill_amount", "grand_total", "total_paid", "invoice_amount", "invoice_total",
        "total_sales", "total_revenue", "final_amount", "deal_value", "charge_amount", "charged_amount", "charge", "dollar_value", "spend", "value", "сумма", "сумма_заказа",
        "сумма_продажи", "сумма_оплаты", "выручка", "стоимость", "итого", "оплачено", "продажи", "оборот",
        "бюджет", "сумма_со_скидкой", "сумма_к_оплате", "к_оплате", "итого_к_оплате", "сумма_чека", "сумма_документа", "сумма_сделки",
        "сумма_отправления", "общая_сумма", "итоговая_сумма", "сумма_с_ндс",
        "order_total_inc_tax", "order_total_incl_tax", "total_to_pay_amount", "total_price_with_vat", "net_value", "сумма_платежа",
        "сумма_операции", "сумма_продаж", "сумма_покупки",
    ),
    "order": (
        "order_id", "order", "order_number", "order_no", "ordernumber", "invoice_no", "invoice_id", "invoice",
        "invoice_number", "basket_id", "receipt_id", "receipt", "id_order", "receipt_no", "receipt_number", "check_id", "sale_id", "sale_number", "bill_no", "bill_number", "transaction_id",
        "transaction", "transaction_number", "transaction_no", "txn_id", "payment_id", "purchase_id", "deal_id", "opportunity_id", "id_заказа", "номер_заказа", "заказ", "no_заказа", "номер_чека", "no_чека", "чек", "документ",
        "регистратор", "номер_документа", "no_документа",
        "billing_document", "booking_number", "booking_id", "book_number", "reservation_number", "reservation_id", "номер_брони", "id_визита",
    ),
    "item": (
        "item_id", "item", "sku", "product_id", "product_code", "stock_code", "product", "product_name",
        "item_description", "item_name", "product_title", "lineitem_sku", "lineitem_name", "line_item_name",
        "track_id", "article", "артикул", "код_товара", "товар", "номенклатура", "наименование", "название_товара",
        "наименование_товара",
    ),
    "quantity": (
        "quantity", "qty", "quantity_ordered", "quantity_purchased", "item_quantity", "lineitem_quantity",
        "line_item_quantity", "units", "number_of_cds", "количество", "количество_товара", "кол-во", "колво",
    ),
    "price": (
        "unit_price", "price", "price_each", "item_price", "lineitem_price", "line_item_price", "цена",
        "цена_за_единицу", "цена_продажи", "цена_товара",
    ),
    "cost": (
        "cost_amount", "total_cost", "cogs", "себестоимость",
    ),
    "status": (
        "status", "order_status", "financial_status", "payment_status", "state_of_order", "transaction_status", "sale_status",
        "invoice_status", "deal_status", "deal_stage", "stage", "attendee_status", "ticket_status", "result", "статус",
        "статус_заказа", "статус_сделки", "статус_оплаты", "статус_визита", "состояние_заказа", "стадия", "стадия_сделки", "этап_сделки", "status_name",
        "статус_платежа", "статус_операции",
    ),
    "currency": (
        "currency", "currency_code", "order_currency", "currency_id", "amount_currency", "deal_currency_of_value", "total_money_currency", "amount_money_currency", "валюта", "document_currency", "валюта_платежа",
    ),
}
# fmt: on
"""Headers by role, the most telling first."""


_UNIT = rf"(?i)(?<=[\w.])(?:\s*,\s*|\s*[(\[]\s*|\s+)(?:(?P<scaled>{SCALED})|{CURRENCIES}\.?)\s*[)\]]?\s*$"
"""The currency at the end of a header, which is part of no name, with thousands of it: ``Сумма, тыс. руб.``, ``Total (EUR)``.

Compiled only where a header may have one, as the others that are large.
"""
_MANY = 10_000
_HUMP = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")
_MINOR = re.compile(rf"(?<= )(?:micros|{'|'.join(sorted(MINOR_UNITS, key=len, reverse=True))})(?= )")
_MICROS, _OF_SQUARE = " micros ", " money amount "
_NO_WORD = re.compile(r"[\W_]+")
_ALIKE = str.maketrans({"ł": "l", "ı": "i", "ø": "o"})
"""Letters whose marks are no characters of their own."""
_LEVELED = str.maketrans(
    "áàâãäåăçćčďľĺŕéèêëęěíìîïñńňóòôõöőřúùûüűůýąśšșşťțźżžğłıøїйё",
    "aaaaaaacccdllreeeeeeiiiinnnooooooruuuuuuyassssttzzzglioіие",
)
_GREEK, _CYRILLIC, _OTHERS = "\u0370", "\u0400", "\u0530"
"""The first letters of alphabets: those before Greek are Latin, and the table levels them and the Cyrillic ones."""
_UMLAUT = re.compile("[äöü]")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def fold(header: str) -> str:
    """Return the header with case, blanks, punctuation and the marks on letters leveled, for comparing names."""
    if header.isascii():
        return _NO_WORD.sub("", header.lower())
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", header).casefold())
    return _NO_WORD.sub("", apart).translate(_ALIKE)  # the marks are no letters


def _spellings(name: str) -> tuple[str, ...]:
    """Return a name of the tables as it is compared, with its umlauts also as two letters."""
    bare = name.replace("_", "").replace("-", "")
    if bare.isascii():
        return (bare,)
    if not (max(bare) < _GREEK or _CYRILLIC <= max(bare) < _OTHERS):
        return (fold(bare),)
    leveled = bare.translate(_LEVELED)  # what ``fold`` would make of it, and there are many
    return (leveled, bare.translate(_UMLAUTS).translate(_LEVELED)) if _UMLAUT.search(bare) else (leveled,)


def other_names(role: str) -> tuple[str, ...]:
    """Return what a role, or a column that ``role_names`` knows beside the roles, is called in the other languages."""
    return tuple(name for names in LANGUAGES.values() for name in _own_names(names, role))


def _own_names(names: Mapping[str, str], role: str) -> list[str]:
    """Return the names of one language for a role; amounts without taxes are amounts, behind all others."""
    return [*names[role].split(), *(names["net"].split() if role == "amount" else ())]


_Meaning = tuple[int, str, int]
"""The place of a language, a role, and how telling a name is for it there, 0 the most."""


def _meanings(headers: Sequence[str]) -> dict[str, list[_Meaning]]:
    """Return what each name means that the headers may be."""
    return _meanings_in(latin=all(map(str.isascii, headers)))


@cache
def _meanings_in(*, latin: bool) -> dict[str, list[_Meaning]]:
    """Return what each name means, or only those in Latin letters: half of them, and nearly all exports ask for no other."""
    tables: list[Mapping[str, Sequence[str]]] = [ALIASES]
    tables += [{role: _own_names(names, role) for role in ALIASES} for names in LANGUAGES.values()]
    found: dict[str, list[_Meaning]] = {}
    for language, table in enumerate(tables):
        for role, listed in table.items():
            for rank, name in enumerate(listed):
                if latin and name >= _GREEK:
                    continue
                for spelling in _spellings(name):
                    found.setdefault(spelling, []).append((language, role, rank))
    return found


def recognize(headers: Sequence[str]) -> dict[str, str]:
    """Return the column of each role that the headers alone tell, the best name first."""
    known = _meanings(headers)
    told = [(*meaning, altered, place) for place, name, altered in _named(headers, known) for meaning in known[name]]
    naming = Counter(language for language, _ in {(language, place) for language, *_, place in told})
    roles: dict[str, str] = {}
    for _, role, _, _, place in sorted(told, key=lambda one: (-naming[one[0]], one[0], *one[2:])):
        if headers[place] not in roles.values():
            roles.setdefault(role, headers[place])
    return roles


def is_name(header: str) -> bool:
    """Tell whether a header is a name in some language letter by letter, with all marks: so that its encoding is right."""
    return "_".join(header.casefold().split()) in _names()


@cache
def _names() -> frozenset[str]:
    own = (name for names in LANGUAGES.values() for listed in names.values() for name in listed.split())
    return frozenset(name.casefold() for name in (*own, *(name for listed in ALIASES.values() for name in listed)))


def called(headers: Sequence[str], role: str) -> list[str]:
    """Return the headers that are names of a role in some language, the most telling first."""
    known = _meanings(headers)
    told = [(rank, altered, place) for place, name, altered in _named(headers, known)
            for _, meant, rank in known[name] if meant == role]  # fmt: skip
    return list(dict.fromkeys(headers[place] for *_, place in sorted(told)))


def matching(headers: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the headers that are among ``names``, the most telling first."""
    ranks: dict[str, int] = {}
    for rank, name in enumerate(names):
        for spelling in _spellings(name):
            ranks.setdefault(spelling, rank)
    return [
        headers[place]
        for _, _, place in sorted((ranks[name], altered, place) for place, name, altered in _named(headers, ranks))
    ]


def _named(headers: Sequence[str], known: Collection[str]) -> Iterator[tuple[int, str, bool]]:
    """Yield the place of each header that has a known name, that name, and whether something had to be taken off for it."""
    for place, header in enumerate(headers):
        if header.isascii() and header.upper() == header.lower():
            continue  # a number or a date in a row that could be the header: no name is without letters
        name = next((one for one in _folded(header) if one in known), None)
        if name is not None:
            yield place, name, name != _folded(header)[0]


@lru_cache(maxsize=_MANY)
def _folded(header: str) -> tuple[str, ...]:
    """Return a header as it is compared: as it is, without a currency at its end, without articles and minor units."""
    unit = _unit(header)
    bare = header if unit is None else header[: unit.start()]
    words = _MINOR.sub(" ", header_words(bare)).split()
    return fold(header), fold(bare), fold(" ".join(word for word in words if word not in ARTICLES))


def header_words(header: str) -> str:
    """Return the words of a header in lower case, with blanks between them."""
    apart = _HUMP.sub(" ", unicodedata.normalize("NFKC", header))
    return f" {_NO_WORD.sub(' ', apart).casefold()} "


def scaled_unit(header: str) -> str | None:
    """Return the thousands or millions of a currency that a header says its money is in, as it says so; None where it does not."""
    found = _unit(header)
    return None if found is None else found["scaled"]


def _unit(header: str) -> re.Match[str] | None:
    return None if header.isidentifier() else re.search(_UNIT, header)


def minor_unit(header: str) -> str | None:
    """Return ``cents`` or ``micros`` where a header says that its money is in so small a unit, None where it does not."""
    words = header_words(header)
    if _MICROS in words:
        return "micros"
    return "cents" if _MINOR.search(words) or words.endswith(_OF_SQUARE) else None


def resolve(
    headers: Sequence[str],
    chosen: Mapping[str, str],
    known: Mapping[str, str] | None = None,
    unfit: Collection[str] = (),
) -> dict[str, str]:
    """Return the column of each role: what the user chose, else what is ``known``, else what the headers tell.

    ``unfit`` are columns whose values do not fit their header: they are recognized for nothing.

    A chosen column that is not there raises MissingColumnError, all of them at once. A column that the user gave to
    one role is not recognized for another.
    """
    unknown = {role: name for role, name in chosen.items() if name not in headers}
    if unknown:
        lines = [f'{flag_of(role)}: no column "{n}".{did_you_mean(n, headers)}' for role, n in unknown.items()]
        raise MissingColumnError("\n".join(lines), fix=columns_there(headers), columns=unknown)
    if known is not None:
        return {**known, **chosen}
    told = recognize([header for header in headers if header not in chosen.values() and header not in unfit])
    return {**told, **chosen}
