"""`diff-insight reproduce`: remakes a report and compares the two byte for byte."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.changes.size_limit import LARGEST_DIFF, SizeLimit
from diff_insight.cli.model_options import ModelName, PromptsFolder, Quiet, Threads
from diff_insight.cli.progress import progress_bar
from diff_insight.cli.source import MaxDiff
from diff_insight.errors import ReproductionError, UsageError
from diff_insight.system.visible import visible
from diff_insight.workflows.reproduce import Difference, Materials
from diff_insight.workflows.reproduce import reproduce as make_again

_TWO = 2
DIFFERS = 15
"""The exit code when the remade report differs."""


def reproduce(
    report: Annotated[Path, typer.Argument(metavar="REPORT.json", help="A JSON report.")],
    releases: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[OLD NEW]",
            help="The two releases that the report was made from; by default their archives in the current folder.",
            show_default=False,
        ),
    ] = None,
    repo: Annotated[
        Path | None,
        typer.Option("--repo", metavar="DIR", help="The repository; by default the one containing the current folder."),
    ] = None,
    input_: Annotated[
        Path | None,
        typer.Option("--input", metavar="FILE", help="Patch or compare response that the report was made from."),
    ] = None,
    model: ModelName = None,
    prompts: PromptsFolder = None,
    threads: Threads = 0,
    max_diff: MaxDiff = LARGEST_DIFF,
    quiet: Quiet = False,
) -> None:
    """Remake a report without cached answers and show the first difference; exit with 15 if there is one."""
    try:
        written = report.read_bytes()
    except OSError as error:
        raise ReproductionError(f"{report} cannot be read: {error.strerror}; check the path") from None
    tell = (lambda _: None) if quiet else partial(print, file=sys.stderr)
    size = SizeLimit(max_diff)
    if releases and len(releases) != _TWO:
        raise UsageError("give two releases, old and new, or none")
    materials = Materials(repo, input_, tuple(releases or ()), model, prompts, threads, size)
    with progress_bar(report.name, quiet=quiet) as progress:
        result = make_again(written, materials, tell, progress)
    if result.same_bytes:
        typer.echo(f"{report}: reproduced, the same {len(written):,} bytes")
        return
    if result.first is None:
        typer.echo(f"{report}: the content is the same, but the file is formatted differently")
    else:
        typer.echo(f"{report}: not reproduced; the first difference is {_describe(result.first)}")
    for condition in result.conditions:
        typer.echo(f"conditions differ: {_describe(condition)}")
    raise typer.Exit(DIFFERS)


def _describe(difference: Difference) -> str:
    recorded, made = difference.recorded or "nothing", difference.made or "nothing"
    return visible(f"{difference.place}: the report has {recorded}, now it is {made}")
