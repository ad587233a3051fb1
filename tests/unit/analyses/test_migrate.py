"""Migration: equal windows, the cuts of the first date, who moved, entered and left."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

import segkit
from segkit import pipeline
from segkit.analyses.migrate import MigrateParams, only
from segkit.errors import DataError, ParamsError

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


def test_the_dates_are_by_themselves_this_year_and_the_last() -> None:
    assert moves(segkit.migrate(SALES)) == moves(segkit.migrate(SALES, before="2023-12-31", after="2024-12-31"))


def test_windows_are_equal_and_hold_both_their_ends() -> None:
    frame = sales(("edge", "2024-01-01", 1), ("out", "2023-12-31", 1), ("x", "2024-03-31", 1), ("x", "2024-06-30", 1))
    result = segkit.migrate(frame, before="2024-03-31", last="3mo")
    assert {name: move[2] for name, move in moves(result).items()} == {"edge": "left", "x": "stayed"}
    assert {"shared-days", "short-history"}.isdisjoint(note.code for note in result.notes)


def test_windows_that_share_days_or_reach_before_the_data_are_told() -> None:
    codes = {note.code for note in segkit.migrate(SALES, before="2024-06-30", after="2024-12-31").notes}
    assert "shared-days" in codes
    assert "short-history" in {note.code for note in segkit.migrate(SALES, before="2023-06-30").notes}
    assert "after-data" in {note.code for note in segkit.migrate(SALES, after="2025-06-30").notes}


def test_a_date_is_compared_as_a_run_of_that_day_would_class() -> None:
    """Classes at the first date are those of rfm with --last and --as-of; the second date's with its breaks."""
    shop = Path(__file__).parents[3] / "examples" / "shop.csv"
    found = segkit.migrate(shop, analysis="rfm", before="2023-12-31", after="2024-12-31")
    first = segkit.rfm(shop, last="12mo", as_of="2023-12-31")
    second = segkit.rfm(shop, last="12mo", as_of="2024-12-31", breaks=first.breaks)
    for side, result in (("before", first), ("after", second)):
        told = dict(result.rows.select("customer_id", pl.col("segment").cast(pl.String)).rows())
        have = found.rows.drop_nulls(f"class_{side}").select("customer_id", pl.col(f"class_{side}").cast(pl.String))
        assert dict(have.rows()) == told
    abc = segkit.migrate(shop, before="2023-12-31", after="2024-12-31").rows
    told = dict(
        segkit.abcxyz(shop, last="12mo", as_of="2023-12-31")
        .rows.select("customer_id", pl.col("abc_xyz_class").cast(pl.String))
        .rows()
    )
    assert (
        dict(abc.drop_nulls("class_before").select("customer_id", pl.col("class_before").cast(pl.String)).rows())
        == told
    )


def test_the_input_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    collected = []
    collect = pl.collect_all
    monkeypatch.setattr(
        pipeline.pl, "collect_all", lambda *given, **more: collected.append(1) or collect(*given, **more)
    )
    segkit.migrate(SALES, before="2023-12-31", after="2024-12-31")
    assert len(collected) == 1


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
    with pytest.raises(DataError, match="has no column abc_xyz_class or abc_class"):
        segkit.migrate(before=str(tmp_path / "may.csv"), after=str(tmp_path / "june.csv"))
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
    with pytest.raises(ParamsError, match="is not before 2024-12-31, the last day"):
        segkit.migrate(SALES, before="2025-12-31")


@pytest.mark.parametrize("analysis", ["abcxyz", "rfm"])
def test_a_first_window_of_returns_only_leaves_the_cuts_to_the_second(analysis: str) -> None:
    later = [(name, f"2024-0{month}-10", 10.0**n) for n, name in enumerate("abcd") for month in range(1, n + 2)]
    alone = segkit.migrate(sales(*later), analysis=analysis, before="2023-12-31", after="2024-12-31")
    found = segkit.migrate(
        sales(("z", "2023-05-01", -3), *later), analysis=analysis, before="2023-12-31", after="2024-12-31"
    )
    assert {name: move[1] for name, move in moves(found).items() if name != "z"} == {
        name: move[1] for name, move in moves(alone).items()
    }
    assert len({move[1] for move in moves(alone).values()}) > 1
