"""Tables of contacts in one form: a text column for each role that a target may ask for, whatever the input calls it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from segkit import roles
from segkit.io.lists import CONTACT_DATES, id_text
from segkit.schema import CARRY
from segkit.targets import identifiers
from segkit.targets.phones import phones

LOST = "lost:"
"""What the name of the column begins with that says why a role of a row has no value, though the input has one."""

NO_CONSENT, RELAY = "no consent", "relay address"
INVALID_EMAIL, INVALID_PHONE = "invalid e-mail", "invalid phone"

CONSENTS = {"email_consent": "email", "phone_consent": "phone"}
"""The roles of consent to one channel, and the role of its identifier; the role ``consent`` is about the whole row."""

# fmt: off
_EMAILS = (
    "email", "e-mail", "email_address", "customer_email", "billing_email", "buyer_email", "contact_email", "mail",
    "почта", "электронная_почта", "эл_почта", "рабочий_e-mail", "частный_e-mail", "рабочий_email", "личный_email",
    "email_клиента",
)
_PHONES = (
    "phone", "phone_number", "mobile", "mobile_phone", "customer_phone", "billing_phone", "default_address_phone",
    "buyer_phone_number", "tel", "telephone", "sms", "телефон", "номер_телефона",
    "мобильный_телефон", "мобильный", "рабочий_телефон", "телефон_клиента",
)
ALIASES: dict[str, tuple[str, ...]] = {
    "id": (
        *(name for name in roles.ALIASES["customer"] if name not in (*_EMAILS, *_PHONES)),
        "entity_id", "external_id", "ext_id", "id",
    ),
    "email": _EMAILS,
    "phone": _PHONES,
    "first_name": (
        "first_name", "firstname", "given_name", "billing_first_name", "shipping_first_name", "fn", "имя",
    ),
    "last_name": (
        "last_name", "lastname", "surname", "family_name", "billing_last_name", "shipping_last_name", "ln", "фамилия",
    ),
    "country": (
        "country", "country_code", "billing_country", "default_address_country_code", "shipping_country", "страна",
    ),
    "zip": (
        "zip", "zip_code", "postal_code", "postcode", "billing_zip", "billing_postcode", "default_address_zip",
        "shipping_zip", "shipping_postcode", "индекс", "почтовый_индекс",
    ),
    "city": ("city", "billing_city", "default_address_city", "shipping_city", "город"),
    "state": (
        "state", "region", "province", "billing_province", "billing_state", "default_address_province_code",
        "shipping_province", "область", "регион",
    ),
    "birthdate": ("birthdate", "birthday", "date_of_birth", "birth_date", "dob", "дата_рождения", "день_рождения"),
    "gender": ("gender", "sex", "пол"),
    "device": ("madid", "mobile_advertiser_id", "idfa", "gaid", "aaid"),
    "tags": ("tags", "теги"),
    "segment": ("segment",),
    "abc_xyz_class": ("abc_xyz_class",),
    "abc_class": ("abc_class",),
    "xyz_class": ("xyz_class",),
    "date": CONTACT_DATES,
    "rank": ("ltv", "total_amount", "total_spent"),
    "consent": (
        "consent", "accepts_marketing", "buyer_accepts_marketing", "marketing_consent", "subscribed", "opt_in",
        "согласие", "согласие_на_рассылку", "подписка",
    ),
    "email_consent": ("accepts_email_marketing", "email_marketing_consent", "email_consent", "email_opt_in"),
    "phone_consent": ("accepts_sms_marketing", "sms_marketing_consent", "sms_consent", "sms_opt_in"),
}
# fmt: on
"""Headers of contact tables by role, the most telling first."""

_SEVERAL = ("email", "phone")
"""Roles that several columns may play."""

_NORMAL: dict[str, tuple[Callable[[pl.Expr], pl.Expr], str]] = {
    "email": (identifiers.email, INVALID_EMAIL),
    "country": (identifiers.country, "unknown country"),
    "birthdate": (identifiers.birthdate, "unreadable birthdate"),
    "gender": (identifiers.gender, "unknown gender"),
    "zip": (identifiers.postal_code, "empty zip"),
}
"""How values of a role are brought into one form, and what is said of those that cannot be."""


def recognized(headers: Sequence[str], chosen: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the columns of each role: the one that the user chose, else those that the headers tell.

    Of several columns of addresses or phones the first counts that has a value. A column may play several roles: the
    address that is the id, the segment that is the tag. A column called just id is no customer's where sales are told.
    """
    sales = {"date", "amount"} <= roles.recognize(headers).keys()
    found: dict[str, tuple[str, ...]] = {}
    for role, names in ALIASES.items():
        columns = roles.matching(headers, names)
        if role == "id" and sales:
            columns = [name for name in columns if roles.fold(name) != "id"]
        if role in chosen or columns:
            found[role] = (chosen[role],) if role in chosen else tuple(columns if role in _SEVERAL else columns[:1])
    return found


def as_texts(rows: pl.LazyFrame, mapping: Mapping[str, Sequence[str]], carry: Sequence[str] = ()) -> pl.LazyFrame:
    """Return the columns of ``mapping`` under the names of their roles and those of ``carry`` behind a prefix, as text."""
    dtypes = rows.collect_schema()
    named = {**mapping, **{f"{CARRY}{name}": (name,) for name in carry}}
    return rows.select(
        pl.coalesce(identifiers.text(id_text(name, dtypes[name])) for name in names).alias(role)
        for role, names in named.items()
    )


def normalized(contacts: pl.DataFrame, default_country: str | None) -> pl.DataFrame:
    """Return the contacts with every role in its one form, and a column ``lost:ROLE`` for each role that may lose values.

    Raises ParamsError where phones of ``default_country`` need a package that is not installed.
    """
    made = {role: (make(pl.col(role)), why) for role, (make, why) in _NORMAL.items() if role in contacts.columns}
    if "phone" in contacts.columns:
        made["phone"] = (pl.lit(phones(contacts["phone"], default_country)), INVALID_PHONE)
    lost = [
        pl.when(pl.col(role).is_not_null() & value.is_null()).then(pl.lit(why)).alias(LOST + role)
        for role, (value, why) in made.items()
    ]
    ready = contacts.with_columns(*lost, *(value.alias(role) for role, (value, _) in made.items()))
    return ready if "email" not in made else without(ready, "email", identifiers.is_relay(pl.col("email")), RELAY)


def without_telling_ids(contacts: pl.DataFrame) -> pl.DataFrame:
    """Return the contacts without ids that are addresses or phones: they would stand unhashed in a hashed list."""
    if "id" not in contacts.columns:
        return contacts
    tells = pl.col("id").str.contains("@", literal=True)
    if "phone" in contacts.columns:
        tells |= (pl.col("id").str.replace_all(r"\D", "") == pl.col("phone")).fill_null(value=False)
    kept = contacts.with_columns(id=pl.when(~tells).then(pl.col("id")))
    return kept if kept["id"].null_count() < kept.height else kept.drop("id")


def without(contacts: pl.DataFrame, role: str, which: pl.Expr, why: str) -> pl.DataFrame:
    """Return the contacts with the values of a role emptied where ``which`` is true, and the reason noted."""
    lost = pl.col(LOST + role) if LOST + role in contacts.columns else pl.lit(None, pl.String)
    return contacts.with_columns(
        pl.when(which).then(pl.lit(why)).otherwise(lost).alias(LOST + role),
        pl.when(~which | which.is_null()).then(pl.col(role)).alias(role),
    )
