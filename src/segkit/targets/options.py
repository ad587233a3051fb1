"""The options of an export: the target, who gets into the list, and which columns the contacts are in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from segkit.analyses import REGISTRY
from segkit.errors import did_you_mean
from segkit.frozen import frozen
from segkit.params import Params, flag_of
from segkit.targets.catalog import TARGETS
from segkit.values import NO_NAMES, Limits, Names


@frozen(kw_only=True)
class TargetOptions(Params):
    """Who the list is for."""

    title: ClassVar[str] = "Target"

    to: Annotated[str | None, "The tool that takes the list.", "|".join(TARGETS)] = None
    identifiers: Annotated[Names | None, "Only these identifiers: email, phone, ... [all that the tool takes]."] = None
    no_hash: Annotated[bool, "Write identifiers as they are, for tools that hash on arrival."] = False
    default_country: Annotated[
        str | None, "Country of phones without a country code: RU, DE, ... [RU for Russian tools].", "CODE"
    ] = None

    def problems(self) -> Iterator[str]:
        """Yield a missing or unknown target."""
        if self.to is None:
            yield "--to says which tool the list is for: " + ", ".join(TARGETS)
        elif self.to not in TARGETS:
            yield f'--to: no target "{self.to}".{did_you_mean(self.to, TARGETS)} Targets: {", ".join(TARGETS)}'


@frozen(kw_only=True)
class WhoOptions(Params):
    """Who gets into the list."""

    title: ClassVar[str] = "Who"

    analysis: Annotated[
        str | None, "Run this analysis on INPUT, a sales export, with its usual options first.", "|".join(REGISTRY)
    ] = None
    only: Annotated[Names | None, "Only these classes or segments: AX,AY, A*, golden, at_risk.", "NAME,..."] = None
    contacts: Annotated[str | None, "Take e-mails, phones, ... from this file, by customer id.", "FILE"] = None
    consent_column: Annotated[
        str | None, "Column that says yes, true, 1 or да; none ignores it [Accepts Marketing, consent, ...].", "COL"
    ] = None
    suppress: Annotated[str | None, "Leave out whom this file lists, by id, e-mail or phone.", "FILE"] = None
    days: Annotated[int | None, "Leave out only those whose date in --suppress is within so many days."] = None
    as_of: Annotated[date | None, "The day that --days counts back from [as_of of --analysis, else today]."] = None
    min_size: Annotated[int | None, "Fail with code 4, and write nothing, below so many contacts."] = None
    max_size: Annotated[int | None, "Write at most so many contacts, those worth most (ltv, total_amount) first."] = (
        None
    )
    split_test: Annotated[Limits | None, "Divide into groups of these shares, by id: 50,50 or 90,10.", "A,B"] = None
    seed: Annotated[int, "Another number gives other groups."] = 0

    def problems(self) -> Iterator[str]:
        """Yield numbers out of range and options that miss their partner."""
        if self.analysis is not None and self.analysis not in REGISTRY:
            yield f'--analysis: no analysis "{self.analysis}".{did_you_mean(self.analysis, REGISTRY)}'
        for name in ("days", "min_size", "max_size"):
            value = getattr(self, name)
            if value is not None and value < 0:
                yield f"{flag_of(name)} {value} is negative"
        if self.days is not None and self.suppress is None:
            yield "--days goes with --suppress"
        if self.as_of is not None and self.days is None:
            yield "--as-of goes with --days"
        if self.split_test is not None and (
            not 2 <= len(self.split_test) <= 26 or min(self.split_test) <= 0 or sum(self.split_test) != 100
        ):
            yield "--split-test wants 2 to 26 shares above 0 that add up to 100, such as 50,50"


@frozen(kw_only=True)
class ContactOptions(Params):
    """Which column is what, where its header does not tell. A column may be in INPUT or in ``--contacts``."""

    title: ClassVar[str] = "Columns (of INPUT and --contacts)"

    id: Annotated[str | None, "Column of the customer id.", "COL"] = None
    contacts_id: Annotated[str | None, "Column of the customer id in --contacts, if it has another name.", "COL"] = None
    email: Annotated[str | None, "Column of the e-mail address.", "COL"] = None
    phone: Annotated[str | None, "Column of the phone number.", "COL"] = None
    first_name: Annotated[str | None, "Column of the first name.", "COL"] = None
    last_name: Annotated[str | None, "Column of the last name.", "COL"] = None
    country: Annotated[str | None, "Column of the country.", "COL"] = None
    zip: Annotated[str | None, "Column of the postal code.", "COL"] = None
    city: Annotated[str | None, "Column of the city.", "COL"] = None
    state: Annotated[str | None, "Column of the state or region.", "COL"] = None
    birthdate: Annotated[str | None, "Column of the date of birth.", "COL"] = None
    gender: Annotated[str | None, "Column of the gender.", "COL"] = None
    device: Annotated[str | None, "Column of the mobile advertising id.", "COL"] = None
    tags: Annotated[str | None, "Column of the tags, such as segment.", "COL"] = None
    segment: Annotated[str | None, "Column of the classes that --only names [segment, abc_xyz_class, ...].", "COL"] = (
        None
    )
    suppress_date: Annotated[str | None, "Column of the date in --suppress.", "COL"] = None
    carry: Annotated[Names, "More columns that go along as properties of the contact.", "COL,..."] = NO_NAMES

    def named(self, consent: str | None) -> dict[str, str]:
        """Return the columns that the user named, the one of consent among them, by option."""
        given = {one.name: getattr(self, one.name) for one in self.options() if one.name != "carry"}
        return {option: name for option, name in {**given, "consent_column": consent}.items() if name is not None}
