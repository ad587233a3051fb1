"""What leaves a doubt that a column tells one customer from another: users of the shop, and names that several people have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl

from segkit import roles
from segkit.io.source import Source
from segkit.recognition.unfit import glance, texts_of
from segkit.result import Note
from segkit.roles import fold

_USERS = frozenset(
    map(fold, ("user_id", "uid", "userid", "account_id", "account_code", "member_id", "contact_id", "visitor_id"))
)
_PERSON = re.compile(
    r"customer|client|buyer|shopper|contact|клиент|покупател|контрагент|kunde|kaufer|acheteur|comprador|acquirente|klient|kupujac|musteri|alici"
    r"|клієнт|клиєнт|покупц|сатыпалушы"
)
_LOGINS = ("username", "user_name", "login", "логин", "customer_login", "customer_username", "nickname", "никнейм")
"""Names of columns that may tell customers, and are the customer of no analysis unless the user says so."""
_NAME, _PHONE, _ADDRESS, _CODE = range(4)
"""What ids are, the less telling first."""
_LOOKS = ((_ADDRESS, r"\S@\S"), (_PHONE, r"^\s*\+?[\d\s()./-]{10,24}$"), (_NAME, r"\pL[\pL.'’»\"]*[\s,]+[«\"]?\pL"))
_MOSTLY = 0.5


def customer_notes(source: Source, name: str, free: Sequence[str]) -> Iterator[Note]:
    """Yield what other columns (of ``free``) say about the customers of the column ``name``, which nobody chose."""
    named = [other for other in roles.called(free, "customer") if other != name]
    users = list(_cashiers(source, name, [other for other in named if _PERSON.search(fold(other))]))
    yield from users or _namesakes(source, name, list(dict.fromkeys([*named, *roles.matching(free, _LOGINS)])))


def _cashiers(source: Source, name: str, people: Sequence[str]) -> Iterator[Note]:
    """Yield a doubt where ids of users are far fewer than the customers that another column names."""
    if fold(name) not in _USERS or not people:
        return
    head = texts_of(source, [name, people[0]])
    if head[name].n_unique() * 2 <= head[people[0]].n_unique():
        message = (
            f'the customer is "{name}", of which there are far fewer than of "{people[0]}": users of the shop? '
            f'--customer "{people[0]}" takes the other'
        )
        yield Note("customer-in-doubt", message, warning=True, fix=f'--customer "{people[0]}"')


def _namesakes(source: Source, name: str, others: Sequence[str]) -> Iterator[Note]:
    """Yield a doubt where a name, or an address, has several ids of a more telling kind."""
    head = glance(source, [name, *others] if others else [])
    kinds = {column: _kind(head[column]) for column in head.columns}
    if kinds.get(name) not in (_NAME, _ADDRESS):
        return
    least = _PHONE if kinds[name] == _NAME else _CODE
    telling = [column for column, kind in kinds.items() if column != name and kind is not None and kind >= least]
    for other in sorted(telling, key=lambda column: -(kinds[column] or 0)):
        one, two = (pl.col(column).str.strip_chars().str.to_lowercase() for column in (name, other))
        rows = head.select(one=one, two=two).filter(pl.all_horizontal(pl.all() != ""))
        several = rows.group_by("one").agg(pl.col("two").n_unique())["two"]
        if count := int((several > 1).sum()):
            fix = f'--customer "{other}"'
            message = (
                f'{count:,} of {several.len():,} customers by "{name}" have several values of "{other}": namesakes, counted as one? '
                f"{fix} tells them apart"
            )
            yield Note("namesakes", message, warning=True, count=count, fix=fix)
            return


def _kind(texts: pl.Series) -> int | None:
    """Return what the ids of a column are, None where there are none."""
    values = texts.str.strip_chars()
    values = values.filter(values != "")
    if not values.len():
        return None
    return next((kind for kind, look in _LOOKS if values.str.contains(look).sum() > _MOSTLY * values.len()), _CODE)
