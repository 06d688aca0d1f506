"""`diff-insight dataset`: labelled changes from a repository's own commits."""

import gzip
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.commits import LIMIT
from diff_insight.changes.git.ranges import read_commits
from diff_insight.cli.model_options import Quiet
from diff_insight.cli.progress import progress_bar
from diff_insight.errors import DatasetError
from diff_insight.evaluation.history import labelled_history
from diff_insight.evaluation.rows import Row
from diff_insight.system.output import check_writable, write_report, write_standard_output


def dataset(
    repo: Annotated[Path, typer.Argument(metavar="REPO", help="The repository, or a folder inside it.")],
    revisions: Annotated[
        str, typer.Option("--range", metavar="RANGE", help="BASE..HEAD, or a commit for its whole history.")
    ] = "HEAD",
    output: Annotated[
        Path,
        typer.Option("-o", "--output", metavar="FILE", help="File to write, gzipped if it ends in .gz; - for stdout."),
    ] = Path("-"),
    quiet: Quiet = False,
) -> None:
    """Make labelled changes from commits that follow Conventional Commits.

    Each row is the change to the only file a commit edits besides tests, documents, lock files and generated files.
    """
    if str(output) != "-":
        check_writable(output)
    git = GitCommand(repo)
    name, commits = read_commits(git, revisions)
    rows: list[Row] = []
    with progress_bar(name, quiet=quiet) as progress:
        for done, row in enumerate(labelled_history(git, name, commits), start=1):
            rows += [row] if row else []
            progress(done, len(commits))
    if not rows:
        raise DatasetError(
            f"none of the {len(commits)} commits yields a labelled change: a subject must follow Conventional Commits, "
            "such as 'fix: …', and a commit must edit one file besides tests and documents"
        )
    content = "".join(row.model_dump_json(exclude_none=True) + "\n" for row in rows).encode()
    if str(output) == "-":
        write_standard_output(content)
    else:
        write_report(output, gzip.compress(content, mtime=0) if output.suffix == ".gz" else content)
    if not quiet:
        types = ", ".join(f"{count} {label}" for label, count in Counter(row.type for row in rows).most_common())
        newest = f" (the newest {LIMIT:,})" if len(commits) == LIMIT else ""
        print(f"{len(rows)} labelled changes from {len(commits)} commits{newest}: {types}", file=sys.stderr)
