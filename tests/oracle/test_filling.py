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
