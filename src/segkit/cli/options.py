"""Option groups as command-line parameters: a command is made from the fields of frozen dataclasses."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import typer
import typer.core
import typer.main

from segkit.cli.asgiven import AsGiven
from segkit.cli.diagnostics import Narrator
from segkit.errors import EMPTY, ParamsError, did_you_mean
from segkit.frozen import frozen
from segkit.io import config as files
from segkit.params import Option, Params

_HELP_WIDTH = 100


@frozen(kw_only=True)
class Manners(Params):
    """How much segkit says."""

    title: ClassVar[str] = "Manners"

    dry_run: Annotated[bool, "Show what would be read and how, and stop."] = False
    quiet: Annotated[bool, "Say nothing on success."] = False
    verbose: Annotated[bool, "Say more."] = False
    debug: Annotated[bool, "Show the traceback of an error."] = False
    config: Annotated[str | None, "Configuration file [segkit.toml here or in a folder above].", "FILE"] = None

    @property
    def narrator(self) -> Narrator:
        """Who tells the user what happens."""
        return Narrator(quiet=self.quiet, verbose=self.verbose)


@frozen(kw_only=True)
class MannersOptions(Manners):
    """How much segkit says, and in which language."""

    lang: Annotated[
        Literal["en", "ru"] | None, "Language of tables, notes and explanations [on a terminal the locale's]."
    ] = None


def language() -> str:
    """Return the language of the locale, as far as tables have names in it: ``ru`` or ``en``."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "ru" if named.lower().startswith("ru") else "en"


CONFIG = "SEGKIT_CONFIG"
"""The environment variable that names the configuration of every command."""

SHORT = {"output": "-o", "quiet": "-q", "verbose": "-v"}


class Command(AsGiven, typer.core.TyperCommand):
    """A command whose help lists its options by group, and whose defaults a configuration file may set."""

    options: Mapping[str, Option]
    """The options by field name."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Read the configuration before the command line: flag > environment > file > default."""
        asks = self.options and not {"-h", "--help"} & set(args)
        if asks:
            _check_environment(str(self.name), self.options)
        config = configuration(_named_configuration(args), str(self.name)) if asks else files.Config()
        if config.labels:
            from segkit.cli.labels import check_labels  # noqa: PLC0415 -- loads every analysis

            check_labels(config, args)
        self.labels = config.labels
        extra["default_map"] = config.options(str(self.name), [name for name in self.options if name != "config"])
        return super().make_context(info_name, args, parent, **extra)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options under the titles of their groups."""
        groups: dict[str, list[tuple[str, str]]] = {}
        takes_back = False
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if parameter.param_type_name == "argument":
                groups["Input"] = [(parameter.metavar or "", getattr(parameter, "help", ""))]
            elif record is not None:
                if parameter.secondary_opts:  # one line tells of all of them
                    record = (record[0].partition(" / ")[0], record[1])
                    takes_back = True
                groups.setdefault(getattr(parameter, "rich_help_panel", None) or "Help", []).append(record)
        if takes_back:
            about = "Take back a flag that the environment or segkit.toml sets, such as --no-quiet."
            groups["Help"].insert(0, ("--no-FLAG", about))
        for title, records in groups.items():
            with formatter.section(title):
                formatter.write_dl(records, col_max=34)


def command(
    name: str,
    call: Callable[[Sequence[str], dict[str, object]], None],
    groups: Sequence[type[Params]],
    *,
    summary: str,
    epilog: str,
    inputs: str | None,
) -> typer.core.TyperCommand:
    """Return a command that passes its inputs and the given options (by field name) to ``call``."""
    told = {
        option.name for group in groups for option in group.options() if option.type is bool and option.default is None
    }

    def callback(**given: Any) -> None:
        paths = list(given.pop("inputs", None) or ())
        off = {key for key, value in given.items() if value is False and key not in told}
        call(paths, {key: value for key, value in given.items() if value is not None and key not in off})

    callback.__signature__ = inspect.Signature(list(_parameters(name, groups, inputs)))  # type: ignore[attr-defined]
    app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    settings = {"max_content_width": _HELP_WIDTH, "help_option_names": ["-h", "--help"]}
    app.command(name, cls=Command, help=summary, epilog=epilog, context_settings=settings)(callback)
    made = typer.main.get_command(app)
    options = {option.name: option for group in reversed(groups) for option in group.options()}
    made.options = options  # type: ignore[attr-defined]
    if not isinstance(made, typer.core.TyperCommand):
        message = "typer made a group of a single command"
        raise TypeError(message)
    return made


def _parameters(command: str, groups: Sequence[type[Params]], inputs: str | None) -> Iterator[inspect.Parameter]:
    keyword = inspect.Parameter.KEYWORD_ONLY
    if inputs is not None:
        argument = typer.Argument(help=inputs, metavar="INPUT...", show_default=False)
        yield inspect.Parameter("inputs", keyword, default=None, annotation=Annotated[list[str] | None, argument])
    seen: set[str] = set()
    for group in groups:
        for option in group.options():
            if option.name in seen:  # the command's own goes before one that all commands share
                continue
            seen.add(option.name)
            yield inspect.Parameter(
                option.name, keyword, default=None, annotation=_annotation(command, option, group.title)
            )


def _annotation(command: str, option: Option, title: str) -> object:
    short = [SHORT[option.name]] if option.name in SHORT else []
    variable = _variable(command, option.name)
    envvar = [variable, CONFIG] if option.name == "config" else variable
    common: dict[str, Any] = {
        "help": _help(option), "rich_help_panel": title, "show_default": False, "show_envvar": False, "envvar": envvar,
    }  # fmt: skip
    if option.type is bool:
        return Annotated[bool | None, typer.Option(f"{option.flag}/{_opposite(option.flag)}", *short, **common)]
    return Annotated[str | None, typer.Option(option.flag, *short, metavar=option.metavar, **common)]


def _variable(command: str, name: str) -> str:
    """Return the environment variable that sets an option."""
    return f"SEGKIT_{command}_{name.strip('_')}".upper()


def _check_environment(command: str, options: Iterable[str]) -> None:
    """Raise ParamsError for variables of the command that set no option of it, as a configuration file may not."""
    start = _variable(command, "")
    known = {_variable(command, name).removeprefix(start) for name in options}
    given = [name.removeprefix(start) for name in os.environ if name.startswith(start)]
    lines = [f'{start}{n}: {command} has no option "{n}".{did_you_mean(n, known)}' for n in given if n not in known]
    if lines:
        raise ParamsError(lines, fix=f"segkit {command} --help lists the options.")


def _opposite(flag: str) -> str:
    """Return the flag that takes another back: ``--no-quiet``, ``--backtest`` that of ``--no-backtest``."""
    return "--" + flag.removeprefix("--no-") if flag.startswith("--no-") else "--no-" + flag.removeprefix("--")


def _help(option: Option) -> str:
    if option.default in (None, False, ()) or option.type is bool:
        return option.help
    return f"{option.help} [{option.default}]"


def _named_configuration(args: Sequence[str]) -> str | None:
    """Return the file that the command line names with ``--config``, which is to be read before the command line is."""
    named = next((after for flag, after in pairwise(args) if flag == "--config"), None)
    return next((arg.removeprefix("--config=") for arg in args if arg.startswith("--config=")), named)


def _here() -> Path:
    """Return the current folder; the root of all where it is gone, as under a job whose folder somebody removed."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path("/")


def configuration(named: str | None = None, command: str = "") -> files.Config:
    """Return the configuration ``named`` with ``--config``, else by the environment, else the nearest segkit.toml, else none."""
    if named == "":
        raise ParamsError(f"--config {EMPTY}")
    named = named or os.environ.get(f"SEGKIT_{command.upper()}_CONFIG") or os.environ.get(CONFIG)
    path = Path(named) if named else files.find(_here())
    if path is None:
        return files.Config()
    from segkit.cli.app import known_options  # noqa: PLC0415 -- app imports the commands

    return files.read(path, known_options())
