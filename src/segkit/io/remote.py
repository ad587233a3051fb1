"""Files behind a URL: ``s3://`` and ``https://``, read in place where that pays, else copied.

Credentials come from the environment (``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``, ``AWS_ENDPOINT_URL`` for
stores other than Amazon's); they are refused in a URL, and the part of a URL that may sign it is never shown.
"""

from __future__ import annotations

import fnmatch
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from segkit.errors import ParamsError, UnreadableInputError
from segkit.io.scratch import created
from segkit.plaintext import without_secrets

if TYPE_CHECKING:
    from pyarrow.fs import S3FileSystem

SCHEME = r"(?i)[a-z][a-z0-9+.-]*://"
"""The begin of a URL of any kind."""

_REMOTE = r"(?i)(?:s3|https?)://"
_PARTS = (
    r"(?is)(?P<scheme>[a-z][a-z0-9+.-]*://)(?P<user>[^/?#]*@)?(?P<host>[^/?#]*)(?P<path>[^?#]*)(?P<query>\?.*|#.*)?"
)
_LEGAL = "%/:?#[]@!$&'()*+,;=~"
"""Characters that a path and a query may hold as they are: to write them otherwise may break a signature."""
_TIMEOUT_SECONDS = 60
_HEAD_BYTES = 64
_FIXES = {
    "s3": "Check the name, and AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION (AWS_ENDPOINT_URL for other stores).",
    "http": "Check the address, and that it needs no login.",
}


def is_remote(text: str) -> bool:
    """Tell whether an input is a URL that this module reads."""
    return re.match(_REMOTE, text) is not None


def shown(name: str) -> str:
    """Return a URL without what may be a secret: user, password, and the query that may hold a signature.

    The name of a file is returned as it is.
    """
    parts = re.fullmatch(_PARTS, name) if "://" in name else None
    if parts is None:
        return name
    user, query = "***@" if parts["user"] else "", "?..." if parts["query"] else ""
    return without_secrets(parts["scheme"] + user + parts["host"] + parts["path"]) + query


def expanded(url: str, extensions: tuple[str, ...]) -> list[str]:
    """Return the URLs of a folder (``s3://bucket/folder/``) or a glob of a bucket in their order; any other URL as it is."""
    parts = re.match(_PARTS, url)
    if parts is not None and parts["user"]:
        raise ParamsError(f"{shown(url)}: no passwords on the command line", fix="Use a URL without user@.")
    is_glob = re.search(r"[*?\[]", url) is not None
    if not url.lower().startswith("s3://") or not (is_glob or url.endswith("/")):
        return [url]
    with _errors(url):
        names = _listed(url)
    pattern = url[len("s3://") :]
    found = fnmatch.filter(names, pattern) if is_glob else [n for n in names if n.lower().endswith(extensions)]
    if not found:
        raise UnreadableInputError(f"nothing to read in {shown(url)}", fix=_FIXES["s3"], path=shown(url))
    return [f"s3://{name}" for name in sorted(found)]


def fetched(url: str, magic: bytes, target: Path) -> bool:
    """Copy the file to ``target``, unless it begins with ``magic`` (it is better read in place) and is served in parts."""
    with _errors(url), _opened(url) as stream:
        head = stream.read(_HEAD_BYTES)
        if head.startswith(magic) and _in_parts(stream):
            return False
        with created(target) as copy:
            copy.write(head)
            shutil.copyfileobj(stream, copy, 1 << 20)
            _check_length(url, stream, copy.tell())
    return True


def _check_length(url: str, stream: IO[bytes] | Any, copied: int) -> None:
    """Raise UnreadableInputError for a download that was cut off, which ends like any other."""
    told = (getattr(stream, "headers", None) or {}).get("Content-Length", "")
    if told.isdecimal() and copied < int(told):
        message = f"{shown(url)}: the download broke off after {copied:,} of {int(told):,} bytes"
        raise UnreadableInputError(message, fix="Try again.", path=shown(url))


def _in_parts(stream: IO[bytes] | Any) -> bool:
    headers = getattr(stream, "headers", None)
    return headers is None or headers.get("Accept-Ranges", "").lower() == "bytes"


def _listed(url: str) -> list[str]:
    from pyarrow.fs import FileSelector, FileType  # noqa: PLC0415 -- late, like pyarrow everywhere

    system, path = _s3(re.split(r"[*?\[]", url)[0])
    folder = path.rpartition("/")[0] if not path.endswith("/") else path.rstrip("/")
    return [file.path for file in system.get_file_info(FileSelector(folder)) if file.type == FileType.File]


def _s3(url: str) -> tuple[S3FileSystem, str]:
    from pyarrow.fs import S3FileSystem  # noqa: PLC0415 -- as above

    path = url[len("s3://") :]
    # Made from a URI it heeds AWS_ENDPOINT_URL, and asks the store for the region of the bucket; a key may hold anything.
    return S3FileSystem.from_uri(f"s3://{path.partition('/')[0]}")[0], path


@contextmanager
def _opened(url: str) -> Iterator[IO[bytes] | Any]:
    if url.lower().startswith("s3://"):
        system, path = _s3(url)
        with system.open_input_stream(path) as stream:
            yield stream
        return
    from urllib.request import Request, urlopen  # noqa: PLC0415 -- only where something is fetched

    request = Request(_quoted(url), headers={"User-Agent": "segkit"})  # noqa: S310 -- is_remote lets http and https through, nothing else
    with urlopen(request, timeout=_TIMEOUT_SECONDS) as stream:  # noqa: S310 -- as above
        yield stream


def _quoted(url: str) -> str:
    """Return the URL with what a request cannot hold, such as blanks and Cyrillic letters, percent-encoded."""
    from urllib.parse import quote  # noqa: PLC0415 -- as above

    parts = re.match(_PARTS, url)
    head = 0 if parts is None else parts.end("host")
    return url[:head] + quote(url[head:], safe=_LEGAL)


def _failures() -> tuple[type[Exception], ...]:
    """Return what the network and a URL that is none raise; known only once something was raised."""
    from http.client import HTTPException  # noqa: PLC0415 -- as above

    return OSError, HTTPException, ValueError


@contextmanager
def _errors(url: str) -> Iterator[None]:
    """Turn what the network raises into UnreadableInputError, without the secret part of the URL."""
    try:
        yield
    except _failures() as error:
        if hasattr(error, "close"):  # that of urllib, which is not imported before it is needed, holds its answer open
            error.close()
        said = without_secrets(str(error).split("\n", maxsplit=1)[0])
        fix = _FIXES["s3" if url.lower().startswith("s3://") else "http"]
        raise UnreadableInputError(f"{shown(url)} cannot be read: {said}", fix=fix, path=shown(url)) from error
