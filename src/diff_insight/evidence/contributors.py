"""Counts the commits of a range by author."""

from collections import Counter
from collections.abc import Iterable

from diff_insight.changes.changeset import Commit


def contributors_of(commits: Iterable[Commit]) -> tuple[tuple[str, int], ...]:
    """Authors with their number of commits, most commits first, then by name."""
    counts = Counter(commit.author for commit in commits if commit.author)
    return tuple(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))
