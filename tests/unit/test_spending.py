"""Spend files: which columns they have, how months and days are read, and what each customer's CAC comes to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import segkit
from segkit.errors import ParamsError
from segkit.spending import read_spend

JANUARY, MARCH = 2024 * 12, 2024 * 12 + 2

ROWS = [
    ("anna", date(2024, 1, 3), 50.0, "ads"),
    ("bert", date(2024, 1, 31), 20.0, "mail"),
    ("cleo", date(2024, 1, 9), 30.0, "ads"),
    ("dora", date(2024, 2, 1), 10.0, "ads"),
    ("anna", date(2024, 3, 1), 40.0, "mail"),
]


def spend(path: Path, text: str) -> Path:
    (path / "spend.csv").write_text(text, "utf-8")
    return path / "spend.csv"


def ltv(path: Path, **options: Any) -> dict[str, float]:
    frame = pl.DataFrame(ROWS, schema=["customer_id", "order_date", "amount", "channel"], orient="row")
    result = segkit.ltv(frame, **{"method": "historic", "cac": path, "as_of": "2024-03-31", **options})
    return dict(result.table.select(result.schema.key[-1], "cac").iter_rows())


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("month,channel,spend\n2024-01,ads,30\n2024-03,mail,5.5\n", ["ads", "mail"]),
        ("source_id;dt;costs\nads;02.01.2024;10\nads;30.01.2024;20\nmail;01.03.2024;5,5\n", ["ads", "mail"]),
        ("date,amount\n2024-01-31,30\n2024-03-15,5.5\n", None),
    ],
)
def test_days_and_months_are_summed_by_month_and_channel(text: str, channels: list[str] | None, tmp_path: Path) -> None:
    found = read_spend(spend(tmp_path, text))
    assert found == {"month": [JANUARY, MARCH], "channel": channels, "units": [300_000, 55_000]}


@pytest.mark.parametrize(
    ("header", "row", "channel", "units"),
    [
        ("month,blogger,spend", "2024-01,anna,5", ["anna"], 50_000),
        ("month,blogger,note,spend", "2024-01,anna,x,5", None, 50_000),
        ("month,clicks,spend", "2024-01,310,5", None, 50_000),
        ("month,invoice,spend", "2024-01,2024-02-01,5", None, 50_000),
        ("month,note,channel,spend", "2024-01,x,ads,5", ["ads"], 50_000),
        ("month,amount,budget,spend", "2024-01,9,8,5", None, 50_000),
        ("date,period,note,costs", "2024-03-09,2024-01,x,5", None, 50_000),
    ],
)
def test_the_most_telling_columns_are_taken_and_the_only_other_one_is_the_channel(
    header: str, row: str, channel: list[str] | None, units: int, tmp_path: Path
) -> None:
    found = read_spend(spend(tmp_path, f"{header}\n{row}\n"))
    assert found == {"month": [JANUARY], "channel": channel, "units": [units]}


@pytest.mark.parametrize("months", [("2024/01", "2024/03"), ("2024.01", "2024.03"), (" 2024-1", "2024-3 ")])
@pytest.mark.parametrize("header", ["month,spend", "месяц,бюджет", "Период,Расходы", "period,ad_cost"])
def test_months_are_read_however_they_are_divided(header: str, months: tuple[str, str], tmp_path: Path) -> None:
    found = read_spend(spend(tmp_path, f"{header}\n{months[0]},5\n{months[1]},2.25\n{months[0]},1\n"))
    assert found == {"month": [JANUARY, MARCH], "channel": None, "units": [60_000, 22_500]}


def test_spend_in_several_currencies_is_not_added(tmp_path: Path) -> None:
    one = "month,spend,currency\n2024-01,5,EUR\n2024-01,6,EUR\n"
    assert read_spend(spend(tmp_path, one))["units"] == [110_000]
    with pytest.raises(ParamsError, match="currenc"):
        read_spend(spend(tmp_path, one + "2024-01,7,USD\n"))


def test_columns_that_cannot_be_told_are_named(tmp_path: Path) -> None:
    with pytest.raises(ParamsError, match="no column of the month or date and spend found among who, what"):
        read_spend(spend(tmp_path, "who,what\na,1\nb,2\n"))
    with pytest.raises(ParamsError, match=r"none\.csv"):
        read_spend(tmp_path / "none.csv")


def test_the_cac_is_the_spend_of_the_first_month_over_who_came_in_it(tmp_path: Path) -> None:
    path = spend(tmp_path, "month,spend\n2024-01,30\n2024-03,7\n")
    assert ltv(path) == {"anna": 10, "bert": 10, "cleo": 10, "dora": 0}


def test_with_by_the_spend_is_that_of_the_channel(tmp_path: Path) -> None:
    path = spend(tmp_path, "month,channel,spend\n2024-01,ads,30\n2024-01,mail,8\n2024-02,ads,2\n")
    assert ltv(path, by="channel") == {"anna": 15, "bert": 8, "cleo": 15, "dora": 2}
    assert ltv(path) == {"anna": pytest.approx(38 / 3, abs=1e-4), "bert": pytest.approx(38 / 3, abs=1e-4),
                         "cleo": pytest.approx(38 / 3, abs=1e-4), "dora": 2}  # fmt: skip
    groups = ltv(path, by="channel", method="simple")
    assert groups == {None: 10, "ads": pytest.approx(32 / 3, abs=1e-4), "mail": 8}


def test_customers_without_spend_and_spend_without_customers_are_said(tmp_path: Path) -> None:
    frame = pl.DataFrame(ROWS, schema=["customer_id", "order_date", "amount", "channel"], orient="row")
    result = segkit.ltv(frame, method="historic", cac=spend(tmp_path, "month,spend\n2024-01,30\n2024-03,7\n"))
    said = {note.code: note.message for note in result.notes}
    assert said["no-spend-for"].startswith("1 customers came in a month without spend")
    assert said["spend-without-customers"].startswith("7.00 were spent where nobody came")
    assert result.params["cac"] == str(tmp_path / "spend.csv")
    assert result.headline[0].endswith(f"net of the spend of {tmp_path / 'spend.csv'}")


def test_no_spend_is_lost_to_a_blank_channel_or_the_status_of_a_campaign(tmp_path: Path) -> None:
    path = spend(tmp_path, "month,channel,spend,status\n2024-01,,1000,pending\n2024-01,ads,500,cancelled\n")
    found = read_spend(path)
    assert found == {"month": [JANUARY] * 2, "channel": [None, "ads"], "units": [10_000_000, 5_000_000]}
    assert ltv(path) == {"anna": 500, "bert": 500, "cleo": 500, "dora": 0}  # 1,500 over the three of January


@pytest.mark.parametrize("row", ["2024-01,ads,abc", "2024-01,ads,", ",ads,5", "2024-13,ads,5", "2024-01,ads,5,6"])
def test_a_row_of_spend_that_cannot_be_read_is_an_error(row: str, tmp_path: Path) -> None:
    text = "month,channel,spend\n" + "2024-01,ads,30\n" * 500 + row + "\n"
    with pytest.raises(ParamsError, match=r"1 of 501 rows of spend cannot be read"):
        read_spend(spend(tmp_path, text))
