"""Writes the options of a command as a Markdown table; `cog` calls it so that the docs cannot go stale."""

from typing import Any

import typer

from diff_insight.cli.app import program


def described(command: str) -> str:
    """What a command does, and the table of its options where it has any."""
    found = _command(command)
    return f"{found.help}\n\n{options(command)}" if found.params else str(found.help)


def own_options(command: str) -> str:
    """What a command does, and a table of those of its options that `report` lacks."""
    return f"{_command(command).help}\n\n{options(command, without='report')}"


def options(command: str, without: str | None = None) -> str:
    """A table of the command's arguments and options, in the order of its help; words name a command of a group.

    Args:
        command: which one.
        without: a command whose options are left out.
    """
    found = _command(command)
    known = {parameter.name for parameter in _command(without).params} - {"repo"} if without else set()
    rows = ["| option | default | meaning |", "|---|---|---|"]
    for parameter in (each for each in found.params if each.name not in known):
        names = [*parameter.opts, *parameter.secondary_opts] if parameter.param_type_name == "option" else []
        shown = " ".join(filter(None, [", ".join(names), parameter.metavar])).replace("|", "\\|")
        rows.append(f"| `{shown}` | {_default(parameter)} | {parameter.help} |")
    return "\n".join(rows)


def _command(words: str) -> Any:
    found: Any = typer.main.get_command(program())
    for word in words.split():
        found = found.commands[word]
    return found


def _default(parameter: object) -> str:
    default = getattr(parameter, "default", None)
    if default in (None, False, True) or callable(default):
        return ""
    return f"`{getattr(default, 'value', default)}`"
