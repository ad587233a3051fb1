"""What each tool takes, as one table: adding a target is adding an entry.

Only a role that no other target asks for needs its headers beside it, in ``contacts.ALIASES``.

Headers, identifiers, digests and limits are those of the tool's own page, which each entry names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from segkit.errors import ParamsError, did_you_mean
from segkit.frozen import frozen
from segkit.targets import forms
from segkit.targets.identifiers import Digest

MB, GB = 10**6, 10**9


@frozen
class Field:
    """A column of a list: what it holds, what the tool calls it, and how the tool wants it."""

    role: str
    header: str
    form: forms.Form = forms.as_is
    hashed: bool = False
    """Whether the target's digest replaces the value."""
    only: str = ""
    """What the tool takes, where ``form`` leaves anything else empty: "letters A-Z and digits"."""


@frozen(kw_only=True)
class Target:
    """A tool that takes lists: everything that makes its file right."""

    title: str
    page: str
    """Where the tool says so."""
    fields: Sequence[Field]
    keys: Sequence[tuple[str, ...]]
    """Roles that tell a person, each alone or several together: a row needs one of these."""
    unique: Sequence[str] = ()
    """Roles whose values may come once; without any, rows that are equal in all roles of ``keys`` come once."""
    digest: Digest | None = None
    own_header: Callable[[str], str] | None = None
    """What becomes of the name of a carried column, None where the tool takes no columns of one's own."""
    is_apart: bool = False
    """Whether each kind of identifier gets a file of its own."""
    separator: str = ","
    formats: Sequence[str] = ("csv",)
    """Formats that the tool imports; the first where nothing names one."""
    country: str | None = None
    """Where phones without a country code belong, unless the user says otherwise."""
    longest_bytes: int | None = None
    """Longer texts are cut."""
    least_rows: int | None = None
    most_rows: int | None = None
    most_bytes: int | None = None
    advice: str = ""
    """What to tick or to know when the hashed file is imported."""

    @property
    def identifiers(self) -> list[str]:
        """The roles of all keys, each once."""
        return list(dict.fromkeys(role for key in self.keys for role in key))

    def unhashed(self) -> Target:
        """Return the target with its values as they are, for tools that hash on arrival."""
        return replace(self, digest=None, advice="")

    def narrowed(self, wanted: Sequence[str]) -> Target:
        """Return the target with only some of its identifiers; raise ParamsError for any that it has not."""
        unknown = [name for name in wanted if name not in self.identifiers]
        if unknown:
            raise ParamsError(
                f'--identifiers: {self.title} takes no "{unknown[0]}".{did_you_mean(unknown[0], self.identifiers)}',
                fix="Identifiers: " + ", ".join(self.identifiers),
            )
        keys = [key for key in self.keys if set(key) <= set(wanted)]
        if not keys:
            together = "; ".join(" + ".join(key) for key in self.keys)
            raise ParamsError(f"--identifiers: these alone tell {self.title} nobody", fix=f"It takes: {together}")
        left_out = set(self.identifiers) - set(wanted)
        fields = [one for one in self.fields if one.role not in left_out]
        return replace(self, fields=fields, keys=keys, unique=[role for role in self.unique if role in wanted])


TARGETS: dict[str, Target] = {
    "mailchimp": Target(
        title="Mailchimp",
        page="https://mailchimp.com/help/format-guidelines-for-your-import-file/",
        fields=(
            Field("email", "Email Address"),
            Field("first_name", "First Name"),
            Field("last_name", "Last Name"),
            Field("phone", "Phone", forms.plus),
            Field("birthdate", "Birthday", forms.day("%m/%d")),
            Field("tags", "Tags"),
        ),
        keys=(("email",),),
        unique=("email",),
        own_header=str,
        longest_bytes=255,
    ),
    "klaviyo": Target(
        title="Klaviyo",
        page="https://help.klaviyo.com/hc/en-us/articles/115005078967",
        fields=(
            Field("email", "Email Address"),
            Field("phone", "Phone Number", forms.plus),
            Field("first_name", "First Name"),
            Field("last_name", "Last Name"),
            Field("birthdate", "Birthday", forms.day("%Y-%m-%d")),
            Field("tags", "Tags"),
        ),
        keys=(("email",), ("phone",)),
        unique=("email", "phone"),
        own_header=str,
        most_bytes=50 * MB,
    ),
    "brevo": Target(
        title="Brevo",
        page="https://help.brevo.com/hc/en-us/articles/208729849",
        fields=(
            Field("email", "EMAIL"),
            Field("first_name", "FIRSTNAME"),
            Field("last_name", "LASTNAME"),
            Field("phone", "SMS", forms.plus),
            Field("id", "EXT_ID"),
        ),
        keys=(("email",), ("phone",)),
        unique=("email", "phone"),
        own_header=forms.brevo_attribute,
        separator=";",
        formats=("csv", "xlsx"),
        most_bytes=250 * MB,
    ),
    "hubspot": Target(
        title="HubSpot",
        page="https://knowledge.hubspot.com/import-and-export/set-up-your-import-file",
        fields=(
            Field("email", "Email"),
            Field("first_name", "First Name"),
            Field("last_name", "Last Name"),
            Field("phone", "Phone Number", forms.plus),
        ),
        keys=(("email",),),
        unique=("email",),
        own_header=str,
        formats=("csv", "xlsx"),
        most_rows=1_048_575,
        most_bytes=512 * MB,
    ),
    "google-ads": Target(
        title="Google Ads Customer Match",
        page="https://support.google.com/google-ads/answer/7659867",
        fields=(
            Field("email", "Email", hashed=True),
            Field("phone", "Phone", forms.plus, hashed=True),
            Field("first_name", "First Name", forms.lower, hashed=True),
            Field("last_name", "Last Name", forms.lower, hashed=True),
            Field("country", "Country"),
            Field("zip", "Zip"),
        ),
        keys=(("email",), ("phone",), ("first_name", "last_name", "country", "zip")),
        digest="sha256",
        least_rows=100,
        advice="Choose the hashed template; country and zip stay plain. Networks want 100 to 1,000 active users.",
    ),
    "meta": Target(
        title="Meta Custom Audiences",
        page="https://developers.facebook.com/docs/marketing-api/audiences/guides/custom-audiences#hash",
        fields=(
            Field("email", "email", hashed=True),
            Field("phone", "phone", hashed=True),
            Field("device", "madid", forms.lower),  # "do not hash", says the page of the parameters
            Field("first_name", "fn", forms.word, hashed=True),
            Field("last_name", "ln", forms.word, hashed=True),
            Field("city", "ct", forms.joined_word, hashed=True),
            Field("state", "st", forms.joined_word, hashed=True),
            Field("country", "country", forms.lower, hashed=True),
            Field("zip", "zip", forms.meta_zip, hashed=True),
            Field("birthdate", "dob", forms.day("%Y%m%d"), hashed=True),
            Field("gender", "gen", hashed=True),
        ),
        keys=(("email",), ("phone",), ("device",)),
        digest="sha256",
        least_rows=100,
    ),
    "yandex-audience": Target(
        title="Yandex Audience (CRM data)",
        page="https://yandex.com/support2/audience/en/file",
        fields=(
            Field("id", "external_id", forms.alphanumeric, only="letters A-Z and digits"),
            Field("phone", "phone", hashed=True),
            Field("email", "email", hashed=True),
            Field("gender", "gender", forms.upper),
            Field("birthdate", "birthdate", forms.day("%d.%m.%Y")),
        ),
        keys=(("phone",), ("email",)),
        digest="md5",
        country="RU",
        least_rows=100,
        most_bytes=GB,
        advice='Tick "Hashed data".',
    ),
    "vk": Target(
        title="VK Ads (myTarget)",
        page="https://target.my.com/help/advertisers/sourceuserlists/en",
        fields=(Field("email", "id", hashed=True), Field("phone", "id", hashed=True)),
        keys=(("email",), ("phone",)),
        unique=("email", "phone"),
        digest="md5",
        is_apart=True,
        country="RU",
        least_rows=2_000,
        most_rows=5_000_000,
        most_bytes=128 * MB,
        advice="Upload each file as what its name says, hashed. Lists that are unused for 60 days are dropped.",
    ),
    "plain": Target(
        title="Any other tool",
        page="https://www.rfc-editor.org/rfc/rfc4180",
        fields=(
            Field("id", "customer_id"),
            Field("email", "email"),
            Field("phone", "phone", forms.plus),
            Field("first_name", "first_name"),
            Field("last_name", "last_name"),
            Field("country", "country"),
            Field("zip", "zip"),
            Field("city", "city"),
            Field("state", "state"),
            Field("birthdate", "birthdate", forms.day("%Y-%m-%d")),
            Field("gender", "gender"),
            Field("tags", "tags"),
        ),
        keys=(("email",), ("phone",)),
        own_header=str,
        formats=("csv", "tsv", "xlsx", "ndjson", "json", "parquet", "arrow", "md"),
    ),
}
"""The targets by name."""
