"""Assembles the program from its commands, and reports a failure in one sentence."""

import os
import sys
from pathlib import Path
from pkgutil import resolve_name
from typing import Annotated

import typer
from typer.exceptions import TyperException

from diff_insight import __version__
from diff_insight.cli.commands import COMMANDS, CONFIGURED, GROUPS
from diff_insight.cli.help_groups import epilog
from diff_insight.cli.pathspecs import WithPathspecs
from diff_insight.errors import DiffInsightError, OutputError, SettingsFileError, TooLargeError
from diff_insight.llm.installed import needs_model_package
from diff_insight.system.visible import visible

_COMPLETION = "_DIFF_INSIGHT_COMPLETE"
"""Set by a shell that asks for completions, which come from the commands themselves."""


def program(name: str | None = None) -> typer.Typer:
    """The program with only the named command, or with all commands if `name` is None or unknown."""
    app = _empty()
    if name in COMMANDS:
        _add(app, name, COMMANDS[name].name)
    elif name in GROUPS:
        app.add_typer(resolve_name(GROUPS[name].name), name=name)
    else:
        for command, place in {**COMMANDS, **GROUPS}.items():
            try:
                if command in GROUPS:
                    app.add_typer(resolve_name(place.name), name=command)
                else:
                    _add(app, command, place.name)
            except ModuleNotFoundError as error:
                if needs_model_package(error) is None:
                    raise
                app.command(command)(_not_installed)
    return app


def outline() -> typer.Typer:
    """The program with no more of its commands than their names and summaries, which its help needs."""
    app = _empty()
    for command, place in {**COMMANDS, **GROUPS}.items():
        app.command(command, help=place.summary)(_not_installed)
    return app


def _empty() -> typer.Typer:
    app = typer.Typer(
        name="diff-insight",
        help="Report what changed between two versions of a tree, written by a local model, without network access.",
        pretty_exceptions_enable=False,
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_program)
    return app


def _add(app: typer.Typer, name: str, place: str) -> None:
    app.command(name, cls=WithPathspecs if name == "report" else None, epilog=epilog(name))(resolve_name(place))


def _not_installed() -> None:
    """Need llama-cpp-python, which is not installed; see `diff-insight doctor`."""


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"diff-insight {__version__}")
        raise typer.Exit


def _program(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        print(context.get_help())


def run(arguments: list[str]) -> int:
    """Run the command that the arguments name.

    Returns:
        The exit code; for an error the user can fix, the one defined in `errors`, with a message on standard error.
    """
    try:
        asks_for_help = arguments in ([], ["-h"], ["--help"]) and _COMPLETION not in os.environ
        app = outline() if asks_for_help else program(arguments[0] if arguments else None)
        return app(arguments, standalone_mode=False, prog_name="diff-insight", default_map=_defaults(arguments)) or 0
    except DiffInsightError as error:
        message, code = str(error), error.exit_code
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        message = f"system error: {error.strerror or error}{place}; fix that and run again"
        code = OutputError.exit_code
    except ModuleNotFoundError as error:
        missing = needs_model_package(error)
        if missing is None:
            raise
        message, code = str(missing), missing.exit_code
    except RecursionError:
        message = "a settings, categories or labels file is nested too deeply: simplify it"
        code = SettingsFileError.exit_code
    except MemoryError:
        message = "not enough memory: free some, or report on a smaller change"
        code = TooLargeError.exit_code
    except TyperException as error:
        message, code = _with_advice(error, arguments), error.exit_code
    # Untrusted names, such as those of files and refs, must not send control sequences to the terminal.
    print(f"diff-insight: {visible(' '.join(message.splitlines()))}", file=sys.stderr)
    return code


def _defaults(arguments: list[str]) -> dict[str, dict[str, object]]:
    """The configured default options of the command to run."""
    name = arguments[0] if arguments else ""
    if name not in CONFIGURED or {"-h", "--help"}.intersection(arguments):
        return {}
    # Imported here because commands without settings do not need it.
    from diff_insight.cli.command_options import options_of
    from diff_insight.cli.configuration import Configuration
    from diff_insight.workflows.project import find_project

    options = options_of(resolve_name(COMMANDS["report"].name))
    settings = Configuration(options, find_project(Path.cwd()), os.environ, arguments[1:])
    return {name: settings.defaults(options_of(resolve_name(COMMANDS[name].name)))}


def _with_advice(error: TyperException, arguments: list[str]) -> str:
    message = " ".join(error.format_message().split()).replace("Value error, ", "").rstrip(".")
    command = arguments[0] if arguments else ""
    if "No such command" in message and any(sign in command for sign in ("..", "^", "~")):
        return f"{message}; did you mean `diff-insight report {command}`?"
    context = getattr(error, "ctx", None)  # of the command being parsed
    path = context.command_path if context else "diff-insight"
    return f"{message}; see `{path} --help`"
