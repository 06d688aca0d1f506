"""`diff-insight daily`: reports what is new since the last report, for a daily job."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.fetch import fetch as fetch_remote
from diff_insight.changes.git.ranges import read_range
from diff_insight.changes.git.revisions import Range, resolve
from diff_insight.cli.help_groups import CHANGE
from diff_insight.cli.report_options import ReportOptions, report_options
from diff_insight.cli.report_run import opened_run
from diff_insight.cli.shared_options import taking
from diff_insight.errors import EmptyChangeError, UsageError
from diff_insight.pipeline import avoid_overwriting, check_targets, plan, rendered
from diff_insight.system.output import check_writable
from diff_insight.workflows.daily_state import DailyState

_SHOWN = 12  # digits shown of an object id


@taking("options", report_options)
def daily(
    options: ReportOptions,
    ref: Annotated[str, typer.Argument(metavar="[REF]", help="Ref to follow, such as origin/main.")] = "HEAD",
    repo: Annotated[
        Path | None,
        typer.Option(
            "--repo",
            rich_help_panel=CHANGE,
            metavar="DIR",
            help="The repository; by default the one containing the current folder.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            rich_help_panel=CHANGE,
            metavar="COMMIT",
            help="Base of the first report; each later one starts where the last ended.",
        ),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            "--state",
            rich_help_panel=CHANGE,
            metavar="FILE",
            help="File that records the last report; by default in the .git folder.",
        ),
    ] = None,
    fetch: Annotated[
        str | None,
        typer.Option(
            "--fetch", rich_help_panel=CHANGE, metavar="REMOTE", help="Fetch this remote first, over the network."
        ),
    ] = None,
) -> None:
    """Report what is new since the last report, one report per category; write none if nothing changed."""
    git = GitCommand(repo, options.run.size)
    if fetch is not None:
        fetch_remote(git, fetch)
    state = state or git.place.common_folder / "diff-insight" / "daily.json"
    check_writable(state, "--state")
    remembered = DailyState(state)
    with remembered.locked():
        _report_what_is_new(options, git, ref, since, remembered)


def _report_what_is_new(
    options: ReportOptions, git: GitCommand, ref: str, since: str | None, remembered: DailyState
) -> None:
    head = resolve(git, ref)
    last = remembered.last(ref)
    if last and since:
        raise UsageError(
            f"{ref} is already reported up to {last[:_SHOWN]}: omit --since, or use another file with --state"
        )
    base = last or (resolve(git, since) if since else None)
    if base is None:
        raise UsageError(f"{ref} has no earlier report: give the base of the first one, such as --since {ref}~10")
    if base == head:
        options.tell(f"nothing is new in {ref} since {base[:_SHOWN]}")
        return
    try:
        changes = read_range(git, Range(base[:_SHOWN], head[:_SHOWN]))
        planned = plan(
            changes, options.run.spec, changes.source.day or date.today()  # noqa: DTZ011 - the user's local date
        )  # fmt: skip
    except EmptyChangeError:
        options.tell(f"no file to report differs in {ref} since {base[:_SHOWN]}")
        remembered.move(ref, head)
        return
    check_targets(planned)
    with opened_run(options) as run:
        reports = run.make(planned)
        run.tell_answers()
    run.interruption.deliver()
    run.write(avoid_overwriting(rendered(planned, reports, options.run.spec)))
    remembered.move(ref, head)
