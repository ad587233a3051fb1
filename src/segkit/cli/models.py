"""What analyses that fit a model offer beside their rows: the model as a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, ClassVar

from segkit.cli.targets import write_target
from segkit.errors import ParamsError
from segkit.frozen import frozen
from segkit.params import Params

if TYPE_CHECKING:
    from segkit.result import Result


@frozen(kw_only=True)
class ModelOptions(Params):
    """Where the model goes."""

    title: ClassVar[str] = "Output"

    save_model: Annotated[str | None, "Write the fitted model to this file, for --model-file.", "FILE.json"] = None


def save_model(result: Result, target: str) -> None:
    """Write the fitted model of a result to a file that ``--model-file`` takes; ParamsError where none was fitted."""
    if not result.model:
        raise ParamsError(
            "--save-model: no model was fitted here", fix="The notes say why; --method predictive fits one."
        )
    text = json.dumps(dict(result.model), indent=1, allow_nan=False) + "\n"
    write_target(target, lambda stream: stream.write(text.encode()))
