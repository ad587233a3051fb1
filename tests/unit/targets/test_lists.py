from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from segkit.errors import ParamsError
from segkit.targets.catalog import TARGETS
from segkit.targets.contacts import normalized
from segkit.targets.lists import RANK, Cut, Lists, Sieve, build

PLAIN = TARGETS["plain"]


def made(target: object, cut: Cut | None = None, **columns: list[object]) -> Lists:
    frame = pl.DataFrame(columns, schema_overrides={name: pl.String for name in columns if name != RANK})
    return build("list", target, Sieve(normalized(frame, "RU")), cut or Cut())  # type: ignore[arg-type]


def emails(count: int) -> list[object]:
    return [f"c{number:06}@example.org" for number in range(count)]


@pytest.mark.parametrize(("most", "sizes"), [(10, [10]), (9, [5, 5]), (4, [3, 3, 4]), (1, [1] * 10)])
def test_above_the_maximum_a_list_is_split_into_parts_of_about_one_size(most: int, sizes: list[int]) -> None:
    lists = made(replace(PLAIN, most_rows=most), email=emails(10))
    names = ["list"] if len(sizes) == 1 else [f"list-{number}" for number in range(1, len(sizes) + 1)]
    assert {name: part.height for name, part in lists.files.items()} == dict(zip(names, sizes, strict=True))
    assert pl.concat(lists.files.values())["email"].to_list() == emails(10)


@given(
    most=st.integers(60, 400),
    texts=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20), max_size=30),
)
def test_no_part_has_more_bytes_than_the_target_takes(most: int, texts: list[str]) -> None:
    rows = {"email": emails(len(texts)), "first_name": list(texts)}
    lists = made(replace(PLAIN, most_bytes=most), **rows)  # type: ignore[arg-type]
    for part in lists.files.values():
        stream = io.BytesIO()
        part.write_csv(stream)
        assert len(stream.getvalue()) <= most or part.height <= 1
    assert sum(part.height for part in lists.files.values()) == lists.written == len(texts)


def test_groups_are_split_each_on_its_own() -> None:
    cut = Cut(shares=[Fraction(1, 2)] * 2)
    lists = made(replace(PLAIN, most_rows=30), cut, email=emails(100))
    assert {name.split("-")[1] for name in lists.files} == {"a", "b"}
    assert all(name.split("-")[2].isdigit() and part.height <= 30 for name, part in lists.files.items())


@pytest.mark.parametrize("seed", [0, 7])
def test_the_group_of_a_contact_is_the_share_that_the_hash_of_its_id_falls_into(seed: int) -> None:
    ids = [f"id{number}" for number in range(60)]
    shares = [Fraction(1, 2), Fraction(3, 10), Fraction(1, 5)]
    lists = made(PLAIN, Cut(shares=shares, seed=seed), id=ids, email=emails(60))
    limits = {"list-a": (0, 0.5), "list-b": (0.5, 0.8), "list-c": (0.8, 1)}
    for name, (low, high) in limits.items():
        place = {one: int(hashlib.sha256(f"{seed}:{one}".encode()).hexdigest()[:16], 16) / 2**64 for one in ids}
        expected = {one for one in ids if low <= place[one] < high}
        assert set(lists.files[name]["customer_id"]) == expected != set()


def test_cells_are_cut_at_the_end_of_a_character_and_counted() -> None:
    # a letter of the alphabet is one byte, of the Cyrillic one two
    names = ["a" * 10, "ж" * 6, None, "ab cd efg hijk", "ж" * 5]
    lists = made(replace(PLAIN, longest_bytes=10), email=[f"{n}@x.ru" for n in range(5)], first_name=names)
    assert lists.files["list"]["first_name"].to_list() == ["a" * 10, "ж" * 5, None, "ab cd efg", "ж" * 5]
    assert lists.shortened == 2


def test_columns_of_ones_own_go_along_behind_those_of_the_target() -> None:
    columns: dict[str, list[object]] = {"carry:note": ["x", None], "email": ["a@x.ru", "b@x.ru"]}
    assert made(PLAIN, **columns).files["list"].rows() == [("a@x.ru", "x"), ("b@x.ru", None)]
    assert made(PLAIN, **columns).files["list"].columns == ["email", "note"]
    with pytest.raises(ParamsError, match="takes no columns of your own: drop --carry"):
        made(replace(PLAIN, own_header=None), **columns)
    with pytest.raises(ParamsError, match='the list has a column "email" of its own'):
        made(PLAIN, **{"carry:email": ["x"], "email": ["a@x.ru"]})


def test_columns_of_ones_own_are_called_as_the_tool_calls_its_own() -> None:
    columns: dict[str, list[object]] = {"email": ["a@x.ru"], "carry:My note": ["x"]}
    assert made(TARGETS["brevo"], **columns).files["list"].columns == ["EMAIL", "MY_NOTE"]
    assert made(PLAIN, **columns).files["list"].columns == ["email", "My note"]


def test_contacts_of_whom_no_column_tells_anything_are_all_dropped() -> None:
    lists = made(PLAIN, first_name=["Anna", "Bert"])
    assert (lists.read, lists.written, lists.dropped) == (2, 0, {"no identifier": 2})


def test_the_most_valuable_come_first_and_stay_under_a_maximum() -> None:
    lists = made(PLAIN, Cut(most=2), email=["a@x.ru", "b@x.ru", "c@x.ru", "d@x.ru"], rank=[1.0, None, 30.0, 7.0])
    assert lists.files["list"]["email"].to_list() == ["c@x.ru", "d@x.ru"]
    assert lists.dropped == {"above the maximum size": 2}


def test_a_row_is_dropped_for_the_first_reason_that_took_its_identifier() -> None:
    lists = made(
        PLAIN,
        email=["x@marketplace.amazon.de", "none", None, None, "a@x.ru", "none"],
        phone=["none", "12", "12", None, None, "+79995551111"],
    )
    assert lists.dropped == {"relay address": 1, "invalid e-mail": 1, "invalid phone": 1, "no identifier": 1}
    assert (lists.read, lists.written, lists.emptied) == (6, 2, {"invalid e-mail": 1})


def test_phones_do_not_explain_what_only_addresses_decide() -> None:
    assert made(TARGETS["hubspot"], email=[None], phone=["12"]).dropped == {"no identifier": 1}


def test_what_only_other_columns_lost_is_told_too() -> None:
    lists = made(PLAIN, email=["a@x.ru", "b@x.ru"], country=["Atlantis", "RU"], birthdate=["31.02.1990", None])
    assert lists.emptied == {"unknown country": 1, "unreadable birthdate": 1}


def test_ids_that_a_target_does_not_take_are_counted_and_not_lost_in_silence() -> None:
    ids = ["a1", "ж2", "x-3", None]
    lists = made(TARGETS["yandex-audience"], id=ids, email=["a@x.ru", "b@x.ru", "c@x.ru", "d@x.ru"])
    assert sorted(lists.files["list"]["external_id"].to_list(), key=str) == [None, None, None, "a1"]
    assert lists.emptied == {"external_id of other than letters A-Z and digits": 2}
    assert made(PLAIN, id=ids, email=["a@x.ru", "b@x.ru", "c@x.ru", "d@x.ru"]).emptied == {}


_VALUES = st.sampled_from([None, "a@x.ru", "A@x.ru ", "b@x.ru", "none", "q@marketplace.amazon.com"])
_PHONES = st.sampled_from([None, "+79995551111", "89995551111", "+4930123456", "12"])


@given(st.lists(st.tuples(_VALUES, _PHONES), max_size=12), st.sampled_from(sorted(TARGETS)), st.randoms())
def test_every_contact_is_written_or_dropped_and_no_order_matters(
    rows: list[tuple[str | None, str | None]], name: str, random: object
) -> None:
    def lists(rows: list[tuple[str | None, str | None]]) -> Lists:
        return made(TARGETS[name], email=[row[0] for row in rows], phone=[row[1] for row in rows])

    one = lists(rows)
    assert one.read == len(rows) == one.written + sum(one.dropped.values())
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    two = lists(shuffled)
    assert {key: part.to_dicts() for key, part in one.files.items()} == {
        key: part.to_dicts() for key, part in two.files.items()
    }
    for role in TARGETS[name].unique:
        header = next(field.header for field in TARGETS[name].fields if field.role == role)
        part = one.files.get(f"list-{role}", one.files.get("list"))
        assert part is None or header not in part.columns or part[header].drop_nulls().is_unique().all()
