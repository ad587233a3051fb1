"""Reports in groups and merged cells, against a loop that goes down the rows with the name above in mind."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

import segkit
from segkit.errors import MissingColumnError, RejectedRowsError

HEADER = ["manager", "customer", "order_id", "date", "amount"]
Rows = list[tuple[str, str, str, str, str]]


def report(groups: int, *, totals: bool, blank: str = "") -> Rows:
    """Return a report of managers, their customers and orders: names above, or on, the first row of each group, totals beside the former."""
    rows: Rows = []
    for n in range(groups):
        sold = [
            (n * 7 + k, date(2024, 1, 1) + timedelta(days=(n * 5 + k * 11) % 300), 100 + (n * 37 + k * 13) % 900)
            for k in range(n % 5 + 1)
        ]
        manager, customer = (f"m{n // 4}" if n % 4 == 0 else blank), f"c{n % 300}"
        if totals:
            if manager != blank:
                rows.append((manager, blank, blank, blank, "99999"))
            rows.append((blank, customer, blank, blank, str(sum(paid for *_, paid in sold))))
        for k, (order, day, paid) in enumerate(sold):
            named = not totals and k == 0
            rows.append(
                (manager if named else blank, customer if named else blank, str(order), day.isoformat(), str(paid))
            )
    return rows


def by_loop(rows: Rows, blank: str) -> dict[str, tuple[float, int]]:
    found: dict[str, list[int]] = defaultdict(list)
    above = ""
    for _, customer, order, _, amount in rows:
        above = above if customer == blank else customer
        if order != blank:
            found[above].append(int(amount))
    return {one: (float(sum(paid)), len(paid)) for one, paid in found.items()}


def read(result: segkit.Result) -> dict[str, tuple[float, int]]:
    return {
        one: (total, count)
        for one, total, count in result.table.select("customer_id", "total_amount", "order_count").rows()
    }


@pytest.mark.parametrize("totals", [True, False])
@pytest.mark.parametrize("blank", ["", "NULL"])
@pytest.mark.parametrize("groups", [3, 20_000])
def test_what_is_blank_takes_what_stands_above(tmp_path: Path, groups: int, blank: str, *, totals: bool) -> None:
    rows, path = report(groups, totals=totals, blank=blank), tmp_path / "report.csv"
    pl.DataFrame(rows, schema=HEADER, orient="row").write_csv(path)
    result = segkit.abcxyz(path, fill_down=("manager", "customer"))
    assert read(result) == by_loop(rows, blank)
    assert result.account is not None
    heads = sum(order == blank for _, _, order, *_ in rows)
    assert {name: part.rows for name, part in result.account.set_aside.items()} == ({"total": heads} if heads else {})
    by_manager = segkit.abcxyz(path, fill_down=("manager", "customer"), per="manager").table
    assert by_manager["total_amount"].sum() == result.table["total_amount"].sum()


@pytest.mark.parametrize("name", ["report.xlsx", "report.parquet"])
def test_cells_of_any_format_are_filled(tmp_path: Path, name: str) -> None:
    rows, path = report(40, totals=False), tmp_path / name
    frame = pl.DataFrame(rows, schema=HEADER, orient="row").with_columns(pl.col("amount").cast(pl.Int64))
    frame = frame.with_columns(pl.when(pl.col("customer") != "").then(pl.col("customer")))
    frame.write_excel(path) if name.endswith("xlsx") else frame.write_parquet(path)
    assert read(segkit.abcxyz(path, fill_down=("customer",))) == by_loop(rows, "")


def test_files_are_filled_each_by_itself(tmp_path: Path) -> None:
    (tmp_path / "1.csv").write_text("customer,date,amount\na,2024-01-01,1\n,2024-01-02,2\n")
    (tmp_path / "2.csv").write_text("customer,date,amount\n,2024-01-03,4\nb,2024-01-04,8\n")
    result = segkit.abcxyz(tmp_path, fill_down=("customer",))
    assert dict(result.table.select("customer_id", "total_amount").rows()) == {"a": 3.0, "b": 8.0}
    assert result.account is not None
    assert result.account.set_aside["no_customer"].rows == 1


def test_a_report_in_groups_is_refused_with_the_way_to_read_it(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    pl.DataFrame(report(40, totals=True), schema=HEADER, orient="row").write_csv(path)
    with pytest.raises(RejectedRowsError) as caught:
        segkit.abcxyz(path)
    assert "--fill-down COLUMN reads reports in groups" in str(caught.value.fix)


def test_a_column_to_fill_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text("customer,date,amount\na,2024-01-01,1\n")
    with pytest.raises(MissingColumnError, match=r'--fill-down: no column "custmer"\. Did you mean "customer"'):
        segkit.abcxyz(path, fill_down=("custmer",))


DAYS = ["12.01.2024 10:15:00", "02.02.2024 0:00:00", "20.02.2024", "01.03.2024 9:30:00", "7.04.2024 23:59:59"]


def onec(groups: int, *, items: bool = False, header: str = "Контрагент") -> list[list[str]]:
    """Return a report of 1C: customers with their totals, below each its documents, and below those items in a third level."""
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
            rows += [["Чай", "1", kopecks(paid)]] * items
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


def test_a_report_of_three_levels_is_not_taken_for_one_of_two(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text("\n".join(";".join(row) for row in onec(12, items=True)[:1] + onec(12, items=True)[2:]))
    codes = {note.code for note in segkit.abcxyz(path).warnings}
    assert "level-ids" in codes


@pytest.mark.parametrize(
    "lines",
    [
        ["Реализация 1 от 12.01.2024;10", "Реализация 2 от 13.01.2024;20"],  # documents alone
        ["ООО Ромашка;10", "ИП Иванов;20"],  # names alone
        ["Реализация 1 от 12.01.2024;10", "ООО Ромашка;20", "Реализация 2 от 13.01.2024;5"],  # nobody above the first
    ],
)
def test_a_column_of_one_kind_stays_one(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(["Контрагент;Сумма", *lines]))
    result = segkit.abcxyz(path)
    assert "documents-apart" not in {note.code for note in result.notes}
    assert result.table.height == len(lines)
