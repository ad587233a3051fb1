"""Roles that an analysis needs and no column plays: which, why, and the columns that may be meant."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from segkit.errors import MissingColumnError, columns_there
from segkit.params import flag_of
from segkit.roles import ALIASES, fold, header_words, matching, other_names

_NO_SALES_MONEY = frozenset(
    ("fee", "tax", "vat", "discount", "commission", "balance", "shipping", "refund", "refunded", "tip")
)
"""Words of names of money that is not what a customer bought for."""
_CREDITS = ("credit", "credits", "credit_amount", "кредит", "haben", "crédit", "haber", "avere", "paid_in", "money_in", "deposit", "deposits",
            "приход", "поступление", "поступления")  # fmt: skip
_DEBITS = ("debit", "debits", "debit_amount", "дебет", "soll", "débit", "debe", "dare", "paid_out", "money_out", "withdrawal", "withdrawals",
           "расход", "списание", "списания")  # fmt: skip
"""Names of the two columns of amounts that bank and ledger exports have."""


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
    sides = _two_sides(headers) if "amount" in missing else None
    alike = {role: name for role in missing if (name := _alike(role, headers, mapping)) is not None}
    maybe = "\nPerhaps: " + " ".join(f'{flag_of(role)} "{name}"' for role, name in alike.items()) if alike else ""
    if sides is not None:
        maybe += f'\nPerhaps: --amount "{sides[0]}" --subtract "{sides[1]}", or the other way round'
    alone = "\nOne column only: if there are more, --separator CHARACTER divides them" if len(headers) == 1 else ""
    fix = f"Name it: {flags}{products}{maybe}\n{columns_there(headers)}{alone}"
    raise MissingColumnError("\n".join(lines), fix=fix, columns=tuple(missing))


def _alike(role: str, headers: Sequence[str], mapping: Mapping[str, str]) -> str | None:
    """Return the first column without a role whose name has a word that is a name of this one, None without one."""
    names = {fold(name) for name in (role, *ALIASES[role], *other_names(role)) if "_" not in name}
    words = {name: set(map(fold, header_words(name).split())) for name in headers if name not in mapping.values()}
    return next((name for name, said in words.items() if names & said and not _NO_SALES_MONEY & said), None)


def _two_sides(headers: Sequence[str]) -> tuple[str, str] | None:
    """Return the columns of credits and debits of an account, None without both."""
    credit, debit = (matching(headers, names)[:1] for names in (_CREDITS, _DEBITS))
    return (credit[0], debit[0]) if credit and debit else None


def _has(mapping: Collection[str], role: str) -> bool:
    return role in mapping or (role == "amount" and {"quantity", "price"} <= set(mapping))
