"""Migration as a process: lists in a pipe, two results without an input, and the gate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

Run = Any
SALES = """customer_id,order_date,amount
a,2023-06-01,90
a,2023-07-01,90
b,2023-06-01,10
b,2024-06-01,200
b,2024-07-01,200
c,2024-07-02,5
"""


@pytest.fixture
def sales(tmp_path: Path) -> str:
    (tmp_path / "sales.csv").write_text(SALES)
    return "sales.csv"


def test_a_list_of_who_is_golden_no_more_and_the_gate(here: Run, sales: str) -> None:
    ended = here(
        "migrate", sales, "--as-of", "2024-12-31", "--only", "golden_lost", "-q", "--fail-on", "golden_lost_share > 5%"
    )
    assert ended.code == 4
    assert ended.out.decode() == (
        "customer_id,class_before,class_after,change,amount_before,amount_after\na,AX,,left,180.00,\n"
    )
    assert "golden_lost_share is 1" in ended.err


def test_two_results_need_no_input(here: Run, sales: str) -> None:
    for name, day in (("may.csv", "2023-12-31"), ("june.csv", "2024-12-31")):
        assert here("abcxyz", sales, "-q", "--as-of", day, "--last", "12mo", "-o", name).code == 0
    ended = here("migrate", "--before", "may.csv", "--after", "june.csv", "--columns", "customer_id,change")
    assert (ended.code, ended.out.decode()) == (0, "customer_id,change\na,left\nb,moved\nc,entered\n")
    refused = here("migrate", sales, "--before", "may.csv", "--after", "june.csv")
    assert (refused.code, refused.out) == (2, b"")
    assert "takes no rows with these options: drop an input" in refused.err


def test_what_is_neither_date_nor_file_is_named(here: Run, sales: str) -> None:
    ended = here("migrate", sales, "--before", "lastyear")
    assert (ended.code, ended.out) == (3, b"")
    assert ended.err.startswith("segkit: --before: ")


def test_status_lists_the_inactive_of_a_file(here: Run, sales: str, tmp_path: Path) -> None:
    (tmp_path / "crm.csv").write_text("client;status\na;\nb;\nz;\n", "utf-8")
    ended = here("status", sales, "--clients", "crm.csv", "--only", "inactive", "-q", "--columns", "customer_id,status")
    assert (ended.code, ended.out.decode(), ended.err) == (0, "customer_id,status\na,departed\nz,never_bought\n", "")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("a,AX,5\nb,BX,4\na,CX,1\n", "after.csv lists 1 ids more than once"),
        ("a,AX,5\nb,BX,4 or so\nc,CX,\n", "after.csv: 1 cells of total_amount are no amounts"),
        ("a,AX,9e30\n", "after.csv: 1 cells of total_amount are no amounts"),
    ],
)
def test_files_that_are_no_results_are_refused(here: Run, tmp_path: Path, rows: str, said: str) -> None:
    header = "customer_id,abc_xyz_class,total_amount\n"
    (tmp_path / "before.csv").write_text(header + "a,AX,5\n")
    (tmp_path / "after.csv").write_text(header + rows)
    ended = here("migrate", "--before", "before.csv", "--after", "after.csv")
    assert (ended.code, ended.out) == (3, b"")
    assert said in ended.err
