"""Which statuses of orders count: those that never became income do not, and what nobody can tell is said.

A status is known by its words, in the languages of the common exports. Where words contradict one another (``refund declined``,
``partially refunded``), the row counts and a warning names the status, its rows and its money, as for a status never heard of.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from segkit.notation.blanks import NOTHING
from segkit.notation.categories import judged
from segkit.result import Note
from segkit.units import decimal_text

_EXACT = (
    "pending", "wc-pending", "draft", "trash", "on hold", "on-hold", "wc-on-hold", "черновик",
    "lost", "closed lost", "closed-lost", "closedlost", "deal lost", "закрыто и не реализовано", "сделка проиграна", "incomplete",
    "quotation", "quotation sent", "quote", "quote sent", "estimate", "angebot", "kostenvoranschlag", "devis", "devis envoyé", "presupuesto",
    "cotización", "preventivo", "orçamento", "offerte", "offert", "tilbud", "nabídka", "коммерческое предложение",
)  # fmt: skip
_START = r"(?:^|[^\pL])"
_NEVER = (
    r"(?:cancel|fail|void|charged?[ _-]?back|revers(?:ed|al)|reverted|declin|reject|expir|abandon|denied|fraud|an?nul|storn|отмен|отказ|отклон|аннулир"
    r"|сторн|просроч|abgebroch|abgelehnt|fehlgeschlag|échou|echou|échec|echec|refus|rechaz|fallid|rifiut|fallit|odrzuc|nieudan|recus"
    r"|i\x{307}?ptal|başarısız|reddedil|скасов|відмін|відмов|відхил|анульов|болдырылма|бас тарт|күші жойыл"
    r"|geannul|avbrut|avbrott|makuler|kanseller|afvist|avvist|peruu|peruttu|mitätöi|zrušen|törölt|törölve|sztorn|meghiús|otkaz|poništ|анулир|ακυρ|ملغ|إلغاء)"
)
_BACK = (
    r"(?:refund|return(?:ed|s)?(?:$|[^\pL])|возвра[тщ]|reembols|rembours|rimbors|rückerstatt|ruckerstatt|erstatt|zwr[oó]|retour"
    r"|devuelt|devolu|devolv|estorn|i\x{307}?ade|поверне|қайтар"
    r"|terugbet|geretour|återbet|returner|kreditert|krediterad|hyvite|palautett|vrácen|vrácena|vráten|visszatér|visszaut|returnat|rambursat|vraćen|върнат|επιστρ|επεστρ|مسترجع|مسترد)"
)
_UNPAID = (
    _START
    + r"(?:unpaid|не ?оплач|не ?оплат|не ?выкуп|(?:ожид|жд)\pL* оплат|(?:pending|awaiting|waiting for|requires)[ _-]payment"
    r"|payment[ _-](?:pending|due|required|expected)|not[ _-]paid|unbezahlt|nicht bezahlt|impay|impagad|no pagad|nieop[łl]ac"
    r"|zahlung ausstehend|ausstehende zahlung|warte\pL* auf zahlung|(?:en attente|in attesa) d[ei] pa|pendiente de pago|pago pendiente"
    r"|oczek\pL* na (?:p[łl]atno|wp[łl]at)|aguardando pagamento|pagamento pendente|n[ãa]o pag[oa]|ödeme bekl|ödenmedi|очіку\pL* (?:на )?оплат"
    r"|не ?сплачен|төлем күт|төленбе|wacht\pL* op betaling|onbetaald|(?:in)?väntar (?:på )?betalning|obetald|afventer betaling|ubetalt|venter på betaling"
    r"|odottaa maksu|maksamat|(?:če|ča)ká na platb|nezaplac|nezaplaten|fizetésre vár|fizetetlen|așteptarea pl[aă]|neplătit|neachitat|čeka (?:uplatu|plaćanje)"
    r"|neplaćen|чака плащане|неплатен|αναμονή πληρωμής|απλήρωτ|بانتظار الدفع|غير مدفوع)"
)
_UNSPACED = r"キャンセル|取消|取り消し|返金済|返品|入金待ち|未入金|未払|交易关闭|已关闭|退款成功|已退款|退货|已作废|等待买家付款|待付款|未付款|취소|환불|반품|입금대기|미입금"
"""The same in languages that write words together."""
_STEM = rf"(?:{_NEVER}|{_BACK})"
_PART = _START + r"(?:part|parcial|parz|частич|частков|teil|cz[eę][sś]c|k[ıi]sm|ішінара)"
_DOUBT = (
    _START
    + r"(?:request|запро[сш]|заявк|pending|await|ожид|requested|in progress|angefragt|solicit|запит|очіку)|tale[pb]"
    rf"|{_START}(?:not?|non|never|un|не|нет|без|nicht|kein|keine|sin|sans|nie)[ _-]?{_STEM}"
    rf"|{_STEM}.*[^\pL]{_STEM}"
)
_COUNTING = frozenset(
    (
        "paid", "fully paid", "complete", "completed", "processing", "shipped", "delivered", "approved", "success", "successful",
        "succeeded", "ok", "closed", "done", "fulfilled", "invoiced", "captured", "settled", "sold", "sale", "received", "accepted",
        "confirmed", "dispatched", "sent", "in transit", "out for delivery", "finished", "won", "closed won", "active", "payed",
        "paid out", "payment received", "payment accepted", "ready for pickup", "picked up", "collected", "purchase", "purchased", "order completed",
        "оплачен", "оплачена", "оплачено", "оплачен полностью", "полностью оплачен", "выполнен", "выполнена", "выполнено", "завершен",
        "завершён", "завершена", "завершено", "доставлен", "доставлена", "доставлено", "отгружен", "отгружена", "отгружено",
        "отправлен", "отправлена", "отправлено", "получен", "получена", "получено", "закрыт", "закрыта", "закрыто", "успешно",
        "успешный", "успешно реализовано", "сделка успешна", "проведен", "проведён", "подтвержден", "подтверждён", "реализован",
        "реализовано", "продан", "продано", "продажа", "выдан", "выдано", "выкуплен", "в пути", "принят", "исполнен", "готов",
        "bezahlt", "abgeschlossen", "versendet", "versandt", "geliefert", "erledigt", "zugestellt", "payé", "payée", "terminé",
        "terminée", "expédié", "expédiée", "livré", "livrée", "pagado", "pagada", "completado", "enviado", "entregado", "pago",
        "in bearbeitung", "en cours", "en cours de préparation", "livraison en cours", "procesando", "in lavorazione", "w trakcie realizacji", "processando",
        "concluído", "concluída", "enviada", "entregue", "completada", "entregada", "pagata", "spedita", "consegnata", "completata", "bezahlt und versendet",
        "finalizado", "finalizada", "finalizzato", "réussi", "réussie", "komplett bezahlt", "komplett abgeschlossen", "saldato", "cobrada", "cobrado", "fertig", "attending", "checked in", "sukces", "gotowe", "in zustellung", "expédiée", "remis", "paiement accepté", "zapłacone", "zakończone", "zrealizowany", "zrealizowana",
        "wysłany", "odebrane", "tamamlandı", "hazırlanıyor", "kargoya verildi", "kargolandı", "teslim edildi", "ödendi", "gönderildi", "onaylandı",
        "виконано", "виконаний", "виконане", "оплачено", "оплачений", "сплачено", "доставлено", "відправлено", "надіслано", "отримано", "завершено",
        "завершений", "прийнято", "обробляється", "в обробці", "закрито", "продаж", "орындалды", "аяқталды", "төленді", "жеткізілді", "жіберілді", "берілді",
        "checked out", "afgerond", "voltooid", "verzonden", "geleverd", "betaald", "levererad", "skickad", "betald", "slutbetald", "slutförd", "klar",
        "afsluttet", "gennemført", "leveret", "betalt", "afsendt", "fullført", "levert", "sendt", "valmis", "toimitettu", "maksettu", "lähetetty",
        "vyřízeno", "vyřízena", "doručeno", "odesláno", "zaplaceno", "dokončeno", "vybavená", "vybavené", "doručené", "zaplatené", "teljesítve",
        "kézbesítve", "fizetve", "kifizetve", "lezárva", "finalizată", "livrată", "livrat", "încasată", "plătită", "achitat", "dovršeno", "plaćeno",
        "isporučeno", "изпълнена", "доставена", "платена", "ολοκληρώθηκε", "ολοκληρωμένη", "πληρωμένη", "発送済み", "発送済", "完了", "入金済み",
        "交易成功", "已完成", "已发货", "已付款", "已审核", "배송완료", "결제완료", "구매확정", "مكتمل", "مدفوع", "تم التوصيل",
        "opłacone", "opłacony", "zrealizowane", "wysłane", "dostarczone", "pagato", "completato", "spedito", "consegnato",
    )
)  # fmt: skip
_BLANK = ("", *(word.lower() for word in NOTHING))
_SHOWN, _LISTED = 5, 8


def leveled(status: pl.Expr) -> pl.Expr:
    """Return statuses in the form in which they are compared."""
    return status.cast(pl.String).str.strip_chars().str.to_lowercase()


def never_income(status: pl.Expr) -> pl.Expr:
    """Tell whether statuses say that an order never became income, or was given back."""
    return judged(status, _is_never_income)


def given_back(status: pl.Expr) -> pl.Expr:
    """Tell whether statuses of ``never_income`` say that the money went back."""
    return judged(status, lambda one: leveled(one).str.contains(_START + _BACK))


def _is_never_income(status: pl.Expr) -> pl.Expr:
    status = leveled(status)
    said = status.str.contains(_START + _STEM) & ~status.str.contains(_DOUBT)
    bad = status.str.contains(_UNPAID) | said
    return status.is_in(_EXACT) | status.str.contains(_UNSPACED) | (bad & ~status.str.contains(_PART))


def has_returns(found: pl.DataFrame | None) -> bool:
    """Tell whether used rows of refunds are negative: then they have rows of their own, and those they take back count too."""
    if found is None:
        return False
    return bool(found.select((given_back(pl.col("status")) & pl.col("used") & pl.col("negative")).any()).item())


def status_notes(found: pl.DataFrame) -> Iterator[Note]:
    """Yield what counts though its status is not known to, and refunds that count because some of them are negative.

    ``found`` has ``status`` (leveled), ``used``, ``negative``, ``rows`` and, where amounts are read, ``units``; the statuses are
    those of the rows that are used or set aside for their status.
    """
    money = [pl.col("units").sum()] if "units" in found.columns else []
    status, used = pl.col("status"), pl.col("used")
    named = found.filter(~status.is_in(_BLANK)).group_by("status", "used").agg(pl.col("rows").sum(), *money)
    known = named.with_columns(never=never_income(status)).sort("rows", "status", descending=[True, False])
    plain = status.str.replace(r"^wc[-_]", "").str.replace_all("_", " ", literal=True).is_in(list(_COUNTING))
    skipped = known.filter(~used | pl.col("never"))["status"].unique().sort().to_list()
    unknown, back = known.filter(used & ~pl.col("never") & ~plain), known.filter(used & pl.col("never"))
    if unknown.height:
        rows, all_rows = int(unknown["rows"].sum()), int(known.filter(used)["rows"].sum())
        message = f"{rows:,} of {all_rows:,} rows count with a status that may not mean a sale: {_told(unknown)}"
        yield Note("unknown-status", message, warning=True, count=rows, fix=_way_out(skipped, unknown))
    if back.height:
        rows = int(back["rows"].sum())
        message = (
            f"{rows:,} rows with a status of refunds count, since some are negative and take off others: {_told(back)}"
        )
        taken = -int(found.filter(used & pl.col("negative") & given_back(status))["units"].sum())
        # Where little is taken off, the sales that were given back count in full.
        warning = int(back["units"].sum()) > taken
        yield Note("returns", message, warning=warning, count=rows, fix=f"To leave them out: {_flag(skipped)}")


def _told(statuses: pl.DataFrame) -> str:
    """Return the first statuses with their rows and money."""
    money = decimal_text(pl.col("units"), least_digits=2) if "units" in statuses.columns else pl.lit(None, pl.String)
    shown = statuses.head(_SHOWN).select("status", "rows", money.alias("money")).rows()
    parts = [f'"{status}" {rows:,}' + (f", {money}" if money else "") for status, rows, money in shown]
    return "; ".join(parts) + ("; ..." if statuses.height > _SHOWN else "")


def _way_out(skipped: list[str], unknown: pl.DataFrame) -> str:
    """Return the flags that leave out the unknown statuses, and those that keep them without a word."""
    names = unknown["status"].to_list()
    if len(names) > _LISTED:
        return "Name all that do not count: --skip-status A,B; or the column of the status: --status COLUMN."
    keep = _flag(skipped or ["cancelled"])
    return f"If they are no sales: {_flag([*skipped, *names])}; if they are: {keep}."


def _flag(names: list[str]) -> str:
    listed = ",".join(names)
    return f'--skip-status "{listed}"' if not listed.replace(",", "").isalnum() else f"--skip-status {listed}"
