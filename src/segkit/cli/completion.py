"""``segkit completion``: a static script, so that pressing tab starts no Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from segkit.cli.analysis import examples
from segkit.cli.diagnostics import ending, say_out
from segkit.cli.options import command
from segkit.errors import ParamsError

if TYPE_CHECKING:
    import typer.core

_BASH = """\
_segkit() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" words="" command
  for command in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do [[ "$command" != -* ]] && break; done
  if (( COMP_CWORD == 1 )); then words="{commands} --help --version"; else case "$command" in
{cases}
  esac; fi
  if [[ "$current" == -* || $COMP_CWORD -eq 1 ]]; then COMPREPLY=($(compgen -W "$words" -- "$current"))
  else COMPREPLY=($(compgen -f -- "$current")); fi
}}
complete -o filenames -F _segkit segkit
"""
_ZSH = "#compdef segkit\nautoload -U +X bashcompinit && bashcompinit\n"


def build(summary: str) -> typer.core.TyperCommand:
    """Return the command."""
    lines = (
        "segkit completion bash > ~/.local/share/bash-completion/completions/segkit  # bash",
        "echo 'eval \"$(segkit completion zsh)\"' >> ~/.zshrc  # zsh",
        "segkit completion fish > ~/.config/fish/completions/segkit.fish  # fish",
    )
    return command("completion", _call, [], summary=summary, epilog=examples(lines), inputs="bash, zsh or fish.")


def _call(shells: Sequence[str], _: dict[str, object]) -> None:
    with ending(debug=False):
        makers = {"bash": _bash, "zsh": lambda options: _ZSH + _bash(options), "fish": _fish}
        if len(shells) != 1 or shells[0] not in makers:
            raise ParamsError("name one shell: bash, zsh or fish", fix="segkit completion bash")
        say_out(makers[shells[0]](_options()))


def _options() -> dict[str, list[str]]:
    """Return the long options of every command."""
    from segkit.cli.app import application, helps  # noqa: PLC0415 -- app imports this module by name

    group: Any = application()
    options: dict[str, list[str]] = {}
    for name in helps():
        parameters = group.get_command(None, name).params
        options[name] = [
            *(opt for one in parameters for opt in (*one.opts, *one.secondary_opts) if opt.startswith("--")),
            "--help",
        ]
    return options


def _bash(options: Mapping[str, Sequence[str]]) -> str:
    cases = "\n".join(f'  {name}) words="{" ".join(flags)}" ;;' for name, flags in options.items())
    return _BASH.format(commands=" ".join(options), cases=cases)


def _fish(options: Mapping[str, Sequence[str]]) -> str:
    from segkit.cli.app import helps  # noqa: PLC0415 -- as above

    lines = ["complete -c segkit -n __fish_use_subcommand -l version -d 'Show the version.'"]
    for name, flags in options.items():
        lines.append(f"complete -c segkit -n __fish_use_subcommand -a {name} -d '{helps()[name].replace(chr(39), '')}'")
        lines += [f"complete -c segkit -n '__fish_seen_subcommand_from {name}' -l {flag[2:]}" for flag in flags]
    return "\n".join(lines) + "\n"
