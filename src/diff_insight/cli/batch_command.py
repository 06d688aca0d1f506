"""`diff-insight batch`: reports for many past ranges."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.changes.changeset import Source, SourceKind
from diff_insight.changes.git.command import GitCommand
from diff_insight.cli.help_groups import CHANGE, OUTPUT
from diff_insight.cli.report_options import ReportOptions, report_options
from diff_insight.cli.report_run import ReportRun, opened_run
from diff_insight.cli.shared_options import taking
from diff_insight.errors import UsageError
from diff_insight.reports.build import provenance_of
from diff_insight.reports.output_paths import STANDARD_OUTPUT
from diff_insight.reports.report import Provenance
from diff_insight.system.output import check_writable, write_report
from diff_insight.workflows.batch import BatchLine, Output, check_distinct_outputs, outputs_of, read_batch
from diff_insight.workflows.batch_journal import Journal, key_of_line
from diff_insight.workflows.cluster import Job, run_on_cluster

Made = Iterator[tuple[BatchLine, list[Output]]]


@taking("options", report_options)
def batch(
    options: ReportOptions,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="File with one DATE BASE HEAD per line, such as 2025-03-22 v1.4 v1.5."),
    ],
    repo: Annotated[
        Path | None,
        typer.Option(
            "--repo",
            rich_help_panel=CHANGE,
            metavar="DIR",
            help="The repository; by default the one containing the current folder.",
        ),
    ] = None,
    journal: Annotated[
        Path | None,
        typer.Option(
            "--journal",
            rich_help_panel=OUTPUT,
            metavar="FILE",
            help="File that records finished lines; by default one in the .git folder.",
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            rich_help_panel=OUTPUT,
            metavar="ADDRESS",
            help="Make the reports on the workers of this Dask scheduler, over the network.",
        ),
    ] = None,
) -> None:
    """Make reports for many ranges in turn; run it again to resume after an interruption."""
    if options.run.spec.pattern == STANDARD_OUTPUT:
        raise UsageError("a batch writes many reports: give a pattern with -o, such as reports/%Y%m/%d-{category}.md")
    git = GitCommand(repo, options.run.size)
    lines = read_batch(file, git)
    check_distinct_outputs(lines, options.run.spec)
    done_before = Journal(journal or git.place.common_folder / "diff-insight" / "batch.jsonl")
    with opened_run(options) as run:
        provenance = provenance_of(
            run.session, options.run.spec.types, options.run.spec.request(Source(name="", kind=SourceKind.RANGE))
        )
        keys = {line: key_of_line(line, options.run.spec, provenance) for line in lines}
        waiting = [line for line in lines if not done_before.is_done(keys[line])]
        if len(waiting) < len(lines):
            options.tell(f"{len(lines) - len(waiting)} of {len(lines)} lines were already done")
        made = _by_cluster(run, scheduler, waiting, git, provenance) if scheduler else _here(run, waiting, git)
        for line, outputs in made:
            for output in outputs:
                check_writable(Path(output.path))
                write_report(Path(output.path), output.content)
                options.tell(f"wrote {output.path} (files: {output.files})")
                for notice in output.notices:
                    options.tell(f"note: {notice}")
            if not outputs:
                options.tell(f"line {line.number}: nothing to report")
            done_before.add(keys[line], [output.path for output in outputs])
        if not scheduler:
            run.tell_answers()
    run.interruption.deliver()


def _here(run: ReportRun, lines: list[BatchLine], git: GitCommand) -> Made:
    for line in lines:
        outputs = outputs_of(line, git, run.options.run.spec, run.session, run.progress)
        if run.interruption.happened:  # this line's reports are incomplete
            return
        yield line, outputs


def _by_cluster(
    run: ReportRun, scheduler: str, lines: list[BatchLine], git: GitCommand, provenance: Provenance
) -> Made:
    if run.session:
        run.session.model.dismiss()
    job = Job(git.folder.absolute(), run.options.run, provenance)
    return run_on_cluster(scheduler, lines, job, run.options.tell)
