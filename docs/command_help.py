"""Writes the options of a command as a Markdown table; `cog` calls it so that the docs cannot go stale."""

import typer

from diff_insight.cli.app import app


def options(command: str) -> str:
    """A table of the command's arguments and options, in the order of its help."""
    group = typer.main.get_command(app)
    found = group.commands[command]  # type: ignore[attr-defined]
    rows = ["| option | default | meaning |", "|---|---|---|"]
    for parameter in found.params:
        names = [*parameter.opts, *parameter.secondary_opts] if parameter.param_type_name == "option" else []
        shown = " ".join(filter(None, [", ".join(names), parameter.metavar])).replace("|", "\\|")
        rows.append(f"| `{shown}` | {_default(parameter)} | {parameter.help} |")
    return "\n".join(rows)


def _default(parameter: object) -> str:
    default = getattr(parameter, "default", None)
    if default in (None, False, True) or callable(default):
        return ""
    return f"`{getattr(default, 'value', default)}`"
