"""Migration: equal windows, the cuts of the first date, who moved, entered and left."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

import segkit
from segkit.analyses.migrate.analysis import only
from segkit.analyses.migrate.overview import ABSENT
from segkit.analyses.migrate.params import MigrateParams
from segkit.errors import DataError, ParamsError
from segkit.scan import collecting

EXAMPLES = Path(__file__).parents[3] / "examples"

Move = tuple[str | None, str | None, str]


def sales(*rows: tuple[str, str, float]) -> pl.DataFrame:
    """Return rows of (customer, day, amount) as an export."""
    frame = pl.DataFrame(rows, schema=["customer_id", "order_date", "amount"], orient="row")
    return frame.with_columns(pl.col("order_date").str.to_date())


def times(name: str, first: str, count: int, amount: float) -> list[tuple[str, str, float]]:
    """Return purchases on consecutive days."""
    return [(name, str(date.fromisoformat(first) + timedelta(days=n)), amount) for n in range(count)]


def moves(result: segkit.Result) -> dict[str, Move]:
    """Return classes and change by customer."""
    rows = result.rows.with_columns(pl.col("class_before", "class_after", "change").cast(pl.String))
    return {row[0]: row[1:] for row in rows.select("customer_id", "class_before", "class_after", "change").rows()}


SALES = sales(
    # 2023: big 800, middle 150, small 50: 80 % lie before middle, so A from 800; B from 150. Of 8, 2 and 1 purchases 73 % lie
    # before the 2, so X from 2; a single one is Z.
    *times("big", "2023-03-01", 8, 100), *times("middle", "2023-03-01", 2, 75), *times("small", "2023-03-01", 1, 50),
    # 2024: the cuts of 2023 hold, whatever the distribution of 2024 would be.
    *times("big", "2024-03-01", 7, 100), *times("small", "2024-03-01", 8, 100), *times("fresh", "2024-12-31", 1, 149),
)  # fmt: skip


def test_both_dates_are_classed_by_the_cuts_of_the_first() -> None:
    result = segkit.migrate(SALES, before="2023-12-31", after="2024-12-31")
    assert moves(result) == {
        "big": ("AX", "BX", "moved"), "middle": ("BX", None, "left"), "small": ("CZ", "AX", "moved"),
        "fresh": (None, "CZ", "entered"),
    }  # fmt: skip
    assert result.rows["customer_id"].to_list() == ["big", "middle", "small", "fresh"]
    facts = result.facts
    assert (facts["golden_before"], facts["golden_lost"], facts["golden_gained"], facts["golden_lost_share"]) == (
        1,
        1,
        1,
        1.0,
    )
    assert (facts["customers_before"], facts["customers_after"], facts["left_share"]) == (3, 3, 1 / 3)


def test_limits_of_ones_own_cut_the_first_date_and_hold_for_the_second() -> None:
    # At 50 and 80 % A is from 800 and nobody is B: 80 % lie before 150.
    assert moves(segkit.migrate(SALES, before="2023-12-31", after="2024-12-31", abc="50,80")) == {
        "big": ("AX", "CX", "moved"), "middle": ("CX", None, "left"), "small": ("CZ", "AX", "moved"),
        "fresh": (None, "CZ", "entered"),
    }  # fmt: skip


def test_the_dates_are_by_themselves_this_year_and_the_last() -> None:
    assert moves(segkit.migrate(SALES)) == moves(segkit.migrate(SALES, before="2023-12-31", after="2024-12-31"))


def test_windows_are_equal_and_hold_both_their_ends() -> None:
    frame = sales(("edge", "2024-01-01", 1), ("out", "2023-12-31", 1), ("x", "2024-03-31", 1), ("x", "2024-06-30", 1))
    result = segkit.migrate(frame, before="2024-03-31", last="3mo")
    assert {name: move[2] for name, move in moves(result).items()} == {"edge": "left", "x": "stayed"}
    assert {"shared-days", "short-history"}.isdisjoint(note.code for note in result.notes)
    # a day later the first window reaches into the second
    notes = {note.code: note.message for note in segkit.migrate(frame, before="2024-04-01", last="3mo").notes}
    assert notes["shared-days"] == "both windows hold the days from 2024-04-01 to 2024-04-01"


def test_windows_that_share_days_or_reach_before_the_data_are_told() -> None:
    codes = {note.code for note in segkit.migrate(SALES, before="2024-06-30", after="2024-12-31").notes}
    assert "shared-days" in codes
    assert "short-history" in {note.code for note in segkit.migrate(SALES, before="2023-06-30").notes}
    assert "after-data" in {note.code for note in segkit.migrate(SALES, after="2025-06-30").notes}


ANALYSES: list[tuple[str, dict[str, object]]] = [
    ("abcxyz", {}),
    ("abcxyz", {"abc": "50,80", "xyz": "60,90"}),
    ("abcxyz", {"value": "orders", "xyz_by": "months", "boundary": "exclude"}),
    ("abcxyz", {"abc_by": "count"}),
    ("abcxyz", {"abc_by": "value", "abc": "500,100", "xyz_by": "none"}),
    *(
        ("abcxyz", {"value": "quantity", "xyz_by": "variation", "grain": grain})
        for grain in ("week", "month", "quarter")
    ),
    ("abcxyz", {"xyz_by": "variation", "fill": "window", "keep_partial": True, "std": "sample"}),
    ("rfm", {}),
    ("rfm", {"bins": 4, "map": "quadrants"}),
    ("rfm", {"method": "r-compat", "monetary": "mean"}),
]


@pytest.mark.parametrize(("analysis", "options"), ANALYSES)
def test_the_first_date_is_classed_as_a_run_of_that_day_would_do(analysis: str, options: dict[str, object]) -> None:
    found = segkit.migrate(EXAMPLES / "shop.csv", analysis=analysis, before="2023-11-12", after="2024-12-31", **options)
    alone = getattr(segkit, analysis)(EXAMPLES / "shop.csv", last="12mo", as_of="2023-11-12", **options)
    column = "segment" if analysis == "rfm" else "abc_class" if options.get("xyz_by") == "none" else "abc_xyz_class"
    assert dict(classes(found, "class_before")) == dict(classes(alone, column))
    assert found.rows["class_before"].n_unique() > 3


@pytest.mark.parametrize("options", [options for analysis, options in ANALYSES if analysis == "rfm"])
def test_the_second_date_is_classed_by_the_cuts_of_the_first(options: dict[str, object]) -> None:
    days = {"before": "2023-12-31", "after": "2024-12-31"}
    first = segkit.rfm(EXAMPLES / "shop.csv", last="12mo", as_of=days["before"], **options)
    cuts = {name: value for name, value in options.items() if name != "method"}
    second = segkit.rfm(EXAMPLES / "shop.csv", last="12mo", as_of=days["after"], breaks=first.breaks, **cuts)
    for given in ({}, {"breaks": first.breaks}):
        found = segkit.migrate(EXAMPLES / "shop.csv", analysis="rfm", **days, **options, **given)
        assert dict(classes(found, "class_after")) == dict(classes(second, "segment"))


def classes(result: segkit.Result, column: str) -> list[tuple[str, str]]:
    """Return the classes of those who have one by customer."""
    return result.rows.drop_nulls(column).select("customer_id", pl.col(column).cast(pl.String)).rows()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"bins": 4, "map": "quadrants"}, "--bins says nothing about --analysis abcxyz"),
        ({"analysis": "rfm", "abc": "50,80"}, "--abc says nothing about --analysis rfm"),
        ({"analysis": "rfm", "map": "defualt"}, 'no map "defualt"'),
        ({"abc": "80"}, "--abc takes exactly two limits"),
    ],
)
def test_options_that_would_be_ignored_or_are_wrong_are_refused(options: dict[str, object], said: str) -> None:
    with pytest.raises(ParamsError, match=said):
        segkit.migrate(SALES, **options)


def test_results_that_are_there_take_a_map_and_no_way_to_class(tmp_path: Path) -> None:
    for name, segment in (("may", "lost_ones"), ("june", "stars")):
        (tmp_path / f"{name}.csv").write_text(f"customer_id,segment\na,stars\nb,{segment}\n")
    files = {"before": str(tmp_path / "may.csv"), "after": str(tmp_path / "june.csv"), "analysis": "rfm"}
    own = {"scores": "RF", "segments": {"stars": {"codes": ["[1-5][4-5]"]}, "lost_ones": {"codes": ["[1-5][1-3]"]}}}
    found = segkit.migrate(**files, map=own)
    assert found.rows["class_before"].dtype == pl.Enum(["stars", "lost_ones"])
    assert (found.facts["golden_before"], found.facts["golden_gained"]) == (1, 1)
    with pytest.raises(ParamsError, match="--method says how to class, and results are classed already"):
        segkit.migrate(**files, method="r-compat")


def test_results_without_xyz_are_compared_by_abc(tmp_path: Path) -> None:
    for name in ("may", "june"):
        rows = segkit.abcxyz(SALES, xyz_by="none", as_of="2023-12-31" if name == "may" else "2024-12-31").table
        rows.select("customer_id", "abc_class", "abc_xyz_class", "total_amount").write_csv(tmp_path / f"{name}.csv")
    found = segkit.migrate(before=str(tmp_path / "may.csv"), after=str(tmp_path / "june.csv"))
    # To 2024: 1,500, 850, 150 and 149 of 2,649: 57, 89 and 94 % lie before the last three.
    assert moves(found) == {
        "big": ("A", "A", "stayed"), "small": ("C", "A", "moved"), "middle": ("B", "B", "stayed"),
        "fresh": (None, "B", "entered"),
    }  # fmt: skip


def test_the_matrix_holds_everybody_once_and_a_row_for_every_pair() -> None:
    days = {"before": "2023-12-31", "after": "2024-12-31"}
    rows, found = segkit.migrate(SALES, **days), segkit.migrate(SALES, matrix=True, **days)
    assert found.rows.height == 10 * 10 - 1
    assert found.rows["customers"].sum() == rows.rows.height == 4
    for side in ("before", "after"):
        assert found.rows[f"amount_{side}"].sum() == rows.rows[f"amount_{side}"].sum()
    assert found.facts == rows.facts
    nonzero = found.rows.filter(pl.col("customers") > 0).drop("amount_before", "amount_after")
    assert nonzero.select(pl.all().exclude("share_before").cast(pl.String), "share_before").rows() == [
        ("AX", "BX", "moved", "1", 1.0),
        ("BX", None, "left", "1", 1.0),
        ("CZ", "AX", "moved", "1", 1.0),
        (None, "CZ", "entered", "1", None),
    ]
    for name, panel in rows.overview.items():
        assert found.overview[name].frame.equals(panel.frame)


def scans(monkeypatch: pytest.MonkeyPatch, name: str, source: Path) -> int:
    """Return how many scans of the file the plans of a run hold; all of them are collected together."""
    collect, given = pl.collect_all, []
    with monkeypatch.context() as patch:
        patch.setattr(collecting.pl, "collect_all", lambda plans, **more: given.append(plans) or collect(plans, **more))
        getattr(segkit, name)(source)
    assert len(given) == 1
    return pl.explain_all(given[0]).count(f"SCAN [{source}]")


@pytest.mark.parametrize("name", ["cdnow.csv", "shop.csv", "shop.parquet"])
@pytest.mark.parametrize("analysis", ["migrate", "abcxyz", "churn"])
def test_an_input_is_read_once_with_order_ids_or_without(
    monkeypatch: pytest.MonkeyPatch, analysis: str, name: str
) -> None:
    assert scans(monkeypatch, analysis, EXAMPLES / name) == 1


def test_two_results_are_compared_without_an_input(tmp_path: Path) -> None:
    (tmp_path / "may.csv").write_text("customer_id,total_amount,segment\na,10.00,loyal\nb,2.50,new\nc,1.00,\n")
    (tmp_path / "june.csv").write_text("customer_id,segment,total_amount\nb,champions,3.5\nd,mine,1\n")
    result = segkit.migrate(before=str(tmp_path / "may.csv"), after=str(tmp_path / "june.csv"), analysis="rfm")
    assert moves(result) == {
        "a": ("loyal", None, "left"),
        "b": ("new", "champions", "moved"),
        "d": (None, "mine", "entered"),
    }
    assert result.table.select("amount_before", "amount_after").rows() == [(10.0, None), (2.5, 3.5), (None, 1.0)]
    assert result.overview["matrix"].frame["customers"].sum() == 3
    with pytest.raises(DataError, match="has no column abc_xyz_class or abc_class") as caught:
        segkit.migrate(before=str(tmp_path / "may.csv"), after=str(tmp_path / "june.csv"))
    assert caught.value.fix == "Write it with segkit abcxyz, or say --analysis rfm."
    with pytest.raises(ParamsError, match="drop an input"):
        segkit.migrate(SALES, before=str(tmp_path / "may.csv"), after=str(tmp_path / "june.csv"), analysis="rfm")
    with pytest.raises(ParamsError, match="two dates or two files"):
        segkit.migrate(SALES, before=str(tmp_path / "may.csv"), after="2024-12-31")


def test_lists_are_filters() -> None:
    result = segkit.migrate(SALES, before="2023-12-31", after="2024-12-31")
    params = MigrateParams()

    def listed(*words: str) -> list[str]:
        return result.filter(only(words, params)).rows["customer_id"].to_list()

    assert (listed("entered"), listed("left"), listed("moved")) == (["fresh"], ["middle"], ["big", "small"])
    assert (listed("golden_lost"), listed("golden_gained")) == (["big"], ["small"])
    assert (listed("from:a*"), listed("to:CZ", "left")) == (["big"], ["middle", "fresh"])
    for word, said in (("gone", 'no list "gone"'), ("from:D*", 'no class "D')):
        with pytest.raises(ParamsError, match=said):
            only([word], params)


def test_dates_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ParamsError, match="--before 2024-12-31 is not before --after 2023-12-31"):
        segkit.migrate(SALES, before="2024-12-31", after="2023-12-31")
    with pytest.raises(ParamsError, match="--before 2024-12-31 is not before 2024-12-31, the last day"):
        segkit.migrate(SALES, before="2024-12-31")
    with pytest.raises(ParamsError, match="is not before 2024-12-31, the last day"):
        segkit.migrate(SALES, before="2025-12-31")


@pytest.mark.parametrize("analysis", ["abcxyz", "rfm"])
@pytest.mark.parametrize("money", [-3, 0])
def test_a_first_window_without_money_leaves_the_cuts_to_the_second(analysis: str, money: float) -> None:
    later = [(name, f"2024-0{month}-10", 10.0**n) for n, name in enumerate("abcd") for month in range(1, n + 2)]
    alone = segkit.migrate(sales(*later), analysis=analysis, before="2023-12-31", after="2024-12-31")
    found = segkit.migrate(
        sales(("z", "2023-05-01", money), *later), analysis=analysis, before="2023-12-31", after="2024-12-31"
    )
    assert {name: move[1] for name, move in moves(found).items() if name != "z"} == {
        name: move[1] for name, move in moves(alone).items()
    }
    assert len({move[1] for move in moves(alone).values()}) > 1


def test_nobody_is_golden_without_xyz_and_nothing_is_said_of_it(tmp_path: Path) -> None:
    rows = sales(*times("a", "2023-01-05", 9, 100), *times("b", "2024-03-05", 9, 40), *times("c", "2023-02-05", 20, 3))
    found = segkit.migrate(rows, xyz_by="none")
    assert not [name for name in found.facts if name.startswith("golden")]
    with pytest.raises(ParamsError, match="nobody is golden without XYZ"):
        only(["golden_lost"], MigrateParams.parse({"xyz_by": "none"}))
    for name, end in (("before", "2023-12-31"), ("after", "2024-12-31")):
        segkit.abcxyz(rows, xyz_by="none", to=end).rows.select("customer_id", "abc_class", "total_amount").with_columns(
            pl.col("total_amount") / 10_000
        ).write_csv(tmp_path / f"{name}.csv")
    files = {"before": str(tmp_path / "before.csv"), "after": str(tmp_path / "after.csv")}
    two = segkit.migrate(**files, matrix=True)
    assert set(two.rows["class_before"].drop_nulls()) <= {"A", "B", "C"}
    assert not [name for name in two.facts if name.startswith("golden")]


def test_the_moves_with_the_most_money_come_first_and_nobody_who_stayed() -> None:
    assert segkit.migrate(SALES, before="2023-12-31", after="2024-12-31").overview["moves"].frame.rows() == [
        ("AX", "BX", 1, 8_000_000, 7_000_000), ("CZ", "AX", 1, 500_000, 8_000_000), ("BX", ABSENT, 1, 1_500_000, 0),
        (ABSENT, "CZ", 1, 0, 1_490_000),
    ]  # fmt: skip


def test_a_pair_of_classes_adds_up_its_customers(tmp_path: Path) -> None:
    (tmp_path / "may.csv").write_text("customer_id,total_amount,segment\na,10,loyal\nb,5,loyal\nc,1,loyal\n")
    (tmp_path / "june.csv").write_text(
        "customer_id,total_amount,segment\na,1,new\nb,2,new\nc,3,loyal\nd,4,new\ne,40,top\n"
    )
    files = {"before": str(tmp_path / "may.csv"), "after": str(tmp_path / "june.csv")}
    result = segkit.migrate(**files, analysis="rfm", matrix=True)
    rows = result.table
    # what is at stake is the larger of both sides
    assert [row[:3] for row in result.overview["moves"].frame.rows()] == [
        (ABSENT, "top", 1), ("loyal", "new", 2), (ABSENT, "new", 1),
    ]  # fmt: skip
    columns = ["class_before", "class_after", "customers", "share_before", "amount_before", "amount_after"]
    found = {row[:2]: row[2:] for row in rows.select(columns).with_columns(pl.col(columns[:2]).cast(pl.String)).rows()}
    assert found["loyal", "new"] == (2, 2 / 3, 15.0, 3.0)
    assert found["loyal", "loyal"] == (1, 1 / 3, 1.0, 3.0)
    assert found["loyal", None] == (0, 0.0, 0.0, 0.0)
    assert found[None, "new"] == (1, None, 0.0, 4.0)
    assert found["new", "new"] == (0, None, 0.0, 0.0)  # nobody was new before


def test_cuts_that_are_given_are_named_and_those_of_the_first_window_too() -> None:
    days = {"analysis": "rfm", "before": "2023-12-31", "after": "2024-12-31"}
    first = segkit.migrate(SALES, **days)
    assert first.headline[0].endswith(", both by the cuts of the first")
    breaks = segkit.rfm(SALES, last="12mo", as_of="2023-12-31").breaks
    assert segkit.migrate(SALES, breaks=breaks, **days).headline[0].endswith(", both by the cuts of own")


def test_an_order_counts_whole_in_the_window_of_its_first_day() -> None:
    export = pl.DataFrame(
        {
            "customer_id": ["a", "b", "a", "b"],
            "order_id": [1, 2, 1, 3],
            "order_date": [date(2024, 1, 5), date(2024, 2, 5), date(2024, 6, 5), date(2024, 2, 7)],
            "amount": [100.0, 50.0, -30.0, 10.0],
        }
    )
    found = segkit.migrate(export, before="2024-01-31", after="2024-02-29", last="1mo").table
    assert found.select("customer_id", "amount_before", "amount_after").rows() == [("a", 70.0, None), ("b", None, 60.0)]
    # The same day asked for by itself does not know what came later.
    assert segkit.abcxyz(export, last="1mo", as_of="2024-01-31").table["total_amount"].to_list() == [100.0]
