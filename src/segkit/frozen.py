"""Records: dataclasses that do not change, and that nothing is compiled for.

``dataclass(frozen=True)`` writes the source of six methods for each class and compiles it, which takes half a millisecond; a
run imports seventy classes, an eighth of its start. Here all of them share the same methods (docs/decisions/0021). They are
dataclasses in every other way: ``field``, ``fields`` and ``replace`` work, and so does a ``cached_property``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from typing import Any, ClassVar, NamedTuple, NoReturn, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def frozen(cls: type[T], /) -> type[T]: ...
@overload
def frozen(*, kw_only: bool = ..., eq: bool = ...) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type | None = None, /, *, kw_only: bool = False, eq: bool = True) -> Any:
    """Return the class as a dataclass whose records cannot be changed, as ``dataclass(frozen=True)`` does.

    Records are equal if their class and their fields are; with ``eq=False`` each is equal to itself alone. Making one raises
    TypeError for an argument too many or too few, changing one FrozenInstanceError.
    """
    if cls is None:
        return lambda one: _made(one, kw_only=kw_only, eq=eq)
    return _made(cls, kw_only=kw_only, eq=eq)


def _made(cls: type[T], *, kw_only: bool, eq: bool) -> type[T]:
    made: Any = dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(cls)
    known = fields(made)
    made._arguments = _Arguments(  # noqa: SLF001 -- of the class that is made here
        names=tuple(one.name for one in known),
        positional=tuple(one.name for one in known if not one.kw_only),
        defaults={one.name: one.default for one in known if one.default is not MISSING},
        makers={one.name: one.default_factory for one in known if one.default_factory is not MISSING},
    )
    for name in _SHARED if eq else _SHARED - _OF_VALUES:
        if name not in vars(cls):
            setattr(made, name, vars(_Record)[name])
    return cls


class _Arguments(NamedTuple):
    """What a record is made of."""

    names: tuple[str, ...]
    positional: tuple[str, ...]
    defaults: dict[str, object]
    makers: dict[str, Callable[[], object]]


class _Record:
    """The methods that every record has."""

    _arguments: ClassVar[_Arguments]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def __init__(self, /, *given: object, **named: object) -> None:
        known, name = self._arguments, type(self).__qualname__
        placed = dict(zip(known.positional, given, strict=False))
        if len(given) > len(placed) or placed.keys() & named.keys() or not named.keys() <= set(known.names):
            raise TypeError(f"{name} takes {', '.join(known.names)}; got {len(given)} by place and {', '.join(named)}")
        values = {**known.defaults, **placed, **named}
        values |= {one: make() for one, make in known.makers.items() if one not in values}
        if len(values) < len(known.names):
            raise TypeError(f"{name} misses {', '.join(one for one in known.names if one not in values)}")
        vars(self).update(values)  # past __setattr__

    def __repr__(self) -> str:
        shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def __eq__(self, other: object) -> bool:
        return _compared(self) == _compared(other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash(_compared(self))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise FrozenInstanceError(f"cannot delete field {name!r}")


_OF_VALUES = {"__eq__", "__hash__"}
_SHARED = {"__init__", "__repr__", "__setattr__", "__delattr__"} | _OF_VALUES


def _compared(record: Any) -> tuple[object, ...]:
    return tuple(getattr(record, one.name) for one in fields(record) if one.compare)
