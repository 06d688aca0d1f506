"""Leaves out entries of release notes that a program copied from the messages of the commits that are told."""

from collections.abc import Iterator, Sequence

from diff_insight.changes.changeset import Commit
from diff_insight.evidence.commits import declared_breaks
from diff_insight.topics.entry import Entry
from diff_insight.topics.entry_text import letters_of
from diff_insight.topics.kinds import heads_breaks

_LEAST = 20  # minimum letters of an entry that is known by what a commit declares


def without_declared(entries: Sequence[Entry], commits: Sequence[Commit]) -> Iterator[Entry]:
    """Yield the entries but for those that say what the footer of a commit declares as breaking.

    The commit tells the same, what it did besides, and where.
    """
    declared = [
        letters
        for commit in commits
        for said in declared_breaks(commit)
        if (letters := letters_of(said)) not in letters_of(commit.subject)
    ]
    for entry in entries:
        letters = letters_of(entry.text)
        is_copy = len(letters) >= _LEAST and heads_breaks(entry.heading) and any(letters in said for said in declared)
        if not is_copy:
            yield entry
