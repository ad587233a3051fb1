"""Columns that say of rows that they are no sales, and that nothing heeds: flags, and statuses under a name that tells no status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import polars as pl

from segkit import roles
from segkit.io.source import Source
from segkit.notation.statuses import never_income
from segkit.recognition.unfit import NO, YES, glance
from segkit.result import Note

NO_SALES = (
    "void", "voided", "is_void", "is_voided", "cancelled", "canceled", "is_cancelled", "is_canceled", "refunded", "is_refunded", "is_refund",
    "returned", "is_return", "is_returned", "test", "is_test", "test_order", "deleted", "is_deleted", "failed", "is_failed", "отменен",
    "отмена", "возврат", "удален", "тестовый", "аннулирован", "storniert", "storno", "oxstorno", "annulé", "annulée", "anulado", "cancelado",
    "annullato", "anulowane", "anulowany", "iptal", "iptal_edildi", "скасовано", "жойылған",
    "makulerad", "annullerad", "avbruten", "krediterad", "returnerad", "annulleret", "krediteret", "returneret", "kansellert", "kreditert",
    "mitätöity", "peruutettu", "palautettu", "geannuleerd", "geretourneerd", "zrušeno", "stornováno", "vráceno", "zrušené", "sztornó",
    "sztornózva", "törölve", "anulat", "stornirano", "poništeno", "анулирана", "ακυρωμένο", "キャンセル", "已取消", "취소여부",
)  # fmt: skip
"""Names of columns that say of rows that they are no sales."""
SALES = (
    "valid", "is_valid", "paid", "is_paid", "captured", "is_captured", "success", "successful", "is_success", "is_successful",
    "оплачен", "оплачено", "проведен", "подтвержден", "bezahlt", "gültig", "payé", "payée", "valide", "pagado", "pagada", "pagato",
    "opłacone", "opłacono", "betaald", "сплачено",
)  # fmt: skip
"""Names of columns that say of rows that they are sales."""
_ABOUT = re.compile(
    r"polic|reason|rate|plan|terms?$|comment|note|remark|title|name|descri|tag|причин|услови|тариф|коммент|примеч|назван|наимен|описан"
)
"""What is in the names of columns that speak of cancellations without saying that there was one."""
_MAY = r"(?i)\w(?:able|ible|ation|ations)\b"
_SOME_VALUES, _ROWS, _MOST = 20, 2_000, 0.5


def flag_notes(source: Source, status: str | None, free: Sequence[str], kinds: Sequence[str]) -> Iterator[Note]:
    """Yield the columns of ``free`` that say of rows that they are no sales, which count all the same.

    ``status`` is the column of the status, by which rows do not count anyway; ``kinds`` tell sales from returns and are looked at by themselves.
    """
    negative, positive = roles.matching(free, NO_SALES), roles.matching(free, SALES)
    counts = pl.lit(value=True) if status is None else ~never_income(pl.col(status)).fill_null(value=False)
    beside = [status] if status else []
    for names, bad in ((negative, "yes"), (positive, "no")):
        head = glance(source, [*names, *beside] if names else [])
        for name in [name for name in names if name in head.columns]:
            said = flags(head[name])
            rows = head.filter(counts & (said == bad))[name].str.strip_chars().str.to_lowercase()
            if not rows.len() or not set(said) <= {"yes", "no", ""} or (bad == "no" and "yes" not in set(said)):
                continue
            fix = f'--status "{name}" --skip-status {min(rows.to_list())}'
            message = f'column "{name}" says {bad} to {rows.len():,} of the first {head.height:,} rows, which count; {fix} leaves them out'
            yield Note("flagged-rows", message, warning=True, count=rows.len(), fix=fix)
    others = [name for name in free if name not in (*negative, *positive, *kinds) and not _ABOUT.search(name.lower())]
    yield from _statuses(source, others, beside, counts)


def _statuses(source: Source, names: Sequence[str], beside: Sequence[str], counts: pl.Expr) -> Iterator[Note]:
    """Yield the columns of a few texts that say of some rows what no sale is said of."""
    texts = [name for name in names if source.dtypes[name] in (pl.String, pl.Categorical)]
    head = glance(source, [*texts, *beside] if texts else [], _ROWS)
    for name in [name for name in texts if name in head.columns]:
        values = head[name].str.strip_chars().unique()
        if values.len() > _SOME_VALUES:
            continue
        never = never_income(pl.col(name)).fill_null(value=False) & ~pl.col(name).str.contains(_MAY)
        rows = head.filter(counts & never)[name].str.strip_chars()
        if 0 < rows.len() < _MOST * head.height:
            fix = f'--status "{name}"'
            message = (
                f'column "{name}" says "{min(rows.to_list())}" of {rows.len():,} of the first {head.height:,} rows, which count; {fix} '
                "leaves them out"
            )
            yield Note("unread-status", message, warning=True, count=rows.len(), fix=fix)


def flags(texts: pl.Series) -> pl.Series:
    """Return texts as yes and no, as they are where they are neither, and empty where they are blank."""
    said = pl.col("said")
    leveled = texts.fill_null("").str.strip_chars().str.to_lowercase().alias("said").to_frame()
    named = (
        pl.when(said.is_in(list(YES))).then(pl.lit("yes")).when(said.is_in(list(NO))).then(pl.lit("no")).otherwise(said)
    )
    return leveled.select(named).to_series()
