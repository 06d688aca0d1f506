"""Writes the changes by which `diff-insight models add` measures what a model writes, from this repository's history.

python -m training.verdict_changes > src/diff_insight/evaluation/verdict_changes.jsonl
"""

import subprocess

from diff_insight.changes.patch.unified import read_unified
from diff_insight.evaluation.rows import Row

CHANGES = (  # a commit, the file of which the change is taken, and its type
    ("057df6874", "pyproject.toml", "new feature"),
    ("bef2c11f3", "Makefile", "bug fix"),
    ("222ae1fdf", "docs/usage.md", "minor update"),
    ("6cc63a47d", "docs/usage.md", "new feature"),
    ("41f6dea6d", "docs/usage.md", "minor update"),
    ("4d8734b15", "docs/air-gapped.md", "minor update"),
)


def main() -> None:
    """Print a row for each of the changes."""
    for commit, path, label in CHANGES:
        diff = _git("diff", f"{commit}^", commit, "--", path)
        (file,) = read_unified(diff.encode(), commit).files
        row = Row(
            path=file.path,
            status=file.status.value,
            diff=file.diff,
            type=label,
            title=_git("log", "-1", "--format=%s", commit).strip(),
            repo="diff-insight",
            commit=commit,
            additions=file.additions,
            deletions=file.deletions,
        )
        print(row.model_dump_json(exclude_none=True))


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
