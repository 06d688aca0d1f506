"""The commands of `diff-insight`, and how their failures end."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from diff_insight import __version__
from diff_insight.cli.batch_command import batch
from diff_insight.cli.bundle_command import bundle
from diff_insight.cli.cache_command import cache
from diff_insight.cli.command_options import options_of
from diff_insight.cli.config_command import config
from diff_insight.cli.configuration import Configuration
from diff_insight.cli.daily_command import daily
from diff_insight.cli.dataset_command import dataset
from diff_insight.cli.doctor_command import doctor
from diff_insight.cli.evaluate_command import evaluate
from diff_insight.cli.models_command import models
from diff_insight.cli.pathspecs import WithPathspecs
from diff_insight.cli.report_command import report
from diff_insight.cli.reproduce_command import reproduce
from diff_insight.cli.schema_command import schema
from diff_insight.cli.site_command import site
from diff_insight.errors import DiffInsightError, OutputError, SettingsFileError, TooLargeError
from diff_insight.system.visible import visible
from diff_insight.workflows.project import find_project

app = typer.Typer(
    name="diff-insight",
    help="Reports on what changed between two versions of a tree, written by a local model, without network.",
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(cls=WithPathspecs)(report)
app.command()(daily)
app.command()(batch)
app.command()(evaluate)
app.command()(dataset)
app.command()(schema)
app.command()(doctor)
app.command()(bundle)
app.command()(reproduce)
app.add_typer(site, name="site")
app.add_typer(models, name="models")
app.add_typer(cache, name="cache")
app.add_typer(config, name="config")

CONFIGURED: dict[str, Callable[..., None]] = {
    "report": report,
    "daily": daily,
    "batch": batch,
    "evaluate": evaluate,
}
"""The commands whose options can be set by a file or the environment."""


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"diff-insight {__version__}")
        raise typer.Exit


@app.callback()
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
        The exit code: that of `errors` for a failure the user can mend, which is said on standard error.
    """
    try:
        return app(arguments, standalone_mode=False, prog_name="diff-insight", default_map=_defaults(arguments)) or 0
    except DiffInsightError as error:
        message, code = str(error), error.exit_code
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        message = f"the system says: {error.strerror or error}{place}; mend that and run again"
        code = OutputError.exit_code
    except RecursionError:
        message = "a file of settings, categories or labels is nested too deeply to be read: check it"
        code = SettingsFileError.exit_code
    except MemoryError:
        message = "there is not enough memory: free some, or report on less at once"
        code = TooLargeError.exit_code
    except TyperException as error:
        message, code = _with_advice(error, arguments), error.exit_code
    # Names that strangers gave, to files and refs say, must not act upon the terminal.
    print(f"diff-insight: {visible(' '.join(message.splitlines()))}", file=sys.stderr)
    return code


def _defaults(arguments: list[str]) -> dict[str, dict[str, object]]:
    """For the command that runs, what its options are where the command line does not say."""
    name = arguments[0] if arguments else ""
    if name not in CONFIGURED or {"-h", "--help"}.intersection(arguments):
        return {}
    settings = Configuration(options_of(report), find_project(Path.cwd()), os.environ, arguments[1:])
    return {name: settings.defaults(options_of(CONFIGURED[name]))}


def _with_advice(error: TyperException, arguments: list[str]) -> str:
    message = " ".join(error.format_message().split()).replace("Value error, ", "").rstrip(".")
    command = arguments[0] if arguments else ""
    if "No such command" in message and any(sign in command for sign in ("..", "^", "~")):
        return f"{message}; did you mean `diff-insight report {command}`?"
    context = getattr(error, "ctx", None)  # of the command that was being understood
    path = context.command_path if context else "diff-insight"
    return f"{message}; `{path} --help` lists what there is"
