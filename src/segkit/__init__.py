"""segkit: customer segmentation from a transaction export.

Every analysis of the registry is a function here, resolved on first use so that ``import segkit`` costs nothing::

    result = segkit.abcxyz("sales.csv", last="12mo")
    result.table                    # a Polars frame, one row per customer
    result.facts["golden_income_share"]
"""

from __future__ import annotations

from segkit._version import __version__ as __version__


def public_names() -> list[str]:
    """Return the names that the package offers, sorted."""
    from segkit.analyses import REGISTRY  # noqa: PLC0415 -- `segkit --version` must not even read the registry

    return sorted([*REGISTRY, "Result", "SegkitError", "__version__"])


def __getattr__(name: str) -> object:
    """Resolve ``__all__``, ``Result``, ``SegkitError`` and the function of each analysis on first use."""
    if name == "__all__":
        return public_names()
    if name == "Result":
        from segkit.result import Result  # noqa: PLC0415 -- lazy, see above

        return Result
    if name == "SegkitError":
        from segkit.errors import SegkitError  # noqa: PLC0415 -- lazy, see above

        return SegkitError
    from segkit.analyses import REGISTRY  # noqa: PLC0415 -- lazy, see above

    if name in REGISTRY:
        from segkit.api import function  # noqa: PLC0415 -- lazy, see above

        found = function(REGISTRY[name])
        globals()[name] = found
        return found
    message = f"module 'segkit' has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return public_names()
