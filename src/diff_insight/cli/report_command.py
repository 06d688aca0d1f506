"""`diff-insight report`: reads a change and writes its reports."""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import get_terminal_size
from typing import Annotated

import typer

from diff_insight.changes.changeset import ChangeSet, SourceKind
from diff_insight.changes.read import read_change
from diff_insight.cli.help_groups import CHANGE, CONTENT, OUTPUT
from diff_insight.cli.pathspecs import pathspecs_of
from diff_insight.cli.progress import stage
from diff_insight.cli.report_options import ReportOptions, report_options
from diff_insight.cli.report_run import opened_run
from diff_insight.cli.shared_options import taking
from diff_insight.cli.source import change_spec
from diff_insight.errors import UsageError
from diff_insight.pipeline import Plan, ReportSpec, check_targets, plan, rendered
from diff_insight.reports.fail_on import check_no_probability, failing, parse_fail_on
from diff_insight.system.dates import read_day
from diff_insight.system.ignored_folder import ignore, is_new_in_work_tree
from diff_insight.system.output import DEFAULT_PATTERN

FAILED = 3
"""The exit code when a file meets a --fail-on condition."""

_DEFAULT_FOLDER = Path(DEFAULT_PATTERN).parents[-2]


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
        typer.Option(
            "--repo",
            rich_help_panel=CHANGE,
            metavar="DIR",
            help="The repository; by default the one containing the current folder.",
        ),
    ] = None,
    staged: Annotated[bool, typer.Option("--staged", rich_help_panel=CHANGE, help="Report staged changes.")] = False,
    worktree: Annotated[
        bool,
        typer.Option(
            "--worktree", rich_help_panel=CHANGE, help="Report uncommitted changes to tracked files, staged or not."
        ),
    ] = False,
    patch: Annotated[
        Path | None,
        typer.Option("--patch", rich_help_panel=CHANGE, metavar="FILE", help="Report a unified diff; - for stdin."),
    ] = None,
    compare_json: Annotated[
        Path | None,
        typer.Option(
            "--compare-json",
            rich_help_panel=CHANGE,
            metavar="FILE",
            help="Report a saved response of GitHub's compare endpoint.",
        ),
    ] = None,
    day: Annotated[
        str | None,
        typer.Option(
            "--date",
            rich_help_panel=CONTENT,
            metavar="YYYY-MM-DD",
            help="Date of the report; by default SOURCE_DATE_EPOCH, the date of the head commit or mail, or today.",
            show_default=False,
        ),
    ] = None,
    permalink: Annotated[
        str | None,
        typer.Option(
            "--permalink",
            rich_help_panel=CONTENT,
            metavar="URL",
            help="Web address of the change; by default derived from the remote.",
        ),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            rich_help_panel=OUTPUT,
            metavar="TYPE[:P]|SIGN",
            help="Exit with 3 if a file has this type (with probability P or more, if given) or this sign of a "
            "breaking change; 'any sign' matches every sign but weak ones, 'any weak sign' these; repeatable.",
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
    with stage("reading the change", quiet=options.quiet):
        changes = read_change(change)
    if change.kind is SourceKind.RANGE and not change.revisions:
        options.tell(f"no range was named: this is {changes.source.base}..{changes.source.head}")
    planned = plan(changes, options.run.spec, _day(day, changes))
    is_shown = _is_shown(options.run.spec, planned)
    if not is_shown:
        check_targets(planned)
    if any(condition.is_type for condition in conditions) and options.run.model and not options.run.model.model:
        options.tell("note: the embedded model's types are unreliable; use --fail-on with --no-model or --model")
    with opened_run(options) as run:
        if run.session and not run.session.chooses_types(options.run.spec.types):
            check_no_probability(conditions)
        reports = run.make(planned, permalink)
        run.tell_answers()
    if is_shown:
        # Imported here because Rich is needed for nothing else.
        from diff_insight.reports.terminal import render_for_terminal
        from diff_insight.system.pager import page

        page(render_for_terminal(reports[0], get_terminal_size().columns).encode())
        run.tell_notices(reports)
        options.tell("this is the report in brief; -o FILE writes all of it")
    else:
        is_new = options.run.spec.pattern == DEFAULT_PATTERN and is_new_in_work_tree(_DEFAULT_FOLDER)
        run.write(rendered(planned, reports, options.run.spec))
        if is_new:
            ignore(_DEFAULT_FOLDER)
            options.tell(
                f"{_DEFAULT_FOLDER}/ is new, and git ignores it: to commit reports, remove the .gitignore in it"
            )
    if met := failing(reports, conditions):
        more = f" and {len(met) - 10} more" if len(met) > 10 else ""
        options.tell(f"--fail-on is met by {', '.join(met[:10])}{more}")
        raise typer.Exit(FAILED)
    run.interruption.deliver()


def _is_shown(spec: ReportSpec, planned: Plan) -> bool:
    """Whether one report is asked for without saying where to, on a terminal: it is shown, as `git log` shows a log."""
    is_one = len(planned.parts) == 1 and spec.formats == ("md",)
    return is_one and spec.pattern == DEFAULT_PATTERN and sys.stdout.isatty()


def _day(given: str | None, changes: ChangeSet) -> date:
    if given is not None:
        return read_day(given)
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError):
            raise UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}: it must be a number of seconds since 1970") from None
    return changes.source.day or date.today()  # noqa: DTZ011 - the reader's own day
