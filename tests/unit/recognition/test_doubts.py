"""What headers leave in doubt is asked for, or said with the option that settles it."""

from __future__ import annotations

import io
from datetime import date, time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.errors import DataError, MissingColumnError, ParamsError
from segkit.result import Result

DOUBTS = {"several-amounts", "unused-money", "returns-as-sales", "customer-in-doubt", "flagged-rows", "both-sides"}


def run(folder: Path, text: str, **options: Any) -> Result:
    path = folder / "sales.csv"
    path.write_text(text, "utf-8")
    return segkit.abcxyz(path, **options)


def doubts(result: Result) -> list[tuple[str, bool, str | None]]:
    return [(note.code, note.warning, note.fix) for note in result.notes if note.code in DOUBTS]


def spent(result: Result) -> dict[str, float]:
    return {str(key): float(money) / 10_000 for key, money in result.rows.select("customer_id", "total_amount").rows()}


TWINS = "Дата;Клиент;Сумма;Сумма\n15.02.2024;a;10;1\n16.02.2024;b;20;2\n"


def test_of_two_columns_of_one_name_that_differ_the_user_chooses(tmp_path: Path) -> None:
    with pytest.raises(DataError, match='two columns are called "Сумма", and they differ') as caught:
        run(tmp_path, TWINS)
    assert caught.value.fix == 'Choose one: --amount "Сумма" (the first) or --amount "Сумма_2" (the second).'
    assert spent(run(tmp_path, TWINS, amount="Сумма")) == {"a": 10, "b": 20}
    assert spent(run(tmp_path, TWINS, amount="Сумма_2")) == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    "text",
    [
        "date,client,amount,amount\n2024-01-05,a,10,10.00\n",
        "date,client,amount,amount\n2024-01-05,a,10,\n",
        "date,client,amount,amount_2\n2024-01-05,a,10,1\n",
        "date,client,amount,note,note\n2024-01-05,a,10,x,y\n",
    ],
    ids=["equal", "blank", "a name of its own", "of no role"],
)
def test_columns_of_one_name_that_leave_no_doubt_are_read(tmp_path: Path, text: str) -> None:
    assert spent(run(tmp_path, text)) == {"a": 10}


@pytest.mark.parametrize("column", ["client", "date", "order_id"])
def test_every_role_is_held_against_a_column_of_its_name(tmp_path: Path, column: str) -> None:
    frame = pl.DataFrame({"client": ["a"], "date": ["2024-01-05"], "order_id": ["1"], "amount": ["3"]})
    header, row = frame.write_csv().splitlines()
    other = {"client": "b", "date": "2024-01-06", "order_id": "2"}[column]
    with pytest.raises(DataError, match=f'two columns are called "{column}"'):
        run(tmp_path, f"{header},{column}\n{row},{other}\n")


@pytest.mark.parametrize(
    ("header", "warning", "others"),
    [
        ("sales,net", True, ["net"]),
        ("amount,total", True, ["total"]),
        ("Итого,К оплате", False, ["К оплате"]),
        ("total,subtotal", False, ["subtotal"]),
        ("amount,colour", None, []),
        ("amount,price", None, []),
    ],
)
def test_another_column_that_could_be_the_amount_is_named(
    tmp_path: Path, header: str, warning: bool | None, others: list[str]
) -> None:
    text = f"client,{header}\na,10,9\nb,20,20\n"
    name = header.partition(",")[0]
    expected = [] if warning is None else [("several-amounts", warning, f'--amount "{name}"')]
    result = run(tmp_path, text)
    assert doubts(result) == expected
    said = " ".join(note.message for note in result.notes)
    assert all(f'--amount "{other}"' in said for other in others)
    assert doubts(run(tmp_path, text, amount=name)) == []
    assert doubts(run(tmp_path, text.replace("9", "10"))) == []


@pytest.mark.parametrize("name", ["paid", "Оплачено", "value", "Sales"])
@pytest.mark.parametrize("values", ["01", ["true", "false"], ["yes", "NO"], ["да", "нет"]])
def test_yes_and_no_are_no_amounts(tmp_path: Path, name: str, values: list[str]) -> None:
    text = f"order_id;client;price;quantity;{name}\n1;a;10;2;{values[0]}\n2;b;20;1;{values[1]}\n"
    assert spent(run(tmp_path, text)) == {"a": 20, "b": 20}
    with pytest.raises(MissingColumnError, match=f'nothing but yes and no in "{name}"'):
        run(tmp_path, text.replace("price", "colour"))


def test_a_flag_makes_room_for_the_amount_beside_it(tmp_path: Path) -> None:
    assert spent(run(tmp_path, "client,paid,turnover\na,1,10\nb,0,20\n")) == {"a": 10, "b": 20}
    assert spent(run(tmp_path, "client,paid\na,1\nb,0\n", amount="paid")) == {"a": 1, "b": 0}
    frame = pl.DataFrame({"client": ["a"], "value": [True], "quantity": [2], "price": [3]})
    assert spent(segkit.abcxyz(frame)) == {"a": 6}


@pytest.mark.parametrize("name", ["amount", "total", "Сумма"])
def test_an_amount_by_its_plain_name_may_be_one_or_nothing(tmp_path: Path, name: str) -> None:
    rows = "".join(f"c{n},{n % 2}\n" for n in range(20))
    assert sum(spent(run(tmp_path, f"client,{name}\n{rows}")).values()) == 10


def test_a_few_ones_may_be_an_amount(tmp_path: Path) -> None:
    assert spent(run(tmp_path, "client,value\na,1\nb,1\n")) == {"a": 1, "b": 1}


@pytest.mark.parametrize(
    "name",
    [
        "refunded_amount",
        "Refund",
        "total_refunded",
        "Возврат",
        "Сумма возврата",
        "Erstattungsbetrag",
        "Montant remboursé",
        "İade tutarı",
    ],
)
@pytest.mark.parametrize("back", ["5.00", "-5.00", "$5"])
def test_money_that_went_back_is_said_and_can_be_subtracted(tmp_path: Path, name: str, back: str) -> None:
    text = f"order_id,client,total,{name}\n1,a,10,0\n2,b,30,{back}\n3,c,1,\n"
    assert doubts(run(tmp_path, text)) == [("unused-money", True, f'--subtract "{name}"')]
    net = run(tmp_path, text, subtract=name)
    assert (spent(net), doubts(net)) == ({"a": 10, "b": 25, "c": 1}, [])


def test_a_discount_is_said_where_prices_are_before_it(tmp_path: Path) -> None:
    text = "order_id,client,quantity,price,discount\n1,a,2,10,3\n2,b,1,20,0\n"
    assert doubts(run(tmp_path, text)) == [("unused-money", True, '--subtract "discount"')]
    assert spent(run(tmp_path, text, subtract="discount")) == {"a": 17, "b": 20}
    assert doubts(run(tmp_path, text.replace("quantity,price", "units,total"))) == []
    assert doubts(run(tmp_path, text.replace(",3\n", ",0\n"))) == []


def test_a_discount_is_said_in_other_languages(tmp_path: Path) -> None:
    text = "Bestellnummer,Kunde,Menge,Einzelpreis,Rabatt\n1,a,2,10,3\n2,b,1,20,0\n"
    assert doubts(run(tmp_path, text)) == [("unused-money", True, '--subtract "Rabatt"')]


def test_returns_are_said_in_other_languages(tmp_path: Path) -> None:
    text = "Beleg,Kunde,Datum,Belegart,Betrag\n1,a,2024-01-02,Rechnung,10\n2,b,2024-01-04,Gutschrift,7\n"
    assert doubts(run(tmp_path, text)) == [("returns-as-sales", True, '--returns "Belegart=Gutschrift"')]


@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [
        ("Voided", "true", "false"),
        ("is_cancelled", "1", "0"),
        ("Refunded?", "yes", ""),
        ("Storniert", "ja", "nein"),
        ("Отменён", "да", "нет"),
    ],
)
def test_rows_that_a_flag_calls_no_sales_are_said_and_can_be_left_out(
    tmp_path: Path, name: str, yes: str, no: str
) -> None:
    text = f"order_id,client,total,{name}\n1,a,10,{no}\n2,b,30,{yes}\n3,c,1,{no}\n"
    assert doubts(run(tmp_path, text)) == [("flagged-rows", True, f'--status "{name}" --skip-status {yes}')]
    assert spent(run(tmp_path, text, status=name, skip_status=yes)) == {"a": 10, "c": 1}


@pytest.mark.parametrize(
    ("name", "cell"), [("cancelled", "false"), ("returned", "2024-01-05"), ("test", "B"), ("voided", "")]
)
def test_flags_that_call_no_row_a_sale_that_is_none_are_not_doubted(tmp_path: Path, name: str, cell: str) -> None:
    assert doubts(run(tmp_path, f"order_id,client,total,{name}\n1,a,10,{cell}\n2,b,30,\n")) == []


@pytest.mark.parametrize(
    ("name", "debit", "credit"), [("Dr/Cr", "Dr", "Cr"), ("Soll/Haben", "S", "H"), ("debit_credit", "debit", "credit")]
)
def test_the_sides_of_an_account_are_told_apart(tmp_path: Path, name: str, debit: str, credit: str) -> None:
    text = f"order_id,client,total,{name}\n1,a,10,{credit}\n2,b,{{}}30,{debit}\n3,b,40,{credit}\n"
    fix = f'--returns "{name}={debit}"'
    assert doubts(run(tmp_path, text.format(""))) == [("both-sides", True, fix)]
    assert spent(run(tmp_path, text.format(""), returns=fix.split('"')[1])) == {"a": 10, "b": 10}
    assert doubts(run(tmp_path, text.format("-"))) == []
    assert doubts(run(tmp_path, text.format("").replace(f",{debit}", f",{credit}"))) == []


def test_a_customer_column_without_any_cell_makes_room_for_another(tmp_path: Path) -> None:
    text = "email,customer_name,total\n{},Ann,10\n ,Bob,30\n"
    assert spent(run(tmp_path, text.format(""))) == {"Ann": 10, "Bob": 30}
    assert spent(run(tmp_path, text.format("a@example.com"))) == {"a@example.com": 10}
    with pytest.raises(DataError, match="no row to analyze"):
        run(tmp_path, text.format(""), customer="email")
    with pytest.raises(DataError, match="no row to analyze"):
        run(tmp_path, "email,total\n,10\n ,30\n")


def test_a_flag_that_repeats_the_status_is_not_doubted(tmp_path: Path) -> None:
    text = "order_id,client,total,status,cancelled\n1,a,10,cancelled,1\n2,b,30,{},{}\n"
    assert doubts(run(tmp_path, text.format("paid", 0))) == []
    fix = '--status "cancelled" --skip-status 1'
    assert doubts(run(tmp_path, text.format("paid", 1))) == [("flagged-rows", True, fix)]


@pytest.mark.parametrize("amount", ["Nettobetrag", "Total HT", "Importo netto"])
def test_amounts_without_taxes_are_named_beside_those_with(tmp_path: Path, amount: str) -> None:
    for gross in ("Betrag", "Brutto"):
        text = f"Kunde,{gross},{amount}\na,119,100\n"
        assert doubts(run(tmp_path, text)) == [("several-amounts", False, f'--amount "{gross}"')]


def test_data_is_a_date_only_where_it_holds_some(tmp_path: Path) -> None:
    headers = "customer,total,data"
    assert "no date column" in str(refused(tmp_path, f"{headers}\na,5,red\nb,7,blue\n"))
    path = tmp_path / "sales.csv"
    path.write_text(f"{headers}\na,5,2024-01-05\nb,7,\nb,7,2024-01-09\n", "utf-8")
    assert segkit.rfm(path, max_bad="1").account.used.rows == 2


def test_valuta_is_a_currency_only_where_it_holds_some(tmp_path: Path) -> None:
    text = "Kunde,Buchungstag,Valuta,Betrag\na,05.01.2024,{},5\nb,06.01.2024,{},7\n"
    assert spent(run(tmp_path, text.format("06.01.2024", "07.01.2024"))) == {"a": 5, "b": 7}
    with pytest.raises(DataError, match="2 currencies"):
        run(tmp_path, text.format("EUR", "CHF"))


def refused(folder: Path, text: str) -> MissingColumnError:
    path = folder / "sales.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(MissingColumnError) as caught:
        segkit.rfm(path)
    return caught.value


KINDS = "Order,Customer,Date,Type,Amount\n1,a,2024-01-02,Sale,10\n2,b,2024-01-03,Sale,30\n3,b,2024-01-04,Refund,{}\n"


def test_returns_that_another_column_tells_are_said_and_can_be_made_negative(tmp_path: Path) -> None:
    result = run(tmp_path, KINDS.format(12))
    assert spent(result) == {"a": 10, "b": 42}
    assert doubts(result) == [("returns-as-sales", True, '--returns "Type=Refund"')]
    for returns in ("Type=Refund", "Type= refund ,Chargeback"):
        net = run(tmp_path, KINDS.format(12), returns=returns)
        assert (spent(net), doubts(net)) == ({"a": 10, "b": 18}, [])
    assert doubts(run(tmp_path, KINDS.format(-12))) == []


@pytest.mark.parametrize(("kinds", "said"), [(1, True), (20, True), (21, False)])
def test_returns_of_many_rows_are_said_and_texts_of_many_kinds_are_no_kinds(
    tmp_path: Path, kinds: int, said: bool
) -> None:
    rows = "".join(f"{n},c{n},2024-01-04,Refund{n % kinds:02},5\n" for n in range(60))
    fix = '--returns "Type=Refund00"'
    assert doubts(run(tmp_path, KINDS.partition("1,a")[0] + rows)) == (
        [("returns-as-sales", True, fix)] if said else []
    )


@pytest.mark.parametrize("returns", ["Type", "=Refund", "Type=", "Type= ,"])
def test_returns_are_written_as_a_column_and_what_it_says(tmp_path: Path, returns: str) -> None:
    with pytest.raises(ParamsError, match="is not written like Type=Refund"):
        run(tmp_path, KINDS.format(12), returns=returns)


@pytest.mark.parametrize("options", [{"subtract": "Typ"}, {"returns": "Typ=Refund"}])
def test_a_column_that_is_not_there_is_named(tmp_path: Path, options: dict[str, str]) -> None:
    with pytest.raises(MissingColumnError, match=r'no column "Typ" in .*Did you mean "Type"'):
        run(tmp_path, KINDS.format(12), **options)


@pytest.mark.parametrize(("users", "doubted"), [(2, True), (4, True), (5, False)])
def test_a_few_users_beside_many_customers_are_doubted(tmp_path: Path, users: int, doubted: bool) -> None:
    lines = "".join(f"{n},{n % users},name {n % 8},{n + 1}\n" for n in range(40))
    text = "order_id,user_id,customer_name,total\n" + lines
    fix = '--customer "customer_name"'
    assert doubts(run(tmp_path, text)) == ([("customer-in-doubt", True, fix)] if doubted else [])
    assert doubts(run(tmp_path, text, customer="user_id")) == []


def test_the_exports_of_known_programs_are_not_doubted() -> None:
    text = (
        "id,Description,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,Status,Customer ID,Customer Email,Captured\n"
        "ch_1,x,2024-01-05 10:00,10.00,4.00,usd,10.00,Paid,cus_1,a@b.c,true\n"
    )
    result = segkit.abcxyz(pl.read_csv(io.StringIO(text), infer_schema=False), source="stripe")
    assert (spent(result), doubts(result)) == ({"cus_1": 6}, [])


@pytest.mark.parametrize("clock", ["18:48", "6:05 PM", "06:05:59"])
def test_a_time_of_the_day_is_no_date(clock: str) -> None:
    frame = pl.DataFrame({"Клиент": ["a", "b"], "Время": [clock, "7:30"], "Сумма": ["1", "2"]})
    assert segkit.abcxyz(frame).table["total_amount"].sum() == 3
    typed = frame.with_columns(pl.lit(time(18, 48)).alias("Время"))
    assert segkit.abcxyz(typed).table["total_amount"].sum() == 3
    with pytest.raises(segkit.errors.MissingColumnError, match="no date column"):
        segkit.rfm(frame)
    moments = frame.with_columns(pl.lit("01.05.2024 18:48").alias("Время"))
    assert segkit.abcxyz(moments).table["last_order_date"].to_list() == [date(2024, 5, 1)] * 2


def test_orders_beside_their_lines_and_payments_are_said(tmp_path: Path) -> None:
    orders = [("a", 30, (10, 20)), ("b", 7, (7,)), ("a", 5, (2, 3))]
    rows = ["client,Line Type,Total"]
    for client, total, lines in orders:
        rows += [
            f"{client},Sale,{total}",
            *(f"{client},Sale Line,{line}" for line in lines),
            f"{client},Payment,{total}",
        ]
    text = "\n".join(rows) + "\n"
    fix = '--status "Line Type" --skip-status "Sale,Sale Line"'
    found = [note for note in run(tmp_path, text).notes if note.code == "kinds-again"]
    assert [(note.warning, note.fix) for note in found] == [(True, fix)]
    assert spent(run(tmp_path, text, status="Line Type", skip_status=["Sale", "Sale Line"])) == {"a": 35, "b": 7}
    other = text.replace("Sale Line,7", "Sale Line,8").replace("Payment,7", "Payment,9")
    assert not [note for note in run(tmp_path, other).notes if note.code == "kinds-again"]


def test_debits_and_credits_side_by_side_are_one_amount(tmp_path: Path) -> None:
    # 10 + 20 - 4 = 26 of a, 7 - 1.5 = 5.5 of b; the last row holds neither and cannot be read
    text = "Date,Particulars,Debit,Credit\n1-Apr-24,a,10,\n2-Apr-24,a,20,\n3-Apr-24,a,,4\n4-Apr-24,b,7,1.50\n5-Apr-24,b,,\n"
    found = run(tmp_path, text, customer="Particulars", amount="Debit", subtract="Credit", max_bad="50%")
    assert spent(found) == {"a": 26, "b": 5.5}
    assert found.account is not None
    assert found.account.rejected_total.rows == 1


@pytest.mark.parametrize("code", ["SC", "CRN", "CN"])
def test_credit_notes_by_their_code_are_returns(tmp_path: Path, code: str) -> None:
    text = f"customer_id,Date,Type,amount\na,2024-05-01,SI,10\na,2024-05-02,{code},4\nb,2024-05-03,SI,5\n"
    assert doubts(run(tmp_path, text)) == [("returns-as-sales", True, f'--returns "Type={code}"')]


@pytest.mark.parametrize(
    ("name", "yes", "no"), [("Makulerad", "Ja", "Nej"), ("Zrušeno", "ano", "ne"), ("Peruutettu", "kyllä", "ei")]
)
def test_flags_are_known_in_other_languages(tmp_path: Path, name: str, yes: str, no: str) -> None:
    text = f"customer_id,Date,amount,{name}\na,2024-05-01,10,{no}\na,2024-05-02,4,{yes}\nb,2024-05-03,5,{no}\n"
    assert doubts(run(tmp_path, text)) == [("flagged-rows", True, f'--status "{name}" --skip-status {yes.lower()}')]


def test_quotations_are_no_sales(tmp_path: Path) -> None:
    text = "customer_id,Date,amount,Status\na,2024-05-01,10,Sales Order\na,2024-05-02,4,Quotation\nb,2024-05-03,5,Sales Order\n"
    assert spent(run(tmp_path, text)) == {"a": 10, "b": 5}


def test_what_went_out_beside_what_came_in_is_doubted(tmp_path: Path) -> None:
    text = "customer_id,Date,Direction,amount\na,2024-05-01,IN,10\na,2024-05-02,OUT,4\nb,2024-05-03,IN,5\n"
    assert doubts(run(tmp_path, text)) == [("both-sides", True, '--returns "Direction=OUT"')]
    assert spent(run(tmp_path, text, returns="Direction=OUT")) == {"a": 6, "b": 5}


@pytest.mark.parametrize("status", ["REVERTED", "Reversed", "charged_back", "Incomplete"])
def test_payments_that_were_taken_back_are_no_sales(tmp_path: Path, status: str) -> None:
    text = f"customer_id,Date,amount,Status\na,2024-05-01,10,Paid\na,2024-05-02,4,{status}\nb,2024-05-03,5,Paid\n"
    assert spent(run(tmp_path, text)) == {"a": 10, "b": 5}
