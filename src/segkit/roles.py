"""Which column plays which role: recognition of headers in English and Russian, and what the user overrides.

A header is compared after removing everything but letters and digits, so that ``Customer ID``, ``customer_id`` and
``CustomerID`` are one name. Where several columns could play a role, the order of the aliases decides.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from segkit.errors import MissingColumnError, columns_there, did_you_mean
from segkit.params import flag_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

# fmt: off
ALIASES: dict[str, tuple[str, ...]] = {
    "customer": (
        "customer_id", "customer", "customer_unique_id", "client_id", "client", "user_id", "uid", "userid",
        "buyer_id", "member_id", "member_number", "household_id", "household_key", "account_id", "contact_id",
        "customer_number", "customer_no", "customer_code", "cust_id", "custid", "cust", "shopper_id",
        "visitor_id", "id_клиента", "код_клиента", "клиент_id", "клиент", "id_покупателя", "код_покупателя",
        "покупатель", "контрагент", "партнер", "инн", "customer_email", "email", "e-mail", "billing_email",
        "buyer_email", "customer_name", "client_name", "контакт", "компания", "телефон", "phone",
    ),
    "date": (
        "order_date", "date", "purchase_date", "transaction_date", "transaction_timestamp", "invoice_date",
        "payment_date", "sale_date", "sales_date", "trans_date", "order_purchase_timestamp", "ordered_at",
        "purchased_at", "paid_at", "created_at", "created_date_utc", "created_utc", "order_datetime",
        "datetime", "timestamp", "event_time", "event_timestamp", "event_date", "buy_ts", "order_ts", "ts", "dt",
        "date_created", "date_create", "closedate", "time", "дата_заказа", "дата_покупки", "дата_продажи", "дата_оплаты",
        "дата_закрытия", "дата", "период", "дата_создания", "время",
    ),
    "amount": (
        "amount", "total_amount", "order_total", "total", "line_total", "total_price", "order_amount",
        "revenue", "sales", "sales_value", "net_sales", "net_amount", "tran_amount", "trans_amount",
        "transaction_amount", "payment_value", "payment_amount", "amount_paid", "paid", "sum", "turnover",
        "gross_sales", "sales_amount", "dollar_value", "spend", "value", "сумма", "сумма_заказа",
        "сумма_продажи", "сумма_оплаты", "выручка", "стоимость", "итого", "оплачено", "продажи", "оборот",
        "бюджет",
    ),
    "order": (
        "order_id", "order", "order_number", "order_no", "ordernumber", "invoice_no", "invoice_id", "invoice",
        "invoice_number", "basket_id", "receipt_id", "receipt", "receipt_no", "check_id", "transaction_id",
        "transaction", "payment_id", "id_заказа", "номер_заказа", "заказ", "номер_чека", "чек", "документ",
        "регистратор", "номер_документа",
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
        "status", "order_status", "financial_status", "payment_status", "state_of_order", "статус",
        "статус_заказа", "стадия", "стадия_сделки", "этап_сделки",
    ),
    "currency": (
        "currency", "currency_code", "order_currency", "currency_id", "валюта",
    ),
}
# fmt: on
"""Headers by role, the most telling first."""


_UNIT = re.compile(
    r"(?<=\w)(?:\s*,\s*|\s*[(\[]\s*|\s+)(?:руб(?:лей|ли|ля|ль)?|р|rub|usd|eur|gbp|kzt|тенге|тг|uah|грн|byn|chf|pln|[$€£¥₽₸₴₹])\.?\s*[)\]]?\s*$",
    re.IGNORECASE,
)
"""The currency at the end of a header, which is part of no name: ``Сумма, руб.``, ``Total (EUR)``."""
_MANY = 10_000


def fold(header: str) -> str:
    """Return the header with case, blanks, punctuation and the letter yo leveled, for comparing names."""
    plain = unicodedata.normalize("NFKC", header).casefold().replace("ё", "е")
    return re.sub(r"[\W_]+", "", plain)


def _ranks(names: Sequence[str]) -> dict[str, int]:
    return {fold(name): rank for rank, name in enumerate(names)}


_RANKS = {role: _ranks(names) for role, names in ALIASES.items()}


def recognize(headers: Sequence[str]) -> dict[str, str]:
    """Return the column of each role that the headers alone tell, the best alias first."""
    found = {role: _matching(headers, ranks) for role, ranks in _RANKS.items()}
    return {role: columns[0] for role, columns in found.items() if columns}


def matching(headers: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the headers that are among ``names``, the most telling first."""
    return _matching(headers, _ranks(names))


@lru_cache(maxsize=_MANY)
def _folded(header: str) -> tuple[str, str]:
    """Return a header as it is compared, with and without a currency at its end."""
    return fold(header), fold(_UNIT.sub("", header))


def _matching(headers: Sequence[str], ranks: Mapping[str, int]) -> list[str]:
    names = [_folded(header) for header in headers]
    found = [(ranks[name if name in ranks else bare], name not in ranks, place)
             for place, (name, bare) in enumerate(names) if name in ranks or bare in ranks]  # fmt: skip
    return [headers[place] for _, _, place in sorted(found)]


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


def require(mapping: Mapping[str, str], needed: Mapping[str, str], headers: Sequence[str], source: str) -> None:
    """Raise MissingColumnError naming every role of ``needed`` without a column.

    ``needed`` gives for each role why it is needed; amounts may also come from quantity and price.
    """
    missing = {role: why for role, why in needed.items() if not _has(mapping, role)}
    if not missing:
        return
    lines = [f"{source}: no {role} column found; {why}." for role, why in missing.items()]
    flags = " ".join(f"{flag_of(role)} COLUMN" for role in missing)
    products = " (or, for products: --per item)" if "customer" in missing and "item" in mapping else ""
    alone = "\nOne column only: if there are more, --separator CHARACTER divides them" if len(headers) == 1 else ""
    fix = f"Name it: {flags}{products}\n{columns_there(headers)}{alone}"
    raise MissingColumnError("\n".join(lines), fix=fix, columns=tuple(missing))


def _has(mapping: Collection[str], role: str) -> bool:
    return role in mapping or (role == "amount" and {"quantity", "price"} <= set(mapping))
