"""Options as the fields of dataclasses, whose annotations are the help of the command line and of the documentation."""

from __future__ import annotations

import dataclasses
import types
from datetime import datetime
from decimal import InvalidOperation
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    ClassVar,
    Literal,
    Self,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from segkit.errors import EMPTY, ParamsError, did_you_mean, gathered
from segkit.frozen import frozen
from segkit.plaintext import encodable, without_secrets
from segkit.values import LIST_TYPES, NOTATIONS, Notation, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


Group = TypeVar("Group", bound="Params")


def spelled(name: str) -> str:
    """Return the name of a field as files of configuration have it: ``keep-partial``, ``from`` for ``from_``."""
    return name.strip("_").replace("_", "-")


def flag_of(name: str) -> str:
    """Return the option of a field as it is written on the command line: ``--keep-partial``."""
    return "--" + spelled(name)


@frozen
class Option:
    """One field of a Params class as the command line and the documentation show it."""

    name: str
    type: object
    help: str
    default: object
    hint: str | None = None
    """What stands for the value in help."""

    @property
    def flag(self) -> str:
        """The option on the command line."""
        return flag_of(self.name)

    @property
    def choices(self) -> tuple[str, ...]:
        """The allowed words, or none."""
        return get_args(self.type) if get_origin(self.type) is Literal else ()

    @property
    def is_list(self) -> bool:
        """Whether it takes several values, separated by commas or in repeated flags."""
        return self.type in LIST_TYPES

    @property
    def metavar(self) -> str:
        """What stands for the value in help."""
        if self.hint is not None:
            return self.hint
        return self._notation.metavar

    @property
    def is_path(self) -> bool:
        """Whether it may name a file or folder, in whatever bytes."""
        return any(word in self.metavar for word in ("FILE", "DIR"))

    def parse(self, value: object) -> object:
        """Return ``value`` as the field's type; raise ParamsError that names the option."""
        if value is None or (not isinstance(value, str) and _is_of(self.type, value)):
            return value
        if isinstance(value, str) and not (value.strip(" ,") if self.is_list else value):
            raise ParamsError(f"{self.flag} {EMPTY}")
        if isinstance(value, str) and not self.is_path and encodable(value) != value:
            raise ParamsError(f'{self.flag}: "{value}" is not written in UTF-8')
        try:
            return self._notation.parse(value)
        except (ValueError, InvalidOperation, TypeError):
            raise ParamsError(f'{self.flag}: "{value}" is not {self._notation.example}') from None
        except ParamsError as error:
            raise ParamsError(f"{self.flag}: {error.message}", fix=error.fix) from None

    @property
    def _notation(self) -> Notation:
        """How its values are written: texts and choices of words, where the type has no notation of its own."""
        words = "|".join(self.choices) or "TEXT"
        return NOTATIONS.get(self.type) or Notation(self._word, words, words)

    def _word(self, value: object) -> object:
        if self.choices and value not in self.choices:
            raise ParamsError(
                f'"{value}" is none of {", ".join(self.choices)}.{did_you_mean(str(value), self.choices)}'
            )
        return str(value)


@frozen(kw_only=True)
class Params:
    """Base of all option groups: a frozen dataclass whose annotations are the help."""

    title: ClassVar[str] = "Options"

    @classmethod
    @cache
    def options(cls) -> tuple[Option, ...]:
        """Return the fields as options, in their order."""
        return tuple(_options_of(cls))

    @classmethod
    def parse(cls, values: Mapping[str, object]) -> Self:
        """Return the parameters from texts or typed values; raise ParamsError with every problem at once."""
        known = {option.name: option for option in cls.options()}
        problems: list[str] = []
        read: dict[str, object] = {}
        for name, value in values.items():
            try:
                read[name] = known[name].parse(value)
            except ParamsError as error:
                problems += [problem if error.fix is None else f"{problem}: {error.fix}" for problem in error.problems]
        if problems:
            raise ParamsError(problems)
        params = cls(**{name: value for name, value in read.items() if value is not None})
        if problems := list(params.problems()):
            raise ParamsError(problems)
        return params

    def problems(self) -> Iterator[str]:
        """Yield every fault in the values."""
        return iter(())

    def given(self) -> dict[str, object]:
        """Return the values that are not the defaults, as ``as_dict`` writes them."""
        defaults = {option.name.strip("_"): plain(option.default) for option in self.options()}
        return {name: value for name, value in self.as_dict().items() if value != defaults[name]}

    def as_dict(self) -> dict[str, object]:
        """Return the values as JSON can hold them, for manifests and results, without the secrets of URLs."""
        values = {option.name.strip("_"): plain(getattr(self, option.name)) for option in self.options()}
        return {name: without_secrets(value) if isinstance(value, str) else value for name, value in values.items()}


class OptionGroups:
    """Options of several groups, each group found by its class."""

    def __init__(self, groups: Iterable[Params]) -> None:
        self._of = {type(group): group for group in groups}

    @classmethod
    def parse(
        cls,
        groups: Sequence[type[Params]],
        given: Mapping[str, object],
        read: Callable[[Option, object], object] = lambda _, value: value,
    ) -> Self:
        """Return the groups with their options of ``given``; raise ParamsError with the problems of all of them at once.

        ``read`` makes of a value what it stands for, such as the contents of a file.
        """
        problems: list[str] = []
        parsed: list[Params] = []
        for group in groups:
            own = {option.name: option for option in group.options()}
            with gathered(problems):
                parsed.append(group.parse({name: read(own[name], given[name]) for name in given if name in own}))
        if problems:
            raise ParamsError(problems)
        return cls(parsed)

    def __getitem__(self, group: type[Group]) -> Group:
        """Return the group of this class."""
        return cast("Group", self._of[group])

    def __iter__(self) -> Iterator[Params]:
        """Yield the groups in their order."""
        return iter(self._of.values())


def _options_of(cls: type[Params]) -> Iterator[Option]:
    hints = get_type_hints(cls, include_extras=True)
    for item in dataclasses.fields(cls):
        hint, *described = (
            get_args(hints[item.name]) if get_origin(hints[item.name]) is Annotated else (hints[item.name],)
        )
        default = item.default_factory() if item.default_factory is not dataclasses.MISSING else item.default
        yield Option(item.name, _bare(hint), str(described[0]) if described else "", default, *map(str, described[1:2]))


def _bare(hint: object) -> object:
    """Return ``X`` of ``X | None``."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(arg for arg in get_args(hint) if arg is not type(None))
    return hint


def _is_of(kind: object, value: object) -> bool:
    if isinstance(value, datetime | float) or (kind is int and isinstance(value, bool)):
        return False
    return isinstance(kind, type) and isinstance(value, kind)
