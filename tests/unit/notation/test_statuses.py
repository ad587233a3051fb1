"""Which statuses count, and what is said of those that nobody can tell."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

import segkit
from segkit.notation.statuses import given_back, never_income

NEVER = (
    "cancelled", "Canceled", "wc-cancelled", "Cancelled by customer", "ORDER_CANCELLED", "Payment failed", "payment_failed", "failed",
    "Unpaid", "Chargeback", "charge-back", "Declined", "rejected", "void", "Voided", "expired", "Awaiting payment",
    "Pending payment", "pending", "on-hold", "wc-on-hold", "Not paid", "Abandoned", "Отменён покупателем", "ОТМЕНЕН", "Заказ отменён",
    "Отказ", "отказ от получения", "Не оплачен", "не оплачено", "неоплачен", "Ожидает оплаты", "ждёт оплаты", "Ожидание оплаты",
    "Аннулирован", "сторно", "Просрочен", "storniert", "Storno", "annulliert", "Annulée", "anulowane", "Abgelehnt",
    "Zahlung ausstehend", "En attente de paiement", "Pendiente de pago", "In attesa di pagamento", "Oczekuje na wpłatę",
    "Aguardando pagamento", "Recusado", "İptal Edildi", "Başarısız", "Ödeme bekleniyor", "Скасовано", "Відмінено", "Очікує на оплату",
    "Болдырылмады", "Бас тартылды", "Төлем күтілуде", "Zahlung fehlgeschlagen", "Remboursé et annulé par erreur"[:9], "rechazado",
)  # fmt: skip
BACK = (
    "refunded", "Refund", "fully refunded", "wc-refunded", "returned", "Возврат", "Возвращён", "возврат товара", "Rückerstattet",
    "erstattet", "Remboursée", "reembolsado", "zwrócone", "Retour",
    "Devolvido", "Estornado", "İade Edildi", "iade edildi", "Повернено", "Қайтарылды",
)  # fmt: skip
COUNTED = (
    "paid", "completed", "wc-completed", "wc_processing", "Shipped", "Delivered", "Оплачен", "выполнен", "Завершён", "доставлено", "bezahlt",
    "In Bearbeitung", "Paiement accepté", "Completada", "Pagata", "Zrealizowane", "Concluído", "Tamamlandı", "Виконано", "Орындалды",
)  # fmt: skip
DOUBTFUL = (
    "partially refunded", "partial_refund", "Частичный возврат", "частично отменён", "Refund declined", "refund requested",
    "Cancellation rejected", "Not cancelled", "non-refundable", "Запрос возврата", "Ожидает возврата", "On review", "7", "avoided",
    "недозвон", "Unfailing", "teilweise erstattet", "Kısmen iade edildi",
    "İade talebi", "İade reddedildi", "Частково повернено", "Запит на повернення",
)  # fmt: skip


def judged(status: str) -> tuple[bool, bool]:
    text = pl.col("s")
    row = pl.DataFrame({"s": [status]}).select(never=never_income(text), back=given_back(text)).row(0)
    return bool(row[0]), bool(row[1])


def sales(statuses: list[str], amounts: list[float] | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "customer_id": [f"c{n}" for n in range(len(statuses))],
            "date": ["2024-05-01"] * len(statuses),
            "amount": amounts or [float(2**n) for n in range(len(statuses))],
            "status": statuses,
        }
    )


def run(frame: pl.DataFrame, **options: Any) -> tuple[float, dict[str, Any]]:
    """Return the money that counts, and the warnings by code."""
    result = segkit.abcxyz(frame, **options)
    return float(result.table["total_amount"].sum()), {note.code: note for note in result.warnings}


@pytest.mark.parametrize("status", NEVER)
def test_statuses_of_sales_that_never_were_are_known_by_their_words(status: str) -> None:
    assert judged(status)[0]


@pytest.mark.parametrize("status", BACK)
def test_statuses_of_money_that_went_back_are_known_by_their_words(status: str) -> None:
    assert judged(status) == (True, True)


@pytest.mark.parametrize("status", [*COUNTED, *DOUBTFUL])
def test_statuses_of_sales_and_those_that_contradict_themselves_count(status: str) -> None:
    assert not judged(status)[0]


def test_statuses_that_are_known_to_count_are_no_news() -> None:
    assert run(sales(list(COUNTED)))[1] == {}


@pytest.mark.parametrize("status", DOUBTFUL)
def test_a_status_that_may_not_be_a_sale_counts_with_its_rows_and_money_said(status: str) -> None:
    money, notes = run(sales(["paid", status, "cancelled", status]))
    assert money == 1 + 2 + 8
    note = notes["unknown-status"]
    assert f'2 of 3 rows count with a status that may not mean a sale: "{status.lower()}" 2, 10.00' in note.message
    assert note.count == 2
    assert "--skip-status" in note.fix


def test_a_status_is_the_same_in_any_case_with_blanks_around_it() -> None:
    frame = sales(["On Review", " on review ", "ON REVIEW", "Cancelled ", None, "paid"])  # type: ignore[list-item]
    money, notes = run(frame)
    assert money == 1 + 2 + 4 + 16 + 32
    assert (
        '3 of 4 rows count with a status that may not mean a sale: "on review" 3, 7.00'
        in notes["unknown-status"].message
    )
    assert run(frame, skip_status=" On review,CANCELLED") == (16 + 32, {})


@pytest.mark.parametrize("dtype", [pl.Categorical, pl.Enum(["7", "8"]), pl.Int8, pl.Float32])
def test_a_status_of_any_type_can_be_left_out_by_its_text(dtype: Any) -> None:
    frame = sales(["7", "8", "7"]).with_columns(pl.col("status").cast(dtype))
    text = frame["status"].cast(pl.String)[0]
    assert run(frame, skip_status=text) == (2, {})


def test_both_ways_out_of_an_unknown_status_work() -> None:
    frame = sales(["paid", "frobnicated", "refunded"])
    money, notes = run(frame)
    assert money == 3
    fix = "If they are no sales: --skip-status refunded,frobnicated; if they are: --skip-status refunded."
    assert notes["unknown-status"].fix == fix
    assert run(frame, skip_status="refunded,frobnicated") == (1, {})
    assert run(frame, skip_status="refunded") == (3, {})


@pytest.mark.parametrize(("kinds", "more"), [(5, False), (6, True)])
def test_unknown_statuses_are_added_up_and_five_of_them_shown(kinds: int, *, more: bool) -> None:
    frame = sales([*["paid"] * 2, *(f"note {n}" for n in range(kinds) for _ in range(n + 1))])
    note = run(frame)[1]["unknown-status"]
    rows = kinds * (kinds + 1) // 2
    assert note.count == rows
    assert note.message.startswith(f"{rows} of {rows + 2} rows count with a status that may not mean a sale: ")
    assert [f'"note {n}"' in note.message for n in reversed(range(kinds))] == [True] * 5 + [False] * more
    assert note.message.endswith("; ...") is more


def test_many_unknown_statuses_are_counted_not_listed() -> None:
    note = run(sales([f"note {n}" for n in range(20)]))[1]["unknown-status"]
    assert note.message.endswith("; ...")
    assert "--status COLUMN" in note.fix


def test_refunds_that_have_rows_of_their_own_take_off_what_others_brought() -> None:
    frame = sales(["paid", "paid", "refund", "refunded", "refund"], [100, 40, -40, 30, -30])
    result = segkit.abcxyz(frame)
    assert result.table["total_amount"].sum() == 100
    assert not result.warnings
    note = next(note for note in result.notes if note.code == "returns")
    assert '3 rows with a status of refunds count, since some are negative and take off others: "refund" 2, -70.00' in (
        note.message
    )
    assert note.fix == "To leave them out: --skip-status refund,refunded"
    assert run(frame, skip_status="refund,refunded") == (140, {})


def test_refunds_of_which_little_is_taken_off_are_warned_about() -> None:
    money, notes = run(sales(["paid", "refunded", "refunded"], [100, 300, -5]))
    assert money == 395
    assert "refunded" in notes["returns"].message


@pytest.mark.parametrize(
    ("amounts", "warned"),
    [
        # of refunds that bring 60 and take off 50, ten are left; of those that bring 101, more than is taken off
        ((100, -30, 60, -50), False),
        ((100, -30, 101, -50), True),
        # as much as is taken off
        ((100, -30, 100, -50), False),
    ],
)
def test_refunds_are_warned_about_where_they_bring_more_than_they_take_off(
    amounts: tuple[float, ...], *, warned: bool
) -> None:
    result = segkit.abcxyz(sales(["paid", "paid", "refunded", "refunded"], list(amounts)))
    (note,) = (note for note in result.notes if note.code == "returns")
    assert note.warning is warned


def test_statuses_to_leave_out_are_named_in_order_and_in_quotes_where_the_shell_wants_them() -> None:
    notes = run(sales(["paid", "frobnicated", "voided", "on hold", "cancelled", "refused"]))[1]
    assert notes["unknown-status"].fix == (
        'If they are no sales: --skip-status "cancelled,on hold,refused,voided,frobnicated"; '
        'if they are: --skip-status "cancelled,on hold,refused,voided".'
    )


def test_statuses_are_judged_where_no_amount_is_read() -> None:
    result = segkit.abcxyz(sales(["paid", "cancelled", "odd"]).drop("amount"), value="orders")
    assert result.account is not None
    assert result.account.set_aside["status"].rows == 1
    assert [note.message for note in result.warnings if note.code == "unknown-status"] == [
        '1 of 2 rows count with a status that may not mean a sale: "odd" 1'
    ]


@pytest.mark.parametrize(
    "status",
    [
        "Geannuleerd", "Terugbetaald", "Wacht op betaling", "Avbruten", "Makulerad", "Återbetald", "Annulleret", "Afventer betaling", "Kansellert",
        "Peruutettu", "Hyvitetty", "Odottaa maksua", "Zrušeno", "Vráceno", "Čeká na platbu", "Törölve", "Visszatérítve", "Fizetésre vár", "Returnată",
        "Otkazano", "Върната", "Чака плащане", "Ακυρώθηκε", "Επιστροφή χρημάτων", "キャンセル", "返金済み", "入金待ち", "交易关闭", "等待买家付款", "환불", "ملغي",
    ],
)  # fmt: skip
def test_statuses_of_more_languages_that_never_were_income_do_not_count(status: str) -> None:
    assert pl.select(never_income(pl.lit(status))).item() is True


@pytest.mark.parametrize(
    "status",
    ["Verzonden", "Levererad", "Fullført", "Vyřízeno", "Teljesítve", "Livrată", "発送済み", "交易成功", "مكتمل"],
)
def test_statuses_of_more_languages_that_are_sales_count(status: str) -> None:
    assert pl.select(never_income(pl.lit(status))).item() is False
