"""`diff-insight dataset`: labelled changes out of a repository's own commits."""

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
    repo: Annotated[Path, typer.Argument(metavar="REPO", help="A folder inside the repository.")],
    revisions: Annotated[
        str, typer.Option("--range", metavar="RANGE", help="BASE..HEAD, or a commit for all that led to it.")
    ] = "HEAD",
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write, gzipped if it ends in .gz.")
    ] = Path("-"),
    quiet: Quiet = False,
) -> None:
    """Make labelled changes out of commits that follow Conventional Commits.

    A row is the change of the only file that a commit edits besides tests, documents, lock files and generated ones.
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
            f"none of the {len(commits)} commits gives a labelled change: their subjects must begin as Conventional "
            "Commits do, such as 'fix: ', and they must edit one file besides tests and documents"
        )
    content = "".join(row.model_dump_json(exclude_none=True) + "\n" for row in rows).encode()
    if str(output) == "-":
        write_standard_output(content)
    else:
        write_report(output, gzip.compress(content, mtime=0) if output.suffix == ".gz" else content)
    if not quiet:
        types = ", ".join(f"{count} {label}" for label, count in Counter(row.type for row in rows).most_common())
        newest = f" (the newest {LIMIT:,})" if len(commits) == LIMIT else ""
        print(f"{len(rows)} labelled changes of {len(commits)} commits{newest}: {types}", file=sys.stderr)
