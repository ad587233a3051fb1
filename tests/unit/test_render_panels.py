"""Panels on a terminal: cut to the window, and heat maps whose shades follow the figures."""

from __future__ import annotations

import io

import polars as pl
import pytest
from rich.console import Console

from segkit.render import render
from segkit.result import Panel, Result
from segkit.schema import KEY, Column, Schema

TEXT, COUNT = Column("text", "x"), Column("count", "x")
SCHEMA = Schema("tiny", version=1, order=(KEY,), columns={KEY: Column("id", "x")})


def shown(panel: Panel, width: int = 80, *, colors: bool = False) -> str:
    """Return what a terminal of this width shows of a panel."""
    rows = pl.DataFrame(schema={KEY: pl.String})
    result = Result("tiny", SCHEMA, {}, rows, panels=lambda: {"panel": panel})
    stream = io.StringIO()
    system = "256" if colors else None
    console = Console(file=stream, width=width, force_terminal=colors, color_system=system, highlight=False)  # type: ignore[arg-type]
    console.print(render(result, None, width))
    return stream.getvalue()


def heat_map(*counts: int) -> Panel:
    frame = pl.DataFrame({"down": ["D"] * len(counts), "across": [f"A{n}" for n, _ in enumerate(counts)], "n": counts})
    return Panel("Heat", frame, {"down": TEXT, "across": TEXT, "n": COUNT}, pivot=("down", "across"), heat="n")


def test_a_pivot_of_one_figure_has_no_legend_and_a_line_a_row() -> None:
    assert [line.split() for line in shown(heat_map(1, 20)).splitlines()[-2:]] == [["A0", "A1"], ["D", "1", "20"]]


@pytest.mark.parametrize(
    ("count", "style"),
    [(0, "2"), (1, "30;48;5;230"), (20, "30;48;5;230"), (21, "30;48;5;222"), (60, "30;48;5;215"), (100, "30;48;5;202")],
)
def test_shades_follow_the_share_of_the_largest(count: int, style: str) -> None:
    assert f"\x1b[{style}m{count:>4}\x1b[0m" in shown(heat_map(100, count), colors=True)


def test_a_heat_map_of_nothing_is_dim() -> None:
    assert "\x1b[2m 0\x1b[0m" in shown(heat_map(0, 0), colors=True)


def test_columns_that_do_not_fit_are_named() -> None:
    frame = pl.DataFrame({"segment": ["champions"], "customers": [12], "purchases": [5]})
    panel = Panel("Wide", frame, {"segment": TEXT, "customers": COUNT, "purchases": COUNT})
    assert "a wider window shows more columns: purchases" in shown(panel, 24).replace(" \n", " ")
    assert "wider" not in shown(panel, 40)


def test_the_last_text_takes_the_rest_of_the_window_and_no_more() -> None:
    frame = pl.DataFrame({"key": ["x" * 40], "what to do": ["word " * 20]})
    panel = Panel("Texts", frame, {"key": TEXT, "what to do": TEXT})
    line = shown(panel, 80).splitlines()[-1]
    assert line.startswith("x" * 31 + "…  word word")
    assert len(line.rstrip()) == 80
    assert ("word " * 20).strip() in shown(panel, 160)


def test_a_share_just_below_zero_has_no_sign() -> None:
    panel = Panel("Shares", pl.DataFrame({"share": [-0.0001, -0.2]}), {"share": Column("share", "x")})
    assert [line.strip() for line in shown(panel).splitlines()[-2:]] == ["0.0 %", "-20.0 %"]


def test_an_empty_panel_and_an_empty_column_are_no_harm() -> None:
    columns = {"segment": TEXT, "days": COUNT}
    assert (
        shown(Panel("Empty", pl.DataFrame(schema={"segment": pl.String, "days": pl.Int64}), columns)).strip() == "Empty"
    )
    frame = pl.DataFrame({"segment": ["new"], "days": [None]}, schema_overrides={"days": pl.Int64})
    assert shown(Panel("Half", frame, columns)).split() == ["Half", "segment", "new"]


def transitions(count: int, *names: str) -> Panel:
    """Return a heat map whose rows and columns are the same."""
    pairs = [(down, across) for down in names for across in names]
    frame = pl.DataFrame(
        [(*pair, count + place) for place, pair in enumerate(pairs)], ["down", "across", "n"], orient="row"
    )
    return Panel("Moves", frame, {"down": TEXT, "across": TEXT, "n": COUNT}, pivot=("down", "across"), heat="n")


SEGMENTS = ("champions", "potential_loyalists", "hibernating")


def test_columns_that_do_not_fit_go_by_the_numbers_of_their_rows() -> None:
    lines = [line.split() for line in shown(transitions(1, *SEGMENTS), 70).splitlines()[-4:]]
    assert lines[:2] == [list(SEGMENTS), ["champions", "1", "2", "3"]]
    lines = [line.split() for line in shown(transitions(1, *SEGMENTS), 40).splitlines()[-4:]]
    assert lines[:2] == [["1", "2", "3"], ["1", "champions", "1", "2", "3"]]
    assert lines[-1] == ["3", "hibernating", "7", "8", "9"]


def test_counts_are_rounded_only_where_the_window_cannot_hold_them_and_that_is_said() -> None:
    assert "1,234,567" in shown(transitions(1_234_560, *SEGMENTS), 70)
    narrow = shown(transitions(1_234_560, *SEGMENTS), 40)
    assert narrow.splitlines()[3].split() == ["1", "champions", "1.2M", "1.2M", "1.2M"]
    assert "k: thousands, M: millions" in narrow.replace("\n", " ")
    assert "thousands" not in shown(transitions(1_234_560, *SEGMENTS), 70)


def test_a_matrix_that_no_writing_makes_fit_is_cut_and_says_so() -> None:
    names = [f"segment_{number}" for number in range(1, 21)]
    assert "a wider window shows more columns: 6 to 20" in shown(transitions(1_234_560, *names), 46).replace("\n", " ")


@pytest.mark.parametrize(
    ("per", "key", "order", "shown_rows", "title"),
    [
        ("customer", KEY, "-total", 2, "Top 2 of 3 customers by total"),
        ("item", "item_id", "-total", 2, "Top 2 of 3 items by total"),
        ("region", "entity_id", "total", 2, "First 2 of 3 entities"),
        ("customer", KEY, "-total", 3, "All 3 customers"),
        ("customer", "period", "period", 2, "First 2 of 3 rows"),
    ],
)
def test_the_rows_are_called_what_they_are(per: str, key: str, order: str, shown_rows: int, title: str) -> None:
    kind = "text" if key == "period" else "id"
    columns = {key: Column(kind, "x"), "total": COUNT}  # type: ignore[arg-type]
    rows = pl.DataFrame({key: ["a", "b", "c"], "total": [3, 2, 1]})
    result = Result("tiny", Schema("tiny", 1, (order, key), columns, key=(key,)), {"per": per}, rows)
    lines = drawn(result.head(shown_rows), shown_rows)
    assert lines[1] == title


def test_the_rows_of_top_take_the_place_of_a_panel_of_the_same_rows() -> None:
    columns = {"period": TEXT, "total": COUNT}
    rows = pl.DataFrame({"period": ["a", "b", "c"], "total": [3, 2, 1]})
    panels = {"same": Panel("Sales", rows, columns, of_rows=True), "other": Panel("Facts", rows, columns)}
    result = Result("tiny", Schema("tiny", 1, ("period",), columns, key=("period",)), {}, rows, panels=lambda: panels)
    titles = ("Sales", "Facts", "First 2 of 3 rows")
    assert [line for line in drawn(result, None) if line in titles] == ["Sales", "Facts"]
    assert [line for line in drawn(result.head(2), 2) if line in titles] == ["Facts", "First 2 of 3 rows"]


def drawn(result: Result, top: int | None) -> list[str]:
    """Return the lines that a terminal shows of a result."""
    stream = io.StringIO()
    Console(file=stream, width=80, color_system=None).print(render(result, top, 80))
    return [line.rstrip() for line in stream.getvalue().splitlines()]
