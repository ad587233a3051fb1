import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import pytest

import segkit.frozen
from segkit.frozen import frozen

WAYS: dict[str, Callable[..., Any]] = {
    "ours": frozen,
    "standard": lambda **given: dataclass(frozen=True, **given),
}


def classes(way: Callable[..., Any]) -> dict[str, Any]:
    """Return the same classes made in one way."""

    @way()
    class Point:
        x: int
        y: int = 2
        unit: ClassVar[str] = "m"

        @cached_property
        def size(self) -> int:
            return self.x + self.y

    @way()
    class Named(Point):
        name: str = ""
        tags: list[str] = field(default_factory=list)
        cache: Any = field(default=None, compare=False, repr=False)

    @way(kw_only=True)
    class Keyed:
        a: int = 1
        b: str

    @way(eq=False)
    class Alone:
        x: int

    @way()
    class Speaking:
        x: int

        def __repr__(self) -> str:
            return "speaks"

    return {one.__name__: one for one in (Point, Named, Keyed, Alone, Speaking)}


CALLS = {
    "by place": lambda of: of["Point"](1, 3),
    "by name": lambda of: of["Point"](y=1, x=3),
    "defaults": lambda of: of["Point"](1),
    "inherited": lambda of: of["Named"](1, 2, "n", ["t"]),
    "a list of its own": lambda of: [one.tags.append("t") or one.tags for one in (of["Named"](1), of["Named"](1))],
    "only by name": lambda of: of["Keyed"](b="x"),
    "equal": lambda of: of["Point"](1) == of["Point"](x=1, y=2),
    "not equal": lambda of: of["Point"](1) != of["Point"](2),
    "of another class": lambda of: of["Point"](1) == of["Named"](1),
    "equal to no other thing": lambda of: of["Point"](1) == (1, 2),
    "not compared": lambda of: of["Named"](1, cache=1) == of["Named"](1, cache=2),
    "alone": lambda of: of["Alone"](1) == of["Alone"](1),
    "a set": lambda of: len({of["Point"](1), of["Point"](1), of["Point"](2)}),
    "a set of its own": lambda of: len({of["Alone"](1), of["Alone"](1)}),
    "replaced": lambda of: replace(of["Named"](1, name="n"), y=5),
    "fields": lambda of: [(one.name, one.type) for one in fields(of["Named"])],
    "a class variable": lambda of: of["Point"].unit,
    "a cached property": lambda of: [one.size + one.size for one in [of["Point"](1)]],
    "a copy": lambda of: copy.deepcopy(of["Named"](1, tags=["t"])),
    "a method of its own": lambda of: repr(of["Speaking"](1)),
    "by pattern": lambda of: of["Point"].__match_args__,
    "surplus by place": lambda of: of["Point"](1, 2, 3),
    "surplus by name": lambda of: of["Point"](1, z=2),
    "no field": lambda of: of["Point"](1, unit="km"),
    "twice": lambda of: of["Point"](1, x=2),
    "missing": lambda of: of["Point"](y=2),
    "by place what is only by name": lambda of: of["Keyed"](1, "x"),
    "assigned": lambda of: setattr(of["Point"](1), "x", 2),
    "assigned anew": lambda of: setattr(of["Point"](1), "z", 2),
    "deleted": lambda of: delattr(of["Point"](1), "x"),
    "replaced by nothing": lambda of: replace(of["Point"](1), z=1),
    "hash of a list": lambda of: hash(of["Named"](1)),
}


def outcome(call: Callable[..., Any], way: Callable[..., Any]) -> tuple[object, ...]:
    try:
        return ("gives", repr(call(classes(way))))
    except (TypeError, AttributeError) as error:
        return ("raises", type(error))


@pytest.mark.parametrize("what", CALLS)
def test_a_record_behaves_as_a_frozen_dataclass_does(what: str) -> None:
    assert outcome(CALLS[what], WAYS["ours"]) == outcome(CALLS[what], WAYS["standard"])


@frozen
class Kept:
    x: int


def test_a_record_survives_pickling() -> None:
    assert pickle.loads(pickle.dumps(Kept(3))) == Kept(3)


def test_what_a_record_refuses_is_named() -> None:
    with pytest.raises(TypeError, match=r"Kept takes x; got 0 by place and y"):
        Kept(y=1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Kept misses x"):
        Kept()  # type: ignore[call-arg]
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'x'"):
        Kept(1).x = 2  # type: ignore[misc]


def test_nothing_is_compiled_for_a_class_of_records(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> None:
        raise AssertionError("compiled")

    monkeypatch.setattr("builtins.exec", forbidden)
    with pytest.raises(AssertionError, match="compiled"):  # what the standard way would do
        classes(WAYS["standard"])
    assert classes(WAYS["ours"])["Point"](1).y == 2


def test_no_other_way_to_make_records_is_used() -> None:
    package = Path(segkit.frozen.__file__).parent
    texts = {path.name: path.read_text("utf-8") for path in package.rglob("*.py")}
    assert len(texts) > 100
    assert [name for name, text in texts.items() if "@dataclass(" in text] == []
