"""Tables of values in files, by extension: segment maps and cuts (TOML), fitted models (JSON)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from segkit.errors import ParamsError
from segkit.io.toml import read_toml


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file; raise ParamsError for a file that is not there or holds none."""
    try:
        found = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ParamsError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ParamsError(f"{path} is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise ParamsError(f"{path} holds no JSON object")
    return found


READERS: Mapping[str, Callable[[Path], dict[str, Any]]] = {".toml": read_toml, ".json": read_json}
"""How a file is read, by its extension."""
