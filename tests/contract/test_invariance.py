"""What must not change a result: the order and the neighbors of the rows, names, ids, the file format, the engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from contract_support import (
    FIRST_DAY,
    FRAMES,
    assert_same,
    carrying,
    few,
    frame_of,
    given_rows,
    has_ids,
    many,
    run,
    variants,
)
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from segkit.errors import EmptyInputError
from segkit.scan import collecting

if TYPE_CHECKING:
    from pathlib import Path

    from segkit.result import Note, Result

OVERRIDES = {
    "customer": "customer_id", "order": "order_id", "date": "order_date", "amount": "amount", "quantity": "quantity",
    "cost": "cost_amount", "item": "item_id",
}  # fmt: skip
Case = tuple[pl.DataFrame, dict[str, object]]


def test_order_files_neighbors_names_of_customers_and_engine_change_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    @many
    @given(given_rows(name), st.integers(0, 99), st.booleans())
    def check(case: Case, seed: int, carries: bool) -> None:
        frame, params = case
        params = carrying(name, params, "item_id,points") if carries else params
        expected = run(name, frame, **params)
        assert_same(expected, run(name, frame.sample(fraction=1, shuffle=True, seed=seed), **params))
        assert_same(expected, run(name, frame.reverse(), **params))
        assert_inputs_add_up(expected, name, frame, params, seed % (frame.height + 1))
        assert_surplus_columns_change_nothing(expected, name, frame, params)
        assert_relabelled_ids_change_nothing_but_the_id(expected, name, frame, params, seed)
        with monkeypatch.context() as patched:
            patched.setattr(collecting, "ENGINE", "in-memory")
            assert_same(expected, run(name, frame, **params))

    assert collecting.ENGINE == "streaming"
    check()


def assert_inputs_add_up(
    expected: Result, name: str, frame: pl.DataFrame, params: dict[str, object], middle: int
) -> None:
    """Assert that two inputs say what one does, but for the note that names the files in which an order stands again."""
    together, apart = expected, run(name, frame.slice(middle), frame.slice(0, middle), **params)
    assert_same(*(replace(one, notes=_without_files(one)) for one in (together, apart)))


def _without_files(result: Result) -> tuple[Note, ...]:
    return tuple(note for note in result.notes if note.code != "repeated-orders")


def assert_surplus_columns_change_nothing(
    expected: Result, name: str, frame: pl.DataFrame, params: dict[str, object]
) -> None:
    surplus = frame.with_columns(zz_remark=pl.lit("=1+1"), zz_number=pl.int_range(pl.len()), zz_nothing=None)
    assert_same(expected, run(name, surplus.select(sorted(surplus.columns, reverse=True)), **params))


def assert_relabelled_ids_change_nothing_but_the_id(
    expected: Result, name: str, frame: pl.DataFrame, params: dict[str, object], seed: int
) -> None:
    ids = frame["customer_id"].unique().sort().sample(fraction=1, shuffle=True, seed=seed)
    relabel = {old: f"k{place}" for place, old in enumerate(ids)}
    new = frame.with_columns(customer_id=pl.col("customer_id").replace_strict(relabel, return_dtype=pl.String))
    found = run(name, new, **params)
    assert_same_but_ids(expected.rows, found.rows, pl.col("customer_id").replace_strict(relabel))
    assert (expected.facts, expected.notes, expected.account) == (found.facts, found.notes, found.account)


def test_renamed_columns_that_the_options_name(name: str) -> None:
    @many
    @given(given_rows(name))
    def check(case: Case) -> None:
        frame, params = case
        renamed = {column: f"Spalte {place}" for place, column in enumerate(OVERRIDES.values())}
        given_names = {role: renamed[column] for role, column in OVERRIDES.items()}
        by = {"by": renamed.get(params["by"], params["by"])} if "by" in params else {}
        assert_same(run(name, frame, **params), run(name, frame.rename(renamed), **{**given_names, **params, **by}))

    check()


def assert_same_but_ids(left: pl.DataFrame, right: pl.DataFrame, ids: pl.Expr) -> None:
    """Assert that the frames agree once the ids of the left one are replaced, where they have ids."""
    if "customer_id" in left.columns:
        left, right = left.with_columns(customer_id=ids).sort("customer_id"), right.sort("customer_id")
    assert_frame_equal(left, right, check_exact=True)


def test_whole_number_ids_are_classed_as_their_texts(name: str) -> None:
    @many
    @given(given_rows(name))
    def check(case: Case) -> None:
        frame, params = case
        ids = sorted(set(frame["customer_id"]))
        numbers = {old: place + 1 for place, old in enumerate(ids)}
        numbered = frame.with_columns(customer_id=pl.col("customer_id").replace_strict(numbers, return_dtype=pl.Int64))
        expected = run(name, numbered, **params)
        text = run(name, numbered.with_columns(pl.col("customer_id").cast(pl.String)), **params)
        assert "customer_id" not in expected.rows or expected.rows["customer_id"].dtype == pl.Int64
        assert_same_but_ids(expected.rows, text.rows, pl.col("customer_id").cast(pl.String))

    check()


def test_rows_after_as_of(name: str) -> None:
    @many
    @given(given_rows(name), st.integers(0, 420))
    def check(case: Case, day: int) -> None:
        frame, params = case
        as_of = FIRST_DAY + timedelta(days=day)
        early = frame.filter(pl.col("order_date") <= as_of)
        if early.is_empty():
            with pytest.raises(EmptyInputError):
                run(name, frame, as_of=as_of, **params)
            return
        everything = run(name, frame, as_of=as_of, **params)
        assert_same(run(name, early, as_of=as_of, **params), everything)
        assert everything.as_of == as_of
        assert everything.account is not None
        set_aside = everything.account.set_aside.get("period")
        assert (set_aside.rows if set_aside else 0) == frame.height - early.height

    check()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


def test_csv_against_parquet_arrow_and_ndjson(name: str, folder: Path) -> None:
    @few
    @given(given_rows(name))
    def check(case: Case) -> None:
        frame, params = case
        frame.write_csv(folder / "rows.csv")
        frame.write_csv(folder / "rows.tsv", separator="\t")
        frame.write_parquet(folder / "rows.parquet")
        frame.write_ipc(folder / "rows.arrow")
        frame.with_columns(pl.col("order_date").cast(pl.String)).write_ndjson(folder / "rows.ndjson")
        expected = run(name, frame, **carrying(name, params))
        for ending in ("csv", "tsv", "parquet", "arrow", "ndjson"):
            assert_same(expected, run(name, folder / f"rows.{ending}", **carrying(name, params)))

    check()


def test_customers_collected_in_parts(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @few
    @given(given_rows(name), st.integers(1, 9), st.booleans())
    def check(case: Case, rows: int, ordered: bool) -> None:
        frame, params = case
        frame = frame if ordered else frame.drop("order_id")
        frame.write_parquet(folder / "large.parquet")
        expected = run(name, folder / "large.parquet", **carrying(name, params, "item_id,points"))
        with monkeypatch.context() as patched:
            patched.setattr(collecting, "PART_ROWS", rows)
            patched.setattr(collecting, "PART_LINES", rows)
            assert_same(expected, run(name, folder / "large.parquet", **carrying(name, params, "item_id,points")))

    check()


def test_pandas_and_arrow_frames(name: str) -> None:
    @few
    @given(FRAMES)
    def check(frame: pl.DataFrame) -> None:
        expected = run(name, frame)
        assert_same(expected, run(name, frame.to_arrow()))
        assert_same(expected, run(name, frame.lazy()))
        assert_same(expected, run(name, frame.to_pandas(use_pyarrow_extension_array=True)))

    check()


def test_options_as_texts_or_as_values(name: str) -> None:
    frame = frame_of([("anna", 1, 0, 100_00, 1), ("bert", 2, 40, 50_00, 2)])
    as_of = FIRST_DAY + timedelta(days=100)
    assert_same(
        run(name, frame, as_of=as_of, strict=False, **({"carry": ["item_id"]} if has_ids(name, {}) else {})),
        run(name, frame, as_of=as_of.isoformat(), strict="no", **carrying(name, {})),
    )


def halves(late: list[tuple[str, str]], path: Path) -> tuple[Path, Path]:
    """Write 12,000 plain rows and a few late ones that are written otherwise, in both orders."""
    plain = [(f"c{n % 50}", f"{n + 1}") for n in range(12_000)]
    for place, rows in (("late", plain + late), ("early", late + plain)):
        text = "customer_id;amount\n" + "".join(f"{customer};{amount}\n" for customer, amount in rows)
        (path / f"{place}.csv").write_text(text, "utf-8")
    return path / "late.csv", path / "early.csv"


@pytest.mark.parametrize("amount", ["1,50", "1 000.50", "1 000,50"])
def test_a_late_way_of_writing_numbers_is_read_like_an_early_one(amount: str, tmp_path: Path) -> None:
    late, early = halves([(f"d{n}", amount) for n in range(20)], tmp_path)
    assert_same(run("abcxyz", late), run("abcxyz", early))


def test_notes_do_not_depend_on_the_order_of_the_rows() -> None:
    frame = pl.DataFrame({"customer_id": ["17850.0", "13047.0", "12345.0"], "amount": [1.0, 2.0, 3.0]})
    assert run("abcxyz", frame).notes == run("abcxyz", frame.reverse()).notes


def test_every_variant_is_tried(name: str) -> None:
    params = {frozenset((key, str(value)) for key, value in given.items()) for given in variants(name)}
    assert len(params) == len(variants(name)) >= 1
