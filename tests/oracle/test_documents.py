"""Reports of 1C with the documents of each customer below it, against a loop that goes down the rows with the customer in mind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import segkit

DAY = date(2024, 1, 12)
DAYS = ["12.01.2024 10:15:00", "02.02.2024 0:00:00", "20.02.2024", "01.03.2024 9:30:00", "7.04.2024 23:59:59"]


def onec(groups: int, *, header: str = "Контрагент") -> list[list[str]]:
    """Return a report of 1C: customers with their totals, below each its documents."""
    rows, number, whole = [[header, "Количество", "Сумма продажи"], ["Документ", "", ""]], 0, 0
    for n in range(groups):
        sold = []
        for k in range(n % 4 + 1):
            number += 1
            kind, sign = ("Возврат товаров от покупателя", -1) if k == 2 else ("Реализация товаров и услуг", 1)
            paid = sign * (10_000 + (n * 377 + k * 131) % 90_000)
            sold.append((f"{kind} 00УТ-{number:06} от {DAYS[(n + k) % 5]}", paid))
        whole += sum(paid for _, paid in sold)
        rows.append([f"ООО Ромашка {n}", str(len(sold)), kopecks(sum(paid for _, paid in sold))])
        for document, paid in sold:
            rows.append([document, "1", kopecks(paid)])
    return [*rows, ["Итого", str(number), kopecks(whole)]]


def kopecks(paid: int) -> str:
    return f"{paid // 100:,}".replace(",", "\u00a0") + f",{paid % 100:02}" if paid >= 0 else "-" + kopecks(-paid)


def documents_by_loop(rows: list[list[str]]) -> dict[str, tuple[float, int]]:
    """Go down the rows with the customer above in mind; what is no document is a name with its total."""
    found: dict[str, tuple[int, int]] = {}
    above = ""
    for name, _, paid in rows[2:-1]:
        if " от " not in name:
            above = name
            continue
        money, count = found.get(above, (0, 0))
        sale = not name.startswith("Возврат")
        found[above] = money + int(paid.replace("\u00a0", "").replace(",", "")), count + sale
    return {one: (money / 100, count) for one, (money, count) in found.items()}


def read(result: segkit.Result) -> dict[str, tuple[float, int]]:
    found = result.table.select("customer_id", "total_amount", "order_count")
    return {one: (total, count) for one, total, count in found.rows()}


@pytest.mark.parametrize("header", ["Контрагент", "Покупатель / Документ", "Клиент, Регистратор"])
@pytest.mark.parametrize("name", ["report.csv", "report.xlsx"])
def test_documents_below_their_customer_are_its_purchases(tmp_path: Path, name: str, header: str) -> None:
    rows, path = onec(40, header=header), tmp_path / name
    if name.endswith("csv"):
        lines = ["Продажи за 2024 г.;;", ";;", *(";".join(row) for row in rows)]
        path.write_bytes("\n".join(lines).encode("cp1251"))
    else:
        pl.DataFrame(rows[1:], schema=rows[0], orient="row").write_excel(path)
    result = segkit.abcxyz(path)
    assert read(result) == documents_by_loop(rows)
    assert result.account is not None
    assert {reason: tally.rows for reason, tally in result.account.set_aside.items()} == {"total": 42}
    assert "documents-apart" in {note.code for note in result.notes}
    assert str(result.table["first_order_date"].min()) == "2024-01-12"


def saved(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def codes(result: segkit.Result) -> set[str]:
    return {note.code for note in result.notes}


def income(result: segkit.Result) -> dict[str, float]:
    return dict(result.table.select("customer_id", "total_amount").rows())


A1, A2, B1 = "Реализация 00УТ-1 от 12.01.2024", "Реализация 00УТ-2 от 13.02.2024 9:00:00", "Чек ККМ 7 от 05.03.2024"
BODY = ["ООО А;;300", f"{A1};;100", f"{A2};;200", "ИП Б;;50", f"{B1};;50", "Итого;;350"]


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        ("Контрагент;Кол-во;Сумма", BODY),
        ("Контрагент;Кол-во;Выручка, руб.", BODY),  # no header of the profile: days and orders are told all the same
        ("КОНТРАГЕНТ;КОЛ-ВО;СУММА", BODY),
        ("Контрагент;Кол-во;Сумма", [line.replace("2024", "24") for line in BODY]),
        ("Контрагент;Кол-во;Сумма", [line.replace("2024;", "2024г.;") for line in BODY]),
        ("Контрагент;Кол-во;Сумма", [line.replace("ИП Б;", "ИП Б (договор от 01.02.2020);") for line in BODY]),
        ("Контрагент;Кол-во;Сумма", [*BODY[:3], ";;", *BODY[3:], "Ответственный: Иванова;;"]),
        ("Контрагент;Кол-во;Сумма", [*BODY[:3], "Итого по ООО А;;300", *BODY[3:], "ООО Без продаж;;"]),
        ("Контрагент;Кол-во;Сумма", ["Документ;;", *BODY, "Всего;;350"]),
        ("№;Контрагент;Сумма", [f"{n};{line.replace(';;', ';')}" for n, line in enumerate(BODY)]),
        ("Контрагент;ИНН;Сумма", [line.replace("А;;", "А;7701;").replace("Б;;", "Б;7702;") for line in BODY]),
    ],
)  # fmt: skip
def test_names_with_the_money_of_their_documents_are_totals(tmp_path: Path, header: str, lines: list[str]) -> None:
    result = segkit.abcxyz(saved(tmp_path / "report.csv", header, *lines))
    found = result.table.select(pl.col("customer_id").str.head(5).str.strip_chars_end(), "total_amount", "order_count")
    assert found.rows() == [("ООО А", 300.0, 2), ("ИП Б", 50.0, 1)]
    assert [str(day) for day in result.table["last_order_date"]] == ["2024-02-13", "2024-03-05"]


def test_the_column_may_be_named_as_it_is_written(tmp_path: Path) -> None:
    path = saved(tmp_path / "report.csv", "Контрагент / Документ;Кол-во;Сумма", *BODY)
    assert income(segkit.abcxyz(path, customer="Контрагент / Документ")) == {"ООО А": 300.0, "ИП Б": 50.0}


def test_reports_of_several_files_are_told_one_by_one(tmp_path: Path) -> None:
    for name in ("1.csv", "2.csv"):
        saved(tmp_path / name, "Контрагент;Кол-во;Сумма", *(line.replace("00УТ", name) for line in BODY))
    assert income(segkit.abcxyz(tmp_path)) == {"ООО А": 600.0, "ИП Б": 100.0}


def test_what_only_names_tell_is_that_of_their_documents(tmp_path: Path) -> None:
    lines = [line.replace("А;;", "А;Юг;").replace("Реализация 00УТ-1;", "Реализация 00УТ-1;") for line in BODY]
    path = saved(tmp_path / "report.csv", "Контрагент;Регион;Сумма", *lines)
    told = segkit.abcxyz(path, carry=("Регион",)).rows
    assert dict(told.select("customer_id", "Регион").rows()) == {"ООО А": "Юг", "ИП Б": None}


CONTRACT = "Договор № 5 от 10.01.2023"


@pytest.mark.parametrize(
    "lines",
    [
        [f"{A1};10", f"{A2};20"],  # documents alone
        ["ООО А;10", "ИП Б;20"],  # names alone
        [f"{A1};10", "ООО А;20", f"{A2};20"],  # nobody above the first
        ["ООО А;300", f"{CONTRACT};300", f"{A1};100", f"{A2};200"],  # contracts between
        ["ООО А;300", f"{A1};100", "Чек ККМ 17;150", f"{A2};50"],  # a document without a day
        ["ООО А;300", f"{A1};100", "Чай;100", f"{A2};200", "Кофе;200"],  # items below
        ["ООО А;100", f"{A1};100", ";200", f"{A2};200"],  # somebody without a name
        ["Юг;300", "ООО А;100", f"{A1};100", "ИП Б;200", f"{A2};200"],  # regions above
        ["ООО А;-100", "Возврат 1 от 12.01.2024;100", "ИП Б;7", f"{A2};8"],  # nothing adds up
    ],
)  # fmt: skip
def test_where_documents_do_not_add_up_to_names_the_column_stays(tmp_path: Path, lines: list[str]) -> None:
    result = segkit.abcxyz(saved(tmp_path / "sales.csv", "Контрагент;Сумма", *lines))
    assert "documents-apart" not in codes(result)
    assert {name for line in lines if (name := line.partition(";")[0])} == set(result.table["customer_id"])
    assert ("level-ids" in codes(result)) == (sum(" от " in line for line in lines) > 1)


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        ("Примечание;Клиент;Дата;Сумма", ["срочно;a;01.02.2024;0", "возврат по накладной от 12.01.2024;b;02.02.2024;7"]),
        ("Основание;Клиент;Сумма", ["без договора;a;7", f"{CONTRACT};b;7"]),
        ("Период, Регистратор;Покупатель;Сумма", ["Январь 2024;;7", f"{A1};b;7"]),
        ("Контрагент;Документ;Сумма", ["a;Акт;7", f"{A1};{A2};7"]),
        ("Customer;Amount", ["a;7", f"{A1};7"]),
    ],
)  # fmt: skip
def test_columns_of_remarks_and_lists_stay_as_they_are(tmp_path: Path, header: str, lines: list[str]) -> None:
    result = segkit.abcxyz(saved(tmp_path / "sales.csv", header, *lines), max_bad="100%", source="none")
    assert "documents-apart" not in codes(result)


def test_returns_may_be_positive_where_they_take_off_the_total(tmp_path: Path) -> None:
    back = ["ООО А;250", f"{A1};300", "Возврат от покупателя 1 от 20.01.2024;50"]
    result = segkit.abcxyz(saved(tmp_path / "report.csv", "Контрагент;Сумма", *back))
    assert income(result) == {"ООО А": 250.0}


def test_a_report_is_told_by_all_of_its_rows(tmp_path: Path) -> None:
    rows = onec(600)
    path = saved(tmp_path / "report.csv", *(";".join(row) for row in rows))
    assert read(segkit.abcxyz(path)) == documents_by_loop(rows)
    late = [*rows[:-1], ["Чек ККМ 17", "1", "5,00"], rows[-1]]
    assert "documents-apart" not in codes(segkit.abcxyz(saved(path, *(";".join(row) for row in late))))


@pytest.mark.parametrize(("money", "split"), [([30.0, 10.0, 20.0], True), ([31.0, 10.0, 20.0], False)])
def test_a_column_of_days_adds_up_to_nothing(money: list[float], *, split: bool) -> None:
    frame = pl.DataFrame(
        {
            "Контрагент": [
                "ООО Ромашка",
                "Реализация 00УТ-000001 от 12.01.2024",
                "Реализация 00УТ-000002 от 13.01.2024",
            ],
            "Дата отгрузки": [None, DAY, DAY],
            "Сумма": money,
        },
        schema_overrides={"Дата отгрузки": pl.Date},
    )
    table = segkit.abcxyz(frame).table
    assert (table["customer_id"].to_list() == ["ООО Ромашка"]) is split
    assert table["total_amount"].sum() == (30 if split else 61)
