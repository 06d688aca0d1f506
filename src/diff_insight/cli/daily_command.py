"""`diff-insight daily`: what is new since the last report, for a job that runs every day."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.fetch import fetch as fetch_remote
from diff_insight.changes.git.ranges import read_range
from diff_insight.changes.git.revisions import Range, resolve
from diff_insight.cli.report_options import ReportOptions, report_options
from diff_insight.cli.report_run import opened_run
from diff_insight.cli.shared_options import taking
from diff_insight.errors import EmptyChangeError, UsageError
from diff_insight.pipeline import avoid_overwriting, check_targets, plan, rendered
from diff_insight.system.output import check_writable
from diff_insight.workflows.daily_state import DailyState

_SHOWN = 12  # digits of an object id


@taking("options", report_options)
def daily(
    options: ReportOptions,
    ref: Annotated[str, typer.Argument(metavar="[REF]", help="What is followed, such as origin/main.")] = "HEAD",
    repo: Annotated[
        Path | None,
        typer.Option("--repo", metavar="DIR", help="The repository; by default the one around the current folder."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="COMMIT", help="Where the first report begins; later ones begin where it ended."
        ),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(
            "--state", metavar="FILE", help="What remembers the last report; by default a file in the .git folder."
        ),
    ] = None,
    fetch: Annotated[
        str | None, typer.Option("--fetch", metavar="REMOTE", help="Fetch this remote first, by network.")
    ] = None,
) -> None:
    """Report what came since the last report, one report a category, and nothing where nothing came."""
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
            f"{ref} is reported up to {last[:_SHOWN]}: leave --since out, or name another file with --state"
        )
    base = last or (resolve(git, since) if since else None)
    if base is None:
        raise UsageError(f"{ref} was not reported before: say where the first report begins, such as --since {ref}~10")
    if base == head:
        options.tell(f"nothing is new in {ref} since {base[:_SHOWN]}")
        return
    try:
        changes = read_range(git, Range(base[:_SHOWN], head[:_SHOWN]))
        planned = plan(
            changes, options.run.spec, changes.source.day or date.today()  # noqa: DTZ011 - the reader's own day
        )  # fmt: skip
    except EmptyChangeError:
        options.tell(f"nothing that is reported differs in {ref} since {base[:_SHOWN]}")
        remembered.move(ref, head)
        return
    check_targets(planned)
    with opened_run(options) as run:
        reports = run.make(planned)
        run.tell_answers()
    if run.interruption.happened:
        raise KeyboardInterrupt
    run.write(avoid_overwriting(rendered(planned, reports, options.run.spec)))
    remembered.move(ref, head)
