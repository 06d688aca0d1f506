"""`diff-insight doctor`: checks of this machine, with advice."""

import json as _json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.cli.command_options import options_of
from diff_insight.cli.configuration import Configuration
from diff_insight.cli.report_command import report
from diff_insight.errors import SettingsFileError
from diff_insight.workflows.doctor import examine
from diff_insight.workflows.finding import State
from diff_insight.workflows.project import Project, find_project


def doctor(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show what a report would run with here and how to fix problems; exit with 1 if there are any."""
    project = find_project(Path.cwd())
    findings = list(examine(project, _wrong_with_configuration(project)))
    if json:
        typer.echo(_json.dumps([asdict(finding) for finding in findings], indent=2, ensure_ascii=False))
    else:
        width = max(len(finding.subject) for finding in findings)
        for finding in findings:
            typer.echo(f"{finding.state:5}  {finding.subject:{width}}  {finding.found}")
            if finding.advice:
                typer.echo(f"{'':{width + 9}}{finding.advice}")
    if any(finding.state is State.FAILS for finding in findings):
        raise typer.Exit(1)


def _wrong_with_configuration(project: Project) -> str | None:
    try:
        Configuration(options_of(report), project, os.environ)
    except SettingsFileError as error:
        return str(error)
    return None
