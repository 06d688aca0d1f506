"""`diff-insight config`: the settings in effect, and where they come from."""

import json as _json
import os
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.cli.command_options import options_of
from diff_insight.cli.configuration import Configuration
from diff_insight.cli.report_command import report
from diff_insight.workflows.project import find_project

config = typer.Typer(help="Show the settings in effect and where they come from.", no_args_is_help=True)


@config.command("show")
def show(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List every setting, its value and its source: a file, the environment or the default."""
    settings = Configuration(options_of(report), find_project(Path.cwd()), os.environ).all()
    if json:
        typer.echo(_json.dumps({key: {"value": s.value, "source": s.source} for key, s in settings.items()}, indent=2))
        return
    width = max(map(len, settings))
    for key, setting in settings.items():
        value = _json.dumps(setting.value, ensure_ascii=False) if setting.value not in (None, ()) else "-"
        typer.echo(f"{key:{width}}  {value}  ({setting.source})")
