"""What the headers of a source leave in doubt: other columns that could play a role, and money or returns that no role takes up.

Only files of no known program are looked at, only columns that the user did not name, and only the first rows of those that
are in doubt. Most sources have none, and nothing is read for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from segkit import roles
from segkit.errors import DataError
from segkit.frozen import frozen
from segkit.io.source import Source
from segkit.notation.numbers import numbers_in
from segkit.recognition.flags import NO_SALES, flag_notes, flags
from segkit.recognition.namesakes import customer_notes
from segkit.recognition.undated import date_notes
from segkit.recognition.unfit import WEAK, glance, texts_of
from segkit.result import Note
from segkit.roles import fold
from segkit.schema import KEY

_MONEY = (
    "net", "gross", "subtotal", "grand_total", "net_total", "gross_total", "total_paid", "final_amount", "netto",
    "total_incl_tax", "total_excl_tax", "к_оплате", "сумма_к_оплате", "итого_к_оплате", "сумма_со_скидкой", "сумма_с_ндс",
    "сумма_без_ндс", "итого_со_скидкой",
)  # fmt: skip
"""Names of columns that could be the amount as well as those that are called like one."""
_REFUNDS = re.compile(
    r"(?:total|order|amount|сумма)?(?:refund(?:s|ed)?|returned|returns|возврата?|возвращено)(?:amount|sum|total|value|money)?"
)
_DISCOUNTS = re.compile(
    r"(?:total|order|line|item|coupon|сумма)?(?:discounts?|скидк[аи])(?:amount|sum|total|value|руб|врублях)?"
)
_KINDS = (
    "type", "kind", "transaction_type", "order_type", "event_type", "operation", "operation_type", "document_type", "doc_type",
    "тип", "тип_операции", "вид_операции", "операция", "тип_документа", "вид_документа", "тип_чека",
)  # fmt: skip
_RETURN = re.compile(
    r"(?i)refund|return|chargeback|reversal|credit ?note|возврат|сторно|gutschrift|storno|erstatt|retour|rücksend|rembours|\bavoir\b"
    r"|reembols|devoluci|devoluç|estorn|abono|rimbors|\breso\b|nota di credito|zwrot|korekt|iade|повернен|қайтар|^\s*(?:SC|SCN|SCR|CN|CRN|RET)\s*$"
)
_SIDES = (
    "dr_cr",
    "cr_dr",
    "debit_credit",
    "credit_debit",
    "d_c",
    "dc",
    "soll_haben",
    "s_h",
    "sh_kennzeichen",
    "soll_haben_kennzeichen",
    "дебет_кредит",
    "дт_кт",
    "direction",
    "направление",
)
_DEBITS, _CREDITS = (
    ("d", "dr", "debit", "s", "soll", "дт", "дебет", "out", "outgoing", "расход", "списание"),
    ("c", "cr", "credit", "h", "haben", "кт", "кредит", "in", "incoming", "приход", "поступление"),
)
"""The sides of an account: what is income on one is none on the other."""
_LEVELS = ("line_type", "record_type", "row_type", "entry_type", "lineitem_type", "тип_строки", "вид_строки")
"""Names of columns that tell the rows of orders from those of their lines or payments."""
_SEVERAL = 3
_SOME_VALUES = 20
_WRITTEN = ("csv", "excel", "html")
"""Formats whose headers are texts, in which a name may come twice."""


@frozen
class Doubts:
    """What is in doubt about one source; ``mapping`` are the columns of its roles, ``chosen`` those that the user named."""

    source: Source
    mapping: Mapping[str, str]
    chosen: Mapping[str, str]
    entity: str
    """The role of what a row of the result is about, or a column."""
    money: bool
    """Whether amounts are read."""
    used: Sequence[str | None] = ()
    """Columns that options make use of."""

    def notes(self) -> Iterator[Note]:
        """Yield what is in doubt; raise DataError where two columns of one name differ."""
        self._refuse_twins()
        free = [name for name in self.source.dtypes if self._free(name)]
        if self.money:
            yield from self._other_amounts()
            yield from self._subtracted()
            yield from self._returns()
            yield from self._sides()
            yield from self._again()
            kinds = roles.matching(free, (*_KINDS, *roles.other_names("kind")))
            yield from flag_notes(self.source, self.mapping.get("status"), free, kinds)
        if self.entity == "customer" and (name := self._told("customer")) is not None:
            yield from customer_notes(self.source, name, free)
        if "date" not in self.mapping:
            yield from date_notes(self.source, free)

    def _told(self, role: str) -> str | None:
        """Return the column that the headers told for a role, None where there is none or the user chose it."""
        return None if role in self.chosen else self.mapping.get(KEY if role == self.entity else role)

    def _free(self, name: str) -> bool:
        taken = (*self.mapping.values(), *self.chosen.values(), *self.used)
        return name not in taken

    def _refuse_twins(self) -> None:
        for role in dict.fromkeys(
            (self.entity, "date", "order", *(["amount", "quantity", "price"] if self.money else []))
        ):
            name = self._told(role)
            twin = f"{name}_2"
            if name is None or twin not in self.source.dtypes or not self._is_twice(name):
                continue
            if _differ(texts_of(self.source, [name, twin]), name, twin):
                raise DataError(
                    f'{self.source.name}: two columns are called "{name}", and they differ',
                    fix=f'Choose one: --{role} "{name}" (the first) or --{role} "{twin}" (the second).',
                    columns=(name, twin),
                )

    def _is_twice(self, name: str) -> bool:
        """Tell whether the header holds a name twice, as far as it is known; the second column is called name_2 then."""
        headers = [[" ".join(cell.split()) for cell in text.header] for text in self.source.texts]
        return self.source.format in _WRITTEN and all(header.count(name) > 1 for header in headers)

    def _other_amounts(self) -> Iterator[Note]:
        name = self._told("amount")
        headers = list(self.source.dtypes)
        others = [*roles.called(headers, "amount"), *roles.matching(headers, _MONEY)]
        others = [other for other in others if self._free(other)]
        if name is None or not others:
            return
        head = texts_of(self.source, [name, *others])
        differing = [other for other in others if other in head.columns and _differ(head, name, other, as_numbers=True)]
        if differing:
            listed = " or ".join(f'--amount "{other}"' for other in differing)
            message = f'the amount is "{name}"; other columns could be it and differ: {listed} takes another'
            equal = max(map(_strength, differing)) >= _strength(name)
            yield Note("several-amounts", message, warning=equal, count=len(differing), fix=f'--amount "{name}"')

    def _subtracted(self) -> Iterator[Note]:
        """Yield the columns of money that went back, or that prices are before, and that nothing subtracts."""
        product = "amount" not in self.mapping and {"quantity", "price"} <= self.mapping.keys()
        if not product and "amount" not in self.mapping:
            return
        kinds = [("refund", _REFUNDS), *([("discount", _DISCOUNTS)] if product else [])]
        headers = list(self.source.dtypes)
        named = {name for kind, _ in kinds for name in roles.matching(headers, roles.other_names(kind))}
        flagged = roles.matching(headers, NO_SALES)
        told = [n for n in headers if n in named or any(pattern.fullmatch(fold(n)) for _, pattern in kinds)]
        names = [name for name in told if self._free(name)]
        head = texts_of(self.source, names) if names else pl.DataFrame()
        for name in head.columns:
            money = numbers_in(head[name])
            if name in flagged and set(flags(head[name])) <= {"yes", "no", ""}:
                continue
            if count := int((money != 0).sum()):
                what = "quantity x price" if product else f'"{self.mapping["amount"]}"'
                message = f'column "{name}" is not used: the amount is {what} alone; --subtract "{name}" takes it off'
                yield Note("unused-money", message, warning=True, count=count, fix=f'--subtract "{name}"')

    def _returns(self) -> Iterator[Note]:
        """Yield the columns that call rows returns whose amounts are not negative."""
        amount = self.mapping.get("amount") or self.mapping.get("quantity")
        named = roles.matching(list(self.source.dtypes), (*_KINDS, *roles.other_names("kind")))
        kinds = [name for name in named if self._free(name)]
        if amount is None or not kinds:
            return
        head = texts_of(self.source, [*kinds, amount])
        for kind in [name for name in kinds if name in head.columns]:
            back = head.filter(pl.col(kind).str.contains(_RETURN.pattern))
            positive = int((numbers_in(back[amount]) > 0).sum())
            values = back[kind].str.strip_chars().unique().sort().to_list()
            if positive and len(values) <= _SOME_VALUES:
                fix = f'--returns "{kind}={values[0]}"'
                message = (
                    f'column "{kind}" calls {positive:,} of the first {head.height:,} rows "{values[0]}", and their amounts '
                    f"count as income; {fix} makes them negative"
                )
                yield Note("returns-as-sales", message, warning=True, count=positive, fix=fix)

    def _again(self) -> Iterator[Note]:
        """Yield the columns that call rows orders, lines and payments, where the rows of two kinds come to the same money."""
        amount = self.mapping.get("amount")
        named = [name for name in roles.matching(list(self.source.dtypes), (*_KINDS, *_LEVELS)) if self._free(name)]
        if amount is None or not named:
            return
        head = glance(self.source, [*named, amount])
        for name in [name for name in named if name in head.columns]:
            money = head.select(pl.col(name).str.strip_chars(), numbers_in(head[amount]).alias("money:")).fill_null(0)
            sums = money.group_by(name).agg(pl.col("money:").sum().round(2), pl.len().alias("rows"))
            same = sums.filter(pl.col("money:") != 0, pl.col("money:").is_duplicated(), pl.col("rows") >= _SEVERAL)
            kinds = same.sort("rows", name)[name].to_list()
            if len(kinds) > 1:
                others = ",".join(kinds[1:])
                fix = f'--status "{name}" --skip-status "{others}"'
                message = f'column "{name}": rows of "{kinds[0]}" have the same money together as those of "{kinds[1]}", and all count; {fix} keeps one kind'
                yield Note("kinds-again", message, warning=True, count=len(kinds), fix=fix)

    def _sides(self) -> Iterator[Note]:
        """Yield the columns that tell the sides of an account, or what came in from what went out, of amounts without a sign."""
        amount = self.mapping.get("amount")
        named = [name for name in roles.matching(list(self.source.dtypes), _SIDES) if self._free(name)]
        if amount is None or not named:
            return
        head = texts_of(self.source, [*named, amount])
        for name in [name for name in named if name in head.columns]:
            side = head[name].fill_null("").str.strip_chars().str.to_lowercase()
            parts = [head.filter(side.is_in(list(words))) for words in (_DEBITS, _CREDITS)]
            if all(part.height for part in parts) and not any((numbers_in(part[amount]) < 0).any() for part in parts):
                fewer = min(parts, key=lambda part: part.height)
                said = str(fewer[name].str.strip_chars().min())
                fix = f'--returns "{name}={said}"'
                message = (
                    f'column "{name}" tells debits from credits, and both count as income; {fix} makes "{said}" negative '
                    f"({fewer.height:,} of the first {head.height:,} rows)"
                )
                yield Note("both-sides", message, warning=True, count=fewer.height, fix=fix)


def _strength(name: str) -> int:
    """Return how telling the name of an amount is."""
    weak = roles.matching([name], (*WEAK, *_MONEY, *roles.other_names("net")))
    return int(bool(roles.called([name], "amount")) and not weak)


def _differ(head: pl.DataFrame, one: str, other: str, *, as_numbers: bool = False) -> bool:
    """Tell whether two columns differ in a row where neither is blank; ``as_numbers`` if both must hold numbers."""
    first, second = (numbers_in(head[name]) for name in (one, other))
    if first.count() and second.count():
        return bool((first != second).any())
    if as_numbers:
        return False
    left, right = (head[name].str.strip_chars() for name in (one, other))
    return bool(((left != right) & (left != "") & (right != "")).any())
