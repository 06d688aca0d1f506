"""`diff-insight report`: reads a change and writes its reports."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.changes.changeset import ChangeSet, SourceKind
from diff_insight.changes.read import read_change
from diff_insight.cli.pathspecs import pathspecs_of
from diff_insight.cli.report_options import ReportOptions, report_options
from diff_insight.cli.report_run import opened_run
from diff_insight.cli.shared_options import taking
from diff_insight.cli.source import change_spec
from diff_insight.errors import UsageError
from diff_insight.pipeline import check_targets, plan, rendered
from diff_insight.reports.fail_on import check_no_probability, failing, parse_fail_on
from diff_insight.system.dates import read_day

FAILED = 3
"""The exit code when a file meets a --fail-on condition."""


@taking("options", report_options)
def report(
    options: ReportOptions,
    invocation: typer.Context,
    revisions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[RANGE] [-- PATHSPEC...]",
            help="BASE HEAD, BASE..HEAD, BASE...HEAD (from their merge base), or COMMIT^! for a single commit; git "
            "pathspecs after --. Or OLD NEW, two releases as folders or archives. By default what came after the last "
            "tag, or on a branch what it adds to the default branch.",
            show_default=False,
        ),
    ] = None,
    repo: Annotated[
        Path | None,
        typer.Option("--repo", metavar="DIR", help="The repository; by default the one containing the current folder."),
    ] = None,
    staged: Annotated[bool, typer.Option("--staged", help="Report staged changes.")] = False,
    worktree: Annotated[
        bool, typer.Option("--worktree", help="Report uncommitted changes to tracked files, staged or not.")
    ] = False,
    patch: Annotated[
        Path | None, typer.Option("--patch", metavar="FILE", help="Report a unified diff; - for stdin.")
    ] = None,
    compare_json: Annotated[
        Path | None,
        typer.Option("--compare-json", metavar="FILE", help="Report a saved response of GitHub's compare endpoint."),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            help="Date of the report; by default SOURCE_DATE_EPOCH, the date of the head commit or mail, or today.",
            show_default=False,
        ),
    ] = None,
    permalink: Annotated[
        str | None,
        typer.Option(
            "--permalink", metavar="URL", help="Web address of the change; by default derived from the remote."
        ),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="TYPE[:P]|SIGN",
            help="Exit with 3 if a file has this type (with probability P or more, if given) or this sign of a "
            "breaking change; 'any sign' matches every sign; repeatable.",
        ),
    ] = None,
) -> None:
    """Report what changed between two versions."""
    if permalink and not permalink.startswith(("https://", "http://")):
        raise UsageError(f"--permalink {permalink!r}: give a web address starting with https:// or http://")
    conditions = parse_fail_on(fail_on or [], options.run.spec.types, with_model=options.run.model is not None)
    options = options.failing_on(conditions)
    change = change_spec(
        revisions or [],
        repo,
        pathspecs=pathspecs_of(invocation),
        staged=staged,
        worktree=worktree,
        patch=patch,
        compare=compare_json,
        size=options.run.size,
    )
    changes = read_change(change)
    if change.kind is SourceKind.RANGE and not change.revisions:
        options.tell(f"no range was named: this is {changes.source.base}..{changes.source.head}")
    planned = plan(changes, options.run.spec, _day(day, changes))
    check_targets(planned)
    if any(condition.is_type for condition in conditions) and options.run.model and not options.run.model.model:
        options.tell("note: the embedded model's types are unreliable; use --fail-on with --no-model or --model")
    with opened_run(options) as run:
        if run.session and not run.session.chooses_types(options.run.spec.types):
            check_no_probability(conditions)
        reports = run.make(planned, permalink)
        run.tell_answers()
    run.write(rendered(planned, reports, options.run.spec))
    if met := failing(reports, conditions):
        more = f" and {len(met) - 10} more" if len(met) > 10 else ""
        options.tell(f"--fail-on is met by {', '.join(met[:10])}{more}")
        raise typer.Exit(FAILED)
    run.interruption.deliver()


def _day(given: str | None, changes: ChangeSet) -> date:
    if given is not None:
        return read_day(given)
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError):
            raise UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}: it must be a number of seconds since 1970") from None
    return changes.source.day or date.today()  # noqa: DTZ011 - the reader's own day
