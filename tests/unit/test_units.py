"""Exact money: what a text or a number is worth in 1/10,000, and how it is written again."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segkit import units


def scaled_text(*texts: str | None) -> list[tuple[int | None, bool]]:
    amount, lossy = units.scale_text(pl.col("text"))
    frame = pl.DataFrame({"text": pl.Series(texts, dtype=pl.String)})
    return frame.select(amount.alias("units"), lossy.alias("lossy")).rows()


def scaled_numbers(values: pl.Series) -> list[tuple[int | None, bool]]:
    amount, lossy = units.scale_number(pl.col("number"), values.dtype)
    return values.alias("number").to_frame().select(amount.alias("units"), lossy.alias("lossy")).rows()


def floats(*values: float) -> list[int | None]:
    return [amount for amount, _ in scaled_numbers(pl.Series(values, dtype=pl.Float64))]


def written(*amounts: int | None, least_digits: int = 2) -> list[str | None]:
    frame = pl.DataFrame({"units": pl.Series(amounts, dtype=pl.Int64)})
    return frame.select(units.decimal_text(pl.col("units"), least_digits=least_digits)).to_series().to_list()


def half_up(text: str) -> int:
    """Return the decimal text in 1/10,000, rounded half away from zero by the decimal module."""
    return int(Decimal(text).quantize(Decimal("0.0001"), ROUND_HALF_UP).scaleb(4))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.34", 123_400),
        ("0", 0),
        ("-0.01", -100),
        ("+5", 50_000),
        ("5.", 50_000),
        (".5", 5_000),
        ("-.5", -5_000),
        ("1e3", 10_000_000),
        ("922337203685477.5807", 2**63 - 1),
        ("-922337203685477.5808", -(2**63)),
    ],
)
def test_decimal_text_is_read_exactly(text: str, expected: int) -> None:
    assert scaled_text(text) == [(expected, False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.00005", 10_001),
        ("-1.00005", -10_001),
        ("1.00004", 10_000),
        ("-1.00004", -10_000),
        ("0.00005", 1),
        ("-0.00005", -1),
        ("0.000049", 0),
        ("2.71828182", 27_183),
    ],
)
def test_text_with_more_than_four_decimals_is_rounded_half_away_from_zero_and_counted(text: str, expected: int) -> None:
    assert scaled_text(text) == [(expected, True)]


@pytest.mark.parametrize(
    ("text", "expected"), [("1.00004999999999", 10_000), ("-1.00004999999999", -10_000), ("0.1234500000001", 1_235)]
)
def test_text_with_more_than_ten_decimals_is_rounded_once(text: str, expected: int) -> None:
    assert scaled_text(text) == [(expected, True)]


def test_text_that_loses_its_twelfth_decimal_is_counted() -> None:
    assert scaled_text("1.000000000001") == [(10_000, True)]


@pytest.mark.parametrize(
    "text", ["", "abc", "nan", "inf", "-inf", "1_000", "0x10", "1.2.3", "--5", "5-", "1e400", "922337203685477.5808"]
)
def test_text_that_is_no_amount_has_no_units(text: str) -> None:
    assert scaled_text(text) == [(None, False)]


def test_missing_text_has_no_units() -> None:
    assert scaled_text(None) == [(None, False)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12.34, 123_400),
        (0.1 + 0.2, 3_000),
        (-1.005, -10_050),
        (1.00005, 10_001),
        (-1.00005, -10_001),
        (2.67495, 26_750),
        (1.00004, 10_000),
        (123_456_789.12345, 1_234_567_891_235),
    ],
)
def test_floats_are_read_as_the_decimal_that_they_print(value: float, expected: int) -> None:
    assert floats(value) == [expected]


@pytest.mark.parametrize("value", [2e11, 1e12, -1e12, 112_589_990_686.0, 225_179_981_369.0])
def test_large_whole_floats_keep_their_value(value: float) -> None:
    assert floats(value) == [int(value) * 10_000]


@given(st.integers(-(10**14), 10**14))
def test_floats_of_up_to_ten_billion_are_exact_to_four_decimals(amount: int) -> None:
    assert floats(float(Fraction(amount, 10_000))) == [amount]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), 1e300, -1e15])
def test_floats_that_are_no_amount_have_no_units(value: float) -> None:
    assert floats(value) == [None]


@pytest.mark.parametrize(
    ("value", "lossy"), [(12.34, False), (0.1 + 0.2, False), (1e9 + 0.0001, False), (1.00005, True), (1 / 3, True)]
)
def test_floats_that_lose_digits_are_told_from_noise(value: float, *, lossy: bool) -> None:
    assert [lost for _, lost in scaled_numbers(pl.Series([value]))] == [lossy]


def short(*texts: str) -> list[tuple[int | None, bool]]:
    """Return the units of texts that a reader took for floats."""
    amount, lossy = units.scale_short(pl.col("read") * units.SCALE)
    frame = pl.DataFrame({"read": [float(text) for text in texts]})
    return frame.select(amount.alias("units"), lossy.alias("lossy")).rows()


@given(st.lists(st.integers(-(2**49) + 1, 2**49 - 1), min_size=1, max_size=20))
def test_short_decimals_that_were_read_as_floats_are_exact(amounts: list[int]) -> None:
    texts = [f"{Decimal(amount).scaleb(-4):f}" for amount in amounts]
    assert short(*texts) == [(amount, False) for amount in amounts]


@pytest.mark.parametrize(
    "text",
    ["1.00005", "0.30000001", "-2.71828182", "0.00009", "1.2345678", "56294995342.1313", "99999999999.99", "1e300"],
)
def test_floats_that_may_have_lost_digits_are_never_taken_for_short_decimals(text: str) -> None:
    ((amount, lossy),) = short(text)
    assert lossy or amount is None


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e300"])
def test_floats_that_are_beyond_the_range_have_no_units_of_short_decimals(text: str) -> None:
    assert short(text)[0][0] is None


@pytest.mark.parametrize("dtype", [pl.Int8, pl.Int64, pl.UInt16, pl.Int128])
def test_integers_are_whole_amounts(dtype: type[pl.DataType]) -> None:
    assert scaled_numbers(pl.Series([7, None, 0], dtype=dtype)) == [(70_000, False), (None, False), (0, False)]


@pytest.mark.parametrize(
    ("value", "dtype"), [(2**63 - 1, pl.Int64), (2**64 - 1, pl.UInt64), (922_337_203_685_478, pl.Int64)]
)
def test_integers_beyond_the_range_have_no_units(value: int, dtype: type[pl.DataType]) -> None:
    assert scaled_numbers(pl.Series([value], dtype=dtype))[0][0] is None


@pytest.mark.parametrize(
    ("text", "scale", "expected"), [("1.25", 2, (12_500, False)), ("-1.00005", 6, (-10_001, True)), ("1.5", 10, (15_000, False))]
)  # fmt: skip
def test_decimals_are_read_exactly(text: str, scale: int, expected: tuple[int, bool]) -> None:
    assert scaled_numbers(pl.Series([Decimal(text)], dtype=pl.Decimal(30, scale))) == [expected]


def test_decimals_of_twelve_digits_are_rounded_once() -> None:
    column = pl.Series([Decimal("1.000049999999")], dtype=pl.Decimal(20, 12))
    assert scaled_numbers(column) == [(10_000, True)]


@given(st.lists(st.decimals(-(10**9), 10**9, places=8).map(lambda number: f"{number:f}"), min_size=1, max_size=20))
def test_eight_decimals_round_as_the_decimal_module_rounds(texts: list[str]) -> None:
    assert [amount for amount, _ in scaled_text(*texts)] == [half_up(text) for text in texts]


@pytest.mark.parametrize(
    ("left", "right", "product"),
    [
        ("2", "1.25", (25_000, False)),
        ("-2", "1.25", (-25_000, False)),
        ("1000", "0.00005", (500, False)),
        ("0.0001", "0.5", (1, True)),  # 0.00005
        ("-0.0001", "0.5", (-1, True)),
        ("0.0001", "0.4999", (0, True)),
        ("3", "0.33335", (10_001, True)),  # 1.00005
        ("0", "0.77", (0, False)),
        ("1000000000", "1000000000", (None, False)),
        (None, "5", (None, False)),
        ("x", "5", (None, False)),
    ],
)
def test_products_are_rounded_once_half_away_from_zero(
    left: str | None, right: str, product: tuple[int | None, bool]
) -> None:
    frame = pl.DataFrame({"left": [left], "right": [right]}, schema={"left": pl.String, "right": pl.String})
    amount, lossy = units.scale_product(units.product(pl.col("left"), pl.col("right")))
    assert frame.select(amount.alias("units"), lossy.alias("lossy")).row(0) == product


@given(st.decimals(-(10**8), 10**8, places=4), st.decimals(-(10**6), 10**6, places=5))
def test_products_are_those_of_the_decimal_module(left: Decimal, right: Decimal) -> None:
    exact = left * right
    frame = pl.DataFrame({"left": [f"{left:f}"], "right": [f"{right:f}"]})
    amount, lossy = units.scale_product(units.product(pl.col("left"), pl.col("right")))
    found = frame.select(amount.alias("units"), lossy.alias("lossy")).row(0)
    assert found == (half_up(f"{exact:f}"), exact * 10_000 % 1 != 0)


@pytest.mark.parametrize(
    ("left", "right", "difference"), [(5, 7, -2), (2**63 - 1, -1, None), (-(2**63), 1, None), (None, 1, None)]
)
def test_differences_do_not_wrap(left: int | None, right: int, difference: int | None) -> None:
    frame = pl.DataFrame({"left": [left], "right": [right]}, schema={"left": pl.Int64, "right": pl.Int64})
    assert frame.select(units.subtract(pl.col("left"), pl.col("right"))).item() == difference


@pytest.mark.parametrize(
    ("amount", "money", "number"),
    [
        (12_345_000, "1234.50", "1234.5"),
        (10_000, "1.00", "1"),
        (0, "0.00", "0"),
        (-5, "-0.0005", "-0.0005"),
        (12_340, "1.234", "1.234"),
        (-10_100, "-1.01", "-1.01"),
        (100_000, "10.00", "10"),
        (2**63 - 1, "922337203685477.5807", "922337203685477.5807"),
        (-(2**63), "-922337203685477.5808", "-922337203685477.5808"),
    ],
)
def test_units_are_written_as_the_shortest_decimal(amount: int, money: str, number: str) -> None:
    assert written(amount) == [money]
    assert written(amount, least_digits=0) == [number]


def test_missing_units_are_written_as_nothing() -> None:
    assert written(None) == [None]


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=20), st.sampled_from([0, 2]))
def test_written_units_read_back_as_themselves(amounts: list[int], least_digits: int) -> None:
    texts = written(*amounts, least_digits=least_digits)
    assert scaled_text(*texts) == [(amount, False) for amount in amounts]


def as_floats(amounts: list[int]) -> list[float]:
    return units.to_floats(pl.Series("amount", amounts, dtype=pl.Int64)).to_list()


@given(st.lists(st.integers(-(2**53), 2**53), min_size=1, max_size=20))
def test_floats_are_the_nearest(amounts: list[int]) -> None:
    assert as_floats(amounts) == [float(Fraction(amount, 10_000)) for amount in amounts]


@pytest.mark.parametrize("sign", [1, -1])
def test_floats_of_huge_totals_are_the_nearest(sign: int) -> None:
    amounts = [sign * (2**53 + 1 + 9_999_991 * step) for step in range(1_000)]
    assert as_floats(amounts) == [float(Fraction(amount, 10_000)) for amount in amounts]


def test_missing_units_have_no_float() -> None:
    assert units.to_floats(pl.Series([None, 5], dtype=pl.Int64)).to_list() == [None, 0.0005]


@given(st.lists(st.integers(-(2**53), 2**53), min_size=1, max_size=20), st.integers(1, 2**53))
def test_quotients_are_the_nearest(dividends: list[int], divisor: int) -> None:
    frame = pl.DataFrame({"units": dividends}).select(units.quotient(pl.col("units"), divisor))
    assert frame.to_series().to_list() == [float(Fraction(dividend, divisor)) for dividend in dividends]


def test_units_are_exact_decimals() -> None:
    assert units.to_decimal(-12_345) == Decimal("-1.2345")


def test_means_are_rounded_half_away_from_zero_and_null_of_nobody() -> None:
    frame = pl.DataFrame({"total": [7, -7, 10, 2**62], "count": [2, 2, 0, 1]})
    assert frame.select(units.mean(pl.col("total"), pl.col("count"))).to_series().to_list() == [4, -4, None, 2**62]


def test_the_positive_total_leaves_out_what_went_back() -> None:
    assert units.positive_total(pl.Series([30_000, -20_000, None, 5])) == 30_005


def test_units_are_the_floats_and_the_texts_that_people_read() -> None:
    assert (units.to_float(12_345), units.money_text(12_345_000), units.money_text(-5)) == (1.2345, "1,234.50", "-0.00")


def test_nobody_has_a_share_of_nothing() -> None:
    assert (units.share(1, 4), units.share(-5, 0)) == (0.25, 0.0)
    parts = pl.DataFrame({"part": [1, -5]})
    assert parts.select(units.shares(pl.col("part"), 4)).to_series().to_list() == [0.25, -1.25]
    assert parts.select(units.shares(pl.col("part"), 0)).to_series().to_list() == [0.0, 0.0]
